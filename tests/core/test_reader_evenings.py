"""Live evenings in a course folder: scripts, slides and forms to print, beside the lessons."""

import pytest

from app.core.course import Evening, EveningPage
from app.core.errors import Severity
from app.core.id_writing import write_ids
from app.core.publishing import decode_course, encode_course
from app.core.reader import Counts, Reading, read_course
from tests.support.reading import TODAY, codes, course_of, folder, read

PATH = "evenings/10-ensimmainen-ilta.fi.md"
LESSON_TEXT = "## Sivu {#a}\n\nTeksti.\n"
FRONT = "---\ntitle: Ensimmäinen ilta\n---\n\n"
SCRIPT = "## Näin ilta kulkee {#kulku}\n\nAvaa ovi.\n\n### 0–10 Avaus\n\nTervehdi nimeltä.\n\n"
SLIDES = "## Diat {.slides #diat}\n\n### Tervetuloa\n\n- Kamera on vapaa.\n\n### Kiitos\n\n"
SHEET = (
    "## Palaute {.sheet #palaute}\n\nÄlä kirjoita nimeäsi.\n\n"
    "### Mikä oli hyvää? {lines=4}\n\n### Sopiiko tahti?\n\nValitse yksi.\n\n"
    "- [ ] sopii\n- [ ] liian nopea\n\n### Mitä toivot?\n"
)


def evening(text: str, **more: str) -> Reading:
    """Read a course with this evening."""
    return read(LESSON_TEXT, **{PATH: FRONT + text, **more})


def evening_of(text: str) -> Evening:
    (found,) = course_of(evening(text)).evenings
    return found


def page_of(text: str) -> EveningPage:
    return evening_of(text).pages[0]


def test_an_evening_has_its_title_and_pages_in_order() -> None:
    found = evening_of(SCRIPT + SLIDES + SHEET)
    assert (found.id, found.title.text) == ("ensimmainen-ilta", "Ensimmäinen ilta")
    assert [(page.id, page.kind) for page in found.pages] == [
        ("kulku", "text"),
        ("diat", "slides"),
        ("palaute", "sheet"),
    ]


def test_a_page_of_text_keeps_its_headings() -> None:
    page = page_of(SCRIPT)
    assert "<h2>0–10 Avaus</h2>" in page.text.html
    assert "Tervehdi nimeltä." in page.text.html
    assert page.parts == ()


def test_each_heading_of_slides_is_a_slide() -> None:
    first, second = page_of(SLIDES).parts
    assert (first.title.text, second.title.text) == ("Tervetuloa", "Kiitos")
    assert "<li>Kamera on vapaa.</li>" in first.text.html
    assert first.lines == 0


def test_a_sheet_has_lines_to_write_on_or_boxes_to_tick() -> None:
    page = page_of(SHEET)
    assert "Älä kirjoita nimeäsi." in page.text.html
    good, pace, wish = page.parts
    assert (good.lines, good.ticks) == (4, ())
    assert [tick.text for tick in pace.ticks] == ["sopii", "liian nopea"]
    assert pace.lines == 0
    assert "Valitse yksi." in pace.text.html
    assert wish.lines == 2


def test_evenings_come_in_the_order_of_their_numbers() -> None:
    reading = evening(SCRIPT, **{"evenings/5-alku.fi.md": "---\ntitle: Alku\n---\n\n" + SCRIPT})
    assert [one.id for one in course_of(reading).evenings] == ["alku", "ensimmainen-ilta"]


def test_evenings_are_no_lessons_and_nothing_of_them_is_counted() -> None:
    with_evening, without = evening(SCRIPT + SLIDES + SHEET), read(LESSON_TEXT)
    assert with_evening.counts == without.counts != Counts()
    course = course_of(with_evening)
    assert course.modules == course_of(without).modules
    assert course.minutes == course_of(without).minutes


def test_a_stored_course_keeps_its_evenings_and_an_old_one_has_none() -> None:
    course = course_of(evening(SCRIPT + SLIDES + SHEET))
    assert decode_course(encode_course(course)) == course
    old = encode_course(course_of(read(LESSON_TEXT))).replace(b',"evenings":[]', b"")
    assert decode_course(old).evenings == ()


def test_links_lead_to_an_evening_and_to_its_pages() -> None:
    lesson = (
        "## Sivu {#a}\n\n[Ilta](evening:ensimmainen-ilta) [diat](evening:ensimmainen-ilta#diat)\n"
    )
    course = course_of(read(lesson, **{PATH: FRONT + SLIDES + "[Lue](lesson:tila#a)\n"}))
    html = next(course.lessons()).pages[0].text.html
    assert 'href="/learn/kurssi/evenings#ensimmainen-ilta"' in html
    assert 'href="/learn/kurssi/evenings/ensimmainen-ilta/diat"' in html
    assert 'href="/learn/kurssi/tila/a"' in course.evenings[0].pages[0].parts[1].text.html


@pytest.mark.parametrize(
    ("target", "code"),
    [("toinen-ilta", "unknown-evening"), ("ensimmainen-ilta#muu", "unknown-page")],
)
def test_a_link_that_leads_nowhere_is_told(target: str, code: str) -> None:
    (problem,) = evening(SCRIPT + f"[Ilta](evening:{target})\n").of(Severity.ERROR)
    assert (problem.code, problem.file) == (code, PATH)
    assert problem.expected


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "evening-empty", 1),
        ("## Diat {.slides #a}\n\nTeksti.\n", "slides-empty", 5),
        ("## Lomake {.sheet #a}\n\nTeksti.\n", "sheet-empty", 5),
        ("## Diat {.slide #a}\n\nTeksti.\n", "unknown-class", 5),
        ("## Diat {.quiz #a}\n\nTeksti.\n", "unknown-class", 5),
        ("## Diat {.slides .sheet #a}\n\n### Yksi\n", "two-page-kinds", 5),
        ("## Sivu {#a lines=3}\n\nTeksti.\n", "unknown-option", 5),
        ("## Diat {.slides #a}\n\n### Yksi {lines=3}\n", "unknown-option", 7),
        ("## Lomake {.sheet #a}\n\n### Yksi {rivit=3}\n", "unknown-option", 7),
        ("## Lomake {.sheet #a}\n\n### Yksi {lines=monta}\n", "bad-value", 7),
        ("## Lomake {.sheet #a}\n\n### Yksi {lines=31}\n", "bad-value", 7),
        ("## Lomake {.sheet #a}\n\n### Yksi\n\n- [ ] Kyllä\n- Ei\n", "bad-tick", 10),
        ("## Sivu {#a}\n\nTeksti.\n\n## Toinen {#a}\n\nTeksti.\n", "duplicate-id", 9),
    ],
)
def test_a_slip_is_told_with_its_line(text: str, code: str, line: int) -> None:
    (problem,) = evening(text).of(Severity.ERROR)
    assert (problem.code, problem.file, problem.line) == (code, PATH, line)


def test_a_title_is_needed_and_other_keys_are_unknown() -> None:
    reading = read(LESSON_TEXT, **{PATH: "---\nminutes: 90\n---\n\n" + SCRIPT})
    assert sorted(codes(reading)) == ["missing-title", "unknown-key"]


def test_long_sentences_are_told_as_in_lessons() -> None:
    reading = evening("## Sivu {#a}\n\n" + "sana " * 30 + "loppu.\n")
    assert "long-sentence" in codes(reading, Severity.WARNING)


def test_missing_ids_are_written_and_nothing_else_changes() -> None:
    text = (FRONT + SCRIPT + "## Diat {.slides}\r\n\r\n### Yksi\r\n\r\n- [ ] Rasti\r\n").encode()
    files = folder(LESSON_TEXT, **{PATH: text})
    changed, written = write_ids(files)
    assert [(one.path, one.id) for one in written] == [(PATH, "diat")]
    assert changed[PATH] == text.replace(b"{.slides}", b"{.slides #diat}")
    assert {path: changed[path] for path in changed if path != PATH} == {
        path: files[path] for path in files if path != PATH
    }


def test_a_translation_shares_ids_and_what_it_lacks_is_the_main_languages() -> None:
    files = folder(LESSON_TEXT, **{PATH: FRONT + SCRIPT + SLIDES})
    files["course.fi.md"] = b"---\ntitle: Kurssi\nlanguages: [fi, sv]\n---\n"
    files["course.sv.md"] = b"---\ntitle: Kurs\n---\n"
    files[PATH.replace(".fi.", ".sv.")] = (
        "---\ntitle: Första kvällen\n---\n\n"
        "## Bilder {.slides #diat}\n\n### Välkommen\n\nHej.\n\n### Tack\n\nHej då.\n"
    ).encode()
    (found,) = read_course(files, TODAY).courses["sv"].evenings
    assert (found.title.text, found.title.lang) == ("Första kvällen", "sv")
    script, slides = found.pages
    assert (script.title.lang, slides.title.lang) == ("fi", "sv")
    assert [part.title.text for part in slides.parts] == ["Välkommen", "Tack"]


def test_a_translation_alone_or_with_another_page_is_told() -> None:
    files = folder(LESSON_TEXT, **{PATH: FRONT + SCRIPT})
    files["course.sv.md"] = b"---\ntitle: Kurs\n---\n"
    files[PATH.replace(".fi.", ".sv.")] = (
        "---\ntitle: Första kvällen\n---\n\n## En {#en}\n\nText.\n\n## Två {#kulku}\n\nText.\n"
    ).encode()
    files["evenings/20-toinen.sv.md"] = "---\ntitle: Två\n---\n\n## A {#a}\n\nText.\n".encode()
    found = read_course(files, TODAY).of(Severity.ERROR)
    assert sorted(problem.code for problem in found) == ["no-main-evening", "unknown-id"]
