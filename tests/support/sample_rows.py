"""Puts a row into each table of a database as it is, whatever its schema: reads no model."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeEngine

TEXT = "Ääkkönen Öšŋ"
# The check of this table ties two columns together.
CHOSEN: Mapping[tuple[str, str], object] = {("role_grant", "role"): "local_contact"}
EXAMPLES: tuple[tuple[type[TypeEngine[Any]], object], ...] = (
    (sa.JSON, {"said": TEXT}),
    (sa.Boolean, True),
    (sa.DateTime, datetime(2026, 11, 21, 12, tzinfo=UTC)),
    (sa.Date, date(2026, 11, 21)),
    (sa.LargeBinary, TEXT.encode()),
    (sa.Integer, 7),
    (sa.Numeric, 0.5),
    (sa.String, TEXT),
)
VERSION_TABLE = "alembic_version"

Rows = dict[str, list[dict[str, Any]]]
"""Every row of every table, by table name."""


def fill_tables(connection: sa.Connection) -> None:
    """Put a row into each table; where it points to other rows, it points to those of this call."""
    rows: Rows = {}
    for table in _tables(connection):
        row = {column.name: _value(column, rows) for column in table.columns}
        connection.execute(sa.insert(table), row)
        rows[table.name] = [row]


def read_rows(connection: sa.Connection) -> Rows:
    """Read every row of every table but Alembic's own."""
    return {
        table.name: [
            dict(row)
            for row in connection.execute(
                sa.select(table).order_by(*table.primary_key.columns)
            ).mappings()
        ]
        for table in _tables(connection)
    }


def common(rows: Rows, other: Rows) -> Rows:
    """Give the part of the rows whose tables and columns the other schema has too."""
    kept: Rows = {}
    for name in rows.keys() & other.keys():
        columns = set(other[name][0]) if other[name] else set()
        kept[name] = [{key: row[key] for key in row.keys() & columns} for row in rows[name]]
    return kept


def _tables(connection: sa.Connection) -> list[sa.Table]:
    found = sa.MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != VERSION_TABLE]


def _value(column: sa.Column[Any], rows: Rows) -> object:
    table = column.table.name
    if (table, column.name) in CHOSEN:
        return CHOSEN[table, column.name]
    for key in column.foreign_keys:
        return rows[key.column.table.name][0][key.column.name]
    return _example(column.type)


def _example(kind: TypeEngine[Any]) -> object:
    for wanted, example in EXAMPLES:
        if isinstance(kind, wanted):
            return TEXT[: kind.length] if isinstance(kind, sa.String) else example
    message = f"Say in EXAMPLES what stands in a column of type {kind!r}."
    raise NotImplementedError(message)
