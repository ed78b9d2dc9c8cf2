"""How questions look on a page: valid HTML, no key, words beside colour, names on all fields."""

from __future__ import annotations

from typing import Any

import pytest

from app.core.course import Line, Question, Text
from app.core.questions import TYPES, kind_of
from app.core.quiz import shuffle_for
from tests.support.questions import CASES, case, draw_html, parse_html, read_question

KINDS = sorted(TYPES)
SCORED = sorted(name for name, kind in TYPES.items() if kind.scored)

SAME_BUT_FOR_THE_KEY: dict[str, tuple[str, str]] = {
    "choose-one": ("- [x] Yksi\n- [ ] Kaksi\n- [ ] Kolme", "- [ ] Yksi\n- [ ] Kaksi\n- [x] Kolme"),
    "choose-all": (
        "- [x] Yksi\n- [x] Kaksi\n- [ ] Kolme",
        "- [ ] Yksi\n- [ ] Kaksi\n- [x] Kolme",
    ),
    "gap": (
        "Paina [[Nosta käsi|Nosta]] tai [[*heti*|sitten]].",
        "Paina [[Poistu]] tai [[heti|*sitten*]].",
    ),
    "number": ("Kestää [[10]] minuuttia.", "Kestää [[2..3]] minuuttia."),
    "order": ("1. Aa\n2. Bee\n3. Cee\n4. Dee", "1. Dee\n2. Bee\n3. Aa\n4. Cee"),
    "match": (
        "| a | b |\n|--|--|\n| Yksi | Aa |\n| Kaksi | Bee |\n| Kolme | Cee |",
        "| a | b |\n|--|--|\n| Yksi | Cee |\n| Kaksi | Aa |\n| Kolme | Bee |",
    ),
    "sort": (
        "- Aa\n  - Yksi\n  - Kaksi\n- Bee\n  - Kolme",
        "- Aa\n  - Kolme\n- Bee\n  - Kaksi\n  - Yksi",
    ),
}

every_kind = pytest.mark.parametrize("name", KINDS)
every_scored_kind = pytest.mark.parametrize("name", SCORED)


def view_of(question: Question, try_number: int = 1) -> dict[str, Any]:
    return kind_of(question).draw(question, shuffle_for("seed", question.id, try_number))


def answered(question: Question, which: int) -> dict[str, object]:
    """Give the page an answer and its grade: 0 the right one, 1 the wrong one."""
    kind = kind_of(question)
    response = kind.parse(question, kind.examples(question)[which])
    assert response is not None
    return {"response": response, "grade": kind.grade(question, response)}


def words_of(tree: Any) -> str:  # noqa: ANN401 - html5lib publishes no types
    return " ".join("".join(tree.itertext()).split())


def test_every_scored_kind_is_compared_with_another_key() -> None:
    assert sorted(SAME_BUT_FOR_THE_KEY) == SCORED


@every_scored_kind
@pytest.mark.parametrize("fixed", [False, True])
def test_two_questions_that_differ_only_in_their_key_look_the_same(name: str, fixed: bool) -> None:
    first, second = (
        read_question(answers, classes=CASES[name][0], fixed=fixed)
        for answers in SAME_BUT_FOR_THE_KEY[name]
    )
    assert first.kind == second.kind == name
    assert first.content != second.content
    for try_number in range(5):
        views = [view_of(question, try_number) for question in (first, second)]
        if name == "order":
            # An order that happens to be right for one of them is not shown there.
            views = [{"steps": sorted(str(step) for step in view["steps"])} for view in views]
            assert views[0] == views[1]
        else:
            assert views[0] == views[1]
            assert draw_html(first, views[0]) == draw_html(second, views[1])


@every_kind
def test_feedback_and_accepted_words_stay_on_the_server_until_an_answer(name: str) -> None:
    marked = {
        "choose-one": "- [x] Aa\n  > AVAIN\n- [ ] Bee\n  > AVAIN",
        "choose-all": "- [x] Aa\n  > AVAIN\n- [x] Cee\n  > AVAIN\n- [ ] Bee\n  > AVAIN",
        "gap": "Paina [[AVAIN|Nosta AVAIN]].",
        "number": "Kestää [[4711]] minuuttia.",
        "order": "1. Aa\n   > AVAIN\n2. Bee\n   > AVAIN",
        "match": "| a | b | c |\n|--|--|--|\n| Aa | Bee | AVAIN |\n| Cee | Dee | AVAIN |",
        "sort": "- Aa\n  - Bee\n    > AVAIN\n- Cee\n  - Dee\n    > AVAIN",
        "own-words": "> Malli.",
    }
    question = read_question(marked[name], classes=CASES[name][0])
    html = draw_html(question, view_of(question))
    assert question.kind == name
    assert "AVAIN" not in html
    assert "4711" not in html


@every_kind
@pytest.mark.parametrize("which", [None, 0, 1])
@pytest.mark.parametrize("errors", [[], ["Choose an answer."]])
def test_the_form_is_valid_and_every_control_has_its_own_id_and_name(
    name: str, which: int | None, errors: list[str]
) -> None:
    question = case(name)
    given = {} if which is None else answered(question, which)
    tree = parse_html(draw_html(question, view_of(question), errors=errors, **given))
    ids = [one.get("id") for one in tree.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    assert "q-testi-answer" in ids
    labelled = {one.get("for") for one in tree.iter("label")}
    controls = [
        one
        for tag in ("input", "select", "textarea")
        for one in tree.iter(tag)
        if one.get("type") != "hidden"
    ]
    assert controls
    assert all(one.get("id") in labelled for one in controls)
    assert all(one.get("name").startswith("q-testi-answer") for one in controls)
    references = " ".join(
        one.get(attribute, "")
        for one in tree.iter()
        for attribute in ("aria-describedby", "aria-labelledby")
    )
    assert set(references.split()) <= set(ids)


@every_kind
@pytest.mark.parametrize("heading", ["h1", "h2"])
def test_the_prompt_is_legend_and_heading(name: str, heading: str) -> None:
    question = case(name)
    tree = parse_html(draw_html(question, view_of(question), heading=heading))
    assert words_of(next(tree.iter("fieldset")).find("legend").find(heading)) == "Mitä teet?"


@every_kind
def test_an_error_is_told_at_the_question_and_tied_to_it(name: str) -> None:
    question = case(name)
    tree = parse_html(draw_html(question, view_of(question), errors=["Choose an answer."]))
    frame = next(tree.iter("fieldset"))
    (told,) = [one for one in tree.iter("p") if one.get("id") == "q-testi-answer-error"]
    assert words_of(told) == "Error: Choose an answer."
    assert told.get("id") in frame.get("aria-describedby")


@every_scored_kind
def test_what_was_chosen_is_marked_in_words(name: str) -> None:
    question = case(name)
    texts = [
        words_of(parse_html(draw_html(question, view_of(question), **answered(question, which))))
        for which in (0, 1)
    ]
    right = {"gap": "right", "number": "right", "order": "Follows well"}
    wrong = {"gap": "not quite", "number": "not quite", "order": "Not quite: something else"}
    assert right.get(name, "Your choice: right") in texts[0]
    assert wrong.get(name, "Your choice: not quite") in texts[1]
    assert right.get(name, "Your choice: right") not in texts[1]


def test_after_a_wrong_choice_only_its_own_feedback_is_shown() -> None:
    question = case("choose-one")
    html = draw_html(question, view_of(question), **answered(question, 1))
    assert "Ohje vie puheenvuoron." in html
    assert "Kysymys antaa tilaa." not in html
    assert html.count("option-wrong") == 1
    assert "option-right" not in html


@pytest.mark.parametrize(
    ("name", "feedback"),
    [
        ("match", "Hiljaisuus on sallittu."),
        ("sort", "Kuunteleminen on vertaistukea."),
        ("order", "Säännöt tulevat ennen kierrosta."),
    ],
)
def test_feedback_that_would_tell_the_answer_waits_until_it_is_right(
    name: str, feedback: str
) -> None:
    question = case(name)
    pages = [draw_html(question, view_of(question), **answered(question, n)) for n in (0, 1)]
    assert feedback in pages[0]
    assert feedback not in pages[1]


@every_kind
def test_course_text_names_its_language_only_when_the_page_speaks_another(name: str) -> None:
    question = case(name)
    assert 'lang="fi"' in draw_html(question, view_of(question), language="sv")
    assert 'lang="' not in draw_html(question, view_of(question), language="fi").replace(
        'lang="fi">Gap', ">Gap"
    ).replace('lang="fi">Choose', ">Choose").replace('value="" lang="fi"', "")


def test_hint_and_body_are_drawn_inside_the_question() -> None:
    plain = case("choose-one")
    question = Question(
        plain.id,
        plain.kind,
        Line("Kumpi <antaa> tilaa?", "fi"),
        plain.content,
        body=Text("<p>Aino vaikenee.</p>", "fi"),
        hint=Text("<p>Ajattele nimeä.</p>", "fi"),
    )
    tree = parse_html(draw_html(question, view_of(question)))
    said = words_of(next(tree.iter("fieldset")))
    assert said.startswith("Kumpi <antaa> tilaa? Aino vaikenee. Hint Ajattele nimeä. Choose one.")


def test_typed_words_come_back_as_text() -> None:
    question = case("own-words")
    typed = "\nRivi </textarea><b>lihava</b>\n  & loppu"
    html = draw_html(question, view_of(question), response={"text": typed})
    (area,) = parse_html(html).iter("textarea")
    assert area.text == typed


def test_model_sentences_open_after_writing() -> None:
    question = case("own-words")
    before, after = (
        parse_html(draw_html(question, view_of(question), **given))
        for given in ({}, answered(question, 0))
    )
    assert next(before.iter("details")).get("open") is None
    assert next(after.iter("details")).get("open") is not None
    assert "Haluatko kertoa lisää?" in words_of(before)


def test_an_order_can_be_changed_by_buttons_alone() -> None:
    question = case("order")
    tree = parse_html(draw_html(question, view_of(question)))
    rows = list(tree.iter("li"))
    presses = [[button.get("value") for button in row.iter("button")] for row in rows]
    assert [len(one) for one in presses] == [1, 2, 2, 1]
    assert all(button.get("name") == "q-testi-answer-move" for button in tree.iter("button"))
