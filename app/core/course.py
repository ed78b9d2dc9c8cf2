"""What a course is once read: frozen values that are stored at publish and served as they are.

One reading gives one `Course` for each language. All of them have the same ids, the same right
answers and the same links; only `Text` and `Line` differ. A text that lacks a translation is the
main language's text and says so in its own ``lang``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct


class Text(Struct, frozen=True):
    """Sanitised HTML, block or inline, rendered at publish.

    May hold marks for association variables, filled by `app.core.markup.fill_variables`.
    """

    html: str
    lang: str


class Line(Struct, frozen=True):
    """One line of plain text, such as a title; escaped where it is shown."""

    text: str
    lang: str


class QuestionContent:
    """Base of what each question kind keeps: choices, keys, pairs. Subclasses are Structs."""


class PageContent:
    """Base of what each page kind keeps beside its text. Subclasses are Structs."""


class Question(Struct, frozen=True):
    """One question, practice or scored; `kind` is a name in `app.core.questions.TYPES`."""

    id: str
    kind: str
    prompt: Line
    content: QuestionContent
    body: Text | None = None
    """Text between the heading and the answers."""
    hint: Text | None = None
    feedback: Text | None = None
    """For the whole question, whatever was answered."""
    feedback_right: Text | None = None
    feedback_wrong: Text | None = None
    critical: bool = False
    """Always needs full credit, whatever the pass mark."""
    fixed: bool = False
    """Keeps the written order of its choices."""
    objective: int | None = None
    """Number (from 1) of the lesson objective that it tests."""
    objective_lesson: str = ""
    """Id of the lesson that has this objective; empty for the question's own lesson."""
    theme: str = ""
    """What a critical question is about, such as ``hata``; an exam draws one of each theme."""


class Page(Struct, frozen=True):
    """One screen of a lesson; `kind` is a name in `app.core.pages.KINDS`."""

    id: str
    kind: str
    title: Line
    text: Text
    content: PageContent
    questions: tuple[Question, ...] = ()
    """Practice questions on a reading page; the scored items on a quiz page."""
    optional: bool = False
    binding: bool = False
    """Has to be done by everybody: never freed by showing that one knows the module already."""
    practice_meeting: bool = False
    """Asks for a real practice meeting, which the association can confirm."""
    content_note: Text | None = None
    """Shown before the page opens, with a way past it."""
    summary: Text | None = None
    """The SUMMARY callout: also the light view of the page."""


class Lesson(Struct, frozen=True):
    """Small pages that belong together; one file per language."""

    id: str
    number: str
    """Shown number such as ``1.2``; computed from the order, never an identity."""
    title: Line
    pages: tuple[Page, ...]
    minutes: int
    """Computed from what is not optional: words / 110 + 45 s an item + 40 s a document field
    + 25 s a scene that one walk meets, rounded up (content brief, section 2)."""
    optional: bool = False
    objectives: tuple[Line, ...] = ()
    sources: tuple[str, ...] = ()
    expert: Line | None = None
    """The profession of whoever has to read the lesson before it is published."""
    read_by: str = ""
    """Who of that profession has read it; empty while nobody has."""
    read_on: date | None = None

    @property
    def unread(self) -> bool:
        """Whether the lesson still waits for a professional who has to read it."""
        return self.expert is not None and not self.read_by

    def page(self, page_id: str) -> Page | None:
        """Return the page with this id, or None."""
        return next((page for page in self.pages if page.id == page_id), None)


class Module(Struct, frozen=True):
    """A part of the course with its lessons."""

    id: str
    number: int
    title: Line
    text: Text
    """What you learn."""
    lessons: tuple[Lesson, ...]

    @property
    def minutes(self) -> int:
        """Minutes of the lessons that are not optional."""
        return sum(lesson.minutes for lesson in self.lessons if not lesson.optional)


class Term(Struct, frozen=True):
    """A word of the glossary, or a source, or a program label."""

    id: str
    name: Line
    text: Text


class EveningPart(Struct, frozen=True):
    """A slide, or one thing to fill in by hand on a printed form."""

    title: Line
    text: Text
    ticks: tuple[Line, ...] = ()
    """Things to tick by hand."""
    lines: int = 0
    """Empty lines to write on."""


class EveningPage(Struct, frozen=True):
    """One page for a live evening: ``text``, ``slides`` or a ``sheet`` to print."""

    id: str
    kind: str
    title: Line
    text: Text
    parts: tuple[EveningPart, ...] = ()
    """The slides, or what the sheet asks."""


class Evening(Struct, frozen=True):
    """What a trainer needs for one live evening; no lesson, and nothing of it is counted."""

    id: str
    title: Line
    pages: tuple[EveningPage, ...]


class Course(Struct, frozen=True):
    """A whole course in one language."""

    slug: str
    language: str
    title: Line
    welcome: Text
    modules: tuple[Module, ...]
    languages: tuple[str, ...]
    valid_months: int | None = None
    """How long a certificate is valid, in months; None means without end."""
    glossary: tuple[Term, ...] = ()
    sources: tuple[Term, ...] = ()
    help: Text | None = None
    """Where to get help right now: shown wherever a text may weigh on its reader."""
    drawn_by: str = ""
    """Fingerprint of the code that read and drew it; see `app.core.fingerprint`."""
    evenings: tuple[Evening, ...] = ()

    def lessons(self) -> Iterator[Lesson]:
        """Yield every lesson in order."""
        for module in self.modules:
            yield from module.lessons

    def lesson(self, lesson_id: str) -> Lesson | None:
        """Return the lesson with this id, or None."""
        return next((lesson for lesson in self.lessons() if lesson.id == lesson_id), None)

    def module_of(self, lesson_id: str) -> Module | None:
        """Return the module that holds this lesson now, or None."""
        return next(
            (m for m in self.modules if any(lesson.id == lesson_id for lesson in m.lessons)), None
        )

    @property
    def minutes(self) -> int:
        """Minutes of the required lessons."""
        return sum(module.minutes for module in self.modules)


def address(lesson_id: str, page_id: str) -> str:
    """Return the stored address of a page; the module is left out so that moving keeps it."""
    return f"{lesson_id}/{page_id}"
