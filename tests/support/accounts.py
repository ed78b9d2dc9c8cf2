"""What tests of joining and signing in share: invitations, filled forms and mailed codes."""

import re
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlsplit

import pyotp
from flask import Flask
from sqlalchemy import select

from app import invitations
from app.extensions import db
from app.models import Invitation, Mail, Person
from tests.support.visitor import SeenPage, Visitor

JOIN_FIELDS: Mapping[str, str] = {
    "name": "Liisa Lehtonen",
    "email": "liisa@example.org",
    "own_language": "en",
    "consent_processing": "y",
    "consent_coordinators": "y",
}
"""What the join page needs at least."""

SLIP_FIELDS = {name: value for name, value in JOIN_FIELDS.items() if name != "email"}


def group_path(app: Flask, local_association_id: int) -> str:
    """Open a link for many and give its path."""
    with app.app_context():
        made = invitations.create_group_link(local_association_id, None)
        path = urlsplit(invitations.group_link(made).link).path
        db.session.commit()
    return path


def personal_path(app: Flask, local_association_id: int, email: str, name: str = "") -> str:
    """Invite one person with e-mail and give the path of the invitation."""
    with app.app_context():
        made = invitations.create_personal(local_association_id, None, email=email, name=name)
        db.session.commit()
    return urlsplit(made.link).path


def slip(app: Flask, local_association_id: int) -> tuple[str, str]:
    """Make a slip for somebody without e-mail; give its path and its words."""
    with app.app_context():
        made = invitations.create_slip(local_association_id, None)
        db.session.commit()
    return urlsplit(made.link).path, made.words


def sign_in_slip(app: Flask, person_id: int) -> tuple[str, str]:
    """Make a slip that signs somebody in; give its path and its words."""
    with app.app_context():
        made = invitations.create_sign_in_slip(person_id, None)
        db.session.commit()
    return urlsplit(made.link).path, made.words


def close_all(app: Flask) -> None:
    """Close every invitation."""
    with app.app_context():
        for invitation in db.session.scalars(select(Invitation)):
            invitations.close(invitation)
        db.session.commit()


def mails_to(app: Flask, address: str) -> list[str]:
    """Give the texts of the mails to an address, oldest first, as they wait in the outbox."""
    with app.app_context():
        return list(
            db.session.scalars(select(Mail.text).where(Mail.recipient == address).order_by(Mail.id))
        )


def code_to(app: Flask, address: str) -> str:
    """Give the code of the newest mail to an address."""
    found = re.search(r"\b\d{6}\b", mails_to(app, address)[-1])
    assert found, "The newest mail holds no code"
    return found[0]


def link_to(app: Flask, address: str) -> str:
    """Give the path of the link in the newest mail to an address."""
    found = re.search(r"https?://\S+", mails_to(app, address)[-1])
    assert found, "The newest mail holds no link"
    return urlsplit(found[0]).path


def ask_code(client: Visitor, address: str) -> SeenPage:
    """Ask for a code on the sign-in page; give the page that takes it."""
    return client.look(client.submit(client.see("/sign-in"), {"email": address}))


def people(app: Flask) -> list[Person]:
    """Give everybody with an account."""
    with app.app_context():
        return list(db.session.scalars(select(Person).order_by(Person.id)))


def person_named(app: Flask, name: str) -> Person:
    """Give the only person of this name."""
    found = [person for person in people(app) if person.name == name]
    assert len(found) == 1, f"One {name} was expected, found {len(found)}"
    return found[0]


def is_signed_in(client: Visitor) -> bool:
    """Whether this browser may see its own details."""
    return client.get("/me").status_code == 200


def phone_code(secret: str, at: datetime) -> str:
    """Give what the app on the phone shows at a moment."""
    return pyotp.TOTP(secret.replace(" ", "")).at(at)
