"""«I know this already»: a check quiz passed at the first go frees a module's reading."""

from datetime import timedelta

import pytest
from flask import Flask

from tests.support.cast import Cast, sign_in
from tests.support.clock import FrozenClock
from tests.support.courses import SLUG, course_files, publish
from tests.support.learning import Learner
from tests.support.quizzes import QUIZ, answer, later, start
from tests.support.visitor import SeenPage, Visitor

PATH = "20-taito/10-harjoitus.fi.md"
LESSON = """---
title: Harjoitus
---

## Mitä hiljaisuus on? {#hiljaisuus-on}

Hiljaisuus on tavallista.

## Tauko {#tauko}

Tauko auttaa.

## Lisää {#lisaa .optional}

Tämän saa ohittaa.

## Sitova {#sitova .binding}

Tämän lukevat kaikki.

## Oma suunnitelma {.document #oma}

### Nimi {.text #nimi}

## Oma lupaus {.promise #lupaus}

Lupaan.

## Testaa {.quiz #testi .fixed}

### Mikä on tärkeintä? {#t-tila}
- [ ] Hoito-ohjeet
  > Hoidosta päättää ammattilainen.
- [x] Tilan antaminen
  > Juuri niin.

### Mitä teet hiljaisuudessa? {#t-hiljaa}
- [x] Odotan
  > Niin.
- [ ] Täytän sen
  > Hetki menee ohi.
"""
FREED = {("page", "harjoitus/hiljaisuus-on"), ("page", "harjoitus/tauko")}
PASSED = ("page", "harjoitus/testi")


@pytest.fixture
def learner(aino: Learner) -> Learner:
    """Aino at a course whose second module has everything that is never freed."""
    publish(aino.app, course_files({PATH: LESSON}))
    return aino


def pass_at_once(learner: Learner) -> SeenPage:
    page = answer(learner.client, start(learner.client), "Tilan antaminen")
    page = answer(learner.client, learner.client.see(page.links["Continue"]), "Odotan")
    return learner.client.see(page.links["Continue"])


def test_the_module_offers_it_and_the_quiz_tells_what_it_does(learner: Learner) -> None:
    page = learner.open()
    assert page.links["I know this already"] == QUIZ
    assert page.text.count("I know this already") == 1, "The other module has no quiz"
    assert "Do you know this already?" in learner.client.see(QUIZ).text


def test_all_right_at_the_first_go_frees_the_reading_and_says_so(learner: Learner) -> None:
    result = pass_at_once(learner)
    assert learner.facts() == {PASSED, *FREED}
    assert "2 pages of this module are now marked as done." in result.text
    for title in ("Mitä hiljaisuus on?", "Tauko", "Sitova", "Oma suunnitelma", "Oma lupaus"):
        assert title in result.links, title
    assert "Lisää" not in result.links, "What is optional stays optional"
    assert "Still to do in this module" in result.text


def test_a_freed_page_stays_readable_and_counts_as_done(learner: Learner) -> None:
    pass_at_once(learner)
    assert "Hiljaisuus on tavallista." in learner.open("harjoitus/hiljaisuus-on").text
    reading = learner.open().document.by_id("needs-4-status")
    assert reading is not None
    assert "I know this already" not in learner.open().text


def test_a_miss_at_the_first_go_frees_nothing(learner: Learner) -> None:
    page = answer(learner.client, start(learner.client), "Hoito-ohjeet")
    page = answer(learner.client, page, "Tilan antaminen")
    page = answer(learner.client, learner.client.see(page.links["Continue"]), "Odotan")
    result = learner.client.see(page.links["Continue"])
    assert result.heading == "You passed the quiz"
    assert learner.facts() == {PASSED}
    assert "You knew this already" not in result.text


def test_a_second_attempt_frees_nothing(learner: Learner) -> None:
    test_a_miss_at_the_first_go_frees_nothing(learner)
    learner.client.look(
        learner.client.submit(learner.client.see(QUIZ), button="Try the quiz again")
    )
    page = answer(learner.client, learner.client.see(QUIZ), "Tilan antaminen")
    page = answer(learner.client, learner.client.see(page.links["Continue"]), "Odotan")
    result = learner.client.see(page.links["Continue"])
    assert result.heading == "You passed the quiz"
    assert learner.facts() == {PASSED}


def test_what_was_read_before_is_not_told_as_freed(learner: Learner, clock: FrozenClock) -> None:
    learner.complete("harjoitus/tauko")
    clock.move(timedelta(minutes=1))
    result = pass_at_once(learner)
    assert "1 page of this module is now marked as done." in result.text
    assert learner.facts() == {PASSED, *FREED}


def test_leaving_for_later_is_still_the_first_go(learner: Learner) -> None:
    page = answer(learner.client, start(learner.client), "Hoito-ohjeet")
    page = answer(learner.client, later(learner.client, page), "Odotan")
    assert learner.facts() == set()
    assert "Do you know this already?" not in learner.client.see(QUIZ).text
    assert "I know this already" not in learner.open().text


def test_it_frees_nobody_else(learner: Learner, app: Flask, cast: Cast) -> None:
    pass_at_once(learner)
    other = app.test_client()
    assert isinstance(other, Visitor)
    sign_in(other, cast.tiina)
    assert "I know this already" in other.see(f"/learn/{SLUG}").text


def test_an_exam_frees_nothing(learner: Learner) -> None:
    exam = LESSON.replace("{.quiz #testi .fixed}", "{.quiz #testi .fixed .exam}")
    publish(learner.app, course_files({PATH: exam}))
    assert "I know this already" not in learner.open().text
    pass_at_once(learner)
    assert learner.facts() == {PASSED}


def test_the_course_lists_what_the_certificate_needs_from_the_first_day(learner: Learner) -> None:
    page = learner.open()
    rows = {
        "Module 1: Alku": "Not started",
        "Oma ohjelma": "Not started",
        "Module 2: Taito": "Not started",
        "Harjoitus": "Not started",
    }
    shown = statuses(page)
    assert rows.items() <= shown.items()
    assert len(shown) == 7
    pass_at_once(learner)
    after = statuses(learner.open())
    assert after["Harjoitus"] == "Done"
    assert after["Module 2: Taito"] == "In progress", "The binding page is left"
    assert after["Oma suunnitelma"] == "Not started"
    assert learner.client.see(f"/learn/{SLUG}/certificate").text.count("Oma suunnitelma") == 1


def statuses(page: SeenPage) -> dict[str, str]:
    """Give the state of each condition by its words."""
    found = {}
    for link in page.document.all("a"):
        told = link.get("aria-describedby", "")
        if told.startswith("needs-"):
            status = page.document.by_id(told)
            assert status is not None
            found["".join(link.itertext())] = "".join(status.itertext()).strip()
    return found
