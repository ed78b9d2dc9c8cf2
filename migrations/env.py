"""How a migration runs: whole or not at all, on SQLite and on PostgreSQL."""

from __future__ import annotations

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from app.extensions import Base


def migrate(connection: Connection) -> None:
    """Run the steps in one transaction that takes the write lock at its beginning."""
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        # A batch rebuild drops the old table: with foreign keys on, its children would go too.
        driver = connection.connection.dbapi_connection
        assert driver is not None
        driver.execute("PRAGMA foreign_keys=OFF")  # type: ignore[attr-defined] # sqlite3
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        transactional_ddl=True,
        user_module_prefix="app.extensions.",
    )
    with context.begin_transaction():
        context.run_migrations()
        if sqlite:
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if broken:
                message = f"rows point to rows that are not there: {broken[:5]}"
                raise RuntimeError(message)
    if sqlite:
        driver.execute("PRAGMA foreign_keys=ON")  # type: ignore[union-attr] # set above


engine = current_app.extensions["migrate"].db.engine
with engine.connect() as bound:
    migrate(bound)
    bound.commit()
