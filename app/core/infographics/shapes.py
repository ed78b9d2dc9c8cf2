"""Read the plain structures that infographics are drawn from: nested lists and tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property

from markupsafe import Markup
from msgspec import Struct

from app.core.blocks import LISTS, Block, BlockKind, Table, read_table
from app.core.questions.base import SourceLine

Phrase = Callable[[str, int], Markup]
"""Renders running text found at a line."""

LONGEST_HEAD = 80


class Later:
    """Running text of which a template draws what it needs: rendered then, and once.

    Rendering notes problems and opens explanations of words, so none may happen in vain.
    """

    def __init__(self, phrase: Phrase, text: str, line: int) -> None:
        """Hold text that was found at a line."""
        self._phrase, self._text, self._line = phrase, text, line

    @cached_property
    def _html(self) -> Markup:
        return self._phrase(self._text, self._line)

    def __html__(self) -> Markup:
        """Return the rendered text."""
        return self._html


_ITEM = re.compile(r"(?P<indent>[ \t]*)(?:[-*+]|(?P<number>\d{1,4})[.)])[ \t]+(?P<text>.*)")
_BOLD_HEAD = re.compile(r"\*\*(?P<head>[^*]+)\*\*:?\s*(?P<rest>.*)", re.DOTALL)


class Node(Struct, frozen=True):
    """One list item with the items below it."""

    text: str
    line: int
    number: int | None = None
    children: tuple[Node, ...] = ()


def read_tree(block: Block) -> tuple[Node, ...]:
    """Return the items of a list block, nested as written."""
    rows: list[tuple[int, Node]] = []
    for source in block.lines:
        match = _ITEM.fullmatch(source.text.expandtabs(4).rstrip())
        if match is not None:
            number = int(match["number"]) if match["number"] else None
            node = Node(match["text"].strip(), source.number, number)
            rows.append((len(match["indent"]), node))
        elif rows and source.text.strip():
            indent, node = rows[-1]
            text = f"{node.text} {source.text.strip()}"
            rows[-1] = (indent, Node(text, node.line, node.number))
    return _nest(rows, 0)


def _nest(rows: Sequence[tuple[int, Node]], depth: int) -> tuple[Node, ...]:
    nodes: list[Node] = []
    place = 0
    while place < len(rows):
        indent, node = rows[place]
        end = place + 1
        while end < len(rows) and rows[end][0] >= indent + 2 and depth < DEEPEST:
            end += 1
        below = _nest(rows[place + 1 : end], depth + 1)
        nodes.append(Node(node.text, node.line, node.number, below))
        place = end
    return tuple(nodes)


DEEPEST = 4


def only_list(blocks: Sequence[Block]) -> tuple[Node, ...]:
    """Return the items when exactly one block is a list and none a table; else nothing."""
    lists = [block for block in blocks if block.kind in LISTS]
    tables = [block for block in blocks if block.kind is BlockKind.TABLE]
    return read_tree(lists[0]) if len(lists) == 1 and not tables else ()


def only_table(blocks: Sequence[Block]) -> Table | None:
    """Return the table when exactly one block is one and none a list; else None."""
    lists = [block for block in blocks if block.kind in LISTS]
    tables = [block for block in blocks if block.kind is BlockKind.TABLE]
    return read_table(tables[0].lines) if len(tables) == 1 and not lists else None


def head_and_rest(text: str) -> tuple[str, str]:
    """Split an item at its bold head or at its first colon; without either all is head."""
    bold = _BOLD_HEAD.fullmatch(text)
    if bold is not None:
        return bold["head"].rstrip(":. "), bold["rest"].strip()
    head, colon, rest = text.partition(": ")
    if colon and len(head) <= LONGEST_HEAD:
        return head.strip(), rest.strip()
    return text, ""


def around(blocks: Sequence[Block]) -> tuple[list[SourceLine], list[SourceLine]]:
    """Return the lines of text before and after the structure."""
    drawn = [
        place
        for place, block in enumerate(blocks)
        if block.kind in LISTS or block.kind is BlockKind.TABLE
    ]
    first = drawn[0] if drawn else 0
    before: list[SourceLine] = []
    after: list[SourceLine] = []
    for place, block in enumerate(blocks):
        if place not in drawn:
            side = after if place > first else before
            side += [*block.lines, SourceLine(block.line, "")]
    return before, after
