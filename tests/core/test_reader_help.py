"""The course's help text: one file, shown wherever a box asks for it."""

from app.core.errors import Severity
from app.core.reader import read_course
from tests.support.reading import TODAY, codes, course_of, folder, lesson_of, page_of, read

HELP = """Et ole yksin, eikä [kokemustieto](glossary:kokemustieto) yksin auta.

> [!CHECKED none review=2027-01-01 .visible] Hätänumero
> Soita [112](tel:112).
"""
PAGE = "## Sivu {#a}\n\n> [!HELP] Apua heti\n"


def test_the_help_text_belongs_to_the_course() -> None:
    course = course_of(read("## Sivu {#a}\n\nTeksti.\n", **{"help.fi.md": HELP}))
    assert course.help is not None
    assert 'href="tel:112"' in course.help.html
    assert "Et ole yksin" in course.help.html


def test_a_course_may_have_none() -> None:
    assert course_of(read("## Sivu {#a}\n\nTeksti.\n")).help is None


def test_the_box_shows_the_whole_text() -> None:
    html = page_of(PAGE, **{"help.fi.md": HELP}).text.html
    assert '<aside class="box box-help">' in html
    assert "<strong>Apua heti</strong>" in html
    assert 'href="tel:112"' in html


def test_its_words_do_not_make_the_page_longer_to_read() -> None:
    long_help = "Soita. " * 500
    lesson = lesson_of(PAGE, **{"help.fi.md": long_help})
    assert lesson.minutes == 1


def test_its_words_have_no_explanations_that_would_be_there_twice() -> None:
    page = page_of(PAGE + "\n> [!HELP] Vielä\n", **{"help.fi.md": HELP})
    assert "kokemustieto" in page.text.html
    assert ' id="term-' not in page.text.html


def test_unchecked_numbers_are_told_once_however_many_boxes_there_are() -> None:
    reading = read(PAGE + "\n> [!HELP] Vielä\n", **{"help.fi.md": HELP})
    (review,) = [one for one in reading.of(Severity.REVIEW) if one.file == "help.fi.md"]
    assert (review.line, review.code) == (3, "fact-unchecked")


def test_a_box_without_the_file_is_an_error_that_tells_its_name() -> None:
    (problem,) = read(PAGE).of(Severity.ERROR)
    assert (problem.code, problem.found) == ("no-help-file", "Apua heti")
    assert "help.fi.md" in problem.example


def test_own_text_inside_the_box_is_not_lost_in_silence() -> None:
    reading = read(PAGE + "> Oma rivi.\n", **{"help.fi.md": HELP})
    assert codes(reading) == ["help-with-text"]


def test_a_translation_without_its_own_shows_the_main_languages_as_what_it_is() -> None:
    files = folder(PAGE, **{"help.fi.md": HELP})
    files["course.fi.md"] = b"---\ntitle: Kurssi\nlanguages: [fi, sv]\n---\n"
    files["course.sv.md"] = b"---\ntitle: Kurs\n---\n"
    files["10-vertaistuki/10-tila.sv.md"] = (
        "---\ntitle: Plats\n---\n\n## Sida {#a}\n\n> [!HELP] Hjälp\n".encode()
    )
    course = read_course(files, TODAY).courses["sv"]
    assert course.help is not None
    assert course.help.lang == "fi"
    lesson = course.lesson("tila")
    assert lesson is not None
    assert '<div lang="fi">' in lesson.pages[0].text.html
    files["help.sv.md"] = "Du är inte ensam.".encode()
    course = read_course(files, TODAY).courses["sv"]
    assert course.help is not None
    assert (course.help.lang, course.help.html.strip()) == ("sv", "<p>Du är inte ensam.</p>")
