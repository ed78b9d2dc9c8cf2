"""My details: name, language, consents, password."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app import consents
from app.extensions import clock as app_clock
from app.extensions import db
from app.models import Certificate, Consent, Course, CourseRevision, Person
from tests.support.accounts import is_signed_in
from tests.support.cast import Cast, sign_in
from tests.support.clock import FrozenClock
from tests.support.visitor import Visitor


def person(app: Flask, person_id: int) -> Person:
    with app.app_context():
        return db.session.get_one(Person, person_id)


def issue_certificate(app: Flask, person_id: int) -> None:
    with app.app_context():
        course = Course(slug="kurssi", created_at=app_clock.now())
        db.session.add(course)
        db.session.flush()
        revision = CourseRevision(
            course_id=course.id, number=1, sha256="0", main_language="fi",
            published_at=app_clock.now(),
        )  # fmt: skip
        db.session.add(revision)
        db.session.flush()
        db.session.add(
            Certificate(
                person_id=person_id,
                course_id=course.id,
                code="X" * 26,
                name="Aino Aalto",
                language="fi",
                sheet={},
                revision_id=revision.id,
                issued_at=app_clock.now(),
            )
        )
        db.session.commit()


def test_a_stranger_is_led_to_sign_in(client: Visitor, cast: Cast) -> None:
    del cast
    for path in ("/me", "/me/password", "/me/reading", "/me/data", "/me/data.json"):
        assert client.get(path).location == "/sign-in"


def test_name_and_language_can_be_changed(app: Flask, client: Visitor, cast: Cast) -> None:
    sign_in(client, cast.aino)
    page = client.see("/me")
    assert cast.aino.email in page.text
    client.look(client.submit(page, {"name": "Ainō  Àalto", "own_language": "sv"}))
    changed = person(app, cast.aino.id)
    assert (changed.name, changed.language) == ("Ainō Àalto", "sv")


def test_the_name_is_frozen_once_a_certificate_is_issued(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    sign_in(client, cast.aino)
    values = client.see("/me").form_with(field="name").values
    issue_certificate(app, cast.aino.id)
    page = client.see("/me")
    assert "name" not in page.form_with("Save").names
    client.look(client.post("/me", data={**values, "name": "Somebody Else", "own_language": "en"}))
    assert person(app, cast.aino.id).name == cast.aino.name
    assert person(app, cast.aino.id).language == "en"


@pytest.mark.parametrize("name", ["", "A" * 300, "Aino\u202e"])
def test_a_name_that_cannot_be_printed_is_asked_again(
    app: Flask, client: Visitor, cast: Cast, name: str
) -> None:
    sign_in(client, cast.aino)
    again = client.look(client.submit(client.see("/me"), {"name": name}), 422)
    assert 'id="name-error"' in again.source
    assert person(app, cast.aino.id).name == cast.aino.name


def test_optional_consents_can_be_given_and_taken_back(
    app: Flask, client: Visitor, cast: Cast, clock: FrozenClock
) -> None:
    sign_in(client, cast.aino)
    client.look(client.submit(client.see("/me"), {"consent_public_name": "y"}))
    clock.move(timedelta(days=1))
    page = client.see("/me")
    assert page.form_with("Save").values["consent_public_name"] == "y"
    client.look(client.submit(page, {"consent_public_name": None, "consent_reminders": "y"}))
    with app.app_context():
        assert consents.current(cast.aino.id) == {"public_name": False, "reminders": True}
        history = db.session.execute(
            select(Consent.kind, Consent.given, Consent.text_revision).order_by(Consent.id)
        ).all()
    assert sorted(tuple(row) for row in history) == [
        ("public_name", False, "2026-11"), ("public_name", True, "2026-11"),
        ("reminders", True, "2026-11"),
    ]  # fmt: skip


def test_saving_twice_stores_a_consent_once(app: Flask, client: Visitor, cast: Cast) -> None:
    sign_in(client, cast.aino)
    page = client.see("/me")
    for _ in range(2):
        client.look(client.submit(page, {"consent_reminders": "y"}))
    with app.app_context():
        assert len(db.session.scalars(select(Consent)).all()) == 1


def test_needed_consents_cannot_be_taken_back_here(app: Flask, client: Visitor, cast: Cast) -> None:
    sign_in(client, cast.aino)
    values = client.see("/me").form_with("Save").values
    client.post("/me", data={**values, "consent_processing": "", "email": "x@example.org"})
    with app.app_context():
        assert consents.current(cast.aino.id) == {}
    assert person(app, cast.aino.id).email == cast.aino.email


def test_a_password_can_be_set_and_then_signs_in(app: Flask, client: Visitor, cast: Cast) -> None:
    sign_in(client, cast.aino)
    page = client.see("/me/password")
    assert "password" not in page.form_with(field="new_password").names
    client.look(client.submit(page, {"new_password": "tuuli ja aalto"}))
    other = app.test_client()
    assert isinstance(other, Visitor)
    fields = {"identifier": cast.aino.email, "password": "tuuli ja aalto"}
    other.look(other.submit(other.see("/sign-in/password"), fields))
    assert is_signed_in(other)


def test_changing_a_password_needs_the_present_one_and_ends_other_sessions(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    sign_in(client, cast.aino)
    client.look(client.submit(client.see("/me/password"), {"new_password": "tuuli ja aalto"}))
    other = app.test_client()
    assert isinstance(other, Visitor)
    sign_in(other, cast.aino)
    page = client.see("/me/password")
    wrong = {"password": "something else", "new_password": "kuu ja aurinko"}
    client.look(client.submit(page, wrong), 422)
    assert is_signed_in(other)
    client.look(client.submit(page, {**wrong, "password": "tuuli ja aalto"}))
    assert is_signed_in(client), "This session goes on"
    assert not is_signed_in(other)


@pytest.mark.parametrize("password", ["", "lyhyt", "x" * 201])
def test_a_password_has_a_sensible_length(client: Visitor, cast: Cast, password: str) -> None:
    sign_in(client, cast.aino)
    page = client.see("/me/password")
    assert client.submit(page, {"new_password": password}).status_code == 422


def test_reading_settings_are_kept_and_seen_on_the_page(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    sign_in(client, cast.aino)
    chosen = {"text_size": "largest", "spacing": "wide", "theme": "dark", "light_view": "y"}
    page = client.look(client.submit(client.see("/me/reading"), chosen))
    html = page.document.root
    assert html.get("data-text-size") == "largest"
    assert html.get("data-spacing") == "wide"
    assert html.get("data-theme") == "dark"
    assert html.get("data-light") is not None
    assert page.form_with(field="theme").values["light_view"] == "y"
    assert person(app, cast.aino.id).light_view


@pytest.mark.parametrize("field", ["text_size", "spacing", "theme"])
def test_a_made_up_reading_setting_is_refused(
    app: Flask, client: Visitor, cast: Cast, field: str
) -> None:
    sign_in(client, cast.aino)
    values = client.see("/me/reading").form_with(field=field).values
    assert client.post("/me/reading", data={**values, field: "huge"}).status_code == 422
    assert person(app, cast.aino.id).theme == "auto"


def test_my_details_without_token_change_nothing_and_keep_the_text(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    sign_in(client, cast.aino)
    client.see("/me")
    page = client.look(client.post("/me", data={"name": "Uusi Nimi", "page": "/me"}))
    assert page.form_with("Save").values["name"] == "Uusi Nimi"
    assert person(app, cast.aino.id).name == cast.aino.name


def test_choices_that_always_hold_one_value_are_not_called_optional(
    client: Visitor, cast: Cast
) -> None:
    sign_in(client, cast.aino)
    page = client.see("/me/reading")
    assert "Text size" in page.text
    assert "(optional)" not in page.text
