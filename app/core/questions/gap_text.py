"""Finds the ``[[…]]`` gaps of a question's text and puts a mark where each belongs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Any, NamedTuple

from app.core.course import Text
from app.core.questions.base import QuestionSource, SourceLine

MARK = "\ue000"
"""A letter of Unicode's private area: it passes through Markdown and sanitising untouched."""

EXAMPLE = "Saat puheenvuoron, kun painat [[Nosta käsi|Nosta]]."

_GAP = re.compile(r"\[\[([^\[\]]*)\]\]")


class WrittenGap(NamedTuple):
    """What stands between the brackets, and where."""

    line: int
    inner: str


def find_gaps(source: QuestionSource) -> list[WrittenGap]:
    """Return the gaps in written order."""
    return [
        WrittenGap(line.number, found.group(1).strip())
        for line in source.answers
        for found in _GAP.finditer(line.text)
    ]


def has_gaps(source: QuestionSource) -> bool:
    """Whether anything looks like a gap, be it unfinished or in the heading."""
    return "[[" in source.title or any("[[" in line.text for line in source.answers)


def read_text(source: QuestionSource) -> Text:
    """Return the rendered text with a mark for every gap; report gaps in the wrong place."""
    if "[[" in source.title:
        source.report("gap-in-heading", source.line, found=source.title, example=EXAMPLE)
    text = source.block([_mark(line, source) for line in source.answers])
    if _count_free_marks(text.html) == len(find_gaps(source)):
        return text
    source.report("gap-misplaced", source.line, example=EXAMPLE)
    # A field inside an attribute would break the page: gaps are then shown after the text.
    return Text(text.html.replace(MARK, ""), text.lang)


def _mark(line: SourceLine, source: QuestionSource) -> SourceLine:
    marked = _GAP.sub(MARK, line.text.replace(MARK, ""))
    if "[[" in marked:
        source.report("gap-open", line.number, found=line.text.strip(), example=EXAMPLE)
    return SourceLine(line.number, marked)


class _FreeMarks(HTMLParser):
    """Counts the marks that stand where a form field may stand."""

    closed = frozenset({"a", "button", "label", "summary"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.depth = 0
        self.count = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.depth += tag in self.closed

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag in self.closed

    def handle_data(self, data: str) -> None:
        if self.depth == 0:
            self.count += data.count(MARK)


def _count_free_marks(html: str) -> int:
    marks = _FreeMarks()
    marks.feed(html)
    marks.close()
    return marks.count


def draw_pieces(text: Text, gaps: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the text cut at its gaps, each followed by its gap's view.

    A translation may lack a gap or have one too many; no gap is lost, and no mark shows.
    """
    cuts = text.html.split(MARK)
    gaps = [{**gap, "number": number} for number, gap in enumerate(gaps, 1)]
    pieces: list[dict[str, Any]] = []
    for place, html in enumerate(cuts):
        gap = gaps[place] if place < len(gaps) and place < len(cuts) - 1 else None
        pieces.append({"html": html, "gap": gap})
    pieces += [{"html": "", "gap": gap} for gap in gaps[len(cuts) - 1 :]]
    return {"pieces": pieces, "lang": text.lang}
