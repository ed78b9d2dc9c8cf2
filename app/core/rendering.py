"""Render the blocks of a course file: text, boxes, infographics, pictures and explanations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape
from itertools import count

from markupsafe import Markup

from app.core.blocks import Block, BlockKind, split_blocks, unquoted
from app.core.callouts import (
    FACT,
    HELP,
    Callout,
    draw_box,
    fact_note,
    in_language,
    read_callout,
    read_fact,
)
from app.core.course import Line, Term, Text
from app.core.embeds import draw_embed
from app.core.errors import Severity
from app.core.headings import read_heading
from app.core.ids import make_id
from app.core.infographics import INFOGRAPHICS, draw_infographic
from app.core.infographics.shapes import around
from app.core.links import LINK_EXAMPLE, SCHEMES, Missing, Places, find_place
from app.core.markdown_text import LONGEST_BLOCK, MOST_BRACKETS, Link, MarkdownText
from app.core.media import read_embed
from app.core.notation import Labels, check_notation, mark_names
from app.core.problems import Problems
from app.core.questions.base import Reporter, SourceLine
from app.core.questions.compare import plain
from app.core.style import check_mean, check_style
from app.core.wording import check_wording
from app.core.words import BACK, GO_TO_STEP, MAY_DIFFER, OWN_DRAWING, Words

DEEPEST_QUOTE = 3
HELP_EXAMPLE = "help.fi.md:\n\nHengenvaarassa soita [112](tel:112)."
FIRST_LEVEL = 2
"""A page's title is the h1; headings inside it begin one below."""


@dataclass
class Renderer:
    """Renders the text of one file; a page of it is begun with `begin_page`."""

    path: str
    language: str
    lesson: str
    places: Places
    words: Words
    today: date
    problems: Problems
    markdown: MarkdownText
    transcripts: Callable[[str], Sequence[SourceLine] | None]
    """Returns the lines of a transcript beside a sound or video, by path."""
    infographics: int = 0
    """How many were drawn."""
    explains: bool = True
    """Whether words of the glossary open their explanations."""
    _level: int = 1
    _lengths: list[int] = field(default_factory=list)
    """Words of the page's sentences."""
    _anchors: set[str] = field(default_factory=set)
    _terms: dict[str, None] = field(default_factory=dict)
    _waiting: list[tuple[str, Term]] = field(default_factory=list)
    _numbers: count[int] = field(default_factory=lambda: count(1))
    _labels: Labels = field(init=False)

    def __post_init__(self) -> None:
        """Make ready for files that have no pages."""
        self._repeat_label_note()

    @property
    def report(self) -> Reporter:
        """Notes a problem of this file."""
        return self.problems.reporter(self.path)

    def begin_page(self, anchors: Sequence[str] = ()) -> None:
        """Start a page whose parts have these ids already."""
        self._level = 1
        self._anchors = set(anchors)
        self._lengths = []
        self._repeat_label_note()

    def end_page(self, line: int) -> None:
        """Judge the page that began at a line as a whole."""
        check_mean(self._lengths, line, self.report)

    def _repeat_label_note(self) -> None:
        """Say again at the next program label that its name may differ.

        Every text says it once: the feedback of an answer may be read without its page.
        """
        self._labels = Labels(self.places.labels, self.words.say(self.language, MAY_DIFFER))

    def block(self, lines: Sequence[SourceLine]) -> Text:
        """Return the HTML of the lines."""
        self._repeat_label_note()
        return Text(self._blocks(split_blocks(lines), 0), self.language)

    def inline(self, text: str, line: int) -> Text:
        """Return the HTML of a phrase; a word of the glossary stands without its explanation.

        A phrase may be inside a label or a button, where nothing can be opened.
        """
        return Text(self._phrase(text, line, explain=False), self.language)

    def plain(self, text: str, line: int) -> Line:
        """Return a phrase as plain text."""
        return Line(plain(self.inline(text, line)), self.language)

    def _blocks(self, blocks: Sequence[Block], depth: int) -> str:
        pieces: list[str] = []
        for block in blocks:
            if self.problems.full:
                break
            pieces.append(self._block(block, depth))
            if depth == 0:
                pieces += self._explanations()
        return "\n".join(piece for piece in pieces if piece)

    def _block(self, block: Block, depth: int) -> str:
        if block.kind is BlockKind.HEADING:
            return self._heading(block)
        if block.kind is BlockKind.RULE:
            return "<hr>"
        if block.kind is BlockKind.CALLOUT:
            return self._callout(block, depth)
        if block.kind is BlockKind.QUOTE:
            inner = self._inside(block.lines, depth)
            return f"<blockquote>\n{inner}\n</blockquote>"
        if block.kind is BlockKind.TEXT and any(read_embed(s.text) for s in block.lines):
            return self._embeds(block)
        return self._markdown(block.lines)

    def _inside(self, lines: Sequence[SourceLine], depth: int) -> str:
        if depth >= DEEPEST_QUOTE:
            self.report("quote-too-deep", lines[0].number, found=lines[0].text.strip())
            return ""
        return self._blocks(split_blocks(unquoted(lines)), depth + 1)

    def _markdown(self, lines: Sequence[SourceLine]) -> str:
        checked = self._checked(lines)
        html = self.markdown.block(checked, self._resolver(checked, explain=self.explains))
        self._check_words(html, lines)
        return html

    def _check_words(self, html: str, lines: Sequence[SourceLine]) -> None:
        self._lengths += check_style(html, lines, self.report)
        check_wording(lines, self.language, self.report)

    def _phrase(self, text: str, line: int, *, explain: bool) -> str:
        checked = self._checked([SourceLine(line, text)])
        html = self.markdown.phrase(checked[0].text, self._resolver(checked, explain=explain))
        self._check_words(html, [SourceLine(line, text)])
        return html

    def _checked(self, lines: Sequence[SourceLine]) -> list[SourceLine]:
        """Return lines that are safe and quick to render, with names marked for filling."""
        check_notation(lines, self.report)
        text = "\n".join(source.text for source in lines)
        if len(text) > LONGEST_BLOCK or text.count("[") > MOST_BRACKETS:
            self.report("block-too-long", lines[0].number, expected=str(LONGEST_BLOCK))
            return [SourceLine(lines[0].number, "")]
        return mark_names(lines, self._labels, self.report)

    def _heading(self, block: Block) -> str:
        heading = read_heading(block.lines[0], self.report)
        if heading is None:
            return ""
        level = max(heading.level - 1, FIRST_LEVEL)
        if heading.level < FIRST_LEVEL + 1:
            self.report("heading-too-high", block.line, found=block.lines[0].text.strip())
        if level > self._level + 1:
            self.report(
                "heading-skipped",
                block.line,
                severity=Severity.WARNING,
                found=block.lines[0].text.strip(),
                expected="#" * (self._level + 2),
            )
            level = self._level + 1
        self._level = level
        name = heading.attributes.id
        anchor = f' id="{escape(self._anchor(name, heading.title))}"' if name else ""
        title = self._phrase(heading.title, block.line, explain=False)
        return f"<h{level}{anchor}>{title}</h{level}>"

    def _callout(self, block: Block, depth: int) -> str:
        callout = read_callout(block, self.report)
        if callout is None:
            return ""
        if callout.kind in INFOGRAPHICS:
            return self._infographic(callout, depth)
        title = self._phrase(callout.title, callout.line, explain=False)
        if callout.kind == HELP:
            return draw_box(callout, title, self._help(callout))
        body = self._inside_callout(callout, depth)
        if callout.kind == FACT:
            fact = read_fact(callout, self.today, self.report)
            body = f"{body}\n{fact_note(fact, self.words, self.language)}".strip()
        return draw_box(callout, title, body)

    def _help(self, callout: Callout) -> str:
        """Return the course's help text, which is the same in every such box."""
        text = self.places.help
        if text is None:
            self.report("no-help-file", callout.line, found=callout.title, example=HELP_EXAMPLE)
            return ""
        if any(source.text.strip() for source in callout.lines):
            self.report("help-with-text", callout.line, found=callout.title, example="> [!HELP] …")
        return in_language(text, self.language)

    def callout_text(self, callout: Callout) -> Text:
        """Return the text of a box without the box."""
        return Text(self._inside_callout(callout, 0, whole=True), self.language)

    def _inside_callout(self, callout: Callout, depth: int, *, whole: bool = False) -> str:
        if not any(source.text.strip() for source in callout.lines):
            self.report("callout-empty", callout.line, found=callout.title or callout.kind)
            return ""
        return self._blocks(split_blocks(callout.lines), depth if whole else depth + 1)

    def _infographic(self, callout: Callout, depth: int) -> str:
        kind = INFOGRAPHICS[callout.kind]
        blocks = split_blocks(callout.lines)
        parts = kind.read(blocks, self._phrase_of_drawing)
        if parts is None:
            self.report("infographic-shape", callout.line, found=callout.kind, example=kind.example)
            return ""
        if not callout.title:
            self.report(
                "infographic-untitled", callout.line, found=callout.kind, example=kind.example
            )
        self.infographics += 1
        before, after = around(blocks)
        level = min(self._level + 1, 6)
        return draw_infographic(
            callout.kind,
            {
                **parts,
                "go_to_step": self.words.say(self.language, GO_TO_STEP),
                "own_drawing": self.words.say(self.language, OWN_DRAWING),
            },
            anchor=self._anchor(callout.attributes.id, callout.title or callout.kind),
            title=self._phrase(callout.title, callout.line, explain=False),
            level=level,
            intro=self._blocks(split_blocks(before), depth + 1),
            note=self._blocks(split_blocks(after), depth + 1),
        )

    def _phrase_of_drawing(self, text: str, line: int) -> Markup:
        """Return a phrase without the note on labels: a drawing has no room for it."""
        labels, self._labels = self._labels, Labels(self.places.labels, "")
        phrase = self._phrase(text, line, explain=True)
        self._labels = labels
        return Markup(phrase)  # noqa: S704 - sanitised

    def _anchor(self, name: str | None, title: str) -> str:
        anchor = make_id(name or title, self._anchors, empty="kuva")
        self._anchors.add(anchor)
        return anchor

    def _embeds(self, block: Block) -> str:
        """Return the pictures, sounds and videos of a block and the text around them."""
        pieces: list[str] = []
        text: list[SourceLine] = []
        for source in block.lines:
            embed = read_embed(source.text)
            if embed is None:
                text.append(source)
                continue
            if text:
                pieces.append(self._markdown(text))
                text = []
            pieces.append(draw_embed(embed, source.number, self))
        if text:
            pieces.append(self._markdown(text))
        return "\n".join(pieces)

    def _resolver(
        self, lines: Sequence[SourceLine], *, explain: bool
    ) -> Callable[[str], Link | None]:
        def resolve(href: str) -> Link | None:
            place = find_place(href, self.places, self.lesson)
            if isinstance(place, Missing):
                line = next((s.number for s in lines if href in s.text), lines[0].number)
                example = LINK_EXAMPLE if place.code == "unknown-term" else ", ".join(SCHEMES)
                self.report(
                    place.code, line, found=place.found, expected=place.expected, example=example
                )
                return None
            if isinstance(place, Link):
                return place
            return self._explained(place) if explain else None

        return resolve

    def _explained(self, term: Term) -> Link:
        anchor = f"term-{term.id}-{next(self._numbers)}"
        self._waiting.append((anchor, term))
        return Link(f"#{anchor}", {"class": "term", "id": f"{anchor}-back"})

    def _explanations(self) -> list[str]:
        """Return the explanations of the words in the block before, which open in place."""
        back = escape(self.words.say(self.language, BACK))
        drawn = []
        for anchor, term in self._waiting:
            drawn.append(
                f'<aside class="explanation" id="{anchor}" tabindex="-1">\n'
                f"<p><strong>{escape(term.name.text)}</strong></p>\n{term.text.html}\n"
                f'<p><a href="#{anchor}-back">{back}</a></p>\n</aside>'
            )
        self._waiting.clear()
        return drawn
