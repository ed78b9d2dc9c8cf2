"""Check what Markdown would pass over in silence, and mark variables and program labels."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from app.core.errors import Severity
from app.core.links import Label
from app.core.markup import VARIABLES, variable_mark
from app.core.problems import nearest
from app.core.questions.base import Reporter, SourceLine

VARIABLE_EXAMPLE = "- Puhelin: {{contact.phone: Kysy yhdistyksesi yhteyshenkilöltä.}}"
LABEL_EXAMPLE = "Valitse {{label.lobby}}."

_CODE = re.compile(r"`[^`\n]*`")
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)(?=[\s/>])[^<>]*>?|<!--|<[!?][A-Za-z]")
_NAME = re.compile(r"\{\{(?P<inside>[^{}]*)\}\}")
_LABEL = re.compile(r"label\.(?P<id>[a-z][a-z0-9-]*)")
_VARIABLE = re.compile(r"(?P<name>[a-z][a-z_.]*)(?:\s*:\s*(?P<fallback>.*))?", re.DOTALL)
_STRAY_BRACES = re.compile(r"\{[ ]?[#.][^{}]*\}?")
_INLINE_PICTURE = re.compile(r"!\[[^\]]*\]\(")
_BEFORE = re.compile(r"\s*(?:>\s?)*(?:[-*+]\s+|\d{1,9}[.)]\s+)?")
_MARKDOWN_SIGNS = re.compile(r"([\\`*_\[\]<>])")

OPEN_MARK = "\N{WARNING SIGN}"
"""An author's mark beside what somebody else has to confirm."""

INSTEAD = {
    "a": "[Teksti](https://esimerkki.fi)",
    "b": "**lihavoitu**", "strong": "**lihavoitu**",
    "i": "*kursivoitu*", "em": "*kursivoitu*",
    "img": "![Mitä kuvassa on](../media/kuva.webp)",
    "audio": "![Mitä kuuluu](../media/puhe.mp3)", "video": "![Mitä näkyy](../media/video.mp4)",
    "iframe": "[Videon nimi (palvelu)](https://esimerkki.fi)",
    "ul": "- kohta", "li": "- kohta", "ol": "1. kohta",
    "table": "| a | b |\n|---|---|\n| 1 | 2 |",
    "h1": "## Otsikko", "h2": "## Otsikko", "h3": "### Otsikko",
    "blockquote": "> lainaus", "hr": "---", "code": "`sana`",
    "details": "> [!NOTE] Otsikko\n> Teksti",
}  # fmt: skip
"""The Markdown to use for a tag; the courses' own language is Finnish."""
INSTEAD_OF_OTHERS = "Tyhjä rivi aloittaa uuden kappaleen."


class Labels(Struct):
    """The words on the program's screen, and what is said once about those nobody has checked."""

    known: Mapping[str, Label]
    unchecked_note: str

    def say_note(self) -> str:
        """Return the note the first time; afterwards nothing: a page may name ten buttons."""
        note = f" ({self.unchecked_note})" if self.unchecked_note else ""
        self.unchecked_note = ""
        return note


def check_notation(lines: Sequence[SourceLine], report: Reporter) -> None:
    """Report raw HTML, pictures inside text and braces that belong to nothing."""
    for source in lines:
        if OPEN_MARK in source.text:
            report(
                "open-mark",
                source.number,
                severity=Severity.REVIEW,
                found=source.text.strip(),
            )
        if not any(sign in source.text for sign in "<{!"):
            continue
        text = _CODE.sub("", source.text)
        _report_html(text, source.number, report)
        if _INLINE_PICTURE.search(text):
            report(
                "picture-inside-text",
                source.number,
                found=source.text.strip(),
                example="![Mitä kuvassa on](../media/kuva.webp)",
            )
        for braces in _STRAY_BRACES.finditer(_NAME.sub("", text)):
            report("attribute-misplaced", source.number, found=braces[0])


def _report_html(text: str, line: int, report: Reporter) -> None:
    """Report each tag; one that closes another on its line is no problem of its own."""
    opened: set[str] = set()
    for tag in _TAG.finditer(text):
        name = (tag[1] or "").lower()
        if tag[0].startswith("</") and name in opened:
            continue
        opened.add(name)
        report("raw-html", line, found=tag[0], example=INSTEAD.get(name, INSTEAD_OF_OTHERS))


def mark_names(lines: Sequence[SourceLine], labels: Labels, report: Reporter) -> list[SourceLine]:
    """Return the lines with ``{{…}}`` replaced: labels by their words, variables by marks."""
    return [
        SourceLine(source.number, _mark_line(source, labels, report))
        if "{{" in source.text or "}}" in source.text
        else source
        for source in lines
    ]


def _mark_line(source: SourceLine, labels: Labels, report: Reporter) -> str:
    def replace(match: re.Match[str]) -> str:
        inside = match["inside"].strip()
        label = _LABEL.fullmatch(inside)
        if label is not None:
            return _label_text(label["id"], source.number, labels, report)
        return _variable_text(inside, match, source, report)

    text = _NAME.sub(replace, source.text)
    if "{{" in text or "}}" in text:
        report(
            "variable-broken",
            source.number,
            found=source.text.strip(),
            example=VARIABLE_EXAMPLE,
        )
    return text


def _label_text(label_id: str, line: int, labels: Labels, report: Reporter) -> str:
    label = labels.known.get(label_id)
    if label is None:
        report(
            "unknown-label",
            line,
            found=label_id,
            expected=nearest(label_id, labels.known),
            example=LABEL_EXAMPLE,
        )
        return ""
    name = _MARKDOWN_SIGNS.sub(r"\\\1", label.name)
    note = "" if label.checked else labels.say_note()
    return f"**{name}**{note}"


def _variable_text(inside: str, match: re.Match[str], source: SourceLine, report: Reporter) -> str:
    variable = _VARIABLE.fullmatch(inside)
    name = variable["name"] if variable else inside
    if variable is None or name not in VARIABLES:
        report(
            "unknown-variable",
            source.number,
            found=name,
            expected=nearest(name, VARIABLES),
            example=VARIABLE_EXAMPLE,
        )
        return ""
    if not _stands_alone(match, source.text):
        report("variable-place", source.number, found=source.text.strip(), example=VARIABLE_EXAMPLE)
    fallback = (variable["fallback"] or "").strip()
    if not fallback:
        report("variable-without-fallback", source.number, found=name, example=VARIABLE_EXAMPLE)
    return variable_mark(name, fallback)


def _stands_alone(match: re.Match[str], text: str) -> bool:
    """Whether a variable is all of its paragraph, item or cell, or follows a colon."""
    before, after = text[: match.start()].rpartition("|")[2], text[match.end() :]
    alone = not _BEFORE.sub("", before, count=1).strip() or before.rstrip().rstrip("*").endswith(
        ":"
    )
    rest = after.partition("|")[0].strip()
    return alone and rest in {"", "."}
