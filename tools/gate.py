"""Runs the project's checks and tests step by step and stops at the first that does not pass."""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tools import environment
from tools.console import run, say, stop
from tools.environment import ENVIRONMENT, PYTHON
from tools.setup import prepare_tests

PROGRAMS = ENVIRONMENT / "bin"
ON_POSTGRESQL = ("tests/web", "tests/fences", "tests/migrations")


class Step(NamedTuple):
    """A named command that has to end well."""

    name: str
    command: Sequence[str | Path]
    variables: dict[str, str] | None = None


CHECKS = (
    Step("Style (ruff)", [PROGRAMS / "ruff", "check"]),
    Step("Layout (ruff format)", [PROGRAMS / "ruff", "format", "--check"]),
    Step("Types (mypy)", [PROGRAMS / "mypy"]),
    Step("Layers (import-linter)", [PROGRAMS / "lint-imports", "--no-logo"]),
)
TESTS = (
    Step("Tests on SQLite", [PYTHON, "-m", "pytest"], {"TEST_DATABASE": "sqlite"}),
    Step(
        "Tests on PostgreSQL",
        [PYTHON, "-m", "pytest", *ON_POSTGRESQL],
        {"TEST_DATABASE": "postgresql"},
    ),
)
LONG = (Step("Long tests", [PYTHON, "-m", "pytest", "-m", "long"]),)
TIDY = (
    Step("Mending what can be mended (ruff)", [PROGRAMS / "ruff", "check", "--fix"]),
    Step("Layout (ruff format)", [PROGRAMS / "ruff", "format"]),
)
BENCH = (Step("Measuring", [PYTHON, "-m", "benchmarks"]),)
STEPS = {
    "all": CHECKS + TESTS,
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
    say("\nAll passed.")


if __name__ == "__main__":
    main()
