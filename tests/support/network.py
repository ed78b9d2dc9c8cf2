"""Keeps every test on this computer: a connection to anywhere else ends the test."""

import sys

LOCAL_NAMES = ("localhost", "127.0.0.1", "::1", "0.0.0.0", "", None)  # noqa: S104 - looked for, not listened on


class NetworkBlockedError(AssertionError):
    """A test wanted to reach another computer."""


def block_other_computers() -> None:
    """Refuse connections and name look-ups beyond this computer, for the rest of the process.

    An audit hook sees every way in which Python code can open a connection. Programs that a test
    starts are not covered; Chromium is kept at home by its own switches.
    """
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.connect":
        _, address = arguments
        host = address[0] if isinstance(address, tuple) else ""
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    if isinstance(host, bytes):
        host = host.decode()
    if host not in LOCAL_NAMES and not str(host).startswith("127."):
        raise NetworkBlockedError(f"A test may not reach {host}: use a server on this computer.")
