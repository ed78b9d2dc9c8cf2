"""Reads Markdown lists of answers: ticks, nested items, and the feedback indented under each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from app.core.course import Text
from app.core.questions.base import QuestionSource, SourceLine

_ITEM = re.compile(r"(?:[-*+]|\d{1,9}[.)])(?:\s+(.*))?$")
_BOX = re.compile(r"\[([^\[\]]?)\](?!\()\s*(.*)$")
_QUOTE = re.compile(r">\s?(.*)$")


@dataclass
class Item:
    """One list item while its lines are being gathered."""

    line: int
    indent: int
    text: str
    mark: str | None = None
    """What stands between the brackets of a tick box; None without a box."""
    feedback: list[SourceLine] = field(default_factory=list)
    children: list[Item] = field(default_factory=list)

    @property
    def ticked(self) -> bool:
        return self.mark in ("x", "X")


def has_boxes(source: QuestionSource) -> bool:
    """Whether the answers are a list with tick boxes."""
    return any(item.mark is not None for item in _gather(source.answers)[0])


def count_ticks(source: QuestionSource) -> int:
    """Return how many boxes are ticked."""
    return sum(item.ticked for item in _gather(source.answers)[0])


def read_items(source: QuestionSource) -> list[Item]:
    """Return the items of the answer list, nested as written; report lines that fit nowhere."""
    items, strays = _gather(source.answers)
    for line in strays:
        source.report("answer-line-unclear", line.number, found=line.text.strip())
    return items


def feedback_of(item: Item, source: QuestionSource) -> Text | None:
    """Return the rendered feedback under an item, or None."""
    if not any(line.text.strip() for line in item.feedback):
        return None
    return source.block(item.feedback)


def _gather(lines: tuple[SourceLine, ...]) -> tuple[list[Item], list[SourceLine]]:
    top: list[Item] = []
    open_items: list[Item] = []
    strays: list[SourceLine] = []
    for line in lines:
        text = line.text.expandtabs(4).rstrip()
        words = text.lstrip()
        if not words:
            if open_items and open_items[-1].feedback:
                open_items[-1].feedback.append(SourceLine(line.number, ""))
            continue
        indent = len(text) - len(words)
        while open_items and open_items[-1].indent >= indent:
            open_items.pop()
        parent = open_items[-1] if open_items else None
        started = _ITEM.match(words)
        if started:
            item = _start(line.number, indent, started.group(1) or "")
            (parent.children if parent else top).append(item)
            open_items.append(item)
        elif parent is None:
            strays.append(line)
        else:
            _continue(parent, line.number, words)
    return top, strays


def _start(number: int, indent: int, text: str) -> Item:
    box = _BOX.match(text)
    if box:
        return Item(number, indent, box.group(2).strip(), mark=box.group(1))
    return Item(number, indent, text.strip())


def _continue(item: Item, number: int, words: str) -> None:
    quote = _QUOTE.match(words)
    if quote:
        item.feedback.append(SourceLine(number, quote.group(1)))
    elif item.feedback and item.feedback[-1].text:
        # Markdown lets a quoted paragraph run on without its mark.
        item.feedback.append(SourceLine(number, words))
    else:
        item.text = f"{item.text} {words}".strip()
