"""What makes a text hard to read is told as a warning: length, words, words left unexplained."""

import pytest

from app.core.errors import Severity
from app.core.style import LONGEST_MEAN, count_lesson_words, count_read_words
from app.core.wording import AVOIDED, find_avoided
from tests.support.reading import FRONT, LESSON, codes, found, lesson_of, read

TWELVE = "Yksi kaksi kolme neljä viisi kuusi seitsemän kahdeksan yhdeksän kymmenen toista loppu."
SIXTEEN = TWELVE.replace("loppu.", "vielä muutama sana loppu.")


def page(*sentences: str) -> str:
    return "## Sivu {#a}\n\n" + "\n\n".join(sentences) + "\n"


def test_a_page_of_long_sentences_is_told_at_its_heading() -> None:
    text = page(*[SIXTEEN] * 4)
    (problem,) = read(text).of(Severity.WARNING)
    assert (problem.code, problem.line) == ("long-sentences", FRONT.count("\n") + 1)
    assert (problem.found, problem.expected) == ("15.0", str(LONGEST_MEAN))


def test_short_sentences_make_up_for_a_long_one() -> None:
    assert found(page(SIXTEEN, SIXTEEN, TWELVE, "Lyhyt."), Severity.WARNING) == []


def test_each_page_is_judged_on_its_own() -> None:
    short = page(*["Lyhyt lause."] * 9).replace("Sivu {#a}", "Toinen {#b}")
    assert ("long-sentences", 1) in found(page(*[SIXTEEN] * 4) + "\n" + short, Severity.WARNING)


def test_lists_and_labels_without_a_full_stop_are_no_sentences() -> None:
    text = page(*[SIXTEEN] * 4, "- yksi\n- kaksi\n- kolme\n- neljä\n- viisi")
    assert ("long-sentences", 1) in found(text, Severity.WARNING)


def test_questions_and_their_feedback_count_too() -> None:
    question = f"### {SIXTEEN} {{#q}}\n- [x] {SIXTEEN}\n  > {SIXTEEN}\n- [ ] {SIXTEEN}\n"
    text = "## Sivu {#a}\n\n" + question + f"  > {SIXTEEN}\n"
    assert ("long-sentences", 1) in found(text, Severity.WARNING)


@pytest.mark.parametrize(
    "sentence",
    [
        "Se onnistuu helposti.",
        "Vain sinä voit tehdä sen.",
        "Verkko mahdollistaa tapaamisen.",
        "Se tehdään ohjaajan toimesta.",
        "Ryhmässä ei ole potilaita eikä ohjaajaa.",
        "Asiakkaat tulevat illalla.",
        "Hän on sairauden uhri.",
        "Hän taistelee sairautta vastaan.",
        "Sinun tulee tehdä suunnitelma.",
    ],
)
def test_words_that_weigh_on_readers_are_told_with_their_line(sentence: str) -> None:
    codes_found = found(page("Ensin tämä.", sentence), Severity.WARNING)
    assert [(code in {"word-avoided", "word-left-out"}, line) for code, line in codes_found] == [
        (True, 5)
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Vaino on eri sana, ja vainio myös.",
        "Potilasyhdistys on nimi, ja asiakirja on lomake.",
        "Sano ”potilas” sijasta sairastava.",
        "Sotkamo ja sotku ovat muita sanoja.",
        "Lue [ohje](https://esimerkki.fi/vain/helposti).",
        "Ole mukana, kun jaksat. Sovittu tulee tehdyksi.",
    ],
)
def test_other_words_are_left_alone(sentence: str) -> None:
    assert found(page(sentence), Severity.WARNING) == []


def test_a_button_of_the_meeting_program_keeps_its_name() -> None:
    labels = "only\n: Vain järjestäjät\n: Missä: valikko\n: Laite: tietokone\n: Tarkistettu: none\n"
    text = "## Sivu {#a}\n\nValitse {{label.only}}.\n"
    assert codes(read(text, **{"labels.fi.md": labels}), Severity.WARNING) == []


def test_every_language_of_the_platform_has_its_words() -> None:
    assert set(AVOIDED) == {"fi", "sv", "en"}
    assert list(find_avoided("Det går enkelt.", "sv")) == [("enkelt", "")]
    assert list(find_avoided("A victim of it.", "en")) == [("victim", "person with the illness")]
    assert list(find_avoided("Se käy helposti.", "fi-selko")) == [("helposti", "")]
    assert list(find_avoided("Vain helposti.", "en")) == []


def test_a_word_of_the_glossary_has_to_be_linked_somewhere() -> None:
    text = page("Ryhmässä kokemustieto kulkee.")
    (problem,) = read(text).of(Severity.WARNING)
    assert (problem.file, problem.code, problem.found) == (
        LESSON,
        "term-not-linked",
        "kokemustieto",
    )
    assert problem.example == "[kokemustieto](glossary:kokemustieto)"


def test_one_link_in_the_course_is_enough_and_unused_words_need_none() -> None:
    linked = page("Ryhmässä [kokemustieto](glossary:kokemustieto) kulkee.", "Se on kokemustieto.")
    assert codes(read(linked), Severity.WARNING) == []
    assert codes(read(page("Muuta.")), Severity.WARNING) == []


def test_declared_minutes_below_the_formula_are_told_and_not_shown() -> None:
    text = f"---\ntitle: Aika\nminutes: %s\n---\n\n## Sivu {{#a}}\n\n{'Sana on tässä. ' * 110}\n"
    assert codes(read(text % "2"), Severity.WARNING) == ["minutes-too-few"]
    assert lesson_of(text % "2").minutes == 3
    assert codes(read(text % "7"), Severity.WARNING) == []
    assert lesson_of(text % "7").minutes == 7


def test_the_words_of_a_lesson_are_its_own_text() -> None:
    text = (
        "## Sivu {#a}\n\nYksi kaksi [kokemustieto](glossary:kokemustieto).\n\n"
        "### Kysymys? {#q}\n- [x] Kyllä\n  > Niin.\n- [ ] Ei\n  > Ei.\n\n"
        "## Pohdi {.reflection #p}\n\nNeljä viisi.\n\n### Kenttä {#k}\n\n"
        "## Testi {.quiz #t}\n\nOhje.\n\n### Kysymys? {#q2}\n- [x] Kyllä\n  > Niin.\n"
        "- [ ] Ei\n  > Ei.\n\n## Mihin tämä perustuu {#perusteet}\n\nLähde.\n"
    )
    assert count_lesson_words(lesson_of(text)) == 5


def test_explanations_are_not_counted_as_read() -> None:
    assert count_read_words('<p>Yksi kaksi.</p><aside class="explanation"><p>Ei.</p></aside>') == 2
