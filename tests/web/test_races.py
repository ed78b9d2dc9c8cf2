"""Many submits at the same moment: the database decides, and nothing is doubled or lost."""

from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.models import Completion, Invitation, ScenarioStep
from tests.support.cast import Cast, assemble, sign_in
from tests.support.certificates import CERTIFICATE, certificates, complete_course
from tests.support.courses import SLUG, publish
from tests.support.quizzes import QUIZ, SILENCE, SPACE, answers, attempts, publish_quiz, values_of
from tests.support.races import AT_ONCE, all_at_once, twin
from tests.support.visitor import Visitor


@pytest.fixture
def cast_there(app_on_each: Flask) -> Cast:
    """Everyone, on each kind of database."""
    return assemble(app_on_each)


@pytest.fixture
def aino(app_on_each: Flask, cast_there: Cast) -> Visitor:
    """Aino, signed in."""
    client = app_on_each.test_client()
    assert isinstance(client, Visitor)
    sign_in(client, cast_there.aino)
    return client


def windows(client: Visitor) -> list[Visitor]:
    return [twin(client) for _window in range(AT_ONCE)]


def test_one_start_sent_at_once_is_one_attempt(app_on_each: Flask, aino: Visitor) -> None:
    publish_quiz(app_on_each, SPACE, SILENCE)
    page = aino.see(QUIZ)
    responses = all_at_once([partial(one.submit, page, button="Start") for one in windows(aino)])
    assert {response.status_code for response in responses} == {303}
    assert len(attempts(app_on_each)) == 1


def test_one_answer_sent_at_once_is_saved_once(app_on_each: Flask, aino: Visitor) -> None:
    publish_quiz(app_on_each, SPACE, SILENCE)
    page = aino.look(aino.submit(aino.see(QUIZ), button="Start"))
    sent = page.form_with(button="Check answer").filled(
        {"answer": values_of(page)["Tilan antaminen"]}, None
    )
    responses = all_at_once([partial(one.post, QUIZ, data=sent) for one in windows(aino)])
    assert {(response.status_code, response.location) for response in responses} == {
        (303, f"{QUIZ}?answered=harjoitus/t-tila&try=1#feedback")
    }
    assert [row.credit for row in answers(app_on_each)] == ["1"]


def test_the_last_answers_from_many_windows_pass_the_quiz_once(
    app_on_each: Flask, aino: Visitor
) -> None:
    publish_quiz(app_on_each, SPACE, SILENCE)
    aino.submit(aino.see(QUIZ), button="Start")
    acts = []
    for question, words in (("t-tila", "Tilan antaminen"), ("t-hiljaa", "Odotan")):
        page = aino.see(f"{QUIZ}?ask=harjoitus/{question}")
        sent = page.form_with(button="Check answer").filled(
            {"answer": values_of(page)[words]}, None
        )
        acts += [partial(twin(aino).post, QUIZ, data=sent) for _window in range(AT_ONCE // 2)]
    responses = all_at_once(acts)
    assert {response.status_code for response in responses} == {303}
    assert len(answers(app_on_each)) == 2
    result = aino.see(QUIZ)
    assert result.heading == "You passed the quiz"
    aino.submit(result, button="Continue")
    assert [attempt.passed for attempt in attempts(app_on_each)] == [True]
    with app_on_each.app_context():
        done = select(func.count()).where(Completion.address == "harjoitus/testi")
        assert db.session.scalar(done) == 1


def test_one_choice_sent_at_once_is_one_step(app_on_each: Flask, aino: Visitor) -> None:
    publish(app_on_each)
    page = aino.see(f"/learn/{SLUG}/harjoitus/hiljenee")
    responses = all_at_once(
        [partial(one.submit, page, button="Odotan hetken.") for one in windows(aino)]
    )
    assert len({response.location for response in responses}) == 1
    with app_on_each.app_context():
        assert db.session.scalar(select(func.count()).select_from(ScenarioStep)) == 1


def test_two_choices_from_one_scene_at_once_are_two_runs(app_on_each: Flask, aino: Visitor) -> None:
    publish(app_on_each)
    page = aino.see(f"/learn/{SLUG}/harjoitus/hiljenee")
    words = ["Odotan hetken.", "Kerron itse ensin."] * (AT_ONCE // 2)
    responses = all_at_once(
        [
            partial(one.submit, page, button=chosen)
            for one, chosen in zip(windows(aino), words, strict=True)
        ]
    )
    assert {response.status_code for response in responses} == {303}
    with app_on_each.app_context():
        scenes = db.session.scalars(select(ScenarioStep.scene)).all()
    assert sorted(scenes) == ["odotus", "oma-tarina"]


def test_one_certificate_is_issued_however_often_it_is_claimed(
    app_on_each: Flask, aino: Visitor, cast_there: Cast
) -> None:
    publish(app_on_each)
    complete_course(app_on_each, cast_there.aino)
    form = aino.see(CERTIFICATE).form_with(field="name")
    names = [f"Aino Aalto {letter}" for letter in "abcdefgh"]
    responses = all_at_once(
        [
            partial(one.post, CERTIFICATE, data=form.filled({"name": name}, None))
            for one, name in zip(windows(aino), names, strict=True)
        ]
    )
    assert {response.status_code for response in responses} == {303}
    (issued,) = certificates(app_on_each)
    assert issued.name in names
    assert issued.sheet["holder_name"] == issued.name


def test_renewing_a_link_many_times_at_once_leaves_one_open(
    app_on_each: Flask, cast_there: Cast
) -> None:
    client = app_on_each.test_client()
    assert isinstance(client, Visitor)
    sign_in(client, cast_there.kaisa)
    where = f"/org/invitations/{cast_there.pirkanmaa}/renew"
    page = client.see(where)
    all_at_once([partial(one.submit, page, button="Open a new link") for one in windows(client)])
    with app_on_each.app_context():
        still_open = db.session.scalar(
            select(func.count())
            .select_from(Invitation)
            .where(
                Invitation.local_association_id == cast_there.pirkanmaa,
                Invitation.kind == "group",
                Invitation.closed_at.is_(None),
            )
        )
    assert still_open == 1
