"""The choices that "choose one" and "choose all that fit" share: read, draw, keep ids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from random import Random
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from app.core.course import Text
from app.core.errors import Severity
from app.core.questions.base import QuestionSource, Remark
from app.core.questions.compare import normalise, plain
from app.core.questions.lists import Item, feedback_of, has_boxes, read_items
from app.core.questions.parts import Face, adopt_part_ids, number_ids

EXAMPLE = (
    "- [ ] Väärä vaihtoehto\n  > Miksi se ei sovi.\n- [x] Oikea vaihtoehto\n  > Miksi se sopii."
)
"""Shown with problems; the courses' own language is Finnish."""


class Choice(Struct, frozen=True):
    """One thing to tick."""

    id: str
    text: Text
    right: bool
    feedback: Text | None = None


def read_choices(source: QuestionSource) -> tuple[Choice, ...]:
    """Return the choices of a tick list and report what a trainer should mend."""
    if not has_boxes(source):
        # No kind claimed this question, and that has been reported.
        return ()
    items = [item for item in read_items(source) if _is_clear(item, source)]
    choices = tuple(
        Choice(id_, source.inline(item.text, item.line), item.ticked, feedback_of(item, source))
        for id_, item in zip(number_ids(len(items)), items, strict=True)
    )
    if not any(choice.right for choice in choices):
        source.report("missing-right-answer", source.line, example=EXAMPLE)
    if len(choices) == 1:
        source.report("one-choice-only", source.line, example=EXAMPLE)
    for item, choice in zip(items, choices, strict=True):
        if choice.feedback is None:
            source.report(
                "missing-feedback",
                item.line,
                severity=Severity.WARNING,
                found=item.text,
                example=EXAMPLE,
            )
    report_twins(source, [(item.line, item.text) for item in items])
    return choices


def report_twins(source: QuestionSource, lines: Iterable[tuple[int, str]]) -> None:
    """Report every text that says the same as one before it."""
    seen: set[str] = set()
    for line, text in lines:
        if normalise(text) in seen:
            source.report("answer-twice", line, found=text)
        seen.add(normalise(text))


def _is_clear(item: Item, source: QuestionSource) -> bool:
    if item.mark is None:
        source.report(
            "tick-missing", item.line, found=item.text, expected="[ ] / [x]", example=EXAMPLE
        )
    elif item.mark not in (" ", "x", "X"):
        source.report(
            "tick-unclear",
            item.line,
            found=f"[{item.mark}]",
            expected="[ ] / [x]",
            example=EXAMPLE,
        )
    if not item.text:
        source.report("answer-empty", item.line, example=EXAMPLE)
    return bool(item.text)


def draw_choices(choices: Sequence[Choice], random: Random | None) -> dict[str, Any]:
    """Return the choices in shown order, without which of them is right."""
    shown = [{"id": choice.id, "text": choice.text} for choice in choices]
    if random is not None:
        random.shuffle(shown)
    return {"choices": shown}


def remarks_on(choices: Sequence[Choice], ticked: Sequence[str]) -> tuple[Remark, ...]:
    """Return what is said about the ticked choices."""
    return tuple(
        Remark(choice.id, choice.right, choice.feedback)
        for choice in choices
        if choice.id in ticked
    )


def describe_choices(choices: Sequence[Choice], ticked: Sequence[str]) -> list[str]:
    """Return the words of the ticked choices."""
    return [plain(choice.text) for choice in choices if choice.id in ticked]


def adopt_choices(
    old: Sequence[Choice], new: Sequence[Choice], used: int
) -> tuple[tuple[Choice, ...], int]:
    """Return the new choices with their kept ids, and the highest part number now given."""
    kept, used = adopt_part_ids(_faces(old), _faces(new), used)
    return tuple(replace(choice, id=kept[choice.id]) for choice in new), used


def _faces(choices: Sequence[Choice]) -> list[Face]:
    return [Face(choice.id, normalise(plain(choice.text)), choice.right) for choice in choices]
