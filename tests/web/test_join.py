"""The invitation page: from a link to an account."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import Consent, Invitation, Mail, SignInRequest
from tests.support.accounts import (
    JOIN_FIELDS,
    close_all,
    code_to,
    group_path,
    is_signed_in,
    mails_to,
    people,
    person_named,
    personal_path,
)
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.visitor import Visitor

ADDRESS = JOIN_FIELDS["email"]


def test_a_link_leads_to_an_account_by_way_of_the_code(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    page = client.see(group_path(app, cast.pirkanmaa))
    sent = client.look(client.submit(page, JOIN_FIELDS))
    assert ADDRESS in sent.text
    assert len(people(app)) == 4, "The account comes after the code"
    client.look(client.submit(sent, {"code": code_to(app, ADDRESS)}))
    liisa = person_named(app, "Liisa Lehtonen")
    assert (liisa.email, liisa.language) == (ADDRESS, "en")
    assert liisa.local_association_id == cast.pirkanmaa
    assert is_signed_in(client)


def test_a_mistyped_address_is_mended_without_writing_all_again(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    path = group_path(app, cast.pirkanmaa)
    typed = {**JOIN_FIELDS, "email": "lisa@exmaple.org"}
    sent = client.look(client.submit(client.see(path), typed))
    back = client.see(sent.links["Join the training"])
    assert back.path == path
    form = back.form_with(field="name")
    assert form.values["name"] == JOIN_FIELDS["name"]
    assert form.values["email"] == "lisa@exmaple.org"
    assert not {name for name in form.values if name.startswith("consent_")}
    other = app.test_client()
    assert isinstance(other, Visitor)
    assert JOIN_FIELDS["name"] not in other.see(path).source


def test_who_joins_with_a_shared_address_is_written_to_in_the_own_language(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    page = client.see(group_path(app, cast.pirkanmaa))
    shared = {**JOIN_FIELDS, "email": cast.aino.email, "own_language": "sv"}
    client.look(client.submit(page, shared))
    with app.app_context():
        assert db.session.scalars(select(Mail.language)).all() == ["sv"]


def test_the_page_tells_who_is_responsible_and_who_sees_what(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    page = client.see(group_path(app, cast.helsinki), status=200)
    assert "Esimerkkiliitto" in page.text
    assert "Helsingin seutu" in page.text


def test_no_box_is_ticked_beforehand(app: Flask, client: Visitor, cast: Cast) -> None:
    form = client.see(group_path(app, cast.pirkanmaa)).form_with(field="name")
    boxes = {name for name in form.names if name.startswith("consent_")}
    assert len(boxes) == 4
    assert not boxes & set(form.values)


def test_nothing_on_the_page_asks_about_an_illness(app: Flask, client: Visitor, cast: Cast) -> None:
    form = client.see(group_path(app, cast.pirkanmaa)).form_with(field="name")
    own = {"csrf_token", "page", "writer", "language"}
    assert form.names - own == {
        *JOIN_FIELDS,
        "password",
        "consent_public_name",
        "consent_reminders",
    }


def test_each_consent_is_stored_with_its_text_language_and_time(
    app: Flask, client: Visitor, cast: Cast, clock: FrozenClock
) -> None:
    page = client.see(group_path(app, cast.pirkanmaa))
    client.submit(page, {**JOIN_FIELDS, "own_language": "sv", "consent_reminders": "y"})
    client.look(client.submit(client.see("/sign-in/sent"), {"code": code_to(app, ADDRESS)}))
    with app.app_context():
        rows = list(db.session.scalars(select(Consent)))
    assert {row.kind: row.given for row in rows} == {
        "processing": True, "coordinators": True, "public_name": False, "reminders": True,
    }  # fmt: skip
    assert {(row.text_revision, row.language, row.at) for row in rows} == {
        ("2026-11", "en", clock.now())
    }


@pytest.mark.parametrize("missing", ["consent_processing", "consent_coordinators"])
def test_a_needed_consent_cannot_be_left_out(
    app: Flask, client: Visitor, cast: Cast, missing: str
) -> None:
    page = client.see(group_path(app, cast.pirkanmaa))
    again = client.look(client.submit(page, {**JOIN_FIELDS, missing: None}), 422)
    assert f"#{missing}" in again.source
    assert again.form_with(field="name").values["name"] == "Liisa Lehtonen"
    assert not mails_to(app, ADDRESS)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Åsa   Öberg ", "Åsa Öberg"),
        ("Ŋiŋŋá Čáhppe", "Ŋiŋŋá Čáhppe"),
        ("فاطمة الحداد", "فاطمة الحداد"),
        ("שירה כהן", "שירה כהן"),
        ("Zoë O’Connor-Smith", "Zoë O’Connor-Smith"),
        ("A" * 120, "A" * 120),
    ],
)
def test_names_in_any_letters_are_kept(
    app: Flask, client: Visitor, cast: Cast, typed: str, kept: str
) -> None:
    page = client.see(group_path(app, cast.pirkanmaa))
    sent = client.look(client.submit(page, {**JOIN_FIELDS, "name": typed}))
    client.look(client.submit(sent, {"code": code_to(app, ADDRESS)}))
    assert person_named(app, kept).email == ADDRESS


@pytest.mark.parametrize(
    "typed",
    ["A" * 121, "Aino" * 75, "", "   ", "123", "Aino\u202eAalto", "Aino\x07Aalto", "\u2066Aino"],
)
def test_a_name_that_cannot_be_printed_is_shown_again_with_what_to_change(
    app: Flask, client: Visitor, cast: Cast, typed: str
) -> None:
    page = client.see(group_path(app, cast.pirkanmaa))
    response = client.post(
        page.path, data={**page.form_with(field="name").values, **JOIN_FIELDS, "name": typed}
    )
    assert response.status_code == 422
    assert 'id="name-error"' in response.text
    assert ADDRESS in response.text
    assert not mails_to(app, ADDRESS)


@pytest.mark.parametrize(
    "typed",
    [
        "liisa",
        "liisa@",
        "@example.org",
        "liisa@example",
        "a b@example.org",
        "liisa@example.org, x@example.org",
        "liisa@example.org\nBcc: x@example.org",
        "x" * 300 + "@example.org",
    ],
)
def test_an_address_nobody_can_write_to_is_shown_again(
    app: Flask, client: Visitor, cast: Cast, typed: str
) -> None:
    page = client.see(group_path(app, cast.pirkanmaa))
    values = {**page.form_with(field="name").values, **JOIN_FIELDS, "email": typed}
    response = client.post(page.path, data=values)
    assert response.status_code == 422
    assert 'id="email-error"' in response.text
    with app.app_context():
        assert db.session.scalar(select(Mail)) is None


def test_an_unknown_code_says_so(client: Visitor, cast: Cast) -> None:
    del cast
    page = client.see("/join/nothing-has-this-code", 404)
    assert "Type the words of a slip" in page.links


def test_a_closed_link_says_so_and_makes_no_account(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    path = group_path(app, cast.pirkanmaa)
    sent = client.look(client.submit(client.see(path), JOIN_FIELDS))
    close_all(app)
    client.see(path, 410)
    client.look(client.submit(sent, {"code": code_to(app, ADDRESS)}), 410)
    assert len(people(app)) == 4


def test_a_personal_invitation_expires(
    app: Flask, client: Visitor, cast: Cast, clock: FrozenClock
) -> None:
    path = personal_path(app, cast.pirkanmaa, ADDRESS)
    clock.move(timedelta(days=29, hours=23))
    client.see(path)
    clock.move(timedelta(hours=1))
    assert client.see(path, 410).heading == "This invitation is too old"


def test_a_personal_invitation_makes_one_account_only(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    path = personal_path(app, cast.pirkanmaa, ADDRESS, "Liisa Lehtonen")
    page = client.see(path)
    assert page.form_with(field="name").values["name"] == "Liisa Lehtonen"
    assert page.form_with(field="name").values["email"] == ADDRESS
    sent = client.look(client.submit(page, JOIN_FIELDS))
    client.look(client.submit(sent, {"code": code_to(app, ADDRESS)}))
    stranger = app.test_client()
    assert stranger.get(path).status_code == 410
    assert len(people(app)) == 5


def test_looking_at_an_invitation_changes_nothing(app: Flask, client: Visitor, cast: Cast) -> None:
    path = personal_path(app, cast.pirkanmaa, ADDRESS)
    for _ in range(3):
        client.see(path)
        client.head(path)
    with app.app_context():
        assert db.session.scalars(select(Invitation.used_at)).all() == [None]
        assert db.session.scalar(select(SignInRequest)) is None


def test_a_double_click_sends_one_mail_and_makes_one_account(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    page = client.see(group_path(app, cast.pirkanmaa))
    first = client.submit(page, {**JOIN_FIELDS, "password": "kolme iloista karhua"})
    second = client.submit(page, {**JOIN_FIELDS, "password": "kolme iloista karhua"})
    assert first.location == second.location
    assert len(mails_to(app, ADDRESS)) == 1
    sent = client.look(second)
    code = code_to(app, ADDRESS)
    before = client.get_cookie("ohjaajapolku")
    assert before is not None
    client.look(client.submit(sent, {"code": code}))
    client.set_cookie("ohjaajapolku", before.value)
    client.look(client.submit(sent, {"code": code}))
    assert is_signed_in(client)
    assert len(people(app)) == 5


def test_two_tabs_make_one_account(app: Flask, client: Visitor, cast: Cast) -> None:
    path = group_path(app, cast.pirkanmaa)
    one, other = client.see(path), client.see(path)
    client.submit(one, JOIN_FIELDS)
    first = code_to(app, ADDRESS)
    sent = client.look(client.submit(other, {**JOIN_FIELDS, "name": "Liisa Lehtonen-Aho"}))
    client.look(client.submit(sent, {"code": first}))
    assert [person.name for person in people(app)][4:] == ["Liisa Lehtonen"]


def test_a_code_used_a_while_ago_makes_no_second_account(
    app: Flask, client: Visitor, cast: Cast, clock: FrozenClock
) -> None:
    page = client.see(group_path(app, cast.pirkanmaa))
    sent = client.look(client.submit(page, JOIN_FIELDS))
    code = code_to(app, ADDRESS)
    before = client.get_cookie("ohjaajapolku")
    assert before is not None
    client.look(client.submit(sent, {"code": code}))
    clock.move(timedelta(minutes=2))
    client.set_cookie("ohjaajapolku", before.value)
    client.look(client.submit(sent, {"code": code}), 410)
    assert len(people(app)) == 5


def test_an_address_in_use_asks_who_is_there_after_the_code(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    page = client.see(group_path(app, cast.pirkanmaa))
    fields = {**JOIN_FIELDS, "email": cast.aino.email}
    sent = client.look(client.submit(page, fields))
    assert cast.aino.name not in sent.text
    who = client.look(client.submit(sent, {"code": code_to(app, cast.aino.email)}))
    assert cast.aino.name in who.text
    client.look(client.submit(who, button="I am a new person"))
    liisa = person_named(app, "Liisa Lehtonen")
    assert liisa.email == cast.aino.email
    assert client.see("/me").form_with(field="name").values["name"] == liisa.name


def test_somebody_who_has_an_account_may_say_so_when_joining(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    page = client.see(group_path(app, cast.pirkanmaa))
    sent = client.look(client.submit(page, {**JOIN_FIELDS, "email": cast.aino.email}))
    who = client.look(client.submit(sent, {"code": code_to(app, cast.aino.email)}))
    client.look(client.submit(who, button=f"I am {cast.aino.name}"))
    assert len(people(app)) == 4
    assert client.see("/me").form_with(field="name").values["name"] == cast.aino.name


def test_joining_tells_nothing_about_who_has_an_account(app: Flask, cast: Cast) -> None:
    path = group_path(app, cast.pirkanmaa)
    seen = []
    for address in (cast.aino.email, "nobody@example.org"):
        client = app.test_client()
        assert isinstance(client, Visitor)
        sent = client.look(client.submit(client.see(path), {**JOIN_FIELDS, "email": address}))
        seen.append(sent.text.replace(address, "…"))
    assert seen[0] == seen[1]


def test_a_submit_without_token_keeps_the_text(app: Flask, client: Visitor, cast: Cast) -> None:
    path = group_path(app, cast.pirkanmaa)
    client.see(path)
    response = client.post(path, data={**JOIN_FIELDS, "page": path})
    page = client.look(response)
    assert page.form_with(field="name").values["name"] == "Liisa Lehtonen"
    assert page.form_with(field="name").values["email"] == ADDRESS
    assert not mails_to(app, ADDRESS)


def test_extra_fields_change_nothing(app: Flask, client: Visitor, cast: Cast) -> None:
    page = client.see(group_path(app, cast.pirkanmaa))
    values = {**page.form_with(field="name").values, **JOIN_FIELDS}
    values |= {"role": "owner", "local_association_id": str(cast.helsinki), "consent_other": "y"}
    sent = client.look(client.post(page.path, data=values))
    client.look(client.submit(sent, {"code": code_to(app, ADDRESS)}))
    assert person_named(app, "Liisa Lehtonen").local_association_id == cast.pirkanmaa
    assert client.get("/org").status_code == 403


def test_changing_the_language_keeps_what_was_typed(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    page = client.see(group_path(app, cast.pirkanmaa))
    values = page.form_with(field="name").values.copy()
    values.setlist("language", ["sv"])
    response = client.post(
        f"/language?page={page.path}", data={**values, "name": "Liisa", "language": "sv"}
    )
    again = client.look(response)
    assert again.form_with(field="name").values["name"] == "Liisa"


def test_a_password_chosen_when_joining_signs_in(app: Flask, client: Visitor, cast: Cast) -> None:
    page = client.see(group_path(app, cast.pirkanmaa))
    sent = client.look(client.submit(page, {**JOIN_FIELDS, "password": "kolme iloista karhua"}))
    client.look(client.submit(sent, {"code": code_to(app, ADDRESS)}))
    other = app.test_client()
    assert isinstance(other, Visitor)
    form = other.see("/sign-in/password")
    other.look(other.submit(form, {"identifier": ADDRESS, "password": "kolme iloista karhua"}))
    assert is_signed_in(other)


def test_a_short_password_is_asked_again(app: Flask, client: Visitor, cast: Cast) -> None:
    page = client.see(group_path(app, cast.pirkanmaa))
    again = client.look(client.submit(page, {**JOIN_FIELDS, "password": "lyhyt"}), 422)
    assert 'id="password-error"' in again.source


def test_the_join_form_is_forgotten_when_the_account_is_made(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    sent = client.look(client.submit(client.see(group_path(app, cast.pirkanmaa)), JOIN_FIELDS))
    client.look(client.submit(sent, {"code": code_to(app, ADDRESS)}))
    with app.app_context():
        assert [row.join_form for row in db.session.scalars(select(SignInRequest))] == [None]
