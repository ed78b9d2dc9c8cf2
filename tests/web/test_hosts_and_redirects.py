"""Links are ours: only our own host names are answered, and no redirect leaves this site."""

import re
from dataclasses import replace

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app import codes, kept
from app.certificates.issuing import make_code
from app.core.certificate import CODE_ALPHABET, CODE_CHARACTERS
from config import Settings
from tests.support.accounts import ask_code, group_path, link_to, mails_to, personal_path
from tests.support.cast import Cast, sign_in
from tests.support.installation import running
from tests.support.world import Actor, Hurried, World, hurried

ELSEWHERE = (
    "https://evil.example/",
    "http:evil.example",
    "//evil.example/x",
    "///evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "\t//evil.example",
    "\\\\evil.example",
    "/\r\n//evil.example",
    " //evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "evil.example",
    "@evil.example",
    "",
)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "a@evil.example", ""])
def test_another_host_name_is_refused(app: Flask, host: str) -> None:
    client = hurried(app)
    response = client.get("/", headers={"Host": host})
    assert response.status_code == 400
    assert "evil.example" not in response.text


def test_mails_hold_the_public_address_whatever_the_visitor_says(app: Flask, cast: Cast) -> None:
    client = hurried(app)
    client.environ_base["HTTP_X_FORWARDED_HOST"] = "evil.example"
    client.environ_base["HTTP_X_FORWARDED_PROTO"] = "gopher"
    ask_code(client, cast.aino.email)
    (mail,) = mails_to(app, cast.aino.email)
    settings: Settings = app.config["SETTINGS"]
    assert f"{settings.public_address}/sign-in/link/" in mail
    assert "evil.example" not in mail


def test_forwarded_names_count_only_behind_a_proxy_that_is_ours(
    app: Flask, settings: Settings
) -> None:
    del app
    with running(replace(settings, proxy_count=1)) as behind:
        client = Hurried(behind, behind.response_class, use_cookies=True)
        assert client.get("/", headers={"X-Forwarded-Host": "evil.example"}).status_code == 400
        assert client.get("/", headers={"X-Forwarded-Host": "localhost"}).status_code == 200


@pytest.mark.parametrize("address", ELSEWHERE)
def test_no_address_elsewhere_is_taken_for_a_page_of_ours(address: str) -> None:
    assert kept.local_path(address) is None


@given(st.text(alphabet="/\\\t\r\n .:@#?%aeilv", max_size=12))
def test_whatever_is_taken_stays_on_this_site(address: str) -> None:
    taken = kept.local_path(address)
    if taken is not None:
        assert re.match(r"/(?![/\\])", taken)
        assert not re.search(r"[\x00-\x1f]", taken)


@pytest.mark.parametrize("address", ELSEWHERE)
def test_no_form_leads_away(world: World, address: str) -> None:
    for actor in (Actor.ANONYMOUS, Actor.LEARNER):
        client, token = world.browser(actor)
        form = {"csrf_token": token, "page": address}
        for path in ("/language", f"/language?page={address.strip()}"):
            stays(client.post(path, data={**form, "language": "en"}).location)
        stays(client.post("/me", data={"page": address, "name": "x"}).location)
        stays(client.post("/sign-out", data={"page": address}).location)


@pytest.mark.parametrize("address", ["//evil.example", "/\\evil.example", "/learn//evil.example"])
def test_signing_in_leads_to_no_other_site(app: Flask, cast: Cast, address: str) -> None:
    client = hurried(app)
    client.get(address)
    with client.session_transaction() as cookie:
        cookie["next"] = address
    ask_code(client, cast.aino.email)
    link = link_to(app, cast.aino.email)
    page = client.see(link)
    response = client.submit(page, button="Sign in")
    assert response.status_code == 303
    stays(response.location)
    sign_in(client, cast.aino)
    with client.session_transaction() as cookie:
        cookie["next"] = address
    stays(client.get("/sign-in").location)


def stays(location: str | None) -> None:
    assert location is not None
    assert re.match(r"/(?![/\\])", location), f"leads away to {location!r}"


def test_codes_in_links_have_at_least_128_random_bits(app: Flask, cast: Cast) -> None:
    made = {codes.make_link_code() for _ in range(2_000)}
    assert len(made) == 2_000
    assert codes.LINK_BYTES * 8 >= 128
    assert min(len(code) for code in made) >= 22
    for path in (
        group_path(app, cast.pirkanmaa),
        personal_path(app, cast.pirkanmaa, "liisa@example.org"),
    ):
        assert len(path.rpartition("/")[2]) >= 22
    assert every_place_varies(sorted(made), 20)


def test_codes_of_certificates_have_at_least_128_random_bits() -> None:
    made = {make_code() for _ in range(2_000)}
    assert len(made) == 2_000
    assert len(CODE_ALPHABET) ** CODE_CHARACTERS >= 2**128
    assert every_place_varies(sorted(made), 30)


def test_six_digits_are_any_six_digits() -> None:
    made = [codes.make_digits() for _ in range(5_000)]
    assert all(re.fullmatch(r"[0-9]{6}", digits) for digits in made)
    assert every_place_varies(made, 10)


def every_place_varies(made: list[str], least: int) -> bool:
    """Whether every place of a code but the last takes many values."""
    return all(len({code[place] for code in made}) >= least for place in range(len(made[0]) - 1))
