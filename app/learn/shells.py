"""Reading pages drawn once for all who see them alike; tokens and answers are each one's own.

Drawing a page costs several times what all the rest of its request does. What may differ between
two people is named in `Look`; whatever else a page shows of its reader must not be remembered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from flask import g, render_template, request, session
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from app import access, kept
from app.assets import needs_figures
from app.core.course import Question
from app.core.policy import Action
from app.learn.practice import new_key
from app.learn.visits import Visit

MOST_SHELLS = 1_000
"""Drawn pages in memory, of some 25 KB each; then it begins anew."""

ONE_AT_A_TIME = "data-one-at-a-time"
"""Marks statements for the script that shows them so; every drawing of a page has them or none."""

CSRF, WRITER, KEY = (f'"\0{name}\0"' for name in ("csrf", "writer", "key"))
QUESTIONS = Markup("\0questions\0")
"""Stand in a remembered page for what is each one's own. Course text holds no such character."""


@dataclass(frozen=True)
class Look:
    """All that decides how a page without questions looks."""

    revision_id: int
    address: str
    language: str
    theme: str
    text_size: str
    spacing: str
    light_view: bool
    opened: bool
    office: bool
    figures: bool
    today: date
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class QuestionLook:
    """All that decides how a question looks of which nothing is answered."""

    revision_id: int
    address: str
    question_id: str
    language: str
    today: date
    values: tuple[tuple[str, str], ...]
    view: str
    """The choices in their order, written out."""


class Asked(Protocol):
    """What is used of a question with its answer; see `app.learn.reading.ShownQuestion`."""

    @property
    def question(self) -> Question: ...
    @property
    def view(self) -> Mapping[str, object]: ...
    @property
    def response(self) -> object: ...
    @property
    def errors(self) -> tuple[str, ...]: ...


_shells: dict[Look | QuestionLook, str] = {}


def draw_reading(
    visit: Visit, questions: Markup, pictures: tuple[Markup, ...], *, opened: bool
) -> str:
    """Draw a reading page around its questions; ``opened`` unfolds the light view's rest."""
    look = _look(visit, questions, opened=opened)
    plain = _is_plain()  # Drawing uses a message up: asked before.
    shell = _shells.get(look) if plain else None
    own_key = f'"{new_key()}"'
    if shell is None:
        drawn = render_template(
            "pages/reading.html",
            visit=visit,
            questions=QUESTIONS if questions else "",
            errors=(),
            pictures=pictures,
            opened=opened,
            figures=look.figures,
            one_at_a_time=ONE_AT_A_TIME in questions,
            form_key=own_key.strip('"'),
        )
        shell = _without_own(drawn).replace(own_key, KEY)
        if plain:
            _remember(look, shell)
    return _with_own(shell).replace(KEY, own_key).replace(QUESTIONS, questions)


def draw_question(visit: Visit, shown: Asked) -> Markup:
    """Draw a practice question; what somebody answered is never remembered."""
    if shown.response is not None or shown.errors:
        drawn = render_template("learn/practice.html", visit=visit, shown=shown)
        return Markup(drawn)  # noqa: S704 - our own template
    look = _question_look(visit, shown)
    shell = _shells.get(look)
    if shell is None:
        shell = render_template("learn/practice.html", visit=visit, shown=shown)
        _remember(look, shell)
    return Markup(shell)  # noqa: S704 - our own template


def forget_shells() -> None:
    """Forget every drawn page."""
    _shells.clear()


def _without_own(drawn: str) -> str:
    """Take out the tokens of the one for whom this was drawn."""
    csrf, writer = _own_tokens()
    return drawn.replace(csrf, CSRF).replace(writer, WRITER)


def _with_own(shell: str) -> str:
    """Put in the tokens of whoever reads it now."""
    csrf, writer = _own_tokens()
    return shell.replace(CSRF, csrf).replace(WRITER, writer)


def _own_tokens() -> tuple[str, str]:
    """Return the tokens of this request's reader as they stand in forms; signed once."""
    if "own_tokens" not in g:
        g.own_tokens = (f'"{generate_csrf()}"', f'"{kept.writer_token()}"')
    csrf, writer = g.own_tokens
    return csrf, writer


def _remember(look: Look | QuestionLook, shell: str) -> None:
    if len(_shells) >= MOST_SHELLS:
        _shells.clear()
    _shells[look] = shell


def _is_plain() -> bool:
    """Whether the page says nothing that belongs to this one moment."""
    return not (request.query_string or "_flashes" in session or session.get("kept"))


def _look(visit: Visit, questions: str, *, opened: bool) -> Look:
    person, words = visit.visitor.person, visit.words
    return Look(
        revision_id=visit.served.revision_id,
        address=visit.address,
        language=access.language(),
        theme=person.theme,
        text_size=person.text_size,
        spacing=person.spacing,
        light_view=person.light_view,
        opened=opened,
        office=visit.visitor.may(Action.PEOPLE_READ.value),
        figures=needs_figures(questions),
        today=words.today,
        values=tuple(words.values.items()),
    )


def _question_look(visit: Visit, shown: Asked) -> QuestionLook:
    words = visit.words
    return QuestionLook(
        revision_id=visit.served.revision_id,
        address=visit.address,
        question_id=shown.question.id,
        language=access.language(),
        today=words.today,
        values=tuple(words.values.items()),
        view=repr(shown.view),
    )
