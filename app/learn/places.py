"""Where each page of a course stands: its neighbours and numbers, worked out once a revision."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from app import catalogue
from app.core.course import Course, Lesson, Module, Page, address
from app.core.routes import flow_of, other_route


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
    counts_as: str
    """Address of the page that is done when this one is: its own, but for another route."""

    @property
    def count(self) -> int:
        """How many pages the lesson's flow has."""
        return len(flow_of(self.lesson))

    @property
    def is_beside(self) -> bool:
        """Whether the page is another route to a safe conversation: then nothing tells of it."""
        return self.counts_as != self.address

    @property
    def other(self) -> str | None:
        """Address of the page that can be done instead of this one, or None."""
        page = self.lesson.page(other_route(self.page))
        return address(self.lesson.id, page.id) if page else None


@lru_cache(maxsize=64)
def places_of(revision_id: int, language: str) -> dict[str, Place]:
    """Return every page's place by its address; kept in the process, as revisions never change."""
    return lay_out(catalogue.course_at(revision_id, language))


def lay_out(course: Course) -> dict[str, Place]:
    """Return the place of every page of a course, in order, then those of the other routes."""
    walk = [
        (module, lesson, page, number)
        for module in course.modules
        for lesson in module.lessons
        for number, page in enumerate(flow_of(lesson), start=1)
    ]
    addresses = [address(lesson.id, page.id) for _, lesson, page, _ in walk]
    before = [None, *addresses[:-1]]
    after = [*addresses[1:], None]
    places = {
        own: Place(module, lesson, page, own, number, previous, following, own)
        for (module, lesson, page, number), own, previous, following in zip(
            walk, addresses, before, after, strict=True
        )
    }
    return places | _beside(list(places.values()))


def _beside(places: list[Place]) -> dict[str, Place]:
    """Return the places of pages that stand beside the flow: where the conversation is."""
    found = {}
    for place in places:
        page = place.lesson.page(other_route(place.page))
        own = place.other
        if page is not None and own is not None:
            found[own] = replace(place, page=page, address=own, previous=place.address)
    return found
