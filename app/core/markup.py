"""Association variables inside course text: marked at publish, filled for each reader."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from html import escape
from urllib.parse import quote, urlsplit

from app.core.course import Text

VARIABLES = frozenset(
    {
        "association.name",
        "association.rules.link",
        "contact.name",
        "contact.phone",
        "contact.email",
        "contact.hours",
        "guidance.dates",
        "meeting_account.request",
        "emergency_contact.how",
        "crisis.local.phone",
    }
)
"""The fixed list; a value comes from the reader's local association, else from the union."""

# Private-use letters that the reader strips from author text, so that only it can write a mark.
# U+E000 and U+E001 belong to the gaps of questions.
OPEN, CLOSE, PART, HOLD = "\ue002", "\ue003", "\ue004", "\ue005"
RESERVED = re.compile("[\ue000-\ue00f]")

_MARK = re.compile(f"{OPEN}([^{PART}{CLOSE}]*){PART}([^{CLOSE}]*){CLOSE}")
_DUE = "due "
_PHONE = re.compile(r"\+?[0-9][0-9 ()/-]{1,30}")
_EMAIL = re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+\.[^\s@<>\"']+")


def variable_mark(name: str, fallback: str) -> str:
    """Return the mark that is filled with a variable's value, else with the fallback."""
    return f"{OPEN}{name}{PART}{fallback}{CLOSE}"


def due_mark(day: date, words: str) -> str:
    """Return the mark that shows the words once the day has passed."""
    return variable_mark(f"{_DUE}{day.isoformat()}", words)


def fill_variables(html: str, values: Mapping[str, str], today: date | None = None) -> str:
    """Return the HTML with its variables filled in, escaped.

    Args:
        html: Published HTML; its own text has been escaped already.
        values: Value by variable name; an absent or empty one leaves the fallback.
        today: Shows the notes of facts whose review is overdue; without it none is shown.
    """
    if OPEN not in html:
        return html

    def fill(mark: re.Match[str]) -> str:
        name, fallback = mark[1], mark[2]
        if name.startswith(_DUE):
            return fallback if today and today.isoformat() > name.removeprefix(_DUE) else ""
        value = values.get(name, "").strip()
        return _shown(name, value) if value else fallback

    return _MARK.sub(fill, html)


def _shown(name: str, value: str) -> str:
    """Return the value as a link where it is an address that can be opened or called."""
    text = escape(value)
    if name.endswith(".phone") and _PHONE.fullmatch(value):
        digits = re.sub(r"[^0-9+]", "", value)
        return f'<a href="tel:{digits}">{text}</a>'
    if name.endswith(".email") and _EMAIL.fullmatch(value):
        return f'<a href="mailto:{quote(value, safe="@")}">{text}</a>'
    if name.endswith(".link") and urlsplit(value).scheme in {"http", "https"}:
        return f'<a href="{text}" rel="noopener">{text}</a>'
    return text


def find_variables(html: str) -> frozenset[str]:
    """Return the names of the variables that the HTML holds."""
    return frozenset(mark[1] for mark in _MARK.finditer(html) if not mark[1].startswith(_DUE))


def fill_text(text: Text, values: Mapping[str, str], today: date | None = None) -> Text:
    """Return a text with its variables filled in."""
    return Text(fill_variables(text.html, values, today), text.lang)
