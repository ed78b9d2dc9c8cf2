"""Everything stored about one person, written as JSON a piece at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, Table, or_, select

from app.extensions import Base, db
from app.models import AuditEvent, Mail, Person

ROWS_AT_ONCE = 200

SECRETS = frozenset(
    {
        "password_hash", "totp_secret", "totp_last_step", "token_hash", "code_hash", "link_hash",
        "words_hash", "browser_hash", "submit_key", "form_key", "run_key", "name_key", "email_key",
        "sort_key", "body",
    }
)  # fmt: skip
"""Columns that tell the person nothing and could open a door: hashes, keys, marks of forms."""

MADE_BY_OTHERS = frozenset({"created_by_id", "published_by_id"})
"""Columns that name who did something for somebody else; that row is about the other person."""


def written(person_id: int, at: datetime) -> Iterator[str]:
    """Write one JSON object: a list of rows for each table that knows the person.

    A new table is included by itself as soon as a column of it refers to a person.
    """
    yield json.dumps({"written_at": at.isoformat()})[:-1]
    for table, condition in tables_about(person_id):
        yield f', "{table.name}": ['
        for number, row in enumerate(_rows(table, condition)):
            yield (", " if number else "") + json.dumps(row, ensure_ascii=False, default=_plain)
        yield "]"
    yield "}"


def tables_about(person_id: int) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """Give each table with rows about the person, and which rows those are."""
    for table in Base.metadata.sorted_tables:
        columns = [
            column
            for column in table.columns
            if column.name not in MADE_BY_OTHERS
            and any(key.column is Person.__table__.c.id for key in column.foreign_keys)
        ]
        if table is Person.__table__:
            columns = [table.c.id]
        if columns:
            yield table, or_(*(column == person_id for column in columns))
    audit, mail = AuditEvent.__table__, Mail.__table__
    yield audit, audit.c.actor_id == person_id  # type: ignore[misc] # tables are FromClause to mypy
    yield mail, mail.c.recipient.in_(_own_address(person_id))  # type: ignore[misc] # the same


def _own_address(person_id: int) -> Select[tuple[str]]:
    """Select the person's address unless somebody shares it: their mails are theirs."""
    shared = select(Person.email_key).where(Person.id != person_id, Person.email_key.is_not(None))
    return select(Person.email).where(  # type: ignore[return-value] # null never matches
        Person.id == person_id, Person.email_key.not_in(shared)
    )


def _rows(table: Table, condition: ColumnElement[bool]) -> Iterator[dict[str, object]]:
    shown = [column for column in table.columns if column.name not in SECRETS]
    if table is Mail.__table__:
        # The text of a mail may hold a code that still works.
        shown = [column for column in shown if column.name not in {"text", "html"}]
    query = select(*shown).where(condition).order_by(*table.primary_key)
    for row in db.session.execute(query, execution_options={"yield_per": ROWS_AT_ONCE}):
        yield dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's documented name


def _plain(value: object) -> str:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    raise TypeError(type(value).__name__)
