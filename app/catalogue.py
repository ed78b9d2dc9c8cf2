"""Published courses: served from what publishing compiled, never parsed per request."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from flask import g
from sqlalchemy import select

from app.core.course import Course as CourseText
from app.core.publishing import decode_course
from app.extensions import db
from app.models import CompiledCourse, Course, CourseRevision


@dataclass(frozen=True)
class ServedCourse:
    """A course as it is served now, with the ids that facts about it are stored under."""

    course: CourseText
    course_id: int
    revision_id: int


def load_course(slug: str, language: str) -> ServedCourse | None:
    """Return the current revision in this language or its fallback; at most one query a request.

    The decoded course is cached in the process: a revision never changes.
    """
    cache: dict[str, tuple[int, int] | None] = g.setdefault("current_revisions", {})
    if slug not in cache:
        row = db.session.execute(
            select(Course.id, CourseRevision.id)
            .join(CourseRevision, CourseRevision.course_id == Course.id)
            .where(Course.slug == slug)
            .order_by(CourseRevision.number.desc())
            .limit(1)
        ).one_or_none()
        cache[slug] = None if row is None else (row[0], row[1])
    current = cache[slug]
    if current is None:
        return None
    course_id, revision_id = current
    return ServedCourse(course_at(revision_id, language), course_id, revision_id)


def first_slug() -> str | None:
    """Return the slug of the course that was published first, or None."""
    return db.session.scalar(
        select(Course.slug).join(CourseRevision).order_by(Course.id).limit(1)
    )


def course_at(revision_id: int, language: str) -> CourseText:
    """Return a revision's course in this language, else in the course's main language."""
    courses = _languages(revision_id)
    return courses[language] if language in courses else next(iter(courses.values()))


@lru_cache(maxsize=16)
def _languages(revision_id: int) -> dict[str, CourseText]:
    rows = db.session.execute(
        select(CompiledCourse.language, CompiledCourse.body).where(
            CompiledCourse.revision_id == revision_id
        )
    )
    courses = {language: decode_course(body) for language, body in rows}
    main = db.session.scalar(
        select(CourseRevision.main_language).where(CourseRevision.id == revision_id)
    )
    return {key: courses[key] for key in sorted(courses, key=lambda key: (key != main, key))}
