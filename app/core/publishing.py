"""What publishing needs of a course: storing it, keeping ids and telling revisions apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from hashlib import sha256
from typing import Any

import msgspec
from msgspec import Struct

from app.core.course import Course, Lesson, Page, PageContent, Question, QuestionContent
from app.core.language import localise
from app.core.pages import KINDS
from app.core.questions import TYPES


def encode_course(course: Course) -> bytes:
    """Return the course as JSON."""
    return msgspec.json.encode(course, enc_hook=_encode)


def decode_course(body: bytes) -> Course:
    """Return the course that `encode_course` stored.

    Raises:
        KeyError: It holds a kind of page or question that is not installed.
        msgspec.ValidationError: It is no stored course.
    """
    value = msgspec.json.decode(body)
    for module in value["modules"]:
        for lesson in module["lessons"]:
            for page in lesson["pages"]:
                _decode_contents(page)
    return msgspec.convert(value, Course, dec_hook=_decode)


def _decode_contents(page: dict[str, Any]) -> None:
    """Turn the contents of a page and of its questions into the types of their kinds."""
    kind = KINDS[page["kind"]]
    page["content"] = msgspec.convert(page["content"], kind.content_type, dec_hook=_decode)
    for question in page["questions"]:
        content_type = TYPES[question["kind"]].content_type
        question["content"] = msgspec.convert(question["content"], content_type, dec_hook=_decode)


def _encode(value: object) -> str:
    if isinstance(value, Fraction):
        return str(value)
    raise NotImplementedError(type(value).__name__)


def _decode(wanted: type, value: Any) -> Any:  # noqa: ANN401 - what JSON holds
    if wanted is Fraction:
        return Fraction(value)
    if wanted in (QuestionContent, PageContent) and isinstance(value, wanted):
        return value
    raise NotImplementedError(wanted.__name__)


def digest_sources(files: Mapping[str, bytes]) -> str:
    """Return the SHA-256 of the files: of their names in order and their content."""
    whole = sha256()
    for path in sorted(files):
        name = path.encode("utf-8", "surrogateescape")
        whole.update(b"%d:%b%d:" % (len(name), name, len(files[path])))
        whole.update(files[path])
    return whole.hexdigest()


def adopt_ids(previous: Course | None, new: Course) -> Course:
    """Return the new course with the ids of unnamed parts, such as choices, kept.

    Questions and pages are found by their ids wherever they moved within their lesson; the kind
    of each decides which of its parts is the same as before.
    """
    if previous is None:
        return new

    def adopt_lesson(lesson: Lesson) -> Lesson:
        old = previous.lesson(lesson.id)
        if old is None:
            return lesson
        questions = _questions_of(old)
        pages = tuple(_adopt_page(page, old.page(page.id), questions) for page in lesson.pages)
        return msgspec.structs.replace(lesson, pages=pages)

    return _with_lessons(new, adopt_lesson)


def _questions_of(lesson: Lesson) -> dict[str, Question]:
    return {question.id: question for page in lesson.pages for question in page.questions}


def _with_lessons(course: Course, change: Callable[[Lesson], Lesson]) -> Course:
    modules = tuple(
        msgspec.structs.replace(module, lessons=tuple(change(lesson) for lesson in module.lessons))
        for module in course.modules
    )
    return msgspec.structs.replace(course, modules=modules)


def _adopt_page(page: Page, old: Page | None, questions: Mapping[str, Question]) -> Page:
    kept = tuple(_adopt_question(one, questions.get(one.id)) for one in page.questions)
    content = page.content
    if old is not None and old.kind == page.kind:
        content = KINDS[page.kind].adopt_ids(old.content, content)
    return msgspec.structs.replace(page, questions=kept, content=content)


def _adopt_question(question: Question, old: Question | None) -> Question:
    if old is None or old.kind != question.kind:
        return question
    content = TYPES[question.kind].adopt_ids(old.content, question.content)
    return msgspec.structs.replace(question, content=content)


def adopt_all(
    previous: Course | None, courses: Mapping[str, Course], main_language: str
) -> dict[str, Course]:
    """Return the courses of all languages with ids kept; the main one decides for all."""
    main = adopt_ids(previous, courses[main_language])
    return {
        language: main
        if language == main_language
        else msgspec.structs.replace(localise(main, course, by_place=True), language=language)
        for language, course in courses.items()
    }


class Changes(Struct, frozen=True):
    """What differs between two revisions, as addresses ``lesson``, ``lesson/page`` and so on."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    kind_changed: tuple[str, ...] = ()
    """Pages and questions that became another kind under the same id: they need a new one."""


def find_changes(previous: Course | None, new: Course) -> Changes:
    """Return what was added, removed, or became another kind."""
    old = _kinds(previous) if previous is not None else {}
    now = _kinds(new)
    return Changes(
        added=tuple(address for address in now if address not in old),
        removed=tuple(address for address in old if address not in now),
        kind_changed=tuple(
            address for address, kind in now.items() if old.get(address, kind) != kind
        ),
    )


def _kinds(course: Course) -> dict[str, str]:
    """Return the kind of everything that facts are stored about, by address."""
    kinds: dict[str, str] = {}
    for lesson in course.lessons():
        kinds[lesson.id] = "lesson"
        for page in lesson.pages:
            kinds[f"{lesson.id}/{page.id}"] = page.kind
            for question in page.questions:
                kinds[f"{lesson.id}/{page.id}/{question.id}"] = question.kind
    return kinds
