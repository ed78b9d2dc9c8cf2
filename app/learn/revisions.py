"""Finds the revision that a form was made from: an answer is judged by what its writer saw."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from app import access, catalogue
from app.catalogue import ServedCourse
from app.extensions import db
from app.models import CourseRevision

LONGEST_NUMBER = 18
"""Digits; more would not fit the database's integers."""


def as_shown(served: ServedCourse, revision: str) -> ServedCourse:
    """Return the course in the revision that a form names; the current one if there is no such.

    Costs a query only when the course was published again since the form was opened.
    """
    if not (revision.isascii() and revision.isdigit() and len(revision) <= LONGEST_NUMBER):
        return served
    number = int(revision)
    if number == served.revision_id:
        return served
    known = db.session.scalar(
        select(CourseRevision.id).where(
            CourseRevision.id == number, CourseRevision.course_id == served.course_id
        )
    )
    if known is None:
        return served
    course = catalogue.course_at(number, access.language())
    return replace(served, course=course, revision_id=number)
