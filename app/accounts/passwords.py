"""Passwords: an alternative to codes; hashed with Argon2id outside of any transaction."""

from __future__ import annotations

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import ColumnElement, and_, select

from app.core.identity import compare_address
from app.core.names import sort_key
from app.extensions import db
from app.models import KEY_LENGTH, Person

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200

HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)

DUMMY_HASH = (
    "$argon2id$v=19$m=19456,t=2,p=1$j8ONQpGjIIDBYPamxUY8Ug"
    "$v0edYoSmcJTAl4Rn0HeVpx0fZ9f2g2vvqqV9IYt1YK0"
)
"""Of a password that nobody knows: an unknown address takes as long as a known one."""

LEAST_COMPARED = 2
"""Hashes compared for every try: two people may share an address, and time must not tell."""

MOST_COMPARED = 5


def hash_password(password: str) -> str:
    """Return what is stored of a password. Takes tens of milliseconds: hold no lock meanwhile."""
    return HASHER.hash(_normal(password))


def matches(password_hash: str, password: str) -> bool:
    """Whether the password is the one that was hashed."""
    try:
        return HASHER.verify(password_hash, _normal(password))
    except (VerificationError, InvalidHashError):
        return False


def people_with(identifier: str, password: str) -> list[int]:
    """Return the ids of people with this e-mail address, or name if they have none, and password.

    Ends the transaction before it compares, and compares alike whether anybody is found or not.
    """
    found = db.session.execute(
        select(Person.id, Person.password_hash)
        .where(
            _identified(identifier), Person.password_hash.is_not(None), Person.closed_at.is_(None)
        )
        .order_by(Person.id)
        .limit(MOST_COMPARED)
    ).all()
    db.session.rollback()
    missing = LEAST_COMPARED - len(found)
    right = [person_id for person_id, stored in found if matches(stored or "", password)]
    for _ in range(missing):
        matches(DUMMY_HASH, password)
    return right


def is_long_enough(password: str) -> bool:
    """Whether a password may be chosen: long rather than complicated."""
    return SHORTEST_PASSWORD <= len(_normal(password)) <= LONGEST_PASSWORD


def _identified(identifier: str) -> ColumnElement[bool]:
    if "@" in identifier:
        return Person.email_key == compare_address(identifier.strip())
    return and_(Person.email_key.is_(None), Person.name_key == sort_key(identifier)[:KEY_LENGTH])


def _normal(password: str) -> str:
    return unicodedata.normalize("NFC", password)
