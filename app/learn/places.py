"""Where each page of a course stands: its neighbours and numbers, worked out once a revision."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from app import catalogue
from app.core.course import Course, Lesson, Module, Page, address


@dataclass(frozen=True)
class Place:
    """One page with what surrounds it."""

    module: Module
    lesson: Lesson
    page: Page
    address: str
    number: int
    """Which page of its lesson this is, from 1."""
    previous: str | None
    """Address of the page before, across lessons and modules; None on the first page."""
    next: str | None
    """Address of the page after; None on the last page."""

    @property
    def count(self) -> int:
        """How many pages the lesson has."""
        return len(self.lesson.pages)


@lru_cache(maxsize=64)
def places_of(revision_id: int, language: str) -> dict[str, Place]:
    """Return every page's place by its address; kept in the process, as revisions never change."""
    return lay_out(catalogue.course_at(revision_id, language))


def lay_out(course: Course) -> dict[str, Place]:
    """Return the place of every page of a course, in order."""
    walk = [
        (module, lesson, page, number)
        for module in course.modules
        for lesson in module.lessons
        for number, page in enumerate(lesson.pages, start=1)
    ]
    addresses = [address(lesson.id, page.id) for _, lesson, page, _ in walk]
    before = [None, *addresses[:-1]]
    after = [*addresses[1:], None]
    return {
        own: Place(module, lesson, page, own, number, previous, following)
        for (module, lesson, page, number), own, previous, following in zip(
            walk, addresses, before, after, strict=True
        )
    }
