"""Published courses: immutable revisions, their sources and what reading them gave."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    ForeignKey,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base, UtcDateTime


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
    """What reading the sources of a revision gave in one language, ready to serve.

    Drawn anew when the code that draws has changed; the ids inside stay.
    """

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
