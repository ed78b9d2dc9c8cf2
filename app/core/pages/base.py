"""The contract that every page kind fulfils: read its section, clean what a learner sent; pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from msgspec import Struct

from app.core.course import Line, PageContent, Question, Text
from app.core.headings import Section
from app.core.questions.base import FormFields, Reporter, SourceLine

LONGEST_ANSWER = 20_000
"""Characters kept of one field; far more than anybody writes by hand."""

PageData = dict[str, Any]
"""What a learner filled in, as plain JSON values; its shape belongs to the page kind."""


@dataclass(frozen=True)
class PageSource:
    """One ``##`` section of a lesson, before any Markdown runs.

    ``lines`` stand before the first ``###``; ``sections`` are the ``###`` sections with their
    ids. Notes shown before the page opens have been taken by the reader.
    """

    title: str
    line: int
    classes: frozenset[str]
    options: Mapping[str, str]
    lines: tuple[SourceLine, ...]
    sections: tuple[Section, ...]
    report: Reporter
    block: Callable[[Sequence[SourceLine]], Text]
    """Render block Markdown with callouts, infographics and pictures."""
    plain: Callable[[str, int], Line]
    """Return inline Markdown found at a line as plain text."""
    question: Callable[[Section], Question]
    """Read a ``###`` section as a question."""


class PageParts(Struct, frozen=True):
    """What a kind made of its section."""

    text: Text
    content: PageContent
    questions: tuple[Question, ...] = ()


class PageKind(Protocol):
    """One kind of page. Instances are stateless and listed in `app.core.pages.KINDS`."""

    name: str
    content_type: type[PageContent]
    classes: frozenset[str]
    """Classes of the page heading beside the kind's own name and ``optional``."""
    options: frozenset[str]
    """Options of the page heading."""

    def names(self, section: Section) -> bool:
        """Whether a ``###`` section is a part that needs an id, such as a question or a field."""

    def read(self, source: PageSource) -> PageParts:
        """Return the parts of the page; report problems; never raise on bad text."""

    def clean(self, content: PageContent, fields: FormFields) -> PageData:
        """Return what the form fields hold; unknown fields are left out; no input raises."""

    def seconds(self, content: PageContent) -> int:
        """Return how long the parts take beside reading and questions, in seconds."""

    def adopt_ids(self, old: PageContent, new: PageContent) -> PageContent:
        """Return new content that keeps the ids of parts that trainers do not name."""


Content = TypeVar("Content", bound=PageContent)


def own_content(content: PageContent, kind: type[Content]) -> Content:
    """Return the content as its kind's own type.

    Raises:
        TypeError: The content belongs to another kind of page.
    """
    if not isinstance(content, kind):
        raise TypeError(f"{type(content).__name__} is no {kind.__name__}")
    return content


def first_value(fields: FormFields, name: str) -> str:
    """Return the first value of a form field, bounded; empty when it was not sent."""
    values = fields.get(name) or ("",)
    return values[0][:LONGEST_ANSWER].replace("\r\n", "\n")


def kept_ids(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> list[str]:
    """Return an id for each new (id, text) pair, kept from the old pair of the same text.

    Without the same text, the same position keeps its id when the count is the same; anything
    else gets an id that was not used before.
    """
    by_text = {_normalised(text): part_id for part_id, text in reversed(old)}
    chosen: list[str | None] = []
    for _, text in new:
        found = by_text.get(_normalised(text))
        chosen.append(found if found not in chosen else None)
    if len(old) == len(new):
        for position, (old_id, _) in enumerate(old):
            if chosen[position] is None and old_id not in chosen:
                chosen[position] = old_id
    return _fill_new(chosen, {part_id for part_id, _ in old}, [part_id for part_id, _ in new])


def _normalised(text: str) -> str:
    return " ".join(text.split()).casefold()


def _fill_new(chosen: list[str | None], used: set[str], made: Sequence[str]) -> list[str]:
    taken = used | {part_id for part_id in chosen if part_id is not None}
    filled = []
    for part_id, fresh in zip(chosen, made, strict=True):
        name, count = fresh, 2
        while part_id is None and name in taken:
            name, count = f"{fresh}-{count}", count + 1
        taken.add(part_id or name)
        filled.append(part_id or name)
    return filled
