"""How a migration runs: whole or not at all, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from app.extensions import Base


def migrate(connection: Connection) -> None:
    """Run the steps in one transaction that takes the write lock at its beginning."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        transactional_ddl=True,
        user_module_prefix="app.extensions.",
    )
    with _rebuilding_allowed(connection), context.begin_transaction():
        context.run_migrations()
        if connection.dialect.name == "sqlite":
            _check_foreign_keys(connection)


@contextmanager
def _rebuilding_allowed(connection: Connection) -> Iterator[None]:
    """Let SQLite replace a table whose rows others point to; elsewhere nothing is rebuilt.

    A batch rebuild drops the old table: with foreign keys on, its children would go too.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    # Past SQLAlchemy, which would begin a transaction, where this setting has no effect.
    driver = connection.connection.cursor()
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        # A step that did not pass is still open, and the setting would stay as it is.
        connection.rollback()
        driver.execute("PRAGMA foreign_keys=ON")
        driver.close()


def _check_foreign_keys(connection: Connection) -> None:
    """Refuse what a rebuild without foreign keys may have left behind.

    Raises:
        RuntimeError: naming the first rows that point to nothing.
    """
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        message = f"rows point to rows that are not there: {broken[:5]}"
        raise RuntimeError(message)


engine = current_app.extensions["migrate"].db.engine
with engine.connect() as bound:
    migrate(bound)
    bound.commit()
