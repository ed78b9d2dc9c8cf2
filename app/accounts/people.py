"""People as sign-in finds them: by address, and with the roles that decide what is asked."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.core.policy import Grant, Role
from app.extensions import db
from app.models import Person, RoleGrant


def people_at(email_key: str) -> list[Person]:
    """Return those with an open account at an address; two may share one."""
    return list(
        db.session.scalars(
            select(Person)
            .where(Person.email_key == email_key, Person.closed_at.is_(None))
            .order_by(Person.id)
        )
    )


def names_of(person_ids: Sequence[int]) -> list[tuple[int, str]]:
    """Return ids and names of these people, for choosing who is there."""
    rows = db.session.execute(
        select(Person.id, Person.name)
        .where(Person.id.in_(person_ids), Person.closed_at.is_(None))
        .order_by(Person.id)
    )
    return [(person_id, name) for person_id, name in rows]


def is_open(person_id: int) -> bool:
    """Whether the person's account exists and is not closed."""
    return bool(names_of([person_id]))


def grants_of(person_id: int) -> frozenset[Grant]:
    """Return the roles a person holds."""
    rows = db.session.execute(
        select(RoleGrant.role, RoleGrant.local_association_id).where(
            RoleGrant.person_id == person_id
        )
    )
    return frozenset(Grant(Role(role), scope) for role, scope in rows)
