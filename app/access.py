"""The doors: getting a thing and being allowed to have it are one act."""

from __future__ import annotations

from typing import cast

from flask import abort
from flask_babel import get_locale
from flask_login import current_user
from sqlalchemy import select
from werkzeug.routing import IntegerConverter, ValidationError

from app import catalogue
from app.catalogue import ServedCourse
from app.core.course import Lesson, Page
from app.core.policy import Action, Reach, reach
from app.extensions import db
from app.guard import Visitor
from app.models import LocalAssociation, Person


class RowNumber(IntegerConverter):
    """A number in an address that can be a row's: others are 404 before a database sees them."""

    HIGHEST = 2**31 - 1
    """What PostgreSQL's integer columns hold."""

    def to_python(self, value: str) -> int:
        """Read the number.

        Raises:
            ValidationError: no row can have it; no other rule of ours fits either.
        """
        if len(value) > len(str(self.HIGHEST)) or int(value) > self.HIGHEST:
            raise ValidationError
        return int(value)


def me() -> Visitor:
    """Return who is signed in; only for views that are not public."""
    if not current_user.is_authenticated:
        abort(401)
    return cast("Visitor", current_user)


def language() -> str:
    """Return the language of the interface for this request."""
    return str(get_locale() or "fi")


def my_reach(action: Action) -> Reach:
    """Return how far an action reaches for the person signed in, or end with 403."""
    found = reach(me().grants, action)
    if not found:
        abort(403)
    return found


def course_for(slug: str) -> ServedCourse:
    """Return the published course in the reader's language, or end with 404."""
    me()
    served = catalogue.load_course(slug, language())
    if served is None:
        abort(404)
    return served


def lesson_for(slug: str, lesson_id: str) -> tuple[ServedCourse, Lesson]:
    """Return a lesson of a published course, or end with 404."""
    served = course_for(slug)
    lesson = served.course.lesson(lesson_id)
    if lesson is None:
        abort(404)
    return served, lesson


def page_for(slug: str, lesson_id: str, page_id: str) -> tuple[ServedCourse, Lesson, Page]:
    """Return a page of a published course, or end with 404."""
    served, lesson = lesson_for(slug, lesson_id)
    page = lesson.page(page_id)
    if page is None:
        abort(404)
    return served, lesson, page


def local_association_for(action: Action, local_association_id: int) -> LocalAssociation:
    """Return a local association within reach, or end with 404."""
    found = my_reach(action)
    association = db.session.get(LocalAssociation, local_association_id)
    if association is None or not found.covers(association.id):
        abort(404)
    return association


def person_for(action: Action, person_id: int) -> Person:
    """Return a person within reach, or end with 404."""
    found = my_reach(action)
    person = db.session.scalar(
        select(Person).where(Person.id == person_id, Person.closed_at.is_(None))
    )
    if person is None or not found.covers(person.local_association_id):
        abort(404)
    return person
