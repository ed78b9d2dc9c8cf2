"""Forms of the office."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, Length, Regexp

from app.models import NAME_LENGTH, LocalAssociation

LONGEST_ADDRESS = 254
"""Characters of an e-mail address (RFC 5321)."""


def _strip(text: str | None) -> str | None:
    return " ".join(text.split()) if text else text


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
            Length(max=LONGEST_ADDRESS, message=_("This address is too long.")),
            Regexp(
                r"^[^@\s]+@[^@\s]+\.[^@\s]+$",
                message=_("Write the address in full, such as aino@example.org."),
            ),
        ],
    )
