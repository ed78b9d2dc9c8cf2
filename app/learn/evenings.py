"""Finds the page of a live evening that an address names."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.course import Course, Evening, EveningPage


@dataclass(frozen=True)
class EveningPlace:
    """One page of an evening with the evening around it."""

    evening: Evening
    page: EveningPage


def place_in(course: Course, evening_id: str, page_id: str) -> EveningPlace | None:
    """Return the page that stands under these ids, or None."""
    return next(
        (
            EveningPlace(evening, page)
            for evening in course.evenings
            for page in evening.pages
            if (evening.id, page.id) == (evening_id, page_id)
        ),
        None,
    )
