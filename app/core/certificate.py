"""The certificate rule: what it needs, how long it holds, and what its code looks like."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from enum import StrEnum

from msgspec import Struct

from app.core.course import Course, Lesson, Module, Page
from app.core.errors import RuleError
from app.core.pages.quiz import QuizContent
from app.core.pages.scenario import ScenarioContent
from app.core.progress import LessonProgress, PageProgress, Progress, Status

CODE_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Letters and digits that nobody confuses: no I, O, 0 or 1."""

CODE_CHARACTERS = 26
"""26 characters of 32 are 130 random bits (security promise 13 asks for 128)."""


class NotEarned(RuleError):
    """Something that the certificate needs is not done yet."""


class State(StrEnum):
    """What the public check says of a certificate."""

    CURRENT = "current"
    EXPIRED = "expired"
    REPLACED = "replaced"
    REVOKED = "revoked"


class Needed(StrEnum):
    """What kinds of things the certificate needs."""

    READING = "reading"
    """The reading and practising of a module, or its check quiz all right at the first go."""
    QUIZ = "quiz"
    SAFE_CONVERSATION = "safe-conversation"
    """Ended safely, or its other route."""
    DOCUMENT = "document"
    PROMISE = "promise"
    PRACTICE_MEETING = "practice-meeting"
    EXAM = "exam"


ONE_BY_ONE = frozenset(Needed) - {Needed.READING}
"""Each such page is a condition of its own; the reading of a module is one together."""


class Condition(Struct, frozen=True):
    """One thing that the certificate needs."""

    kind: Needed
    module: Module
    lesson: Lesson
    """Of the page to open."""
    page: Page
    """The first page that is not done; when all are done, the first one."""
    status: Status
    left: int
    """Pages not done."""


def conditions(course: Course, progress: Progress) -> tuple[Condition, ...]:
    """Return everything that the certificate needs, in the course's order, done or not.

    All of it together is everything required in the course, so the certificate is earned exactly
    when each condition is done (`earned`).
    """
    groups: dict[tuple[Needed, str], list[tuple[LessonProgress, PageProgress]]] = {}
    for module in progress.modules:
        for lesson in module.lessons:
            for page in lesson.pages:
                if page.required:
                    kind = _needed_as(page.page)
                    own = page.address if kind in ONE_BY_ONE else module.module.id
                    groups.setdefault((kind, own), []).append((lesson, page))
    return tuple(_condition(course, kind, pages) for (kind, _), pages in groups.items())


def earned(progress: Progress) -> bool:
    """Whether the certificate may be issued: every condition is met."""
    return progress.completed


def _condition(
    course: Course, kind: Needed, pages: list[tuple[LessonProgress, PageProgress]]
) -> Condition:
    left = [(lesson, page) for lesson, page in pages if not page.done]
    lesson, page = (left or pages)[0]
    module = course.module_of(lesson.lesson.id)
    if module is None:
        raise ValueError(f"{page.address} is no page of this course")
    status = Status.IN_PROGRESS if len(left) < len(pages) else Status.NOT_STARTED
    return Condition(
        kind=kind,
        module=module,
        lesson=lesson.lesson,
        page=page.page,
        status=status if left else Status.DONE,
        left=len(left),
    )


def _needed_as(page: Page) -> Needed:
    content = page.content
    if page.practice_meeting:
        return Needed.PRACTICE_MEETING
    if isinstance(content, QuizContent):
        return Needed.EXAM if content.exam else Needed.QUIZ
    if isinstance(content, ScenarioContent) and content.safe:
        return Needed.SAFE_CONVERSATION
    return {"document": Needed.DOCUMENT, "promise": Needed.PROMISE}.get(page.kind, Needed.READING)


def add_months(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day if it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    _, last = monthrange(year, month + 1)
    return date(year, month + 1, min(day.day, last))


def group_code(code: str) -> str:
    """Return a code in groups of five, the last of six, as people read it aloud."""
    head, tail = code[:20], code[20:]
    return "-".join([*(head[i : i + 5] for i in range(0, len(head), 5)), *([tail] if tail else [])])


def read_code(typed: str) -> str:
    """Return a code as it is stored, from what a person typed: case and separators aside."""
    return "".join(ch for ch in typed.upper() if ch in CODE_ALPHABET)[: CODE_CHARACTERS + 1]


def state_at(stored: str, valid_until: date | None, today: date) -> State:
    """Return a certificate's state on a day; it holds through the whole of its last day."""
    state = State(stored)
    if state is State.CURRENT and valid_until is not None and today > valid_until:
        return State.EXPIRED
    return state
