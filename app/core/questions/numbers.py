"""Reads numbers as Finns, Swedes and English speakers write them; comma and point both work."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

_NUMBER = r"[+\-\u2212]?(?:[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+|[0-9]{1,15})(?:[.,][0-9]{1,10})?"
_RANGE = re.compile(rf"\s*({_NUMBER})\s*(?:\.\.\s*({_NUMBER})\s*)?")
_TYPED = re.compile(rf"\s*({_NUMBER})(?![.,]?[0-9])[^0-9]*")
_SPACES = re.compile(r"[ \u00a0\u202f]")


class Range(NamedTuple):
    """The numbers that are right, both ends among them; one number has equal ends."""

    low: Decimal
    high: Decimal

    def holds(self, number: Decimal | None) -> bool:
        return number is not None and self.low <= number <= self.high


def read_range(written: str) -> Range | None:
    """Return the range that ``10`` or ``2..3`` means, or None."""
    found = _RANGE.fullmatch(written)
    if not found:
        return None
    low = _decimal(found.group(1))
    return Range(low, _decimal(found.group(2)) if found.group(2) else low)


def read_number(typed: str) -> Decimal | None:
    """Return the number that a learner typed, a unit after it allowed, or None."""
    found = _TYPED.fullmatch(typed)
    return _decimal(found.group(1)) if found else None


def _decimal(written: str) -> Decimal:
    plain = _SPACES.sub("", written)
    return Decimal(plain.replace("\u2212", "-").replace(",", "."))
