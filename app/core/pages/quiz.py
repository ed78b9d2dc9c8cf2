"""A page of scored questions: which ones are drawn and what is needed to pass."""

from __future__ import annotations

import re
from fractions import Fraction

from msgspec import Struct

from app.core.course import PageContent
from app.core.headings import Section
from app.core.ids import is_id
from app.core.pages.base import PageData, PageParts, PageSource, own_content
from app.core.questions.base import FormFields

EXAM = "exam"
MOST_DRAWN = 200
ALL = 100
"""Per cent."""

_SOURCE = re.compile(r"([^\s:]+):(\d{1,3})")


class QuizSource(Struct, frozen=True):
    """How many questions are taken from all quizzes of a module."""

    module: str
    count: int


class QuizContent(PageContent, Struct, frozen=True):
    """The settings of a quiz."""

    draw: int | None = None
    """How many of the page's questions an attempt asks; None asks all."""
    critical: int | None = None
    """At least this many critical questions are among those asked."""
    sources: tuple[QuizSource, ...] = ()
    """Where questions are taken from, beside the page's own."""
    pass_share: Fraction = Fraction(1)
    """The share of credit that passes; exact, compared with ≥."""
    fixed: bool = False
    """Asks the questions in the written order."""
    exam: bool = False
    """Ends the course: draws one critical question of each theme."""


class Quiz:
    """Every ``###`` is a question."""

    name = "quiz"
    content_type: type[PageContent] = QuizContent
    classes = frozenset({"fixed", EXAM})
    options = frozenset({"draw", "critical", "from", "pass"})

    def names(self, section: Section) -> bool:
        """Every question needs an id."""
        del section
        return True

    def read(self, source: PageSource) -> PageParts:
        """Return the questions and the settings."""
        questions = tuple(source.question(section) for section in source.sections)
        content = QuizContent(
            draw=_number(source, "draw"),
            critical=_number(source, "critical"),
            sources=_sources(source),
            pass_share=_pass_share(source),
            fixed="fixed" in source.classes,
            exam=EXAM in source.classes,
        )
        if not questions and not content.sources:
            source.report("quiz-empty", source.line, found=source.title)
        criticals = sum(question.critical for question in questions)
        for asked, there, option in (
            (content.draw, len(questions), "draw"),
            (content.critical, criticals, "critical"),
        ):
            if asked is not None and asked > there and not content.sources:
                source.report(
                    "quiz-too-few", source.line, found=f"{option}={asked}", expected=str(there)
                )
        return PageParts(source.block(source.lines), content, questions)

    def clean(self, content: PageContent, fields: FormFields) -> PageData:
        """Answers belong to the questions, not to the page."""
        del content, fields
        return {}

    def seconds(self, content: PageContent) -> int:
        """The questions are counted one by one; questions from elsewhere take 45 s each."""
        content = own_content(content, QuizContent)
        return 45 * sum(one.count for one in content.sources)

    def adopt_ids(self, old: PageContent, new: PageContent) -> PageContent:
        """Questions carry their own ids."""
        del old
        return new


def _number(source: PageSource, option: str) -> int | None:
    text = source.options.get(option)
    if text is None:
        return None
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:6]) <= MOST_DRAWN:
        source.report("bad-value", source.line, found=f"{option}={text}", example=f"{option}=8")
        return None
    return int(text)


def _pass_share(source: PageSource) -> Fraction:
    text = source.options.get("pass", "100")
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:6]) <= ALL:
        source.report("bad-value", source.line, found=f"pass={text}", example="pass=80")
        return Fraction(1)
    return Fraction(int(text), ALL)


def _sources(source: PageSource) -> tuple[QuizSource, ...]:
    written = source.options.get("from", "")
    found = []
    for word in written.split():
        match = _SOURCE.fullmatch(word)
        if match is None or not is_id(match[1]) or not 1 <= int(match[2]) <= MOST_DRAWN:
            source.report(
                "bad-value",
                source.line,
                found=f"from={written}",
                example='from="vertaistuki:4 ohjaaminen:5"',
            )
            return ()
        found.append(QuizSource(match[1], int(match[2])))
    return tuple(found)
