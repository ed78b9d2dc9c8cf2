"""A course that a trainer edits in every way, as values: sketches of it, and edits of sketches."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

READING, REFLECTION, PROMISE, QUIZ = "reading", "reflection", "promise", "quiz"


@dataclass(frozen=True)
class PageSketch:
    """A page with what edits can change."""

    id: str
    kind: str = READING
    words: int = 0
    """Counts rewordings."""
    optional: bool = False
    questions: tuple[str, ...] = ()
    key: int = 0
    """Which of the two answers is right in every question."""


@dataclass(frozen=True)
class LessonSketch:
    """A lesson: its pages, and in which of the two modules it stands."""

    id: str
    pages: tuple[PageSketch, ...]
    module: int = 0
    words: int = 0


Sketch = tuple[LessonSketch, ...]

BEGINNING: Sketch = (
    LessonSketch(
        "alku",
        (
            PageSketch("eka", questions=("q-eka",)),
            PageSketch("mietin", REFLECTION),
            PageSketch("lupaan", PROMISE),
        ),
    ),
    LessonSketch(
        "taito",
        (PageSketch("luen"), PageSketch("testi", QUIZ, questions=("t-yksi", "t-kaksi"))),
        module=1,
    ),
)


def write(course: Sketch) -> dict[str, bytes]:
    """Give the files of a course as sketched."""
    files = {"course.fi.md": "---\ntitle: Muuttuva kurssi\nlanguages: [fi]\n---\n\nTervetuloa.\n"}
    for module in (0, 1):
        if any(lesson.module == module for lesson in course):
            text = f"---\ntitle: Moduuli {module}\n---\n\nModuuli.\n"
            files[f"{module}0-moduuli-{module}/module.fi.md"] = text
    for number, lesson in enumerate(course):
        path = f"{lesson.module}0-moduuli-{lesson.module}/{number:02}-{lesson.id}.fi.md"
        pages = "\n".join(_page(page) for page in lesson.pages)
        files[path] = f"---\ntitle: Oppitunti {lesson.id} {lesson.words}\n---\n\n{pages}"
    return {path: text.encode() for path, text in files.items()}


def _page(page: PageSketch) -> str:
    marks = "" if page.kind == READING else f".{page.kind} "
    optional = " .optional" if page.optional else ""
    lines = [f"## Sivu {page.id} {page.words} {{{marks}#{page.id}{optional}}}", ""]
    if page.kind != QUIZ:
        lines += [f"Tekstiä {page.words}.", ""]
    if page.kind == REFLECTION:
        lines += ["### Mitä ajattelet? {#ajatus}", ""]
    for question in page.questions:
        lines += [f"### Kysymys {question} {page.words} {{#{question}}}"]
        lines += [f"- [{'x' if page.key == place else ' '}] Vaihtoehto {place}" for place in (0, 1)]
        lines += [""]
    return "\n".join(lines)


Edit = Callable[[Sketch, int, int], Sketch]
"""Edits a sketch; the two numbers choose the lesson and the page."""


def _with_page(
    course: Sketch, lesson: int, page: int, new: Callable[[PageSketch], PageSketch | None]
) -> Sketch:
    where = lesson % len(course)
    old = course[where]
    which = page % len(old.pages)
    changed = new(old.pages[which])
    middle = () if changed is None else (changed,)
    pages = (*old.pages[:which], *middle, *old.pages[which + 1 :])
    return _with_lesson(course, where, replace(old, pages=pages))


def _with_lesson(course: Sketch, where: int, lesson: LessonSketch) -> Sketch:
    return (*course[:where], lesson, *course[where + 1 :])


def reword(course: Sketch, lesson: int, page: int) -> Sketch:
    """Change the title and text of a page and its questions."""
    return _with_page(course, lesson, page, lambda it: replace(it, words=it.words + 1))


def rename(course: Sketch, lesson: int, _page: int) -> Sketch:
    """Change the title of a lesson."""
    old = course[lesson % len(course)]
    return _with_lesson(course, lesson % len(course), replace(old, words=old.words + 1))


def reorder_pages(course: Sketch, lesson: int, _page: int) -> Sketch:
    """Turn the pages of a lesson round."""
    old = course[lesson % len(course)]
    return _with_lesson(course, lesson % len(course), replace(old, pages=old.pages[::-1]))


def reorder_lessons(course: Sketch, _lesson: int, _page: int) -> Sketch:
    """Turn the lessons round."""
    return course[::-1]


def move_lesson(course: Sketch, lesson: int, _page: int) -> Sketch:
    """Put a lesson into the other module."""
    old = course[lesson % len(course)]
    return _with_lesson(course, lesson % len(course), replace(old, module=1 - old.module))


def add_page(course: Sketch, lesson: int, page: int) -> Sketch:
    """Add a page that nobody has read yet, in front of another."""
    old = course[lesson % len(course)]
    taken = {it.id for it in old.pages}
    name = next(f"uusi-{n}" for n in range(99) if f"uusi-{n}" not in taken)
    which = page % len(old.pages)
    pages = (*old.pages[:which], PageSketch(name), *old.pages[which:])
    return _with_lesson(course, lesson % len(course), replace(old, pages=pages))


def remove_page(course: Sketch, lesson: int, page: int) -> Sketch:
    """Take a page away, unless it is the lesson's last one."""
    if len(course[lesson % len(course)].pages) == 1:
        return course
    return _with_page(course, lesson, page, lambda _: None)


def add_lesson(course: Sketch, lesson: int, _page: int) -> Sketch:
    """Add a lesson at the end."""
    name = next(f"lisa-{n}" for n in range(99) if all(it.id != f"lisa-{n}" for it in course))
    return (*course, LessonSketch(name, (PageSketch("sivu"),), lesson % 2))


def remove_lesson(course: Sketch, lesson: int, _page: int) -> Sketch:
    """Take a lesson away, unless it is the last one."""
    where = lesson % len(course)
    return course if len(course) == 1 else (*course[:where], *course[where + 1 :])


def make_optional(course: Sketch, lesson: int, page: int) -> Sketch:
    """Make a page optional, or required again, unless nothing required would be left."""
    changed = _with_page(course, lesson, page, lambda it: replace(it, optional=not it.optional))
    required = [all(it.optional for it in one.pages) for one in changed]
    return course if any(required) else changed


def correct_key(course: Sketch, lesson: int, page: int) -> Sketch:
    """Let the other answer be right."""
    return _with_page(course, lesson, page, lambda it: replace(it, key=1 - it.key))


def add_question(course: Sketch, lesson: int, page: int) -> Sketch:
    """Add a question to a page that has some."""
    return _with_page(course, lesson, page, _with_question)


def remove_question(course: Sketch, lesson: int, page: int) -> Sketch:
    """Take a question away, unless it is the page's last one."""
    return _with_page(
        course,
        lesson,
        page,
        lambda it: replace(it, questions=it.questions[1:]) if len(it.questions) > 1 else it,
    )


def _with_question(page: PageSketch) -> PageSketch:
    if not page.questions:
        return page
    free = (f"{page.id}-k{n}" for n in range(99) if f"{page.id}-k{n}" not in page.questions)
    return replace(page, questions=(*page.questions, next(free)))


EDITS: Sequence[Edit] = (
    *(reword, rename, reorder_pages, reorder_lessons, move_lesson, add_page, remove_page),
    *(add_lesson, remove_lesson, make_optional, correct_key, add_question, remove_question),
)
