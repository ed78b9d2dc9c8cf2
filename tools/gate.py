"""Runs the project's checks one by one, then its tests in parts side by side."""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tools import environment
from tools.console import run, say, stop
from tools.environment import ENVIRONMENT, PYTHON
from tools.parts import Part, run_parts
from tools.setup import prepare_tests

PROGRAMS = ENVIRONMENT / "bin"


class Step(NamedTuple):
    """A named command that has to end well."""

    name: str
    command: Sequence[str | Path]
    variables: dict[str, str] | None = None


def tests(name: str, database: str, *folders: str) -> Part:
    """Describe the part that runs these folders on this kind of database."""
    command: list[str | Path] = [PYTHON, "-m", "pytest", "--quiet", "--no-header", *folders]
    return Part(name, command, {"TEST_DATABASE": database})


CHECKS = (
    Step("Style (ruff)", [PROGRAMS / "ruff", "check"]),
    Step("Layout (ruff format)", [PROGRAMS / "ruff", "format", "--check"]),
    Step("Types (mypy)", [PROGRAMS / "mypy"]),
    Step("Layers (import-linter)", [PROGRAMS / "lint-imports", "--no-logo"]),
)
# The longest first: what is short fills the gaps. Chromium draws the same from any database.
TESTS = (
    tests("Journeys in Chromium", "sqlite", "tests/browser"),
    tests("Pages on PostgreSQL", "postgresql", "tests/web"),
    tests("Conventions on PostgreSQL", "postgresql", "tests/fences", "tests/migrations"),
    tests("Conventions on SQLite", "sqlite", "tests/fences", "tests/migrations"),
    tests("Pages on SQLite", "sqlite", "tests/web"),
    tests("Rules and courses", "sqlite", "tests/core", "tests/courses"),
    tests("Reliability", "sqlite", "tests/reliability"),
)
LONG = (Step("Long tests", [PYTHON, "-m", "pytest", "-m", "long"]),)
TIDY = (
    Step("Mending what can be mended (ruff)", [PROGRAMS / "ruff", "check", "--fix"]),
    Step("Layout (ruff format)", [PROGRAMS / "ruff", "format"]),
)
BENCH = (Step("Measuring", [PYTHON, "-m", "benchmarks"]),)
STEPS = {
    "all": CHECKS,
    "check": CHECKS,
    "long": LONG,
    "fmt": TIDY,
    "bench": BENCH,
}
NEED_A_BROWSER = ("all", "long")


def main() -> None:
    """Read the command line, prepare what the steps need and take them in order."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="?", default="all", choices=STEPS)
    what = parser.parse_args().what
    if what in NEED_A_BROWSER:
        prepare_tests()
    else:
        environment.prepare(environment.TESTS)
        environment.compile_translations()
    take(STEPS[what])
    if what == "all":
        say(f"\nTests, in {len(TESTS)} parts side by side …")
        run_parts(TESTS)


def take(steps: Sequence[Step]) -> None:
    """Run the steps in order, saying how long each took.

    Raises:
        SystemExit: when a step does not pass, naming it.
    """
    for number, step in enumerate(steps, start=1):
        say(f"\n[{number}/{len(steps)}] {step.name} …")
        began = time.monotonic()
        code = run(step.command, step.variables)
        if code != 0:
            stop(f"Stopped at step {number} of {len(steps)}, {step.name}: it did not pass.")
        say(f"[{number}/{len(steps)}] {step.name}: passed in {time.monotonic() - began:.0f} s")
    say("\nAll steps passed.")


if __name__ == "__main__":
    main()
