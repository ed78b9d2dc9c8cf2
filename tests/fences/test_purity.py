"""The core reads no clock, the package opens without Flask, the tools need nothing installed."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.sources import ROOT, files_ending, name_of

TIME_OF_DAY = {"now", "today", "utcnow", "time", "time_ns", "localtime", "gmtime"}
STOPWATCHES = {"monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns"}
# The one place where the application reads the time.
CLOCK_OF_THE_APPLICATION = ROOT / "app" / "extensions.py"


def test_the_application_reads_the_time_from_its_clock_only() -> None:
    readers = [
        f"{name_of(file)}:{line}"
        for file in _below("app")
        if file != CLOCK_OF_THE_APPLICATION
        for line in clock_readings(file.read_text(encoding="utf-8"), TIME_OF_DAY)
    ]
    assert not readers, _advice("Call app.extensions.clock.now() instead:", readers)


def test_the_core_takes_the_time_as_an_argument() -> None:
    readers = [
        f"{name_of(file)}:{line}"
        for file in _below("app/core")
        for line in clock_readings(file.read_text(encoding="utf-8"), TIME_OF_DAY | STOPWATCHES)
    ]
    assert not readers, _advice("Let the caller say what time it is:", readers)


@pytest.mark.parametrize(
    "code",
    ["datetime.now(UTC)", "date.today()", "time.time()", "a.datetime.utcnow()", "time.monotonic()"],
)
def test_a_reading_of_the_clock_is_found(code: str) -> None:
    assert clock_readings(code, TIME_OF_DAY | STOPWATCHES) == [1]


@pytest.mark.parametrize("code", ["clock.now()", "clock.today()", "moment.time()", "shows.now"])
def test_asking_the_applications_clock_is_allowed(code: str) -> None:
    assert clock_readings(code, TIME_OF_DAY) == []


def test_the_core_opens_without_any_web_or_database_library() -> None:
    # In a process of its own: here, other tests have loaded them already.
    question = (
        "import sys, pkgutil, importlib, app.core as core\n"
        "for it in pkgutil.walk_packages(core.__path__, 'app.core.'):\n"
        "    importlib.import_module(it.name)\n"
        "print([n for n in ('flask', 'wtforms', 'sqlalchemy', 'werkzeug') if n in sys.modules])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", question], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert answer.stdout.strip() == "[]"


def test_the_package_itself_holds_only_a_docstring() -> None:
    body = ast.parse((ROOT / "app" / "__init__.py").read_text(encoding="utf-8")).body
    assert len(body) == 1
    assert isinstance(body[0], ast.Expr)


READS_COURSES = "tools/coverage.py"
"""Runs when everything is installed: it reads the course as publishing does."""


def test_the_tools_need_only_what_comes_with_python() -> None:
    foreign = {
        f"{name_of(file)} imports {name}"
        for file in _below("tools")
        if name_of(file) != READS_COURSES
        for name in _imported(file)
        if name not in sys.stdlib_module_names | {"tools", "config"}
    }
    assert not foreign


def clock_readings(code: str, names: set[str]) -> list[int]:
    """Give the lines on which code calls such a method of anything but ``clock``."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in names
        and _is_clock(node.func.attr, node.func.value)
    ]


def _is_clock(method: str, asked: ast.expr) -> bool:
    name = asked.id if isinstance(asked, ast.Name) else ""
    # A moment's time() is a part of it; the module's is the present.
    return name == "time" if method == "time" else name != "clock"


def _below(folder: str) -> list[Path]:
    return [file for file in files_ending(".py") if ROOT / folder in file.parents]


def _imported(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def _advice(what_to_do: str, places: list[str]) -> str:
    return "\n".join([what_to_do, *places])
