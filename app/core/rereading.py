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

    They are the reading pages of the lesson whose objective it names. A question that names no
    other lesson has the pages of its own; a lesson that holds only a quiz tests the lessons of
    its module: with one objective for each of them, the question's objective tells which;
    without, all of them come, each by its first page when there are many.
    """
    lessons = _lessons_taught(course, item, question)
    found = [PageToRead(one, page) for one in lessons for page in _reading_pages(one)]
    if len(found) > MOST_PAGES:
        found = [PageToRead(one, _reading_pages(one)[0]) for one in lessons]
    return tuple(found)


def _lessons_taught(course: Course, item: str, question: Question) -> list[Lesson]:
    named = course.lesson(question.objective_lesson) if question.objective_lesson else None
    if named is not None and _reading_pages(named):
        return [named]
    lesson = course.lesson(item.partition("/")[0])
    if lesson is None or _reading_pages(lesson):
        return [lesson] if lesson is not None else []
    lessons = _lessons_tested(course, lesson)
    number = question.objective if not question.objective_lesson else None
    if number is not None and len(lessons) == len(lesson.objectives):
        return lessons[number - 1 : number]
    return lessons


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
