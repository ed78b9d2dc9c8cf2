"""The practice conversation: every choice a button, back and again as often as one likes."""

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.extensions import db
from app.models import Completion, KeptText, ScenarioStep, SignedInSession
from tests.support.cast import Cast, sign_in
from tests.support.clock import FrozenClock
from tests.support.courses import FILES, SLUG, course_files, publish
from tests.support.queries import count_queries
from tests.support.quizzes import LESSON
from tests.support.visitor import SeenPage, Visitor

SCENARIO = f"/learn/{SLUG}/harjoitus/hiljenee"

SAFE = """---
title: Harjoitus
---

## Vaikea hetki {.scenario .safe #vaikea}
- Aino

### Aino itkee. {#alku}
- [Vaihdan aihetta.](#ohi)
- [Pysähdyn.](#kanssa)

### Aino vaikenee. {#ohi .harmful}
> Aihe vaihtui, ja Aino jäi yksin.
- [Lopetan tapaamisen.](#loppu)
- [Palaan Ainoon.](#kanssa)

### Tapaaminen päättyy. {#loppu .harmful}
> Aino jäi yksin.

### Aino jatkaa. {#kanssa .good}
**Aino:** Kiitos.
> Pysähtyminen on ohjaamista.
- [Kiitän.](#hyva)

### Aino hymyilee. {#hyva .good}
> Hetki sai olla.
"""
SAFE_PATH = f"/learn/{SLUG}/harjoitus/vaikea"


@pytest.fixture
def aino(app: Flask, client: Visitor, cast: Cast) -> Visitor:
    """Aino, signed in, on the small course."""
    publish(app)
    sign_in(client, cast.aino)
    return client


@pytest.fixture
def safely(app: Flask, client: Visitor, cast: Cast) -> Visitor:
    """Aino, signed in, on a course with a safe conversation."""
    publish(app, course_files({LESSON: SAFE}))
    sign_in(client, cast.aino)
    return client


def steps(app: Flask) -> list[tuple[int, str]]:
    with app.app_context():
        rows = db.session.execute(
            select(ScenarioStep.position, ScenarioStep.scene).order_by(ScenarioStep.id)
        )
        return [(position, scene) for position, scene in rows]


def is_done(app: Flask, page: str = "hiljenee") -> bool:
    with app.app_context():
        found = select(Completion.id).where(Completion.address == f"harjoitus/{page}")
        return db.session.scalar(found) is not None


def choose(client: Visitor, page: SeenPage, words: str) -> SeenPage:
    return client.look(client.submit(page, button=words))


def scene(page: SeenPage) -> str:
    return next("".join(it.itertext()) for it in page.document.all("h2") if it.get("id") == "scene")


def test_the_meeting_shows_who_is_there_in_words(aino: Visitor) -> None:
    page = aino.see(SCENARIO)
    assert page.heading == "Ryhmä hiljenee"
    assert scene(page) == "Kukaan ei puhu."
    items = page.document.all("li")
    tiles = [
        " ".join(" ".join(it.itertext()).split()) for it in items if "tile" in it.get("class", "")
    ]
    assert tiles == ["You facilitator", "A Aino kamera kiinni", "Timo"]
    assert {"Kerron itse ensin.", "Odotan hetken."} <= set(page.forms[0].buttons)


def test_a_choice_leads_to_what_it_does(app: Flask, aino: Visitor) -> None:
    page = choose(aino, aino.see(SCENARIO), "Kerron itse ensin.")
    assert scene(page) == "Puhut kauan."
    assert "This helped only partly" in page.text
    assert "Pitkä tarina vei paikan muilta." in page.text
    assert steps(app) == [(1, "oma-tarina")]
    assert not is_done(app)


def test_an_ending_makes_the_page_done_and_leads_on(app: Flask, aino: Visitor) -> None:
    page = choose(aino, aino.see(SCENARIO), "Odotan hetken.")
    assert "Aino: En ole puhunut tästä." in page.text
    assert "This helped the group" in page.text
    assert is_done(app)
    assert aino.submit(page, button="Continue").location == f"/learn/{SLUG}/harjoitus/testi"


def test_a_conversation_without_an_ending_does_not_lead_on(app: Flask, aino: Visitor) -> None:
    page = choose(aino, aino.see(SCENARIO), "Kerron itse ensin.")
    values = page.forms[0].values.copy()
    sent = aino.post(SCENARIO, data={"csrf_token": values["csrf_token"], "action": "continue"})
    assert sent.location == SCENARIO
    assert not is_done(app)


def test_the_same_choice_sent_again_is_one_step(app: Flask, aino: Visitor) -> None:
    page = aino.see(SCENARIO)
    places = {aino.submit(page, button="Odotan hetken.").location for _time in range(3)}
    assert len(places) == 1
    assert steps(app) == [(1, "odotus")]


def test_going_back_and_choosing_otherwise_loses_neither_way(app: Flask, aino: Visitor) -> None:
    first = aino.see(SCENARIO)
    weak = choose(aino, first, "Kerron itse ensin.")
    back = aino.see(weak.links["One step back"])
    assert scene(back) == "Kukaan ei puhu."
    good = choose(aino, back, "Odotan hetken.")
    assert scene(good) == "Aino aloittaa."
    assert scene(aino.see(weak.path)) == "Puhut kauan."
    assert sorted(steps(app)) == [(1, "odotus"), (1, "oma-tarina")]


def test_a_loop_leads_back_to_the_beginning_and_on(app: Flask, aino: Visitor) -> None:
    page = choose(aino, aino.see(SCENARIO), "Kerron itse ensin.")
    page = choose(aino, page, "Palaan hetkeen.")
    page = choose(aino, page, "Odotan hetken.")
    assert is_done(app)
    assert scene(aino.see(page.links["From the beginning"])) == "Kukaan ei puhu."
    assert [place for place, _scene in steps(app)] == [1, 2, 3]


def test_whoever_stopped_in_the_middle_finds_the_way_back(aino: Visitor) -> None:
    choose(aino, aino.see(SCENARIO), "Kerron itse ensin.")
    page = aino.see(SCENARIO)
    assert scene(page) == "Kukaan ei puhu."
    on = aino.see(page.links["Continue the conversation where you stopped"])
    assert scene(on) == "Puhut kauan."


@pytest.mark.parametrize(
    "changes",
    [
        {"to": "alkutilanne"},
        {"to": "x"},
        {"to": ""},
        {"step": "7"},
        {"step": "-1"},
        {"step": "x"},
        {"run": "\x00"},
    ],
)
def test_a_choice_that_is_not_offered_changes_nothing(
    app: Flask, aino: Visitor, changes: dict[str, str]
) -> None:
    values = aino.see(SCENARIO).forms[0].values.copy()
    values["to"] = "x"
    values.update(changes)
    sent = aino.post(SCENARIO, data={name: values[name] for name in values})
    assert sent.status_code == 303
    assert steps(app) == []


@pytest.mark.parametrize("query", ["?run=x&step=1", "?run=abcdefgh&step=99999", "?step=1", "?run="])
def test_any_address_shows_a_scene(aino: Visitor, query: str) -> None:
    assert scene(aino.see(SCENARIO + query)) == "Kukaan ei puhu."


def test_an_edit_in_the_middle_leads_on_from_what_is_left(app: Flask, aino: Visitor) -> None:
    page = choose(aino, aino.see(SCENARIO), "Kerron itse ensin.")
    text = FILES[LESSON].replace("#oma-tarina", "#toinen-tarina")
    publish(app, course_files({LESSON: text}))
    assert scene(aino.see(page.path)) == "Kukaan ei puhu."
    told = aino.look(aino.submit(page, button="Palaan hetkeen."))
    assert "This conversation has changed" in told.text
    assert steps(app) == [(1, "oma-tarina")]


def test_an_edit_takes_no_completion_away(app: Flask, aino: Visitor) -> None:
    choose(aino, aino.see(SCENARIO), "Odotan hetken.")
    publish(app, course_files({LESSON: SAFE.replace("#vaikea", "#hiljenee")}))
    page = aino.see(SCENARIO)
    assert page.form_with(button="Go on to the next page").method == "post"


def test_a_scene_asks_the_database_at_most_three_times(app: Flask, aino: Visitor) -> None:
    page = choose(aino, aino.see(SCENARIO), "Kerron itse ensin.")
    for path in (SCENARIO, page.path):
        with count_queries(app) as queries:
            aino.get(path)
        assert len(queries) <= 3, queries


def test_a_choice_made_after_the_session_ended_can_be_made_again(
    app: Flask, aino: Visitor, cast: Cast, clock: FrozenClock
) -> None:
    page = choose(aino, aino.see(SCENARIO), "Kerron itse ensin.")
    with app.app_context():
        db.session.execute(update(SignedInSession).values(ended_at=clock.now()))
        db.session.commit()
    assert aino.submit(page, button="Palaan hetkeen.").location == "/sign-in"
    sign_in(aino, cast.aino)
    with aino.session_transaction() as cookie:
        cookie["kept"] = True
    assert scene(aino.see(SCENARIO)) == "Puhut kauan."


def test_a_safe_conversation_stores_only_that_it_is_done(app: Flask, safely: Visitor) -> None:
    page = choose(safely, safely.see(SAFE_PATH), "Vaihdan aihetta.")
    assert scene(page) == "Aino vaikenee."
    assert "?" not in page.path
    assert not is_done(app, "vaikea")
    page = choose(safely, page, "Palaan Ainoon.")
    page = choose(safely, page, "Kiitän.")
    assert is_done(app, "vaikea")
    assert steps(app) == []
    assert safely.submit(page, button="Continue").location == f"/learn/{SLUG}/module/taito"


def test_a_safe_conversation_that_ends_badly_is_not_done(app: Flask, safely: Visitor) -> None:
    page = choose(safely, safely.see(SAFE_PATH), "Vaihdan aihetta.")
    page = choose(safely, page, "Lopetan tapaamisen.")
    assert "the page is done when the conversation ends well" in page.text
    assert not is_done(app, "vaikea")
    back = choose(safely, page, "One step back")
    page = choose(safely, choose(safely, back, "Palaan Ainoon."), "Kiitän.")
    assert is_done(app, "vaikea")


def test_a_way_cannot_be_forged_or_lent(app: Flask, safely: Visitor, cast: Cast) -> None:
    page = safely.see(SAFE_PATH)
    token = page.forms[0].values["csrf_token"]
    forged = safely.look(safely.post(SAFE_PATH, data={"csrf_token": token, "way": "alku.hyva"}))
    assert scene(forged) == "Aino itkee."
    button = page.forms[0].buttons["Pysähdyn."]
    olli = app.test_client()
    assert isinstance(olli, Visitor)
    sign_in(olli, cast.olli)
    token = olli.see(SAFE_PATH).forms[0].values["csrf_token"]
    lent = olli.look(
        olli.post(SAFE_PATH, data={"csrf_token": token, "way": button.get("value", "")})
    )
    assert scene(lent) == "Aino itkee."


def test_a_safe_way_is_not_kept_when_the_session_has_ended(
    app: Flask, safely: Visitor, clock: FrozenClock
) -> None:
    page = safely.see(SAFE_PATH)
    with app.app_context():
        db.session.execute(update(SignedInSession).values(ended_at=clock.now()))
        db.session.commit()
    assert safely.submit(page, button="Vaihdan aihetta.").location == "/sign-in"
    with app.app_context():
        assert db.session.scalars(select(KeptText)).all() == []
