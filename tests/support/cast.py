"""Everyone in the tests is one of four people with fixed rights; a reader learns them once."""

from dataclasses import dataclass

from flask import Flask, session
from flask.testing import FlaskClient

from app.core.policy import Role
from app.extensions import clock, db
from app.models import LocalAssociation, Person, RoleGrant
from app.sessions import start_session

SESSION_COOKIE = "ohjaajapolku"

LANGUAGE = "en"
"""Tests read the interface in the language of its msgids; tests of languages choose their own."""


@dataclass(frozen=True)
class Member:
    """One of the cast."""

    id: int
    name: str
    email: str
    local_association_id: int


@dataclass(frozen=True)
class Cast:
    """The four people and their two local associations."""

    aino: Member
    """Volunteer in Pirkanmaa."""
    kaisa: Member
    """Coordinator of the union; belongs to Aino's local association."""
    olli: Member
    """Local contact of Helsinki, so a stranger to Aino's."""
    tiina: Member
    """Trainer: writes courses, sees nobody's studies."""
    pirkanmaa: int
    helsinki: int

    @property
    def everyone(self) -> tuple[Member, ...]:
        """All four, in the order of the alphabet."""
        return (self.aino, self.kaisa, self.olli, self.tiina)


def assemble(app: Flask) -> Cast:
    """Put the cast into an empty database."""
    with app.app_context():
        pirkanmaa = _add_local_association("Pirkanmaa")
        helsinki = _add_local_association("Helsingin seutu")
        cast = Cast(
            aino=_add("Aino Aalto", pirkanmaa),
            kaisa=_add("Kaisa Koski", pirkanmaa, Role.COORDINATOR),
            olli=_add("Olli Ojanen", helsinki, Role.LOCAL_CONTACT),
            tiina=_add("Tiina Tammi", pirkanmaa, Role.TRAINER),
            pirkanmaa=pirkanmaa,
            helsinki=helsinki,
        )
        db.session.commit()
    return cast


def add_person(
    app: Flask, name: str, local_association_id: int, role: Role | None = None
) -> Member:
    """Add one more person, for a test that four are too few for."""
    with app.app_context():
        member = _add(name, local_association_id, role)
        db.session.commit()
    return member


def sign_in(client: FlaskClient, member: Member) -> None:
    """Give a client a real session of this person, as if the code had been written."""
    with client.application.test_request_context():
        start_session(member.id)
        content = dict(session)
    with client.session_transaction() as cookie:
        cookie.clear()
        cookie.update(content)
        cookie.permanent = True


def session_cookie(app: Flask, member: Member) -> str:
    """Give the cookie of a new session, for a browser."""
    client = app.test_client()
    sign_in(client, member)
    cookie = client.get_cookie(SESSION_COOKIE)
    assert cookie is not None
    return cookie.value


def _add_local_association(name: str) -> int:
    association = LocalAssociation(name=name)
    db.session.add(association)
    db.session.flush()
    return association.id


def _add(name: str, local_association_id: int, role: Role | None = None) -> Member:
    email = f"{name.partition(' ')[0].lower()}@example.org"
    person = Person(
        name=name,
        email=email,
        email_key=email,
        language=LANGUAGE,
        local_association_id=local_association_id,
        created_at=clock.now(),
    )
    db.session.add(person)
    db.session.flush()
    if role is not None:
        _grant(person.id, role, local_association_id)
    return Member(person.id, name, email, local_association_id)


def _grant(person_id: int, role: Role, local_association_id: int) -> None:
    scope = local_association_id if role is Role.LOCAL_CONTACT else None
    db.session.add(
        RoleGrant(
            person_id=person_id,
            role=role.value,
            local_association_id=scope,
            granted_at=clock.now(),
        )
    )
