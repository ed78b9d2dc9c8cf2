"""Pages that anybody may open: they say what they must and lose nothing."""

import base64
import gzip
import hashlib
import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from werkzeug.test import TestResponse

from app.assets import style_sheet
from app.extensions import db
from app.guard import public
from app.models import Person
from config import Settings
from tests.support.cast import Cast, sign_in
from tests.support.installation import running
from tests.support.visitor import Visitor

PAGES = ("/", "/help", "/privacy", "/accessibility")


@pytest.mark.parametrize("path", PAGES)
def test_anybody_can_open_the_page(client: Visitor, path: str) -> None:
    assert client.see(path).heading


def test_the_start_page_leads_to_signing_in(client: Visitor) -> None:
    page = client.see("/")
    assert page.heading == "Training for online peer facilitators"
    assert page.links["Sign in"] == "/sign-in"


def test_the_start_page_lets_somebody_signed_in_continue(client: Visitor, cast: Cast) -> None:
    sign_in(client, cast.aino)
    assert client.see("/").links["Continue"] == "/learn"


def test_help_names_the_contact_of_this_installation(settings: Settings) -> None:
    named = replace(
        settings,
        contact_name="Kaisa Koski",
        contact_email="kaisa@example.org",
        contact_phone="040 123 4567",
    )
    with running(named) as app:
        client = app.test_client()
        assert isinstance(client, Visitor)
        page = client.see("/help")
    assert "Kaisa Koski" in page.text
    assert page.links["040 123 4567"] == "tel:0401234567"
    assert page.links["kaisa@example.org"] == "mailto:kaisa@example.org"


def test_help_without_a_named_contact_still_tells_whom_to_ask(client: Visitor) -> None:
    assert "Ask the contact person of your own association." in client.see("/help").text


def test_privacy_tells_who_sees_what(client: Visitor) -> None:
    page = client.see("/privacy")
    assert "Nobody but you sees what you answer or write." in page.text
    assert "24 months" in page.text


def test_the_office_link_is_for_those_who_may_enter(client: Visitor, cast: Cast) -> None:
    sign_in(client, cast.aino)
    assert "Office" not in client.see("/help").links
    sign_in(client, cast.kaisa)
    assert client.see("/help").links["Office"] == "/org"


def press(client: Visitor, path: str, language: str, **typed: str) -> TestResponse:
    """Press a language button on a page where somebody has typed."""
    page = client.see(path)
    token = page.forms[0].values["csrf_token"]
    return client.post(
        "/language", data={"csrf_token": token, "page": path, **typed, "language": language}
    )


def test_a_stranger_chooses_a_language_and_comes_back(client: Visitor) -> None:
    answer = press(client, "/privacy", "sv")
    assert (answer.status_code, answer.location) == (303, "/privacy")
    assert client.see("/privacy").document.root.get("lang") == "sv"


def test_the_language_of_somebody_signed_in_stays_with_the_account(
    client: Visitor, cast: Cast, app: Flask
) -> None:
    sign_in(client, cast.aino)
    assert press(client, "/help", "sv").status_code == 303
    with app.app_context():
        person = db.session.get(Person, cast.aino.id)
        assert person is not None
        assert person.language == "sv"


def test_changing_the_language_keeps_what_was_typed(client: Visitor) -> None:
    press(client, "/privacy", "fi", thoughts="A long thought.")
    assert "A long thought." in client.see("/privacy").text
    press(client, "/privacy", "en")
    assert "A long thought." in client.see("/privacy").text, "a second change lost it"


def test_kept_text_does_not_show_to_another_visitor(client: Visitor, app: Flask) -> None:
    press(client, "/privacy", "en", thoughts="Mine alone.")
    stranger = app.test_client()
    assert isinstance(stranger, Visitor)
    assert "Mine alone." not in stranger.see("/privacy").text


def test_the_language_form_remembers_the_filters_of_the_page(client: Visitor) -> None:
    page = client.see("/help?state=done")
    assert page.form_with(field="page").values["page"] == "/help?state=done"
    assert press(client, "/help?state=done", "fi").location == "/help?state=done"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://example.com/", "//example.com", "/\\example.com", "javascript:alert(1)", "", "help"],
)
def test_changing_the_language_never_leads_to_another_site(client: Visitor, elsewhere: str) -> None:
    token = client.see("/").forms[0].values["csrf_token"]
    data = {"csrf_token": token, "page": elsewhere, "language": "sv"}
    assert client.post("/language", data=data).location == "/"
    answer = client.post("/language", query_string={"page": elsewhere or "//x"}, data=data)
    assert answer.location == "/"


@pytest.mark.parametrize("language", ["xx", "", "sv-FI"])
def test_an_unknown_language_changes_nothing(client: Visitor, language: str) -> None:
    answer = press(client, "/help", language)
    assert answer.status_code == 400
    assert client.see("/help").document.root.get("lang") == "en"


def test_the_language_cannot_be_changed_by_a_link(client: Visitor) -> None:
    assert client.get("/language?language=sv").status_code == 405


def test_health_answers_without_the_database(app: Flask) -> None:
    with app.app_context():
        db.session.execute(text("DROP TABLE signed_in_session"))
        db.session.commit()
    answer = app.test_client().get("/healthz")
    assert (answer.status_code, answer.text, answer.mimetype) == (200, "ok\n", "text/plain")


def test_ready_when_the_schema_is_the_newest(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/readyz").status_code == 200
    with app.app_context():
        db.session.execute(text("UPDATE alembic_version SET version_num = 'older'"))
        db.session.commit()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "flask db upgrade" in answer.text


def test_not_ready_when_the_database_is_away(settings: Settings, tmp_path: Path) -> None:
    away = replace(settings, database_url=f"sqlite:///{tmp_path / 'no-such-folder' / 'x.db'}")
    with running(away) as app:
        answer = app.test_client().get("/readyz")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]


@pytest.mark.parametrize("status", [400, 403, 404, 405, 410, 413, 429, 500, 503])
def test_each_refusal_has_its_page_with_one_way_on(
    app: Flask, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    @public
    def refuse() -> ResponseReturnValue:
        abort(status)

    monkeypatch.setitem(app.view_functions, "public.help", refuse)
    client = app.test_client()
    assert isinstance(client, Visitor)
    page = client.see("/help", status=status)
    assert page.heading
    if status < 500:
        assert page.links["Go to the start page"] == "/"
    for word in ("invalid", "failed", "oops", "illegal"):
        assert word not in page.text.lower()


def test_an_unknown_address_leads_somebody_signed_in_to_the_studies(
    client: Visitor, cast: Cast
) -> None:
    sign_in(client, cast.aino)
    page = client.see("/no-such-page", status=404)
    assert page.links["Go to your studies"] == "/learn"


@pytest.mark.parametrize(("language", "html"), [("sv", "sv"), ("de", "fi")])
def test_trouble_with_the_database_is_told_in_the_readers_language(
    app: Flask, language: str, html: str
) -> None:
    with app.app_context():
        db.session.execute(text("ALTER TABLE course RENAME TO course_gone"))
        db.session.commit()
    client = app.test_client()
    answer = client.get("/", headers={"Accept-Language": language})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert f'<html lang="{html}"' in answer.text


def test_the_gallery_is_for_developers_on_this_machine(settings: Settings, app: Flask) -> None:
    assert app.test_client().get("/gallery").status_code == 404
    with running(replace(settings, demo=True)) as demo:
        client = demo.test_client()
        assert isinstance(client, Visitor)
        assert client.see("/gallery").heading == "Gallery"
        away = client.get("/gallery", environ_base={"REMOTE_ADDR": "192.0.2.7"})
        assert away.status_code == 404


def test_a_first_visit_is_light(app: Flask) -> None:
    client = app.test_client()
    page = client.get("/", headers={"Accept-Encoding": "gzip"})
    source = gzip.decompress(page.data).decode()
    fetched = re.findall(r'(?:<link[^>]* href|<script[^>]* src|<img[^>]* src)="([^"]+)"', source)
    weights = [len(page.data), *(weight(client, unescape(address)) for address in fetched)]
    assert len(weights) <= 3, fetched
    assert sum(weights) <= 20_000, weights


def weight(client: FlaskClient, address: str) -> int:
    with client.get(address) as answer:
        return len(answer.data)


def test_static_files_with_their_hash_are_kept_for_a_year(client: Visitor) -> None:
    source = client.get("/").text
    (icon,) = re.findall(r'<link rel="icon" href="([^"]+)"', source)
    assert "max-age=31536000" in kept_for(client, unescape(icon))
    assert kept_for(client, "/static/icon.svg") == "no-cache"
    assert kept_for(client, "/static/no-such.svg") == "no-store"


def kept_for(client: Visitor, address: str) -> str:
    with client.get(address) as answer:
        return answer.headers["Cache-Control"]


@pytest.mark.parametrize("with_scenes", [False, True])
@pytest.mark.parametrize("with_figures", [False, True])
def test_only_our_style_sheet_may_style(
    client: Visitor, *, with_figures: bool, with_scenes: bool
) -> None:
    digest = hashlib.sha256(style_sheet(with_figures, with_scenes).encode()).digest()
    policy = client.get("/").headers["Content-Security-Policy"]
    assert f"'sha256-{base64.b64encode(digest).decode()}'" in policy
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


def test_a_host_name_that_is_not_ours_gets_a_refusal_without_a_page(client: Visitor) -> None:
    for path in ("/", "/sign-in", "/demo/mailbox"):
        refused = client.get(path, base_url="http://evil.example")
        assert refused.status_code == 400
        assert refused.mimetype == "text/plain"
        assert "evil.example" not in refused.text
        assert refused.headers["Cache-Control"] == "no-store"
