"""The floor: an empty page and an empty submit on the same stack as every other address.

The application, its middleware, its session cookie and its response headers are the real ones.
The page reads two rows by primary key and sends bytes that were made before.
"""

from __future__ import annotations

from flask import Blueprint, Flask, current_app, redirect, request, session
from flask.typing import ResponseReturnValue
from sqlalchemy import insert

from app.extensions import clock, db
from app.guard import public, token_hash
from app.models import Answer, Person, SignedInSession

ADD_ANSWER = insert(Answer)

bp = Blueprint("floor", __name__)


@bp.get("/floor/<name>")
@public
def page(name: str) -> ResponseReturnValue:
    """Read two rows and send as many bytes as the page of this name sends."""
    read_two_rows()
    body: str = current_app.config["FLOOR_BODIES"][name]
    return body


@bp.post("/floor/<name>")
@public
def save(name: str) -> ResponseReturnValue:
    """Read two rows, add one, commit and redirect, as a saved answer does."""
    row = {
        "person_id": read_two_rows(),
        "course_id": 1,
        "address": "floor/page",
        "question": "floor/question",
        "submit_key": request.form["form_key"],
        "revision_id": 1,
        "response": {"choice": "c1"},
        "shown": ["An answer"],
        "credit": "1",
        "answered_at": clock.now(),
    }
    db.session.connection().execute(ADD_ANSWER, row)
    db.session.commit()
    return redirect(current_app.config["FLOOR_BODIES"][name], 303)


def read_two_rows() -> int:
    """Read the session and its person by primary key; give the person's id."""
    signed_in = db.session.get_one(SignedInSession, token_hash(session["_user_id"]))
    return db.session.get_one(Person, signed_in.person_id).id


def install(app: Flask) -> None:
    """Give the application the floor's addresses beside its own."""
    app.config["FLOOR_BODIES"] = {}
    app.register_blueprint(bp)
