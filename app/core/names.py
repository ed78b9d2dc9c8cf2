"""Names of people: how they are compared, sorted and searched."""

from __future__ import annotations

import unicodedata

LAST_LETTERS = {"å": "{1", "ä": "{2", "æ": "{2", "ö": "{3", "ø": "{3"}
"""Letters after z in the Finnish and Swedish alphabets (SFS-EN 13710); ``{`` sorts after z."""

SPECIAL_LETTERS = {"đ": "d", "ð": "d", "ŋ": "n", "ŧ": "t", "ł": "l", "ı": "i", "þ": "th", "œ": "oe"}
"""Letters that Unicode does not take apart."""


def sort_key(name: str) -> str:
    """Return a key whose plain code-point order is the Finnish alphabetical order.

    It is stored beside the name, because databases differ in how they sort letters.
    """
    folded = unicodedata.normalize("NFC", name).casefold()
    return "".join(_letter(ch) for ch in " ".join(folded.split()))


def _letter(ch: str) -> str:
    known = LAST_LETTERS.get(ch) or SPECIAL_LETTERS.get(ch)
    if known is not None:
        return known
    parts = unicodedata.normalize("NFKD", ch)
    return "".join(part for part in parts if not unicodedata.combining(part)) or ch
