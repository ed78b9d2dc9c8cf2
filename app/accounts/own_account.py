"""Changes that people make to their own account."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from app import consents
from app.extensions import db
from app.models import Certificate, Person
from app.sessions import end_all_sessions

CHANGEABLE = frozenset(consent.kind for consent in consents.OPTIONAL)
"""Kinds of consent that may be changed later; the others hold as long as the account."""


def name_is_frozen(person_id: int) -> bool:
    """Whether the name stands on a certificate already."""
    issued = select(Certificate.id).where(Certificate.person_id == person_id).limit(1)
    return db.session.scalar(issued) is not None


def save(
    person_id: int, *, name: str | None, language: str, given: Collection[str], text_language: str
) -> None:
    """Save name (None: it stays), language and the optional consents; commits."""
    person = db.session.get_one(Person, person_id)
    if name is not None:
        person.name = name
    person.language = language
    consents.record_changes(person_id, given, text_language)
    db.session.commit()


def save_reading(person_id: int, *, text_size: str, spacing: str, theme: str, light: bool) -> None:
    """Save how pages look; commits."""
    person = db.session.get_one(Person, person_id)
    person.text_size, person.spacing, person.theme = text_size, spacing, theme
    person.light_view = light
    db.session.commit()


def change_password(person_id: int, password_hash: str, token: str) -> None:
    """Store a new password and end every other session of the person; commits."""
    db.session.get_one(Person, person_id).password_hash = password_hash
    end_all_sessions(person_id, but=token)
    db.session.commit()
