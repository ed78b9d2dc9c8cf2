"""Signing in by a mailed code or link, or by password; signing out."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, logout_user

from app import kept, throttle
from app.access import language, me
from app.accounts import joining, passwords, sign_in_codes
from app.accounts.blueprint import bp
from app.accounts.entering import admit, ask_who, enter, next_path, open_choice
from app.accounts.forms import AddressForm, CodeForm, PasswordForm, text_in
from app.accounts.people import names_of
from app.accounts.sign_in_codes import (
    CodeExpired,
    CodeUsed,
    CodeWrong,
    LinkUnknown,
    NothingAsked,
    NoTriesLeft,
    OtherBrowser,
    Wish,
)
from app.core.errors import RuleError
from app.core.identity import compare_address
from app.extensions import db
from app.guard import public, signed_in
from app.models import SignInRequest
from app.sessions import end_session
from app.throttle import MINUTE, Limit

PASSWORDS_PER_ACCOUNT = Limit("passwords of an account", 10, 15 * MINUTE)
PASSWORDS_PER_NETWORK = Limit("passwords from a network", 60, 15 * MINUTE)

NEW_PERSON = "new"


@bp.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    """Ask for the address that the code goes to."""
    if current_user.is_authenticated:
        return redirect(next_path(), 303)
    return render_template("accounts/sign_in.html", form=AddressForm(kept.fields() or None))


@bp.post("/sign-in")
@public
def send_code() -> ResponseReturnValue:
    """Mail a code; page and work are the same whether anybody has the address or not."""
    form = AddressForm(request.form)
    if not form.validate():
        return render_template("accounts/sign_in.html", form=form), 422
    wish = Wish(text_in(form.email), language(), kept.local_path(session.get("next")) or "")
    browser = kept.browser_hash(make=True) or ""
    sign_in_codes.ask(wish, browser, throttle.network_of(request.remote_addr))
    session["asked"] = form.email.data
    session.pop("asked_at", None)
    return redirect(url_for("accounts.sent"), 303)


@bp.get("/sign-in/sent")
@public
def sent() -> ResponseReturnValue:
    """Say what to do now, and take the code."""
    return _sent_page(CodeForm())


@bp.post("/sign-in/sent")
@public
def send_digits() -> ResponseReturnValue:
    """Check the code; a right one leads on."""
    form = CodeForm(request.form)
    if form.validate():
        try:
            return enter(sign_in_codes.prove(text_in(form.code), kept.browser_hash()))
        except (CodeWrong, CodeExpired, NoTriesLeft, NothingAsked) as refusal:
            form.code.errors = [_why_not(refusal)]
    return _sent_page(form), 422


@bp.post("/sign-in/again")
@public
def send_again() -> ResponseReturnValue:
    """Send a fresh code for what this browser asked last."""
    browser = kept.browser_hash()
    last = sign_in_codes.newest_of(browser)
    if last is None or browser is None:
        return redirect(url_for("accounts.sign_in"), 303)
    network = throttle.network_of(request.remote_addr)
    sign_in_codes.ask_again(last, browser, network, language())
    flash(_("We sent a new code."), "ok")
    return redirect(url_for("accounts.sent"), 303)


@bp.get("/sign-in/link/<link>")
@public
def link(link: str) -> ResponseReturnValue:
    """Show the button that signs in; mail scanners that open the link change nothing."""
    try:
        sign_in_codes.check_link(sign_in_codes.request_of_link(link), kept.browser_hash())
    except (LinkUnknown, OtherBrowser, CodeExpired, CodeUsed) as refusal:
        return _link_page(link, refusal)
    return render_template("accounts/link.html", link=link)


@bp.post("/sign-in/link/<link>")
@public
def use_link(link: str) -> ResponseReturnValue:
    """Sign the asking browser in."""
    try:
        asked = sign_in_codes.request_of_link(link)
        return enter(sign_in_codes.prove_link(asked, kept.browser_hash()))
    except (LinkUnknown, OtherBrowser, CodeExpired) as refusal:
        return _link_page(link, refusal)


@bp.post("/sign-in/link/<link>/here")
@public
def continue_here(link: str) -> ResponseReturnValue:
    """Send a fresh code that belongs to this browser: never a dead end."""
    try:
        asked = sign_in_codes.request_of_link(link)
    except LinkUnknown as refusal:
        return _link_page(link, refusal)
    if asked.used_at is not None and asked.join_form is None and asked.invitation_id is not None:
        raise CodeUsed
    session["asked"] = asked.join_form["email"] if asked.join_form else asked.email_key
    browser = kept.browser_hash(make=True) or ""
    network = throttle.network_of(request.remote_addr)
    sign_in_codes.ask_again(asked, browser, network, language())
    return redirect(url_for("accounts.sent"), 303)


@bp.get("/sign-in/who")
@public
def who() -> ResponseReturnValue:
    """Choose among people who share an address."""
    choice = open_choice()
    if choice is None:
        return _start_again()
    joins = choice.request_id is not None and _joins(choice.request_id)
    return render_template("accounts/who.html", people=names_of(choice.people), joins=joins)


@bp.post("/sign-in/who")
@public
def choose_who() -> ResponseReturnValue:
    """Go on as the chosen person, or as a new one when joining."""
    choice = open_choice()
    if choice is None:
        return _start_again()
    chosen = request.form.get("person", "")
    if choice.request_id is None:
        return admit(int(chosen)) if _is_one_of(chosen, choice.people) else who()
    asked = db.session.get_one(SignInRequest, choice.request_id)
    if chosen == NEW_PERSON and (asked.join_form is not None or asked.used_at is not None):
        return admit(joining.create_account(asked))
    if _is_one_of(chosen, choice.people):
        return admit(joining.sign_in_as(asked, int(chosen)))
    return redirect(url_for("accounts.who"), 303)


@bp.get("/sign-in/password")
@public
def password() -> ResponseReturnValue:
    """Ask for address or name, and password."""
    return render_template("accounts/password.html", form=PasswordForm(kept.fields() or None))


@bp.post("/sign-in/password")
@public
def send_password() -> ResponseReturnValue:
    """Sign in with a password; who is unknown gets the same answer after the same time."""
    form = PasswordForm(request.form)
    if not form.validate():
        return render_template("accounts/password.html", form=form), 422
    identifier = text_in(form.identifier)
    throttle.count(
        (PASSWORDS_PER_ACCOUNT, compare_address(" ".join(identifier.split()))),
        (PASSWORDS_PER_NETWORK, throttle.network_of(request.remote_addr)),
    )
    people = passwords.people_with(identifier, text_in(form.password))
    if len(people) == 1:
        return admit(people[0])
    if people:
        return ask_who(people, None)
    form.password.errors = [
        _("These do not belong together. Check both, or sign in with a code instead.")
    ]
    return render_template("accounts/password.html", form=form), 422


@bp.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    """End the session on the server, so that a copied cookie stops working too."""
    read_in = language()
    end_session(me().token)
    logout_user()
    session.clear()
    session["language"] = read_in
    flash(_("You have signed out. Everything you did is saved."), "ok")
    return redirect(url_for("public.start"), 303)


def _sent_page(form: CodeForm) -> str:
    return render_template(
        "accounts/sent.html",
        form=form,
        asked=session.get("asked", ""),
        join_path=session.get("asked_at"),
    )


def _why_not(refusal: RuleError) -> str:
    text: str = _("This window has not asked for a code. Go back and write your e-mail address.")
    if isinstance(refusal, CodeWrong):
        text = _("This is not the code we sent. Check the newest message.")
    if isinstance(refusal, NoTriesLeft):
        text = _("This code was tried five times. Send a new code and use that one.")
    if isinstance(refusal, CodeExpired):
        text = _("This code is more than ten minutes old. Send a new code and use that one.")
    return text


def _link_page(link: str, refusal: RuleError) -> ResponseReturnValue:
    if isinstance(refusal, LinkUnknown):
        page = render_template(
            "accounts/gone.html",
            title=_("This link does not sign in any more"),
            advice=_("Ask for a new code; it takes a moment."),
        )
        return page, 404
    if isinstance(refusal, OtherBrowser):
        return render_template("accounts/other_browser.html", link=link)
    return render_template("accounts/old_link.html", link=link), 410


def _start_again() -> ResponseReturnValue:
    flash(_("It took a while, so please start again."), "info")
    return redirect(url_for("accounts.sign_in"), 303)


def _joins(request_id: int) -> bool:
    return db.session.get_one(SignInRequest, request_id).join_form is not None


def _is_one_of(chosen: str, people: tuple[int, ...]) -> bool:
    return chosen in {str(person_id) for person_id in people}
