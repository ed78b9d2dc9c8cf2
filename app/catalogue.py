"""Published courses: served from what publishing compiled, never parsed per request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from itertools import groupby
from typing import NamedTuple

from flask import g
from flask_babel import force_locale, gettext
from msgspec.structs import replace
from sqlalchemy import bindparam, delete, select

from app.core.course import Course as CourseText
from app.core.errors import Problem, Severity
from app.core.fingerprint import fingerprint
from app.core.id_writing import write_ids
from app.core.progress import Fact, Scope, unwritten_facts
from app.core.publishing import (
    Changes,
    adopt_all,
    decode_course,
    digest_sources,
    encode_course,
    find_changes,
)
from app.core.reader import Reading
from app.core.reading_worker import read_in_time
from app.core.words import WORDS, Words
from app.extensions import clock, db
from app.models import (
    AuditEvent,
    CompiledCourse,
    Completion,
    Course,
    CourseRevision,
    SourceContent,
    SourceFile,
)
from config import LANGUAGES

LONGEST_SUBJECT = 100
"""Characters of the log's column; two ids of the longest kind need more."""


@dataclass(frozen=True)
class ServedCourse:
    """A course as it is served now, with the ids that facts about it are stored under."""

    course: CourseText
    course_id: int
    revision_id: int


# Made once: building a statement costs more than running it.
_CURRENT = (
    select(Course.id, CourseRevision.id)
    .join(CourseRevision, CourseRevision.course_id == Course.id)
    .where(Course.slug == bindparam("slug"))
    .order_by(CourseRevision.number.desc())
    .limit(1)
)


def load_course(slug: str, language: str) -> ServedCourse | None:
    """Return the current revision in this language or its fallback; at most one query a request.

    The decoded course is cached in the process: a revision never changes.
    """
    cache: dict[str, tuple[int, int] | None] = g.setdefault("current_revisions", {})
    if slug not in cache:
        row = db.session.execute(_CURRENT, {"slug": slug}).one_or_none()
        cache[slug] = None if row is None else (row[0], row[1])
    current = cache[slug]
    if current is None:
        return None
    course_id, revision_id = current
    return ServedCourse(course_at(revision_id, language), course_id, revision_id)


def first_slug() -> str | None:
    """Return the slug of the course that was published first, or None."""
    return db.session.scalar(select(Course.slug).join(CourseRevision).order_by(Course.id).limit(1))


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


class _LastRevision(NamedTuple):
    id: int
    number: int
    sha256: str


@dataclass(frozen=True)
class PublishResult:
    """What publishing did."""

    problems: tuple[Problem, ...]
    """Those of severity error stopped it."""
    files: Mapping[str, bytes]
    """The sources with the ids that were written into them."""
    revision: int | None = None
    """Number of the revision that is served now; None when nothing could be published."""
    changes: Changes | None = None
    """What the new revision changed; None when the sources were those of the last one."""
    unread: tuple[str, ...] = ()
    """Lessons that wait for a professional to read them and so stopped it, by id."""
    redrawn: bool = False
    """Whether the revision was drawn anew: its sources are the same, the code is not."""


def interface_words() -> Words:
    """Return the interface words that stand inside course text, in every language."""
    languages = {}
    for language in LANGUAGES:
        with force_locale(language):
            languages[language] = {word: gettext(word) for word in WORDS}
    return Words(languages)


def read_sources(files: Mapping[str, bytes], slug: str, today: date) -> Reading:
    """Read course files as publishing does: bounded in time, in the languages of the platform."""
    return read_in_time(files, today, slug=slug, words=interface_words())


def publish(
    slug: str,
    files: Mapping[str, bytes],
    *,
    today: date,
    published_by: int | None = None,
    allow_unread: bool = False,
    unread_confirmed_by: int | None = None,
) -> PublishResult:
    """Make a revision of a course unless its sources are those of the last one, and commit it.

    Missing ids are written first. Any error stops it and leaves everything as it was; so does a
    lesson that waits for a professional to read it, unless an owner has confirmed that.

    Args:
        slug: Name of the course in addresses.
        files: The sources by path.
        today: The day against which facts and reviews are judged.
        published_by: Id of the person who publishes; None on the command line.
        allow_unread: Whether lessons may go out unread, as in the demo.
        unread_confirmed_by: Id of the owner who lets them; this is written to the log.
    """
    with_ids, _ = write_ids(files)
    digest = digest_sources(with_ids)
    last = _last_revision(slug)
    # Reading takes seconds: no transaction may be open meanwhile.
    db.session.rollback()
    sources = _Sources(slug, with_ids, digest)
    if last is not None and last.sha256 == digest:
        return _redraw(sources, last, today)
    reading = read_sources(with_ids, slug, today)
    if not reading.publishable:
        return PublishResult(reading.problems, with_ids)
    unread = _unread_lessons(reading)
    if unread and not allow_unread and unread_confirmed_by is None:
        return PublishResult(reading.problems, with_ids, unread=unread)
    return _add_revision(sources, reading, published_by, unread_confirmed_by)


def _unread_lessons(reading: Reading) -> tuple[str, ...]:
    course = reading.courses[reading.main_language]
    return tuple(lesson.id for lesson in course.lessons() if lesson.unread)


class _Sources(NamedTuple):
    slug: str
    files: Mapping[str, bytes]
    sha256: str


def _redraw(sources: _Sources, last: _LastRevision, today: date) -> PublishResult:
    """Draw the last revision anew and commit, if the code has changed since it was drawn.

    Its sources, ids and kinds stay; where today's code finds an error or another kind in them,
    the drawing stays too. Other processes show the new drawing once they are started again.
    """
    unchanged = PublishResult((), sources.files, last.number)
    drawn = course_at(last.id, "")
    db.session.rollback()
    if drawn.drawn_by == fingerprint(interface_words()):
        return unchanged
    reading = read_sources(sources.files, sources.slug, today)
    if not reading.publishable:
        return unchanged
    courses = adopt_all(drawn, reading.courses, reading.main_language)
    if find_changes(drawn, courses[reading.main_language]).kind_changed:
        return unchanged
    course = _course_named(sources.slug)
    db.session.execute(delete(CompiledCourse).where(CompiledCourse.revision_id == last.id))
    _compile(last.id, courses)
    _settle(course.id, last.id, courses[reading.main_language])
    db.session.commit()
    _languages.cache_clear()
    return PublishResult(reading.problems, sources.files, last.number, redrawn=True)


def _add_revision(
    sources: _Sources, reading: Reading, published_by: int | None, confirmed_by: int | None
) -> PublishResult:
    """Store a reading as the next revision and commit it, unless something changed its kind."""
    course = _course_named(sources.slug)
    last = _last_revision(sources.slug)
    previous = course_at(last.id, reading.main_language) if last is not None else None
    courses = adopt_all(previous, reading.courses, reading.main_language)
    changes = find_changes(previous, courses[reading.main_language])
    if changes.kind_changed:
        db.session.rollback()
        problems = (*reading.problems, *_kind_problems(reading, changes))
        return PublishResult(problems, sources.files)
    revision = CourseRevision(
        course_id=course.id,
        number=(last.number if last is not None else 0) + 1,
        sha256=sources.sha256,
        main_language=reading.main_language,
        published_at=clock.now(),
        published_by_id=published_by,
    )
    db.session.add(revision)
    db.session.flush()
    number = revision.number
    _store(revision.id, sources.files, courses)
    _settle(course.id, revision.id, courses[reading.main_language])
    if confirmed_by is not None:
        _log_unread(confirmed_by, sources.slug, reading)
    db.session.commit()
    g.pop("current_revisions", None)
    return PublishResult(reading.problems, sources.files, number, changes)


def _log_unread(owner_id: int, slug: str, reading: Reading) -> None:
    """Write who let lessons go out that no professional had read: a row for each."""
    db.session.add_all(
        AuditEvent(
            at=clock.now(),
            actor_id=owner_id,
            action="course:publish:unread",
            subject=f"lesson:{slug}/{lesson}"[:LONGEST_SUBJECT],
        )
        for lesson in _unread_lessons(reading)
    )


def _last_revision(slug: str) -> _LastRevision | None:
    row = db.session.execute(
        select(CourseRevision.id, CourseRevision.number, CourseRevision.sha256)
        .join(Course, Course.id == CourseRevision.course_id)
        .where(Course.slug == slug)
        .order_by(CourseRevision.number.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else _LastRevision(*row)


def _course_named(slug: str) -> Course:
    """Return the course of this name, made when it is new, and keep others from publishing it."""
    course = db.session.scalar(select(Course).where(Course.slug == slug).with_for_update())
    if course is None:
        course = Course(slug=slug, created_at=clock.now())
        db.session.add(course)
        db.session.flush()
    return course


def _kind_problems(reading: Reading, changes: Changes) -> tuple[Problem, ...]:
    return tuple(
        Problem(*reading.where.get(address, ("", 1)), Severity.ERROR, "kind-changed", address)
        for address in changes.kind_changed
    )


def _store(revision_id: int, files: Mapping[str, bytes], courses: Mapping[str, CourseText]) -> None:
    """Add the sources, each content once, and the compiled courses of a revision."""
    digests = {path: sha256(content).hexdigest() for path, content in files.items()}
    contents = {digests[path]: content for path, content in files.items()}
    known = set(
        db.session.scalars(select(SourceContent.sha256).where(SourceContent.sha256.in_(contents)))
    )
    db.session.add_all(
        SourceContent(sha256=digest, content=content)
        for digest, content in contents.items()
        if digest not in known
    )
    db.session.flush()
    db.session.add_all(
        SourceFile(revision_id=revision_id, path=path, sha256=digest)
        for path, digest in digests.items()
    )
    _compile(revision_id, courses)


def _compile(revision_id: int, courses: Mapping[str, CourseText]) -> None:
    """Add the courses as they will be served, with the fingerprint of what drew them."""
    drawn_by = fingerprint(interface_words())
    db.session.add_all(
        CompiledCourse(
            revision_id=revision_id,
            language=language,
            body=encode_course(replace(course, drawn_by=drawn_by)),
        )
        for language, course in courses.items()
    )


def _settle(course_id: int, revision_id: int, course: CourseText) -> None:
    """Write as facts what the new revision makes done for people midway.

    A removed page can complete a lesson, module or course for somebody. From now on that is seen
    as done, so it is written: no later edit can take it away, and every list agrees.
    """
    rows = db.session.execute(
        select(Completion.person_id, Completion.scope, Completion.address)
        .where(Completion.course_id == course_id)
        .order_by(Completion.person_id)
    ).all()
    now = clock.now()
    for person_id, group in groupby(rows, key=lambda row: row.person_id):
        facts = frozenset(Fact(Scope(row.scope), row.address) for row in group)
        db.session.add_all(
            Completion(
                person_id=person_id,
                course_id=course_id,
                scope=fact.scope.value,
                address=fact.address,
                revision_id=revision_id,
                completed_at=now,
            )
            for fact in unwritten_facts(course, facts)
        )


def export(slug: str) -> dict[str, bytes] | None:
    """Return the sources of the current revision byte for byte; None for an unknown course."""
    newest = (
        select(CourseRevision.id)
        .join(Course, Course.id == CourseRevision.course_id)
        .where(Course.slug == slug)
        .order_by(CourseRevision.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(SourceFile.path, SourceContent.content)
        .join(SourceContent, SourceContent.sha256 == SourceFile.sha256)
        .where(SourceFile.revision_id == newest)
    ).all()
    return dict(rows) or None
