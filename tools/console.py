"""What the tools say to the person at the terminal, and how they start other programs."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent


def say(text: str) -> None:
    """Print a line at once, so that a long step is announced before it starts."""
    print(text, flush=True)


def stop(text: str) -> NoReturn:
    """End the program with a message that tells what to do next.

    Raises:
        SystemExit: always, with exit code 1.
    """
    sys.stdout.flush()
    print(f"\n{text}", file=sys.stderr, flush=True)
    raise SystemExit(1)


def run(command: Sequence[str | Path], variables: Mapping[str, str] | None = None) -> int:
    """Run a program in the project's folder, showing its output, and return its exit code."""
    words = [str(word) for word in command]
    return subprocess.run(words, cwd=ROOT, env=_environment(variables), check=False).returncode


def works(command: Sequence[str | Path]) -> bool:
    """Tell whether a program starts and ends well, without showing anything."""
    words = [str(word) for word in command]
    try:
        done = subprocess.run(words, cwd=ROOT, capture_output=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def administrator() -> list[str] | None:
    """Give the words that let a system package be installed, or None where that is not allowed."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    if works(["sudo", "-n", "true"]):
        return ["sudo", "-n"]
    return None


def install_system_packages(*names: str) -> bool:
    """Install Debian packages where this is possible; tell whether it was."""
    words = administrator()
    if words is None:
        return False
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    say(f"  Installing {', '.join(names)} with apt-get …")
    if run([*words, "apt-get", "update", "-qq"], quiet) != 0:
        return False
    return run([*words, "apt-get", "install", "-qq", "-y", *names], quiet) == 0


def _environment(variables: Mapping[str, str] | None) -> dict[str, str]:
    return {**os.environ, **(variables or {})}
