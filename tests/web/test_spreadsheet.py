"""Files for spreadsheet programs are harmless: no name is ever taken for a formula."""

import csv
import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reports.spreadsheet import Cell, csv_lines, neutral, xlsx_chunks

STARTS = ("=", "+", "-", "@", "'", "\t", "\r")
HEADINGS = ["Name", "Pages"]

letters = st.characters(exclude_categories=["Cs", "Cc"], include_characters="\t\n\r")
risky = st.one_of(st.just(""), st.sampled_from(STARTS), st.just("=cmd|' /C calc'!A0"))
names = st.builds(lambda start, rest: start + rest, risky, st.text(letters, max_size=20))


@given(names)
def test_no_cell_of_a_csv_begins_like_a_formula(name: str) -> None:
    text = b"".join(csv_lines(HEADINGS, [[name, 3]])).decode("utf-8-sig")
    _headings, row = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    assert row[1] == "3"
    assert not row[0].startswith(tuple(set(STARTS) - {"'"}))
    assert row[0].removeprefix("'") == name, "Importing strips exactly one quote"


@pytest.mark.parametrize("start", STARTS)
def test_each_beginning_is_made_harmless_by_one_quote(start: str) -> None:
    assert neutral(f"{start}1+1") == f"'{start}1+1"


@given(st.text(max_size=20).filter(lambda name: not name.startswith(STARTS)))
def test_other_text_stays_as_it_is(name: str) -> None:
    assert neutral(name) == name


@given(st.lists(names.filter(lambda name: "\r" not in name), min_size=1, max_size=5))
def test_an_xlsx_holds_text_as_text(found: list[str]) -> None:
    rows: list[list[Cell]] = [[name, number] for number, name in enumerate(found)]
    book = openpyxl.load_workbook(io.BytesIO(b"".join(xlsx_chunks(HEADINGS, rows, "People"))))
    page = book.active
    assert page is not None
    for row, (name, number) in zip(page.iter_rows(min_row=2), rows, strict=True):
        assert row[0].data_type in {"s", "n"}
        assert (row[0].value or "") == name
        assert row[0].data_type != "f"
        assert row[1].value == number
