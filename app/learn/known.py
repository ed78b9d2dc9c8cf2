"""What a check quiz passed at the first go freed, and what is left to do; for its result page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.core.course import Page, address
from app.core.knowing import freed_pages
from app.core.routes import flow_of
from app.extensions import db
from app.learn.visits import Visit
from app.models import Completion, QuizAttempt


@dataclass(frozen=True)
class Known:
    """A module of which somebody knew everything already."""

    freed: dict[str, Page]
    """Pages that were marked as done with the quiz, by address."""
    left: dict[str, Page]
    """Pages of the module that are still to do, by address; optional ones left out."""


def load_known(visit: Visit) -> Known | None:
    """Return what the visited quiz freed when it was passed, or None if that was nothing.

    What was freed was noted at the same moment as the quiz itself. One query.
    """
    course, lesson = visit.served.course, visit.lesson
    could_be = freed_pages(course, lesson.id, visit.page.id)
    if not could_be:
        return None
    done = _pages_done(visit)
    passed_at = done.get(visit.address)
    freed = {where: page for where, page in could_be.items() if done.get(where) == passed_at}
    if passed_at is None or not freed:
        return None
    left = {
        where: page
        for one in visit.place.module.lessons
        if not one.optional
        for page in flow_of(one)
        if not page.optional and (where := address(one.id, page.id)) not in done
    }
    return Known(freed, left)


def begun_quizzes(person_id: int, course_id: int) -> frozenset[str]:
    """Return the addresses of the quizzes that somebody has begun at least once; one query."""
    return frozenset(
        db.session.scalars(
            select(QuizAttempt.address)
            .where(QuizAttempt.person_id == person_id, QuizAttempt.course_id == course_id)
            .distinct()
        )
    )


def _pages_done(visit: Visit) -> dict[str, datetime]:
    rows = db.session.execute(
        select(Completion.address, Completion.completed_at).where(
            Completion.person_id == visit.person_id,
            Completion.course_id == visit.served.course_id,
            Completion.scope == "page",
        )
    )
    return {row.address: row.completed_at for row in rows}
