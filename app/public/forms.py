"""The form of the gallery: one field of every sort."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    EmailField,
    Form,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # missing in the stubs
from wtforms.validators import InputRequired

from config import LANGUAGES


class GalleryForm(Form):
    """Shown with and without errors; never stored."""

    name = StringField(_l("Name on the certificate"), [InputRequired(_l("Write your name."))])
    email = EmailField(_l("E-mail"))
    password = PasswordField(_l("Password"))
    code = StringField(_l("Six-digit code"), [InputRequired(_l("Write the code."))])
    thoughts = TextAreaField(_l("Your thoughts"))
    speech = SelectField(
        _l("Language"),
        choices=[SelectChoice(code, name) for code, name in LANGUAGES.items()],
        validate_choice=False,
    )
    camera = RadioField(
        _l("Is your camera on?"),
        [InputRequired(_l("Choose one."))],
        choices=[
            SelectChoice("on", _l("Yes, always")),
            SelectChoice("off", _l("No, I listen with the camera off")),
        ],
        validate_choice=False,
    )
    helps = SelectMultipleField(
        _l("What helps you?"),
        choices=[SelectChoice("captions", _l("Captions")), SelectChoice("breaks", _l("Breaks"))],
    )
    consent = BooleanField(_l("My data is processed for this training."))
