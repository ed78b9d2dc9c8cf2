"""What was used up, by which browser, for whom: the same submit sent twice leads to one result.

A double click sends a single-use slip twice. The second submit comes from the same browser within
a minute and finds the first one's receipt instead of a refusal.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app.codes import hash_secret, make_link_code
from app.extensions import clock, db
from app.models import SignInRequest

REPEATED_WITHIN = timedelta(seconds=60)
"""A second submit after this is no double click."""


def leave(what: str, browser: str, person_id: int, invitation_id: int | None = None) -> None:
    """Note for whom this browser used something up; no commit."""
    now = clock.now()
    db.session.add(
        SignInRequest(
            email_key="",
            code_hash=hash_secret("no code", make_link_code()),
            link_hash=_receipt(what, browser),
            browser_hash=browser,
            invitation_id=invitation_id,
            created_at=now,
            expires_at=now,
            proved_at=now,
            used_at=now,
            person_id=person_id,
        )
    )


def find(what: str, browser: str | None) -> int | None:
    """Return for whom this browser used it up a moment ago, or None."""
    if browser is None:
        return None
    return db.session.scalar(
        select(SignInRequest.person_id).where(
            SignInRequest.link_hash == _receipt(what, browser),
            SignInRequest.used_at > clock.now() - REPEATED_WITHIN,
        )
    )


def _receipt(what: str, browser: str) -> str:
    return hash_secret("receipt", f"{what}\0{browser}")
