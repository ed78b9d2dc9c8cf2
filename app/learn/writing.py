"""What people write for themselves on reflections, checklists and documents: never overwritten.

Each opened form has a key of its own. Saving it replaces the text that it was opened with only if
that text is still as it was; what another window wrote meanwhile stays beside it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, select

from app.core.pages import kind_of
from app.core.pages.base import PageData
from app.core.typed import fit_fields
from app.extensions import clock, db
from app.learn.facts import add_completion
from app.learn.practice import SUBMIT_KEY, new_key
from app.learn.turns import take_turns
from app.learn.visits import Visit
from app.models import Completion, Writing

SUBMITTED = ".saved"
"""Ends the key of a row that was submitted: what its form still sends by itself is older."""


@dataclass(frozen=True)
class WritingForm:
    """What a form tells about itself."""

    key: str
    base: str
    """Mark of the text that the form was opened with; see `mark_of`."""


@dataclass(frozen=True)
class Written:
    """Everything that a person has written on one page."""

    newest: Writing | None = None
    others: tuple[Writing, ...] = ()
    """Different texts from other windows, newest first."""
    done: bool = False
    """Whether the page is done."""

    @property
    def fields(self) -> PageData:
        """The newest text, by field."""
        return self.newest.fields if self.newest else {}


def writing_address(visit: Visit) -> str:
    """Return where a page's text is kept; a document is one, whichever lesson opens it."""
    if visit.page.kind == "document":
        return f"document:{visit.page.id}"
    return visit.address


def load_written(visit: Visit) -> Written:
    """Return what the person has written on the page, and whether it is done; one query."""
    done = exists().where(
        Completion.person_id == visit.person_id,
        Completion.course_id == visit.served.course_id,
        Completion.scope == "page",
        Completion.address == visit.address,
    )
    rows = db.session.execute(
        select(Writing, done)
        .where(
            Writing.person_id == visit.person_id,
            Writing.course_id == visit.served.course_id,
            Writing.address == writing_address(visit),
        )
        .order_by(Writing.saved_at.desc(), Writing.id.desc())
    ).all()
    if not rows:
        return Written()
    newest, is_done = rows[0]
    return Written(newest, _different(newest, [row for row, _ in rows[1:]]), is_done)


def mark_of(writing: Writing | None, names: Collection[str]) -> str:
    """Return a mark that changes when the text of these fields does.

    A form knows only its own fields: what another window wrote in other sections of a document
    meanwhile does not concern it.
    """
    if writing is None:
        return ""
    own = {name: writing.fields[name] for name in names if name in writing.fields}
    body = json.dumps(own, sort_keys=True)
    return f"{writing.id}:{hashlib.sha256(body.encode()).hexdigest()[:16]}"


def save_writing(visit: Visit, data: PageData, form: WritingForm, *, done: bool) -> str | None:
    """Keep what was submitted, and note the page as done if it is; one transaction.

    Returns:
        The id of the module that became complete by this, as `facts.complete_page` has it.
    """
    _write(visit, data, form, submitted=True)
    module = add_completion(visit) if done else None
    db.session.commit()
    return module


def autosave_writing(visit: Visit, data: PageData, form: WritingForm) -> datetime | None:
    """Keep what is being typed; one transaction.

    Returns:
        When it was saved, or None when the form was submitted before this arrived.
    """
    saved = _write(visit, data, form, submitted=False)
    db.session.commit()
    return saved


def choose_writing(visit: Visit, data: PageData, form: WritingForm, writing_id: int) -> None:
    """Keep what was submitted, then put a text from another window on top; one transaction."""
    _write(visit, data, form, submitted=True)
    rows = _rows(visit)
    chosen = next((row for row in rows if row.id == writing_id), None)
    if chosen is not None:
        # Later than all others, also when the clock has not moved between the two.
        newest = max(row.saved_at for row in rows)
        chosen.saved_at = max(clock.now(), newest + timedelta(microseconds=1))
    db.session.commit()


def clean_data(visit: Visit, fields: dict[str, list[str]]) -> PageData:
    """Return what form fields hold for this page."""
    return kind_of(visit.page).clean(visit.page.content, fit_fields(fields))


def _write(visit: Visit, data: PageData, form: WritingForm, *, submitted: bool) -> datetime | None:
    take_turns(visit.person_id)
    rows = _rows(visit)
    key = form.key if SUBMIT_KEY.fullmatch(form.key) else new_key()
    own = _find(rows, key, form.base, data)
    if own is not None and own.form_key == key + SUBMITTED and not submitted:
        return None
    now = clock.now()
    if own is None:
        own = Writing(
            person_id=visit.person_id,
            course_id=visit.served.course_id,
            address=writing_address(visit),
            fields=_newest_fields(rows),
        )
        db.session.add(own)
    own.form_key = key + SUBMITTED if submitted else key
    own.fields = _with_earlier_fields(own.fields, data)
    own.saved_at = now
    return now


def _rows(visit: Visit) -> Sequence[Writing]:
    return db.session.scalars(
        select(Writing).where(
            Writing.person_id == visit.person_id,
            Writing.course_id == visit.served.course_id,
            Writing.address == writing_address(visit),
        )
    ).all()


def _newest_fields(rows: Sequence[Writing]) -> PageData:
    """Return what a new text begins with: the form may hold one section of a document only."""
    newest = max(rows, key=lambda row: (row.saved_at, row.id), default=None)
    return dict(newest.fields) if newest else {}


def _find(rows: Sequence[Writing], key: str, base: str, data: PageData) -> Writing | None:
    """Return the form's own row, else the row it was opened with if nobody changed it since."""
    for row in rows:
        if row.form_key in {key, key + SUBMITTED}:
            return row
    return next((row for row in rows if mark_of(row, data) == base), None)


def _with_earlier_fields(old: dict[str, Any], new: PageData) -> dict[str, Any]:
    """Return the new values, and the old ones of fields that the page no longer has."""
    return {**{name: value for name, value in old.items() if name not in new}, **new}


def _different(newest: Writing, others: Sequence[Writing]) -> tuple[Writing, ...]:
    """Return the other texts, each different text once."""
    seen = [newest.fields]
    found = []
    for row in others:
        if row.fields not in seen:
            seen.append(row.fields)
            found.append(row)
    return tuple(found)
