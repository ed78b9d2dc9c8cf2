"""The form field for a name that is to stand on a certificate: one rule wherever it is asked."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from wtforms import Form
from wtforms.fields.core import Field
from wtforms.validators import StopValidation

from app.certificates.pdf import find_unprintable_letters
from app.core.identity import (
    LONGEST_NAME,
    NameMissing,
    NameTooLong,
    NameUnprintable,
    clean_name,
    printable,
)


class NameToPrint:
    """Takes a name that can stand on a certificate, and cleans it."""

    field_flags: Mapping[str, object] = {"required": True}

    def __call__(self, form: Form, field: Field) -> None:
        """Say what to change.

        Raises:
            StopValidation: the name cannot be printed as it is; the text says what would do.
        """
        del form
        try:
            field.data = clean_name(field.data or "")
        except NameTooLong:
            raise StopValidation(
                _(
                    "The name is %(count)s characters long. The certificate has room for %(most)s.",
                    count=len(field.data),
                    most=LONGEST_NAME,
                )
            ) from None
        except NameUnprintable:
            field.data = printable(field.data)
            raise StopValidation(
                _(
                    "The name held a hidden mark that cannot be printed. We took it out. "
                    "Check the name and send it again."
                )
            ) from None
        except NameMissing:
            raise StopValidation(
                _("Write your name as it should stand on the certificate.")
            ) from None
        _check_letters(field.data)


def _check_letters(name: str) -> None:
    missing = find_unprintable_letters(name)
    if missing:
        raise StopValidation(
            _(
                "The certificate cannot show these letters: %(letters)s. "
                "Write the name with other letters, as it stands in your passport for example.",
                letters=" ".join(missing),
            )
        )
