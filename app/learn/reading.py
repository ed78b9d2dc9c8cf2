"""The reading page: text, practice questions below it, Continue."""

from __future__ import annotations

import re
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
from app.core.questions import fields_after, kind_of
from app.core.questions.base import FormFields, Grade, Response
from app.core.quiz import shuffle_for
from app.core.typed import fit_fields
from app.learn.facts import complete_page
from app.learn.practice import Earlier, load_earlier, new_key
from app.learn.shells import draw_question, draw_reading
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
    form_key: str

    @property
    def prefix(self) -> str:
        """What its field names and ids begin with."""
        return prefix_of(self.question)

    @property
    def scored(self) -> bool:
        """Whether there is a right answer at all."""
        return kind_of(self.question).scored


def prefix_of(question: Question) -> str:
    """Return what a question's field names and ids begin with on a page of several."""
    return f"q-{question.id}-"


def sent_fields(question: Question) -> FormFields:
    """Return what was sent for one question, without its prefix."""
    return fields_after(prefix_of(question), fit_fields(request.form.to_dict(flat=False)))


def show(visit: Visit) -> ResponseReturnValue:
    """Draw the page."""
    return draw(visit)


def draw(
    visit: Visit,
    missed: Question | None = None,
    errors: tuple[str, ...] = (),
) -> str:
    """Draw the page; ``errors`` stand at the question whose answer was missed."""
    shown = _shown_questions(visit, missed, errors)
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
        )
    return draw_reading(visit, questions, pictures, opened=any(one.focused for one in shown))


def save(visit: Visit) -> ResponseReturnValue:
    """Continue: the page is read, on to the next one."""
    return go_on(visit, complete_page(visit))


def go_on(visit: Visit, module_id: str | None) -> ResponseReturnValue:
    """Lead to the next page, or to the page that says that a module is complete."""
    if module_id is not None:
        return redirect(url_for("learn.module_done", slug=visit.slug, module_id=module_id), 303)
    return redirect(visit.next_path, 303)


def _shown_questions(
    visit: Visit, missed: Question | None, errors: tuple[str, ...]
) -> list[ShownQuestion]:
    if not visit.page.questions:
        return []
    earlier = load_earlier(visit, visit.page)
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
    if earlier.fields is not None:
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
        form_key=new_key(),
    )


def _kept_by_question(visit: Visit) -> dict[str, FormFields]:
    """Return text that could not be taken earlier, by question; the rest the layout shows."""
    fields = kept.fields().to_dict(flat=False)
    found = {
        question.id: own
        for question in visit.page.questions
        if (own := fields_after(prefix_of(question), fields))
    }
    if not found:
        g.kept_claimed = False
    return found


def _with_kept(earlier: Earlier, fields: FormFields | None) -> Earlier:
    return earlier if fields is None else Earlier(earlier.response, earlier.answer_id, fields)


@lru_cache(maxsize=512)
def _pictures(html: str) -> tuple[Markup, ...]:
    """Return the pictures of a published text, for the light view."""
    return tuple(Markup(found) for found in _FIGURE.findall(html))  # noqa: S704 - published HTML
