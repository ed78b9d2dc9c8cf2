"""How much credit an answer earns, kind by kind."""

from __future__ import annotations

import unicodedata
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.course import Question
from app.core.questions import TYPES, kind_of, only_rearranges
from app.core.questions.base import Response
from app.core.questions.choose_all import ChooseAllContent
from app.core.questions.compare import normalise, plain
from app.core.questions.numbers import read_number
from app.core.questions.order import OrderContent
from app.core.questions.pairing import PairingContent
from tests.support.questions import read_question

ORDER = frozenset({"order"})


def credit_of(question: Question, response: Response) -> Fraction:
    return kind_of(question).grade(question, response).credit


@pytest.mark.parametrize(
    ("ticked", "credit"),
    [
        ("AB", Fraction(1)),
        ("A", Fraction(1, 2)),
        ("ABc", Fraction(1, 2)),
        ("Ac", Fraction(0)),
        ("cd", Fraction(0)),
        ("ABcd", Fraction(0)),
        ("", Fraction(0)),
    ],
)
def test_a_wrong_tick_takes_away_what_a_right_one_gives(ticked: str, credit: Fraction) -> None:
    question = read_question("- [x] A\n- [x] B\n- [ ] c\n- [ ] d")
    content = question.content
    assert isinstance(content, ChooseAllContent)
    chosen = [one.id for one in content.choices if one.text.html in ticked]
    assert credit_of(question, {"choices": chosen}) == credit


@pytest.mark.parametrize(
    ("order", "credit"),
    [
        ("ABCD", Fraction(1)),
        ("BCDA", Fraction(2, 3)),
        ("ABDC", Fraction(1, 3)),
        ("DCBA", Fraction(0)),
        ("AB", Fraction(1, 3)),
        ("A", Fraction(0)),
    ],
)
def test_an_order_earns_the_share_of_right_neighbours(order: str, credit: Fraction) -> None:
    question = read_question("1. A\n2. B\n3. C\n4. D", classes=ORDER)
    assert credit_of(question, {"order": ids_of(question, order)}) == credit


def ids_of(question: Question, words: str) -> list[str]:
    content = question.content
    assert isinstance(content, OrderContent)
    ids = {item.text.html: item.id for item in content.items}
    return [ids[letter] for letter in words]


def words_of(question: Question, fields: dict[str, list[str]]) -> str:
    response = kind_of(question).parse(question, fields)
    assert response is not None
    return "".join(kind_of(question).describe(question, response))


@pytest.mark.parametrize(
    ("shown", "places", "press", "result"),
    [
        ("ABCD", "1234", "", "ABCD"),
        ("ABCD", "4321", "", "DCBA"),
        ("ABCD", "1214", "", "CABD"),
        ("ABCD", "3234", "", "BCAD"),
        ("ABCD", "12xx", "", "ABCD"),
        ("CBDA", "1234", "B:up", "BCDA"),
        ("CBDA", "1234", "B:down", "CDBA"),
        ("CBDA", "1234", "C:up", "CBDA"),
        ("CBDA", "1234", "A:down", "CBDA"),
        ("ABCD", "4234", "B:up", "BCDA"),
        ("ABCD", "1234", "A:sideways", "ABCD"),
    ],
)
def test_numbers_and_buttons_both_order(shown: str, places: str, press: str, result: str) -> None:
    question = read_question("1. A\n2. B\n3. C\n4. D", classes=ORDER)
    fields = {
        f"answer-{item_id}": [place]
        for item_id, place in zip(ids_of(question, shown), places, strict=True)
    }
    if press:
        item, _, way = press.partition(":")
        fields["answer-move"] = [f"{ids_of(question, item)[0]}:{way}"]
    assert words_of(question, fields) == result
    assert only_rearranges(fields) == bool(press)


def test_the_page_tells_its_order_when_storage_has_sorted_the_fields() -> None:
    question = read_question("1. A\n2. B\n3. C\n4. D", classes=ORDER)
    shown = ids_of(question, "DCBA")
    places = dict(zip(shown, "1233", strict=True))
    fields = {f"answer-{item_id}": [places[item_id]] for item_id in sorted(shown)}
    assert words_of(question, fields | {"answer-shown": [" ".join(shown)]}) == "DCAB"


@given(st.permutations("ABCDE"))
def test_an_order_is_never_shown_as_its_own_answer(written: list[str]) -> None:
    question = read_question("\n".join(f"1. {one}" for one in written), classes=ORDER)
    content = question.content
    assert isinstance(content, OrderContent)
    steps = kind_of(question).draw(question, None)["steps"]
    assert [step["id"] for step in steps] != [item.id for item in content.items]
    assert sorted(step["id"] for step in steps) == sorted(item.id for item in content.items)


def test_pairs_earn_the_share_of_right_ones_and_only_those_are_kept() -> None:
    question = read_question(
        "- Vertainen\n  - A\n  - B\n- Ammattilainen\n  - C", classes=frozenset({"sort"})
    )
    content = question.content
    assert isinstance(content, PairingContent)
    first, second = (option.id for option in content.options)
    ids = {one.text.html: one.id for one in content.statements}
    response = {"pairs": {ids["A"]: first, ids["B"]: second, ids["C"]: second}}
    assert credit_of(question, response) == Fraction(2, 3)
    kept = kind_of(question).keep_right(question, response)
    assert kept == {"pairs": {ids["A"]: first, ids["C"]: second}}
    assert set(kind_of(question).describe(question, response)) == {
        "A – Vertainen",
        "B – Ammattilainen",
        "C – Ammattilainen",
    }


@pytest.mark.parametrize(
    "typed",
    [
        "Nosta käsi",
        "  nosta   KÄSI ",
        "Nosta käsi!",
        "nosta ka\u0308si.",
        "Nosta\u00a0käsi",
        "NOSTA",
    ],
)
def test_typed_words_are_compared_by_what_they_say(typed: str) -> None:
    question = read_question("Paina [[Nosta käsi|Nosta]].")
    assert credit_of(question, {"gaps": {"c1": typed}}) == 1


@pytest.mark.parametrize("typed", ["Nostakäsi", "Nosta kasi", "", " ", "Nosta käsi tai jalka", "|"])
def test_other_words_are_not_taken(typed: str) -> None:
    question = read_question("Paina [[Nosta käsi|Nosta]].")
    assert credit_of(question, {"gaps": {"c1": typed}}) == 0


def test_each_gap_earns_its_share() -> None:
    question = read_question("[[a]] [[b]] [[c|*d*]]")
    assert credit_of(question, {"gaps": {"c1": "A", "c2": "x", "c3": "c5"}}) == Fraction(2, 3)
    assert credit_of(question, {"gaps": {"c3": "c4"}}) == 0


@pytest.mark.parametrize(
    ("typed", "credit"),
    [
        ("2,5", 1),
        ("2.5", 1),
        ("2,50", 1),
        (" 2,5 h", 1),
        ("2", 1),
        ("3", 1),
        ("3,01", 0),
        ("1,99", 0),
        ("-2", 0),
        ("2 3", 0),
        ("2..3", 0),
        ("kaksi", 0),
        ("1e0", 0),
        ("9" * 5000, 0),
    ],
)
def test_a_number_counts_within_its_range_with_comma_or_point(typed: str, credit: int) -> None:
    question = read_question("Kestää [[2..3]] tuntia.")
    assert credit_of(question, {"gaps": {"c1": typed}}) == credit


@pytest.mark.parametrize(
    ("typed", "number"),
    [("1 000", 1000), ("1\u00a0000,5", 1000.5), ("\u22125", -5), ("+5", 5), ("10 %", 10)],
)
def test_numbers_are_read_as_people_write_them(typed: str, number: float) -> None:
    assert read_number(typed) == pytest.approx(number)


def test_a_number_among_words_is_taken_however_it_is_written() -> None:
    question = read_question("Ryhmässä on [[1,5]] ja [[sana]].")
    assert credit_of(question, {"gaps": {"c1": "1.50"}}) == Fraction(1, 2)


@given(st.text())
def test_looks_do_not_change_what_a_text_says(text: str) -> None:
    said = normalise(text)
    assert normalise(said) == said
    assert normalise(f"  {text} ") == said
    assert normalise(unicodedata.normalize("NFD", text)) == said


def test_the_words_of_html_are_its_text() -> None:
    question = read_question("- [x] <b>&\n- [ ] b")
    assert TYPES["choose-one"].describe(question, {"choice": "c1"}) == ["<b>&"]
    content = question.content
    assert plain(content.choices[0].text) == "<b>&"  # type: ignore[attr-defined] # choose one's
