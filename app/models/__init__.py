"""All tables: columns and constraints, no rules."""

from __future__ import annotations

from app.models.courses import (
    CompiledCourse,
    Course,
    CourseRevision,
    SourceContent,
    SourceFile,
)
from app.models.lengths import ADDRESS_LENGTH, CODE_LENGTH, KEY_LENGTH, NAME_LENGTH
from app.models.people import (
    Consent,
    Invitation,
    LocalAssociation,
    Person,
    RoleGrant,
    SignedInSession,
    SignInRequest,
    SignInSlip,
)
from app.models.service import (
    AuditEvent,
    KeptText,
    Mail,
    Throttle,
)
from app.models.studies import (
    Answer,
    Certificate,
    Completion,
    Draft,
    Promise,
    QuizAttempt,
    ScenarioStep,
    Writing,
)

__all__ = [
    "ADDRESS_LENGTH",
    "CODE_LENGTH",
    "KEY_LENGTH",
    "NAME_LENGTH",
    "Answer",
    "AuditEvent",
    "Certificate",
    "CompiledCourse",
    "Completion",
    "Consent",
    "Course",
    "CourseRevision",
    "Draft",
    "Invitation",
    "KeptText",
    "LocalAssociation",
    "Mail",
    "Person",
    "Promise",
    "QuizAttempt",
    "RoleGrant",
    "ScenarioStep",
    "SignInRequest",
    "SignInSlip",
    "SignedInSession",
    "SourceContent",
    "SourceFile",
    "Throttle",
    "Writing",
]
