"""The quiz: a start page, one question a page with its feedback, and the result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from msgspec.structs import replace

from app import kept
from app.core.course import Question
from app.core.knowing import freed_pages
from app.core.questions import kind_of, only_rearranges
from app.core.questions.base import FormFields, Grade, Remark, Response
from app.core.quiz import draw_items, pool_of, shuffle_for
from app.core.rereading import PageToRead, pages_to_read
from app.learn.known import load_known
from app.learn.practice import new_key, save_drafts
from app.learn.quiz_attempts import (
    QuizState,
    finish_attempt,
    load_quiz,
    save_quiz_answer,
    start_attempt,
)
from app.learn.quiz_items import QuizItem, content_of
from app.learn.reading import go_on
from app.learn.visits import Visit

ASKED = "ask"
"""In the address: which question is asked."""

ANSWERED = "answered"
"""In the address: which question's newest answer is told about."""

SHUFFLE = "try"
"""In the address: in which order its choices stood."""

STOP = "stop"
"""Value of the button that keeps an answer that was not sent and stops for now."""

LATER = "later"
"""Value of the button that keeps an answer that was not sent and asks the next question."""

LONGEST_NUMBER = 4
"""Digits."""


@dataclass(frozen=True)
class Asked:
    """A question as its page shows it."""

    item: QuizItem
    number: int
    """Counted from 1 in the order of the attempt."""
    count: int
    view: dict[str, Any]
    response: Response | None
    grade: Grade | None
    """Of the answer that was just given."""
    marks: Grade | None
    """What the marks at the answers show."""
    shuffle: int
    """Number of the shuffle; kept in the address, so that marks stay where somebody chose."""
    form_key: str
    errors: tuple[str, ...] = ()

    @property
    def question(self) -> Question:
        """The question itself."""
        return self.item.question

    @property
    def scored(self) -> bool:
        """Whether there is a right answer at all."""
        return kind_of(self.question).scored

    @property
    def remark(self) -> Remark | None:
        """The only thing chosen, when its feedback says it all."""
        return self.grade.remarks[0] if self.grade and len(self.grade.remarks) == 1 else None


@dataclass(frozen=True)
class Missed:
    """Questions that are not right yet, and the pages that teach what they ask."""

    pages: tuple[PageToRead, ...]
    questions: tuple[Question, ...]


def show(visit: Visit) -> ResponseReturnValue:
    """Draw what comes next; changes nothing."""
    state = load_quiz(visit)
    if not state.begun:
        return _draw_start(state)
    wanted = _wanted(state)
    if wanted is not None:
        return _draw_question(state, wanted, answered=ANSWERED in request.args)
    way = state.way
    if state.passed or way.between_rounds or way.next_item is None:
        return _draw_result(state)
    return _draw_question(state, state.items[way.next_item])


def save(visit: Visit) -> ResponseReturnValue:
    """Start the quiz, take an answer, or go on after passing."""
    state = load_quiz(visit)
    action = request.form.get("action", "")
    if action == "start":
        start_attempt(state)
        return redirect(visit.link(), 303)
    if action == "continue":
        if not (state.passed or state.done):
            return redirect(visit.link(), 303)
        return go_on(visit, finish_attempt(state))
    if action in {STOP, LATER}:
        return _leave(state, action)
    return _answer(state)


def autosave(visit: Visit) -> datetime | None:
    """Keep an answer that is being thought over; None if its form was submitted since."""
    item = load_quiz(visit).items.get(request.form.get("question", ""))
    if item is None:
        return None
    fields = request.form.to_dict(flat=False)
    return save_drafts(visit, {item.address: fields}, request.form.get("form_key", ""))


def _leave(state: QuizState, action: str) -> ResponseReturnValue:
    """Keep what was chosen or typed and not sent yet; stop for now, or go to what comes next."""
    visit = state.visit
    item = state.items.get(request.form.get("question", ""))
    if item is not None:
        fields = request.form.to_dict(flat=False)
        if action == STOP or _differs(state, item, fields):
            save_drafts(visit, {item.address: fields}, request.form.get("form_key", ""))
    return redirect(visit.path_to("learn.stop") if action == STOP else visit.link(), 303)


def _differs(state: QuizState, item: QuizItem, fields: FormFields) -> bool:
    """Whether an answer is another than the one that was given last, or what was right of it."""
    kind, newest = kind_of(item.question), state.newest(item.address)
    response = kind.parse(item.question, fields)
    if newest is None:
        return response is not None
    right = kind.keep_right(item.question, newest.response)
    return response not in (None, newest.response, right)


def _answer(state: QuizState) -> ResponseReturnValue:
    visit = state.visit
    item = state.items.get(request.form.get("question", ""))
    if item is None:
        flash(_("That question is no longer part of this quiz. Everything else is as it was."))
        return redirect(visit.link(), 303)
    fields = request.form.to_dict(flat=False)
    key = request.form.get("form_key", "")
    if only_rearranges(fields):
        save_drafts(visit, {item.address: fields}, key)
        return redirect(visit.link("question", ask=item.address), 303)
    response = kind_of(item.question).parse(item.question, fields)
    if response is None:
        return _draw_question(state, item, errors=(_missing_words(item.question),)), 422
    save_quiz_answer(state, item, response, key)
    query = {ANSWERED: item.address, SHUFFLE: str(_number(request.form.get(SHUFFLE, "")) or 1)}
    return redirect(visit.link("feedback", **query), 303)


def _wanted(state: QuizState) -> QuizItem | None:
    """Return the question that the address asks for, or that unsent text belongs to."""
    wanted = request.args.get(ANSWERED)
    if wanted is not None and state.newest(wanted) is not None:
        return state.items.get(wanted)
    if state.passed:
        return None
    unsent = _unsent(state).get("question", [""])[0]
    return state.items.get(request.args.get(ASKED) or unsent)


def _draw_start(state: QuizState) -> str:
    visit = state.visit
    settings = content_of(visit)
    pool = pool_of(visit.served.course, visit.lesson.id, visit.page)
    drawn = draw_items(settings, pool, shuffle_for("0", "draw", 1))
    return render_template(
        "pages/quiz/start.html",
        visit=visit,
        done=state.done,
        count=len(drawn),
        percent=int(settings.pass_share * 100),
        can_free=state.attempt is None
        and not state.done
        and bool(freed_pages(visit.served.course, visit.lesson.id, visit.page.id)),
    )


def _draw_question(
    state: QuizState, item: QuizItem, *, answered: bool = False, errors: tuple[str, ...] = ()
) -> str:
    asked = _asked(state, item, answered=answered, errors=errors)
    return render_template(
        "pages/quiz/question.html",
        visit=state.visit,
        asked=asked,
        way=state.way,
        errors=errors,
    )


def _asked(state: QuizState, item: QuizItem, *, answered: bool, errors: tuple[str, ...]) -> Asked:
    kind = kind_of(item.question)
    newest = state.newest(item.address)
    typed = _typed(state, item)
    grade = item.grade(newest.response) if newest and answered and not errors else None
    if typed is not None:
        response = kind.parse(item.question, typed)
    elif newest is None or grade is not None:
        # Feedback stands at the answer as it was given.
        response = newest.response if newest else None
    else:
        response = kind.keep_right(item.question, newest.response)
    shuffle = _number((request.form if errors else request.args).get(SHUFFLE, ""))
    if shuffle is None or (grade is None and not errors):
        shuffle = state.tries(item.address) + 1
    order = list(state.items)
    return Asked(
        item=item,
        number=order.index(item.address) + 1,
        count=len(order),
        view=kind.draw(item.question, shuffle_for(state.seed, item.address, shuffle)),
        response=response,
        grade=grade,
        marks=_without_only_text(grade) if typed is None else None,
        shuffle=shuffle,
        form_key=new_key(),
        errors=errors,
    )


def _typed(state: QuizState, item: QuizItem) -> FormFields | None:
    """Return what was typed and not submitted: kept from a lost submit, else the draft."""
    if request.form.get("question") == item.address:
        return request.form.to_dict(flat=False)
    unsent = _unsent(state)
    if unsent.get("question") == [item.address]:
        return unsent
    return state.drafts.get(item.address)


def _unsent(state: QuizState) -> FormFields:
    """Return an answer of this quiz that could not be taken; any other text the layout shows."""
    fields = kept.fields().to_dict(flat=False)
    if fields.get("question", [""])[0] in state.items:
        return fields
    g.kept_claimed = False
    return {}


def _without_only_text(grade: Grade | None) -> Grade | None:
    """Return the marks; the feedback of a single choice stands in the box instead."""
    if grade is None or len(grade.remarks) != 1:
        return grade
    return replace(grade, remarks=(replace(grade.remarks[0], text=None),))


def _draw_result(state: QuizState) -> str:
    visit, way = state.visit, state.way
    return render_template(
        "pages/quiz/result.html",
        visit=visit,
        passed=state.passed,
        way=way,
        missed=_group_missed(state),
        known=load_known(visit) if state.passed and not way.missed else None,
    )


def _group_missed(state: QuizState) -> list[Missed]:
    """Return the missed questions, those that lead to the same pages together."""
    groups: dict[tuple[PageToRead, ...], list[Question]] = {}
    for one in state.way.missed:
        item = state.items[one]
        pages = pages_to_read(state.visit.served.course, one, item.now)
        groups.setdefault(pages, []).append(item.question)
    return [Missed(pages, tuple(questions)) for pages, questions in groups.items()]


def _number(text: str) -> int | None:
    found = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return int(text) if found else None


def _missing_words(question: Question) -> str:
    if not kind_of(question).scored:
        return str(_("Write something first, or look at the model sentences."))
    return str(_("Choose or write an answer first."))
