"""Refusals by rule, and problems found in course files."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class RuleError(Exception):
    """A rule says no; the class names the reason and the route chooses the words."""


class Severity(StrEnum):
    """How much a problem in a course file weighs."""

    ERROR = "error"
    """Stops publishing."""
    WARNING = "warning"
    """Does not stop publishing."""
    REVIEW = "review"
    """A fact or mark that a person has to look at; judged against a given day."""


class Problem(Struct, frozen=True, order=True):
    """One thing to mend in a course file, told so that a trainer knows what to do next.

    The message is kept as a message id with its values and is worded at the edge, in the
    language of the person who reads it.
    """

    file: str
    line: int
    severity: Severity
    code: str
    """Stable name of the rule, such as ``missing-right-answer``; the wording lives in
    ``app.core.messages``."""
    found: str = ""
    """What stands in the file now."""
    expected: str = ""
    """The nearest known word or the values that are allowed."""
    example: str = ""
    """A snippet that would be right here."""
