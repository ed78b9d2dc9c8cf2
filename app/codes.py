"""Secrets that people carry: codes in links, six digits, words on paper, and their QR pictures.

A secret is stored only as a hash keyed with the installation's own key, so a leaked database
does not give short codes away.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import secrets
import unicodedata
from functools import cache
from pathlib import Path

import segno
from flask import current_app
from markupsafe import Markup

LINK_BYTES = 16
"""128 random bits, as security promise 13 asks."""

DIGITS = 6

WORDS_IN_CODE = 5
"""Five of the listed words are more than 50 random bits; tries are throttled besides."""

WORD_LIST = Path(__file__).parent / "words" / "fi.txt"


def make_link_code(seed: str = "") -> str:
    """Return a code for a link or QR picture; the same seed gives the same code again.

    A seed comes from a form that was opened once, so that sending it twice makes one code.
    """
    if not seed:
        return secrets.token_urlsafe(LINK_BYTES)
    return base64.urlsafe_b64encode(_derive("link code", seed)[:LINK_BYTES]).decode().rstrip("=")


def make_digits() -> str:
    """Return a code of six digits."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def make_words(seed: str = "") -> str:
    """Return a code of five Finnish words; the same seed gives the same words again."""
    words = word_list()
    if not seed:
        return " ".join(secrets.choice(words) for _ in range(WORDS_IN_CODE))
    number = int.from_bytes(_derive("words", seed))
    chosen = []
    for _ in range(WORDS_IN_CODE):
        number, place = divmod(number, len(words))
        chosen.append(words[place])
    return " ".join(chosen)


@cache
def word_list() -> tuple[str, ...]:
    """Return the words that codes are made of."""
    return tuple(WORD_LIST.read_text(encoding="utf-8").split())


def read_digits(typed: str) -> str:
    """Return the digits of a typed or pasted code; spaces and hyphens are fine."""
    normal = unicodedata.normalize("NFKC", typed)
    return "".join(ch for ch in normal if ch not in " -\u00a0\t\r\n\u200b\u2013")


def read_words(typed: str) -> str:
    """Return typed words as they are compared: case, marks and what stands between are ignored.

    Somebody whose keyboard has no ä types a; the listed words stay distinct without their dots.
    """
    letters = unicodedata.normalize("NFKD", typed.casefold())
    bare = "".join(ch for ch in letters if not unicodedata.combining(ch))
    return " ".join("".join(ch if ch.isalpha() else " " for ch in bare).split())


def hash_secret(purpose: str, secret: str) -> str:
    """Return the hash under which a secret is stored; one secret differs between purposes."""
    key = str(current_app.secret_key).encode()
    return hmac.new(key, f"{purpose}\0{secret}".encode(), hashlib.sha256).hexdigest()


def _derive(purpose: str, seed: str) -> bytes:
    """Return 256 bits that nobody can tell from chance without the installation's key."""
    return bytes.fromhex(hash_secret(f"derived {purpose}", seed))


def draw_qr(address: str, title: str) -> Markup:
    """Return an address as a QR picture; it keeps its own white ground in a dark theme."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out,
        kind="svg",
        xmldecl=False,
        svgns=False,
        omitsize=True,
        nl=False,
        border=4,
        dark="#000",
        light="#fff",
        svgclass="qr",
        lineclass=None,
    )
    picture = Markup(out.getvalue().decode())  # noqa: S704 - drawn by segno from modules, no text in it
    frame = Markup('<div class="qr-frame" role="img" aria-label="{}">{}</div>')
    return frame.format(title, picture)
