"""The project's own files, as the fences look at them."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


@cache
def project_files() -> tuple[Path, ...]:
    """Give every file that is in the project or about to be: what Git tracks or would add."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    names = sorted(set(listed.split("\0")) - {""})
    return tuple(ROOT / name for name in names if (ROOT / name).is_file())


def files_ending(*endings: str) -> list[Path]:
    """Give the project's files with one of these endings, such as ``.py``."""
    return [file for file in project_files() if file.suffix in endings]


def name_of(file: Path) -> str:
    """Give the name by which a person finds the file: its path from the project's folder."""
    return file.relative_to(ROOT).as_posix()
