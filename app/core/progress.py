"""Progress as one pure function of a course and of facts that were written when they came true.

The same value feeds the learner's view, the coordinator's list and the certificate rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from app.core.course import Course, Lesson, Module, Page, address
from app.core.routes import flow_of


class Scope(StrEnum):
    """What a completion is about."""

    PAGE = "page"
    LESSON = "lesson"
    MODULE = "module"
    COURSE = "course"


class Fact(Struct, frozen=True):
    """One completion: it became true once and stays true whatever is edited later."""

    scope: Scope
    address: str
    """``lesson/page``, lesson id, module id, or empty for the course."""


class Status(StrEnum):
    """How far a learner is with something."""

    NOT_STARTED = "not-started"
    IN_PROGRESS = "in-progress"
    DONE = "done"


class PageProgress(Struct, frozen=True):
    """A page in a learner's eyes."""

    page: Page
    address: str
    done: bool
    required: bool
    new: bool
    """Added after its lesson was completed; does not bind the learner."""


class LessonProgress(Struct, frozen=True):
    """A lesson in a learner's eyes."""

    lesson: Lesson
    status: Status
    pages: tuple[PageProgress, ...]

    @property
    def next_page(self) -> PageProgress | None:
        """The first page that is not done, or None."""
        return next((page for page in self.pages if not page.done), None)

    @property
    def minutes_left(self) -> int:
        """Minutes of the lesson times the share of its pages not done, rounded up."""
        left = sum(not page.done for page in self.pages)
        if self.status is Status.DONE or not left:
            return 0
        return -(-self.lesson.minutes * left // len(self.pages))


class ModuleProgress(Struct, frozen=True):
    """A module in a learner's eyes."""

    module: Module
    status: Status
    lessons: tuple[LessonProgress, ...]

    @property
    def minutes_left(self) -> int:
        """Minutes of what is still required here."""
        return sum(lesson.minutes_left for lesson in self.lessons if not lesson.lesson.optional)


class Progress(Struct, frozen=True):
    """Where a learner is in a course."""

    course: Course
    status: Status
    modules: tuple[ModuleProgress, ...]
    pages_done: int
    """Required pages that are done."""
    pages_required: int

    @property
    def minutes_left(self) -> int:
        """Minutes of what is still required."""
        return sum(module.minutes_left for module in self.modules)

    @property
    def completed(self) -> bool:
        """Whether everything that the certificate needs is done."""
        return self.status is Status.DONE

    def lessons(self) -> Iterator[LessonProgress]:
        """Yield the lessons in order."""
        for module in self.modules:
            yield from module.lessons

    @property
    def next_page(self) -> tuple[LessonProgress, PageProgress] | None:
        """The page that Continue opens: the first required page not done, or None."""
        for lesson in self.lessons():
            for page in lesson.pages:
                if page.required and not page.done:
                    return lesson, page
        return None


def progress(course: Course, facts: frozenset[Fact]) -> Progress:
    """Return where a learner with these facts is in this course.

    A completed lesson, module or course stays completed whatever pages were added to it since:
    such pages are shown as new and do not bind (course format, "Ids, editing, revisions").
    """
    finished = Fact(Scope.COURSE, "") in facts
    modules = tuple(_module_progress(module, facts, free=finished) for module in course.modules)
    pages = [page for module in modules for lesson in module.lessons for page in lesson.pages]
    required = [page for page in pages if page.required]
    done = sum(page.done for page in required)
    started = any(page.done for page in pages)
    return Progress(
        course=course,
        status=_status(finished or (bool(required) and done == len(required)), started=started),
        modules=modules,
        pages_done=done,
        pages_required=len(required),
    )


def _module_progress(module: Module, facts: frozenset[Fact], *, free: bool) -> ModuleProgress:
    fact = Fact(Scope.MODULE, module.id) in facts
    lessons = tuple(_lesson_progress(lesson, facts, free=free or fact) for lesson in module.lessons)
    binding = [lesson for lesson in lessons if not lesson.lesson.optional]
    everything = bool(binding) and all(lesson.status is Status.DONE for lesson in binding)
    started = any(lesson.status is not Status.NOT_STARTED for lesson in lessons)
    return ModuleProgress(module, _status(fact or everything, started=started), lessons)


def _lesson_progress(lesson: Lesson, facts: frozenset[Fact], *, free: bool) -> LessonProgress:
    fact = Fact(Scope.LESSON, lesson.id) in facts
    pages = []
    for page in flow_of(lesson):
        where = address(lesson.id, page.id)
        done = Fact(Scope.PAGE, where) in facts
        binding = not (page.optional or lesson.optional)
        # Whoever had completed the whole is not bound by what was added to it later.
        pages.append(
            PageProgress(
                page=page,
                address=where,
                done=done,
                required=binding and (done or not (free or fact)),
                new=not done and (free or fact) and binding,
            )
        )
    needed = [page for page in pages if not page.page.optional]
    everything = bool(needed) and all(page.done for page in needed)
    started = any(page.done for page in pages)
    status = _status(fact or everything, started=started)
    return LessonProgress(lesson, status, tuple(pages))


def _status(done: bool, *, started: bool) -> Status:  # noqa: FBT001 - reads as a sentence
    if done:
        return Status.DONE
    return Status.IN_PROGRESS if started else Status.NOT_STARTED


def new_facts(course: Course, facts: frozenset[Fact], page: str) -> frozenset[Fact]:
    """Return the facts that completing the page at this address makes true, not yet in `facts`.

    These are the page's own, and those of its lesson, module and the course when this page was
    the last that they needed.
    """
    done = Fact(Scope.PAGE, page)
    return (unwritten_facts(course, facts | {done}) | {done}) - facts


def unwritten_facts(course: Course, facts: frozenset[Fact]) -> frozenset[Fact]:
    """Return what a learner already sees as done without a fact of its own.

    An edit that removes the last open page makes a lesson done without an act of the learner.
    Publishing writes these facts at once, so that the next edit cannot take them away.
    """
    now = progress(course, facts)
    made = {
        Fact(Scope.LESSON, lesson.lesson.id)
        for lesson in now.lessons()
        if lesson.status is Status.DONE
    }
    made |= {
        Fact(Scope.MODULE, module.module.id)
        for module in now.modules
        if module.status is Status.DONE
    }
    if now.completed:
        made.add(Fact(Scope.COURSE, ""))
    return frozenset(made) - facts
