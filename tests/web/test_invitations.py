"""Inviting: links for many, one person by mail, one on paper; each role within its own scope."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from app.core.policy import Role
from app.extensions import db
from app.models import Invitation, LocalAssociation, Mail, SignInSlip
from tests.support.cast import Cast, add_person, sign_in
from tests.support.courses import publish_sample
from tests.support.html_checks import text_of
from tests.support.visitor import Visitor


def open_link(client: Visitor, association_id: int) -> str:
    client.submit(client.see(f"/org/invitations/{association_id}/renew"), button="Open a new link")
    page = client.see("/org/invitations")
    (link,) = [href for text, href in page.links.items() if "/join/" in text]
    return link


def test_a_link_can_be_opened_renewed_and_closed(client: Visitor, cast: Cast) -> None:
    sign_in(client, cast.olli)
    first = open_link(client, cast.helsinki)
    assert client.get(first).status_code == 200
    second = open_link(client, cast.helsinki)
    assert second != first
    assert client.get(first).status_code in {404, 410}
    client.submit(client.see(f"/org/invitations/{cast.helsinki}/close"), button="Close the link")
    assert client.get(second).status_code in {404, 410}


def test_a_poster_shows_the_link_and_its_qr(client: Visitor, cast: Cast) -> None:
    sign_in(client, cast.kaisa)
    link = open_link(client, cast.pirkanmaa)
    poster = client.see(f"/org/invitations/{cast.pirkanmaa}/poster")
    assert link in poster.text
    assert poster.document.all("svg")


def test_a_local_contact_manages_only_the_own_link(client: Visitor, cast: Cast) -> None:
    sign_in(client, cast.olli)
    page = client.see("/org/invitations")
    assert "Helsingin seutu" in page.text
    assert "Pirkanmaa" not in page.text
    for verb in ("renew", "close", "poster"):
        assert client.get(f"/org/invitations/{cast.pirkanmaa}/{verb}").status_code == 404
    assert "Add a local association" not in page.text


def test_one_person_is_invited_by_mail(app: Flask, client: Visitor, cast: Cast) -> None:
    sign_in(client, cast.kaisa)
    page = client.see("/org/invitations/by-mail")
    sent = client.look(client.submit(page, {"email": "liisa@example.org", "name": "Liisa Lehto"}))
    assert "liisa@example.org" in sent.text
    with app.app_context():
        mail = db.session.query(Mail).one()
        invitation = db.session.query(Invitation).one()
    assert mail.recipient == "liisa@example.org"
    assert mail.subject == "Ohjaajapolku"
    link = re.search(r"http://\S+(/join/\S+)", mail.text)
    assert link is not None
    assert invitation.code is None
    assert "Liisa Lehto" in app.test_client().get(link[1]).text


def test_an_address_that_is_none_gets_a_clear_message_and_loses_nothing(
    client: Visitor, cast: Cast
) -> None:
    sign_in(client, cast.kaisa)
    page = client.see("/org/invitations/by-mail")
    again = client.look(client.submit(page, {"email": "liisa", "name": "Liisa Lehto"}), 422)
    assert "Write the address in full" in again.text
    assert again.form_with(field="name").values["name"] == "Liisa Lehto"


@pytest.mark.parametrize(
    ("way", "field"),
    [("by-mail", "name"), ("slip", "name"), ("association", "association_name")],
)
def test_changing_the_language_keeps_what_was_typed(
    client: Visitor, cast: Cast, way: str, field: str
) -> None:
    sign_in(client, cast.kaisa)
    page = client.see(f"/org/invitations/{way}")
    form = page.form_with(field=field)
    languages = [it for it in page.document.all("button") if it.get("name") == "language"]
    assert {it.get("form") for it in languages} == {form.element.get("id")}
    typed = form.filled({field: "Åke Öhman"}, None)
    typed["language"] = "en"
    led = client.post("/language", query_string={"page": form.address}, data=typed)
    assert client.see(led.location).form_with(field=field).values[field] == "Åke Öhman"


def test_a_slip_is_shown_once_with_its_words(app: Flask, client: Visitor, cast: Cast) -> None:
    sign_in(client, cast.kaisa)
    page = client.see("/org/invitations/slip")
    slip = client.look(client.submit(page, {"name": "Seppo"}))
    assert slip.document.all("svg")
    with app.app_context():
        invitation = db.session.query(Invitation).one()
        assert invitation.words_hash is not None
        assert invitation.code is None


def test_a_slip_signs_a_person_in(app: Flask, client: Visitor, cast: Cast) -> None:
    publish_sample(app)
    sign_in(client, cast.kaisa)
    slip = client.look(
        client.submit(client.see(f"/org/people/{cast.aino.id}"), button="Make a slip")
    )
    (words,) = [text_of(it) for it in slip.document.all("strong") if it.get("lang") == "fi"]
    phone = app.test_client()
    assert isinstance(phone, Visitor)
    phone.look(phone.submit(phone.see("/join"), {"words": words}))
    assert cast.aino.name in phone.see("/me").source


def test_no_slip_leads_to_more_than_its_printer_may(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    publish_sample(app)
    viewer = add_person(app, "Ville Vesa", cast.helsinki, Role.VIEWER)
    sign_in(client, cast.olli)
    page = client.see(f"/org/people/{viewer.id}")
    assert "Make a slip" not in page.source
    token = page.forms[0].values["csrf_token"]
    refused = client.post(f"/org/people/{viewer.id}/slip", data={"csrf_token": token})
    assert refused.status_code == 403
    with app.app_context():
        assert db.session.query(SignInSlip).count() == 0


def test_a_slip_for_somebody_of_another_association_is_refused(client: Visitor, cast: Cast) -> None:
    sign_in(client, cast.olli)
    token = client.see("/org/invitations").forms[0].values["csrf_token"]
    refused = client.post(f"/org/people/{cast.aino.id}/slip", data={"csrf_token": token})
    assert refused.status_code == 404


def test_a_local_association_is_added_with_its_link(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    sign_in(client, cast.kaisa)
    page = client.see("/org/invitations/association")
    after = client.look(client.submit(page, {"association_name": "Lappi"}))
    assert "Lappi" in after.text
    again = client.look(client.submit(page, {"association_name": "Lappi"}), 422)
    assert "is there already" in again.text
    with app.app_context():
        assert db.session.query(LocalAssociation).filter_by(name="Lappi").count() == 1


def test_a_double_click_invites_once(app: Flask, client: Visitor, cast: Cast) -> None:
    sign_in(client, cast.kaisa)
    page = client.see("/org/invitations/by-mail")
    for _ in range(2):
        client.submit(page, {"email": "liisa@example.org"})
    with app.app_context():
        assert db.session.query(Mail).count() == 1
        assert db.session.query(Invitation).count() == 1
    client.submit(page, {"email": "timo@example.org"})
    with app.app_context():
        assert db.session.query(Mail).count() == 2


def test_a_slip_that_is_reloaded_is_the_same_slip(app: Flask, client: Visitor, cast: Cast) -> None:
    publish_sample(app)
    sign_in(client, cast.kaisa)
    for path, button in (
        ("/org/invitations/slip", "Make a slip"),
        (f"/org/people/{cast.aino.id}", "Make a slip"),
    ):
        page = client.see(path)
        slips = [client.look(client.submit(page, button=button)).text for _ in range(2)]
        assert slips[0] == slips[1]
    with app.app_context():
        assert db.session.query(Invitation).count() == 1
