"""The fields of a document: how they are written and what they keep."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from app.core.blocks import (
    LISTS,
    Block,
    BlockKind,
    joined_items,
    read_table,
    split_blocks,
    unquoted,
)
from app.core.course import Line, Text
from app.core.headings import Section, read_attributes
from app.core.pages.base import PageSource
from app.core.problems import nearest
from app.core.questions.base import SourceLine

FIELD_TYPES = frozenset({"text", "long", "date", "time", "number", "choice", "ticks", "table"})
FIELD_CLASSES = FIELD_TYPES | {"required", "timetable"}
FIELD_OPTIONS = frozenset({"start", "end", "date"})
COLUMN_TYPES = frozenset({"text", "long", "date", "time", "number", "minutes"})
WITH_OPTIONS = frozenset({"choice", "ticks"})

EXAMPLES = {
    "text": "### Ryhmän nimi {.text #nimi}\n> Keskiviikkoryhmä",
    "choice": "### Ryhmä on {.choice #muoto}\n- avoin\n- suljettu",
    "table": "### Ohjelma {.table .timetable #ohjelma}\n| Min {.minutes} | Mitä |\n|---|---|\n"
    "| 10 | Avaus |",
}

_ITEM = re.compile(r"\s*[-*+]\s+(?:\[[ xX]?\]\s*)?(?P<text>.*\S)\s*")
_TIME = re.compile(r"([0-9]{1,2})[.:]([0-9]{2})")
_DAY = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_HEAD_CELL = re.compile(r"(?P<label>.*?)\s*(?:\{(?P<inside>[^{}]*)\})?")


class Option(Struct, frozen=True):
    """One thing to choose or tick."""

    id: str
    label: Line


class Column(Struct, frozen=True):
    """One column of a table to fill in."""

    id: str
    label: Line
    type: str = "text"


class Field(Struct, frozen=True):
    """One field of a document."""

    id: str
    label: Line
    type: str
    required: bool = False
    hint: Text | None = None
    prefilled: Line | None = None
    """What stands in the field at first; may hold line breaks."""
    options: tuple[Option, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[Line, ...], ...] = ()
    """The rows that a table holds at first."""
    timetable: bool = False
    """Whether the minutes of the rows make a programme with times."""
    starts: str = ""
    """Id of the field with the starting time of the programme."""
    ends: str = ""
    """Id of the field with the time at which the programme must have ended."""
    day: str = ""
    """Id of the field with the day of the programme."""


def read_field(section: Section, source: PageSource) -> Field:
    """Return the field that a ``###`` section describes; report what does not fit it."""
    heading = section.heading
    field_type = _type(section, source)
    parts = _Parts(section, source)
    if field_type in WITH_OPTIONS and not parts.options:
        source.report(
            "field-without-options", heading.line, found=heading.title, example=EXAMPLES["choice"]
        )
    if field_type == "table" and not parts.columns:
        source.report(
            "field-without-table", heading.line, found=heading.title, example=EXAMPLES["table"]
        )
    timetable = "timetable" in section.classes
    if timetable and not any(column.type == "minutes" for column in parts.columns):
        source.report(
            "timetable-without-minutes",
            heading.line,
            found=heading.title,
            example=EXAMPLES["table"],
        )
    return Field(
        id=section.id,
        label=source.plain(heading.title, heading.line),
        type=field_type,
        required="required" in section.classes,
        hint=source.block(parts.hint) if parts.hint else None,
        prefilled=parts.prefilled,
        options=parts.options if field_type in WITH_OPTIONS else (),
        columns=parts.columns,
        rows=parts.rows,
        timetable=timetable,
        starts=_field_named(section, source, "start", "time"),
        ends=_field_named(section, source, "end", "time"),
        day=_field_named(section, source, "date", "date"),
    )


def text_at_first(field: Field) -> str:
    """Return what stands in a field at first, as the browser's own field takes it."""
    text = field.prefilled.text if field.prefilled else ""
    if field.type == "time" and (time := _TIME.fullmatch(text.strip())):
        return f"{int(time[1]):02d}:{time[2]}"
    if field.type == "date" and (day := _DAY.fullmatch(text.strip())):
        return f"{day[3]}-{int(day[2]):02d}-{int(day[1]):02d}"
    return text


def _type(section: Section, source: PageSource) -> str:
    """Return the one field type among the classes; a form of times needs no ``.table``."""
    heading = section.heading
    for name in sorted(section.classes - FIELD_CLASSES):
        source.report(
            "unknown-class", heading.line, found=f".{name}", expected=nearest(name, FIELD_CLASSES)
        )
    for name in sorted(set(heading.attributes.options) - FIELD_OPTIONS):
        source.report(
            "unknown-option", heading.line, found=name, expected=nearest(name, FIELD_OPTIONS)
        )
    types = sorted(section.classes & FIELD_TYPES)
    if not types and "timetable" in section.classes:
        return "table"
    if len(types) != 1:
        source.report(
            "field-type",
            heading.line,
            found=heading.title,
            expected=", ".join(f".{name}" for name in sorted(FIELD_TYPES)),
            example=EXAMPLES["text"],
        )
    return types[0] if types else "text"


def _field_named(section: Section, source: PageSource, option: str, kind: str) -> str:
    named = section.heading.attributes.options.get(option, "").lstrip("#")
    ids = {other.id for other in source.sections if kind in other.classes}
    if named and named not in ids:
        source.report(
            "unknown-option",
            section.heading.line,
            found=f"{option}={named}",
            expected=nearest(named, ids) if ids else f"### Alkaa {{.{kind} #alku}}",
        )
        return ""
    return named


class _Parts:
    """What stands below the heading of a field."""

    def __init__(self, section: Section, source: PageSource) -> None:
        self.options: tuple[Option, ...] = ()
        self.columns: tuple[Column, ...] = ()
        self.rows: tuple[tuple[Line, ...], ...] = ()
        self.prefilled: Line | None = None
        self.hint: list[SourceLine] = []
        for block in split_blocks(section.lines):
            if block.kind is BlockKind.QUOTE:
                self.prefilled = _prefilled(block, source)
            elif block.kind is BlockKind.TABLE and "table" in _table_classes(section):
                self.columns, self.rows = _table(block, source)
            elif block.kind in LISTS and section.classes & WITH_OPTIONS:
                self.options += _options(block.lines, source, len(self.options))
            else:
                self.hint += [*block.lines, SourceLine(block.line, "")]


def _table_classes(section: Section) -> frozenset[str]:
    return section.classes | ({"table"} if "timetable" in section.classes else set())


def _prefilled(block: Block, source: PageSource) -> Line:
    shown = [
        source.plain(line.text, line.number).text if line.text.strip() else ""
        for line in unquoted(block.lines)
    ]
    return Line("\n".join(shown).strip(), source.plain("", block.line).lang)


def _options(lines: Sequence[SourceLine], source: PageSource, taken: int) -> tuple[Option, ...]:
    found: list[Option] = []
    for line in joined_items(lines):
        match = _ITEM.fullmatch(line.text)
        if match is not None:
            number = taken + len(found) + 1
            found.append(Option(f"o{number}", source.plain(match["text"], line.number)))
    return tuple(found)


def _table(
    block: Block, source: PageSource
) -> tuple[tuple[Column, ...], tuple[tuple[Line, ...], ...]]:
    table = read_table(block.lines)
    if table is None:
        return (), ()
    columns = tuple(
        _column(cell, number, source) for number, cell in enumerate(table.head, start=1)
    )
    rows = tuple(tuple(source.plain(cell.text, cell.number) for cell in row) for row in table.rows)
    return columns, rows


def _column(cell: SourceLine, number: int, source: PageSource) -> Column:
    match = _HEAD_CELL.fullmatch(cell.text)
    label = match["label"] if match else cell.text
    attributes = read_attributes(
        (match["inside"] or "") if match else "", cell.number, source.report, "Min {.minutes}"
    )
    for name in sorted(attributes.classes - COLUMN_TYPES):
        source.report(
            "unknown-class",
            cell.number,
            found=f".{name}",
            expected=nearest(name, COLUMN_TYPES),
            example="Min {.minutes}",
        )
    types = sorted(attributes.classes & COLUMN_TYPES)
    return Column(
        attributes.id or f"k{number}",
        source.plain(label, cell.number),
        types[0] if types else "text",
    )
