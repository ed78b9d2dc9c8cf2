"""The certificate is drawn for everyone: any name, any reader, any archive."""

import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta, timezone
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import pypdf
import pytest
import typst
from hypothesis import given, settings, strategies

from app.certificates.pdf import (
    CertificateNotDrawnError,
    CertificateSheet,
    as_printed,
    find_unprintable_letters,
    render_pdf,
)
from tests.support.certificate_sheets import (
    BRINGS_TYPST_DOWN,
    ENGLISH,
    FINNISH,
    ISSUED_AT,
    LEFT_TO_RIGHT,
    LOOKS_LIKE_CODE,
    MODULES,
    RIGHT_TO_LEFT,
    SWEDISH,
    VERY_LONG,
)
from tests.support.pdf_reading import (
    barcodes_in,
    elements_of,
    ink_between,
    link_targets,
    pdfium_text,
    picture,
    pypdf_document,
    pypdf_text,
    tags_of,
)
from tests.support.pdf_validation import Verdict, validate
from tests.support.sources import ROOT


@pytest.mark.parametrize("name", LEFT_TO_RIGHT.values(), ids=LEFT_TO_RIGHT.keys())
def test_two_readers_find_the_name_letter_by_letter(name: str) -> None:
    pdf = render_pdf(replace(FINNISH, holder_name=name), ISSUED_AT)
    assert f"että {name} on suorittanut" in pypdf_text(pdf)
    assert f"että {name} on suorittanut" in pdfium_text(pdf)


@pytest.mark.parametrize("name", RIGHT_TO_LEFT.values(), ids=RIGHT_TO_LEFT.keys())
def test_a_name_from_right_to_left_is_found_letter_by_letter(name: str) -> None:
    pdf = render_pdf(replace(FINNISH, holder_name=name), ISSUED_AT)
    assert f"että {name} on suorittanut" in pdfium_text(pdf)
    # pypdf gives the words of such a line in the order in which they stand on paper.
    assert " ".join(reversed(name.split())) in pypdf_text(pdf)


def test_a_name_typed_with_loose_marks_is_printed_composed() -> None:
    loose = unicodedata.normalize("NFD", "Ķēniņš Áčđŋ Nguyễn")
    pdf = render_pdf(replace(FINNISH, holder_name=loose), ISSUED_AT)
    assert "Ķēniņš Áčđŋ Nguyễn" in pypdf_text(pdf)


@pytest.mark.parametrize("name", LOOKS_LIKE_CODE)
def test_a_name_that_looks_like_code_stays_text(name: str) -> None:
    pdf = render_pdf(replace(FINNISH, holder_name=name), ISSUED_AT)
    assert f"että {name} on suorittanut" in pdfium_text(pdf)
    assert link_targets(pdf) == {FINNISH.check_url}


@pytest.mark.parametrize(
    "field",
    ["association_name", "title", "course_title", "content_heading", "check_text", "code", "note"],
)
def test_every_other_field_stays_text_too(field: str) -> None:
    pdf = render_pdf(replace(FINNISH, **cast("Any", {field: "#panic() *x* ]"})), ISSUED_AT)
    assert "#panic() *x* ]" in pdfium_text(pdf)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("  Aino \t Väisänen\n", "Aino Väisänen"),
        ("Aino\u00a0Väisänen", "Aino Väisänen"),
        ("Aino\u202e nenäsiäV\u202c", "Aino nenäsiäV"),
        ("\u2067Aino\u2069\u200f \u061cVäisänen\u200e", "Aino Väisänen"),
        ("Ai\u200bno\ufeff\u00ad", "Aino"),
        ("Aino\x00\x1bVäisänen", "Aino Väisänen"),
        ("نیما\u200cپور", "نیما\u200cپور"),
        ("Ai\u200cno", "Aino"),
        ("\u200dAino\u200c \u200d", "Aino"),
        ("Aino\ud800", "Aino\ufffd"),
        ("A\u030a", "Å"),
    ],
)
def test_nothing_invisible_is_printed(typed: str, printed: str) -> None:
    assert as_printed(typed) == printed
    pdf = render_pdf(replace(FINNISH, holder_name=typed), ISSUED_AT)
    assert pypdf_document(pdf).metadata.title == f"Kurssitodistus – {printed}"


def test_every_word_of_the_sheet_is_on_the_page() -> None:
    sheet = replace(FINNISH, content=MODULES)
    text = pdfium_text(render_pdf(sheet, ISSUED_AT))
    words = [
        sheet.association_name,
        sheet.title,
        sheet.before_name,
        sheet.after_name,
        sheet.course_title,
        *(word for fact in sheet.facts for word in fact),
        sheet.content_heading,
        *sheet.content,
        sheet.check_heading,
        sheet.check_text,
        sheet.code_label,
        sheet.code,
        sheet.note,
    ]
    assert [word for word in words if word not in text] == []


def test_a_camera_reads_the_address_from_the_paper() -> None:
    assert barcodes_in(render_pdf(FINNISH, ISSUED_AT)) == [FINNISH.check_url]


@pytest.mark.parametrize("name", VERY_LONG.values(), ids=VERY_LONG.keys())
def test_a_name_of_three_hundred_letters_stays_within_the_frame_of_one_page(name: str) -> None:
    pdf = render_pdf(replace(FINNISH, holder_name=name, content=MODULES), ISSUED_AT)
    assert len(pypdf_document(pdf).pages) == 1
    page = picture(pdf)
    assert ink_between(page, left_mm=188, right_mm=197) == 0
    assert ink_between(page, left_mm=201, right_mm=209) == 0
    if " " not in name and name.isascii():
        assert name in pdfium_text(pdf).replace(" ", "")


def test_the_measure_of_ink_sees_what_runs_over_the_edge() -> None:
    page = picture(render_pdf(FINNISH, ISSUED_AT))
    assert ink_between(page, left_mm=34, right_mm=90) > 500


def test_a_very_long_course_goes_on_to_a_second_page() -> None:
    sheet = replace(FINNISH, content=tuple(f"{n}. {MODULES[5]}" for n in range(60)))
    pdf = render_pdf(sheet, ISSUED_AT)
    assert len(pypdf_document(pdf).pages) == 2
    assert all(f"{n}. Haastavat" in pdfium_text(pdf) for n in range(60))


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Aino Väisänen", ()),
        ("Šeđeŋ ʿAlī محمد כהן Їжак", ()),
        ("漢字 Aino 漢", ("漢", "字")),
        ("Aino 😀", ("😀",)),
        ("\ue000", ("\ue000",)),
    ],
)
def test_letters_that_no_font_has_are_named_before_issuing(
    text: str, missing: tuple[str, ...]
) -> None:
    assert find_unprintable_letters(text) == missing


def test_a_letter_that_no_font_has_does_not_stop_the_certificate() -> None:
    pdf = render_pdf(replace(FINNISH, holder_name="Mei 漢字 Virtanen"), ISSUED_AT)
    assert "Mei \ufffd\ufffd Virtanen" in pdfium_text(pdf)


def test_a_tower_of_marks_does_not_run_into_the_lines_above() -> None:
    assert len(find_unprintable_letters("Aino" + "\u0301" * 40)) == 1
    pdf = render_pdf(replace(FINNISH, holder_name="Aino" + "\u0301" * 40), ISSUED_AT)
    assert "että Ain\ufffd on" in pdfium_text(pdf)


def test_marks_on_letters_of_another_script_do_not_stop_the_certificate() -> None:
    pdf = render_pdf(replace(FINNISH, holder_name=BRINGS_TYPST_DOWN), ISSUED_AT)
    assert len(pypdf_document(pdf).pages) == 1


def test_a_breakdown_of_typst_is_an_ordinary_error_and_harms_nobody_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = render_pdf(FINNISH, ISSUED_AT)
    with monkeypatch.context() as careless:
        careless.setattr("app.certificates.pdf._can_draw", lambda _: True)
        with pytest.raises(CertificateNotDrawnError):
            render_pdf(replace(FINNISH, holder_name=BRINGS_TYPST_DOWN), ISSUED_AT)
    assert render_pdf(FINNISH, ISSUED_AT) == before


@given(name=strategies.text(max_size=300))
@settings(max_examples=60)
def test_no_name_whatever_stops_the_certificate(name: str) -> None:
    pdf = render_pdf(replace(FINNISH, holder_name=name, content=MODULES), ISSUED_AT)
    assert len(pypdf_document(pdf).pages) == 1


@pytest.mark.parametrize("sheet", [FINNISH, SWEDISH, ENGLISH], ids=lambda sheet: sheet.language)
def test_a_screen_reader_gets_title_language_and_headings(sheet: CertificateSheet) -> None:
    document = pypdf_document(render_pdf(sheet, ISSUED_AT))
    assert document.metadata.title == f"{sheet.title} – {sheet.holder_name}"
    assert document.metadata.author == sheet.association_name
    assert document.metadata.creation_date == ISSUED_AT
    assert document.root_object["/Lang"] == sheet.language
    tags = tags_of(document)
    assert tags.count("/H1") == 1
    assert tags.count("/H2") == (2 if sheet.content else 1)
    assert tags.count("/LI") == len(sheet.content)
    assert tags.count("/Figure") == 1


def test_the_picture_is_described() -> None:
    document = pypdf_document(render_pdf(FINNISH, ISSUED_AT))
    described = [e["/Alt"] for e in elements_of(document) if e.get("/S") == "/Figure"]
    assert described == [FINNISH.qr_description]


def test_the_same_sheet_gives_the_same_bytes() -> None:
    first = render_pdf(FINNISH, ISSUED_AT)
    render_pdf(SWEDISH, ISSUED_AT)
    in_helsinki = ISSUED_AT.astimezone(timezone(timedelta(hours=2)))
    assert render_pdf(FINNISH, ISSUED_AT) == first
    assert render_pdf(FINNISH, in_helsinki) == first
    assert render_pdf(FINNISH, ISSUED_AT + timedelta(days=1)) != first
    assert render_pdf(replace(FINNISH, code="X"), ISSUED_AT) != first


def test_another_process_gives_the_same_bytes(tmp_path: Path) -> None:
    code = (
        "import sys, datetime; from pathlib import Path; "
        "from app.certificates.pdf import CertificateSheet, render_pdf; "
        f"Path(sys.argv[1]).write_bytes(render_pdf({FINNISH!r}, {ISSUED_AT!r}))"
    )
    target = tmp_path / "certificate.pdf"
    subprocess.run([sys.executable, "-c", code, str(target)], check=True, cwd=ROOT)
    assert target.read_bytes() == render_pdf(FINNISH, ISSUED_AT)


def test_threads_do_not_get_each_others_names() -> None:
    sheets = [
        replace(FINNISH, holder_name=f"{name} {number}", code=f"KOODI-{number}")
        for number in range(3)
        for name in LEFT_TO_RIGHT.values()
    ]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda sheet: render_pdf(sheet, ISSUED_AT), sheets))
    assert together == [render_pdf(sheet, ISSUED_AT) for sheet in sheets]


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        render_pdf(FINNISH, ISSUED_AT.replace(tzinfo=None))


def test_every_certificate_is_accessible_and_archivable(tmp_path: Path) -> None:
    names = [
        *LEFT_TO_RIGHT.values(),
        *RIGHT_TO_LEFT.values(),
        *VERY_LONG.values(),
        *LOOKS_LIKE_CODE,
        "Mei 漢字 😀",
        "מִרְיָם מֻחַמַּד",
    ]
    sheets = [
        SWEDISH,
        ENGLISH,
        *(replace(FINNISH, holder_name=name) for name in names),
        replace(FINNISH, content=MODULES * 5),
        replace(FINNISH, content=MODULES, association_name="Pitkänimisenyhdistyksen liitto " * 5),
    ]
    files = [
        write(tmp_path / f"{number}.pdf", render_pdf(sheet, ISSUED_AT))
        for number, sheet in enumerate(sheets)
    ]
    assert broken(validate(files)) == []


def test_the_validator_finds_what_is_wrong(tmp_path: Path) -> None:
    source = write(tmp_path / "plain.typ", b"Tavallinen sivu")
    plain = typst.compile(source, format="pdf", pdf_tags=False)
    writer = pypdf.PdfWriter(clone_from=BytesIO(render_pdf(FINNISH, ISSUED_AT)))
    del writer.root_object["/Lang"]
    del writer.root_object["/MarkInfo"]
    writer.write(tmp_path / "mute.pdf")
    verdicts = validate([write(tmp_path / "plain.pdf", plain), tmp_path / "mute.pdf"])
    assert [verdict.compliant for verdict in verdicts] == [False] * 4
    assert all(verdict.problems for verdict in verdicts)


def test_every_font_has_its_licence_beside_it_and_all_stay_small() -> None:
    fonts = sorted((ROOT / "app" / "certificates" / "fonts").glob("*.ttf"))
    assert len(fonts) == 6
    for font in fonts:
        licence = font.with_name(f"{font.stem.partition('-')[0]}-OFL.txt")
        assert "SIL OPEN FONT LICENSE Version 1.1" in licence.read_text(encoding="utf-8")
    assert sum(font.stat().st_size for font in fonts) < 3_000_000


def broken(verdicts: list[Verdict]) -> list[Verdict]:
    return [verdict for verdict in verdicts if not verdict.compliant or verdict.problems]


def write(file: Path, content: bytes) -> Path:
    file.write_bytes(content)
    return file
