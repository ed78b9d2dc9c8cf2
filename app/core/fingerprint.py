"""Tell one state of the code that reads and draws courses from another."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import msgspec

from app.core.words import Words

LIBRARIES = ("markdown", "markupsafe", "jinja2", "nh3", "pyyaml")
"""What turns text into HTML beside our own code."""

_DRAWN_WITH = ("*.py", "*.html")
_HERE = Path(__file__).parent


def fingerprint(words: Words) -> str:
    """Return a SHA-256 that differs when the same sources might be read or drawn otherwise.

    Args:
        words: The interface words inside course text: a corrected translation counts too.
    """
    whole = sha256(_fingerprint_of_code().encode())
    whole.update(msgspec.json.encode(words, order="deterministic"))
    return whole.hexdigest()


@cache
def _fingerprint_of_code() -> str:
    return fingerprint_of(_HERE)


def fingerprint_of(folder: Path) -> str:
    """Return the SHA-256 of the code and templates below a folder, and of the libraries."""
    whole = sha256()
    for name in LIBRARIES:
        whole.update(f"{name}={version(name)}\n".encode())
    for file in sorted(file for pattern in _DRAWN_WITH for file in folder.rglob(pattern)):
        content = file.read_bytes()
        whole.update(f"{file.relative_to(folder).as_posix()}:{len(content)}:".encode())
        whole.update(content)
    return whole.hexdigest()
