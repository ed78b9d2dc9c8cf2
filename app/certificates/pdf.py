"""Draws certificates as PDF for screen readers (PDF/UA-1) and for the archive (PDF/A-2a)."""

import io
import json
import re
import threading
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

import segno
import typst

_FOLDER = Path(__file__).parent
_SHEET = _FOLDER / "certificate.typ"
_LETTERS = _FOLDER / "letters.typ"
_REPLACEMENT = "\ufffd"
# Joiners shape Arabic letters, in Persian names above all. All other format characters are
# invisible, and those that turn the writing direction could make one name look like another.
_JOINERS = "\u200c\u200d"
_WITHOUT_JOINERS = dict.fromkeys(map(ord, _JOINERS))
_JOINED = re.compile("[\u0620-\u06ff\u0750-\u077f]")
# Marks stand on letters of their own script, and few at a time: other towers of marks run into the
# lines above or bring typst down.
_MARKED = re.compile(
    "[A-Za-z\u00c0-\u02af\u0370-\u052f\u1e00-\u1fff][\u0300-\u036f]{1,3}"
    "|[\u05d0-\u05ea][\u05b0-\u05bd\u05bf\u05c1\u05c2\u05c7]{1,3}"
    "|[\u0620-\u06ff\u0750-\u077f][\u064b-\u0655\u0670\u200c\u200d]{1,4}"
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# One compiler keeps the fonts loaded for the whole process; two threads must not enter it at once.
_one_at_a_time = threading.Lock()


class CertificateNotDrawnError(RuntimeError):
    """The library that draws broke down over one sheet; the next one is drawn as ever."""


@dataclass(frozen=True)
class CertificateSheet:
    """The words on one certificate, already translated; each is plain text, drawn as it stands.

    `facts` are pairs of label and value, such as ("Issued", "21.11.2026"), shown side by side:
    three are comfortable, four the most. `content` names the modules. `code` is grouped for
    reading aloud.
    """

    language: Literal["fi", "sv", "en"]
    association_name: str
    title: str
    before_name: str
    holder_name: str
    after_name: str
    course_title: str
    facts: tuple[tuple[str, str], ...]
    content_heading: str
    content: tuple[str, ...]
    check_heading: str
    check_text: str
    check_url: str
    qr_description: str
    code_label: str
    code: str
    note: str


def render_pdf(sheet: CertificateSheet, issued_at: datetime) -> bytes:
    """The certificate as PDF; the same sheet and moment always give the same bytes.

    A letter that no font has is drawn as a replacement mark rather than refused: a certificate
    once earned stays printable. Ask before issuing, with `find_unprintable_letters`. Raises
    ValueError when `issued_at` knows no time zone, CertificateNotDrawnError when typst breaks down.
    """
    if issued_at.tzinfo is None:
        raise ValueError("issued_at must know its time zone")
    fields = {name: as_drawn(value) for name, value in asdict(sheet).items()}
    data = fields | {
        "document_title": f"{fields['title']} – {fields['holder_name']}",
        "name_direction": _direction_of(sheet.holder_name),
        "qr_svg": _draw_qr(sheet.check_url),
    }
    return compile_pdf(_SHEET, data, issued_at.astimezone(UTC))


def as_printed(text: str) -> str:
    """The text as a certificate shows it: one line, composed letters (NFC), nothing invisible."""
    visible = "".join(_visible(letter) for letter in unicodedata.normalize("NFC", text))
    joined = (
        letter if _JOINED.match(letter) else letter.translate(_WITHOUT_JOINERS)
        for letter in _letters_of(visible)
    )
    return " ".join("".join(joined).split())


def find_unprintable_letters(text: str) -> tuple[str, ...]:
    """The letters of the text that no font of the certificate has, each once, in order."""
    letters = dict.fromkeys(_letters_of(as_printed(text)))
    return tuple(letter for letter in letters if not _can_draw(letter))


def as_drawn(value: object) -> object:
    """Return the texts of a sheet as they can be drawn, in the same shape.

    Raises TypeError for anything but texts, whole numbers, tuples and dictionaries of them.
    """
    if isinstance(value, int):
        return value
    if isinstance(value, dict):
        return {name: as_drawn(item) for name, item in value.items()}
    if isinstance(value, str):
        unprintable = set(find_unprintable_letters(value))
        return "".join(
            _REPLACEMENT if letter in unprintable else letter
            for letter in _letters_of(as_printed(value))
        )
    if isinstance(value, tuple):
        return [as_drawn(item) for item in value]
    raise TypeError(f"a sheet holds text only, not {type(value).__name__}")


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cs":
        return _REPLACEMENT
    if category == "Cc":
        return " "
    return "" if category == "Cf" and character not in _JOINERS else character


def _letters_of(text: str) -> list[str]:
    """Give the letters as people count them: each with the marks and joiners that belong to it."""
    letters: list[str] = []
    for character in text:
        belongs = character in _JOINERS or unicodedata.category(character).startswith("M")
        if belongs and letters:
            letters[-1] += character
        else:
            letters.append(character)
    return letters


def _direction_of(text: str) -> Literal["ltr", "rtl"]:
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in ("L", "R", "AL"):
            return "ltr" if direction == "L" else "rtl"
    return "ltr"


def _draw_qr(address: str) -> str:
    svg = io.BytesIO()
    segno.make_qr(address, error="m").save(svg, kind="svg", border=0, xmldecl=False, dark="#1b1f23")
    return svg.getvalue().decode()


# Asked letter by letter: what is remembered is then nobody's name.
@lru_cache(maxsize=4096)
def _can_draw(letter: str) -> bool:
    if len(letter) > 1 or unicodedata.category(letter).startswith("M"):
        drawable = _MARKED.fullmatch(letter) is not None
    else:
        drawable = True
    return drawable and (letter.isascii() or _has_font_for(letter))


def _has_font_for(letter: str) -> bool:
    try:
        compile_pdf(_LETTERS, {"letter": letter}, _EPOCH)
    except typst.TypstError:
        return False
    return True


def compile_pdf(template: Path, data: Mapping[str, object], moment: datetime) -> bytes:
    """Return what a template makes of the data; the same moment always gives the same bytes."""
    with _one_at_a_time:
        try:
            pdf = _compiler().compile(
                input=template,
                format="pdf",
                sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
                pdf_standards=["a-2a", "ua-1"],
                timestamp=moment,
            )
        except BaseException as fault:
            # A panic in typst is no Exception: let through, it would end the worker.
            if type(fault).__name__ != "PanicException":
                raise
            _compiler.cache_clear()
            raise CertificateNotDrawnError from fault
    if not isinstance(pdf, bytes):
        raise TypeError("typst gave no PDF")
    return pdf


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[_FOLDER / "fonts"]
    )
    return typst.Compiler(root=_FOLDER, font_paths=fonts)
