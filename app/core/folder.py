"""Tell the files of a course folder apart by their names, and open them as lines of text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum

from msgspec import Struct

from app.core.ids import is_id, make_id
from app.core.markup import RESERVED
from app.core.problems import Problems
from app.core.questions.base import SourceLine

MOST_FILES = 3000
LARGEST_TEXT = 300_000
"""Bytes of one text file; a long lesson has 20,000."""
LARGEST_COURSE = 8_000_000
"""Bytes of all text files together."""
LONGEST_LINE = 5000

EVENINGS = "evenings"
"""Folder of the scripts of live evenings; no module."""

_LANGUAGE = r"(?P<language>[a-z]{2,3}(?:-[a-z0-9]{2,8})?)"
_ROOT = re.compile(rf"(?P<name>course|glossary|sources|labels|help)\.{_LANGUAGE}\.md")
_IN_MODULE = re.compile(
    r"(?P<folder>(?:(?P<place>\d{1,6})-)?(?P<module>[^/]+))/"
    rf"(?:(?P<number>\d{{1,6}})-)?(?P<name>[^/]+?)\.{_LANGUAGE}\.md"
)
_EVENING = re.compile(rf"evenings/(?:(?P<number>\d{{1,6}})-)?(?P<name>[^/]+?)\.{_LANGUAGE}\.md")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\ufeff\ud800-\udfff]")
_LONG_SPACES = re.compile(r"[ \t]{40,}")
_NO_NUMBER = 10**9


class FileKind(StrEnum):
    """What a text file of a course holds."""

    COURSE = "course"
    GLOSSARY = "glossary"
    SOURCES = "sources"
    LABELS = "labels"
    HELP = "help"
    MODULE = "module"
    LESSON = "lesson"
    EVENING = "evening"


class CourseFile(Struct, frozen=True):
    """One text file of a course."""

    path: str
    kind: FileKind
    language: str
    lines: tuple[SourceLine, ...]
    folder: str = ""
    """Name of the module's folder."""
    module_name: str = ""
    name: str = ""
    """Id of the lesson, module or evening, unless its front matter says another."""
    order: tuple[int, int] = (0, 0)
    """Number of the module's folder and of the lesson or evening."""


def open_folder(files: Mapping[str, bytes], problems: Problems) -> list[CourseFile]:
    """Return the text files of a course in their order; report what cannot be one."""
    opened: list[CourseFile] = []
    seen: dict[tuple[str, str, str, str], str] = {}
    size = 0
    for path in sorted(files)[:MOST_FILES]:
        named = _named(path, problems)
        if named is None:
            continue
        size += min(len(files[path]), LARGEST_TEXT)
        lines = read_lines(path, files[path] if size <= LARGEST_COURSE else b"", problems)
        key = (named.kind.value, named.folder, named.name, named.language)
        if key in seen:
            problems.reporter(path)("file-twice", 1, found=path, expected=seen[key])
            continue
        seen[key] = path
        opened.append(
            CourseFile(
                path,
                named.kind,
                named.language,
                lines,
                named.folder,
                named.module_name,
                named.name,
                named.order,
            )
        )
    return sorted(opened, key=lambda file: (file.order, file.folder, file.name, file.language))


def _named(path: str, problems: Problems) -> CourseFile | None:
    """Return an empty file of the kind that the path tells, or None for any other file."""
    normal = unicodedata.normalize("NFC", path)
    if normal.startswith("media/") or not normal.endswith(".md"):
        return None
    root = _ROOT.fullmatch(normal)
    if root is not None:
        return CourseFile(path, FileKind(root["name"]), root["language"], ())
    evening = _EVENING.fullmatch(normal)
    if evening is not None:
        return CourseFile(
            path,
            FileKind.EVENING,
            evening["language"],
            (),
            EVENINGS,
            name=_id_of(evening["name"], "ilta"),
            order=(0, int(evening["number"] or _NO_NUMBER)),
        )
    inside = _IN_MODULE.fullmatch(normal)
    if inside is None:
        if "/" in normal or normal.partition(".")[0] in set(FileKind):
            problems.reporter(path)(
                "file-name", 1, found=path, example="10-vertaistuki/20-muodot.fi.md"
            )
        return None
    kind = FileKind.MODULE if inside["name"] == "module" else FileKind.LESSON
    module = _id_of(inside["module"], "moduuli")
    return CourseFile(
        path,
        kind,
        inside["language"],
        (),
        inside["folder"],
        module,
        module if kind is FileKind.MODULE else _id_of(inside["name"], "oppitunti"),
        (int(inside["place"] or _NO_NUMBER), int(inside["number"] or _NO_NUMBER)),
    )


def _id_of(name: str, empty: str) -> str:
    return name if is_id(name) else make_id(name, empty=empty)


def read_lines(path: str, content: bytes, problems: Problems) -> tuple[SourceLine, ...]:
    """Return the numbered lines of a file; report bytes that are no text."""
    report = problems.reporter(path)
    if len(content) > LARGEST_TEXT:
        report("file-too-large", 1, expected=str(LARGEST_TEXT))
        return ()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        report("not-utf8", content[: error.start].count(b"\n") + 1)
        return ()
    return _clean(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), path, problems)


def _clean(written: Sequence[str], path: str, problems: Problems) -> tuple[SourceLine, ...]:
    lines = []
    for number, text in enumerate(written, start=1):
        if len(text) > LONGEST_LINE:
            problems.reporter(path)("line-too-long", number, expected=str(LONGEST_LINE))
        normal = unicodedata.normalize("NFC", text[:LONGEST_LINE])
        plain = RESERVED.sub("", _CONTROL.sub("", normal))
        lines.append(SourceLine(number, _LONG_SPACES.sub(" " * 40, plain)))
    return tuple(lines)
