"""The two live evenings that are shipped: whole, ninety minutes long, and true to the course."""

import re
from itertools import pairwise

import pytest

from app.core.course import Evening, EveningPage
from app.core.evening_reading import SHEET, SLIDES, TEXT
from app.core.style import sentences
from tests.support.shipped import course

MINUTES = 90
MOVES = ["Kutsu", "Odota", "Vastaanota", "Siirrä ryhmälle", "Yhdistä", "Rajaa lempeästi", "Kokoa"]
WANTED = {
    "yleiskuva": TEXT,
    "kasikirjoitus": TEXT,
    "ryhman-koko": TEXT,
    "ilman-kouluttajaa": TEXT,
    "kutsu": TEXT,
    "diat": SLIDES,
    "palaute": SHEET,
}
"""What each evening has at least."""

EVENINGS = course().evenings
FIRST, SECOND = EVENINGS


def page(evening: Evening, page_id: str) -> EveningPage:
    return next(one for one in evening.pages if one.id == page_id)


def spans(html: str, tag: str) -> list[tuple[int, int]]:
    """Give the minutes that begin headings or bold words, as (from, to)."""
    found = re.findall(rf"<{tag}>(\d+)–(\d+)\b", html)
    return [(int(start), int(end)) for start, end in found]


def fill_the_evening(parts: list[tuple[int, int]]) -> bool:
    follow = all(end == start for (_, end), (start, _) in pairwise(parts))
    return follow and (parts[0][0], parts[-1][1]) == (0, MINUTES)


@pytest.mark.parametrize("evening", EVENINGS, ids=lambda one: one.id)
def test_an_evening_has_all_that_it_takes(evening: Evening) -> None:
    kinds = {one.id: one.kind for one in evening.pages}
    assert WANTED.items() <= kinds.items()


@pytest.mark.parametrize("evening", EVENINGS, ids=lambda one: one.id)
def test_its_minutes_follow_each_other_to_the_end(evening: Evening) -> None:
    script = spans(page(evening, "kasikirjoitus").text.html, "h2")
    assert fill_the_evening(script), script
    assert spans(page(evening, "yleiskuva").text.html, "strong") == script


def test_the_programme_for_five_fills_the_evening_too() -> None:
    for_five = spans(page(SECOND, "ryhman-koko").text.html, "strong")
    assert fill_the_evening(for_five), for_five


def test_there_is_a_plan_for_every_size_from_four_to_twelve() -> None:
    for evening in EVENINGS:
        html = page(evening, "ryhman-koko").text.html
        planned: set[int] = set()
        for start, end in re.findall(r"<strong>(\d+)(?:–(\d+))? paikalla:</strong>", html):
            planned |= set(range(int(start), int(end or start) + 1))
        assert planned == set(range(4, 13)), evening.id


def test_the_observation_sheet_asks_for_the_seven_moves_two_strengths_and_a_wish() -> None:
    titles = [part.title.text for part in page(SECOND, "havaintolomake").parts]
    numbered = [f"{number}. {move}" for number, move in enumerate(MOVES, start=1)]
    assert titles == [*numbered, "Ensimmäinen vahvuus", "Toinen vahvuus", "Yksi toive"]
    assert all(part.lines for part in page(SECOND, "havaintolomake").parts)


def test_the_moves_are_those_of_the_lesson() -> None:
    lesson = course().lesson("tilaa-antava")
    assert lesson is not None
    html = "".join(one.text.html for one in lesson.pages)
    circle = html[html.index('<ol class="circle') :]
    assert re.findall(r"<strong[^>]*>([^<]+)</strong>", circle[: circle.index("</ol>")]) == MOVES


def test_the_second_evening_counts_as_the_practice_meeting() -> None:
    html = page(SECOND, "yleiskuva").text.html
    assert "se käy kurssin harjoitustapaamisesta" in " ".join(sentences(html))
    assert f'href="/learn/{course().slug}/kenraaliharjoitus/kenraaliharjoitus"' in html
    lesson = course().lesson("kenraaliharjoitus")
    assert lesson is not None
    assert any(one.practice_meeting for one in lesson.pages)
    assert any("/evenings#toinen-ilta" in one.text.html for one in lesson.pages)


@pytest.mark.parametrize("evening", EVENINGS, ids=lambda one: one.id)
def test_feedback_is_asked_without_names(evening: Evening) -> None:
    assert "Älä kirjoita nimeäsi." in page(evening, "palaute").text.html


@pytest.mark.parametrize("evening", EVENINGS, ids=lambda one: one.id)
def test_help_stands_where_there_is_no_trainer(evening: Evening) -> None:
    assert "box-help" in page(evening, "ilman-kouluttajaa").text.html
