"""Draws the infographics of the gallery from Markdown, the way a course's are drawn."""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path

from markupsafe import Markup

from app.core.blocks import BlockKind, split_blocks
from app.core.callouts import read_callout
from app.core.infographics import INFOGRAPHICS, draw_infographic
from app.core.questions.base import SourceLine
from app.core.words import GO_TO_STEP, OWN_DRAWING

SOURCE = Path(__file__).parents[1] / "templates" / "public" / "gallery.fi.md"
HEADING = 3
"""Level of the figures' titles on the page."""


@cache
def draw_gallery() -> Markup:
    """Return one infographic of each kind; the text is Finnish.

    Raises:
        ValueError: the gallery's own Markdown is no list of infographics.
    """
    lines = SOURCE.read_text(encoding="utf-8").splitlines()
    source = [SourceLine(number, line) for number, line in enumerate(lines, start=1)]
    pieces = [
        _draw(block.lines) for block in split_blocks(source) if block.kind is BlockKind.CALLOUT
    ]
    return Markup("\n").join(pieces)


def _draw(lines: tuple[SourceLine, ...]) -> Markup:
    (block,) = split_blocks(lines)
    callout = read_callout(block, _complain)
    if callout is None:
        raise ValueError(lines[0].text)
    parts = INFOGRAPHICS[callout.kind].read(split_blocks(callout.lines), _phrase)
    if parts is None:
        raise ValueError(lines[0].text)
    drawn = draw_infographic(
        callout.kind,
        {**parts, "go_to_step": GO_TO_STEP, "own_drawing": OWN_DRAWING},
        anchor=callout.attributes.id or "",
        title=escape(callout.title),
        level=HEADING,
        intro="",
        note="",
    )
    return Markup(drawn)  # noqa: S704 - drawn from our own file


def _phrase(text: str, line: int) -> Markup:
    del line
    return Markup(escape(text.replace("**", "")))  # noqa: S704 - escaped


def _complain(code: str, line: int, **told: object) -> None:
    raise ValueError(f"gallery.fi.md:{line}: {code} {told}")
