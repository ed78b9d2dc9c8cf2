"""What people see and decide about their own account."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from app import consents, kept, throttle
from app.access import language, me
from app.accounts import my_data, own_account, passwords
from app.accounts.blueprint import bp
from app.accounts.forms import DetailsForm, NewPasswordForm, ReadingForm, Typed, text_in
from app.extensions import clock, db
from app.guard import signed_in
from app.throttle import MINUTE, Limit

PASSWORD_CHANGES = Limit("password changes of a person", 10, 15 * MINUTE)


@bp.get("/me")
@signed_in
def details() -> ResponseReturnValue:
    """Show name, address, language and consents."""
    return _details_page(_details_form(kept.fields() or None))


@bp.post("/me")
@signed_in
def save_details() -> ResponseReturnValue:
    """Save name, language and optional consents."""
    form = _details_form(request.form)
    if not form.validate():
        return _details_page(form), 422
    chosen = form.own_language.data
    own_account.save(
        me().person.id,
        name=form.name.data if "name" in form else None,
        language=chosen,
        given=form.consents,
        text_language=language(),
    )
    with force_locale(chosen):
        flash(_("Saved."), "ok")
    return redirect(url_for("accounts.details"), 303)


@bp.get("/me/password")
@signed_in
def own_password() -> ResponseReturnValue:
    """Ask for a new password."""
    return _password_page(NewPasswordForm())


@bp.post("/me/password")
@signed_in
def save_password() -> ResponseReturnValue:
    """Change the password; sessions in other browsers end."""
    form = NewPasswordForm(request.form)
    if not form.validate():
        return _password_page(form), 422
    visitor = me()
    person_id, token, stored = visitor.person.id, visitor.token, visitor.person.password_hash
    throttle.count((PASSWORD_CHANGES, str(person_id)))
    db.session.rollback()
    if stored and not passwords.matches(stored, form.password.data or ""):
        form.password.errors = [_("This is not your present password.")]
        return _password_page(form), 422
    own_account.change_password(
        person_id, passwords.hash_password(text_in(form.new_password)), token
    )
    flash(_("Your password is saved. Other devices have been signed out."), "ok")
    return redirect(url_for("accounts.details"), 303)


@bp.get("/me/reading")
@signed_in
def reading() -> ResponseReturnValue:
    """Show how pages look."""
    person = me().person
    form = ReadingForm(
        kept.fields() or None,
        text_size=person.text_size,
        spacing=person.spacing,
        theme=person.theme,
        light_view=person.light_view,
    )
    return render_template("accounts/reading.html", form=form)


@bp.post("/me/reading")
@signed_in
def save_reading() -> ResponseReturnValue:
    """Save how pages look."""
    form = ReadingForm(request.form)
    if not form.validate():
        return render_template("accounts/reading.html", form=form), 422
    own_account.save_reading(
        me().person.id,
        text_size=form.text_size.data,
        spacing=form.spacing.data,
        theme=form.theme.data,
        light=form.light_view.data,
    )
    flash(_("Saved."), "ok")
    return redirect(url_for("accounts.reading"), 303)


@bp.get("/me/data")
@signed_in
def data() -> ResponseReturnValue:
    """Tell what is stored, for how long, and how to have it deleted."""
    return render_template("accounts/data.html")


@bp.get("/me/data.json")
@signed_in
def download() -> ResponseReturnValue:
    """Give everything stored about the person as a file, piece by piece."""
    pieces = my_data.written(me().person.id, clock.now())
    return Response(
        stream_with_context(pieces),
        mimetype="application/json",
        headers={"Content-Disposition": f"attachment; filename=ohjaajapolku-{clock.today()}.json"},
    )


def _details_form(typed: Typed) -> DetailsForm:
    person = me().person
    given = consents.current(person.id)
    form = DetailsForm(
        typed,
        name=person.name,
        own_language=person.language,
        **{f"consent_{kind}": given.get(kind, False) for kind in own_account.CHANGEABLE},
    )
    if own_account.name_is_frozen(person.id):
        del form.name
    return form


def _details_page(form: DetailsForm) -> str:
    return render_template("accounts/details.html", form=form, person=me().person)


def _password_page(form: NewPasswordForm) -> str:
    return render_template(
        "accounts/own_password.html", form=form, has_password=bool(me().person.password_hash)
    )
