"""The forms of the feature; tokens are checked for every POST elsewhere."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Form, PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its stubs
from wtforms.fields.core import Field
from wtforms.validators import InputRequired, StopValidation

from app.accounts import passwords
from app.certificates.name_field import NameToPrint
from app.consents import CONSENTS
from app.core.identity import AddressUnclear, clean_address
from config import LANGUAGES

LANGUAGE_CHOICES = [SelectChoice(code, name) for code, name in LANGUAGES.items()]

NEEDED = _("Tick this box if you want to take part. We cannot do it otherwise.")

Typed = MultiDict[str, str] | None


class MailAddress:
    """Takes an address that mail can be sent to, and cleans it."""

    field_flags: Mapping[str, object] = {"required": True}

    def __call__(self, form: Form, field: Field) -> None:
        """Say what to change."""
        del form
        try:
            field.data = clean_address(field.data or "")
        except AddressUnclear:
            raise StopValidation(
                _("Write your e-mail address in full, like this: name@example.org")
            ) from None


class LineField(StringField):
    """One line of text, without the control characters that no page can show or database keep."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed."""
        super().process_formdata(valuelist)
        if self.data:
            self.data = "".join(ch for ch in self.data if unicodedata.category(ch) != "Cc")


def _enough_password(_form: Form, field: Field) -> None:
    if field.data and not passwords.is_long_enough(field.data):
        raise StopValidation(
            _(
                "Use at least %(least)s characters. Several words in a row are good.",
                least=passwords.SHORTEST_PASSWORD,
            )
        )


class _ConsentsForm(Form):
    """Boxes for consents, none ticked."""

    def __init__(self, formdata: Typed = None, **values: Any) -> None:  # noqa: ANN401 - as WTForms has it
        """Write the texts, which name the association."""
        super().__init__(formdata, **values)
        for consent in CONSENTS:
            if f"consent_{consent.kind}" in self:
                self[f"consent_{consent.kind}"].label.text = str(consent)

    @property
    def consents(self) -> list[str]:
        """Kinds that were agreed to."""
        return [
            consent.kind
            for consent in CONSENTS
            if f"consent_{consent.kind}" in self and self[f"consent_{consent.kind}"].data
        ]


class JoinForm(_ConsentsForm):
    """What the join page asks. No diagnosis."""

    name = StringField(_("Your name"), [NameToPrint()])
    email = LineField(_("E-mail address"), [MailAddress()])
    own_language = RadioField(
        _("Language"), [InputRequired(_("Choose a language."))], choices=LANGUAGE_CHOICES
    )
    password = PasswordField(_("Password"), [_enough_password])
    consent_processing = BooleanField("", [InputRequired(NEEDED)])
    consent_coordinators = BooleanField("", [InputRequired(NEEDED)])
    consent_public_name = BooleanField("")
    consent_reminders = BooleanField("")


class SlipJoinForm(JoinForm):
    """The same for somebody without e-mail."""

    def __init__(self, formdata: Typed = None, **values: Any) -> None:  # noqa: ANN401 - as WTForms has it
        """Leave the address out."""
        super().__init__(formdata, **values)
        del self.email


class AddressForm(Form):
    """Where the code is sent."""

    email = LineField(_("E-mail address"), [MailAddress()])


class CodeForm(Form):
    """Six digits."""

    code = LineField(_("Code"), [InputRequired(_("Write the six digits."))])


class WordsForm(Form):
    """Words from a slip."""

    words = LineField(_("The five words"), [InputRequired(_("Write the words of your slip."))])


class PasswordForm(Form):
    """Signing in with a password."""

    identifier = LineField(
        _("E-mail address or name"), [InputRequired(_("Write your e-mail address or your name."))]
    )
    password = PasswordField(_("Password"), [InputRequired(_("Write your password."))])


class DetailsForm(_ConsentsForm):
    """What people change about themselves."""

    name = StringField(_("Your name"), [NameToPrint()])
    own_language = RadioField(
        _("Language"), [InputRequired(_("Choose a language."))], choices=LANGUAGE_CHOICES
    )
    consent_public_name = BooleanField("")
    consent_reminders = BooleanField("")


class NewPasswordForm(Form):
    """Setting or changing the password."""

    password = PasswordField(_("Your present password"))
    new_password = PasswordField(
        _("New password"), [InputRequired(_("Write the new password.")), _enough_password]
    )


class ReadingForm(Form):
    """How pages look."""

    text_size = RadioField(
        _("Text size"),
        [InputRequired(_("Choose one."))],
        choices=[
            SelectChoice("normal", _("Normal")),
            SelectChoice("large", _("Large")),
            SelectChoice("largest", _("Largest")),
        ],
    )
    spacing = RadioField(
        _("Space between letters and lines"),
        [InputRequired(_("Choose one."))],
        choices=[SelectChoice("normal", _("Normal")), SelectChoice("wide", _("Wide"))],
    )
    theme = RadioField(
        _("Colours"),
        [InputRequired(_("Choose one."))],
        choices=[
            SelectChoice("auto", _("As on my device")),
            SelectChoice("light", _("Light")),
            SelectChoice("dark", _("Dark")),
        ],
    )
    light_view = BooleanField(_("Light view for tired days"))


def text_in(field: StringField) -> str:
    """Return what was typed into a field; empty if nothing."""
    return field.data or ""


def joined(form: JoinForm, text_language: str) -> dict[str, Any]:
    """Return what a valid join form holds, ready to be stored until the code proves the address.

    The password is only there as its hash; making it takes a while.
    """
    password = form.password.data
    return {
        "name": form.name.data,
        "email": form.email.data if "email" in form else None,
        "language": form.own_language.data,
        "consents": form.consents,
        "text_language": text_language,
        "password_hash": passwords.hash_password(password) if password else None,
    }
