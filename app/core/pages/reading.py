"""A page to read, with practice questions that never block; also the page that is promised."""

from __future__ import annotations

from msgspec import Struct

from app.core.course import PageContent
from app.core.cutting import is_question
from app.core.headings import Section
from app.core.pages.base import PageData, PageParts, PageSource
from app.core.questions.base import FormFields


class ReadingContent(PageContent, Struct, frozen=True):
    """A reading page keeps nothing beside its text and questions."""


class PromiseContent(PageContent, Struct, frozen=True):
    """A promise is its text; accepting it is stored with date and revision."""


class Reading:
    """Text; a ``###`` with answers below it is a practice question."""

    name = "reading"
    content_type: type[PageContent] = ReadingContent
    classes: frozenset[str] = frozenset()
    options: frozenset[str] = frozenset()

    def names(self, section: Section) -> bool:
        """A question needs an id; a heading inside the text does not."""
        return is_question(section)

    def read(self, source: PageSource) -> PageParts:
        """Return the text without its questions, and the questions."""
        lines = list(source.lines)
        questions = []
        for section in source.sections:
            if is_question(section):
                questions.append(source.question(section))
            else:
                lines.extend(section.all_lines())
        return PageParts(source.block(lines), ReadingContent(), tuple(questions))

    def clean(self, content: PageContent, fields: FormFields) -> PageData:
        """Nothing is filled in on a reading page."""
        del content, fields
        return {}

    def seconds(self, content: PageContent) -> int:
        """Only the words take time."""
        del content
        return 0

    def adopt_ids(self, old: PageContent, new: PageContent) -> PageContent:
        """There are no parts with ids of their own."""
        del old
        return new


class Promise(Reading):
    """A text that the learner accepts."""

    name = "promise"
    content_type: type[PageContent] = PromiseContent

    def names(self, section: Section) -> bool:
        """A promise has no parts."""
        del section
        return False

    def read(self, source: PageSource) -> PageParts:
        """Return the text to accept."""
        lines = [*source.lines, *(line for part in source.sections for line in part.all_lines())]
        if not any(line.text.strip() for line in lines):
            source.report("promise-empty", source.line, found=source.title)
        return PageParts(source.block(lines), PromiseContent())

    def clean(self, content: PageContent, fields: FormFields) -> PageData:
        """Return whether the promise was accepted."""
        del content
        return {"accepted": bool(fields.get("accepted"))}
