"""Joining: from an invitation link, a QR picture or the words on a slip to an account."""

from __future__ import annotations

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import invitations, kept, throttle
from app.access import language
from app.accounts import joining, receipts, sign_in_codes, slip_views
from app.accounts.blueprint import bp
from app.accounts.entering import admit
from app.accounts.forms import JoinForm, SlipJoinForm, WordsForm, joined, text_in
from app.accounts.sign_in_codes import Wish
from app.extensions import db
from app.guard import public
from app.invitations import InvitationUsed, Kind
from app.models import Invitation
from app.throttle import HOUR, Limit

WORDS_PER_NETWORK = Limit("words of slips, hour", 60, HOUR)
"""Five words cannot be guessed at this speed in any time that matters (decision 0006)."""


@bp.get("/join")
@public
def words() -> ResponseReturnValue:
    """Type the words from a slip."""
    return render_template("accounts/words.html", form=WordsForm())


@bp.post("/join")
@public
def send_words() -> ResponseReturnValue:
    """Lead on from right words: to the join page, or straight in with a sign-in slip."""
    form = WordsForm(request.form)
    if not form.validate():
        return render_template("accounts/words.html", form=form), 422
    throttle.count((WORDS_PER_NETWORK, throttle.network_of(request.remote_addr)))
    code = invitations.code_for_words(text_in(form.words))
    if code is not None:
        return redirect(url_for("accounts.join", code=code), 303)
    slip = invitations.slip_with_words(text_in(form.words))
    if slip is not None:
        return slip_views.sign_in_with(slip)
    form.words.errors = [
        _("We cannot find these words. Check them against your slip, letter by letter.")
    ]
    return render_template("accounts/words.html", form=form), 422


@bp.get("/join/<code>")
@public
def join(code: str) -> ResponseReturnValue:
    """Say who is asking and for what, and ask for the name; using nothing up."""
    invitation = invitations.invitation_for(code)
    begun = sign_in_codes.begun_with(invitation.id, kept.browser_hash(make=True))
    form = _form_of(invitation)(
        kept.fields() or None,
        name=begun.get("name", invitation.name),
        email=begun.get("email", invitation.email),
        own_language=begun.get("language", language()),
    )
    return _page(invitation, form)


@bp.post("/join/<code>")
@public
def send_join(code: str) -> ResponseReturnValue:
    """Mail a code to the address, or with a slip make the account at once."""
    browser = kept.browser_hash(make=True) or ""
    try:
        invitation = invitations.invitation_for(code)
    except InvitationUsed:
        return _join_again(code, browser)
    form = _form_of(invitation)(request.form)
    if not form.validate():
        return _page(invitation, form), 422
    db.session.rollback()
    filled = joined(form, language())
    if invitation.kind == Kind.SLIP:
        return admit(joining.join_with_slip(invitation, filled, browser))
    wish = Wish(
        email=filled["email"],
        language=filled["language"],
        invitation_id=invitation.id,
        join_form=filled,
    )
    sign_in_codes.ask(wish, browser, throttle.network_of(request.remote_addr))
    session["asked"] = filled["email"]
    session["asked_at"] = request.path
    return redirect(url_for("accounts.sent"), 303)


def _join_again(code: str, browser: str) -> ResponseReturnValue:
    """Let a double click in that finds its own slip used."""
    used = invitations.find_invitation(code)
    person_id = used and receipts.find(f"invitation {used.id}", browser)
    if not person_id:
        raise InvitationUsed
    return admit(person_id)


def _form_of(invitation: Invitation) -> type[JoinForm]:
    return SlipJoinForm if invitation.kind == Kind.SLIP else JoinForm


def _page(invitation: Invitation, form: JoinForm) -> str:
    return render_template(
        "accounts/join.html", form=form, local_association=invitation.local_association.name
    )
