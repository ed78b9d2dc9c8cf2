"""The log of who did what: ids only, never names or answers; rows are only ever added."""

from __future__ import annotations

from sqlalchemy import insert

from app.extensions import clock, db
from app.models import AuditEvent


def note(actor_id: int | None, action: str, subject: str) -> None:
    """Write one row at once, in a transaction of its own: it also holds when a page fails.

    Opening a person and exporting are the reads that leave a row; the page's own reading ends
    here, so that SQLite's one writer is not kept waiting by its reader.
    """
    db.session.rollback()
    with db.engine.connect().execution_options(write=True) as connection, connection.begin():
        connection.execute(
            insert(AuditEvent).values(
                at=clock.now(), actor_id=actor_id, action=action, subject=subject
            )
        )
