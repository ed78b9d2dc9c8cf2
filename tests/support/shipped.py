"""The course that is shipped, read once for all tests of it, on a fixed day."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from app.core.course import Course, Lesson, Page, Question
from app.core.questions import kind_of
from app.core.reader import Reading
from tools.coverage import read_shipped

DAY = date(2026, 11, 21)
"""Judged on this day, whatever today is."""


@cache
def reading() -> Reading:
    """Give the reading of the course."""
    return read_shipped(DAY)


def course() -> Course:
    """Give the course in Finnish."""
    return reading().courses["fi"]


class Asked(NamedTuple):
    """A question with where it stands."""

    lesson: Lesson
    page: Page
    question: Question

    @property
    def place(self) -> str:
        """File and id, so that a writer can mend it."""
        file, _ = reading().where[self.lesson.id]
        return f"{file} #{self.question.id}"


def questions() -> Iterator[Asked]:
    """Give every question of the course."""
    for lesson in course().lessons():
        for page in lesson.pages:
            for question in page.questions:
                yield Asked(lesson, page, question)


def items() -> list[Asked]:
    """Give the scored questions of all quizzes."""
    return [one for one in questions() if one.page.kind == "quiz" and kind_of(one.question).scored]
