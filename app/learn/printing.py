"""Lays out a document for paper: filled in as far as it is, or empty to be written by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import format_date

from app.core.course import Line
from app.core.pages.base import PageData
from app.core.pages.document import DocumentContent
from app.core.pages.fields import Field, text_at_first
from app.core.pages.timetable import Timetable, clock_time, lay_out_timetable, read_clock

EMPTY_ROWS = 8
"""Rows of an empty table: a page has room for them in large type."""

LONG_FIELD = 5
"""Lines to write on by hand in a long field."""


@dataclass(frozen=True)
class PrintedTick:
    """One thing to choose or tick."""

    text: Line
    ticked: bool


@dataclass(frozen=True)
class PrintedField:
    """One field on paper."""

    label: Line
    lines: tuple[str, ...] = ()
    blank: int = 0
    """Lines to write on by hand."""
    ticks: tuple[PrintedTick, ...] = ()
    head: tuple[Line, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    programme: Timetable | None = None


@dataclass(frozen=True)
class PrintedPart:
    """A section on paper."""

    title: Line | None
    fields: tuple[PrintedField, ...]


def lay_out_paper(
    content: DocumentContent, data: PageData, *, empty: bool
) -> tuple[PrintedPart, ...]:
    """Return the sections with what is written; what was never saved is as the example has it."""
    return tuple(
        PrintedPart(
            section.title,
            tuple(
                _field(content, field, data, empty=empty) for field in content.fields_of(section)
            ),
        )
        for section in content.parts()
    )


def _field(content: DocumentContent, field: Field, data: PageData, *, empty: bool) -> PrintedField:
    if field.type == "table":
        return _table(content, field, data, empty=empty)
    if field.options:
        value = "" if empty else data.get(field.id, "")
        ticked = value if isinstance(value, list) else [value]
        ticks = tuple(PrintedTick(one.label, one.id in ticked) for one in field.options)
        return PrintedField(field.label, ticks=ticks)
    value = "" if empty else data.get(field.id, text_at_first(field))
    lines = tuple(_as_read(field, value).splitlines()) if isinstance(value, str) else ()
    room = LONG_FIELD if field.type == "long" else 1
    return PrintedField(field.label, lines=lines, blank=0 if any(lines) else room)


def _table(content: DocumentContent, field: Field, data: PageData, *, empty: bool) -> PrintedField:
    head = tuple(column.label for column in field.columns)
    if empty:
        blank_rows = tuple(("",) * len(head) for _ in range(max(EMPTY_ROWS, len(field.rows))))
        return PrintedField(field.label, head=head, rows=blank_rows)
    written = data.get(field.id, [[cell.text for cell in row] for row in field.rows])
    programme = lay_out_timetable(content, field, data) if field.timetable else None
    return PrintedField(
        field.label, head=head, rows=tuple(_rows(written, len(head))), programme=programme
    )


def _rows(written: Any, width: int) -> Iterable[tuple[str, ...]]:  # noqa: ANN401 - stored JSON
    for row in written if isinstance(written, list) else []:
        cells: Sequence[Any] = row if isinstance(row, list) else [row]
        texts = [str(cell) for cell in cells][:width]
        if any(text.strip() for text in texts):
            yield (*texts, *("" for _ in range(width - len(texts))))


def _as_read(field: Field, value: str) -> str:
    """Return a day or a time as people write it."""
    if field.type == "time":
        minutes = read_clock(value)
        return value if minutes is None else clock_time(minutes)
    if field.type == "date":
        try:
            return str(format_date(date.fromisoformat(value), "short"))
        except ValueError:
            return value
    return value
