"""What a person tells of themselves: the name to print and the e-mail address."""

from __future__ import annotations

import re
import unicodedata

from app.core.errors import RuleError

LONGEST_NAME = 120
"""Characters that fit on the certificate."""

LONGEST_ADDRESS = 254
"""Characters, by RFC 5321."""

LONGEST_MAILBOX = 64

JOINERS = "\u200c\u200d"
"""Zero-width joiners belong to the spelling of Persian and many Indian names."""

_SPACES = re.compile(r"[ \t\r\n\u00a0]+")
_UNSEEN = re.compile("[\u200b\u2060\ufeff\u00ad]")
_MAILBOX = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]*[a-z0-9])?")


class NameMissing(RuleError):
    """No letter was given."""


class NameTooLong(RuleError):
    """More characters than the certificate has room for."""


class NameUnprintable(RuleError):
    """The name holds control characters or marks that turn the direction of writing."""


class AddressUnclear(RuleError):
    """No mail could be sent to this."""


def clean_name(typed: str) -> str:
    """Return a name as it will be printed; letters of any script stay as they are.

    Raises:
        NameMissing: nothing that could be a name.
        NameTooLong: more than `LONGEST_NAME` characters.
        NameUnprintable: control characters, or marks that override the writing direction.
    """
    name = _SPACES.sub(" ", unicodedata.normalize("NFC", _UNSEEN.sub("", typed))).strip()
    if any(_unprintable(ch) for ch in name):
        raise NameUnprintable
    if not any(ch.isalpha() for ch in name):
        raise NameMissing
    if len(name) > LONGEST_NAME:
        raise NameTooLong
    return name


def printable(text: str) -> str:
    """Return a text without the marks that cannot be printed."""
    return "".join(ch for ch in text if not _unprintable(ch))


def clean_address(typed: str) -> str:
    """Return an e-mail address that mail can be sent to.

    Raises:
        AddressUnclear: it cannot be one.
    """
    address = _UNSEEN.sub("", typed).strip()
    mailbox, at, domain = address.rpartition("@")
    try:
        domain = domain.encode("idna").decode().lower()
    except UnicodeError:
        raise AddressUnclear from None
    if not at or len(mailbox) > LONGEST_MAILBOX or len(mailbox) + len(domain) >= LONGEST_ADDRESS:
        raise AddressUnclear
    if not _MAILBOX.fullmatch(mailbox) or not _DOMAIN.fullmatch(domain):
        raise AddressUnclear
    return f"{mailbox}@{domain}"


def compare_address(address: str) -> str:
    """Return an address as it is compared: no mail service tells small from capital letters."""
    return address.casefold()


def _unprintable(ch: str) -> bool:
    return unicodedata.category(ch) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} and (
        ch not in JOINERS
    )
