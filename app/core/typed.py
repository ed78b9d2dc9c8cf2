"""Makes what people type fit to be stored and shown: no characters that a page cannot hold."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
"""Control characters, halves of pairs and what Unicode says is no character. They come from
pasting out of other programs; HTML does not allow them, and PostgreSQL refuses some."""


def fit_text(text: str) -> str:
    """Return the text without what cannot be shown, its lines ending as on this system."""
    return _UNFIT.sub("", text.replace("\r\n", "\n"))


def fit_fields(fields: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return form fields with names and values that can be stored and shown."""
    return {fit_text(name): [fit_text(one) for one in values] for name, values in fields.items()}
