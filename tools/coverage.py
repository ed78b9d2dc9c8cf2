"""Shows where the course says each founding idea and which wrong choice carries each mistake.

`python -m tools.coverage` writes docs/coverage.md from docs/coverage/*.toml and the shipped course.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import msgspec

from app.core.course import Course, Lesson, Line, Page, Text
from app.core.pages.scenario import ScenarioContent
from app.core.questions.choose_all import ChooseAllContent
from app.core.questions.choose_one import ChooseOneContent
from app.core.reader import Reading, read_course
from tools.console import ROOT, stop

ROWS = ROOT / "docs" / "coverage"
TABLE = ROOT / "docs" / "coverage.md"
COURSE = ROOT / "courses" / "verkkovertaisohjaaja"
IDEAS, PITFALLS = "ideas.toml", "pitfalls.toml"
FEWEST_WORDS = 4
"""Words of a sentence that shows an idea; fewer could stand anywhere."""

_INLINE = re.compile(r"</?(?:a|b|i|em|strong|span|code|abbr)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_REMARK = re.compile(r"\([^()]*\)")
_NO_WORD = re.compile(r"[^\w=]+")


@dataclass(frozen=True)
class Idea:
    """One idea of the founding documents."""

    id: str
    text: str
    lessons: tuple[str, ...] = ()
    """Where it may be told; empty: in any lesson, or in the file."""
    file: str = ""
    says: str = ""
    left_out: str = ""
    """Why it is told nowhere."""


@dataclass(frozen=True)
class Told:
    """A page with a sentence that says an idea."""

    idea: str
    page: str
    says: str


@dataclass(frozen=True)
class Carried:
    """A wrong choice or scene that carries a mistake."""

    lesson: str
    pitfall: str
    item: str
    distractor: str


@dataclass(frozen=True)
class Rows:
    """All that the files under docs/coverage say."""

    ideas: tuple[Idea, ...]
    pitfalls: tuple[tuple[str, str], ...]
    """Lesson and mistake."""
    told: tuple[tuple[str, Told], ...] = field(default=())
    """With the name of the file."""
    carried: tuple[tuple[str, Carried], ...] = field(default=())


def load_rows(folder: Path = ROWS) -> Rows:
    """Return what the files say.

    Raises:
        tomllib.TOMLDecodeError: A file is no TOML.
        TypeError: A row has an unknown key or lacks one.
    """
    ideas = _load(folder / IDEAS)["idea"]
    pitfalls = _load(folder / PITFALLS)["lesson"]
    modules = [file for file in sorted(folder.glob("*.toml")) if file.name[:1].isdigit()]
    rows = {file.name: _load(file) for file in modules}
    return Rows(
        tuple(Idea(**{**row, "lessons": tuple(row["lessons"])}) for row in ideas),
        tuple((row["id"], pitfall) for row in pitfalls for pitfall in row["pitfalls"]),
        tuple((name, Told(**row)) for name, all_ in rows.items() for row in all_.get("idea", ())),
        tuple(
            (name, Carried(**row)) for name, all_ in rows.items() for row in all_.get("pitfall", ())
        ),
    )


def _load(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def read_shipped(today: date) -> Reading:
    """Return the reading of the shipped course."""
    files = {
        file.relative_to(COURSE).as_posix(): file.read_bytes()
        for file in sorted(COURSE.rglob("*"))
        if file.is_file()
    }
    return read_course(files, today, slug=COURSE.name)


def find_faults(rows: Rows, course: Course) -> Iterator[str]:
    """Yield what is wrong with the rows, each with its file and row."""
    yield from _faults_of_ideas(rows, course)
    yield from _faults_of_pitfalls(rows, course)


def _faults_of_ideas(rows: Rows, course: Course) -> Iterator[str]:
    known = {idea.id: idea for idea in rows.ideas}
    for name, row in rows.told:
        at = f"{name}: idea {row.idea}"
        page = find_page(course, row.page)
        if row.idea not in known:
            yield f"{at}: there is no such idea in {IDEAS}"
        if page is None:
            yield f"{at}: there is no page {row.page}"
        elif len(row.says.split()) < FEWEST_WORDS:
            yield f"{at}: name a whole sentence, not “{row.says}”"
        elif _even(row.says) not in text_of_page(page):
            yield f"{at}: {row.page} does not say “{row.says}”"
    for idea in rows.ideas:
        yield from _faults_of_idea(idea, [row for _, row in rows.told if row.idea == idea.id])


def _faults_of_idea(idea: Idea, told: list[Told]) -> Iterator[str]:
    lessons = {row.page.partition("/")[0] for row in told}
    if idea.left_out:
        return
    if idea.file:
        if _even(idea.says) not in _even((ROOT / idea.file).read_text(encoding="utf-8")):
            yield f"{IDEAS}: idea {idea.id}: {idea.file} does not say “{idea.says}”"
    elif not told:
        yield f"idea {idea.id} has no row: {idea.text} ({', '.join(idea.lessons) or 'any lesson'})"
    elif idea.lessons and not lessons & set(idea.lessons):
        yield f"idea {idea.id} has a row, but none in {', '.join(idea.lessons)}"


def _faults_of_pitfalls(rows: Rows, course: Course) -> Iterator[str]:
    known = {(lesson, alike(pitfall)) for lesson, pitfall in rows.pitfalls}
    there = {(row.lesson, alike(row.pitfall)) for _, row in rows.carried}
    for name, row in rows.carried:
        at = f"{name}: pitfall {row.lesson}: {row.pitfall}"
        if (row.lesson, alike(row.pitfall)) not in known:
            yield f"{at}: is not in {PITFALLS}"
        wrong = wrong_choices(course, row.item)
        if wrong is None:
            yield f"{at}: there is no item {row.item}"
        elif not any(text.startswith(_even(row.distractor)) for text in wrong):
            yield f"{at}: {row.item} has no wrong choice “{row.distractor}”"
    for lesson, pitfall in rows.pitfalls:
        if (lesson, alike(pitfall)) not in there:
            yield f"pitfall {lesson}: {pitfall}: has no row"


def alike(pitfall: str) -> str:
    """Return a mistake as it is compared: without case, remarks and marks."""
    return " ".join(_NO_WORD.sub(" ", _REMARK.sub(" ", pitfall).casefold()).split())


def find_page(course: Course, where: str) -> Page | None:
    """Return the page at ``lesson/page``, or None."""
    lesson_id, _, page_id = where.partition("/")
    lesson = course.lesson(lesson_id)
    return lesson.page(page_id) if lesson is not None else None


def text_of_page(page: Page) -> str:
    """Return everything that a page says, as plain text."""
    return _even(" ".join(_texts(page)))


def _texts(part: object) -> Iterator[str]:
    if isinstance(part, Text):
        yield plain(part.html)
    elif isinstance(part, Line):
        yield part.text
    elif isinstance(part, tuple):
        for one in part:
            yield from _texts(one)
    elif isinstance(part, msgspec.Struct):
        for name in part.__struct_fields__:
            yield from _texts(getattr(part, name))


def plain(html: str) -> str:
    """Return the text of HTML, words inside marks whole."""
    return unescape(_TAG.sub(" ", _INLINE.sub("", html)))


def _even(text: str) -> str:
    return " ".join(text.split())


def wrong_choices(course: Course, item: str) -> list[str] | None:
    """Return what a learner could wrongly choose in an item; None when there is no such item.

    An item is ``lesson/question``, or ``lesson/page#scene`` for a scene that a choice leads to.
    """
    lesson_id, _, rest = item.partition("/")
    lesson = course.lesson(lesson_id)
    if lesson is None:
        return None
    page_id, scene, scene_id = rest.partition("#")
    return _of_scene(lesson, page_id, scene_id) if scene else _of_question(lesson, rest)


def _of_question(lesson: Lesson, question_id: str) -> list[str] | None:
    for page in lesson.pages:
        for question in page.questions:
            if question.id != question_id:
                continue
            if isinstance(question.content, (ChooseOneContent, ChooseAllContent)):
                wrong = [one.text for one in question.content.choices if not one.right]
                return [_even(plain(one.html)) for one in wrong]
            # Elsewhere every part can be put into a wrong place.
            return [_even(text) for text in _texts(question.content)]
    return None


def _of_scene(lesson: Lesson, page_id: str, scene_id: str) -> list[str] | None:
    page = lesson.page(page_id)
    if page is None or not isinstance(page.content, ScenarioContent):
        return None
    scenes = {scene.id: scene for scene in page.content.scenes}
    if scene_id not in scenes:
        return None
    target = scenes[scene_id]
    if target.outcome == "good":
        return []
    labels = [
        choice.label.text
        for scene in scenes.values()
        for choice in scene.choices
        if choice.target == scene_id
    ]
    return [_even(text) for text in (target.title.text, *labels)]


def draw_table(rows: Rows, course: Course) -> str:
    """Return docs/coverage.md."""
    numbers = {lesson.id: lesson.number for lesson in course.lessons()}
    return "\n".join(
        [
            "# What the course carries from the founding documents",
            "",
            "Written by `python -m tools.coverage` from `docs/coverage/*.toml` and the course. A",
            "test fails when a page or a sentence has gone. Mend the course or the rows.",
            "",
            "## Ideas",
            "",
            "| Idea | What it says | Lesson | Page | Sentence |",
            "|---|---|---|---|---|",
            *_idea_lines(rows, numbers, course),
            "",
            "## Mistakes that a wrong choice carries",
            "",
            "| Lesson | Mistake | Where | Wrong choice |",
            "|---|---|---|---|",
            *_pitfall_lines(rows, numbers),
            "",
        ]
    )


def _idea_lines(rows: Rows, numbers: Mapping[str, str], course: Course) -> Iterator[str]:
    for idea in rows.ideas:
        told = [row for _, row in rows.told if row.idea == idea.id]
        if idea.left_out:
            yield _row(idea.id, idea.text, "–", "–", f"Left out. {idea.left_out}")
        elif idea.file:
            yield _row(idea.id, idea.text, "–", f"`{idea.file}`", idea.says)
        for row in _in_order(told, numbers):
            page = find_page(course, row.page)
            title = page.title.text if page is not None else "?"
            lesson = row.page.partition("/")[0]
            number = numbers.get(lesson, "?")
            yield _row(
                idea.id, idea.text, f"{number} `{lesson}`", f"{title} `{row.page}`", row.says
            )


def _in_order(told: Iterable[Told], numbers: Mapping[str, str]) -> list[Told]:
    order = list(numbers)
    return sorted(
        told,
        key=lambda row: (
            order.index(lesson) if (lesson := row.page.partition("/")[0]) in order else len(order)
        ),
    )


def _pitfall_lines(rows: Rows, numbers: Mapping[str, str]) -> Iterator[str]:
    for lesson, pitfall in rows.pitfalls:
        for _, row in rows.carried:
            if (row.lesson, alike(row.pitfall)) == (lesson, alike(pitfall)):
                where = f"{numbers.get(lesson, '?')} `{lesson}`"
                yield _row(where, pitfall, f"`{row.item}`", row.distractor)


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def main() -> None:
    """Write the table, unless a row leads nowhere."""
    rows = load_rows()
    course = read_shipped(date.today()).courses["fi"]  # noqa: DTZ011 - the day does not matter here
    faults = list(find_faults(rows, course))
    TABLE.write_text(draw_table(rows, course), encoding="utf-8")
    if faults:
        stop("\n".join(faults))


if __name__ == "__main__":
    main()
