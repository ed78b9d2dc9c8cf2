"""Read headings and the attributes in braces that end them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from app.core.ids import is_id
from app.core.questions.base import Reporter, SourceLine

HEADING_EXAMPLE = "## Anna tilaa muille {#tila}"

_HEADING = re.compile(r" ?(#{1,6})(?:[ \t]+(.*))?")
_CLOSING = re.compile(r"(?:^|[ \t])#+$")
_QUOTES = "\"'”“″„’\N{LEFT SINGLE QUOTATION MARK}"
_ATTRIBUTE = re.compile(
    rf"#(?P<id>[^\s{{}}]+)|\.(?P<cls>[^\s{{}}]+)"
    rf"|(?P<key>[A-Za-z][\w-]*)=(?:[{_QUOTES}](?P<quoted>[^{_QUOTES}]*)[{_QUOTES}]"
    rf"|(?P<plain>[^\s{_QUOTES}{{}}]+))"
)
LOWEST_SPLIT = 3
"""Headings below stay among the lines of their section."""

_CLASS = re.compile(r"[a-z][a-z0-9-]*")


class Attributes(Struct, frozen=True):
    """What the braces say: one id, classes and options."""

    id: str | None = None
    classes: frozenset[str] = frozenset()
    options: dict[str, str] = {}


class Heading(Struct, frozen=True):
    """One heading line."""

    level: int
    title: str
    attributes: Attributes
    line: int
    written: str = ""
    """The line as it stands in the file."""


class Section(Struct, frozen=True):
    """A heading with the lines up to the next one of its level or above."""

    heading: Heading
    lines: tuple[SourceLine, ...] = ()
    """Lines before the first heading one level below."""
    sections: tuple[Section, ...] = ()

    @property
    def id(self) -> str:
        """The id of the heading; empty when it has none."""
        return self.heading.attributes.id or ""

    @property
    def classes(self) -> frozenset[str]:
        """The classes of the heading."""
        return self.heading.attributes.classes

    def all_lines(self) -> tuple[SourceLine, ...]:
        """Return the heading line and everything below it."""
        below = tuple(line for section in self.sections for line in section.all_lines())
        return (SourceLine(self.heading.line, self.heading.written), *self.lines, *below)


def is_heading(text: str) -> bool:
    """Tell whether a line is written as a heading."""
    return text.lstrip(" ").startswith("#") and _HEADING.fullmatch(text) is not None


def heading_level(text: str) -> int:
    """Return 1 to 6 for a heading line, 0 for any other."""
    match = _HEADING.fullmatch(text) if is_heading(text) else None
    return len(match[1]) if match else 0


def read_attributes(text: str, line: int, report: Reporter, example: str) -> Attributes:
    """Return the attributes written between braces; each piece that is none is reported."""
    ids: list[str] = []
    classes: list[str] = []
    options: dict[str, str] = {}
    position = 0
    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        match = _ATTRIBUTE.match(text, position)
        whole = match is not None and (match.end() == len(text) or text[match.end()].isspace())
        if match is None or not whole:
            report("attribute-unknown", line, found=f"{{{text}}}", example=example)
            break
        position = match.end()
        if match["id"] is not None:
            ids.append(match["id"])
        elif match["cls"] is not None:
            classes.append(match["cls"])
        else:
            _add_option(options, match, line, report)
    return Attributes(
        _one_id(ids, line, report), _known_shape(classes, line, report, example), options
    )


def _add_option(options: dict[str, str], match: re.Match[str], line: int, report: Reporter) -> None:
    if match["key"] in options:
        report("attribute-twice", line, found=match["key"])
    value = match["quoted"] if match["quoted"] is not None else match["plain"]
    options[match["key"]] = value.strip()


def _one_id(ids: Sequence[str], line: int, report: Reporter) -> str | None:
    if len(ids) > 1:
        report("attribute-twice", line, found=" ".join(f"#{one}" for one in ids))
    for one in ids:
        if not is_id(one):
            report("bad-id", line, found=one, example="#anna-tilaa")
            return None
    return ids[0] if ids else None


def _known_shape(
    classes: Sequence[str], line: int, report: Reporter, example: str
) -> frozenset[str]:
    for one in classes:
        if _CLASS.fullmatch(one) is None:
            report("attribute-unknown", line, found=f".{one}", example=example)
    return frozenset(one for one in classes if _CLASS.fullmatch(one))


def read_heading(source: SourceLine, report: Reporter) -> Heading | None:
    """Return the heading that a line holds, or None for an ordinary line."""
    match = _HEADING.fullmatch(source.text) if is_heading(source.text) else None
    if match is None:
        return None
    title, attributes = _CLOSING.sub("", (match[2] or "").strip()).strip(), Attributes()
    start = title.rfind("{")
    if title.endswith("}") and "}" not in title[start:-1] and title[start - 1 : start] != "{":
        attributes = read_attributes(title[start + 1 : -1], source.number, report, HEADING_EXAMPLE)
        title = title[:start].strip()
    if "{" in title or "}" in title:
        report("attribute-unknown", source.number, found=title, example=HEADING_EXAMPLE)
    if not title:
        report("heading-empty", source.number, example=HEADING_EXAMPLE)
    return Heading(len(match[1]), title, attributes, source.number, source.text)


def split_sections(
    lines: Sequence[SourceLine], level: int, report: Reporter
) -> tuple[tuple[SourceLine, ...], tuple[Section, ...]]:
    """Split lines at headings of this level; return the lines before them and the sections."""
    starts = [i for i, source in enumerate(lines) if heading_level(source.text) == level]
    sections = []
    for start, end in pairwise([*starts, len(lines)]):
        heading = read_heading(lines[start], report)
        if heading is not None:
            before, below = (
                split_sections(lines[start + 1 : end], level + 1, report)
                if level < LOWEST_SPLIT
                else (tuple(lines[start + 1 : end]), ())
            )
            sections.append(Section(heading, before, below))
    return tuple(lines[: starts[0]] if starts else lines), tuple(sections)
