"""The demo association: people at every stage, so that each page has something to show."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select

from app import catalogue, demo_links
from app.certificates.issuing import Award, issue_certificate
from app.core.course import Course, address
from app.core.policy import Role
from app.core.progress import Fact, new_facts, progress
from app.core.routes import flow_of
from app.course_commands import publish_folder
from app.extensions import clock, db
from app.invitations import create_group_link
from app.models import Completion, LocalAssociation, Person, RoleGrant
from config import Settings

commands = AppGroup("demo", help="The demo association; works in demo mode only.")

COURSE = "verkkovertaisohjaaja"

ASSOCIATIONS = {
    "Helsingin seutu": {
        "contact.name": "Olli Ojanen",
        "contact.phone": "040 000 0001",
        "contact.hours": "ti–to 10.00–14.00",
    },
    "Pirkanmaa": {"contact.name": "Pia Pihlaja", "contact.phone": "040 000 0002"},
    "Pohjanmaa – Österbotten": {"contact.name": "Stina Strand"},
    "Lappi – Sápmi": {},
}

CAST: tuple[tuple[str, str, str, Role | None, str], ...] = (
    ("Aino Aalto", "aino", "Pirkanmaa", None, "fi"),
    ("Kaisa Koski", "kaisa", "Pirkanmaa", Role.COORDINATOR, "fi"),
    ("Tiina Tammi", "tiina", "Pirkanmaa", Role.TRAINER, "fi"),
    ("Olli Ojanen", "olli", "Helsingin seutu", Role.LOCAL_CONTACT, "fi"),
    ("Outi Orava", "outi", "Helsingin seutu", Role.OWNER, "fi"),
)

LEARNERS: tuple[tuple[str, str, str, float, int], ...] = (
    ("Mikael Lindqvist", "Pohjanmaa – Österbotten", "sv", 1.0, 40),
    ("Ŋiŋŋá Čáhppe", "Lappi – Sápmi", "fi", 1.0, 25),
    ("Pertti Peltola", "Helsingin seutu", "fi", 1.0, 12),
    ("Liisa Virtanen", "Helsingin seutu", "fi", 0.6, 6),
    ("Jonas Öberg", "Pohjanmaa – Österbotten", "sv", 0.4, 20),
    ("Fatima Haddad", "Pirkanmaa", "en", 0.3, 2),
    ("Timo Nieminen", "Pirkanmaa", "fi", 0.1, 45),
    ("Anneli Mäkinen", "Lappi – Sápmi", "fi", 0.0, 3),
    ("Seppo Järvi", "Helsingin seutu", "fi", 0.0, 1),
)
"""Name, local association, language, share of the course done, days since the last step."""


@commands.command("load")
def load() -> None:
    """Publish the course, make the demo association once, and print the sign-in links."""
    settings = _demo_settings()
    folder = Path(current_app.root_path).parent / "courses" / COURSE
    publish_folder(folder, allow_unread=True)
    if db.session.scalar(select(Person.id).limit(1)) is None:
        associations = _make_associations()
        _make_cast(associations)
        _make_learners(associations)
        db.session.commit()
    _print_links(settings)


@commands.command("links")
def links() -> None:
    """Print the address and a sign-in link for each of the demo's main people."""
    _print_links(_demo_settings())


def _print_links(settings: Settings) -> None:
    click.echo(f"\n  {settings.public_address}\n")
    wanted = (("volunteer", "aino"), ("trainer", "tiina"), ("coordinator", "kaisa"))
    for label, name in wanted:
        person_id = db.session.scalar(
            select(Person.id).where(Person.email_key == f"{name}@example.org")
        )
        if person_id is not None:
            click.echo(f"  {label:<12} {demo_links.link_for(settings, person_id)}")
    click.echo("")


def _demo_settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    if not settings.demo:
        raise click.ClickException("DEMO is off: the demo association is for trying out only.")
    return settings


def _make_associations() -> dict[str, int]:
    rows = [LocalAssociation(name=name, variables=dict(v)) for name, v in ASSOCIATIONS.items()]
    db.session.add_all(rows)
    db.session.flush()
    for row in rows:
        create_group_link(row.id, None)
    return {row.name: row.id for row in rows}


def _make_cast(associations: dict[str, int]) -> None:
    now = clock.now()
    for name, email, association, role, language in CAST:
        person = _person(name, f"{email}@example.org", associations[association], language)
        if role is not None:
            scope = associations[association] if role is Role.LOCAL_CONTACT else None
            db.session.add(
                RoleGrant(
                    person_id=person.id,
                    role=role.value,
                    local_association_id=scope,
                    granted_at=now,
                )
            )


def _make_learners(associations: dict[str, int]) -> None:
    served = catalogue.load_course(COURSE, "fi")
    if served is None:
        raise click.ClickException("The course could not be published.")
    pages = list(_required_pages(served.course))
    for number, (name, association, language, share, days) in enumerate(LEARNERS):
        person = _person(name, f"demo{number}@example.org", associations[association], language)
        facts: frozenset[Fact] = frozenset()
        last = clock.now() - timedelta(days=days)
        for step, page in enumerate(islice(pages, round(len(pages) * share))):
            made = new_facts(served.course, facts, page)
            facts |= made
            at = last - timedelta(hours=round(len(pages) * share) - step)
            db.session.add_all(
                Completion(
                    person_id=person.id,
                    course_id=served.course_id,
                    scope=fact.scope.value,
                    address=fact.address,
                    revision_id=served.revision_id,
                    completed_at=at,
                )
                for fact in made
            )
        now = progress(served.course, facts)
        if now.completed:
            award = Award(served.course, served.course_id, served.revision_id, now)
            issue_certificate(person, award, name, language)


def _person(name: str, email: str, association: int, language: str) -> Person:
    person = Person(
        name=name,
        email=email,
        email_key=email,
        language=language,
        local_association_id=association,
        created_at=clock.now() - timedelta(days=60),
    )
    db.session.add(person)
    db.session.flush()
    return person


def _required_pages(course: Course) -> Iterator[str]:
    for lesson in course.lessons():
        for page in flow_of(lesson):
            if not (lesson.optional or page.optional):
                yield address(lesson.id, page.id)
