"""Lays out what was written on a page as plain lines, and finds fields still to be filled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from app.core.course import Line, PageContent
from app.core.pages.base import PageData
from app.core.pages.checklist import ChecklistContent
from app.core.pages.document import DocumentContent
from app.core.pages.fields import Field, text_at_first
from app.core.pages.reflection import ReflectionContent


class Entry(Struct, frozen=True):
    """One field and what was written in it."""

    label: Line | None
    """None for a field that the page no longer has."""
    lines: tuple[str, ...]


class Sheet(Struct, frozen=True):
    """Everything written on a page, in the page's order."""

    entries: tuple[Entry, ...]
    earlier: tuple[Entry, ...]
    """What was written in fields that the page no longer has."""


def lay_out_sheet(content: PageContent, data: PageData) -> Sheet:
    """Return what was written as lines of text."""
    known = list(_entries(content, data))
    names = {name for name, _ in known}
    return Sheet(
        tuple(entry for _, entry in known),
        tuple(
            Entry(None, lines)
            for name, value in data.items()
            if name not in names and (lines := _lines(value))
        ),
    )


def missing_fields(content: PageContent, data: PageData) -> tuple[Field, ...]:
    """Return the required fields in which nothing is written; one never saved has its example."""
    if not isinstance(content, DocumentContent):
        return ()
    return tuple(
        field
        for field in content.fields
        if field.required and not _lines(data.get(field.id, text_at_first(field)))
    )


def _entries(content: PageContent, data: PageData) -> Iterator[tuple[str, Entry]]:
    if isinstance(content, ReflectionContent):
        for prompt in content.prompts:
            yield prompt.id, Entry(prompt.label, _lines(data.get(prompt.id, "")))
    elif isinstance(content, ChecklistContent):
        ticked = data.get("ticked", [])
        lines = tuple(item.text.text for item in content.items() if item.id in ticked)
        yield "ticked", Entry(None, lines)
    elif isinstance(content, DocumentContent):
        for field in content.fields:
            yield field.id, Entry(field.label, _field_lines(field, data.get(field.id, "")))


def _field_lines(field: Field, value: Any) -> tuple[str, ...]:  # noqa: ANN401 - stored JSON
    words = {option.id: option.label.text for option in field.options}
    if field.type == "choice":
        return _lines(words.get(value, value) if isinstance(value, str) else "")
    if field.type == "ticks" and isinstance(value, list):
        return tuple(words.get(str(one), str(one)) for one in value)
    return _lines(value)


def _lines(value: Any) -> tuple[str, ...]:  # noqa: ANN401 - stored JSON
    """Return a stored value as lines: a text, a list of texts, or rows of cells."""
    if isinstance(value, str):
        return tuple(value.splitlines()) if value.strip() else ()
    if not isinstance(value, list):
        return ()
    rows = [" · ".join(map(str, row)) if isinstance(row, list) else str(row) for row in value]
    return tuple(row for row in rows if row.strip(" ·"))
