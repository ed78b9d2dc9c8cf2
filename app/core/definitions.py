"""Read definition lists: the glossary, the sources and the words on the program's screen."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from app.core.course import Term
from app.core.errors import Severity
from app.core.front_matter import read_date
from app.core.headings import Attributes, is_heading, read_attributes
from app.core.ids import make_id
from app.core.links import Label
from app.core.questions.base import Reporter, SourceLine
from app.core.rendering import Renderer

TERM_EXAMPLE = "kokemustieto\n: Tieto, joka on syntynyt omasta elämästä."
LABEL_EXAMPLE = (
    "lobby\n: Odotustila\n: Missä: ihmiset-luettelo\n: Laite: tietokone\n: Tarkistettu: none"
)

_TEXT = re.compile(r" {0,3}:[ \t]+(?P<text>.*)")
_BRACES = re.compile(r"(?P<name>[^{}]*?)\s*\{(?P<inside>[^{}]*)\}")
_TAG = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,39}")
_KEY = re.compile(r"[^:]{1,40}:\s*")

UNCHECKED = "none"


class Definition(Struct, frozen=True):
    """A term with the texts below it."""

    name: str
    attributes: Attributes
    line: int
    texts: tuple[tuple[SourceLine, ...], ...]


def read_definitions(lines: Sequence[SourceLine], report: Reporter) -> list[Definition]:
    """Return the terms and their texts; report lines that are neither."""
    found: list[tuple[SourceLine, list[list[SourceLine]]]] = []
    for source in lines:
        text = _TEXT.fullmatch(source.text)
        if not source.text.strip() or is_heading(source.text):
            continue
        if text is not None and found:
            found[-1][1].append([SourceLine(source.number, text["text"])])
        elif source.text[:1].isspace() and found and found[-1][1]:
            found[-1][1][-1].append(SourceLine(source.number, source.text.strip()))
        elif text is not None:
            report(
                "definition-without-term",
                source.number,
                found=source.text.strip(),
                example=TERM_EXAMPLE,
            )
        else:
            found.append((source, []))
    return [
        definition
        for term, texts in found
        if (definition := _definition(term, texts, report)) is not None
    ]


def _definition(
    term: SourceLine, texts: list[list[SourceLine]], report: Reporter
) -> Definition | None:
    name, attributes = term.text.strip(), Attributes()
    braces = _BRACES.fullmatch(name)
    if braces is not None:
        name = braces["name"]
        attributes = read_attributes(braces["inside"], term.number, report, TERM_EXAMPLE)
    if not texts:
        report("term-without-text", term.number, found=name, example=TERM_EXAMPLE)
        return None
    return Definition(name, attributes, term.number, tuple(tuple(one) for one in texts))


def read_glossary(lines: Sequence[SourceLine], renderer: Renderer) -> dict[str, Term]:
    """Return the words of the glossary by id, made from the word unless it is written."""
    terms: dict[str, Term] = {}
    for one in read_definitions(lines, renderer.report):
        term_id = one.attributes.id or make_id(one.name)
        _keep(terms, term_id, one, renderer)
    return terms


def read_sources(lines: Sequence[SourceLine], renderer: Renderer) -> dict[str, Term]:
    """Return the sources by their tag, such as ``P1``."""
    sources: dict[str, Term] = {}
    for one in read_definitions(lines, renderer.report):
        if _TAG.fullmatch(one.name) is None:
            renderer.report("bad-source", one.line, found=one.name, example="P1\n: Tiedote, 2023.")
            continue
        _keep(sources, one.name, one, renderer)
    return sources


def _keep(terms: dict[str, Term], term_id: str, one: Definition, renderer: Renderer) -> None:
    if term_id in terms:
        renderer.report("duplicate-id", one.line, found=term_id)
        return
    lines = [line for text in one.texts for line in (*text, SourceLine(one.line, ""))]
    terms[term_id] = Term(term_id, renderer.plain(one.name, one.line), renderer.block(lines))


def read_labels(lines: Sequence[SourceLine], report: Reporter) -> dict[str, Label]:
    """Return the words on the program's screen by id.

    The texts are the word, where it stands, on which device, when it was checked, by whom.
    """
    labels: dict[str, Label] = {}
    for one in read_definitions(lines, report):
        label_id = make_id(one.name)
        word = " ".join(line.text for line in one.texts[0]).strip()
        if label_id in labels:
            report("duplicate-id", one.line, found=label_id)
        checked = _value(one, 3)
        day = read_date(checked)
        if day is None and checked not in {"", UNCHECKED}:
            report("label-day", one.line, found=checked, example=LABEL_EXAMPLE)
        if day is None:
            report("label-unchecked", one.line, severity=Severity.REVIEW, found=word)
        labels[label_id] = Label(word, day is not None)
    return labels


def _value(one: Definition, place: int) -> str:
    """Return a text without its leading key, such as ``Laite:``; the keys are for people."""
    if place >= len(one.texts):
        return ""
    return _KEY.sub("", " ".join(line.text for line in one.texts[place]), count=1).strip()
