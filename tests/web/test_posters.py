"""Posters: each infographic alone on a page of its own, for a sheet of paper."""

import pytest

from tests.support.courses import SLUG, course_files, publish
from tests.support.learning import Learner

PATH = "20-taito/10-harjoitus.fi.md"
DRAWN = """Hiljaisuus on tavallista.

> [!PILLARS #pilarit] Kolme pilaria
> - **Tieto:** [kokemustietoa](glossary:kokemustieto) jaetaan.
> - **Tunteet:** kuunnellaan.
> - **Puhelin:** {{contact.phone: Kysy yhdistyksestä.}}

> [!STEPS #askeleet] Näin <aloitat>
> 1. Laske kymmeneen.
> 2. Kysy uudelleen.
"""
POSTER = f"/learn/{SLUG}/poster/harjoitus/hiljaisuus-on/pilarit"


@pytest.fixture(autouse=True)
def _drawn(aino: Learner) -> None:
    """A course with two drawings on one page."""
    text = course_files()[PATH].decode()
    whole = text.replace("Hiljaisuus on tavallista.\n", DRAWN.replace("<aloitat>", "aloitat"))
    assert whole != text
    publish(aino.app, course_files({PATH: whole}))


def test_the_page_and_the_handbook_lead_to_each_drawing(aino: Learner) -> None:
    page = aino.open("harjoitus/hiljaisuus-on")
    assert page.links["Print as a poster: Kolme pilaria"] == POSTER
    assert "Print as a poster: Näin aloitat" in page.links
    handbook = aino.open("handbook")
    posters = aino.client.see(handbook.links["Posters"])
    assert posters.links["Kolme pilaria"] == POSTER


def test_a_poster_holds_one_drawing_under_its_own_title(aino: Learner) -> None:
    page = aino.client.see(POSTER)
    assert page.heading == "Kolme pilaria"
    assert "Tunteet" in page.text
    assert "Kysy yhdistyksestä." in page.text
    assert "Laske kymmeneen" not in page.text
    assert "Pieni kurssi" in page.text
    assert page.links["Mitä hiljaisuus on?"] == f"/learn/{SLUG}/harjoitus/hiljaisuus-on"


def test_words_of_the_glossary_are_words_on_paper(aino: Learner) -> None:
    page = aino.client.see(POSTER)
    assert "kokemustietoa jaetaan" in page.text
    assert not [it for it in page.links.values() if it.startswith("#term")]


def test_a_wide_drawing_lies_on_its_side_and_a_list_stands(aino: Learner) -> None:
    assert 'class="wide poster poster-wide"' in aino.client.see(POSTER).source
    upright = aino.client.see(POSTER.replace("pilarit", "askeleet")).source
    assert 'class="wide poster"' in upright


@pytest.mark.parametrize(
    "path",
    [
        POSTER.replace("pilarit", "i9"),
        POSTER.replace("hiljaisuus-on", "eka"),
        POSTER.replace(SLUG, "toinen"),
        f"/learn/{SLUG}/poster/lukeminen/eka/pilarit",
    ],
)
def test_what_is_not_drawn_is_not_found(aino: Learner, path: str) -> None:
    assert aino.client.get(path).status_code == 404


def test_a_page_without_drawings_offers_none(aino: Learner) -> None:
    assert not [it for it in aino.open("lukeminen/eka").links if "poster" in it]
