"""Prepares the machine: `python -m tools.setup runtime` to run, `tests` to run and test."""

import argparse

from tools import environment
from tools.chromium import prepare_chromium
from tools.console import say


def prepare_runtime() -> None:
    """Have all that the platform needs to run."""
    say("Preparing the environment …")
    environment.prepare()
    environment.compile_translations()


def prepare_tests() -> None:
    """Have all that the platform's tests need, a browser included."""
    say("Preparing the tests …")
    environment.prepare(environment.TESTS)
    environment.compile_translations()
    prepare_chromium()


def main() -> None:
    """Read the command line and prepare what it names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="+", choices=("runtime", "tests"))
    parts = parser.parse_args().parts
    if "runtime" in parts:
        prepare_runtime()
    if "tests" in parts:
        prepare_tests()
    say("Everything is ready.")


if __name__ == "__main__":
    main()
