"""What is measured: the pages and submits of the shipped course, each with its floor."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import count

from flask.testing import FlaskClient
from sqlalchemy import delete, func, select

from app.core.course import Page, address
from app.extensions import db
from app.models import Answer
from benchmarks.installation import SLUG, Installation
from benchmarks.measuring import Pair, Request

LESSON_AIM = 1.25
ANSWER_AIM = 1.3

ANSWERED_BEFORE = 4
"""Answers of the open quiz attempt, so that it is measured midway."""

_FIELD = re.compile(r'<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"')
_TARGET = re.compile(r'formaction="([^"]+)"')
_FORM = re.compile(r"<form.*?</form>", re.DOTALL)

_keys = count(1)


def pairs_of(place: Installation) -> Iterator[Pair]:
    """Give everything that is measured, ready to be sent."""
    bare = _path(_reading_page(place, 0))
    asking = _path(_reading_page(place, 2))
    yield _page(place, "lesson page", "lesson", bare, LESSON_AIM)
    yield _page(place, "lesson page with two questions", "questions", asking, LESSON_AIM)
    practice, fields = _practice(place.learner, asking)
    yield _submit(place, "practice answer saved", practice, fields)
    yield _page(place, "lesson page, one question answered", "answered", asking, LESSON_AIM)
    quiz = _path(_quiz_page(place))
    _begin_quiz(place.learner, quiz)
    yield _submit(place, "quiz answer saved", quiz, _quiz_fields(place.learner, quiz))
    yield _page(place, "quiz question", "quiz", quiz, None)
    yield _page(place, "my studies", "studies", "/learn", None)
    yield _page(place, "people list, 50 of 1,000", "people", "/org", None, place.coordinator)


def _page(  # noqa: PLR0917 - what is in a row of the table
    place: Installation,
    title: str,
    name: str,
    path: str,
    aim: float | None,
    client: FlaskClient | None = None,
) -> Pair:
    client = client or place.learner
    response = client.get(path)
    if response.status_code != 200:  # noqa: PLR2004 - HTTP
        raise RuntimeError(f"{path} answers {response.status}")
    place.app.config["FLOOR_BODIES"][name] = response.get_data(as_text=True)
    return Pair(title, aim, Request(client, path), Request(client, f"/floor/{name}"))


def _submit(place: Installation, title: str, path: str, fields: dict[str, str]) -> Pair:
    """Return a submit whose form is new each time; its floor redirects to the same address."""

    def make_form() -> dict[str, str]:
        return {**fields, "form_key": f"benchmark-{next(_keys):08d}"}

    name = path.strip("/").replace("/", "-")
    response = place.learner.post(path, data=make_form())
    place.app.config["FLOOR_BODIES"][name] = response.headers["Location"]
    return Pair(
        title,
        ANSWER_AIM,
        Request(place.learner, path, make_form),
        Request(place.learner, f"/floor/{name}", make_form),
        _cleaner(place),
    )


def _cleaner(place: Installation) -> Callable[[], None]:
    """Return what removes the answers that come after those of now."""
    with place.app.app_context():
        newest = db.session.scalar(select(func.max(Answer.id)))

    def clean() -> None:
        with place.app.app_context():
            db.session.execute(delete(Answer).where(Answer.id > newest))
            db.session.commit()

    return clean


def _reading_page(place: Installation, questions: int) -> str:
    """Return the address of the first reading page with so many questions."""
    return _first(place, lambda page: page.kind == "reading" and len(page.questions) == questions)


def _quiz_page(place: Installation) -> str:
    return _first(place, lambda page: page.kind == "quiz")


def _first(place: Installation, wanted: Callable[[Page], bool]) -> str:
    return next(
        address(lesson.id, page.id)
        for module in place.course.modules
        for lesson in module.lessons
        for page in lesson.pages
        if wanted(page) and page.content_note is None
    )


def _path(where: str) -> str:
    return f"/learn/{SLUG}/{where}"


def _practice(client: FlaskClient, page: str) -> tuple[str, dict[str, str]]:
    """Return the address of a page's first question and an answer to it."""
    form = next(_forms(client, page, "formaction="))
    target = _TARGET.search(form)
    if target is None:
        raise RuntimeError(f"{page} asks nothing")
    return target[1], _fields_of(form)


def _begin_quiz(client: FlaskClient, quiz: str) -> None:
    form = next(_forms(client, quiz, 'value="start"'))
    client.post(quiz, data={**_fields_of(form), "action": "start"})
    for number in range(ANSWERED_BEFORE):
        client.post(quiz, data={**_quiz_fields(client, quiz), "form_key": f"earlier-{number}"})


def _quiz_fields(client: FlaskClient, quiz: str) -> dict[str, str]:
    return _fields_of(next(_forms(client, quiz, 'name="question"')))


def _forms(client: FlaskClient, page: str, holding: str) -> Iterator[str]:
    body = client.get(page).get_data(as_text=True)
    return (form for form in _FORM.findall(body) if holding in form)


def _fields_of(form: str) -> dict[str, str]:
    """Return the fields with their values; of several with one name, the first."""
    fields: dict[str, str] = {}
    for name, value in _FIELD.findall(form):
        fields.setdefault(name, value)
    return fields
