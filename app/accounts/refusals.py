"""How refusals of this feature are told: what happened, and the one way on."""

from __future__ import annotations

from flask import g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import kept
from app.accounts.blueprint import bp
from app.accounts.sign_in_codes import CodeUsed
from app.extensions import clock
from app.invitations import (
    InvitationClosed,
    InvitationExpired,
    InvitationUnknown,
    InvitationUsed,
)
from app.throttle import TooManyTries


@bp.errorhandler(TooManyTries)
def too_many_tries(refusal: TooManyTries) -> ResponseReturnValue:
    """Say when to try again; what was typed is kept."""
    g.kept_now = True
    kept.keep(kept.page_path(), request.form.to_dict(flat=False))
    seconds = max(1, int((refusal.again_at - clock.now()).total_seconds()))
    page = render_template("accounts/too_many.html", again_at=refusal.again_at)
    return page, 429, {"Retry-After": str(seconds)}


@bp.errorhandler(InvitationUnknown)
def invitation_unknown(_refusal: InvitationUnknown) -> ResponseReturnValue:
    """No invitation has this code."""
    return _gone(
        _("We cannot find this invitation"),
        _(
            "Check that the whole address was copied. If it came from a paper, "
            "type the words on it instead."
        ),
    ), 404


@bp.errorhandler(InvitationClosed)
def invitation_closed(_refusal: InvitationClosed) -> ResponseReturnValue:
    """The association has closed it."""
    return _gone(
        _("This invitation is closed"),
        _("The association has closed this link. Ask them for a new one."),
    ), 410


@bp.errorhandler(InvitationExpired)
def invitation_expired(_refusal: InvitationExpired) -> ResponseReturnValue:
    """Its time is over."""
    return _gone(
        _("This invitation is too old"),
        _("Invitations work for a limited time. Ask your association for a new one."),
    ), 410


@bp.errorhandler(InvitationUsed)
def invitation_used(_refusal: InvitationUsed) -> ResponseReturnValue:
    """It has made its account already."""
    return _gone(
        _("This invitation has been used"),
        _(
            "If you have used it yourself, you already have an account: sign in. "
            "If not, ask your association for a new invitation."
        ),
    ), 410


@bp.errorhandler(CodeUsed)
def code_used(_refusal: CodeUsed) -> ResponseReturnValue:
    """A code or link that has signed somebody in already."""
    return _gone(
        _("This code has been used"),
        _("Each code works once. Ask for a new one; it takes a moment."),
    ), 410


def _gone(title: str, advice: str) -> str:
    return render_template("accounts/gone.html", title=title, advice=advice)
