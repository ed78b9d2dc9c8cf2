"""Waiting costs nothing: a form is taken that stood open for an hour, a day or a clock change."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from itsdangerous import TimestampSigner
from sqlalchemy import select, update

from app.extensions import db
from app.models import Answer, SignedInSession, Writing
from tests.support.accounts import ask_code, code_to
from tests.support.cast import Cast, sign_in
from tests.support.clock import START, FrozenClock
from tests.support.courses import SLUG, publish
from tests.support.learning import Learner
from tests.support.visitor import SeenPage
from tests.support.world import hurried

HELSINKI = ZoneInfo("Europe/Helsinki")

WAITS: Mapping[str, tuple[datetime, datetime]] = {
    "61 minutes": (START, START + timedelta(minutes=61)),
    "a day": (START, START + timedelta(days=1)),
    "the night when clocks go forward": (
        datetime(2027, 3, 28, 2, 30, tzinfo=HELSINKI),
        datetime(2027, 3, 28, 4, 30, tzinfo=HELSINKI),
    ),
    "the night when clocks go back": (
        datetime(2027, 10, 31, 3, 30, tzinfo=HELSINKI, fold=0),
        datetime(2027, 10, 31, 3, 40, tzinfo=HELSINKI, fold=1),
    ),
    "over midnight": (
        datetime(2026, 12, 31, 23, 59, tzinfo=HELSINKI),
        datetime(2027, 1, 1, 0, 1, tzinfo=HELSINKI),
    ),
}

TEXT = "Ajattelin tätä koko illan, enkä halua kirjoittaa sitä uudelleen."


@pytest.fixture(params=WAITS)
def wait(request: pytest.FixtureRequest) -> tuple[datetime, datetime]:
    """When a form is opened and when it is sent."""
    return WAITS[request.param]


@pytest.fixture
def same_time_for_tokens(clock: FrozenClock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the tokens of forms and the cookie grow old by the application's clock too."""
    monkeypatch.setattr(
        TimestampSigner, "get_timestamp", lambda _signer: int(clock.now().timestamp())
    )


@pytest.fixture
def learner(
    app: Flask,
    cast: Cast,
    clock: FrozenClock,
    wait: tuple[datetime, datetime],
    same_time_for_tokens: None,
) -> Learner:
    """Aino, signed in when the wait begins."""
    del same_time_for_tokens  # Asked for so that a token's age is that of its form.
    publish(app)
    clock.set(wait[0])
    client = hurried(app)
    sign_in(client, cast.aino)
    return Learner(app, client, cast.aino)


def end_sessions(app: Flask) -> None:
    with app.app_context():
        db.session.execute(update(SignedInSession).values(ended_at=SignedInSession.created_at))
        db.session.commit()


def sign_in_again(learner: Learner) -> SeenPage:
    """Sign in by a mailed code, as somebody does whose session has ended."""
    sent = ask_code(learner.client, learner.member.email)
    code = code_to(learner.app, learner.member.email)
    return learner.client.look(learner.client.submit(sent, {"code": code}))


def test_an_answer_is_taken_after_waiting(
    learner: Learner, clock: FrozenClock, wait: tuple[datetime, datetime]
) -> None:
    page = learner.open("lukeminen/harjoittele")
    clock.set(wait[1])
    response = learner.send(page, "q-luku", {"answer-c1": "3"})
    assert response.status_code == 303
    assert response.location.endswith("#feedback")
    with learner.app.app_context():
        (row,) = db.session.scalars(select(Answer))
        assert row.answered_at == wait[1].astimezone(UTC)


def test_a_quiz_goes_on_after_waiting(
    learner: Learner, clock: FrozenClock, wait: tuple[datetime, datetime]
) -> None:
    page = learner.press(learner.open("harjoitus/testi"), "Start")
    clock.set(wait[1])
    after = learner.press(page, "Check answer", {"answer": "c1"})
    assert "That is right." in after.text or "Not quite" in after.text
    assert len(learner.rows(Answer)) == 1


def test_what_was_written_is_taken_after_waiting(
    learner: Learner, clock: FrozenClock, wait: tuple[datetime, datetime]
) -> None:
    page = learner.open("omat/pohdinta")
    clock.set(wait[1])
    learner.client.look(learner.client.submit(page, {"miksi": TEXT}))
    assert [row.fields["miksi"] for row in learner.rows(Writing)] == [TEXT]


def test_what_was_typed_survives_a_session_that_ended_while_waiting(
    learner: Learner, clock: FrozenClock, wait: tuple[datetime, datetime]
) -> None:
    page = learner.open("omat/pohdinta")
    clock.set(wait[1])
    end_sessions(learner.app)
    led = learner.client.look(learner.client.submit(page, {"miksi": TEXT}))
    assert led.path.startswith("/sign-in")
    again = sign_in_again(learner)
    assert again.path == f"/learn/{SLUG}/omat/pohdinta"
    assert again.form_with(field="miksi").values["miksi"] == TEXT


def test_an_answer_survives_a_session_that_ended_while_waiting(
    learner: Learner, clock: FrozenClock, wait: tuple[datetime, datetime]
) -> None:
    page = learner.open("lukeminen/harjoittele")
    clock.set(wait[1])
    end_sessions(learner.app)
    response = learner.send(page, "q-aukko", {"answer-c1": "nosta"})
    assert response.location == "/sign-in"
    sign_in_again(learner)
    shown = learner.form(learner.open("lukeminen/harjoittele"), "q-aukko")
    assert shown.values["q-q-aukko-answer-c1"] == "nosta"


def test_a_session_in_daily_use_is_not_ended_by_a_clock_change(
    learner: Learner, clock: FrozenClock, wait: tuple[datetime, datetime]
) -> None:
    for moment in (wait[0], wait[1], wait[1] + timedelta(days=1)):
        clock.set(moment)
        assert learner.client.get("/learn").status_code == 200


def test_a_scenario_and_a_promise_are_taken_after_waiting(
    learner: Learner, clock: FrozenClock, wait: tuple[datetime, datetime]
) -> None:
    scene, promise = learner.open("harjoitus/hiljenee"), learner.open("omat/lupaus")
    clock.set(wait[1])
    assert "Aino aloittaa." in learner.press(scene, "Odotan hetken.").text
    learner.press(promise, "I accept this promise")
    assert {("page", "harjoitus/hiljenee"), ("page", "omat/lupaus")} <= learner.facts()
