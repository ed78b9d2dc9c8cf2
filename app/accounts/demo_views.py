"""The demo's own doors: sign-in links and the mailbox; in production they do not exist."""

from __future__ import annotations

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app import demo_links
from app.accounts.blueprint import bp
from app.accounts.entering import let_in
from app.accounts.people import names_of
from app.extensions import db
from app.guard import public
from app.models import Mail

MAILS_SHOWN = 50


@bp.get("/demo/sign-in/<token>")
@public
def demo_sign_in(token: str) -> ResponseReturnValue:
    """Show the button that signs a person of the demo in."""
    _, name = _person(token)
    return render_template("accounts/demo_sign_in.html", name=name)


@bp.post("/demo/sign-in/<token>")
@public
def use_demo_sign_in(token: str) -> ResponseReturnValue:
    """Sign a person of the demo in, without a second factor."""
    person_id, _ = _person(token)
    return let_in(person_id)


@bp.get("/demo/mailbox")
@public
def mailbox() -> ResponseReturnValue:
    """Show the mails that the demo would have sent, newest first."""
    if not demo_links.allowed_here():
        abort(404)
    mails = db.session.scalars(select(Mail).order_by(Mail.id.desc()).limit(MAILS_SHOWN)).all()
    return render_template("accounts/mailbox.html", mails=mails)


def _person(token: str) -> tuple[int, str]:
    """Return whom a demo link is for, or end with 404."""
    person_id = demo_links.person_of(token) if demo_links.allowed_here() else None
    people = names_of([person_id]) if person_id is not None else []
    if not people:
        abort(404)
    return people[0]
