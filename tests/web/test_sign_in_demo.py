"""The demo's doors: open on this machine in demo mode, and nowhere else."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from app import demo_links
from config import Settings, SettingsError
from tests.support.accounts import ask_code, is_signed_in
from tests.support.cast import Cast, assemble
from tests.support.installation import running
from tests.support.visitor import Visitor


@pytest.fixture
def demo(settings: Settings, clock: object) -> Iterator[tuple[Flask, Cast]]:
    """The application in demo mode, with the cast."""
    del clock
    with running(replace(settings, demo=True)) as app:
        yield app, assemble(app)


def visitor_of(app: Flask) -> Visitor:
    client = app.test_client()
    assert isinstance(client, Visitor)
    return client


def link(app: Flask, person_id: int) -> str:
    with app.app_context():
        settings: Settings = app.config["SETTINGS"]
        return demo_links.link_for(settings, person_id).removeprefix(settings.public_address)


def test_a_demo_link_signs_in_through_a_button(demo: tuple[Flask, Cast]) -> None:
    app, cast = demo
    client = visitor_of(app)
    page = client.see(link(app, cast.kaisa.id))
    assert not is_signed_in(client)
    client.look(client.submit(page, button="Sign in"))
    assert is_signed_in(client)


def test_the_demos_mails_can_be_read_in_its_mailbox(
    demo: tuple[Flask, Cast], capsys: pytest.CaptureFixture[str]
) -> None:
    app, cast = demo
    client = visitor_of(app)
    assert "No messages yet" in client.see("/demo/mailbox").text
    ask_code(client, cast.aino.email)
    assert "Your code is:" in client.see("/demo/mailbox").text
    assert "Your code is:" in capsys.readouterr().out, "The terminal shows it too"


@pytest.mark.parametrize("token", ["x", "MQ.x", ""])
def test_a_made_up_link_signs_nobody_in(demo: tuple[Flask, Cast], token: str) -> None:
    app, _ = demo
    assert visitor_of(app).get(f"/demo/sign-in/{token}").status_code == 404


@pytest.mark.parametrize(
    ("host", "caller"), [("127.0.0.1", "192.168.1.7"), ("localhost", "10.0.0.2")]
)
def test_another_machine_is_refused(demo: tuple[Flask, Cast], host: str, caller: str) -> None:
    app, cast = demo
    client = visitor_of(app)
    here = {"REMOTE_ADDR": caller, "HTTP_HOST": host}
    assert client.get(link(app, cast.aino.id), environ_base=here).status_code == 404
    assert client.get("/demo/mailbox", environ_base=here).status_code == 404


def test_production_has_no_demo_doors(app: Flask, client: Visitor, cast: Cast) -> None:
    path = link(app, cast.aino.id)
    values = client.see("/sign-in").form_with(field="email").values
    assert client.get(path).status_code == 404
    assert client.post(path, data=values).status_code == 404
    assert client.get("/demo/mailbox").status_code == 404
    assert not is_signed_in(client)


def test_demo_mode_is_refused_on_a_public_address(settings: Settings) -> None:
    with pytest.raises(SettingsError, match="DEMO"):
        replace(settings, demo=True, public_address="https://polku.example.fi")


def test_a_mail_is_not_printed_in_production(
    client: Visitor, cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    ask_code(client, cast.aino.email)
    assert "Your code is:" not in capsys.readouterr().out
