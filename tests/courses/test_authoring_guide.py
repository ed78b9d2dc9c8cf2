"""Every example of the trainers' guide is read as the guide says."""

import re
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from app.core.callouts import BOXES
from app.core.errors import Severity
from app.core.infographics import INFOGRAPHICS
from app.core.markup import VARIABLES
from app.core.pages import KINDS
from app.core.questions import TYPES, known_classes
from app.core.reader import Reading, read_course

GUIDE = Path(__file__).parent.parent.parent / "docs" / "authoring.fi.md"
DAY = date(2026, 11, 21)
LESSON = "10-vertaistuki/10-tila.fi.md"
FRONT = "---\ntitle: Oppitunti\n---\n\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x40\x00\x00\x00\xf0" + bytes(20)

_FENCE = re.compile(
    r"^```markdown(?: (?P<path>\S+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)


class Example(NamedTuple):
    """One fenced example; without a path it is a lesson or a piece of one."""

    line: int
    path: str
    text: str


def read_examples() -> list[Example]:
    text = GUIDE.read_text()
    return [
        Example(text[: match.start()].count("\n") + 1, match["path"] or "", match["text"])
        for match in _FENCE.finditer(text)
    ]


EXAMPLES = read_examples()
FILES = {example.path: example.text for example in EXAMPLES if example.path}
MEDIA = {
    "media/ohjaaja.png": PNG,
    "media/vuoro.mp4": b"\x00\x00\x00\x18ftypmp42",
    "media/vuoro.fi.vtt": b"WEBVTT\n",
    "media/vuoro.fi.md": b"Aino antaa vuoron Timolle.\n",
}


def read_example(example: Example) -> Reading:
    lesson = FRONT + "## Sivu {#sivu}\n\nTeksti.\n"
    if not example.path:
        lesson = example.text if example.text.startswith("---") else FRONT + example.text
    if "\n## " not in lesson:
        lesson = lesson.replace(FRONT, FRONT + "## Sivu {#sivu}\n\n", 1)
    files = {path: text.encode() for path, text in {**FILES, LESSON: lesson}.items()}
    return read_course({**files, **MEDIA}, DAY)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"line {example.line}")
def test_the_example_is_read_without_a_word(example: Example) -> None:
    reading = read_example(example)
    assert reading.of(Severity.ERROR) == ()
    # An example is a piece of a course: the link to a word may stand in another one.
    warnings = {problem.code for problem in reading.of(Severity.WARNING)}
    assert warnings <= {"term-not-linked"}


def kinds_shown() -> tuple[set[str], set[str]]:
    pages: set[str] = set()
    questions: set[str] = set()
    for example in EXAMPLES:
        for lesson in read_example(example).courses["fi"].lessons():
            pages.update(page.kind for page in lesson.pages)
            questions.update(one.kind for page in lesson.pages for one in page.questions)
    return pages, questions


def test_every_kind_of_page_and_question_has_an_example() -> None:
    assert kinds_shown() == (set(KINDS), set(TYPES))


@pytest.mark.parametrize(
    "word",
    sorted(
        {f"[!{kind}" for kind in (*BOXES, *INFOGRAPHICS, "CHECKED", "HELP", "RIGHT", "WRONG")}
        | {f"`{name}`" for name in VARIABLES}
        | {f".{name}" for name in known_classes()}
    ),
)
def test_every_notation_is_told(word: str) -> None:
    assert word in GUIDE.read_text()
