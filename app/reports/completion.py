"""Who has completed the course: the coordinator's list and its spreadsheets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select

from app.catalogue import ServedCourse
from app.core.names import sort_key
from app.core.policy import Reach
from app.core.progress import Fact, Progress, Scope, Status, progress
from app.extensions import db
from app.models import Certificate, Completion, LocalAssociation, Person

PAGE_SIZE = 50
"""People on one page of the list."""

CHUNK_SIZE = 500
"""People read at a time when everybody is streamed."""


@dataclass(frozen=True)
class Filter:
    """Which people are wanted; every part can stand in the address of the page."""

    local_association_id: int | None = None
    status: Status | None = None
    certificate: bool | None = None
    search: str = ""


@dataclass(frozen=True)
class Row:
    """One person as the association sees them: never answers, tries or writings."""

    person_id: int
    name: str
    local_association: str
    status: Status
    pages_done: int
    pages_required: int
    completed_at: datetime | None
    certificate_code: str | None
    certificate_issued_at: datetime | None
    place: tuple[str, int]
    """Where the row stands in the order, for the address of the next page."""

    @property
    def percent(self) -> int:
        """Share of the required pages that are done, rounded down."""
        return 100 * self.pages_done // self.pages_required if self.pages_required else 0


def people(
    reach: Reach, served: ServedCourse, wanted: Filter, after: tuple[str, int] | None = None
) -> tuple[list[Row], bool]:
    """Return one page of people after a place, and whether more follow; two queries."""
    rows = _read(reach, served, wanted, after, PAGE_SIZE + 1)
    return rows[:PAGE_SIZE], len(rows) > PAGE_SIZE


def everybody(reach: Reach, served: ServedCourse, wanted: Filter) -> Iterator[Row]:
    """Yield all people that are wanted, a chunk in memory at a time."""
    after: tuple[str, int] | None = None
    while rows := _read(reach, served, wanted, after, CHUNK_SIZE):
        yield from rows
        after = rows[-1].place
        db.session.rollback()


@dataclass(frozen=True)
class Detail:
    """One person's progress by lesson, and the current certificate."""

    progress: Progress
    completed_at: datetime | None
    local_association: str
    certificate: Certificate | None


def one(served: ServedCourse, person: Person) -> Detail:
    """Return how far one person is, lesson by lesson."""
    facts, completed = _facts(served, [person.id])
    certificate = db.session.scalar(
        select(Certificate).where(
            Certificate.person_id == person.id,
            Certificate.course_id == served.course_id,
            Certificate.state == "current",
        )
    )
    association = (
        db.session.get(LocalAssociation, person.local_association_id)
        if person.local_association_id is not None
        else None
    )
    return Detail(
        progress=progress(served.course, frozenset(facts[person.id])),
        completed_at=completed.get(person.id),
        local_association=association.name if association else "",
        certificate=certificate,
    )


def count(reach: Reach, served: ServedCourse, wanted: Filter) -> dict[Status, int]:
    """Return how many people stand at each status, whatever status is wanted; one query."""
    counted = (
        _people(reach, served, replace(wanted, status=None))
        .with_only_columns(
            _has(served, Scope.COURSE).label("completed"),
            _has(served, Scope.PAGE).label("started"),
        )
        .subquery()
    )
    numbers = dict.fromkeys(Status, 0)
    for completed, started, number in db.session.execute(
        select(counted.c.completed, counted.c.started, func.count()).group_by(
            counted.c.completed, counted.c.started
        )
    ):
        status = Status.IN_PROGRESS if started else Status.NOT_STARTED
        numbers[Status.DONE if completed else status] += number
    return numbers


def local_associations(reach: Reach) -> Sequence[LocalAssociation]:
    """Return the local associations within reach, in alphabetical order."""
    query = select(LocalAssociation)
    if not reach.union:
        query = query.where(LocalAssociation.id.in_(reach.local_associations))
    return sorted(db.session.scalars(query), key=lambda found: sort_key(found.name))


def _read(
    reach: Reach,
    served: ServedCourse,
    wanted: Filter,
    after: tuple[str, int] | None,
    limit: int,
) -> list[Row]:
    query = _people(reach, served, wanted).order_by(Person.name_key, Person.id).limit(limit)
    if after is not None:
        name_key, person_id = after
        query = query.where(
            or_(
                Person.name_key > name_key,
                and_(Person.name_key == name_key, Person.id > person_id),
            )
        )
    found = db.session.execute(query).all()
    facts, completed = _facts(served, [person.id for person, *_ in found])
    return [
        _row(person, association, certificate, served, facts[person.id], completed.get(person.id))
        for person, association, certificate in found
    ]


def _row(  # noqa: PLR0917 - the parts of one row
    person: Person,
    association: str | None,
    certificate: Certificate | None,
    served: ServedCourse,
    facts: set[Fact],
    completed_at: datetime | None,
) -> Row:
    now = progress(served.course, frozenset(facts))
    return Row(
        person_id=person.id,
        name=person.name,
        local_association=association or "",
        status=now.status,
        pages_done=now.pages_done,
        pages_required=now.pages_required,
        completed_at=completed_at if now.completed else None,
        certificate_code=certificate.code if certificate else None,
        certificate_issued_at=certificate.issued_at if certificate else None,
        place=(person.name_key, person.id),
    )


def _facts(
    served: ServedCourse, person_ids: list[int]
) -> tuple[dict[int, set[Fact]], dict[int, datetime]]:
    facts: dict[int, set[Fact]] = defaultdict(set)
    completed: dict[int, datetime] = {}
    for person_id, scope, address, at in db.session.execute(
        select(
            Completion.person_id, Completion.scope, Completion.address, Completion.completed_at
        ).where(Completion.person_id.in_(person_ids), Completion.course_id == served.course_id)
    ):
        facts[person_id].add(Fact(Scope(scope), address))
        if scope == Scope.COURSE:
            completed[person_id] = at
    return facts, completed


def _people(reach: Reach, served: ServedCourse, wanted: Filter) -> Select[*tuple[Any, ...]]:
    query = (
        select(Person, LocalAssociation.name, Certificate)
        .outerjoin(LocalAssociation, Person.local_association_id == LocalAssociation.id)
        .outerjoin(
            Certificate,
            and_(
                Certificate.person_id == Person.id,
                Certificate.course_id == served.course_id,
                Certificate.state == "current",
            ),
        )
        .where(Person.closed_at.is_(None), _within(reach))
    )
    for condition in _conditions(served, wanted):
        query = query.where(condition)
    return query


def _within(reach: Reach) -> ColumnElement[bool]:
    if reach.union:
        return Person.id.is_not(None)
    if not reach.local_associations:
        return false()
    return Person.local_association_id.in_(reach.local_associations)


def _conditions(served: ServedCourse, wanted: Filter) -> Iterator[ColumnElement[bool]]:
    if wanted.local_association_id is not None:
        yield Person.local_association_id == wanted.local_association_id
    if wanted.status is Status.DONE:
        yield _has(served, Scope.COURSE)
    elif wanted.status is Status.IN_PROGRESS:
        yield and_(_has(served, Scope.PAGE), ~_has(served, Scope.COURSE))
    elif wanted.status is Status.NOT_STARTED:
        yield and_(~_has(served, Scope.PAGE), ~_has(served, Scope.COURSE))
    if wanted.certificate is not None:
        yield Certificate.id.is_not(None) if wanted.certificate else Certificate.id.is_(None)
    if wanted.search.strip():
        yield or_(
            Person.name_key.contains(sort_key(wanted.search), autoescape=True),
            Person.email_key.contains(wanted.search.strip().casefold(), autoescape=True),
        )


def _has(served: ServedCourse, scope: Scope) -> ColumnElement[bool]:
    """Whether the person has a fact of this scope; publishing keeps facts and progress equal."""
    return exists().where(
        Completion.person_id == Person.id,
        Completion.course_id == served.course_id,
        Completion.scope == scope.value,
    )
