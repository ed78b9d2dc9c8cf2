"""Attempts at a quiz: begun once, answered one question at a time, finished when passed."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import (
    Integer,
    Select,
    String,
    Subquery,
    bindparam,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    true,
    union_all,
    update,
)

from app.core.course import Page
from app.core.knowing import facts_of, freed_pages, knew_everything
from app.core.questions import kind_of
from app.core.questions.base import FormFields, Response
from app.core.quiz import Answer as Given
from app.core.quiz import Attempt, draw_items, follow_attempt, pool_of, shuffle_for
from app.extensions import clock, db
from app.learn.facts import add_completion
from app.learn.practice import drop_draft, stored_key
from app.learn.quiz_items import QuizItem, best_credit, content_of, items_of, settings_of
from app.learn.turns import insert_if_absent
from app.learn.visits import Visit
from app.models import Answer, Completion, Draft, Person, QuizAttempt

_PERSON = bindparam("person", type_=Integer)
_COURSE = bindparam("course", type_=Integer)
_WHERE = bindparam("where", type_=String)

SEEDS = 2**31
"""A seed fits the database's integers."""


@dataclass(frozen=True)
class Sent:
    """One answer of an attempt as it was saved."""

    item: str
    response: Response
    credit: str
    key: str


@dataclass(frozen=True)
class QuizState:
    """Where somebody is in a quiz."""

    visit: Visit
    done: bool
    """Whether the page counts as done; once true, it stays."""
    attempt: QuizAttempt | None
    """The newest one."""
    sent: tuple[Sent, ...]
    """Every answer of the attempt, oldest first."""
    drafts: dict[str, FormFields]
    """Answers that are being thought over, by question."""

    @cached_property
    def items(self) -> dict[str, QuizItem]:
        """The attempt's questions that still exist."""
        if self.attempt is None:
            return {}
        return items_of(self.visit, self.attempt.revision_id, self.attempt.drawn)

    @cached_property
    def way(self) -> Attempt:
        """What is asked next and whether it is enough.

        Raises:
            ValueError: no attempt was begun.
        """
        if self.attempt is None:
            raise ValueError("no attempt was begun")
        return follow_attempt(
            settings_of(self.visit, self.attempt.revision_id),
            self.attempt.drawn,
            {one: item.rule for one, item in self.items.items()},
            self.given,
            self.seed,
        )

    @cached_property
    def given(self) -> list[Given]:
        """Every answer with the credit that it has now, oldest first."""
        return [
            Given(one.item, best_credit(self.items.get(one.item), one.credit, one.response))
            for one in self.sent
        ]

    @property
    def seed(self) -> str:
        """What the attempt's shuffles begin from."""
        return str(self.attempt.seed) if self.attempt else ""

    @property
    def passed(self) -> bool:
        """Whether the attempt is passed; what was passed stays so."""
        return self.attempt is not None and (self.attempt.passed or self.way.passed)

    @property
    def begun(self) -> bool:
        """Whether there is an attempt with something to ask or to tell."""
        return self.attempt is not None and (self.attempt.passed or not self.way.gone)

    def tries(self, item: str) -> int:
        """Return how often a question was answered in this attempt."""
        return sum(one.item == item for one in self.sent)

    def newest(self, item: str) -> Sent | None:
        """Return the newest answer to a question, or None."""
        return next((one for one in reversed(self.sent) if one.item == item), None)


def load_quiz(visit: Visit) -> QuizState:
    """Return where the person is in the visited quiz; one query."""
    rows = db.session.execute(
        _EVERYTHING,
        {
            "person": visit.person_id,
            "course": visit.served.course_id,
            "where": visit.address,
        },
    ).all()
    first = rows[0]
    sent, drafts = [], {}
    for row in rows:
        if row.question is None:
            continue
        if row.draft:
            drafts[row.question] = _fields(row.response)
        else:
            sent.append(Sent(row.question, row.response, row.credit, row.submit_key))
    return QuizState(visit, first.done, first[0], tuple(sent), drafts)


def start_attempt(state: QuizState) -> None:
    """Begin an attempt unless one is open; one transaction.

    Two submits at once begin one attempt: the database knows at most one open attempt. An open
    attempt of which every question was removed is closed and makes room.
    """
    visit, attempt = state.visit, state.attempt
    if attempt is not None and attempt.finished_at is None:
        if state.begun:
            return
        _close(attempt.id, passed=False)
    seed = secrets.randbelow(SEEDS)
    pool = pool_of(visit.served.course, visit.lesson.id, visit.page)
    drawn = draw_items(content_of(visit), pool, shuffle_for(str(seed), "draw", 1))
    insert_if_absent(
        QuizAttempt,
        [
            {
                "person_id": visit.person_id,
                "course_id": visit.served.course_id,
                "address": visit.address,
                "revision_id": visit.served.revision_id,
                "seed": seed,
                "drawn": list(drawn),
                "started_at": clock.now(),
                "passed": False,
            }
        ],
    )
    db.session.commit()


def save_quiz_answer(state: QuizState, item: QuizItem, response: Response, key: str) -> None:
    """Save an answer once, however often it is sent; passing the quiz is noted with it.

    One transaction. Three statements at most, unless this answer passes the quiz.
    """
    visit, attempt = state.visit, state.attempt
    if attempt is None:
        raise ValueError("no attempt was begun")
    submit_key = stored_key(key, item.address, response)
    credit = str(item.grade(response).credit)
    insert_if_absent(
        Answer,
        [
            {
                "person_id": visit.person_id,
                "course_id": visit.served.course_id,
                "address": visit.address,
                "question": item.address,
                "attempt_id": attempt.id,
                "submit_key": submit_key,
                "revision_id": attempt.revision_id,
                "response": response,
                "shown": kind_of(item.question).describe(item.question, response),
                "credit": credit,
                "answered_at": clock.now(),
            }
        ],
    )
    drop_draft(visit, item.address)
    if all(one.key != submit_key for one in state.sent):
        sent = (*state.sent, Sent(item.address, response, credit, submit_key))
        state = QuizState(visit, state.done, attempt, sent, {})
    if attempt.finished_at is None and state.way.passed:
        _finish(state)
    db.session.commit()


def finish_attempt(state: QuizState) -> str | None:
    """Note a passed quiz as done; one transaction. Changes nothing when it is not passed.

    Mostly the last right answer has done it already. It is left to do when an edit took away
    the last open question.

    Returns:
        The id of the module that is complete, as `facts.complete_page` has it.
    """
    module = _finish(state) if state.passed or state.done else None
    db.session.commit()
    return module


def _finish(state: QuizState) -> str | None:
    attempt = state.attempt
    freed: Mapping[str, Page] = {}
    if attempt is not None and attempt.finished_at is None and state.passed:
        _close(attempt.id, passed=True)
        freed = _freed_by(state, attempt)
    return add_completion(state.visit, facts_of(freed))


def _freed_by(state: QuizState, attempt: QuizAttempt) -> Mapping[str, Page]:
    """Return the pages, by address, that passing frees: «I know this already».

    Only the first attempt shows what somebody knew before, and only with each item right at once.
    """
    visit = state.visit
    pages = freed_pages(visit.served.course, visit.lesson.id, visit.page.id)
    if not pages or not knew_everything(list(state.items), state.given):
        return {}
    earlier = exists().where(
        QuizAttempt.person_id == visit.person_id,
        QuizAttempt.course_id == visit.served.course_id,
        QuizAttempt.address == visit.address,
        QuizAttempt.id < attempt.id,
    )
    return {} if db.session.scalar(select(earlier)) else pages


def _close(attempt_id: int, *, passed: bool) -> None:
    db.session.execute(
        update(QuizAttempt)
        .where(QuizAttempt.id == attempt_id, QuizAttempt.finished_at.is_(None))
        .values(finished_at=clock.now(), passed=passed)
    )


def _everything() -> Select[Any]:
    """Select the newest attempt, whether the page is done, and each answer and draft as a row."""
    mine = (
        QuizAttempt.person_id == _PERSON,
        QuizAttempt.course_id == _COURSE,
        QuizAttempt.address == _WHERE,
    )
    newest = select(func.max(QuizAttempt.id)).where(*mine).scalar_subquery()
    done = exists().where(
        Completion.person_id == _PERSON,
        Completion.course_id == _COURSE,
        Completion.scope == "page",
        Completion.address == _WHERE,
    )
    texts = _texts()
    return (
        select(
            QuizAttempt,
            done.label("done"),
            texts.c.question,
            texts.c.response,
            texts.c.credit,
            texts.c.submit_key,
            texts.c.draft,
        )
        .select_from(Person)
        .outerjoin(QuizAttempt, QuizAttempt.id == newest)
        .outerjoin(texts, or_(texts.c.attempt_id == QuizAttempt.id, texts.c.draft))
        .where(Person.id == _PERSON)
        .order_by(texts.c.number)
    )


def _texts() -> Subquery:
    answers = select(
        Answer.attempt_id.label("attempt_id"),
        Answer.id.label("number"),
        Answer.question.label("question"),
        Answer.response.label("response"),
        Answer.credit.label("credit"),
        Answer.submit_key.label("submit_key"),
        literal(value=False).label("draft"),
    ).where(
        Answer.person_id == _PERSON,
        Answer.course_id == _COURSE,
        Answer.address == _WHERE,
    )
    drafts = select(
        null(), Draft.id, Draft.question, Draft.fields, literal(""), literal(""), true()
    ).where(Draft.person_id == _PERSON, Draft.course_id == _COURSE)
    return union_all(answers, drafts).subquery()


# Made once: building a statement costs more than running it.
_EVERYTHING = _everything()


def _fields(value: dict[str, Any]) -> FormFields:
    return {name: [str(one) for one in values] for name, values in value.items()}
