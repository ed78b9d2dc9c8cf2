"""The key of a question stays on the server while the question is open (security promise 10)."""

import re

import pytest
from flask import Flask
from sqlalchemy import delete, update

from app.extensions import db
from app.models import Answer, QuizAttempt
from tests.support.cast import Cast, sign_in
from tests.support.courses import SLUG
from tests.support.quizzes import QUIZ, publish_quiz
from tests.support.visitor import Visitor

MARKER = "Avainsana"
"""Stands in every feedback and in every answer that has to be typed."""

TABLE = "### Yhdistä {#t .match}\n| A | B | C |\n|---|---|---|\n"

TWINS = {
    "choose one": (
        "### Kumpi? {#t}\n- [x] Yksi\n  > Avainsana a.\n- [ ] Kaksi\n  > Avainsana b.\n",
        "### Kumpi? {#t}\n- [ ] Yksi\n  > Avainsana a.\n- [x] Kaksi\n  > Avainsana b.\n",
    ),
    "choose all": (
        "### Mitkä? {#t .multiple}\n- [x] Yksi\n  > Avainsana a.\n- [ ] Kaksi\n- [x] Kolme\n",
        "### Mitkä? {#t .multiple}\n- [ ] Yksi\n- [x] Kaksi\n  > Avainsana b.\n- [ ] Kolme\n",
    ),
    "typed gap": (
        "### Mikä? {#t}\nPaina [[Avainsana yksi|Avainsana a]] nyt.\n\n> [!RIGHT]\n> Avainsana.\n",
        "### Mikä? {#t}\nPaina [[Avainsana kaksi]] nyt.\n\n> [!WRONG]\n> Avainsana.\n",
    ),
    "gap with choices": (
        "### Mikä? {#t}\nPaina [[*yksi*|kaksi|kolme]] nyt.\n\n> Avainsana lopuksi.\n",
        "### Mikä? {#t}\nPaina [[yksi|kaksi|*kolme*]] nyt.\n",
    ),
    "number": (
        "### Montako? {#t}\nNiitä on [[3141]].\n",
        "### Montako? {#t}\nNiitä on [[2..2718]].\n",
    ),
    "order": (
        "### Mikä on ensin? {#t .order}\n1. Yksi\n2. Kaksi\n   > Avainsana.\n3. Kolme\n4. Neljä\n",
        "### Mikä on ensin? {#t .order}\n1. Neljä\n2. Yksi\n3. Kolme\n4. Kaksi\n",
    ),
    "match": (
        f"{TABLE}| Yksi | Aa | Avainsana. |\n| Kaksi | Bee | |\n",
        f"{TABLE}| Yksi | Bee | |\n| Kaksi | Aa | Avainsana. |\n",
    ),
    "sort": (
        "### Lajittele {#t .sort}\n- Aa\n  - Yksi\n    > Avainsana.\n  - Kaksi\n- Bee\n  - Kolme\n",
        "### Lajittele {#t .sort}\n- Aa\n  - Kolme\n- Bee\n  - Yksi\n  - Kaksi\n    > Avainsana.\n",
    ),
}
"""Pairs of questions that differ in nothing but what is right and what is said about it."""


@pytest.fixture
def aino(app: Flask, client: Visitor, cast: Cast) -> Visitor:
    """Aino, signed in."""
    del app
    sign_in(client, cast.aino)
    return client


@pytest.mark.parametrize("kind", TWINS)
def test_a_page_is_the_same_whatever_is_right(app: Flask, aino: Visitor, kind: str) -> None:
    pages = [open_question(app, aino, question) for question in TWINS[kind]]
    assert "Check answer" in pages[0]
    assert pages[0] == pages[1]


@pytest.mark.parametrize("kind", TWINS)
def test_no_page_before_the_answer_holds_a_key(app: Flask, aino: Visitor, kind: str) -> None:
    for question in TWINS[kind]:
        publish_quiz(app, question)
        paths = ("/learn", f"/learn/{SLUG}", f"/learn/{SLUG}/certificate", QUIZ, f"{QUIZ}?ask=x")
        seen = "".join(aino.see(path).source for path in paths)
        seen += open_question(app, aino, question)
        for key in (MARKER, "3141", "2718"):
            assert key not in seen


def test_after_a_wrong_answer_nothing_is_told_of_the_others(app: Flask, aino: Visitor) -> None:
    question = (
        "### Kumpi? {#t}\n- [ ] Yksi\n  > Tästä kerrotaan.\n- [x] Kaksi\n  > Avainsana b.\n"
        "- [ ] Kolme\n  > Avainsana c.\n\n> Avainsana lopuksi.\n\n> [!RIGHT]\n> Avainsana oikein.\n"
    )
    open_question(app, aino, question)
    page = aino.see(QUIZ)
    wrong = aino.look(aino.submit(page, {"answer": "c1"}, button="Check answer"))
    assert "Tästä kerrotaan." in wrong.text
    assert MARKER not in wrong.source
    for path in (QUIZ, f"{QUIZ}?ask=harjoitus/t", f"{QUIZ}/stop", f"/learn/{SLUG}/handbook"):
        assert MARKER not in aino.see(path).source
    right = aino.look(aino.submit(wrong, {"answer": "c2"}, button="Check answer"))
    assert right.text.count(MARKER) == 3
    assert "Avainsana c." not in right.source


def open_question(app: Flask, client: Visitor, question: str) -> str:
    """Give the page of the question in a new attempt, whose shuffle is always the same."""
    publish_quiz(app, question)
    with app.app_context():
        db.session.execute(delete(Answer))
        db.session.execute(delete(QuizAttempt))
        db.session.commit()
    client.submit(client.see(QUIZ), button="Start")
    with app.app_context():
        db.session.execute(update(QuizAttempt).values(seed=7))
        db.session.commit()
    return re.sub(r'value="[^"]{20,}"', "", client.see(QUIZ).source)
