"""Practice answers: saved as given, judged at once, tried again as often as somebody likes."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    bindparam,
    delete,
    func,
    literal,
    select,
    union_all,
)

from app.core.course import Page, Question, address
from app.core.grading import grade_response
from app.core.questions import kind_of
from app.core.questions.base import FormFields, Response
from app.extensions import clock, db
from app.learn.turns import insert_if_absent, insert_or_update, take_turns
from app.learn.visits import Visit
from app.models import Answer, Draft

SUBMIT_KEY = re.compile(r"[A-Za-z0-9_-]{8,30}")
"""What a form's key looks like; another one is as good as none."""

LONGEST_FIELDS = 100_000
"""Characters that are kept of one unfinished answer."""


@dataclass(frozen=True)
class Earlier:
    """What is known of one question from before."""

    response: Response | None = None
    """The newest submitted answer."""
    answer_id: int = 0
    fields: FormFields | None = None
    """Form fields of an answer that is still being thought over, newer than the response."""
    saved_at: datetime | None = None
    """When those fields were saved; None when a lost submit was kept with them."""

    @property
    def is_kept(self) -> bool:
        """Whether the fields are text that could not be taken."""
        return self.fields is not None and self.saved_at is None


def new_key() -> str:
    """Return a key for one form: sent twice it means the same submit."""
    return secrets.token_urlsafe(16)


def question_address(visit: Visit, question: Question) -> str:
    """Return the stored address of a question; moving it to another page keeps its answers."""
    return address(visit.lesson.id, question.id)


def save_answer(
    visit: Visit,
    question: Question,
    response: Response,
    key: str,
    others: Mapping[str, FormFields] | None = None,
) -> None:
    """Save an answer once, however often it is sent, and drop its draft; one transaction.

    ``others`` are answers begun to other questions of the page, by stored address.
    """
    take_turns(visit.person_id)
    where = question_address(visit, question)
    insert_if_absent(
        Answer,
        [
            {
                "person_id": visit.person_id,
                "course_id": visit.served.course_id,
                "address": visit.address,
                "question": where,
                "attempt_id": None,
                "submit_key": stored_key(key, where, response),
                "revision_id": visit.served.revision_id,
                "response": response,
                "shown": kind_of(question).describe(question, response),
                "credit": str(grade_response(question, response).credit),
                "answered_at": clock.now(),
            }
        ],
    )
    drop_draft(visit, where)
    add_drafts(visit, others or {})
    db.session.commit()


def add_drafts(visit: Visit, begun: Mapping[str, FormFields]) -> None:
    """Keep answers that were begun, by stored address of their question; no commit."""
    now = clock.now()
    insert_or_update(
        Draft,
        [
            {
                "person_id": visit.person_id,
                "course_id": visit.served.course_id,
                "question": where,
                "fields": kept,
                "saved_at": now,
            }
            for where, fields in begun.items()
            if (kept := _answer_fields(fields))
        ],
        unique=("person_id", "course_id", "question"),
    )


def save_drafts(visit: Visit, begun: Mapping[str, FormFields], key: str) -> datetime | None:
    """Keep unfinished answers, by stored address of their question; one transaction.

    Returns:
        When they were saved, or None when their form was submitted before this arrived: what was
        submitted is newer than any text that the form sent on the way.
    """
    take_turns(visit.person_id)
    saved_at = None if _is_submitted(visit, key) else clock.now()
    if saved_at:
        add_drafts(visit, begun)
    db.session.commit()
    return saved_at


def drop_draft(visit: Visit, question: str) -> None:
    """Remove the unfinished answer to the question stored under an address; no commit."""
    connection = db.session.connection()
    connection.execute(_DROP_DRAFT, {**_whose(visit), "question": question})


def load_earlier(visit: Visit, page: Page) -> dict[str, Earlier]:
    """Return the newest answer and the draft of each practice question, by id; one query."""
    if not page.questions:
        return {}
    ids = {question_address(visit, question): question.id for question in page.questions}
    found: dict[str, Earlier] = {}
    wanted = {**_whose(visit), "questions": list(ids)}
    for where, number, value, at, is_draft in db.session.execute(_NEWEST, wanted):
        known = found.get(ids[where], Earlier())
        if is_draft:
            found[ids[where]] = Earlier(known.response, known.answer_id, _fields(value), at)
        else:
            found[ids[where]] = Earlier(value, number)
    return found


def _whose(visit: Visit) -> dict[str, Any]:
    return {"person_id": visit.person_id, "course_id": visit.served.course_id}


def _newest() -> CompoundSelect[Any]:
    """Select answers before drafts: a submitted answer has removed every draft before it."""
    where: BindParameter[Any] = bindparam("questions", expanding=True)
    mine = (
        Answer.person_id == bindparam("person_id"),
        Answer.course_id == bindparam("course_id"),
        Answer.question.in_(where),
        Answer.attempt_id.is_(None),
    )
    newest = select(func.max(Answer.id)).where(*mine).group_by(Answer.question)
    answers = select(
        Answer.question, Answer.id, Answer.response, Answer.answered_at, literal(0).label("draft")
    ).where(Answer.id.in_(newest))
    drafts = select(Draft.question, Draft.id, Draft.fields, Draft.saved_at, literal(1)).where(
        Draft.person_id == bindparam("person_id"),
        Draft.course_id == bindparam("course_id"),
        Draft.question.in_(where),
    )
    return union_all(answers, drafts).order_by("draft")


# Made once: building a statement costs more than running it.
_NEWEST = _newest()
_DROP_DRAFT = delete(Draft).where(
    Draft.person_id == bindparam("person_id"),
    Draft.course_id == bindparam("course_id"),
    Draft.question == bindparam("question"),
)


def _fields(value: Mapping[str, Any]) -> FormFields:
    return {name: [str(one) for one in values] for name, values in value.items()}


def stored_key(key: str, where: str, response: Response) -> str:
    """Return the submit's key: a form that is sent again with another answer is another submit.

    That happens when a browser goes back to a form without asking for it anew. ``where`` is the
    question's stored address: two questions of one form may have the same answer.
    """
    form = key if SUBMIT_KEY.fullmatch(key) else new_key()
    body = json.dumps([where, response], sort_keys=True)
    return f"{form}.{hashlib.sha256(body.encode()).hexdigest()[:32]}"


def _answer_fields(fields: FormFields) -> dict[str, list[str]]:
    """Return what belongs to the answer; nothing of an answer that is too long to be one."""
    kept = {name: list(values) for name, values in fields.items() if name.startswith("answer")}
    length = sum(len(value) for values in kept.values() for value in values)
    return kept if length <= LONGEST_FIELDS else {}


def _is_submitted(visit: Visit, key: str) -> bool:
    if not SUBMIT_KEY.fullmatch(key):
        return False
    return (
        db.session.scalar(
            select(Answer.id)
            .where(
                Answer.person_id == visit.person_id,
                Answer.course_id == visit.served.course_id,
                Answer.address == visit.address,
                Answer.submit_key.startswith(f"{key}.", autoescape=True),
            )
            .limit(1)
        )
        is not None
    )
