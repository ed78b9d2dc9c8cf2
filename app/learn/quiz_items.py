"""The questions of an attempt: as they were when it began, without what was removed since."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from msgspec.structs import replace

from app import access, catalogue
from app.core.course import Course, Question
from app.core.grading import grade_response
from app.core.pages.quiz import QuizContent
from app.core.questions.base import Grade, Response
from app.core.quiz import Item, item_of
from app.learn.places import places_of
from app.learn.visits import Visit


@dataclass(frozen=True)
class QuizItem:
    """One question of an attempt."""

    address: str
    """``lesson/question``."""
    question: Question
    """In the revision in which the attempt began: what the learner sees."""
    now: Question
    """The same question as it is published now; its key may have been corrected."""

    @property
    def rule(self) -> Item:
        """What counts in the quiz; a question that became critical later does not bind here."""
        item = item_of(self.address.partition("/")[0], self.question)
        return replace(item, critical=self.question.critical and self.now.critical)

    def grade(self, response: Response) -> Grade:
        """Judge a response by the old and the new key; the better counts."""
        if self.now is self.question:
            return grade_response(self.question, response)
        return grade_response(self.question, response, previous=self.now)


def items_of(visit: Visit, revision_id: int, drawn: list[str]) -> dict[str, QuizItem]:
    """Return the drawn questions that still exist, by address."""
    before = catalogue.course_at(revision_id, access.language())
    found = {
        one: (find_question(before, one), find_question(visit.served.course, one))
        for one in dict.fromkeys(drawn)
    }
    return {
        one: QuizItem(one, old, now)
        for one, (old, now) in found.items()
        if old is not None and now is not None and old.kind == now.kind
    }


def settings_of(visit: Visit, revision_id: int) -> QuizContent:
    """Return the quiz's settings when the attempt began, with the lower of both pass marks."""
    now = content_of(visit)
    place = places_of(revision_id, access.language()).get(visit.address)
    if place is None or not isinstance(place.page.content, QuizContent):
        return now
    before = place.page.content
    return replace(before, pass_share=min(before.pass_share, now.pass_share))


def content_of(visit: Visit) -> QuizContent:
    """Return the settings of the visited quiz as it is published now.

    Raises:
        TypeError: the visited page is no quiz.
    """
    content = visit.page.content
    if not isinstance(content, QuizContent):
        raise TypeError(f"{visit.address} is no quiz")
    return content


def find_question(course: Course, where: str) -> Question | None:
    """Return the quiz question at an address ``lesson/question``, or None."""
    lesson_id, _, question_id = where.partition("/")
    lesson = course.lesson(lesson_id)
    return next(
        (
            question
            for page in (lesson.pages if lesson else ())
            if isinstance(page.content, QuizContent)
            for question in page.questions
            if question.id == question_id
        ),
        None,
    )


def best_credit(item: QuizItem | None, stored: str, response: Response) -> Fraction:
    """Return the credit that an answer has earned; a corrected key can only add to it."""
    credit = Fraction(stored)
    if item is None or item.now is item.question or credit == 1:
        return credit
    return max(credit, item.grade(response).credit)
