"""Read the boxes that begin with ``> [!KIND …] Title`` and draw the plain ones."""

from __future__ import annotations

from datetime import date
from html import escape

from msgspec import Struct

from app.core.blocks import Block, callout_mark, unquoted
from app.core.course import Text
from app.core.errors import Severity
from app.core.front_matter import read_date
from app.core.headings import Attributes, read_attributes
from app.core.infographics import INFOGRAPHICS
from app.core.markup import due_mark
from app.core.problems import nearest
from app.core.questions.base import Reporter, SourceLine
from app.core.words import CHECK_NUMBER, CHECKED, DATE, Words

BOXES = frozenset({"TIP", "NOTE", "EXAMPLE", "WARNING", "SUMMARY", "CONTENT-NOTE"})
FACT = "CHECKED"
HELP = "HELP"
"""Holds no text of its own: the whole help text of the course stands in it."""
AFTER_ANSWERS = frozenset({"RIGHT", "WRONG"})
KNOWN = BOXES | {FACT, HELP} | set(INFOGRAPHICS)

BOX_EXAMPLE = "> [!TIP] Kokeile tätä\n> Sano nimi ja kysy avoimesti."
FACT_EXAMPLE = "> [!CHECKED 2026-11-21 review=2027-02-21] Puhelinnumero"


class Callout(Struct, frozen=True):
    """One box of a course file."""

    kind: str
    title: str
    attributes: Attributes
    argument: str
    """What stands after the kind without a mark: the day of a dated fact."""
    lines: tuple[SourceLine, ...]
    line: int


def read_callout(block: Block, report: Reporter) -> Callout | None:
    """Return the box of a callout block, or None when its kind is unknown."""
    inside, title = callout_mark(block.lines[0]) or ("", "")
    kind, _, rest = inside.partition(" ")
    kind = kind.upper()
    if kind not in KNOWN:
        misplaced = kind in AFTER_ANSWERS
        code = "callout-misplaced" if misplaced else "unknown-callout"
        report(code, block.line, found=kind, expected=nearest(kind, KNOWN), example=BOX_EXAMPLE)
        return None
    argument = ""
    if kind == FACT:
        argument, _, rest = rest.strip().partition(" ")
    attributes = read_attributes(rest, block.line, report, block.lines[0].text.strip())
    _check_attributes(kind, attributes, block.line, report)
    return Callout(kind, title, attributes, argument, unquoted(block.lines[1:]), block.line)


def _check_attributes(kind: str, attributes: Attributes, line: int, report: Reporter) -> None:
    classes = {"visible"} if kind == FACT else set[str]()
    options = {"review", "by"} if kind == FACT else set[str]()
    for name in sorted(attributes.classes - classes):
        report("unknown-class", line, found=f".{name}", expected=nearest(name, classes))
    for name in sorted(set(attributes.options) - options):
        report("unknown-option", line, found=name, expected=nearest(name, options))


class Fact(Struct, frozen=True):
    """When a fact was checked and when it has to be looked at again."""

    checked: date | None
    review: date | None
    visible: bool


def read_fact(callout: Callout, today: date, report: Reporter) -> Fact:
    """Return the days of a dated fact; report what is overdue or was never checked."""
    checked = read_date(callout.argument)
    review = read_date(callout.attributes.options.get("review", ""))
    if checked is None and callout.argument != "none":
        report("fact-without-day", callout.line, found=callout.argument, example=FACT_EXAMPLE)
    if review is None:
        report("fact-without-review", callout.line, found=callout.title, example=FACT_EXAMPLE)
    elif review < today:
        report(
            "fact-overdue",
            callout.line,
            severity=Severity.REVIEW,
            found=callout.title,
            expected=review.isoformat(),
        )
    if callout.argument == "none":
        report("fact-unchecked", callout.line, severity=Severity.REVIEW, found=callout.title)
    if checked is not None and checked > today:
        report(
            "fact-in-future",
            callout.line,
            severity=Severity.REVIEW,
            found=callout.title,
            expected=checked.isoformat(),
        )
    return Fact(checked, review, "visible" in callout.attributes.classes)


def draw_box(callout: Callout, title: str, body: str) -> str:
    """Return a box as HTML; title and body are HTML already."""
    kind = callout.kind.lower()
    head = f'<p class="box-title"><strong>{title}</strong></p>\n' if title else ""
    anchor = f' id="{escape(callout.attributes.id)}"' if callout.attributes.id else ""
    tag = "aside" if callout.kind == HELP else "div"
    return f'<{tag} class="box box-{kind}"{anchor}>\n{head}{body}\n</{tag}>'


def in_language(text: Text, language: str) -> str:
    """Return the HTML of a text, marked where it is in another language than what is around it."""
    if text.lang == language:
        return text.html
    return f'<div lang="{escape(text.lang)}">\n{text.html}\n</div>'


def fact_note(fact: Fact, words: Words, language: str) -> str:
    """Return when the fact was checked, and a warning where the author made it visible."""
    note = ""
    if fact.checked is not None:
        day = fact.checked
        shown = words.say(language, DATE) % {"year": day.year, "month": day.month, "day": day.day}
        checked = escape(words.say(language, CHECKED) % {"date": shown})
        note = f'<p class="fact-checked">{checked}</p>\n'
    if fact.visible:
        warning = f'<p class="fact-warning">{escape(words.say(language, CHECK_NUMBER))}</p>\n'
        if fact.checked is None:
            note += warning
        elif fact.review is not None:
            note += due_mark(fact.review, warning)
    return note.strip()
