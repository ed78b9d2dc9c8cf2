"""A real SMTP server inside the test, which keeps what it is sent and can be told to refuse."""

import asyncio
import email
import email.policy
import re
import socket
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

LINK = re.compile(r"https?://[^\s<>\"]+")
SIX_DIGITS = re.compile(r"\b\d{6}\b")


class Letterbox:
    """What arrived, oldest first."""

    def __init__(self) -> None:
        """Start empty and willing."""
        self.messages: list[EmailMessage] = []
        self.refusal: str | None = None
        """What the server answers instead of taking a message, such as ``451 later``."""

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Take or refuse one message."""
        if self.refusal:
            return self.refusal
        content = envelope.content
        assert isinstance(content, bytes)
        self.messages.append(email.message_from_bytes(content, policy=email.policy.default))
        return "250 Kept"

    def to(self, address: str) -> list[EmailMessage]:
        """Give the messages to one address, oldest first."""
        return [message for message in self.messages if address in str(message["To"])]

    def newest(self) -> EmailMessage:
        """Give the newest message; a test that asks expects one."""
        assert self.messages, "No message has arrived."
        return self.messages[-1]


class SmtpServer(Controller):
    """Listens on a free port of this computer."""

    def __init__(self, letterbox: Letterbox) -> None:
        """Take a port; `start` begins to answer."""
        self.letterbox = letterbox
        self._socket = socket.create_server(("127.0.0.1", 0))
        super().__init__(letterbox, *self._socket.getsockname())

    def _create_server(self) -> Coroutine[Any, Any, asyncio.AbstractServer]:
        # The socket is ours already: no other program can take the port in between.
        return self.loop.create_server(self._factory_invoker, sock=self._socket)


@contextmanager
def smtp_server() -> Iterator[SmtpServer]:
    """Run an SMTP server for as long as the block lasts."""
    server = SmtpServer(Letterbox())
    server.start()
    try:
        yield server
    finally:
        server.stop()


def text_of(message: EmailMessage) -> str:
    """Give what a person reads who sees the plain text."""
    body = message.get_body(("plain",))
    assert body is not None, "Every message needs a plain text."
    return str(body.get_content())


def links_in(message: EmailMessage) -> list[str]:
    """Give the addresses in a message's plain text, in order."""
    return [match[0] for match in LINK.finditer(text_of(message))]


def code_in(message: EmailMessage) -> str:
    """Give the only six-digit code in a message."""
    codes = {match[0] for match in SIX_DIGITS.finditer(text_of(message))}
    assert len(codes) == 1, f"One code was expected, found {sorted(codes)}"
    return codes.pop()
