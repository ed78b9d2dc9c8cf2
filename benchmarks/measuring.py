"""Interleaved CPU time of two requests: one of each in turn, so that both meet the same machine."""

from __future__ import annotations

import gc
import io
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder

SAME_SIZE = 0.05
"""How far the sizes of a page and its floor may differ, as a share."""


class UnlikeError(RuntimeError):
    """A page and its floor cannot be compared; the message says why."""


@dataclass(frozen=True)
class Answered:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes
    nanoseconds: int
    """CPU time of this process between the call and the last byte."""


class Request:
    """One request of one browser, sent straight to the application as often as wanted."""

    def __init__(
        self,
        client: FlaskClient,
        path: str,
        make_form: Callable[[], dict[str, str]] | None = None,
    ) -> None:
        """Prepare it; ``make_form`` gives the fields of each new submit."""
        self._app: Flask = client.application
        self._client = client
        self._path = path
        self._make_form = make_form

    def send(self) -> Answered:
        """Send it once more. What the browser does is prepared outside the measured time."""
        environ = self._environ()
        found: dict[str, Any] = {}

        def start_response(status: str, headers: list[tuple[str, str]], *_rest: object) -> object:
            found.update(status=status, headers=headers)
            return None

        began = time.process_time_ns()
        chunks = self._app(environ, start_response)  # type: ignore[arg-type] # no write callable
        body = b"".join(chunks)
        if hasattr(chunks, "close"):
            chunks.close()
        ended = time.process_time_ns()
        return Answered(int(found["status"][:3]), dict(found["headers"]), body, ended - began)

    def _environ(self) -> dict[str, Any]:
        form = None if self._make_form is None else self._make_form()
        builder = EnvironBuilder(
            self._path,
            base_url="http://localhost",
            method="GET" if form is None else "POST",
            data=form,
            headers=[
                ("Accept-Encoding", "gzip"),
                ("Accept-Language", "fi"),
                ("Cookie", self._cookie()),
            ],
        )
        environ = builder.get_environ()
        environ["wsgi.errors"] = io.StringIO()
        return environ

    def _cookie(self) -> str:
        cookie = self._client.get_cookie("ohjaajapolku")
        if cookie is None:
            raise UnlikeError("nobody is signed in")
        return f"{cookie.key}={cookie.value}"


@dataclass(frozen=True)
class Pair:
    """A page and the floor that it stands on."""

    name: str
    aim: float | None
    """Largest ratio that is good enough."""
    page: Request
    floor: Request
    clean: Callable[[], None] | None = None
    """Removes what the last submit left, outside the measured time."""


@dataclass(frozen=True)
class Measured:
    """What was found for one pair; times are CPU milliseconds."""

    name: str
    aim: float | None
    page: float
    floor: float
    ratio: float
    """Median of the ratios of all rounds."""
    lowest: float
    highest: float
    """Ratios of the two rounds at the quarters: half of all rounds lie between them."""
    sent_bytes: int
    """Over the wire, gzipped."""


def measure(pair: Pair, rounds: int, requests: int, warm_up: int) -> Measured:
    """Measure a pair: in each round its two requests take turns.

    Raises:
        UnlikeError: the two differ in status, headers or size.
    """
    for _ in range(warm_up):
        _take_turns(pair)
    sent = _compare(*_take_turns(pair))
    ratios, pages, floors = [], [], []
    for _ in range(rounds):
        gc.collect()
        turns = [_take_turns(pair) for _ in range(requests)]
        page = statistics.median(page.nanoseconds for page, _ in turns)
        floor = statistics.median(floor.nanoseconds for _, floor in turns)
        pages.append(page)
        floors.append(floor)
        ratios.append(page / floor)
    lowest, _, highest = statistics.quantiles(ratios, n=4)
    return Measured(
        name=pair.name,
        aim=pair.aim,
        page=statistics.median(pages) / 1e6,
        floor=statistics.median(floors) / 1e6,
        ratio=statistics.median(ratios),
        lowest=lowest,
        highest=highest,
        sent_bytes=sent,
    )


def _take_turns(pair: Pair) -> tuple[Answered, Answered]:
    page, floor = pair.page.send(), pair.floor.send()
    if pair.clean is not None:
        pair.clean()
    return page, floor


def _compare(page: Answered, floor: Answered) -> int:
    """Refuse what is unlike; return the bytes that the page sends."""
    if page.status != floor.status:
        raise UnlikeError(f"status {page.status} is not {floor.status}")
    for name in ("Content-Security-Policy", "Cache-Control", "Content-Encoding", "Location"):
        if page.headers.get(name) != floor.headers.get(name):
            raise UnlikeError(f"{name} differs: {page.headers.get(name)}")
    if abs(len(page.body) - len(floor.body)) > SAME_SIZE * len(floor.body):
        raise UnlikeError(f"{len(page.body)} bytes are not about {len(floor.body)}")
    return len(page.body)
