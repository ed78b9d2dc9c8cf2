"""What trainers may write, and what they are told when it is not clear."""

from __future__ import annotations

import pytest

from app.core.course import Text
from app.core.errors import Severity
from app.core.questions import TYPES, kind_for
from app.core.questions.choose_one import ChooseOneContent
from app.core.questions.gap import GapContent
from app.core.questions.match import MatchContent
from app.core.questions.messages import MESSAGES
from app.core.questions.order import OrderContent
from app.core.questions.own_words import OwnWordsContent
from app.core.questions.sort import SortContent
from tests.support.questions import problems_of, read_question, source_of

FB = "\n  > Koska."


def classes(*names: str) -> frozenset[str]:
    return frozenset(names)


@pytest.mark.parametrize(
    ("answers", "written", "kind"),
    [
        ("- [ ] a\n- [x] b", (), "choose-one"),
        ("* [X] a\n* [ ] b", (), "choose-one"),
        ("- [x] a\n- [x] b", (), "choose-all"),
        ("- [x] a\n- [ ] b", ("multiple",), "choose-all"),
        ("Paina [[Nosta]].", (), "gap"),
        ("[[yksi|*kaksi*]]", (), "gap"),
        ("[[10]]", (), "number"),
        ("[[2..3]] ja [[1,5]]", (), "number"),
        ("[[10]] ja [[sana]]", (), "gap"),
        ("[[10|12]]", (), "gap"),
        ("1. a\n2. b", ("order",), "order"),
        ("| a | b |\n|---|---|\n| c | d |", ("match",), "match"),
        ("- a\n  - b", ("sort",), "sort"),
        ("> Malli.", ("own-words",), "own-words"),
    ],
)
def test_the_written_shape_decides_the_kind(
    answers: str, written: tuple[str, ...], kind: str
) -> None:
    source, _ = source_of(answers, classes=classes(*written))
    assert kind_for(source).name == kind
    assert next(name for name, one in TYPES.items() if one.claims(source)) == kind


@pytest.mark.parametrize(
    ("answers", "written", "code"),
    [
        ("- a\n- b", (), "question-without-answers"),
        (f"- [ ] a{FB}\n- [ ] b{FB}", (), "missing-right-answer"),
        (f"- [x] a{FB}", (), "one-choice-only"),
        (f"- [x] a\n- [ ] b{FB}", (), "missing-feedback"),
        (f"- [x] a{FB}\n- [ ]\n- [ ] c{FB}", (), "answer-empty"),
        (f"- [x] a{FB}\n- [ ]  A.{FB}", (), "answer-twice"),
        (f"- [x] a{FB}\n- [] b{FB}", (), "tick-unclear"),
        (f"- [x] a{FB}\n- [o] b{FB}", (), "tick-unclear"),
        (f"- [x] a{FB}\n- [ ] b{FB}\n- c{FB}", (), "tick-missing"),
        (f"Ohje\n- [x] a{FB}\n- [ ] b{FB}", (), "answer-line-unclear"),
        ("Paina [[]].", (), "gap-empty"),
        ("Paina [[a||b]].", (), "gap-empty"),
        ("Paina [[a]] ja [[b.", (), "gap-open"),
        ("[[*a*]]", (), "gap-one-choice"),
        ("[[*a*|*b*|c]]", (), "gap-several-right"),
        ("[[3..2]]", (), "number-backwards"),
        ("1. a", ("order",), "order-too-short"),
        ("1. a\n2. a", ("order",), "answer-twice"),
        ("1. a\n   - b\n2. c", ("order",), "answer-line-unclear"),
        ("- a: b", ("match",), "match-not-a-table"),
        ("| a | b |\n| c | d |", ("match",), "match-not-a-table"),
        ("| a | b |\n|--|--|\n| c | d |", ("match",), "match-too-short"),
        ("| a | b |\n|--|--|\n| c | |\n| d | e |\n| f | g |", ("match",), "match-cell-empty"),
        ("| a | b |\n|--|--|\n| c | d |\n| e | d |", ("match",), "match-one-option"),
        ("| a | b |\n|--|--|\n| c | d |\n| c | e |", ("match",), "answer-twice"),
        ("- a\n  - b", ("sort",), "sort-one-box"),
        ("- a\n- b", ("sort",), "sort-no-items"),
        ("- a\n  - b\n    - c\n- d\n  - e", ("sort",), "sort-too-deep"),
        ("- a\n  - c\n- b\n  - c", ("sort",), "answer-twice"),
        ("", ("own-words",), "own-words-no-models"),
        ("Malli.", ("own-words",), "answer-line-unclear"),
    ],
)
def test_what_is_unclear_is_reported(answers: str, written: tuple[str, ...], code: str) -> None:
    assert code in problems_of(answers, classes=classes(*written))
    assert code in MESSAGES


def test_a_question_without_answers_is_one_problem() -> None:
    assert problems_of("- a\n- b\n\nRivi") == ["question-without-answers"]
    assert problems_of("") == ["question-without-answers"]


def test_a_gap_in_the_heading_is_reported_because_everybody_would_see_its_answer() -> None:
    source, notebook = source_of("Odota.", title="Paina [[Nosta]]")
    kind_for(source).read(source)
    assert notebook.codes == ["gap-in-heading"]


def test_every_message_fills_only_what_a_problem_has() -> None:
    for text in MESSAGES.values():
        assert text % {"found": "x", "expected": "y", "example": "z"}


def test_missing_feedback_does_not_stop_publishing_but_a_missing_key_does() -> None:
    source, notebook = source_of("- [ ] Annan ohjeen\n- [ ] Kysyn")
    kind_for(source).read(source)
    weights = {note.code: note.severity for note in notebook.notes}
    assert weights == {
        "missing-right-answer": Severity.ERROR,
        "missing-feedback": Severity.WARNING,
    }


def test_a_problem_names_line_finding_and_an_example() -> None:
    source, notebook = source_of("- [x] Kysyn\n  > Hyvä.\n- [v] Vaihdan\n  > Kesken.")
    kind_for(source).read(source)
    (note,) = notebook.notes
    assert (note.line, note.found, note.expected) == (4, "[v]", "[ ] / [x]")
    assert "- [x]" in note.example


def test_feedback_belongs_to_the_choice_it_is_indented_under() -> None:
    question = read_question(
        "- [ ] Annan ohjeen,\n  jonka tiedän\n  > Ensimmäinen\n  > rivi.\n  >\n  > Toinen.\n\n"
        "- [x] Kysyn [lisää](glossary:avoin)\n    > Hyvä."
    )
    assert isinstance(question.content, ChooseOneContent)
    first, second = question.content.choices
    assert (first.text.html, second.text.html) == (
        "Annan ohjeen, jonka tiedän",
        "Kysyn [lisää](glossary:avoin)",
    )
    assert first.feedback == Text("<p>Ensimmäinen rivi.  Toinen.</p>", "fi")
    assert second.feedback == Text("<p>Hyvä.</p>", "fi")


def test_the_text_keeps_a_mark_where_each_gap_was_and_no_answer() -> None:
    question = read_question("Paina [[Nosta käsi|Nosta]],\nsitten [[*Puhu*|Poistu]].")
    assert isinstance(question.content, GapContent)
    assert question.content.text.html == "<p>Paina \ue000, sitten \ue000.</p>"
    typed, chosen = question.content.gaps
    assert (typed.accepted.text, typed.choices) == ("Nosta käsi|Nosta", ())
    assert [(one.text.text, one.right) for one in chosen.choices] == [
        ("Puhu", True),
        ("Poistu", False),
    ]


def test_a_gap_inside_a_picture_or_link_is_reported_and_its_field_moves_to_the_end() -> None:
    source, notebook = source_of("Paina [[Nosta]].")
    inside = '<p><img alt="\ue000" src="x.png"> <a href="/x">\ue000</a></p>'
    broken = type(source)(**{**vars(source), "block": lambda _lines: Text(inside, "fi")})
    kind = kind_for(broken)
    content = kind.read(broken)
    assert notebook.codes == ["gap-misplaced"]
    assert isinstance(content, GapContent)
    assert "\ue000" not in content.text.html


def test_order_keeps_the_written_order_as_key_but_not_in_its_ids() -> None:
    content = read_question("1. Aa\n2. Bee\n3. Cee\n4. Dee", classes=classes("order")).content
    turned = read_question("1. Dee\n2. Cee\n3. Bee\n4. Aa", classes=classes("order")).content
    assert isinstance(content, OrderContent)
    assert isinstance(turned, OrderContent)
    assert {item.text.html: item.id for item in content.items} == {
        item.text.html: item.id for item in turned.items
    }


def test_several_left_sides_may_share_a_right_side() -> None:
    content = read_question(
        "Otsake | Toinen\n--- | ---\nItku | Pysähdyn\n"
        "Kiire | Odotan \\| hetken\nHiljaisuus | odotan \\| hetken.",
        classes=classes("match"),
    ).content
    assert isinstance(content, MatchContent)
    assert [option.text.html for option in content.options] == ["Pysähdyn", "Odotan | hetken"]
    assert content.statements[1].answer == content.statements[2].answer
    assert content.statements[0].answer != content.statements[1].answer


def test_items_know_their_box_and_a_box_may_stay_empty() -> None:
    content = read_question(
        "* Vertainen\n    * Kuuntelee\n* Ammattilainen\n    * Hoitaa\n      > Hoito.\n* Ei kukaan",
        classes=classes("sort"),
    ).content
    assert isinstance(content, SortContent)
    boxes = {option.id: option.text.html for option in content.options}
    assert list(boxes.values()) == ["Vertainen", "Ammattilainen", "Ei kukaan"]
    assert {one.text.html: boxes[one.answer] for one in content.statements} == {
        "Kuuntelee": "Vertainen",
        "Hoitaa": "Ammattilainen",
    }


def test_model_sentences_are_parted_by_an_empty_line() -> None:
    content = read_question("> Yksi,\n> kaksi.\n\n> Kolme.", classes=classes("own-words")).content
    assert isinstance(content, OwnWordsContent)
    assert [model.html for model in content.models] == ["<p>Yksi, kaksi.</p>", "<p>Kolme.</p>"]
