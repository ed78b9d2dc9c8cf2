"""Unbound Flask extensions, the declarative base, the clock and how connections begin."""

from __future__ import annotations

from datetime import UTC, date, datetime
from importlib import import_module
from types import ModuleType
from typing import Protocol

from flask import Flask, has_request_context, request
from flask_babel import Babel
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import Connection, DateTime, Dialect, Engine, MetaData, event
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

try:
    newest_sqlite: ModuleType = import_module("pysqlite3.dbapi2")
except ImportError:
    newest_sqlite = import_module("sqlite3")

READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

WAL_SAFE_SINCE = (3, 51, 3)
"""SQLite 3.7.0-3.51.2 can corrupt a WAL database in a rare race (sqlite.org, release 3.51.3)."""


class Clock:
    """Where the application reads the time; tests put another one in its place."""

    def now(self) -> datetime:
        """Return the present time in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """Return the present day in UTC."""
        return self.now().date()


class Base(DeclarativeBase):
    """Base of all tables."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time, stored in UTC; SQLite forgets time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive time and store the others in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without its zone")
        utc = value.astimezone(UTC)
        return utc if dialect.name != "sqlite" else utc.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


clock = Clock()
db = SQLAlchemy(metadata=Base.metadata)
migrate = Migrate()
babel = Babel()
csrf = CSRFProtect()
login_manager = LoginManager()


class SqliteConnection(Protocol):
    """What is used of a driver's connection."""

    isolation_level: str | None

    def execute(self, sql: str) -> object:
        """Run one statement."""


def sqlite_module() -> ModuleType:
    """Return the newest SQLite driver at hand: PyPI's, else the one of this Python."""
    return newest_sqlite


def bind_connections(app: Flask) -> None:
    """Make every connection of the app's engine durable and its write transactions exclusive."""
    with app.app_context():
        engine = db.engine
    if engine.dialect.name == "sqlite":
        _bind_sqlite(engine)


def _bind_sqlite(engine: Engine) -> None:
    module = sqlite_module()
    if module.sqlite_version_info >= WAL_SAFE_SINCE:
        durability = ("journal_mode=wal", "synchronous=full")
    else:
        durability = ("journal_mode=delete", "synchronous=extra")

    @event.listens_for(engine, "connect")
    def connect(connection: SqliteConnection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in (*durability, "foreign_keys=on", "secure_delete=on", "busy_timeout=5000"):
            connection.execute("PRAGMA " + pragma)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        reading = has_request_context() and request.method in READING_METHODS
        write = not reading or connection.get_execution_options().get("write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
