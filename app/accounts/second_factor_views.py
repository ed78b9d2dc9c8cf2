"""The second factor at sign-in: set up the first time, asked for from then on."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import codes, throttle
from app.accounts import second_factor as factor
from app.accounts.blueprint import bp
from app.accounts.entering import FirstStep, first_step, let_in
from app.accounts.forms import CodeForm, text_in
from app.extensions import db
from app.guard import public
from app.models import Person
from app.throttle import MINUTE, Limit

TRIES_PER_PERSON = Limit("second factor of a person", 10, 15 * MINUTE)


@bp.get("/sign-in/second-factor")
@public
def second_factor() -> ResponseReturnValue:
    """Show the QR picture to set it up, or ask for the code."""
    step = first_step()
    if step is None:
        return _start_again()
    return _page(db.session.get_one(Person, step.person_id), step, CodeForm())


@bp.post("/sign-in/second-factor")
@public
def send_second_factor() -> ResponseReturnValue:
    """Check the code; only a right one starts the session."""
    step = first_step()
    if step is None:
        return _start_again()
    form = CodeForm(request.form)
    if form.validate():
        throttle.count((TRIES_PER_PERSON, str(step.person_id)))
        if _is_right(db.session.get_one(Person, step.person_id), step, text_in(form.code)):
            return let_in(step.person_id)
        form.code.errors = [
            _("This code does not fit. Wait until your phone shows a new one and write that.")
        ]
    return _page(db.session.get_one(Person, step.person_id), step, form), 422


def _is_right(person: Person, step: FirstStep, typed: str) -> bool:
    digits = codes.read_digits(typed)
    if person.totp_confirmed_at is not None and person.totp_secret is not None:
        return factor.check(person.id, person.totp_secret, digits)
    return factor.confirm(person.id, factor.pending_secret(person.id, step.nonce), digits)


def _page(person: Person, step: FirstStep, form: CodeForm) -> str:
    if person.totp_confirmed_at is not None:
        return render_template("accounts/second_factor.html", form=form)
    secret = factor.pending_secret(person.id, step.nonce)
    return render_template(
        "accounts/second_factor_set_up.html",
        form=form,
        secret=factor.in_groups(secret),
        qr=codes.draw_qr(factor.address_of(secret, person.name), _("Code for your phone's app")),
    )


def _start_again() -> ResponseReturnValue:
    session.pop("first_step", None)
    flash(_("It took a while, so please start again."), "info")
    return redirect(url_for("accounts.sign_in"), 303)
