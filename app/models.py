"""All tables: columns and constraints, no rules."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from app.core.names import sort_key
from app.extensions import Base, UtcDateTime

CODE_LENGTH = 64
NAME_LENGTH = 120
KEY_LENGTH = 3 * NAME_LENGTH
ADDRESS_LENGTH = 200


class LocalAssociation(Base):
    """A local association of the union."""

    __tablename__ = "local_association"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH), unique=True)
    variables: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    """Values of course variables, such as ``contact.phone``, that differ from the union's."""
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Person(Base):
    """Someone with an account. Two people may share one e-mail address, or have none."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    """As it will be printed on the certificate."""
    name_key: Mapped[str] = mapped_column(String(KEY_LENGTH), index=True)
    """The name as it is sorted, searched and compared; follows the name."""
    email: Mapped[str | None] = mapped_column(String(254))
    email_key: Mapped[str | None] = mapped_column(String(254), index=True)
    """The address as it is compared."""
    language: Mapped[str] = mapped_column(String(8))
    local_association_id: Mapped[int | None] = mapped_column(
        ForeignKey("local_association.id"), index=True
    )
    password_hash: Mapped[str | None] = mapped_column(String(200))
    totp_secret: Mapped[str | None] = mapped_column(String(64))
    totp_confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    totp_last_step: Mapped[int | None] = mapped_column()
    """Number of the last 30-second step that was used, so that a code works once."""
    theme: Mapped[str] = mapped_column(String(8), default="auto")
    text_size: Mapped[str] = mapped_column(String(8), default="normal")
    spacing: Mapped[str] = mapped_column(String(8), default="normal")
    light_view: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    local_association: Mapped[LocalAssociation | None] = relationship(lazy="raise")
    roles: Mapped[list[RoleGrant]] = relationship(
        lazy="raise", back_populates="person", foreign_keys="RoleGrant.person_id"
    )

    @validates("name")
    def _follow_name(self, _attribute: str, name: str) -> str:
        self.name_key = sort_key(name)[:KEY_LENGTH]
        return name


class RoleGrant(Base):
    """A role that a person holds beside being a learner."""

    __tablename__ = "role_grant"
    __table_args__ = (
        UniqueConstraint("person_id", "role", "local_association_id"),
        CheckConstraint(
            "(role = 'local_contact') = (local_association_id IS NOT NULL)", name="scope"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    local_association_id: Mapped[int | None] = mapped_column(ForeignKey("local_association.id"))
    """The only local association that a local contact sees; empty for roles of the union."""
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(
        lazy="raise", back_populates="roles", foreign_keys=[person_id]
    )


class SignedInSession(Base):
    """A session in one browser; ending it here ends it everywhere."""

    __tablename__ = "signed_in_session"

    token_hash: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_used_on: Mapped[date] = mapped_column()
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(lazy="raise")


class Consent(Base):
    """One answer to one consent; the newest of a kind holds."""

    __tablename__ = "consent"
    __table_args__ = (Index(None, "person_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(30))
    given: Mapped[bool] = mapped_column()
    text_revision: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(8))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Invitation(Base):
    """A way in: a link for many to one local association, or a single-use link or slip."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    """``group``, ``personal`` or ``slip``."""
    code_hash: Mapped[str] = mapped_column(String(CODE_LENGTH), unique=True)
    code: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    """Kept for group links only, so that link and QR can be shown again."""
    words_hash: Mapped[str | None] = mapped_column(String(CODE_LENGTH), unique=True)
    local_association_id: Mapped[int] = mapped_column(
        ForeignKey("local_association.id"), index=True
    )
    email: Mapped[str | None] = mapped_column(String(254))
    name: Mapped[str | None] = mapped_column(String(NAME_LENGTH))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    used_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    local_association: Mapped[LocalAssociation] = relationship(lazy="raise")


class SignInRequest(Base):
    """A six-digit code and a link sent to an address, for the browser that asked."""

    __tablename__ = "sign_in_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    email_key: Mapped[str] = mapped_column(String(254), index=True)
    code_hash: Mapped[str] = mapped_column(String(CODE_LENGTH))
    link_hash: Mapped[str] = mapped_column(String(CODE_LENGTH), unique=True)
    browser_hash: Mapped[str] = mapped_column(String(CODE_LENGTH), index=True)
    """Hash of the asking browser's own secret."""
    next_path: Mapped[str] = mapped_column(String(500), default="")
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id"))
    join_form: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """What the join form held, until the code proves the address and the account is made."""
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the code or link was used; who signs in may still have to be chosen."""
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who signed in with it; the same submit, sent twice, leads to the same person."""


class SignInSlip(Base):
    """A printed slip that signs one person in once."""

    __tablename__ = "sign_in_slip"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(CODE_LENGTH), unique=True)
    words_hash: Mapped[str] = mapped_column(String(CODE_LENGTH), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Throttle(Base):
    """How often something was tried within one window of time."""

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True)
    """Hash of what is counted, such as an address."""
    window: Mapped[int] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(default=0)


class KeptText(Base):
    """What somebody typed when it could not be taken; returns only to its writer."""

    __tablename__ = "kept_text"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    browser_hash: Mapped[str | None] = mapped_column(String(CODE_LENGTH), index=True)
    """For a writer who has not signed in: the hash of the browser's own secret."""
    path: Mapped[str] = mapped_column(String(500))
    fields: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Mail(Base):
    """The outbox: a mail commits together with the data that caused it."""

    __tablename__ = "mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(8))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AuditEvent(Base):
    """Who did what, when; ids only, never names or answers. Rows are only ever added."""

    __tablename__ = "audit_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    actor_id: Mapped[int | None] = mapped_column()
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(100), default="")


class Course(Base):
    """A course; the revision with the highest number is the one that is served."""

    __tablename__ = "course"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CourseRevision(Base):
    """One published state of a course; never changed afterwards."""

    __tablename__ = "course_revision"
    __table_args__ = (UniqueConstraint("course_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    number: Mapped[int] = mapped_column()
    sha256: Mapped[str] = mapped_column(String(64))
    """Of the sources."""
    main_language: Mapped[str] = mapped_column(String(12))
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class CompiledCourse(Base):
    """What reading the sources of a revision gave in one language, ready to serve."""

    __tablename__ = "compiled_course"

    revision_id: Mapped[int] = mapped_column(ForeignKey("course_revision.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(12), primary_key=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)


class SourceContent(Base):
    """The bytes of a source file, stored once however many revisions hold it."""

    __tablename__ = "source_content"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class SourceFile(Base):
    """A file of a revision."""

    __tablename__ = "source_file"

    revision_id: Mapped[int] = mapped_column(ForeignKey("course_revision.id"), primary_key=True)
    path: Mapped[str] = mapped_column(String(300), primary_key=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("source_content.sha256"))


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
    """Addresses of the drawn items, ``lesson/page/question``."""
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
    """Address of the question, ``lesson/page/question``; differs in a quiz drawn from others."""
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
