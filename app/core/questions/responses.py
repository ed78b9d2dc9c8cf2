"""Takes values out of stored responses and form fields, whatever those hold."""

from __future__ import annotations

from collections.abc import Collection

from app.core.questions.base import FormFields

FIELD = "answer"
"""Name of a question's form field; parts add a dash and their id."""

MOVE = f"{FIELD}-move"
"""Name of the buttons that only rearrange: their press is kept as a draft, never graded."""

SHOWN = f"{FIELD}-shown"
"""Name of the hidden field that tells in which order the page showed the parts."""


def text_at(response: object, key: str) -> str:
    """Return the text at a key of a response, or an empty text."""
    value = response.get(key) if isinstance(response, dict) else None
    return value if isinstance(value, str) else ""


def texts_at(response: object, key: str) -> list[str]:
    """Return the texts of the list at a key, each once, in their order."""
    value = response.get(key) if isinstance(response, dict) else None
    found = value if isinstance(value, list) else []
    return list(dict.fromkeys(one for one in found if isinstance(one, str)))


def pairs_at(response: object, key: str) -> dict[str, str]:
    """Return the text-to-text pairs of the mapping at a key."""
    value = response.get(key) if isinstance(response, dict) else None
    found = value if isinstance(value, dict) else {}
    return {
        name: chosen
        for name, chosen in found.items()
        if isinstance(name, str) and isinstance(chosen, str)
    }


def field_text(fields: FormFields, name: str) -> str:
    """Return the first value of a form field with plain line ends, or an empty text.

    NUL is left out: no browser sends it, and PostgreSQL cannot keep it.
    """
    values = fields.get(name, ())
    first = values[0] if values else ""
    return first.replace("\r\n", "\n").replace("\x00", "")


def field_choice(fields: FormFields, name: str, allowed: Collection[str]) -> str:
    """Return the first value of a form field that is allowed, or an empty text."""
    return next((value for value in fields.get(name, ()) if value in allowed), "")
