"""What people did in a course: facts, answers, writings and the certificate."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base, UtcDateTime
from app.models.lengths import ADDRESS_LENGTH, CODE_LENGTH, NAME_LENGTH


class Completion(Base):
    """The fact that something was completed, written when it first became true; never undone."""

    __tablename__ = "completion"
    __table_args__ = (UniqueConstraint("person_id", "course_id", "scope", "address"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    scope: Mapped[str] = mapped_column(String(8))
    """``page``, ``lesson``, ``module`` or ``course``."""
    address: Mapped[str] = mapped_column(String(ADDRESS_LENGTH))
    """``lesson/page``, lesson id, module id, or empty for the course."""
    revision_id: Mapped[int] = mapped_column(ForeignKey("course_revision.id"))
    completed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class QuizAttempt(Base):
    """One go at a quiz; at most one of a person is open at a time."""

    __tablename__ = "quiz_attempt"
    __table_args__ = (
        Index(
            "uq_quiz_attempt_open",
            "person_id",
            "course_id",
            "address",
            unique=True,
            sqlite_where=text("finished_at IS NULL"),
            postgresql_where=text("finished_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    address: Mapped[str] = mapped_column(String(ADDRESS_LENGTH))
    revision_id: Mapped[int] = mapped_column(ForeignKey("course_revision.id"))
    seed: Mapped[int] = mapped_column()
    drawn: Mapped[list[str]] = mapped_column(JSON)
    """Addresses of the drawn items, ``lesson/question``."""
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    passed: Mapped[bool] = mapped_column(default=False)


class Answer(Base):
    """One submitted answer; rows are only ever added."""

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("person_id", "course_id", "address", "submit_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    address: Mapped[str] = mapped_column(String(ADDRESS_LENGTH))
    """``lesson/page`` on which it was answered."""
    question: Mapped[str] = mapped_column(String(ADDRESS_LENGTH))
    """Address of the question, ``lesson/question``; differs in a quiz drawn from others."""
    attempt_id: Mapped[int | None] = mapped_column(ForeignKey("quiz_attempt.id"), index=True)
    """Empty for practice."""
    submit_key: Mapped[str] = mapped_column(String(CODE_LENGTH))
    """Made with the form; the same key means the same submit."""
    revision_id: Mapped[int] = mapped_column(ForeignKey("course_revision.id"))
    response: Mapped[dict[str, Any]] = mapped_column(JSON)
    shown: Mapped[list[str]] = mapped_column(JSON)
    """The chosen texts as the learner saw them."""
    credit: Mapped[str] = mapped_column(String(20))
    """Exact fraction, such as ``2/3``."""
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ScenarioStep(Base):
    """One choice in a practice conversation; never stored for a ``.safe`` scenario."""

    __tablename__ = "scenario_step"
    __table_args__ = (UniqueConstraint("person_id", "course_id", "address", "run_key", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    address: Mapped[str] = mapped_column(String(ADDRESS_LENGTH))
    run_key: Mapped[str] = mapped_column(String(CODE_LENGTH))
    position: Mapped[int] = mapped_column()
    scene: Mapped[str] = mapped_column(String(80))
    """The scene that was reached."""
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Writing(Base):
    """What a person wrote on a reflection, checklist or document; private to the writer.

    Each opened form saves into its own row, so two open tabs never overwrite each other.
    """

    __tablename__ = "writing"
    __table_args__ = (UniqueConstraint("person_id", "course_id", "address", "form_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    address: Mapped[str] = mapped_column(String(ADDRESS_LENGTH))
    form_key: Mapped[str] = mapped_column(String(CODE_LENGTH))
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Draft(Base):
    """An answer that is being thought over; saved while typing, gone when submitted."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("person_id", "course_id", "question"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    question: Mapped[str] = mapped_column(String(ADDRESS_LENGTH))
    fields: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Promise(Base):
    """A promise that was accepted, with the text's revision and day."""

    __tablename__ = "promise"
    __table_args__ = (UniqueConstraint("person_id", "course_id", "address", "revision_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    address: Mapped[str] = mapped_column(String(ADDRESS_LENGTH))
    revision_id: Mapped[int] = mapped_column(ForeignKey("course_revision.id"))
    language: Mapped[str] = mapped_column(String(12))
    accepted_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Certificate(Base):
    """A certificate of completion as it was issued; what it says is frozen."""

    __tablename__ = "certificate"
    __table_args__ = (
        UniqueConstraint("person_id", "course_id", "stage", "number"),
        Index(
            "uq_certificate_current",
            "person_id",
            "course_id",
            "stage",
            unique=True,
            sqlite_where=text("state = 'current'"),
            postgresql_where=text("state = 'current'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    stage: Mapped[str] = mapped_column(String(20), default="completion")
    number: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(String(10), default="current")
    """``current``, ``replaced`` or ``revoked``."""
    code: Mapped[str] = mapped_column(String(40), unique=True)
    """At least 128 random bits; printed on the certificate for the public check."""
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    language: Mapped[str] = mapped_column(String(8))
    sheet: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Every text of the certificate, frozen at issue."""
    revision_id: Mapped[int] = mapped_column(ForeignKey("course_revision.id"))
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    valid_until: Mapped[date | None] = mapped_column()
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
