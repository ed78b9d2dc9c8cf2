"""Ids of lessons, pages, questions, scenes and fields, and how one is made from a title."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

ID = re.compile(r"[a-z][a-z0-9-]*")
LONGEST_ID = 60
LONGEST_MADE_ID = 40

_LETTERS = str.maketrans({"ä": "a", "å": "a", "ö": "o", "æ": "a", "ø": "o", "ß": "ss", "š": "s"})
_OTHER = re.compile(r"[^a-z0-9]+")


def is_id(text: str) -> bool:
    """Tell whether the text may be an id."""
    return len(text) <= LONGEST_ID and ID.fullmatch(text) is not None


def make_id(title: str, taken: Container[str] = (), *, empty: str = "osa") -> str:
    """Return an id made from a title that is not among the taken ones.

    ä and å become a, ö becomes o, other marks are dropped; ``empty`` serves titles in which no
    letter is left.
    """
    lowered = unicodedata.normalize("NFC", title).lower().translate(_LETTERS)
    plain = unicodedata.normalize("NFKD", lowered).encode("ascii", "ignore").decode()
    words = _OTHER.sub("-", plain).strip("-").lstrip("0123456789-")
    base = _cut_at_word(words) or empty
    made, count = base, 2
    while made in taken:
        made = f"{base}-{count}"
        count += 1
    return made


def _cut_at_word(words: str) -> str:
    if len(words) <= LONGEST_MADE_ID:
        return words
    head, _, _ = words[: LONGEST_MADE_ID + 1].rpartition("-")
    return head or words[:LONGEST_MADE_ID]
