"""Gives the parts of a question their ids and keeps them from revision to revision.

A part is a choice, item, statement, option or gap. Its id never tells the right answer: where
the written order is the key, ids follow a digest of the words instead.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from hashlib import sha256
from typing import NamedTuple, TypeVar

from app.core.course import Question, QuestionContent
from app.core.questions.compare import normalise

Content = TypeVar("Content", bound=QuestionContent)


class Face(NamedTuple):
    """What makes a part recognisable in the next revision."""

    id: str
    words: str
    key: Hashable
    """What is right about it, told without ids."""


def content_of(question: Question, kind: type[Content]) -> Content:
    """Return the question's content as its kind's own type.

    Raises:
        TypeError: The question belongs to another kind.
    """
    if not isinstance(question.content, kind):
        raise TypeError(f"{question.id} holds no {kind.__name__}")
    return question.content


def number_ids(count: int, start: int = 1) -> list[str]:
    """Return ids ``c1``, ``c2``, … in the written order."""
    return [f"c{number}" for number in range(start, start + count)]


def scatter_ids(words: Sequence[str], start: int = 1) -> list[str]:
    """Return ids in an order that follows from the words alone, so that it tells no key."""
    digests = [sha256(normalise(text).encode("utf-8", "replace")).digest() for text in words]
    ranks = sorted(range(len(words)), key=lambda place: (digests[place], place))
    ids = [""] * len(words)
    for number, place in enumerate(ranks, start):
        ids[place] = f"c{number}"
    return ids


def part_number(part_id: str) -> int:
    """Return the number in an id such as ``c7``."""
    return int(part_id.removeprefix("c"))


def adopt_part_ids(
    old: Sequence[Face], new: Sequence[Face], used: int
) -> tuple[dict[str, str], int]:
    """Match new parts with old ones.

    The same words keep the id; else the same place among as many parts with the same key; else
    the part gets an id that was never used.

    Args:
        old: The parts of the previous revision.
        new: The parts as they were just read.
        used: The highest part number given so far in this question.

    Returns:
        New id to kept id for every new part, and the highest part number now given.
    """
    kept: dict[str, str] = {}
    _keep(kept, [(part, twin) for part in new for twin in old], lambda a, b: a.words == b.words)
    if len(old) == len(new):
        _keep(kept, list(zip(new, old, strict=True)), lambda a, b: a.key == b.key)
    for part in new:
        if part.id not in kept:
            used += 1
            kept[part.id] = f"c{used}"
    return kept, used


def _keep(
    kept: dict[str, str], pairs: list[tuple[Face, Face]], same: Callable[[Face, Face], bool]
) -> None:
    for part, twin in pairs:
        if part.id not in kept and twin.id not in kept.values() and same(part, twin):
            kept[part.id] = twin.id
