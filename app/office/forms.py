"""Forms of the office."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, SelectField, StringField, ValidationError
from wtforms.form import BaseForm
from wtforms.validators import DataRequired, Length

from app.codes import make_link_code
from app.core.identity import AddressUnclear, clean_address, printable
from app.models import NAME_LENGTH, LocalAssociation


def _strip(text: str | None) -> str | None:
    """Even out spaces and take out marks that would turn the line in a mail or on a slip."""
    return " ".join(printable(text).split()) if text else text


def read_address(_form: BaseForm, field: Field) -> None:
    """Keep the address as it is stored, or say what is missing."""
    try:
        field.data = clean_address(field.data)
    except AddressUnclear as unclear:
        raise ValidationError(
            _("Write the address in full, such as aino@example.org.")
        ) from unclear


class AssociationForm(FlaskForm):  # type: ignore[misc] # flask-wtf is untyped
    """A new local association."""

    association_name = StringField(
        _("Name of the local association"),
        filters=[_strip],
        validators=[
            DataRequired(_("Write the name of the local association.")),
            Length(
                max=NAME_LENGTH,
                message=_("The name can be at most %(max)d characters long. Write a shorter one."),
            ),
        ],
    )


class InviteForm(FlaskForm):  # type: ignore[misc] # flask-wtf is untyped
    """One person who is invited, by e-mail or with a slip on paper."""

    form_key = HiddenField(default=make_link_code)
    """Made with the form: sending it twice invites once."""

    association = SelectField(
        _("Local association"),
        coerce=int,
        validators=[DataRequired(_("Choose the local association."))],
    )
    name = StringField(
        _("Name"),
        filters=[_strip],
        validators=[
            Length(
                max=NAME_LENGTH,
                message=_("The name can be at most %(max)d characters long. Write a shorter one."),
            )
        ],
    )

    def offer(self, associations: list[LocalAssociation]) -> None:
        """Let these local associations be chosen from."""
        self.association.choices = [(found.id, found.name) for found in associations]


class InviteByMailForm(InviteForm):
    """An invitation that is sent by e-mail."""

    email = StringField(
        _("E-mail"),
        filters=[_strip],
        validators=[
            DataRequired(_("Write the e-mail address to which the invitation is sent.")),
            read_address,
        ],
    )
