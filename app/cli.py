"""The commands of the operator, joined to the app."""

from __future__ import annotations

import time

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy import select

from app import demo
from app.core.errors import RuleError
from app.core.identity import clean_address, clean_name, compare_address
from app.core.names import sort_key
from app.core.policy import Role
from app.course_commands import course
from app.extensions import clock, db
from app.mail import send_due
from app.models import AuditEvent, LocalAssociation, Person, RoleGrant
from app.sessions import end_all_sessions
from config import LANGUAGES

mail = AppGroup("mail", help="The outbox.")

PAUSE_SECONDS = 2


@mail.command("send")
def send() -> None:
    """Send what is due now."""
    click.echo(str(send_due(current_app.config["SETTINGS"])))


@mail.command("work")
def work() -> None:
    """Send whatever becomes due, until stopped; several may run at once."""
    while True:
        send_due(current_app.config["SETTINGS"])
        time.sleep(PAUSE_SECONDS)


owner = AppGroup("owner", help="Owners of the installation.")
role = AppGroup("role", help="Roles of people.")
second_factor = AppGroup("second-factor", help="Codes from a phone.")


@owner.command("add")
@click.argument("name")
@click.argument("email")
def add_owner(name: str, email: str) -> None:
    """Make somebody an owner: the first one, and the way back in.

    A person with this address and name gets the role; otherwise an account is made. Signing in
    still needs the code that is sent to the address.
    """
    try:
        address, printed = clean_address(email), clean_name(name)
    except RuleError as refusal:
        raise click.ClickException("Give a name and an address in full.") from refusal
    person = _find(printed, address)
    if person is None:
        person = Person(
            name=printed,
            email=address,
            email_key=compare_address(address),
            language=next(iter(LANGUAGES)),
            created_at=clock.now(),
        )
        db.session.add(person)
        db.session.flush()
    held = select(RoleGrant.id).where(
        RoleGrant.person_id == person.id, RoleGrant.role == Role.OWNER.value
    )
    if db.session.scalar(held) is None:
        db.session.add(
            RoleGrant(person_id=person.id, role=Role.OWNER.value, granted_at=clock.now())
        )
    _log("owner:add", person)
    db.session.commit()
    click.echo(f"{person.name} is an owner.")


@role.command("grant")
@click.argument("role_name", metavar="ROLE", type=click.Choice([one.value for one in Role]))
@click.argument("name")
@click.argument("email")
@click.option("--local-association", help="The only one that a local contact sees.")
def grant_role(role_name: str, name: str, email: str, local_association: str | None) -> None:
    """Give a role to somebody who has an account."""
    person = _find(name, email)
    if person is None:
        raise click.ClickException("Nobody has this name and address. Check both.")
    association = db.session.scalar(
        select(LocalAssociation).where(LocalAssociation.name == local_association)
    )
    if (association is not None) != (role_name == Role.LOCAL_CONTACT):
        raise click.ClickException(
            "A local contact needs --local-association with its exact name; no other role has one."
        )
    scope = association.id if association is not None else None
    held = select(RoleGrant.id).where(
        RoleGrant.person_id == person.id,
        RoleGrant.role == role_name,
        RoleGrant.local_association_id == scope,
    )
    if db.session.scalar(held) is None:
        db.session.add(
            RoleGrant(
                person_id=person.id,
                role=role_name,
                local_association_id=scope,
                granted_at=clock.now(),
            )
        )
    _log(f"role:grant:{role_name}", person)
    db.session.commit()
    click.echo(f"{person.name}: {role_name}")


@second_factor.command("reset")
@click.argument("name")
@click.argument("email")
def reset_second_factor(name: str, email: str) -> None:
    """Let somebody whose phone is lost set up a new one at the next sign-in.

    All sessions of the person end: whoever has the phone may have one open.
    """
    person = _find(name, email)
    if person is None:
        raise click.ClickException("Nobody has this name and address. Check both.")
    person.totp_secret = person.totp_confirmed_at = person.totp_last_step = None
    end_all_sessions(person.id)
    _log("second-factor:reset", person)
    db.session.commit()
    click.echo(f"{person.name} sets up a new phone at the next sign-in.")


def _find(name: str, email: str) -> Person | None:
    return db.session.scalar(
        select(Person).where(
            Person.email_key == compare_address(email.strip()), Person.name_key == sort_key(name)
        )
    )


def _log(action: str, person: Person) -> None:
    db.session.add(
        AuditEvent(at=clock.now(), actor_id=None, action=action, subject=f"person:{person.id}")
    )


def install(app: Flask) -> None:
    """Add the commands."""
    for group in (course, demo.commands, mail, owner, role, second_factor):
        app.cli.add_command(group)
