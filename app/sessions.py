"""Starting and ending the sessions of signed-in people, kept on the server."""

from __future__ import annotations

import secrets
from datetime import timedelta

from flask import current_app, g, session
from flask_login import login_user
from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from app import kept
from app.extensions import clock, db
from app.guard import Visitor, token_hash
from app.models import Person, SignedInSession

SURVIVES_SIGN_IN = ("browser", "next")
"""What a browser keeps of its cookie when somebody signs in; everything else begins anew."""


def start_session(person_id: int) -> None:
    """Sign a person in with a new session in this browser; commits.

    Whatever the ended session held is dropped, so nobody can prepare a session for another.
    """
    now = clock.now()
    token = secrets.token_urlsafe(32)
    db.session.add(
        SignedInSession(
            token_hash=token_hash(token),
            person_id=person_id,
            created_at=now,
            expires_at=now + timedelta(days=current_app.config["SETTINGS"].session_days),
            last_used_on=now.date(),
        )
    )
    db.session.commit()
    person = (
        db.session.execute(
            select(Person)
            .where(Person.id == person_id)
            .options(joinedload(Person.roles), joinedload(Person.local_association))
        )
        .unique()
        .scalar_one()
    )
    remaining = {key: session[key] for key in SURVIVES_SIGN_IN if key in session}
    session.clear()
    session.update(remaining)
    session.permanent = True
    # Remembered, so that signing in again after this session has ended is in the same language.
    session["language"] = person.language
    login_user(Visitor(token, person))
    g.person_id = person_id
    kept.note_sign_in()


def end_session(token: str) -> None:
    """End one session; commits. A copied cookie stops working at once."""
    _end(SignedInSession.token_hash == token_hash(token))
    db.session.commit()


def end_all_sessions(person_id: int, *, but: str = "") -> None:
    """End every session of a person, the one with the token ``but`` left out; no commit."""
    _end((SignedInSession.person_id == person_id) & (SignedInSession.token_hash != token_hash(but)))


def _end(which: object) -> None:
    db.session.execute(
        update(SignedInSession)
        .where(which, SignedInSession.ended_at.is_(None))  # type: ignore[arg-type] # an SQL condition
        .values(ended_at=clock.now())
    )
