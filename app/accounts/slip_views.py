"""Signing in with a printed slip, for people without e-mail."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import invitations, kept
from app.accounts import receipts
from app.accounts.blueprint import bp
from app.accounts.entering import admit
from app.extensions import clock, db
from app.guard import public
from app.models import SignInSlip


@bp.get("/sign-in/slip/<code>")
@public
def slip(code: str) -> ResponseReturnValue:
    """Show the button that signs in; a scanner that opens the address uses nothing up."""
    found = invitations.slip_with_link(code)
    if found is None or found.used_at is not None or found.expires_at <= clock.now():
        return _spent(known=found is not None)
    kept.browser_hash(make=True)
    return render_template("accounts/slip.html")


@bp.post("/sign-in/slip/<code>")
@public
def use_slip(code: str) -> ResponseReturnValue:
    """Sign in; the slip works once."""
    found = invitations.slip_with_link(code)
    return _spent(known=False) if found is None else sign_in_with(found)


def sign_in_with(found: SignInSlip) -> ResponseReturnValue:
    """Use a slip up and let its person in; a double click finds its own receipt."""
    browser = kept.browser_hash(make=True) or ""
    what, person_id = f"sign-in slip {found.id}", found.person_id
    if not invitations.use_slip(found):
        db.session.rollback()
        return _spent(known=True) if receipts.find(what, browser) is None else admit(person_id)
    receipts.leave(what, browser, person_id)
    db.session.commit()
    return admit(person_id)


def _spent(*, known: bool) -> ResponseReturnValue:
    page = render_template(
        "accounts/gone.html",
        title=_("This slip does not sign in any more") if known else _("We cannot find this slip"),
        advice=_("A slip works once, for two weeks. Ask your association to print you a new one."),
    )
    return page, 410 if known else 404
