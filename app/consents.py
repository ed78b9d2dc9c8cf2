"""What people are asked to agree to: kinds, exact texts with their revisions, and the answers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from flask import current_app
from flask_babel import LazyString, lazy_gettext
from sqlalchemy import func, select

from app.extensions import clock, db
from app.models import Consent

PROCESSING = "processing"
COORDINATORS = "coordinators"
PUBLIC_NAME = "public_name"
REMINDERS = "reminders"


@dataclass(frozen=True)
class ConsentText:
    """One consent as it is asked now.

    A new wording needs a new revision: what people agreed to stays what it was. A test holds
    the hash of each wording, in each language, against its revision.
    """

    kind: str
    revision: str
    required: bool
    text: LazyString

    def __str__(self) -> str:
        """Return the text in the reader's language, with the association's name."""
        return str(self.text) % {"association": current_app.config["SETTINGS"].association_name}


CONSENTS = (
    ConsentText(
        PROCESSING,
        "2026-11",
        required=True,
        text=lazy_gettext(
            "I agree that %(association)s processes my data for this training. "
            "I understand that taking part may reveal something about my health."
        ),
    ),
    ConsentText(
        COORDINATORS,
        "2026-11",
        required=True,
        text=lazy_gettext(
            "I agree that the coordinators of %(association)s and the contact person of my "
            "local association see how far I have come and my certificate. "
            "They do not see my answers or what I write for myself."
        ),
    ),
    ConsentText(
        PUBLIC_NAME,
        "2026-11",
        required=False,
        text=lazy_gettext(
            "My name may be shown to anyone who checks my certificate with its code."
        ),
    ),
    ConsentText(
        REMINDERS,
        "2026-11",
        required=False,
        text=lazy_gettext("You may remind me of the training by e-mail."),
    ),
)

REQUIRED = frozenset(consent.kind for consent in CONSENTS if consent.required)
OPTIONAL = tuple(consent for consent in CONSENTS if not consent.required)


def record(person_id: int, given: Collection[str], language: str, kinds: Collection[str]) -> None:
    """Store the answers to these kinds as new rows; no commit.

    ``given`` holds the kinds that were agreed to. Refusals are stored as well.
    """
    now = clock.now()
    db.session.add_all(
        Consent(
            person_id=person_id,
            kind=consent.kind,
            given=consent.kind in given,
            text_revision=consent.revision,
            language=language,
            at=now,
        )
        for consent in CONSENTS
        if consent.kind in kinds
    )


def current(person_id: int) -> dict[str, bool]:
    """Return the newest answer of each kind; a kind never asked is missing."""
    newest = select(func.max(Consent.id)).where(Consent.person_id == person_id)
    rows = db.session.execute(
        select(Consent.kind, Consent.given).where(Consent.id.in_(newest.group_by(Consent.kind)))
    )
    return {kind: given for kind, given in rows}  # noqa: C416 - rows are no pairs to mypy


def record_changes(person_id: int, given: Collection[str], language: str) -> None:
    """Store the optional answers that differ from the newest ones; no commit."""
    before = current(person_id)
    changed = {
        consent.kind
        for consent in OPTIONAL
        if before.get(consent.kind, False) != (consent.kind in given)
    }
    record(person_id, given, language, changed)
