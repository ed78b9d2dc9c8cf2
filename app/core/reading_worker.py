"""Read a course in a process of its own, so that no text can hold up whoever asked.

Run as ``python -m app.core.reading_worker``: the request comes in, the reading goes out, both as
MessagePack.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import msgspec
from msgspec import Struct

from app.core.errors import Problem, Severity
from app.core.outline import Made
from app.core.publishing import decode_course, encode_course
from app.core.reader import Counts, Reading, read_course
from app.core.words import Words

MOST_SECONDS = 60.0
"""A course of fifty lessons takes three on a slow machine."""

_TOP = Path(__file__).parent.parent.parent


class _Request(Struct, frozen=True):
    files: dict[str, bytes]
    today: date
    slug: str
    words: Words


class _Answer(Struct, frozen=True):
    problems: tuple[Problem, ...]
    main_language: str
    courses: dict[str, bytes]
    counts: Counts
    made_ids: dict[str, tuple[Made, ...]]
    where: dict[str, tuple[str, int]]


def read_in_time(
    files: Mapping[str, bytes],
    today: date,
    *,
    slug: str,
    words: Words | None = None,
    seconds: float = MOST_SECONDS,
) -> Reading:
    """Read a course as `read_course` does, in a process that is stopped after some seconds.

    A reading that had to be stopped holds one problem that says so.
    """
    request = _Request(dict(files), today, slug, words or Words())
    try:
        done = subprocess.run(
            [sys.executable, "-m", "app.core.reading_worker"],
            input=msgspec.msgpack.encode(request),
            stdout=subprocess.PIPE,
            cwd=_TOP,
            timeout=seconds,
            check=True,
        )
    except subprocess.TimeoutExpired:
        problem = Problem(slug, 1, Severity.ERROR, "took-too-long")
        return Reading((problem,), "fi", {}, Counts(), {})
    answer = msgspec.msgpack.decode(done.stdout, type=_Answer)
    courses = {language: decode_course(body) for language, body in answer.courses.items()}
    return Reading(
        answer.problems,
        answer.main_language,
        courses,
        answer.counts,
        answer.made_ids,
        answer.where,
    )


def main() -> None:
    """Answer one request."""
    request = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=_Request)
    reading = read_course(request.files, request.today, slug=request.slug, words=request.words)
    answer = _Answer(
        reading.problems,
        reading.main_language,
        {language: encode_course(course) for language, course in reading.courses.items()},
        reading.counts,
        dict(reading.made_ids),
        dict(reading.where),
    )
    sys.stdout.buffer.write(msgspec.msgpack.encode(answer))


if __name__ == "__main__":
    main()
