"""A safe conversation: help, a break and another way on each screen; only "done" is stored."""

import pytest
from flask import Flask

from app.models import Answer, Completion, Draft, ScenarioStep
from tests.support.cast import Cast, sign_in
from tests.support.courses import SLUG, course_files, publish
from tests.support.learning import Learner
from tests.support.snapshots import changed_tables, read_content
from tests.support.visitor import SeenPage, Visitor

PATH = "20-taito/10-harjoitus.fi.md"
TALK, OTHER = "harjoitus/kriisi", "harjoitus/toisin"

LESSON = """---
title: Harjoitus
---

## Ennen {#ennen}

Lue ensin.

## Vaikea hetki {.scenario .safe #kriisi other=toisin}

> [!CONTENT-NOTE] Ennen kuin avaat
> Sivu käsittelee vaikeaa hetkeä.

### Kaisa sanoo jotain hiljaa. {#alkutilanne}
- [Vaihdan aihetta.](#ohi)
- [Kysyn suoraan.](#kysyn)

### Hetki menee ohi. {#ohi .harmful}
> Halusit suojella ryhmää.
- [Palaan.](#alkutilanne)

### Kaisa vastaa. {#kysyn .good}
> Kysyminen ei lisää vaaraa.

## Samat askeleet lukien {#toisin}

Kuuntele, kysy suoraan, kerro yhteyshenkilölle.

### Mitä teet ensin? {#q-ensin}
- [ ] Vaihdan aihetta
  > Hetki menee ohi.
- [x] Kysyn suoraan
  > Niin.

### Kirjoita oma lauseesi. {.own-words #q-lause}
> Haluan kuulla sinusta lisää.

## Jälkeen {#jalkeen}

Lepää.
"""


@pytest.fixture
def learner(aino: Learner) -> Learner:
    """Aino at a course with a safe conversation and help numbers."""
    publish(aino.app, course_files({PATH: LESSON, "help.fi.md": HELP}))
    return aino


HELP = "Hätänumero on 112.\n"


def opened(learner: Learner) -> SeenPage:
    return learner.open(f"{TALK}?opened=yes")


def test_help_a_break_and_the_other_way_are_on_every_screen(learner: Learner) -> None:
    page = opened(learner)
    for choice in ("Vaihdan aihetta.", "Palaan.", "Kysyn suoraan."):
        check_screen(page)
        page = learner.press(page, choice)
    check_screen(page)
    assert ("page", TALK) in learner.facts()


def check_screen(page: SeenPage) -> None:
    assert "Hätänumero on 112." in page.text
    assert page.links["I do this another way"] == f"/learn/{SLUG}/{OTHER}"
    assert "Take a break" in page.form_with(button="Take a break").buttons


def test_the_other_way_is_offered_before_the_conversation_opens(learner: Learner) -> None:
    page = learner.open(TALK)
    assert "Sivu käsittelee vaikeaa hetkeä." in page.text
    assert page.links["I do this another way"] == f"/learn/{SLUG}/{OTHER}"


def test_a_break_is_calm_and_leads_back_to_the_same_place(learner: Learner) -> None:
    page = learner.press(opened(learner), "Vaihdan aihetta.")
    pause = learner.press(page, "Take a break")
    assert pause.heading == "A break"
    assert "Hätänumero on 112." in pause.text
    details = [it for it in pause.document.all("details") if it.get("open") is not None]
    assert details, "Help stands open"
    back = learner.press(pause, "Go back to where I was")
    assert "Hetki menee ohi." in back.text
    assert learner.press(back, "Palaan.").status == 200
    assert learner.rows(ScenarioStep) == []
    assert learner.facts() == set()


def test_a_break_on_the_first_screen_leads_back_to_it(learner: Learner) -> None:
    pause = learner.press(opened(learner), "Take a break")
    assert "Kaisa sanoo jotain hiljaa." in learner.press(pause, "Go back to where I was").text


def test_somebody_elses_place_is_no_place(learner: Learner, app: Flask, cast: Cast) -> None:
    pause = learner.press(learner.press(opened(learner), "Vaihdan aihetta."), "Take a break")
    way = pause.form_with(button="Go back to where I was").values["way"]
    other = app.test_client()
    assert isinstance(other, Visitor)
    sign_in(other, cast.tiina)
    form = other.see(f"/learn/{SLUG}/{TALK}?opened=yes").form_with(button="Take a break")
    values = form.filled({"way": way}, None)
    values.poplist("action")
    assert "Kaisa sanoo" in other.look(other.post(form.address, data=values)).text


def test_the_other_page_stands_outside_the_flow(learner: Learner) -> None:
    assert "page 2 of 3" in opened(learner).text
    page = learner.press(learner.open("harjoitus/ennen"), "Continue")
    assert page.path.startswith(f"/learn/{SLUG}/{TALK}")
    assert page.links["Go past it for now"] == f"/learn/{SLUG}/harjoitus/jalkeen"
    lesson = learner.press(learner.open("harjoitus/jalkeen"), "Continue")
    assert "toisin" not in {link.rpartition("/")[2] for link in lesson.links.values()}


def test_the_other_way_counts_as_the_conversation_and_leads_on(learner: Learner) -> None:
    page = learner.press(learner.open(OTHER), "Continue")
    assert page.path == f"/learn/{SLUG}/harjoitus/jalkeen"
    assert learner.facts() == {("page", TALK)}
    assert "You do this" not in page.text


def test_both_ways_leave_the_same_rows(learner: Learner, cast: Cast) -> None:
    before = read_content(learner.app)
    assert "ends here" in learner.press(opened(learner), "Kysyn suoraan.").text
    sign_in(learner.client, cast.tiina)
    learner.press(learner.open(OTHER), "Continue")
    tables = set(changed_tables(before, read_content(learner.app)))
    assert tables <= {"completion", "signed_in_session"}
    by_talk, by_other = learner.rows(Completion)
    assert {by_talk.person_id, by_other.person_id} == {cast.aino.id, cast.tiina.id}
    told = [(row.scope, row.address, row.revision_id) for row in (by_talk, by_other)]
    assert told[0] == told[1]


def test_nothing_tells_that_somebody_was_on_the_other_page(learner: Learner) -> None:
    before = read_content(learner.app)
    page = learner.open(OTHER)
    form = page.form_with(button="Continue")
    assert form.element.get("data-autosave") is None
    filled = {"q-q-lause-answer": "Haluan kuulla.", "q-q-ensin-answer": "c1"}
    checked = learner.press(page, "Check answer", filled)
    assert "Hetki menee ohi." in checked.text
    values = checked.form_with(button="Continue").values
    assert values["q-q-lause-answer"].strip() == "Haluan kuulla."
    told = learner.press(checked, "Check answer", {"q-q-ensin-answer": "c2"})
    assert "That is right." in told.text
    autosave = f"/learn/{SLUG}/{OTHER}/autosave"
    assert learner.client.post(autosave, data=values).status_code == 200
    assert changed_tables(before, read_content(learner.app)) == {}
    learner.press(told, "Continue")
    assert list(changed_tables(before, read_content(learner.app))) == ["completion"]
    assert learner.rows(Answer) == []
    assert learner.rows(Draft) == []


def test_the_other_page_leads_to_the_conversation_too(learner: Learner) -> None:
    link = learner.open(OTHER).links["Do the practice conversation instead"]
    assert link == f"/learn/{SLUG}/{TALK}"
