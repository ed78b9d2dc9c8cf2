"""Split the lines of a course file into blocks: paragraphs, lists, tables, quotes, headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

from app.core.headings import is_heading
from app.core.questions.base import SourceLine

_ITEM = re.compile(r" {0,3}(?:[-*+]|(\d{1,9})[.)])(?:[ \t]+(.*))?$")
_BOX = re.compile(r"\[[^\[\]]?\](?!\()")
_RULE = re.compile(r" {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$")
_CALLOUT = re.compile(r" {0,3}> ?\[!(?P<inside>[^\]]*)\][ \t]*(?P<title>.*)$")
_QUOTE_MARK = re.compile(r" {0,3}> ?")


class BlockKind(StrEnum):
    """What a block is made of."""

    TEXT = "text"
    HEADING = "heading"
    RULE = "rule"
    TICKS = "ticks"
    BULLETS = "bullets"
    NUMBERS = "numbers"
    TABLE = "table"
    QUOTE = "quote"
    CALLOUT = "callout"


LISTS = frozenset({BlockKind.TICKS, BlockKind.BULLETS, BlockKind.NUMBERS})


class Block(Struct, frozen=True):
    """Lines that belong together."""

    kind: BlockKind
    lines: tuple[SourceLine, ...]

    @property
    def line(self) -> int:
        """Number of the first line."""
        return self.lines[0].number

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(source.text for source in self.lines)


def split_blocks(lines: Sequence[SourceLine]) -> list[Block]:
    """Return the blocks in order; blank lines between them are left out."""
    blocks: list[tuple[BlockKind, list[SourceLine]]] = []
    blank = False
    for source in lines:
        if not source.text.strip():
            blank = True
            continue
        started = _started(source.text)
        if not blocks or not _goes_on(blocks[-1][0], started, source.text, blank=blank):
            blocks.append((started or BlockKind.TEXT, [source]))
        else:
            kind, gathered = blocks[-1]
            if blank:
                gathered.append(SourceLine(source.number - 1, ""))
            gathered.append(source)
            if started is BlockKind.TICKS:
                # One box makes the list an answer list: an item without is then a slip.
                blocks[-1] = (BlockKind.TICKS if kind in LISTS else kind, gathered)
        blank = False
    return [Block(kind, tuple(gathered)) for kind, gathered in blocks]


def _goes_on(current: BlockKind, started: BlockKind | None, text: str, *, blank: bool) -> bool:
    """Tell whether a line belongs to the current block; ``started`` is what its mark begins."""
    if started is None:
        if current in LISTS:
            return text[:2].isspace() or not blank
        return current in _OPEN and not blank
    if started in LISTS:
        return current in LISTS and (not blank or started is current)
    if started is BlockKind.QUOTE:
        return current in _QUOTES and not blank
    return started is BlockKind.TABLE is current and not blank


_QUOTES = frozenset({BlockKind.QUOTE, BlockKind.CALLOUT})
_OPEN = _QUOTES | {BlockKind.TEXT}
"""Blocks whose paragraph may run on without a mark, as Markdown allows."""


def _started(text: str) -> BlockKind | None:
    """Return the kind of block whose mark begins this line, or None."""
    words = text.lstrip()
    if text.startswith(("  ", "\t")) and not words.startswith("|"):
        return None
    item = _ITEM.fullmatch(text)
    marks = (
        (BlockKind.HEADING, is_heading(text)),
        (BlockKind.RULE, _RULE.fullmatch(text)),
        (BlockKind.CALLOUT, _CALLOUT.fullmatch(text)),
        (BlockKind.QUOTE, words.startswith(">")),
        (BlockKind.TABLE, words.startswith("|")),
        (BlockKind.TICKS, item and _BOX.match(item[2] or "")),
        (BlockKind.NUMBERS, item and item[1]),
        (BlockKind.BULLETS, item),
    )
    return next((kind for kind, found in marks if found), None)


def unquoted(lines: Sequence[SourceLine]) -> tuple[SourceLine, ...]:
    """Return the lines of a quote without their marks."""
    return tuple(
        SourceLine(source.number, _QUOTE_MARK.sub("", source.text, count=1)) for source in lines
    )


def callout_mark(source: SourceLine) -> tuple[str, str] | None:
    """Return what stands inside ``[!…]`` and the title after it, or None."""
    match = _CALLOUT.fullmatch(source.text)
    return (match["inside"].strip(), match["title"].strip()) if match else None


_ANY_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]")


def joined_items(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """Return one line for each list item; lines that run on are joined to their item."""
    joined: list[SourceLine] = []
    for source in lines:
        text = source.text.strip()
        if joined and text and not _ANY_ITEM.match(source.text):
            joined[-1] = SourceLine(joined[-1].number, f"{joined[-1].text} {text}")
        elif text:
            joined.append(SourceLine(source.number, source.text.rstrip()))
    return joined


_CELL_END = re.compile(r"(?<!\\)\|")
_DASHES = re.compile(r":?-+:?")


class Table(Struct, frozen=True):
    """A table: heading cells and rows of as many cells."""

    head: tuple[SourceLine, ...]
    rows: tuple[tuple[SourceLine, ...], ...]


def read_table(lines: Sequence[SourceLine]) -> Table | None:
    """Return the table, its rows made as long as its head; None when it lacks its dashes."""
    written = [(source.number, _cells(source.text)) for source in lines if source.text.strip()]
    dashes = written[1][1] if len(written) > 1 else []
    if not dashes or not all(_DASHES.fullmatch(cell) for cell in dashes):
        return None
    head = tuple(SourceLine(written[0][0], cell) for cell in written[0][1])
    rows = tuple(
        tuple(SourceLine(number, cell) for cell in (*cells, *[""] * len(head))[: len(head)])
        for number, cells in written[2:]
    )
    return Table(head, rows)


def _cells(text: str) -> list[str]:
    inner = text.strip().removeprefix("|")
    if _CELL_END.search(inner[-1:]) and not inner.endswith("\\|"):
        inner = inner[:-1]
    return [cell.strip().replace("\\|", "|") for cell in _CELL_END.split(inner)]
