"""The reading page: text, practice questions below it in one form, Continue."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app import kept
from app.assets import needs_figures
from app.core.course import Question
from app.core.grading import grade_response
from app.core.questions import fields_after, kind_of, only_rearranges
from app.core.questions.base import FormFields, Grade, Response
from app.core.quiz import shuffle_for
from app.extensions import db
from app.learn.begun import (
    WAS,
    Begun,
    as_opened,
    find_begun,
    is_begun,
    marks_of,
    prefix_of,
    sent_fields,
)
from app.learn.facts import complete_page
from app.learn.practice import Earlier, add_drafts, load_earlier, new_key, question_address
from app.learn.shells import ONE_AT_A_TIME, draw_question, draw_reading
from app.learn.visits import Visit

_FIGURE = re.compile(r"<figure\b.*?</figure>", re.DOTALL)


@dataclass(frozen=True)
class ShownQuestion:
    """A practice question as its template needs it."""

    question: Question
    view: dict[str, Any]
    response: Response | None
    grade: Grade | None
    """Of the newest answer; None while the next one is being thought over."""
    focused: bool
    """Whether the redirect after answering leads to its feedback."""
    errors: tuple[str, ...]
    was: str
    """Marks of the answers that mean that nobody has touched it since."""

    @property
    def prefix(self) -> str:
        """What its field names and ids begin with."""
        return prefix_of(self.question)

    @property
    def scored(self) -> bool:
        """Whether there is a right answer at all."""
        return kind_of(self.question).scored


def show(visit: Visit) -> ResponseReturnValue:
    """Draw the page."""
    return draw(visit)


def draw(
    visit: Visit,
    missed: Question | None = None,
    errors: tuple[str, ...] = (),
    given: Mapping[str, Earlier] | None = None,
) -> str:
    """Draw the page; ``errors`` stand at the question whose answer was missed.

    ``given`` are answers, by question, that are shown and were never stored.
    """
    shown = _shown_questions(visit, missed, errors, given)
    questions = Markup().join(draw_question(visit, one) for one in shown)
    pictures = _pictures(visit.page.text.html) if visit.visitor.person.light_view else ()
    if errors:
        return render_template(
            "pages/reading.html",
            visit=visit,
            questions=questions,
            errors=[(f"{one.prefix}answer", text) for one in shown for text in one.errors],
            pictures=pictures,
            opened=True,
            figures=needs_figures(questions),
            one_at_a_time=ONE_AT_A_TIME in questions,
            form_key=new_key(),
        )
    return draw_reading(visit, questions, pictures, opened=any(one.focused for one in shown))


def save(visit: Visit) -> ResponseReturnValue:
    """Continue, stop or only save: answers that were begun are kept whichever it is."""
    opened = as_opened(visit)
    begun = find_begun(opened)
    moved = [one for one in opened.page.questions if only_rearranges(sent_fields(one))]
    stays = moved or request.form.keys() & {"form_save", "form_later"}
    add_drafts(opened, by_address(opened, begun))
    if not stays:
        return go_on(visit, complete_page(visit))
    db.session.commit()
    if "form_later" in request.form:
        return redirect(visit.path_to("learn.stop"), 303)
    asked = moved or [one.question for one in begun]
    return redirect(visit.link(f"q-{asked[0].id}" if asked else ""), 303)


def by_address(visit: Visit, begun: Iterable[Begun]) -> dict[str, FormFields]:
    """Return the fields of begun answers by the stored address of their question."""
    return {question_address(visit, one.question): one.fields for one in begun}


def show_answer(visit: Visit, question: Question, response: Response) -> str:
    """Draw the page with the feedback of an answer that is not stored, and what else was begun."""
    given = {
        one.id: Earlier(fields=fields)
        for one in visit.page.questions
        if (fields := sent_fields(one)) and is_begun(one, fields)
    }
    return draw(visit, given={**given, question.id: Earlier(response, 1)})


def go_on(visit: Visit, module_id: str | None) -> ResponseReturnValue:
    """Lead to the next page, or to the page that says that a module is complete."""
    if module_id is not None:
        return redirect(url_for("learn.module_done", slug=visit.slug, module_id=module_id), 303)
    return redirect(visit.next_path, 303)


def _shown_questions(
    visit: Visit,
    missed: Question | None,
    errors: tuple[str, ...],
    given: Mapping[str, Earlier] | None,
) -> list[ShownQuestion]:
    if not visit.page.questions:
        return []
    earlier = load_earlier(visit, visit.page) if given is None else given
    typed = _kept_by_question(visit)
    newest = max((one.answer_id for one in earlier.values()), default=0)
    return [
        _shown(
            visit,
            question,
            _with_kept(earlier.get(question.id, Earlier()), typed.get(question.id)),
            newest,
            errors if missed is not None and missed.id == question.id else (),
        )
        for question in visit.page.questions
    ]


def _shown(
    visit: Visit, question: Question, earlier: Earlier, newest: int, errors: tuple[str, ...]
) -> ShownQuestion:
    kind = kind_of(question)
    response, grade = earlier.response, None
    if earlier.fields is not None and not _is_same(question, earlier):
        response = kind.parse(question, earlier.fields)
    elif response is not None:
        grade = grade_response(question, response)
    return ShownQuestion(
        question=question,
        view=kind.draw(question, shuffle_for(str(visit.person_id), question.id, 1)),
        response=response,
        grade=grade,
        focused=grade is not None and earlier.answer_id == newest,
        errors=errors,
        # Text that was only kept is stored nowhere yet: it counts as begun in the next submit.
        was="" if earlier.is_kept else marks_of(question, response, grade),
    )


def _is_same(question: Question, earlier: Earlier) -> bool:
    """Whether what was begun is the newest answer itself: its form brings it along each time."""
    if earlier.response is None or earlier.fields is None:
        return False
    grade = grade_response(question, earlier.response)
    own = {WAS: [marks_of(question, earlier.response, grade)]}
    return not is_begun(question, {**earlier.fields, **own})


def _kept_by_question(visit: Visit) -> dict[str, FormFields]:
    """Return text that could not be taken earlier, by question; the rest the layout shows."""
    fields = kept.fields().to_dict(flat=False)
    own = [(one, fields_after(prefix_of(one), fields)) for one in visit.page.questions]
    if not any(sent for _, sent in own):
        g.kept_claimed = False
    return {one.id: sent for one, sent in own if sent and is_begun(one, sent)}


def _with_kept(earlier: Earlier, fields: FormFields | None) -> Earlier:
    return earlier if fields is None else Earlier(earlier.response, earlier.answer_id, fields)


@lru_cache(maxsize=512)
def _pictures(html: str) -> tuple[Markup, ...]:
    """Return the pictures of a published text, for the light view."""
    return tuple(Markup(found) for found in _FIGURE.findall(html))  # noqa: S704 - published HTML
