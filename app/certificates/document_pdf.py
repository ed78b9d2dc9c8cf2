"""Draws a document that somebody filled in as PDF: A4, large type, tagged for screen readers."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.certificates.pdf import as_drawn, compile_pdf

_TEMPLATE = Path(__file__).parent / "document.typ"


@dataclass(frozen=True)
class DrawnField:
    """One field; every text is drawn as it stands, never as markup."""

    label: str
    lines: tuple[str, ...]
    blank: int
    """Lines to write on by hand."""
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class DrawnPart:
    """A section with its fields."""

    title: str
    """Empty for fields without a heading."""
    fields: tuple[DrawnField, ...]


@dataclass(frozen=True)
class DocumentSheet:
    """The words of one document."""

    language: str
    title: str
    course_title: str
    parts: tuple[DrawnPart, ...]


def render_document(sheet: DocumentSheet, moment: datetime) -> bytes:
    """Return the document as PDF/UA-1 and PDF/A-2a.

    A letter that no font has is drawn as a replacement mark.

    Raises:
        CertificateNotDrawnError: the library that draws broke down over this sheet.
    """
    data = as_drawn(asdict(sheet))
    if not isinstance(data, dict):
        raise TypeError("a sheet is drawn field by field")
    return compile_pdf(_TEMPLATE, data, moment.astimezone(UTC))
