"""The outline of a lesson or evening: front matter, pages and their parts, each with its id."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

import msgspec
from msgspec import Struct

from app.core.folder import CourseFile, FileKind
from app.core.front_matter import FrontMatter, read_front_matter, split_front_matter
from app.core.headings import Attributes, Heading, Section, heading_level, split_sections
from app.core.ids import make_id
from app.core.pages import KINDS
from app.core.questions.base import Reporter, SourceLine
from app.core.settings import SCHEMAS

OPTIONAL = "optional"
BINDING = "binding"
PRACTICE_MEETING = "practice-meeting"
ANY_PAGE = frozenset({OPTIONAL, BINDING, PRACTICE_MEETING})
"""Classes that a page of any kind may have."""
MOST_HEADINGS = 1000
"""Of one lesson file; a quiz with a hundred questions has a hundred."""


class Made(Struct, frozen=True):
    """An id that was made because its heading had none."""

    line: int
    id: str


class Outline(Struct, frozen=True):
    """A lesson file, read as far as its headings."""

    file: CourseFile
    front: FrontMatter
    pages: tuple[Section, ...]
    made: tuple[Made, ...] = ()

    @property
    def lesson_id(self) -> str:
        """The id that the front matter or the file name gives."""
        return self.front.text("id") or self.file.name


def page_kind(section: Section) -> str:
    """Return the name of the page's kind; reading unless a class says otherwise."""
    named = sorted(section.classes & set(KINDS))
    return named[0] if named else "reading"


def read_outline(file: CourseFile, report: Reporter) -> Outline:
    """Return the outline as it is written, ids only where the file has them."""
    before, lines = split_front_matter(file.lines, report)
    front = read_front_matter(before, SCHEMAS[file.kind], report)
    for source in lines:
        if heading_level(source.text) == 1:
            report("heading-one", source.number, found=source.text.strip(), example="## Otsikko")
    intro, pages = split_sections(_with_few_headings(lines, report), 2, report)
    return Outline(file, front, _with_intro(intro, pages, front.text("title") or file.name, file))


def _with_few_headings(lines: Sequence[SourceLine], report: Reporter) -> Sequence[SourceLine]:
    """Return the lines up to the heading that is one too many."""
    headings = [place for place, source in enumerate(lines) if heading_level(source.text)]
    if len(headings) <= MOST_HEADINGS:
        return lines
    one_too_many = headings[MOST_HEADINGS]
    report("too-many-headings", lines[one_too_many].number, expected=str(MOST_HEADINGS))
    return lines[:one_too_many]


def _with_intro(
    intro: Sequence[SourceLine], pages: Sequence[Section], title: str, file: CourseFile
) -> tuple[Section, ...]:
    """Return the pages; text before the first heading belongs to the first page."""
    has_text = any(source.text.strip() for source in intro)
    if pages:
        first = pages[0]
        if has_text:
            first = msgspec.structs.replace(first, lines=(*intro, *first.lines))
        return (first, *pages[1:])
    line = next((source.number for source in intro if source.text.strip()), 1)
    heading = Heading(2, title, Attributes(id=file.name), line)
    before, sections = split_sections(intro, 3, _say_nothing)
    return (Section(heading, before, sections),)


def _say_nothing(*_: object, **__: object) -> None:
    """Headings are reported once, where they were split first."""


def named_parts(page: Section) -> list[Section]:
    """Return the parts of a page that need an id."""
    kind = KINDS[page_kind(page)]
    return [part for part in page.sections if kind.names(part)]


def give_ids(outline: Outline, main: Outline | None, report: Reporter) -> Outline:
    """Return the outline with an id for everything that needs one.

    A variant without ids takes those of the main language, in the same places; otherwise they
    are made from the titles. Ids that are there twice are reported.
    """
    taken = _Taken(outline, report)
    like = list(main.pages) if main and len(main.pages) == len(outline.pages) else []
    pages = []
    for place, page in enumerate(outline.pages):
        twin = like[place] if like else _page_named(main, page.id)
        named = taken.name(page, twin)
        # The slides and questions of an evening's page are told by their place: nothing is
        # stored about them.
        if outline.file.kind is not FileKind.EVENING:
            named = msgspec.structs.replace(named, sections=_named_below(named, twin, taken))
        pages.append(named)
    return msgspec.structs.replace(outline, pages=tuple(pages), made=tuple(taken.made))


def _page_named(main: Outline | None, page_id: str) -> Section | None:
    pages = main.pages if main else ()
    return next((page for page in pages if page.id == page_id and page_id), None)


def _named_below(page: Section, twin: Section | None, taken: _Taken) -> tuple[Section, ...]:
    wanted = named_parts(page)
    twins: Sequence[Section | None] = named_parts(twin) if twin else ()
    if len(twins) != len(wanted):
        twins = [None] * len(wanted)
    twin_of = dict(zip((part.heading.line for part in wanted), twins, strict=True))
    return tuple(
        taken.name(part, twin_of[part.heading.line]) if part.heading.line in twin_of else part
        for part in page.sections
    )


class _Taken:
    """The ids of one lesson file."""

    def __init__(self, outline: Outline, report: Reporter) -> None:
        self.made: list[Made] = []
        self._report = report
        self._ids: set[str] = {section.id for section in _all(outline.pages) if section.id}
        self._seen: set[str] = set()

    def name(self, section: Section, twin: Section | None) -> Section:
        """Return the section with its id, its twin's, or one made from its title."""
        if section.id:
            if section.id in self._seen:
                self._report(
                    "duplicate-id",
                    section.heading.line,
                    found=section.id,
                    expected=make_id(section.heading.title, self._ids | self._seen),
                )
            self._seen.add(section.id)
            return section
        known = twin.id if twin is not None else ""
        made = known if known and known not in self._ids else self._make(section)
        self._ids.add(made)
        self._seen.add(made)
        self.made.append(Made(section.heading.line, made))
        attributes = msgspec.structs.replace(section.heading.attributes, id=made)
        heading = msgspec.structs.replace(section.heading, attributes=attributes)
        return msgspec.structs.replace(section, heading=heading)

    def _make(self, section: Section) -> str:
        taken: Container[str] = self._ids
        return make_id(section.heading.title, taken)


def _all(pages: Sequence[Section]) -> Iterator[Section]:
    for page in pages:
        yield page
        yield from page.sections
