"""The kinds of pages: what each is written as, refuses, and does with what a learner sends."""

from fractions import Fraction

import pytest

from app.core.errors import Severity
from app.core.pages import KINDS, kind_of
from app.core.pages.base import LONGEST_ANSWER
from app.core.pages.checklist import ChecklistContent
from app.core.pages.document import MOST_ROWS, DocumentContent
from app.core.pages.quiz import QuizContent, QuizSource
from app.core.pages.reflection import ReflectionContent
from tests.support.reading import FRONT, codes, found, lesson_of, page_of, read

QUESTION = (
    "### Kysymys {place}? {{#q{place} {classes}}}\n- [ ] Ei\n  > Ei.\n- [x] Kyllä\n  > Niin.\n\n"
)


def quiz_text(options: str, count: int = 3, classes: str = "") -> str:
    questions = "".join(QUESTION.format(place=i, classes=classes) for i in range(count))
    return f"## Testi {{.quiz #testi {options}}}\n\n{questions}"


def quiz_of(options: str, classes: str = "") -> QuizContent:
    content = page_of(quiz_text(options, classes=classes)).content
    assert isinstance(content, QuizContent)
    return content


# Reading


def test_a_heading_without_answers_is_part_of_the_text() -> None:
    page = page_of("## Sivu {#a}\n\n### Mitä mietit?\n\nTeksti.\n\n- kohta\n\n> Lainaus.\n")
    assert page.questions == ()
    assert "<h2>Mitä mietit?</h2>" in page.text.html
    assert "<li>kohta</li>" in page.text.html


def test_a_question_is_cut_out_with_hint_body_and_feedback() -> None:
    question = page_of(
        "## Sivu {#a}\n\nTeksti.\n\n### Kumpi? {#q}\n\nLue ensin tämä.\n\n> Vihje.\n\n"
        "- [ ] Ei\n  > Ei.\n- [x] Kyllä\n  > Niin.\n\n"
        "> Lopuksi.\n\n> [!RIGHT]\n> Oikein.\n\n> [!WRONG]\n> Mieti vielä.\n"
    ).questions[0]
    texts = [question.body, question.hint, question.feedback]
    assert [text.html if text else "" for text in texts] == [
        "<p>Lue ensin tämä.</p>",
        "<p>Vihje.</p>",
        "<p>Lopuksi.</p>",
    ]
    assert question.feedback_right is not None
    assert question.feedback_wrong is not None
    assert "Oikein" in question.feedback_right.html
    assert "Mieti" in question.feedback_wrong.html


def test_text_after_the_answers_is_an_error() -> None:
    text = "## Sivu {#a}\n\n### Kumpi? {#q}\n- [ ] Ei\n  > Ei.\n- [x] Kyllä\n  > Niin.\n\nLisää.\n"
    assert ("text-after-answers", 9) in found(text)


def test_a_forgotten_box_does_not_turn_a_question_into_text() -> None:
    text = "## Sivu {#a}\n\n### Kumpi? {#q}\n- Ei\n  > Ei.\n- [x] Kyllä\n  > Niin.\n"
    assert ("tick-missing", 4) in found(text)


def test_missing_feedback_is_a_warning_and_a_missing_right_answer_an_error() -> None:
    text = "## Sivu {#a}\n\n### Kumpi? {#q}\n- [ ] Ei\n- [ ] Kyllä\n  > Niin.\n"
    assert ("missing-right-answer", 3) in found(text)
    assert ("missing-feedback", 4) in found(text, Severity.WARNING)


def test_an_unknown_objective_is_told() -> None:
    text = quiz_text("", 1).replace("#q0", "#q0 objective=2")
    assert ("unknown-objective", 3) in found(text)


# Quiz


def test_a_quiz_asks_everything_right_unless_it_says_otherwise() -> None:
    content = quiz_of("")
    assert content == QuizContent()
    assert content.pass_share == 1


def test_the_settings_of_a_quiz() -> None:
    content = quiz_of('draw=2 critical=1 pass=80 from="vertaistuki:3" .fixed', ".critical")
    assert content == QuizContent(
        draw=2,
        critical=1,
        sources=(QuizSource("vertaistuki", 3),),
        pass_share=Fraction(4, 5),
        fixed=True,
    )


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ("draw=0", "bad-value"),
        ("draw=kolme", "bad-value"),
        ("draw=9999999999", "bad-value"),
        ("draw=٣", "bad-value"),
        ("pass=101", "bad-value"),
        ('from="vertaistuki"', "bad-value"),
        ('from="ohjaaminen:2"', "unknown-module"),
        ('from="vertaistuki:9"', "quiz-too-few"),
        ("draw=4", "quiz-too-few"),
        ("critical=1", "quiz-too-few"),
        ("drew=1", "unknown-option"),
    ],
)
def test_settings_that_cannot_be_kept_are_errors(options: str, code: str) -> None:
    assert code in codes(read(quiz_text(options)))


def test_a_quiz_without_questions_is_an_error() -> None:
    assert codes(read("## Testi {.quiz #t}\n\nTeksti.\n")) == ["quiz-empty"]


def test_a_heading_without_answers_is_an_error_in_a_quiz() -> None:
    text = "## Testi {.quiz #t}\n\n### Kysymys? {#q}\n\nTeksti.\n"
    assert ("question-without-answers", 3) in found(text)


# Reflection, checklist, promise


def test_a_reflection_without_prompts_has_one_field() -> None:
    page = page_of("## Pohdi {.reflection #p}\n\n- Miksi?\n- Mitä?\n")
    content = page.content
    assert isinstance(content, ReflectionContent)
    assert [prompt.id for prompt in content.prompts] == ["answer"]
    assert "<li>Miksi?</li>" in page.text.html


def test_every_heading_of_a_reflection_is_a_field() -> None:
    page = page_of("## Pohdi {.reflection #p}\n\n### Miksi? {#miksi}\n\n### Mitä? {#mita}\n")
    cleaned = kind_of(page).clean(
        page.content, {"miksi": ["x" * (LONGEST_ANSWER + 5)], "muu": ["y"]}
    )
    assert cleaned == {"miksi": "x" * LONGEST_ANSWER, "mita": ""}


def test_a_checklist_keeps_the_ticks_of_lines_that_exist() -> None:
    page = page_of(
        "## Lista {.checklist #l}\n\nTeksti.\n\n- [ ] Yksi\n- [ ] Kaksi\n  jatkuu\n\n"
        "### Illalla\n- [ ] Kolme\n"
    )
    content = page.content
    assert isinstance(content, ChecklistContent)
    assert [item.text.text for item in content.items()] == ["Yksi", "Kaksi jatkuu", "Kolme"]
    assert content.groups[1].title is not None
    cleaned = kind_of(page).clean(content, {"ticked": ["i3", "i1", "i9", "i1"]})
    assert cleaned == {"ticked": ["i1", "i3"]}
    assert codes(read("## Lista {.checklist #l}\n\nTeksti.\n")) == ["checklist-empty"]


def test_a_line_keeps_its_tick_when_another_comes_before_it() -> None:
    kind = KINDS["checklist"]
    old = page_of("## L {.checklist #l}\n\n- [ ] Yksi\n- [ ] Kaksi\n").content
    new = page_of("## L {.checklist #l}\n\n- [ ] Uusi\n- [ ] Yksi\n- [ ] kaksi\n").content
    kept = kind.adopt_ids(old, new)
    assert isinstance(kept, ChecklistContent)
    assert [(item.text.text, item.id) for item in kept.items()] == [
        ("Uusi", "i1-2"),
        ("Yksi", "i1"),
        ("kaksi", "i2"),
    ]


def test_a_promise_is_accepted_or_not() -> None:
    page = page_of("## Lupaan {.promise #l}\n\nPidän asiat ominani.\n")
    assert page.kind == "promise"
    assert kind_of(page).clean(page.content, {"accepted": ["1"]}) == {"accepted": True}
    assert kind_of(page).clean(page.content, {}) == {"accepted": False}
    assert codes(read("## Lupaan {.promise #l}\n")) == ["lesson-empty", "promise-empty"]


# Document

SHEET = """
## Suunnitelma {.document #suunnitelma}

Täytä.

### Nimi {.text #nimi .required}
Nimi, jonka kaikki näkevät.

> Keskiviikkoryhmä

### Alkaa {.time #alku}
> 18.00

### Loppuu {.time #loppu}

### Ryhmä on {.choice #muoto}
- avoin
- suljettu

### Tarvitsemme {.ticks #tarpeet}
- tekstitys
- tauko

### Ohjelma {.table .timetable #ohjelma start=alku end=loppu}
| Min {.minutes} | Mitä |
|---|---|
| 10 | Avaus |
| 20 | |
"""


def test_a_document_has_typed_and_prefilled_fields() -> None:
    content = page_of(SHEET).content
    assert isinstance(content, DocumentContent)
    assert [(field.id, field.type) for field in content.fields] == [
        ("nimi", "text"),
        ("alku", "time"),
        ("loppu", "time"),
        ("muoto", "choice"),
        ("tarpeet", "ticks"),
        ("ohjelma", "table"),
    ]
    name, programme = content.fields[0], content.fields[5]
    assert name.required
    assert name.hint is not None
    assert name.prefilled is not None
    assert name.prefilled.text == "Keskiviikkoryhmä"
    assert [option.label.text for option in content.fields[3].options] == ["avoin", "suljettu"]
    assert programme.timetable
    assert (programme.starts, programme.ends) == ("alku", "loppu")
    assert [(column.label.text, column.type) for column in programme.columns] == [
        ("Min", "minutes"),
        ("Mitä", "text"),
    ]
    assert [[cell.text for cell in row] for row in programme.rows] == [["10", "Avaus"], ["20", ""]]


def test_what_was_written_is_kept_by_field() -> None:
    page = page_of(SHEET)
    cleaned = kind_of(page).clean(
        page.content,
        {
            "nimi": ["Ryhmä\r\nA"],
            "muoto": ["o2"],
            "tarpeet": ["o2", "o9"],
            "ohjelma.0.k1": ["5"],
            "ohjelma.2.k2": ["Tauko"],
            "muu": ["x"],
        },
    )
    assert cleaned == {
        "nimi": "Ryhmä\nA",
        "alku": "",
        "loppu": "",
        "muoto": "o2",
        "tarpeet": ["o2"],
        "ohjelma": [["5", ""], ["", ""], ["", "Tauko"]],
    }
    many = {f"ohjelma.{row}.k1": ["1"] for row in range(MOST_ROWS + 50)}
    assert len(kind_of(page).clean(page.content, many)["ohjelma"]) == MOST_ROWS


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ((".text #nimi", "#nimi"), "field-type"),
        ((".text #nimi", ".text .date #nimi"), "field-type"),
        ((".text #nimi", ".teksti #nimi"), "unknown-class"),
        (("- avoin\n- suljettu\n", ""), "field-without-options"),
        (("| Min {.minutes} | Mitä |\n|---|---|\n", ""), "field-without-table"),
        (("{.minutes}", "{.minuutit}"), "unknown-class"),
        ((" {.minutes}", ""), "timetable-without-minutes"),
        (("start=alku", "start=alkaa"), "unknown-option"),
    ],
)
def test_fields_that_cannot_be_filled_in_are_errors(change: tuple[str, str], code: str) -> None:
    assert code in codes(read(SHEET.replace(*change)))


def test_the_same_document_cannot_stand_in_two_lessons() -> None:
    module = {"20-ohjaus/module.fi.md": "---\ntitle: Ohjaus\n---\n"}
    reading = read(SHEET, **{"20-ohjaus/10-b.fi.md": FRONT + SHEET}, **module)
    assert codes(reading) == ["document-twice"]


# Minutes


def test_minutes_are_computed_from_words_questions_fields_and_scenes() -> None:
    words = "\n\n".join(["sana " * 11] * 20)
    assert lesson_of(f"## Sivu {{#a}}\n\n{words}\n").minutes == 2
    question = QUESTION.format(place=1, classes="")
    assert lesson_of(f"## Sivu {{#a}}\n\n{words}\n\n{question}").minutes == 3
    assert lesson_of(SHEET).minutes == 5
    assert lesson_of(quiz_text("draw=2", 3)).minutes == 2


def test_junk_fields_never_raise() -> None:
    junks: list[dict[str, list[str]]] = [
        {},
        {"": [""]},
        {"nimi": []},
        {"ticked": ["\x00"]},
        {"ohjelma.0.k1": []},
    ]
    for text in (SHEET, "## P {.reflection #p}\n\nTeksti.\n", "## L {.promise #l}\n\nA.\n"):
        page = page_of(text)
        for junk in junks:
            kind_of(page).clean(page.content, junk)
