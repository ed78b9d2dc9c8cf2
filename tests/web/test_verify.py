"""The public check: whoever holds a code sees whether the certificate holds, and no more."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from app.core.certificate import group_code
from app.extensions import Base, db
from app.models import Certificate, Consent
from tests.support.cast import Cast, sign_in
from tests.support.certificates import certificates, claim, complete_course
from tests.support.clock import FrozenClock
from tests.support.courses import publish
from tests.support.visitor import Visitor


@pytest.fixture
def code(app: Flask, cast: Cast) -> str:
    """The code of Aino's certificate."""
    publish(app)
    aino = app.test_client()
    assert isinstance(aino, Visitor)
    sign_in(aino, cast.aino)
    complete_course(app, cast.aino)
    claim(aino)
    return certificates(app)[0].code


def consent(app: Flask, cast: Cast, *, given: bool) -> None:
    with app.app_context():
        db.session.add(
            Consent(
                person_id=cast.aino.id,
                kind="public_name",
                given=given,
                text_revision="2026-11",
                language="fi",
                at=certificates(app)[0].issued_at,
            )
        )
        db.session.commit()


def test_a_stranger_sees_that_it_is_valid_and_for_what(client: Visitor, code: str) -> None:
    page = client.see(f"/verify/{code}")
    assert page.heading == "This certificate is valid"
    assert "Pieni kurssi" in page.text
    assert "21 Nov 2028" in page.text
    assert group_code(code) in page.text


def test_nothing_private_is_told(client: Visitor, code: str) -> None:
    answered = client.get(f"/verify/{code}")
    for private in ("Aino", "Aalto", "example.org", "Pirkanmaa"):
        assert private not in answered.text
    assert answered.headers["Cache-Control"] == "no-store"
    assert answered.headers["Referrer-Policy"] == "same-origin"


def test_the_name_is_shown_while_its_holder_allows_it(
    app: Flask, client: Visitor, code: str, cast: Cast
) -> None:
    consent(app, cast, given=True)
    assert "Aino Aalto" in client.see(f"/verify/{code}").text
    consent(app, cast, given=False)
    assert "Aino Aalto" not in client.see(f"/verify/{code}").text


@pytest.mark.parametrize("typed", ["{plain}", "{grouped}", " {small} ", "/verify/{grouped}"])
def test_the_code_may_be_typed_in_any_way(client: Visitor, code: str, typed: str) -> None:
    typed = typed.format(plain=code, grouped=group_code(code), small=group_code(code).lower())
    page = client.see("/verify")
    found = client.look(client.submit(page, {"certificate": typed}, button="Check"))
    assert found.heading == "This certificate is valid"


@pytest.mark.parametrize("typed", ["ABCDE-FGHJK", "A" * 26, "A" * 5000, "漢字", "../../etc"])
def test_a_wrong_code_is_told_kindly_and_stays_in_its_field(
    client: Visitor, code: str, typed: str
) -> None:
    del code
    page = client.see("/verify")
    answered = client.submit(page, {"certificate": typed}, button="Check")
    status = 404 if answered.status_code == 303 else 422
    told = client.look(answered, status)
    assert "We found no certificate with this code." in told.text
    assert told.form_with(field="certificate").values["certificate"]


def test_one_wrong_letter_finds_nothing(client: Visitor, code: str) -> None:
    other = "A" if code[-1] != "A" else "B"
    page = client.see(f"/verify/{code[:-1]}{other}", 404)
    assert page.heading == "Check a certificate"
    assert "Pieni kurssi" not in page.text


def test_an_empty_code_is_asked_for(client: Visitor) -> None:
    page = client.see("/verify")
    client.look(client.submit(page, {"certificate": " "}, button="Check"), 422)


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("revoked", "This certificate was withdrawn"),
        ("replaced", "This certificate was replaced by a newer one"),
    ],
)
def test_one_that_no_longer_holds_says_so(
    app: Flask, client: Visitor, code: str, state: str, told: str
) -> None:
    with app.app_context():
        db.session.execute(update(Certificate).values(state=state))
        db.session.commit()
    page = client.see(f"/verify/{code}")
    assert page.heading == told
    assert "Valid until" not in page.text


def test_it_holds_through_its_last_day(client: Visitor, code: str, clock: FrozenClock) -> None:
    clock.move(timedelta(days=731))
    assert clock.now().date().isoformat() == "2028-11-21"
    assert client.see(f"/verify/{code}").heading == "This certificate is valid"
    clock.move(timedelta(days=1))
    assert client.see(f"/verify/{code}").heading == "This certificate has expired"


def test_looking_changes_nothing(app: Flask, client: Visitor, code: str) -> None:
    before = row_counts(app)
    for _time in range(3):
        client.see(f"/verify/{code}")
        client.see("/verify/AAAAA", 404)
    assert row_counts(app) == before


def row_counts(app: Flask) -> dict[str, int]:
    with app.app_context():
        return {
            table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }


def test_a_machine_that_types_codes_is_slowed_down(client: Visitor) -> None:
    form = client.see("/verify").form_with(field="certificate")
    statuses = [
        client.post("/verify", data=form.filled({"certificate": "ABC"}, None)).status_code
        for _time in range(62)
    ]
    assert statuses[0] == 303
    assert statuses[-1] == 429
    page = client.look(client.post("/verify", data=form.filled({"certificate": "ABC"}, None)), 429)
    assert "Too many codes came from here just now." in page.text
