"""Functions and files stay small enough to be understood at one sight."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.support.sources import ROOT, files_ending, name_of

LONGEST_FUNCTION = 40
LONGEST_FILE = 400
# Alembic writes them: a list of columns hides no concept that wants its own name.
WRITTEN_BY_ALEMBIC = ROOT / "migrations" / "versions"


def test_no_function_is_longer_than_forty_lines() -> None:
    too_long = [
        f"{name_of(file)}:{line} {name}: {length} lines"
        for file in _files(".py")
        for name, line, length in functions(file)
        if length > LONGEST_FUNCTION
    ]
    assert not too_long, _advice("What part of it wants a name of its own?", too_long)


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    too_long = [
        f"{name_of(file)}: {length} lines"
        for file in _files(".py", ".html", ".js", ".css")
        if (length := len(file.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    ]
    assert not too_long, _advice("Which concept in it wants a file of its own?", too_long)


def test_the_longest_function_is_found_with_its_length(tmp_path: Path) -> None:
    file = tmp_path / "example.py"
    file.write_text("class A:\n    def long(self):\n" + "        ...\n" * 41, encoding="utf-8")
    assert list(functions(file)) == [("long", 2, 42)]


def functions(file: Path) -> Iterator[tuple[str, int, int]]:
    """Give each function's name, first line and number of lines."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            yield node.name, node.lineno, node.end_lineno - node.lineno + 1


def _files(*endings: str) -> list[Path]:
    return [file for file in files_ending(*endings) if WRITTEN_BY_ALEMBIC not in file.parents]


def _advice(question: str, lines: list[str]) -> str:
    return "\n".join([question, *lines])
