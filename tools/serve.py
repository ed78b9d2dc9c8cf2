"""Starts the demo on this computer: `make run` and nothing else is needed."""

import os
import socket
from pathlib import Path

from tools.console import ROOT, run, say, stop
from tools.environment import PYTHON
from tools.setup import prepare_runtime

ADDRESS = "127.0.0.1"
HIGHEST_PORT = 65535
FLASK = (PYTHON, "-m", "flask", "--app", "wsgi")
GUNICORN = (
    *(PYTHON, "-m", "gunicorn", "wsgi:app"),
    *("--worker-class", "gthread", "--workers", "2", "--threads", "4", "--no-control-socket"),
)


def main() -> None:
    """Prepare everything, print the sign-in links and become the web server."""
    port = _port()
    _refuse_a_busy_port(port)
    data = _data_folder()
    prepare_runtime()
    os.environ.update(demo_settings(port, data))
    _flask("Preparing the database …", "db", "upgrade")
    _flask("Preparing the demo association and its course …", "demo", "load")
    say(f"\nStarting on http://{ADDRESS}:{port} – stop with Ctrl+C.")
    command = [str(word) for word in (*GUNICORN, "--bind", f"{ADDRESS}:{port}")]
    os.chdir(ROOT)
    os.execv(command[0], command)


def demo_settings(port: int, data: Path) -> dict[str, str]:
    """Give the settings of a demo that only this computer can reach."""
    return {
        "DATA_DIR": str(data),
        "DEMO": "yes",
        "PORT": str(port),
        # Empty means the demo's own: another program's variables must not lead it astray.
        "DATABASE_URL": "",
        "PUBLIC_ADDRESS": "",
        "TRUSTED_HOSTS": "",
    }


def _port() -> int:
    text = os.environ.get("PORT", "8000")
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= HIGHEST_PORT):
        stop(f"PORT={text} is not a port number. Give one like this: make run PORT=8001")
    return int(text)


def _refuse_a_busy_port(port: int) -> None:
    with socket.socket() as probe:
        # As the server does: a port whose last connections are still closing is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except PermissionError:
            stop(f"Port {port} is not open to you. Choose another: make run PORT=8001")
        except OSError:
            other = port + 1 if port < HIGHEST_PORT else port - 1
            stop(
                f"Something else already uses port {port} on this computer: perhaps the demo, in\n"
                f"another window. Stop it there, or choose another port: make run PORT={other}"
            )


def _data_folder() -> Path:
    folder = (ROOT / Path(os.environ.get("DATA_DIR") or "data").expanduser()).resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        (folder / ".writable").touch()
        (folder / ".writable").unlink()
    except OSError as problem:
        stop(
            f"Nothing can be kept in {folder} ({problem.strerror}).\n"
            "Choose a folder of your own: make run DATA_DIR=~/ohjaajapolku-data"
        )
    say(f"The demo keeps its data in {folder}")
    return folder


def _flask(announcement: str, *command: str) -> None:
    say(announcement)
    if run([*FLASK, *command]) != 0:
        stop("The demo could not be started; the lines above say why.")


if __name__ == "__main__":
    main()
