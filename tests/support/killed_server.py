"""The real server, and clients that repeat what was not acknowledged while it is being killed."""

import contextlib
import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask, session
from flask_wtf.csrf import generate_csrf

from app.sessions import start_session
from config import Settings
from tests.support.cast import SESSION_COOKIE
from tests.support.sources import ROOT

ANSWER_WITHIN = 30
"""Seconds that a client waits for one answer."""

START_WITHIN = 120


@dataclass(frozen=True)
class Browser:
    """What a client needs to send forms as somebody."""

    person_id: int
    cookie: str
    token: str


@dataclass
class Sending:
    """What one client sent and what was acknowledged."""

    browser: Browser
    acknowledged: dict[str, str] = field(default_factory=dict)
    """Values by the key of their form."""
    attempted: set[str] = field(default_factory=set)
    repeated: int = 0
    """How often something had to be sent again."""
    odd: list[str] = field(default_factory=list)
    """Answers that are neither an acknowledgement nor trouble with Retry-After."""


def browser_of(app: Flask, person_id: int) -> Browser:
    """Start a session for somebody and give what their browser would hold."""
    with app.test_request_context():
        start_session(person_id)
        token = generate_csrf()
        signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined] # of Flask's own cookie
        cookie = signer.dumps(dict(session))
    return Browser(person_id, f"{SESSION_COOKIE}={cookie}", token)


class Server:
    """gunicorn as it runs in production, on a port of its own."""

    def __init__(self, settings: Settings, folder: Path, *, workers: int = 2) -> None:
        """Prepare, but do not start yet."""
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self.log = folder / "server.log"
        self.workers = workers
        self.before: Sequence[str] = ()
        """Words before the command, such as those of strace."""
        self._process: subprocess.Popen[bytes] | None = None
        self._variables = {
            **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
            "SECRET_KEY": settings.secret_key,
            "DATABASE_URL": settings.database_url,
            "DATA_DIR": str(folder),
            "PUBLIC_ADDRESS": f"http://127.0.0.1:{self.port}",
            "TRUSTED_HOSTS": "127.0.0.1",
        }

    def start(self) -> None:
        """Start and wait until it answers."""
        command = [
            *self.before,
            *(sys.executable, "-m", "gunicorn", "wsgi:app", "--bind", f"127.0.0.1:{self.port}"),
            *("--worker-class", "gthread", "--workers", str(self.workers), "--threads", "4"),
            *("--no-control-socket", "--log-level", "warning"),
        ]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=self._variables, stdout=log, stderr=log
            )
        self.wait_until_it_answers()

    def wait_until_it_answers(self) -> None:
        """Return when a request gets its answer."""
        until = time.monotonic() + START_WITHIN
        while time.monotonic() < until:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if fetch(self.port, "GET", "/healthz")[0] == 200:
                    return
            time.sleep(0.05)
        raise TimeoutError(self.log.read_text(encoding="utf-8", errors="replace")[-2000:])

    def processes(self) -> list[int]:
        """Give the ids of the server's process and, after it, those of its workers."""
        assert self._process is not None
        return [self._process.pid, *_descendants(self._process.pid)]

    def kill_a_worker(self, choose: random.Random) -> None:
        """End one worker in the middle of whatever it is doing."""
        _main, *workers = self.processes()
        if workers:
            _kill(choose.choice(workers))

    def kill(self) -> None:
        """End every process at once."""
        for process in self.processes():
            _kill(process)
        assert self._process is not None
        self._process.wait()

    def stop(self) -> None:
        """Stop for good, whatever state it is in."""
        if self._process is not None and self._process.poll() is None:
            self.kill()


@contextlib.contextmanager
def served(server: Server) -> Iterator[Server]:
    """Run the server for as long as the block lasts."""
    server.start()
    try:
        yield server
    finally:
        server.stop()


def fetch(
    port: int, method: str, path: str, form: Mapping[str, str] | None = None, cookie: str = ""
) -> tuple[int, str]:
    """Give status and Location of an answer.

    Raises:
        OSError, http.client.HTTPException: nobody answered.
    """
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_WITHIN)
    try:
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
        connection.request(method, path, urlencode(form) if form else None, headers)
        response = connection.getresponse()
        response.read()
        return response.status, response.headers.get("Location", "")
    finally:
        connection.close()


def send_until_acknowledged(
    server: Server, sending: Sending, path: str, form: Mapping[str, str], stop: threading.Event
) -> bool:
    """Send a form, again and again with the same key, until it is taken."""
    complete = {"csrf_token": sending.browser.token, "page": "/learn", **form}
    first = True
    while not stop.is_set():
        sending.repeated += not first
        first = False
        try:
            status, location = fetch(server.port, "POST", path, complete, sending.browser.cookie)
        except (OSError, http.client.HTTPException):
            time.sleep(0.02)
            continue
        if status == 303 and "/sign-in" not in location and location != "/learn":
            return True
        if status != 503:
            sending.odd.append(f"{status} {location}")
            return False
        time.sleep(0.02)
    return False


def run_clients(
    clients: Sequence[Callable[[threading.Event], None]], until: Callable[[], bool], within: float
) -> None:
    """Let clients work side by side until a condition holds; an exception of theirs is raised."""
    stop, faults = threading.Event(), []

    def guarded(client: Callable[[threading.Event], None]) -> None:
        try:
            client(stop)
        except Exception as fault:  # noqa: BLE001 - told below
            faults.append(fault)

    threads = [threading.Thread(target=guarded, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    limit = time.monotonic() + within
    while not until() and not faults and time.monotonic() < limit:
        time.sleep(0.02)
    stop.set()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]


def _descendants(process: int) -> list[int]:
    try:
        text = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    except FileNotFoundError:
        return []
    children = [int(word) for word in text.split()]
    return [*children, *(below for child in children for below in _descendants(child))]


def _kill(process: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
