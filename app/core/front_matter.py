"""Read the front matter of a course file: every value as text, typed by a schema."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

import yaml
from msgspec import Struct

from app.core.problems import nearest
from app.core.questions.base import Reporter, SourceLine

LONGEST = 20_000
"""Characters of front matter; YAML is slow and this is plenty."""
DEEPEST = 50
LONGEST_NUMBER = 4

_YES = {"true", "yes", "kyllä", "ja", "on"}
_NO = {"false", "no", "ei", "nej", "off"}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_ERRORS = (yaml.YAMLError, ValueError, TypeError, RecursionError, AttributeError, IndexError)
"""What PyYAML raises for odd text; the promise here is a problem with its line, never an error."""


class Shape(StrEnum):
    """What a value has to look like; the values are shown to authors as examples."""

    TEXT = "title: Ryhmän ohjaaminen"
    FLAG = "optional: true"
    WORDS = "sources: [000, P1]"
    NUMBER = "valid_months: 24"
    MINUTES = "minutes: 12"
    DATE = "review_by: 2027-02-21"
    READER = "read_by: Tiina Tammi 2027-01-15"


class Entry(Struct, frozen=True):
    """One value with the line of its key."""

    line: int
    words: tuple[str, ...]
    flag: bool = False
    number: int = 0
    day: date | None = None


class FrontMatter(Struct, frozen=True):
    """Typed values by key; a key that is missing or was reported is absent."""

    entries: Mapping[str, Entry]

    def text(self, key: str) -> str:
        """Return a text value, or an empty text."""
        entry = self.entries.get(key)
        return entry.words[0] if entry and entry.words else ""

    def words(self, key: str) -> tuple[str, ...]:
        """Return the values of a list, or none."""
        entry = self.entries.get(key)
        return entry.words if entry else ()

    def line(self, key: str) -> int:
        """Return the line of a key; 1 when it is missing."""
        entry = self.entries.get(key)
        return entry.line if entry else 1


def split_front_matter(
    lines: Sequence[SourceLine], report: Reporter
) -> tuple[tuple[SourceLine, ...], tuple[SourceLine, ...]]:
    """Return the lines between the two ``---`` and the lines after them."""
    if not lines or lines[0].text.strip() != "---":
        return (), tuple(lines)
    for index, source in enumerate(lines[1:], start=1):
        if source.text.strip() == "---":
            return tuple(lines[1:index]), tuple(lines[index + 1 :])
    report("front-matter-open", 1, example="---\ntitle: Ryhmän ohjaaminen\n---")
    return (), ()


def read_front_matter(
    lines: Sequence[SourceLine], schema: Mapping[str, Shape], report: Reporter
) -> FrontMatter:
    """Return the typed values; unknown keys and values of another shape are reported."""
    entries: dict[str, Entry] = {}
    for key, node, line in _pairs(lines, report):
        shape = schema.get(key)
        if shape is None:
            report("unknown-key", line, found=key, expected=nearest(key, schema))
        elif key in entries:
            report("attribute-twice", line, found=key)
        elif (entry := _typed(node, shape, line)) is None:
            report("bad-value", line, found=key, example=shape.value)
        else:
            entries[key] = entry
    return FrontMatter(entries)


def _pairs(lines: Sequence[SourceLine], report: Reporter) -> list[tuple[str, yaml.Node, int]]:
    text = "\n".join(source.text for source in lines)
    if not text.strip():
        return []
    first = lines[0].number
    if len(text) > LONGEST or _too_deep(text):
        report("front-matter-too-large", first)
        return []
    try:
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    except _ERRORS as error:
        mark = getattr(error, "problem_mark", None)
        line = first + (mark.line if mark is not None else 0)
        shown = lines[min(line - first, len(lines) - 1)].text
        report("front-matter-broken", line, found=shown, example=Shape.TEXT.value)
        return []
    if not isinstance(node, yaml.MappingNode):
        report("front-matter-broken", first, found=lines[0].text, example=Shape.TEXT.value)
        return []
    return [
        (
            str(key.value) if isinstance(key, yaml.ScalarNode) else "?",
            value,
            first + int(key.start_mark.line),
        )
        for key, value in node.value
    ]


def _too_deep(text: str) -> bool:
    return text.count("[") + text.count("{") + text.count("? ") > DEEPEST


def _typed(node: yaml.Node, shape: Shape, line: int) -> Entry | None:
    if shape is Shape.WORDS:
        words = _words(node)
        return None if words is None else Entry(line, words)
    if not isinstance(node, yaml.ScalarNode):
        return None
    return _typed_scalar(str(node.value).strip(), shape, line)


def _typed_scalar(value: str, shape: Shape, line: int) -> Entry | None:
    if shape is Shape.TEXT:
        return Entry(line, (value,)) if value else None
    if shape is Shape.FLAG:
        known = value.lower() in _YES | _NO
        return Entry(line, (value,), flag=value.lower() in _YES) if known else None
    if shape in (Shape.NUMBER, Shape.MINUTES):
        plain = value.isascii() and value.isdigit() and 0 < len(value) <= LONGEST_NUMBER
        return Entry(line, (value,), number=int(value)) if plain else None
    name, day = _reader(value) if shape is Shape.READER else (value, read_date(value))
    return Entry(line, (name,), day=day) if name and day else None


def _reader(value: str) -> tuple[str, date | None]:
    """Return who read something and when."""
    name, _, day = value.rpartition(" ")
    return name.strip(), read_date(day)


def _words(node: yaml.Node) -> tuple[str, ...] | None:
    if isinstance(node, yaml.ScalarNode):
        return (str(node.value).strip(),) if str(node.value).strip() else ()
    if not isinstance(node, yaml.SequenceNode):
        return None
    if not all(isinstance(item, yaml.ScalarNode) for item in node.value):
        return None
    return tuple(str(item.value).strip() for item in node.value)


def read_date(text: str) -> date | None:
    """Return the day written as 2026-11-21, or None."""
    if _DATE.fullmatch(text) is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
