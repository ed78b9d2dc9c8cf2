"""The handbook, sources, glossary and media: find and print what there is to read."""

import struct
import zlib

import pytest

from tests.support.courses import SLUG, course_files, publish
from tests.support.learning import Learner


def test_it_lists_every_page_to_read(aino: Learner) -> None:
    page = aino.open("handbook")
    assert page.links["Ensimmäinen sivu"] == f"/learn/{SLUG}/lukeminen/eka"
    assert "Lupaus" in page.links
    assert "Testaa" not in page.links


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("suru", "Raskas aihe"),
        ("KUULUU elämään", "Raskas aihe"),
        ("hiljais", "Mitä hiljaisuus on?"),
    ],
)
def test_words_find_their_pages(aino: Learner, query: str, title: str) -> None:
    page = aino.client.look(aino.client.submit(aino.open("handbook"), {"q": query}, button="Find"))
    assert "1 page found" in page.text
    assert title in page.links


def test_nothing_found_says_what_to_try(aino: Learner) -> None:
    page = aino.open("handbook?q=olematon")
    assert "Try fewer words" in page.text
    assert page.links["Show all pages"] == f"/learn/{SLUG}/handbook"


@pytest.mark.parametrize("query", ["%3Cscript%3E", "%22%27%26", "%00", "a" * 3000, "+"])
def test_any_search_is_harmless(aino: Learner, query: str) -> None:
    page = aino.open(f"handbook?q={query}")
    assert "<script>" not in page.source.partition("<main")[2]


def test_answers_are_never_found(aino: Learner) -> None:
    assert "0 pages found" in aino.open("handbook?q=Avaintosi").text


def test_the_print_view_holds_whole_texts(aino: Learner) -> None:
    page = aino.open("handbook?view=print&module=alku")
    assert "Vertaistuki on" in page.text
    assert "Kuulokkeet" in page.text
    assert "Hiljaisuus on tavallista." not in page.text
    assert "Hiljaisuus on tavallista." in aino.open("handbook?view=print").text


def test_sources_and_words_are_explained(aino: Learner) -> None:
    assert "Tiedote vertaistuesta, 2023." in aino.open("sources").text
    assert "Tieto, joka on syntynyt" in aino.open("glossary").text
    link = next(it for it in aino.open("lukeminen/eka").links.values() if "/sources#" in it)
    path, _, name = link.partition("#")
    assert aino.client.see(path).document.by_id(name) is not None


def picture() -> bytes:
    """Draw a real PNG of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        whole = kind + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"\x00\xff\x00\x00"))
    return b"\x89PNG\r\n\x1a\n" + head + body + chunk(b"IEND", b"")


@pytest.fixture
def drawn(aino: Learner) -> str:
    """A course with a picture; give the picture's address."""
    path = "20-taito/10-harjoitus.fi.md"
    text = (
        course_files()[path]
        .decode()
        .replace(
            "Hiljaisuus on tavallista.\n",
            "Hiljaisuus on tavallista.\n\n"
            '![Kaksi ihmistä odottaa.](../media/odotus.png "Odotus")\n',
        )
    )
    publish(aino.app, course_files({path: text}) | {"media/odotus.png": picture()})
    page = aino.open("harjoitus/hiljaisuus-on")
    (image,) = [it for it in page.document.all("img") if "/media/" in it.get("src", "")]
    return image.get("src", "")


def test_a_picture_is_served_and_may_be_kept_for_ever(aino: Learner, drawn: str) -> None:
    response = aino.client.get(drawn)
    assert response.data == picture()
    assert response.mimetype == "image/png"
    assert "immutable" in response.headers["Cache-Control"]
    assert "private" in response.headers["Cache-Control"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_pictures_stay_in_the_light_view(aino: Learner, drawn: str) -> None:
    assert drawn
    aino.change(light_view=True)
    page = aino.open("harjoitus/hiljaisuus-on")
    assert "Kaksi ihmistä odottaa." in page.text


@pytest.mark.parametrize("name", ["odotus.svg", "odotus.html", "toinen.png", "%25.png"])
def test_no_other_file_is_served(aino: Learner, drawn: str, name: str) -> None:
    folder = drawn.rpartition("/")[0]
    assert aino.client.get(f"{folder}/{name}").status_code == 404
    assert aino.client.get(f"/media/{SLUG}/{'%' * 16}/odotus.png").status_code == 404
    assert aino.client.get(f"/media/{SLUG}/{'0' * 16}/odotus.png").status_code == 404


def test_sources_of_a_course_are_not_media(aino: Learner) -> None:
    assert aino.client.get(f"/media/{SLUG}/{'0' * 16}/10-lukeminen.fi.md").status_code == 404


def test_a_stranger_sees_no_pictures(aino: Learner, drawn: str) -> None:
    assert aino.app.test_client().get(drawn).location == "/sign-in"
