"""Lessons that a professional has to read: open until somebody is named with a day."""

from datetime import date

import pytest

from app.core.errors import Severity
from app.core.publishing import decode_course, encode_course
from app.core.reader import read_course
from tests.support.reading import LESSON, TODAY, codes, course_of, folder, lesson_of, read

TEXT = "---\ntitle: Kun huoli herää\n%s---\n\n## Sivu {#a}\n\nTeksti.\n"
EXPERT = "expert: kriisityön ammattilainen\n"


def test_an_open_mark_is_a_review_and_the_lesson_is_unread() -> None:
    reading = read(TEXT % EXPERT)
    (review,) = [one for one in reading.of(Severity.REVIEW) if one.file == LESSON]
    assert (review.code, review.line) == ("expert-unread", 3)
    assert review.found == "kriisityön ammattilainen"
    assert "read_by: Tiina Tammi 2027-01-15" in review.example
    lesson = lesson_of(TEXT % EXPERT)
    assert lesson.unread
    assert lesson.expert is not None
    assert lesson.expert.text == "kriisityön ammattilainen"


def test_a_name_and_a_day_clear_it() -> None:
    text = TEXT % (EXPERT + "read_by: Maija Meri-Laine 2026-11-20\n")
    assert "expert-unread" not in codes(read(text), Severity.REVIEW)
    lesson = lesson_of(text)
    assert not lesson.unread
    assert (lesson.read_by, lesson.read_on) == ("Maija Meri-Laine", date(2026, 11, 20))


def test_most_lessons_need_no_such_reader() -> None:
    assert not lesson_of(TEXT % "").unread


@pytest.mark.parametrize(
    "written",
    ["Maija Meri", "2026-11-20", "Maija Meri 20.11.2026", "Maija Meri 2026-13-01", "[Maija, Meri]"],
)
def test_it_takes_both_a_name_and_a_day(written: str) -> None:
    reading = read(TEXT % f"{EXPERT}read_by: {written}\n")
    assert codes(reading) == ["bad-value"]
    assert "expert-unread" in codes(reading, Severity.REVIEW)


def test_somebody_who_reads_tomorrow_has_not_read_yet() -> None:
    text = TEXT % (EXPERT + "read_by: Maija Meri 2026-11-22\n")
    assert "fact-in-future" in codes(read(text), Severity.REVIEW)


def test_a_reader_without_a_profession_is_told() -> None:
    assert codes(read(TEXT % "read_by: Maija Meri 2026-11-20\n")) == ["read-by-nobody"]


def test_a_stored_course_keeps_the_mark_and_the_day() -> None:
    course = course_of(read(TEXT % (EXPERT + "read_by: Maija Meri 2026-11-20\n")))
    assert decode_course(encode_course(course)) == course


def test_the_main_languages_mark_holds_for_its_translations() -> None:
    files = folder(TEXT % (EXPERT + "read_by: Maija Meri 2026-11-20\n"))
    files["course.fi.md"] = b"---\ntitle: Kurssi\nlanguages: [fi, sv]\n---\n"
    files["course.sv.md"] = b"---\ntitle: Kurs\n---\n"
    variant = "---\ntitle: Oro\nexpert: krisarbetare\n---\n\n## Sida {#a}\n\nText.\n"
    files[LESSON.replace(".fi.", ".sv.")] = variant.encode()
    lesson = read_course(files, TODAY).courses["sv"].lesson("tila")
    assert lesson is not None
    assert lesson.expert is not None
    assert (lesson.expert.text, lesson.expert.lang, lesson.unread) == ("krisarbetare", "sv", False)
