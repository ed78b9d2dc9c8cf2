"""Judges responses; a corrected key can only help."""

from __future__ import annotations

from app.core.course import Question
from app.core.questions import kind_of
from app.core.questions.base import Grade, Response


def grade_response(
    question: Question, response: Response, *, previous: Question | None = None
) -> Grade:
    """Return the grade of a response by its revision's key, and by another if that is kinder.

    Args:
        question: The question in the revision that the learner answered.
        response: What was answered, whatever it holds.
        previous: The same question in another revision, where its key may have been corrected.

    Raises:
        KeyError: No kind of the question's name is installed.
    """
    grade = kind_of(question).grade(question, response)
    if previous is None or previous.kind != question.kind:
        return grade
    return better(grade, kind_of(previous).grade(previous, response))


def better(first: Grade, second: Grade) -> Grade:
    """Return the grade with more credit; the first when both have the same."""
    return second if second.credit > first.credit else first
