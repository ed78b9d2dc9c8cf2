"""Join a language variant with the main language: same ids and keys, other words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from app.core.course import Course, Lesson, Line, Page, QuestionContent, Text

Part = TypeVar("Part")

_POSITION_OR_KEY = frozenset({"id", "answer", "used", "line"})
"""Fields of answers that are made while reading and say nothing about which is right."""


def localise(main: Part, variant: object, *, by_place: bool = False) -> Part:
    """Return the main part with the variant's words wherever it has them.

    Everything that is no `Text` or `Line` is the main language's. Parts with ids are told by
    them; the parts of an answer key are told by their place, as trainers give them no ids.
    ``by_place`` is for a variant that has been joined already and so has the same shape.
    """
    return _localise(main, variant, by_place=by_place)  # type: ignore[no-any-return]  # same shape


def _localise(main: Any, variant: object, *, by_place: bool) -> Any:  # noqa: ANN401 - any part
    if isinstance(main, Line):
        return variant if isinstance(variant, Line) and variant.text else main
    if isinstance(main, Text):
        return variant if isinstance(variant, Text) and variant.html else main
    if isinstance(main, tuple):
        return _localise_tuple(main, variant, by_place=by_place)
    if isinstance(main, QuestionContent) and not same_key(main, variant):
        return main
    if isinstance(main, Struct) and type(variant) is type(main):
        inside = by_place or isinstance(main, QuestionContent)
        return msgspec.structs.replace(
            main,
            **{
                name: _localise(getattr(main, name), getattr(variant, name), by_place=inside)
                for name in main.__struct_fields__
            },
        )
    return main


def _localise_tuple(main: tuple[Any, ...], variant: object, *, by_place: bool) -> tuple[Any, ...]:
    if not isinstance(variant, tuple):
        return main
    if not by_place and main and all(hasattr(part, "id") for part in main):
        known = {part.id: part for part in variant if hasattr(part, "id")}
        return tuple(_localise(part, known.get(part.id), by_place=False) for part in main)
    if len(main) != len(variant):
        return main
    return tuple(
        _localise(part, other, by_place=by_place) for part, other in zip(main, variant, strict=True)
    )


def same_key(main: object, variant: object) -> bool:
    """Tell whether two answer contents have as many parts and the same ones right."""
    return type(main) is type(variant) and _key(main) == _key(variant)


def _key(part: object) -> object:
    if isinstance(part, (Line, Text)):
        return None
    if isinstance(part, tuple):
        return tuple(_key(one) for one in part)
    if isinstance(part, Struct):
        return tuple(
            _key(getattr(part, name))
            for name in part.__struct_fields__
            if name not in _POSITION_OR_KEY
        )
    return part


class Lack(Struct, frozen=True):
    """A part that a variant lacks or has otherwise."""

    lesson: str
    page: str = ""
    question: str = ""
    differs: bool = False
    """There, but with another number of answers or another right one."""


def find_lacks(main: Course, variant: Course) -> Iterator[Lack]:
    """Yield the lessons, pages and questions that a variant lacks or keys otherwise."""
    for lesson in main.lessons():
        other = variant.lesson(lesson.id)
        if other is None:
            yield Lack(lesson.id)
        else:
            yield from _lacks_of_lesson(lesson, other)


def _lacks_of_lesson(lesson: Lesson, other: Lesson) -> Iterator[Lack]:
    for page in lesson.pages:
        twin = other.page(page.id)
        if twin is None:
            yield Lack(lesson.id, page.id)
        else:
            yield from _lacks_of_page(lesson.id, page, twin)


def _lacks_of_page(lesson_id: str, page: Page, twin: Page) -> Iterator[Lack]:
    if page.kind != twin.kind:
        yield Lack(lesson_id, page.id, differs=True)
    questions = {question.id: question for question in twin.questions}
    for question in page.questions:
        other = questions.get(question.id)
        if other is None:
            yield Lack(lesson_id, page.id, question.id)
        elif not same_key(question.content, other.content):
            yield Lack(lesson_id, page.id, question.id, differs=True)
