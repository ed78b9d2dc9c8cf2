"""The certificate rule: who has earned it, how long it holds, and what its code looks like."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from enum import StrEnum

from app.core.errors import RuleError
from app.core.progress import Progress

CODE_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Letters and digits that nobody confuses: no I, O, 0 or 1."""

CODE_CHARACTERS = 26
"""26 characters of 32 are 130 random bits (security promise 13 asks for 128)."""


class NotEarned(RuleError):
    """Something that the certificate needs is not done yet."""


class State(StrEnum):
    """What the public check says of a certificate."""

    CURRENT = "current"
    EXPIRED = "expired"
    REPLACED = "replaced"
    REVOKED = "revoked"


def earned(progress: Progress) -> bool:
    """Whether the certificate may be issued: everything required in the course is done."""
    return progress.completed


def add_months(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day if it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    _, last = monthrange(year, month + 1)
    return date(year, month + 1, min(day.day, last))


def group_code(code: str) -> str:
    """Return a code in groups of five, the last of six, as people read it aloud."""
    head, tail = code[:20], code[20:]
    return "-".join([*(head[i : i + 5] for i in range(0, len(head), 5)), *([tail] if tail else [])])


def read_code(typed: str) -> str:
    """Return a code as it is stored, from what a person typed: case and separators aside."""
    return "".join(ch for ch in typed.upper() if ch in CODE_ALPHABET)[: CODE_CHARACTERS + 1]


def state_at(stored: str, valid_until: date | None, today: date) -> State:
    """Return a certificate's state on a day; it holds through the whole of its last day."""
    state = State(stored)
    if state is State.CURRENT and valid_until is not None and today > valid_until:
        return State.EXPIRED
    return state
