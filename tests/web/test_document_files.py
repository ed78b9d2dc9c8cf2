"""A document taken along: on paper, as PDF and in the calendar; private to its writer."""

from datetime import timedelta
from pathlib import Path

import icalendar
import pytest
from flask import Flask

from tests.support.cast import Cast, sign_in
from tests.support.courses import SLUG
from tests.support.documents import publish_documents
from tests.support.learning import Learner
from tests.support.pdf_reading import pdfium_text, pypdf_document
from tests.support.pdf_validation import validate
from tests.support.visitor import Filled, Visitor

PAGE = "omat/suunnitelma"
ADDRESS = f"/learn/{SLUG}/{PAGE}"
PLAN: Filled = {
    "alkaa": "17:30",
    "kulku.2.k1": "50",
    "kulku.2.k2": '#link("x")[Loppukierros]',
}  # fmt: skip


@pytest.fixture
def writer(aino: Learner) -> Learner:
    """Aino, who has planned a meeting."""
    publish_documents(aino.app)
    aino.press(
        aino.open(PAGE), "Save and stay here", {"nimi": "Salainen kerho", "paiva": "2026-12-03"}
    )
    aino.press(aino.open(f"{PAGE}?section=aikana"), "Save and stay here", PLAN)
    return aino


def pdf(client: Visitor, empty: str = "") -> bytes:
    response = client.get(f"{ADDRESS}/document.pdf{empty}")
    assert response.status_code == 200
    assert response.mimetype == "application/pdf"
    assert "no-store" in response.headers["Cache-Control"]
    data = response.data
    assert isinstance(data, bytes)
    return data


def test_printing_saves_what_was_typed_first(writer: Learner) -> None:
    page = writer.press(writer.open(PAGE), "Print or download", {"tavoite": "Juuri kirjoitettu."})
    assert page.path == f"{ADDRESS}/print"
    assert "Juuri kirjoitettu." in page.text


def test_the_paper_has_every_part_with_days_and_times_as_people_write_them(writer: Learner) -> None:
    page = writer.open(f"{PAGE}/print")
    for words in (
        "Salainen kerho", "Jokainen saa puheenvuoron.", "17.30", "18.20", "Ennen tapaamista",
        "☐ avoin", "Mitä opit?", "The plan runs 10 minutes past the end.",
    ):  # fmt: skip
        assert words in page.text, words
    assert "2026-12-03" not in page.text


def test_an_empty_paper_has_nothing_of_what_was_written(writer: Learner) -> None:
    page = writer.client.see(writer.open(f"{PAGE}/print").links["Empty, to fill in by hand"])
    assert "Ryhmän nimi" in page.text
    assert "Salainen" not in page.text
    assert "Keskiviikkoryhmä" not in page.text
    assert "Save the meeting" not in page.text


def test_the_pdf_has_what_was_written_as_text_and_never_as_markup(writer: Learner) -> None:
    text = pdfium_text(pdf(writer.client))
    for words in ("Tapaamisen suunnitelma", "Salainen kerho", '#link("x")[Loppukierros]', "18.20"):
        assert words in text, words
    assert "Salainen" not in pdfium_text(pdf(writer.client, "?empty=yes"))


def test_the_pdf_is_a4_tagged_and_accessible(writer: Learner, tmp_path: Path) -> None:
    files = []
    for name, empty in (("filled", ""), ("empty", "?empty=yes")):
        files.append(tmp_path / f"{name}.pdf")
        files[-1].write_bytes(pdf(writer.client, empty))
    page = pypdf_document(files[0].read_bytes()).pages[0]
    assert [round(float(one)) for one in page.mediabox[2:]] == [595, 842]
    broken = [verdict for verdict in validate(files) if not verdict.compliant]
    assert not broken


def test_the_meeting_comes_into_a_calendar_without_a_private_word(writer: Learner) -> None:
    link = writer.open(f"{PAGE}/print").links["Save the meeting in your calendar"]
    response = writer.client.get(link)
    assert response.mimetype == "text/calendar"
    (event,) = icalendar.Calendar.from_ical(response.data).walk("VEVENT")
    start, end = event.decoded("dtstart"), event.decoded("dtend")
    assert start.isoformat() == "2026-12-03T17:30:00+02:00"
    assert end - start == timedelta(minutes=90), "To the planned end at 19.00"
    assert str(event["summary"]) == "Meeting"
    assert b"TZID:Europe/Helsinki" in response.data
    for words in ("Salainen", "kerho", "Keskustelu", "suunnitelma", "Aino"):
        assert words not in response.get_data(as_text=True)
    again = writer.client.get(link)
    (same,) = icalendar.Calendar.from_ical(again.data).walk("VEVENT")
    assert same["uid"] == event["uid"]


def test_without_a_day_there_is_no_meeting(aino: Learner) -> None:
    publish_documents(aino.app)
    assert "Save the meeting" not in aino.open(f"{PAGE}/print").text
    assert aino.client.get(f"{ADDRESS}/calendar.ics").status_code == 404


@pytest.mark.usefixtures("writer")
def test_somebody_else_gets_the_own_document(app: Flask, cast: Cast) -> None:
    other = app.test_client()
    assert isinstance(other, Visitor)
    for member in (cast.kaisa, cast.tiina, cast.olli):
        sign_in(other, member)
        assert "Salainen" not in other.get(f"{ADDRESS}/print").get_data(as_text=True)
        assert "Salainen" not in pdfium_text(pdf(other))
        assert other.get(f"{ADDRESS}/calendar.ics").status_code == 404


@pytest.mark.parametrize("page", ["omat/kenraali", "omat/lupaus", "omat/nothing", "nothing/x"])
def test_other_pages_have_no_files(writer: Learner, page: str) -> None:
    for name in ("print", "document.pdf", "calendar.ics"):
        assert writer.client.get(f"/learn/{SLUG}/{page}/{name}").status_code == 404
