"""The promise: a text that is accepted once, stored with its revision and day."""

from __future__ import annotations

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.extensions import clock, db
from app.learn.facts import add_completion
from app.learn.revisions import as_shown
from app.learn.turns import insert_if_absent
from app.learn.visits import Visit
from app.models import Promise


def show(visit: Visit) -> ResponseReturnValue:
    """Draw the text, and when it was accepted."""
    accepted_at = db.session.scalar(
        select(Promise.accepted_at)
        .where(
            Promise.person_id == visit.person_id,
            Promise.course_id == visit.served.course_id,
            Promise.address == visit.address,
        )
        .order_by(Promise.accepted_at)
        .limit(1)
    )
    return render_template("pages/promise.html", visit=visit, accepted_at=accepted_at)


def save(visit: Visit) -> ResponseReturnValue:
    """Accept the promise."""
    shown = as_shown(visit.served, request.form.get("form_revision", ""))
    accept_promise(visit, shown.revision_id)
    return redirect(visit.link("saved"), 303)


def accept_promise(visit: Visit, revision_id: int) -> None:
    """Store the promise and note the page as done; sent again it changes nothing; commits.

    ``revision_id`` is the revision whose text was read, which may be older than the current one.
    """
    insert_if_absent(
        Promise,
        [
            {
                "person_id": visit.person_id,
                "course_id": visit.served.course_id,
                "address": visit.address,
                "revision_id": revision_id,
                "language": visit.page.text.lang,
                "accepted_at": clock.now(),
            }
        ],
    )
    add_completion(visit)
    db.session.commit()
