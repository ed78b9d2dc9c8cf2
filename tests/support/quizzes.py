"""Quizzes for tests: courses that differ in their quiz, and how a person answers."""

from collections.abc import Mapping

from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import Answer, QuizAttempt
from tests.support.courses import SLUG, course_files, publish
from tests.support.html_checks import text_of
from tests.support.visitor import SeenPage, Visitor

LESSON = "20-taito/10-harjoitus.fi.md"
QUIZ = f"/learn/{SLUG}/harjoitus/testi"

HEAD = """---
title: Harjoitus
objectives:
  - Osaat odottaa.
---

## Mitä hiljaisuus on? {#hiljaisuus-on}

Hiljaisuus on tavallista.

"""

SPACE = """### Mikä on tärkeintä? {#t-tila}
- [ ] Hoito-ohjeet
  > Hoidosta päättää ammattilainen.
- [x] Tilan antaminen
  > Juuri niin.
- [ ] Nopeus
  > Kiire tarttuu.
"""

SILENCE = """### Mitä teet hiljaisuudessa? {#t-hiljaa}
- [x] Odotan
  > Niin.
- [ ] Täytän sen
  > Hetki menee ohi.
"""

MANY = """### Mitkä sopivat? {.multiple #t-monta}
- [x] Kuunteleminen
  > Kyllä.
- [ ] Neuvominen
  > Neuvo ei ole kokemus.
- [x] Odottaminen
  > Kyllä.
"""

ORDER = """### Missä järjestyksessä? {.order #t-jarjestys}
1. Tervehdin
2. Kerron säännöt
3. Avaan kierroksen
"""


def quiz_files(*questions: str, options: str = "", head: str = HEAD) -> dict[str, bytes]:
    """Give the small course with these questions in its quiz."""
    quiz = f"## Testaa {{.quiz #testi {options}}}\n\n" + "\n".join(questions)
    return course_files({LESSON: head + quiz})


def publish_quiz(app: Flask, *questions: str, options: str = "", head: str = HEAD) -> None:
    """Publish the small course with these questions, asked in this order, in its quiz."""
    publish(app, quiz_files(*questions, options=f".fixed {options}", head=head))


def start(client: Visitor) -> SeenPage:
    """Start the quiz and look at its first question."""
    return client.look(client.submit(client.see(QUIZ), button="Start"))


def values_of(page: SeenPage) -> Mapping[str, str]:
    """Give the value of each choice on the page by its words."""
    controls = {it.get("id"): it.get("value", "") for it in page.document.all("input")}
    return {
        text_of(label.find("span")): controls[label.get("for")]
        for label in page.document.all("label")
        if label.find("span") is not None and label.get("for") in controls
    }


def answer(client: Visitor, page: SeenPage, *words: str) -> SeenPage:
    """Choose what these words say, check the answer and look at the feedback."""
    values = values_of(page)
    chosen = [values[word] for word in words]
    return client.look(client.submit(page, {"answer": chosen}, button="Check answer"))


def later(client: Visitor, page: SeenPage, *words: str) -> SeenPage:
    """Leave the question for later with what is chosen, and look at what comes next."""
    values = values_of(page)
    changes = {"answer": [values[word] for word in words]} if words else {}
    return client.look(client.submit(page, changes, button="Leave for later"))


def answers(app: Flask) -> list[Answer]:
    """Give every saved answer, oldest first."""
    with app.app_context():
        return list(db.session.scalars(select(Answer).order_by(Answer.id)))


def attempts(app: Flask) -> list[QuizAttempt]:
    """Give every attempt, oldest first."""
    with app.app_context():
        return list(db.session.scalars(select(QuizAttempt).order_by(QuizAttempt.id)))
