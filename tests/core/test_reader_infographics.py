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


@pytest.mark.parametrize(
    ("kind", "shape"),
    [
        ("STEPS", "> 1. **Kerro:** {}\n> 2. Kuuntele."),
        ("PILLARS", "> - **Tieto:** {}\n> - **Tunteet:** kuullaan."),
        ("MAP", "> - Ryhmä\n>   - Tieto: {}"),
        ("FAULTS", "> - Mitä?\n>   - {}"),
        ("SCREEN", "> - Tietokone\n>   - Yläreuna: {}, kamera"),
    ],
)
def test_a_word_is_explained_once_for_each_time_it_is_shown(kind: str, shape: str) -> None:
    html = drawn(kind, shape.format("[kokemustietoa](glossary:kokemustieto)"))
    assert html.count('<aside class="explanation"') == html.count('class="term"') == 1


def test_a_map_with_one_root_has_a_centre() -> None:
    html = drawn("MAP", "> - Ihminen: omat voimat\n>   - Läheiset: arjen apu\n>   - Yhdistys")
    assert '<ul class="map map-centre">' in html
    assert re.search(
        r'<li class="centre"><div class="middle">.*?<strong class="head">Ihminen<', html, re.DOTALL
    )
    assert '<ul class="around around-2">' in html
    assert '<ul class="map tree map-2 twigs-1">' in drawn("MAP")


def test_a_table_keeps_its_meaning_when_it_is_stacked() -> None:
    html = drawn("COMPARE")
    assert html.count('<th scope="col" role="columnheader">') == 3
    assert html.count('role="cell"') == 3
    assert '<span class="cell-label" aria-hidden="true">Yhteistä</span>' in html
    assert '<th scope="row" role="rowheader">Mykistää</th>' in drawn("RIGHTS")


def test_pillars_may_come_from_a_table_with_named_rows() -> None:
    table = "> | | Turva | Tuki |\n> |---|---|---|\n> | Mitä saa | säännöt | apua |"
    html = drawn("PILLARS", table)
    assert '<ul class="pillars pillars-2 parts-1">' in html
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


def items(count: int, text: str = "lyhyt teksti") -> str:
    return "\n".join(f"> {number}. **Siirto {number}:** {text}" for number in range(1, count + 1))


@pytest.mark.parametrize("kind", sorted(INFOGRAPHICS))
def test_each_kind_says_that_it_is_our_own_drawing(kind: str) -> None:
    assert '<figcaption class="own-drawing">Our own drawing</figcaption>' in drawn(kind)


@pytest.mark.parametrize("kind", sorted(INFOGRAPHICS))
def test_what_is_drawn_without_words_is_silent_and_holds_none(kind: str) -> None:
    for drawing in re.findall(r"<svg.*?</svg>", drawn(kind), re.DOTALL):
        assert 'aria-hidden="true"' in drawing
        assert not re.sub(r"<[^>]*>", "", drawing).strip()


@pytest.mark.parametrize("count", [3, 5, 7, 8])
def test_a_circle_is_drawn_as_a_ring_with_an_arrow_from_each_move_to_the_next(count: int) -> None:
    html = drawn("CIRCLE", items(count))
    arrows = re.findall(r'<path class="line" d="M(\S+) (\S+)A100 100 0 0 1 (\S+) (\S+)"/>', html)
    assert len(arrows) == count
    for arrow in arrows:
        for across, down in (arrow[:2], arrow[2:]):
            assert (float(across) ** 2 + float(down) ** 2) ** 0.5 == pytest.approx(100, abs=0.2)
    assert html.count('<li class="step at-') == count


@pytest.mark.parametrize("shape", [items(2), items(9), items(5, "pitkä " * 30)])
def test_a_circle_that_has_no_room_on_a_ring_stays_a_list(shape: str) -> None:
    html = drawn("CIRCLE", shape)
    assert "<svg" not in html
    assert '<ol class="circle' in html


def test_a_net_has_a_thread_to_everybody_and_between_neighbours() -> None:
    knots = "".join(f"\n>   - Tukija {number}: lanka" for number in range(5))
    html = drawn("MAP", f"> - Ihminen: omat voimat{knots}")
    threads = re.findall(r'<path d="M(.*?)"', html)
    assert len([it for it in threads if it.startswith("0 0L")]) == 5
    assert len([it for it in threads if "Q" in it]) == 15


@pytest.mark.parametrize(
    ("shape", "name"),
    [
        (items(5), "steps stair steps-5"),
        (items(8), "steps trail steps-8"),
        (items(5, "pitkä " * 30), "steps steps-5"),
        ("> 1. Laske kymmeneen.\n> 2. Kysy.", "steps steps-2"),
    ],
    ids=["few named stages", "many", "long ones", "orders"],
)
def test_steps_are_a_stair_a_trail_or_a_list(shape: str, name: str) -> None:
    assert f'<ol class="{name}">' in drawn("STEPS", shape)


def test_links_do_not_count_as_text_that_needs_room() -> None:
    text = "kerro [kokemustiedosta](glossary:kokemustieto) " * 2
    assert "steps stair" in drawn("STEPS", items(3, text))


def test_every_block_of_a_time_line_is_as_high_as_it_is_long() -> None:
    html = drawn("TIMELINE")
    lanes = re.findall(r'<ol class="times">(.*?)</ol>', html, re.DOTALL)
    heights = [re.findall(r'viewBox="0 0 1 (\d+)"', lane) for lane in lanes]
    assert heights == [["10", "20"], ["5"]]
    assert html.count('<div class="axis" aria-hidden="true">') == 2


def test_a_gap_in_a_lane_is_a_gap_in_the_drawing() -> None:
    html = drawn("TIMELINE", "> - Ilta\n>   - 0–10 Avaus\n>   - 25–30 Loppu")
    lane = html.partition('<ol class="times">')[2]
    assert re.findall(r'viewBox="0 0 1 (\d+)"', lane) == ["10", "15", "5"]
    assert lane.count('<li class="pause" aria-hidden="true">') == 1


@pytest.mark.parametrize("times", ["10–5 Avaus", "0–10 Avaus\n>   - 5–20 Kierros", "0–0 Avaus"])
def test_time_never_runs_backwards(times: str) -> None:
    reading = read(f"## Sivu {{#a}}\n\n> [!TIMELINE] Ilta\n> - Kaista\n>   - {times}\n")
    assert codes(reading) == ["infographic-shape"]


def test_what_stands_below_a_time_is_a_tag_with_a_shape_of_its_own() -> None:
    html = drawn(
        "TIMELINE",
        "> - Ilta\n>   - 0–10 Avaus\n>     - Tunteet\n>     - Tieto\n"
        ">   - 10–20 Kierros\n>     - Tieto",
    )
    assert html.count('<li class="pillar-tag tag-1">Tunteet</li>') == 1
    assert html.count('<li class="pillar-tag tag-2">Tieto</li>') == 2


def test_tags_may_stand_after_a_middle_dot() -> None:
    html = drawn("TIMELINE", "> - Ilta\n>   - 0–10 Avaus · tunteet · tieto")
    assert re.findall(r'pillar-tag tag-\d">(.*?)<', html) == ["tunteet", "tieto"]
    assert '<span class="rest">Avaus</span>' in html


def test_rights_are_words_with_a_shape() -> None:
    table = (
        "> | | A | B | C |\n> |---|---|---|---|\n> | Mykistää | kyllä | ei | kyllä, jos sovittu |"
    )
    html = drawn("RIGHTS", table)
    assert re.findall(r'<td role="cell" class="(\w+)">', html) == ["yes", "no", "partly"]


def test_a_middle_column_is_shared_and_two_columns_are_pairs() -> None:
    assert '<div class="compared sides-3">' in drawn("COMPARE")
    pairs = "> | Muuttuu | Teen näin |\n> |---|---|\n> | viive | odotan |"
    assert '<div class="compared sides-2">' in drawn("COMPARE", pairs)
    named = "> | Asia | A | Yhteistä | B |\n> |---|---|---|---|\n> | osaaminen | a | b | c |"
    html = drawn("COMPARE", named)
    assert '<div class="compared sides-3 named">' in html
    assert '<th scope="row" role="rowheader">osaaminen</th>' in html


@pytest.mark.parametrize(
    ("device", "name"),
    [
        ("Tietokone", "computer"),
        ("Puhelimessa", "phone"),
        ("Tietokoneen selain", "browser"),
        ("Dator", "computer"),
        ("Webbläsare", "browser"),
        ("Muu laite", "computer"),
    ],
)
def test_a_window_looks_like_its_device(device: str, name: str) -> None:
    html = drawn("SCREEN", f"> - {device}\n>   - Yläreuna: kamera")
    assert f'<div class="frame is-{name}">' in html
    assert f'<strong class="device">{device}</strong>' in html


@pytest.mark.parametrize(
    ("part", "place"),
    [
        ("Yläreuna", "top"),
        ("Alareunassa", "bottom"),
        ("Oikea reuna", "right"),
        ("Vasemmalla", "left"),
        ("Keskellä", "centre"),
        ("Nederkanten", "bottom"),
        ("Jokin muu", "centre"),
    ],
)
def test_parts_of_a_window_stand_where_they_are(part: str, place: str) -> None:
    html = drawn("SCREEN", f"> - Tietokone\n>   - {part}: luettelo ihmisistä")
    assert f'<li class="part at-{place}">' in html


def test_words_on_the_screen_are_buttons_and_a_sentence_is_a_sentence() -> None:
    html = drawn("SCREEN", "> - Tietokone\n>   - Yläreuna: {{label.hand}}, Kamera, Mikrofoni")
    assert re.findall(r'<li class="chip">(.*?)</li>', html) == [
        "<strong>Nosta käsi</strong>",
        "Kamera",
        "Mikrofoni",
    ]
    long = "kaikki ne ihmiset, joiden mikrofoni on juuri nyt auki ja jotka puhuvat"
    assert "chip" not in drawn("SCREEN", f"> - Tietokone\n>   - Oikea reuna: {long}")


def test_a_step_points_on_unless_every_answer_leads_elsewhere() -> None:
    html = drawn(
        "PATH",
        "> 1. Vaara?\n>    - **Kyllä:** Soita. → 3\n>    - **Ei:** Jatka. → 3\n"
        "> 2. Sovi.\n> 3. Kerro.",
    )
    assert '<li class="step decision" id="i1-1">' in html
    assert '<li class="step goes-on" id="i1-2">' in html
    assert '<li class="step" id="i1-3">' in html
    assert '<strong class="answer">Kyllä</strong> <span class="rest">Soita.</span>' in html
