"""The few interface words that stand inside published course text, worded at publish."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct


def N_(message: str) -> str:  # noqa: N802 - the name that gettext's extractor looks for
    """Mark a message for translation and return it as it is."""
    return message


BACK = N_("Back to the text")
CHECKED = N_("Checked %(date)s")
CHECK_NUMBER = N_("This may have changed. Check it before you rely on it.")
DATE = N_("%(year)04d-%(month)02d-%(day)02d")
"""How a date is written; Finnish takes %(day)d.%(month)d.%(year)d."""
GO_TO_STEP = N_("Go to step %(number)s")
MAY_DIFFER = N_("the name may be different in your program")
OWN_DRAWING = N_("Our own drawing")
TRANSCRIPT = N_("Transcript")

WORDS = (BACK, CHECKED, CHECK_NUMBER, DATE, GO_TO_STEP, MAY_DIFFER, OWN_DRAWING, TRANSCRIPT)


class Words(Struct, frozen=True):
    """Wordings by language; without one the English message stands."""

    languages: Mapping[str, Mapping[str, str]] = {}

    def say(self, language: str, message: str) -> str:
        """Return the message in a language; a variant such as fi-selko speaks its own language."""
        for known in (language, language.partition("-")[0]):
            if message in self.languages.get(known, {}):
                return self.languages[known][message]
        return message
