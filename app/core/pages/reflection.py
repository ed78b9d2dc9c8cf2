"""A page to write for oneself; nobody else sees the answers."""

from __future__ import annotations

from msgspec import Struct

from app.core.course import Line, PageContent, Text
from app.core.headings import Section
from app.core.pages.base import PageData, PageParts, PageSource, first_value, own_content
from app.core.questions.base import FormFields

ONLY_PROMPT = "answer"


class Prompt(Struct, frozen=True):
    """One thing to think about, with a field to write in."""

    id: str
    label: Line
    text: Text | None = None


class ReflectionContent(PageContent, Struct, frozen=True):
    """The prompts; one prompt named ``answer`` when the page has no ``###``."""

    prompts: tuple[Prompt, ...]


class Reflection:
    """Every ``###`` is a prompt; without any, the page has one field."""

    name = "reflection"
    content_type: type[PageContent] = ReflectionContent
    classes: frozenset[str] = frozenset()
    options: frozenset[str] = frozenset()

    def names(self, section: Section) -> bool:
        """What was written is kept by the id of its prompt."""
        del section
        return True

    def read(self, source: PageSource) -> PageParts:
        """Return the text and the prompts."""
        prompts = tuple(
            Prompt(
                section.id,
                source.plain(section.heading.title, section.heading.line),
                source.block(section.lines) if any(s.text.strip() for s in section.lines) else None,
            )
            for section in source.sections
        )
        if not prompts:
            prompts = (Prompt(ONLY_PROMPT, source.plain(source.title, source.line)),)
        return PageParts(source.block(source.lines), ReflectionContent(prompts))

    def clean(self, content: PageContent, fields: FormFields) -> PageData:
        """Return what was written, by prompt."""
        content = own_content(content, ReflectionContent)
        return {prompt.id: first_value(fields, prompt.id) for prompt in content.prompts}

    def seconds(self, content: PageContent) -> int:
        """Allow as long as for a question."""
        content = own_content(content, ReflectionContent)
        return 45 * len(content.prompts)

    def adopt_ids(self, old: PageContent, new: PageContent) -> PageContent:
        """Prompts carry their own ids."""
        del old
        return new
