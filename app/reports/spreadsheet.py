"""Tables as files that spreadsheet programs open: CSV and XLSX."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import IO

import xlsxwriter

Cell = str | int | date | None

FORMULA_STARTS = ("=", "+", "-", "@", "'", "\t", "\r")
"""A spreadsheet program could take such text for a formula (OWASP, CSV injection)."""

CHUNK_BYTES = 64 * 1024
WIDEST_COLUMN = 40
"""Characters."""


def neutral(text: str) -> str:
    """Return text that no spreadsheet program runs; importing strips exactly one quote."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def csv_lines(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """Yield a CSV file line by line: semicolons and a byte order mark, as Finnish Excel reads."""
    yield "\ufeff".encode()
    yield _line(headings)
    for row in rows:
        yield _line(row)


def xlsx_chunks(
    headings: Sequence[str], rows: Iterable[Sequence[Cell]], sheet: str
) -> Iterator[bytes]:
    """Yield an XLSX file; text stays text and dates are dates. Rows go to disk, not memory."""
    with tempfile.TemporaryFile(suffix=".xlsx") as file:
        _write(file, headings, rows, sheet)
        file.seek(0)
        while chunk := file.read(CHUNK_BYTES):
            yield chunk


def _line(row: Sequence[Cell]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";", lineterminator="\r\n").writerow(
        [neutral(cell) if isinstance(cell, str) else _plain(cell) for cell in row]
    )
    return buffer.getvalue().encode()


def _plain(cell: int | date | None) -> str:
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _write(
    file: IO[bytes], headings: Sequence[str], rows: Iterable[Sequence[Cell]], sheet: str
) -> None:
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        page = book.add_worksheet(sheet)
        bold = book.add_format({"bold": True})
        day = book.add_format({"num_format": "d.m.yyyy"})
        page.freeze_panes(1, 0)
        for column, heading in enumerate(headings):
            page.set_column(column, column, min(WIDEST_COLUMN, max(14, len(heading) + 4)))
            page.write_string(0, column, heading, bold)
        for number, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    page.write_string(number, column, cell)
                elif isinstance(cell, date):
                    page.write_datetime(number, column, cell, day)
                elif cell is not None:
                    page.write_number(number, column, cell)
