"""How much of a document is the writer's own: lines that differ from the prefilled example."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.core.pages.base import PageData
from app.core.pages.document import DocumentContent
from app.core.pages.fields import Field, text_at_first


def count_changes(content: DocumentContent, data: PageData) -> int:
    """Return how many written lines are not among the example's lines of the same field.

    A line is a line of text, a row of a table, a day, a time, a number or a choice; the ticks of
    a field count as one line together, as ticking takes no writing. Lines are compared without
    case and spaces. A field that was never saved is as the example has it, and what was emptied
    adds nothing: removing the example does not make a document one's own.
    """
    return sum(_changes_of(field, data[field.id]) for field in content.fields if field.id in data)


def lines_missing(content: DocumentContent, data: PageData) -> int:
    """Return how many own lines the document still needs before it is done."""
    return max(0, content.changes - count_changes(content, data)) if content.changes else 0


def _changes_of(field: Field, value: Any) -> int:  # noqa: ANN401 - stored JSON
    if field.type == "ticks":
        return 1 if value else 0
    example = set(_example(field))
    return sum(line not in example for line in _written(value))


def _example(field: Field) -> Iterator[str]:
    yield from _written(text_at_first(field))
    for row in field.rows:
        yield from _written([[cell.text for cell in row]])


def _written(value: Any) -> Iterator[str]:  # noqa: ANN401 - stored JSON
    if isinstance(value, str):
        lines = value.splitlines()
    elif isinstance(value, list):
        lines = [" ".join(map(str, row)) if isinstance(row, list) else str(row) for row in value]
    else:
        lines = []
    for line in lines:
        plain = " ".join(line.split()).casefold()
        if plain:
            yield plain
