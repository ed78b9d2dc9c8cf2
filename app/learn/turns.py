"""Lets the database decide: inserts that respect what is there, one person's submits in turn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import Table, select
from sqlalchemy.dialects import postgresql, sqlite

from app.extensions import Base, db
from app.models import Person

Row = Mapping[str, Any]


def take_turns(person_id: int) -> None:
    """Make one person's submits wait for each other until the transaction ends.

    SQLite's write transactions exclude each other anyway; PostgreSQL's would each miss what the
    other is writing.
    """
    if _dialect() != "sqlite":
        db.session.execute(select(Person.id).where(Person.id == person_id).with_for_update())


def insert_if_absent(model: type[Base], rows: Sequence[Row]) -> None:
    """Insert the rows; one that a unique constraint already knows stays as it is. No commit."""
    if rows:
        connection = db.session.connection()
        connection.execute(_insert_or_leave(model, _dialect()), list(rows))


def insert_or_update(model: type[Base], rows: Sequence[Row], unique: Sequence[str]) -> None:
    """Insert the rows, or update those that have the same values in the unique columns."""
    if not rows:
        return
    statement = _insert(model, _dialect()).values([dict(row) for row in rows])
    changed = {name: statement.excluded[name] for name in rows[0] if name not in unique}
    db.session.execute(statement.on_conflict_do_update(index_elements=list(unique), set_=changed))


@lru_cache
def _insert_or_leave(model: type[Base], dialect: str) -> sqlite.Insert | postgresql.Insert:
    """Return the statement, made once: building one costs more than running it."""
    return _insert(model, dialect).on_conflict_do_nothing()


def _insert(model: type[Base], dialect: str) -> sqlite.Insert | postgresql.Insert:
    table = cast("Table", model.__table__)  # every model here is one plain table
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


def _dialect() -> str:
    return db.session.get_bind().dialect.name
