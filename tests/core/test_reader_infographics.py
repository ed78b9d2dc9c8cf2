"""Infographics: every kind from its plain structure, and the right shape when it is another."""

import re

import html5lib
import pytest

from app.core.errors import Severity
from app.core.infographics import INFOGRAPHICS
from tests.support.reading import codes, page_of, read

SHAPES = {
    "STEPS": "> 1. Kysy lupa.\n> 2. **Sovi:** milloin?\n>    - illalla",
    "CIRCLE": "> 1. **Avaa.** Kysy nimellä.\n> 2. **Odota:** kymmenen sekuntia.\n> 3. Kokoa.",
    "PILLARS": "> - **Turva:** säännöt.\n> - **Vastavuoroisuus:** jokainen antaa ja saa.",
    "COMPARE": "> | Vertainen | Yhteistä | Ammattilainen |\n> |---|---|---|\n> | a | b | c |",
    "RIGHTS": "> | | Järjestäjä | Osallistuja |\n> |---|---|---|\n> | Mykistää | kyllä | ei |",
    "TIMELINE": "> - Ilta\n>   - 0–10 Avaus\n>   - 10-30 Kierros\n> - Toinen\n>   - 0–5 Alku",
    "PATH": "> 1. Vaara?\n>    - **Kyllä:** Soita. → 2\n>    - **Ei:** Kuuntele. -> 2\n> 2. Kerro.",
    "FAULTS": "> - Etkö kuulu?\n>   - Katso mikrofoni.\n>   - Vaihda laite.",
    "MAP": "> - Kahden kesken\n>   - Sattumalta: juttuhetki\n> - Ryhmässä\n>   - Missä: verkossa",
    "SCREEN": "> - Tietokone\n>   - Yläreuna: kamera\n> - Puhelin\n>   - Alareuna: kamera",
}
WRONG = {
    "STEPS": "> - ei numeroita\n> - tässäkään",
    "CIRCLE": "> 1. vain yksi",
    "PILLARS": "> - ilman lihavointia\n> - toinen",
    "COMPARE": "> - lista",
    "RIGHTS": "> | vain yksi |\n> |---|\n> | a |",
    "TIMELINE": "> - Kaista\n>   - ilman aikaa",
    "PATH": "> 1. Vaara?\n>    - **Kyllä:** Soita. → 9\n> 2. Kerro.",
    "FAULTS": "> - Kysymys ilman vastausta",
    "MAP": "> - litteä\n> - lista",
    "SCREEN": "> | taulukko | ei |\n> |---|---|\n> | käy | tähän |",
}


def drawn(kind: str, shape: str | None = None, title: str = "Otsikko") -> str:
    return page_of(
        f"## Sivu {{#a}}\n\n> [!{kind} #i1] {title}\n{shape or SHAPES[kind]}\n"
    ).text.html


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text)


@pytest.mark.parametrize("kind", sorted(INFOGRAPHICS))
def test_each_kind_is_a_named_figure_of_real_text(kind: str) -> None:
    html = drawn(kind)
    assert html.startswith(
        f'<figure class="infographic infographic-{kind.lower()}" id="i1" '
        'aria-labelledby="i1-title">'
    )
    assert '<h2 class="infographic-title" id="i1-title">Otsikko</h2>' in html
    html5lib.HTMLParser(strict=True).parseFragment(html)
    shown = words_of(re.sub(r"<[^>]*>", " ", html))
    # The numbers of a list are drawn by the list itself.
    assert {word for word in words_of(SHAPES[kind]) if not word.isdigit()} <= set(shown)
    assert re.search(r"<(ul|ol|table|dl)\b", html)
    assert "style=" not in html


@pytest.mark.parametrize("kind", sorted(INFOGRAPHICS))
def test_a_wrong_shape_is_an_error_that_shows_the_right_one(kind: str) -> None:
    reading = read(f"## Sivu {{#a}}\n\n> [!{kind}] Otsikko\n{WRONG[kind]}\n")
    (problem,) = reading.of(Severity.ERROR)
    assert (problem.code, problem.line) == ("infographic-shape", 9)
    assert problem.example.startswith(f"> [!{kind}]")


@pytest.mark.parametrize("kind", sorted(INFOGRAPHICS))
def test_the_example_of_the_error_has_the_right_shape(kind: str) -> None:
    assert codes(read(f"## Sivu {{#a}}\n\n{INFOGRAPHICS[kind].example}\n")) == []


def test_the_times_of_a_lane_are_shown() -> None:
    assert '<span class="time">10-30</span> <span class="rest">Kierros</span>' in drawn("TIMELINE")


def test_an_infographic_needs_a_title() -> None:
    assert codes(read("> [!STEPS]\n> 1. a\n> 2. b\n")) == ["infographic-untitled"]


def test_its_heading_is_one_below_the_heading_before_it() -> None:
    text = "## Sivu {#a}\n\n### Väliotsikko\n\n> [!STEPS] Askeleet\n> 1. a\n> 2. b\n"
    assert '<h3 class="infographic-title"' in page_of(text).text.html


def test_text_around_the_structure_stays_around_it() -> None:
    html = drawn("STEPS", "> Aluksi.\n>\n> 1. a\n> 2. b\n>\n> Lopuksi.")
    assert html.index("Aluksi") < html.index("<ol") < html.index("Lopuksi")


def test_words_of_the_glossary_are_explained_after_the_figure() -> None:
    html = drawn("STEPS", "> 1. Kerro [kokemustiedosta](glossary:kokemustieto).\n> 2. Kuuntele.")
    assert html.index("</figure>") < html.index('<aside class="explanation"')


def test_a_map_with_one_root_has_a_centre() -> None:
    html = drawn("MAP", "> - Ihminen: omat voimat\n>   - Läheiset: arjen apu\n>   - Yhdistys")
    assert '<ul class="map map-centre">' in html
    assert '<li class="centre"><strong class="head">Ihminen</strong>' in html
    assert '<ul class="around around-2">' in html
    assert '<ul class="map map-2">' in drawn("MAP")


def test_a_table_keeps_its_meaning_when_it_is_stacked() -> None:
    html = drawn("COMPARE")
    assert html.count('<th scope="col" role="columnheader">') == 3
    assert html.count('role="cell"') == 3
    assert '<span class="cell-label" aria-hidden="true">Yhteistä</span>' in html
    assert '<th scope="row" role="rowheader">Mykistää</th>' in drawn("RIGHTS")


def test_pillars_may_come_from_a_table_with_named_rows() -> None:
    table = "> | | Turva | Tuki |\n> |---|---|---|\n> | Mitä saa | säännöt | apua |"
    html = drawn("PILLARS", table)
    assert '<ul class="pillars pillars-2">' in html
    assert html.count("<dt>Mitä saa</dt>") == 2
    assert "<dd>apua</dd>" in html


def test_the_steps_of_a_path_link_to_each_other() -> None:
    html = drawn("PATH")
    assert '<a class="jump" href="#i1-2" aria-label="Go to step 2">→ 2</a>' in html
    assert 'id="i1-2"' in html


def test_two_infographics_of_a_page_never_share_an_id() -> None:
    html = page_of(
        "## S {#a}\n\n> [!STEPS] A\n> 1. a\n> 2. b\n\n> [!STEPS] A\n> 1. a\n> 2. b\n"
    ).text.html
    names = re.findall(r'id="([^"]+)"', html)
    assert len(names) == len(set(names))


def test_text_in_an_infographic_is_escaped() -> None:
    html = drawn("STEPS", "> 1. a & b < c\n> 2. `<b>`")
    assert "a &amp; b &lt; c" in html
    assert "<code>&lt;b&gt;</code>" in html
