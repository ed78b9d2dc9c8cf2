"""The whole content of a database as values: to compare, and to put back."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Flask
from sqlalchemy import Table, delete, insert, select, text

from app.extensions import Base, db

Snapshot = dict[str, list[dict[str, Any]]]
"""Every row of every table, by table name, in the order of the primary key."""


def take_snapshot(app: Flask) -> Snapshot:
    """Read every row of every table."""
    with app.app_context(), db.engine.connect() as connection:
        return {
            table.name: [
                dict(row)
                for row in connection.execute(
                    select(table).order_by(*table.primary_key.columns)
                ).mappings()
            ]
            for table in Base.metadata.sorted_tables
        }


def put_back(app: Flask, snapshot: Snapshot) -> None:
    """Make the database hold exactly these rows, and let it count on from their ids."""
    tables = Base.metadata.sorted_tables
    with app.app_context(), db.engine.connect() as connection, connection.begin():
        for table in reversed(tables):
            connection.execute(delete(table))
        for table in tables:
            if snapshot[table.name]:
                connection.execute(insert(table), snapshot[table.name])
        if connection.dialect.name == "postgresql":
            for table in tables:
                if "id" in table.columns:
                    connection.execute(
                        text(
                            f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), "  # noqa: S608 - our own table names
                            f"(SELECT coalesce(max(id), 0) + 1 FROM {table.name}), false)"
                        )
                    )


Content = Mapping[str, Sequence[tuple[Any, ...]]]
"""The same as the driver gives it: quick to read, good for comparing only."""


def read_content(app: Flask) -> Content:
    """Read every row of every table without making anything of it."""
    with app.app_context(), db.engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.exec_driver_sql(_statement(table))]
            for table in Base.metadata.sorted_tables
        }


def _statement(table: Table) -> str:
    keys = ", ".join(f'"{column.name}"' for column in table.primary_key)
    return f"SELECT * FROM {table.name} ORDER BY {keys}"  # noqa: S608 - our own names


def changed_tables(before: Content, after: Content) -> dict[str, tuple[int, int]]:
    """Give the tables whose rows differ, with the number of rows before and after."""
    return {
        name: (len(before[name]), len(after[name]))
        for name in before
        if before[name] != after[name]
    }
