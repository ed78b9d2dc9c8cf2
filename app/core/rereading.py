"""Which pages to read again after a quiz question that is not right yet."""

from __future__ import annotations

from msgspec import Struct

from app.core.course import Course, Lesson, Page, Question
from app.core.pages.quiz import QuizContent
from app.core.pages.reading import ReadingContent

MOST_PAGES = 6
"""More links than this help nobody: then each lesson is named by its first page."""


class PageToRead(Struct, frozen=True):
    """A page that teaches what a question asks."""

    lesson: Lesson
    page: Page


def pages_to_read(course: Course, item: str, question: Question) -> tuple[PageToRead, ...]:
    """Return the pages that teach what the question at an address ``lesson/question`` asks.

    They are the reading pages of its own lesson. A lesson that holds only a quiz tests the
    lessons of its module: with one objective for each of them, the question's objective tells
    which; without, all of them come, each by its first page when there are many.
    """
    lesson = course.lesson(item.partition("/")[0])
    if lesson is None:
        return ()
    lessons = [lesson]
    if not _reading_pages(lesson):
        lessons = _lessons_tested(course, lesson)
        objective = question.objective
        if objective is not None and len(lessons) == len(lesson.objectives):
            lessons = lessons[objective - 1 : objective]
    found = [PageToRead(one, page) for one in lessons for page in _reading_pages(one)]
    if len(found) > MOST_PAGES:
        found = [PageToRead(one, _reading_pages(one)[0]) for one in lessons]
    return tuple(found)


def _lessons_tested(course: Course, lesson: Lesson) -> list[Lesson]:
    """Return the lessons to read that stand before a quiz in its module, after any earlier quiz."""
    module = course.module_of(lesson.id)
    tested: list[Lesson] = []
    for other in module.lessons if module else ():
        if other.id == lesson.id:
            break
        if _reading_pages(other):
            tested.append(other)
        elif any(isinstance(page.content, QuizContent) for page in other.pages):
            tested = []
    return tested


def _reading_pages(lesson: Lesson) -> list[Page]:
    return [
        page
        for page in lesson.pages
        if isinstance(page.content, ReadingContent) and not page.optional
    ]
