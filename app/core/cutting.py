"""Cut a question out of its section before any Markdown runs: text, hint, answers, feedback."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from app.core.blocks import LISTS, Block, BlockKind, callout_mark, split_blocks, unquoted
from app.core.course import Text
from app.core.errors import Severity
from app.core.headings import Section
from app.core.questions import has_answers, takes_quotes
from app.core.questions.base import QuestionSource, SourceLine

Lines = tuple[SourceLine, ...]

GAP = "[["


class Cut(Struct, frozen=True):
    """The parts of a question section."""

    before: Lines = ()
    hint: Lines = ()
    answers: Lines = ()
    feedback: Lines = ()
    right: Lines = ()
    wrong: Lines = ()
    strays: tuple[Block, ...] = ()
    """Blocks after the answers that are no feedback."""


def cut(section: Section) -> Cut:
    """Return the parts of a section; without answers everything is before them."""
    blocks = split_blocks([line for part in (section, *section.sections) for line in part.lines])
    first, last = _answer_span(blocks, section.classes)
    before = [block for block in blocks[:first] if block.kind is not BlockKind.QUOTE]
    hints = [block for block in blocks[:first] if block.kind is BlockKind.QUOTE]
    after = blocks[last:]
    marked = {
        name: [block for block in after if _mark(block) == name] for name in ("RIGHT", "WRONG")
    }
    quotes = [block for block in after if block.kind is BlockKind.QUOTE]
    known = [*marked["RIGHT"], *marked["WRONG"], *quotes]
    return Cut(
        before=_lines(before),
        hint=unquoted(_lines(hints)),
        answers=_lines(blocks[first:last]),
        feedback=unquoted(_lines(quotes)),
        right=_inside(marked["RIGHT"]),
        wrong=_inside(marked["WRONG"]),
        strays=tuple(block for block in after if block not in known),
    )


def is_question(section: Section) -> bool:
    """Tell whether answers follow the heading."""
    parts = cut(section)
    heading = section.heading
    return has_answers(
        QuestionSource(
            id=section.id,
            title=heading.title,
            line=heading.line,
            classes=section.classes,
            options=heading.attributes.options,
            before=parts.before,
            answers=parts.answers,
            report=_keep_quiet,
            inline=lambda text, _line: Text(text, ""),
            block=lambda _lines: Text("", ""),
        )
    )


def _keep_quiet(
    code: str,
    line: int,
    *,
    severity: Severity = Severity.ERROR,
    found: str = "",
    expected: str = "",
    example: str = "",
) -> None:
    """Take no note: the same lines are read again when the question is."""


def _answer_span(blocks: Sequence[Block], classes: frozenset[str]) -> tuple[int, int]:
    """Return the first block of the answers and the one after the last."""
    quotes = [i for i, block in enumerate(blocks) if block.kind is BlockKind.QUOTE]
    ticks = [i for i, block in enumerate(blocks) if block.kind is BlockKind.TICKS]
    gaps = [
        i
        for i, block in enumerate(blocks)
        if block.kind is not BlockKind.QUOTE and GAP in block.text
    ]
    lists = [
        i for i, block in enumerate(blocks) if block.kind in LISTS or block.kind is BlockKind.TABLE
    ]
    found = quotes if takes_quotes(classes) else ticks or gaps or lists[-1:] or quotes
    if not found:
        return len(blocks), len(blocks)
    return found[0], found[-1] + 1


def _mark(block: Block) -> str:
    mark = callout_mark(block.lines[0]) if block.kind is BlockKind.CALLOUT else None
    return mark[0].upper() if mark else ""


def _inside(blocks: Sequence[Block]) -> Lines:
    """Return what stands in RIGHT or WRONG callouts, their titles as a paragraph before it."""
    lines: list[SourceLine] = []
    for block in blocks:
        mark = callout_mark(block.lines[0])
        if mark and mark[1]:
            lines += [SourceLine(block.line, mark[1]), SourceLine(block.line, "")]
        lines += unquoted(block.lines[1:])
        lines.append(SourceLine(block.line, ""))
    return tuple(lines)


def _lines(blocks: Sequence[Block]) -> Lines:
    """Return the lines of the blocks with a blank line after each."""
    lines: list[SourceLine] = []
    for block in blocks:
        lines += [*block.lines, SourceLine(block.lines[-1].number, "")]
    return tuple(lines)
