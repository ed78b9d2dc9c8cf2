"""first tables"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import app.extensions

revision = "7562ddb9dd39"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "audit_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", app.extensions.UtcDateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_event_at"), ["at"], unique=False)

    op.create_table(
        "course",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("created_at", app.extensions.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course")),
        sa.UniqueConstraint("slug", name=op.f("uq_course_slug")),
    )
    op.create_table(
        "local_association",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("variables", sa.JSON(), nullable=False),
        sa.Column("closed_at", app.extensions.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_association")),
        sa.UniqueConstraint("name", name=op.f("uq_local_association_name")),
    )
    op.create_table(
        "mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("created_at", app.extensions.UtcDateTime(timezone=True), nullable=False),
        sa.Column("due_at", app.extensions.UtcDateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent_at", app.extensions.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
    )
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mail_due_at"), ["due_at"], unique=False)

    op.create_table(
        "source_content",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_source_content")),
    )
    op.create_table(
        "throttle",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("window", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", "window", name=op.f("pk_throttle")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_key", sa.String(length=360), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("email_key", sa.String(length=254), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("local_association_id", sa.Integer(), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("totp_secret", sa.String(length=64), nullable=True),
        sa.Column("totp_confirmed_at", app.extensions.UtcDateTime(timezone=True), nullable=True),
        sa.Column("totp_last_step", sa.Integer(), nullable=True),
        sa.Column("theme", sa.String(length=8), nullable=False),
        sa.Column("text_size", sa.String(length=8), nullable=False),
        sa.Column("spacing", sa.String(length=8), nullable=False),
        sa.Column("light_view", sa.Boolean(), nullable=False),
        sa.Column("created_at", app.extensions.UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_at", app.extensions.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["local_association_id"],
            ["local_association.id"],
            name=op.f("fk_person_local_association_id_local_association"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_email_key"), ["email_key"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_person_local_association_id"), ["local_association_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_person_name_key"), ["name_key"], unique=False)

    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("text_revision", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("at", app.extensions.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_consent_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_consent_person_id_kind"), ["person_id", "kind"], unique=False
        )

    op.create_table(
        "course_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("main_language", sa.String(length=12), nullable=False),
        sa.Column("published_at", app.extensions.UtcDateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_course_revision_course_id_course")
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"],
            ["person.id"],
            name=op.f("fk_course_revision_published_by_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_revision")),
        sa.UniqueConstraint(
            "course_id", "number", name=op.f("uq_course_revision_course_id_number")
        ),
    )
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=200), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("saved_at", app.extensions.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_draft_course_id_course")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_draft_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint(
            "person_id", "course_id", "question", name=op.f("uq_draft_person_id_course_id_question")
        ),
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=True),
        sa.Column("words_hash", sa.String(length=64), nullable=True),
        sa.Column("local_association_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("created_at", app.extensions.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("expires_at", app.extensions.UtcDateTime(timezone=True), nullable=True),
        sa.Column("closed_at", app.extensions.UtcDateTime(timezone=True), nullable=True),
        sa.Column("used_at", app.extensions.UtcDateTime(timezone=True), nullable=True),
        sa.Column("used_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["person.id"], name=op.f("fk_invitation_created_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["local_association_id"],
            ["local_association.id"],
            name=op.f("fk_invitation_local_association_id_local_association"),
        ),
        sa.ForeignKeyConstraint(
            ["used_by_id"], ["person.id"], name=op.f("fk_invitation_used_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_invitation_code_hash")),
        sa.UniqueConstraint("words_hash", name=op.f("uq_invitation_words_hash")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_invitation_local_association_id"), ["local_association_id"], unique=False
        )

    op.create_table(
        "kept_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("browser_hash", sa.String(length=64), nullable=True),
        sa.Column("path", sa.String(length=500), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("kept_at", app.extensions.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_kept_text_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_text")),
    )
    with op.batch_alter_table("kept_text", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_kept_text_browser_hash"), ["browser_hash"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_kept_text_person_id"), ["person_id"], unique=False)

    op.create_table(
        "role_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("local_association_id", sa.Integer(), nullable=True),
        sa.Column("granted_at", app.extensions.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(role = 'local_contact') = (local_association_id IS NOT NULL)",
            name=op.f("ck_role_grant_scope"),
        ),
        sa.ForeignKeyConstraint(
            ["local_association_id"],
            ["local_association.id"],
            name=op.f("fk_role_grant_local_association_id_local_association"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_role_grant_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
        sa.UniqueConstraint(
            "person_id",
            "role",
            "local_association_id",
            name=op.f("uq_role_grant_person_id_role_local_association_id"),
        ),
    )
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_grant_person_id"), ["person_id"], unique=False)

    op.create_table(
        "scenario_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("run_key", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("scene", sa.String(length=80), nullable=False),
        sa.Column("at", app.extensions.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_scenario_step_course_id_course")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_scenario_step_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario_step")),
        sa.UniqueConstraint(
            "person_id",
            "course_id",
            "address",
            "run_key",
            "position",
            name=op.f("uq_scenario_step_person_id_course_id_address_run_key_position"),
        ),
    )
    op.create_table(
        "sign_in_slip",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("words_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", app.extensions.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("expires_at", app.extensions.UtcDateTime(timezone=True), nullable=False),
        sa.Column("used_at", app.extensions.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["person.id"], name=op.f("fk_sign_in_slip_created_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_sign_in_slip_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_slip")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_sign_in_slip_code_hash")),
        sa.UniqueConstraint("words_hash", name=op.f("uq_sign_in_slip_words_hash")),
    )
    with op.batch_alter_table("sign_in_slip", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_slip_person_id"), ["person_id"], unique=False)

    op.create_table(
        "signed_in_session",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", app.extensions.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", app.extensions.UtcDateTime(timezone=True), nullable=False),
        sa.Column("last_used_on", sa.Date(), nullable=False),
        sa.Column("ended_at", app.extensions.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_signed_in_session_person_id_person")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_signed_in_session")),
    )
    with op.batch_alter_table("signed_in_session", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_signed_in_session_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "writing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("form_key", sa.String(length=64), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("saved_at", app.extensions.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_writing_course_id_course")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_writing_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_writing")),
        sa.UniqueConstraint(
            "person_id",
            "course_id",
            "address",
            "form_key",
            name=op.f("uq_writing_person_id_course_id_address_form_key"),
        ),
    )
    op.create_table(
        "certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("sheet", sa.JSON(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("issued_at", app.extensions.UtcDateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("revoked_at", app.extensions.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_certificate_course_id_course")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_certificate_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["course_revision.id"],
            name=op.f("fk_certificate_revision_id_course_revision"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("code", name=op.f("uq_certificate_code")),
        sa.UniqueConstraint(
            "person_id",
            "course_id",
            "stage",
            "number",
            name=op.f("uq_certificate_person_id_course_id_stage_number"),
        ),
    )
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.create_index(
            "uq_certificate_current",
            ["person_id", "course_id", "stage"],
            unique=True,
            sqlite_where=sa.text("state = 'current'"),
            postgresql_where=sa.text("state = 'current'"),
        )

    op.create_table(
        "compiled_course",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["course_revision.id"],
            name=op.f("fk_compiled_course_revision_id_course_revision"),
        ),
        sa.PrimaryKeyConstraint("revision_id", "language", name=op.f("pk_compiled_course")),
    )
    op.create_table(
        "completion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(length=8), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("completed_at", app.extensions.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_completion_course_id_course")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_completion_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["course_revision.id"],
            name=op.f("fk_completion_revision_id_course_revision"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_completion")),
        sa.UniqueConstraint(
            "person_id",
            "course_id",
            "scope",
            "address",
            name=op.f("uq_completion_person_id_course_id_scope_address"),
        ),
    )
    op.create_table(
        "promise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("accepted_at", app.extensions.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_promise_course_id_course")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_promise_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["course_revision.id"],
            name=op.f("fk_promise_revision_id_course_revision"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise")),
        sa.UniqueConstraint(
            "person_id",
            "course_id",
            "address",
            "revision_id",
            name=op.f("uq_promise_person_id_course_id_address_revision_id"),
        ),
    )
    op.create_table(
        "quiz_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("drawn", sa.JSON(), nullable=False),
        sa.Column("started_at", app.extensions.UtcDateTime(timezone=True), nullable=False),
        sa.Column("finished_at", app.extensions.UtcDateTime(timezone=True), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_quiz_attempt_course_id_course")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_quiz_attempt_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["course_revision.id"],
            name=op.f("fk_quiz_attempt_revision_id_course_revision"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_attempt")),
    )
    with op.batch_alter_table("quiz_attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quiz_attempt_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_quiz_attempt_open",
            ["person_id", "course_id", "address"],
            unique=True,
            sqlite_where=sa.text("finished_at IS NULL"),
            postgresql_where=sa.text("finished_at IS NULL"),
        )

    op.create_table(
        "sign_in_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("link_hash", sa.String(length=64), nullable=False),
        sa.Column("browser_hash", sa.String(length=64), nullable=False),
        sa.Column("next_path", sa.String(length=500), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=True),
        sa.Column("join_form", sa.JSON(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", app.extensions.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", app.extensions.UtcDateTime(timezone=True), nullable=False),
        sa.Column("proved_at", app.extensions.UtcDateTime(timezone=True), nullable=True),
        sa.Column("used_at", app.extensions.UtcDateTime(timezone=True), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitation.id"],
            name=op.f("fk_sign_in_request_invitation_id_invitation"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_sign_in_request_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_request")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_sign_in_request_link_hash")),
    )
    with op.batch_alter_table("sign_in_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sign_in_request_browser_hash"), ["browser_hash"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_sign_in_request_email_key"), ["email_key"], unique=False
        )

    op.create_table(
        "source_file",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["course_revision.id"],
            name=op.f("fk_source_file_revision_id_course_revision"),
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["source_content.sha256"], name=op.f("fk_source_file_sha256_source_content")
        ),
        sa.PrimaryKeyConstraint("revision_id", "path", name=op.f("pk_source_file")),
    )
    op.create_table(
        "answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("question", sa.String(length=200), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=True),
        sa.Column("submit_key", sa.String(length=64), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("response", sa.JSON(), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.Column("credit", sa.String(length=20), nullable=False),
        sa.Column("answered_at", app.extensions.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["quiz_attempt.id"], name=op.f("fk_answer_attempt_id_quiz_attempt")
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_answer_course_id_course")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_answer_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["course_revision.id"],
            name=op.f("fk_answer_revision_id_course_revision"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint(
            "person_id",
            "course_id",
            "address",
            "submit_key",
            name=op.f("uq_answer_person_id_course_id_address_submit_key"),
        ),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_attempt_id"), ["attempt_id"], unique=False)


def downgrade() -> None:

    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_attempt_id"))

    op.drop_table("answer")
    op.drop_table("source_file")
    with op.batch_alter_table("sign_in_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_request_email_key"))
        batch_op.drop_index(batch_op.f("ix_sign_in_request_browser_hash"))

    op.drop_table("sign_in_request")
    with op.batch_alter_table("quiz_attempt", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_quiz_attempt_open",
            sqlite_where=sa.text("finished_at IS NULL"),
            postgresql_where=sa.text("finished_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_quiz_attempt_person_id"))

    op.drop_table("quiz_attempt")
    op.drop_table("promise")
    op.drop_table("completion")
    op.drop_table("compiled_course")
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_certificate_current",
            sqlite_where=sa.text("state = 'current'"),
            postgresql_where=sa.text("state = 'current'"),
        )

    op.drop_table("certificate")
    op.drop_table("writing")
    with op.batch_alter_table("signed_in_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_signed_in_session_person_id"))

    op.drop_table("signed_in_session")
    with op.batch_alter_table("sign_in_slip", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_slip_person_id"))

    op.drop_table("sign_in_slip")
    op.drop_table("scenario_step")
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_role_grant_person_id"))

    op.drop_table("role_grant")
    with op.batch_alter_table("kept_text", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kept_text_person_id"))
        batch_op.drop_index(batch_op.f("ix_kept_text_browser_hash"))

    op.drop_table("kept_text")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_local_association_id"))

    op.drop_table("invitation")
    op.drop_table("draft")
    op.drop_table("course_revision")
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_person_id_kind"))

    op.drop_table("consent")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_name_key"))
        batch_op.drop_index(batch_op.f("ix_person_local_association_id"))
        batch_op.drop_index(batch_op.f("ix_person_email_key"))

    op.drop_table("person")
    op.drop_table("throttle")
    op.drop_table("source_content")
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mail_due_at"))

    op.drop_table("mail")
    op.drop_table("local_association")
    op.drop_table("course")
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_event_at"))

    op.drop_table("audit_event")
