"""What the public pages need to know and to change."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import session
from sqlalchemy import select

from app import catalogue
from app.core.course import Course as CourseText
from app.extensions import db
from app.models import Course, Person

MIGRATIONS_FOLDER = Path(__file__).parents[2] / "migrations"


def published_courses(language: str) -> list[CourseText]:
    """Return the published courses in this language or their fallback, in order of title."""
    slugs = db.session.scalars(select(Course.slug)).all()
    served = [catalogue.load_course(slug, language) for slug in slugs]
    return sorted(
        (course.course for course in served if course is not None),
        key=lambda course: course.title.text,
    )


def choose_language(language: str, person: Person | None) -> None:
    """Remember the language in this browser, and with the account when there is one."""
    session["language"] = language
    if person is not None:
        person.language = language
        db.session.commit()


def schema_is_newest() -> bool:
    """Whether the database answers and has the newest tables.

    Raises:
        sqlalchemy.exc.DatabaseError: the database does not answer.
    """
    context = MigrationContext.configure(db.session.connection())
    return set(context.get_current_heads()) == newest_revisions()


@cache
def newest_revisions() -> frozenset[str]:
    """Return the newest schema revisions that this version of the software knows."""
    return frozenset(ScriptDirectory(str(MIGRATIONS_FOLDER)).get_heads())
