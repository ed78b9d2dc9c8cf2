"""The drawn infographics of the shipped course have all their parts."""

import re
from functools import cache

import pytest

from tests.support.shipped import course

PARTS = {
    "i2": [3],
    "i3": [3],
    "i4": [9, 4],
    "i5": [7],
    "i7": [5, 3],
    "i12": [8, 5],
}
"""Columns, pillars, pairs or steps of the figures that stand under one name, in order."""
ROWS_OF_PILLARS = 4

_FIGURE = re.compile(r'<figure class="infographic[^"]*" id="([^"]+)".*?</figure>', re.DOTALL)


@cache
def figures() -> dict[str, str]:
    """Give every figure by its id."""
    html = "".join(page.text.html for lesson in course().lessons() for page in lesson.pages)
    return {match[1]: match[0] for match in _FIGURE.finditer(html)}


def count_parts(figure: str) -> int:
    """Count the rows of a table, else the pieces that a figure is made of."""
    rows = re.findall(r"<tr\b.*?</tr>", figure.partition("<tbody")[2], re.DOTALL)
    pieces = re.findall(r'<li class="(?:step|pillar|state|fault|lane)\b', figure)
    return len(rows) or len(pieces)


def columns(figure: str) -> int:
    """Count the columns of a table beside the one that names its rows."""
    heads = len(re.findall(r"<th scope=\"col\"", figure))
    return heads - 1 if '<th scope="row"' in figure else heads


@pytest.mark.parametrize("number", range(1, 13))
def test_it_is_drawn_with_a_title(number: int) -> None:
    figure = figures().get(f"i{number}", "")
    assert figure, f"There is no infographic #i{number}"
    assert re.search(rf'<h\d class="infographic-title" id="i{number}-title">[^<]', figure)


@pytest.mark.parametrize("name", [name for name in PARTS if name != "i2"])
def test_it_has_its_parts(name: str) -> None:
    found = [figure for key, figure in figures().items() if re.fullmatch(rf"{name}(-.*)?", key)]
    assert [count_parts(figure) for figure in found] == PARTS[name], list(figures())


def test_peer_and_professional_stand_beside_what_they_share() -> None:
    assert [columns(figures()["i2"])] == PARTS["i2"]


def test_each_pillar_has_four_rows() -> None:
    pillars = figures()["i3"].split('<li class="pillar')[1:]
    assert [pillar.count("<dt>") for pillar in pillars] == [ROWS_OF_PILLARS] * 3


def test_space_is_given_with_an_utterance_each() -> None:
    steps = figures()["i5"].split('<li class="step')[1:]
    assert all("”" in step for step in steps)


def test_rights_are_told_in_words() -> None:
    cells = re.findall(r'<span class="cell-text">(.*?)</span>', figures()["i10"])
    assert cells
    assert all(re.search(r"\w", cell) for cell in cells)
