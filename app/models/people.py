"""People, their roles, sessions, consents and ways in."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from app.core.names import sort_key
from app.extensions import Base, UtcDateTime
from app.models.lengths import CODE_LENGTH, KEY_LENGTH, NAME_LENGTH


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
