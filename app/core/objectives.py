"""Read which objective a question tests: ``objective=2`` or ``objective=lesson-id:2``."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from app.core.ids import is_id
from app.core.problems import nearest
from app.core.questions.base import Reporter

OBJECTIVE_EXAMPLE = "### Mitä teet ensin? {#q-ensin objective=hiljaisuus:2}"
LONGEST_NUMBER = 4
"""Digits."""


class Objective(Struct, frozen=True):
    """One objective of a lesson."""

    lesson: str
    """Empty for the lesson of the question itself."""
    number: int
    """From 1, in the order of the lesson's front matter."""


class Objectives(Struct, frozen=True):
    """The objectives that the questions of one page may name."""

    lesson: str
    counts: Mapping[str, int]
    """How many objectives a lesson has, by lesson id: those of the module, for an exam all."""


def read_objective(
    written: str, known: Objectives, line: int, report: Reporter
) -> Objective | None:
    """Return the objective that a question names; report a lesson or a number that is not there."""
    named, colon, digits = written.rpartition(":")
    lesson = named if colon else known.lesson
    if lesson not in known.counts or (colon and not is_id(named)):
        report(
            "objective-lesson",
            line,
            found=named,
            expected=nearest(named, known.counts),
            example=OBJECTIVE_EXAMPLE,
        )
        return None
    count = known.counts[lesson]
    plain = digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_NUMBER
    if not plain or not 1 <= int(digits) <= count:
        report(
            "unknown-objective",
            line,
            found=f"objective={written}",
            expected=f"1–{count}" if count else "objectives:",
            example=OBJECTIVE_EXAMPLE,
        )
        return None
    return Objective(lesson if lesson != known.lesson else "", int(digits))
