"""The programme of a meeting: the clock time of each row, its end, and what it may lack; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from msgspec import Struct

from app.core.pages.base import PageData
from app.core.pages.document import DocumentContent
from app.core.pages.fields import Field, text_at_first

A_DAY = 24 * 60
"""Minutes."""

_BREAK = re.compile(r"tauko|tauo|paus|\brast\b|\bbreaks?\b")
_CLOSING = re.compile(
    r"loppukierro|loppurin|lopetus|päätöskierro|päätösrin"
    r"|avslut|slutrund|sista rund"
    r"|\bclos(?:e|ing)\b|final round|last round|wrap.up"
)
"""How a break and a closing round are called in Finnish, Swedish and English: also as parts of
compounds such as *kahvitauko*, but a breakout room is no break."""

_TIME = re.compile(r"\s*([0-9]{1,2})[.:]([0-9]{2})\s*")
_MINUTES = re.compile(r"\s*([0-9]{1,3})\b")


class Lack(StrEnum):
    """What a plan may have forgotten; none of these ever stops saving."""

    OVERRUN = "overrun"
    NO_BREAK = "no-break"
    NO_CLOSING = "no-closing"


class PlannedRow(Struct, frozen=True):
    """One row of a programme."""

    starts: str
    """Clock time such as ``18.10``; empty while no starting time is known."""
    minutes: int
    cells: tuple[str, ...]
    """What was written beside the minutes, empty cells left out."""


class Timetable(Struct, frozen=True):
    """A programme with its times."""

    rows: tuple[PlannedRow, ...]
    minutes: int
    """Of all rows together."""
    ends: str
    """Clock time at which the last row ends; empty while no starting time is known."""
    over: int
    """Minutes by which the rows run past the planned end; 0 when they do not."""
    lacks: tuple[Lack, ...]


class Meeting(Struct, frozen=True):
    """When a planned meeting is: minutes are counted from the midnight that begins its day."""

    day: date
    starts: int
    ends: int
    """May lie past the next midnight."""


def lay_out_timetable(content: DocumentContent, field: Field, data: PageData) -> Timetable:
    """Return the programme that a field of a document holds.

    What was never saved is as the example has it. Minutes that are no number count as none.
    """
    rows = _rows(field, data)
    start = _clock(content, field.starts, data)
    at = start
    planned = []
    for minutes, cells in rows:
        planned.append(PlannedRow("" if at is None else clock_time(at), minutes, cells))
        at = None if at is None else at + minutes
    total = sum(minutes for minutes, _ in rows)
    over = _overrun(start, total, _clock(content, field.ends, data))
    return Timetable(
        rows=tuple(planned),
        minutes=total,
        ends="" if at is None else clock_time(at),
        over=over,
        lacks=_find_lacks(rows, over),
    )


def plan_meeting(content: DocumentContent, field: Field, data: PageData) -> Meeting | None:
    """Return when the meeting of a programme is, or None while its day or start is not known.

    It ends at the planned end, else when its rows do.
    """
    day = _day(content, field, data)
    starts = _clock(content, field.starts, data)
    if day is None or starts is None:
        return None
    limit = _clock(content, field.ends, data)
    ends = starts + sum(minutes for minutes, _ in _rows(field, data))
    if limit is not None:
        ends = limit if limit > starts else limit + A_DAY
    return Meeting(day, starts, ends)


def timetables_of(content: DocumentContent) -> tuple[Field, ...]:
    """Return the fields that hold a programme."""
    return tuple(field for field in content.fields if field.timetable)


def clock_time(minutes: int) -> str:
    """Return minutes since midnight as a clock shows them, such as ``18.05``."""
    hour, minute = divmod(minutes % A_DAY, 60)
    return f"{hour}.{minute:02d}"


def read_clock(text: str) -> int | None:
    """Return minutes since midnight of a time such as ``18.00`` or ``18:00``, or None."""
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2])
    return hour * 60 + minute if hour < 24 and minute < 60 else None  # noqa: PLR2004 - a clock


def _rows(field: Field, data: PageData) -> list[tuple[int, tuple[str, ...]]]:
    at_first = [[cell.text for cell in row] for row in field.rows]
    written = data.get(field.id, at_first)
    place = next((i for i, one in enumerate(field.columns) if one.type == "minutes"), 0)
    rows = []
    for row in written if isinstance(written, list) else []:
        cells = [str(cell) for cell in row] if isinstance(row, list) else []
        if any(cell.strip() for cell in cells):
            minutes = _minutes(cells[place]) if place < len(cells) else 0
            others = (cell.strip() for i, cell in enumerate(cells) if i != place)
            rows.append((minutes, tuple(cell for cell in others if cell)))
    return rows


def _minutes(text: str) -> int:
    found = _MINUTES.match(text)
    return int(found[1]) if found else 0


def _clock(content: DocumentContent, field_id: str, data: PageData) -> int | None:
    text = _text(content, field_id, data)
    return None if text is None else read_clock(text)


def _day(content: DocumentContent, field: Field, data: PageData) -> date | None:
    """Return the day that the programme names, else the first day of the document."""
    days = (one.id for one in content.fields if one.type == "date")
    text = _text(content, field.day or next(days, ""), data)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _text(content: DocumentContent, field_id: str, data: PageData) -> str | None:
    field = content.field(field_id)
    if field is None:
        return None
    value: Any = data.get(field_id, text_at_first(field))
    return value if isinstance(value, str) else None


def _overrun(start: int | None, total: int, limit: int | None) -> int:
    if start is None or limit is None:
        return 0
    # An evening may go on past midnight.
    end = limit if limit > start else limit + A_DAY
    return max(0, start + total - end)


def _find_lacks(rows: Sequence[tuple[int, tuple[str, ...]]], over: int) -> tuple[Lack, ...]:
    if not rows:
        return ()
    words = " | ".join(cell.casefold() for _, cells in rows for cell in cells)
    lacking = {
        Lack.OVERRUN: over > 0,
        Lack.NO_BREAK: _BREAK.search(words) is None,
        Lack.NO_CLOSING: _CLOSING.search(words) is None,
    }
    return tuple(lack for lack, found in lacking.items() if found)
