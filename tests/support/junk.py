"""Input that nobody means well with: for addresses, queries and form fields."""

import re
from collections.abc import Sequence

from hypothesis import strategies as st

from tests.support.world import Actor, World

ODD = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "\x7f\x1b[31m",
    "\u202egnirts",
    "\ufffd\ufeff",
    "💥👩‍👩‍👧",
    "ä" * 300,
    "x" * 5_000,
    "-1",
    "0",
    "1",
    "2147483648",
    "9223372036854775808",
    "9" * 30,
    "9" * 5_000,
    "1e309",
    "NaN",
    "٣",
    "²",
    "..",
    "../../etc/passwd",
    "..\\..\\",
    "%",
    "%00",
    "%ff",
    "'; DROP TABLE person; --",
    '"><script>alert(1)</script>',
    "{{ 7*7 }}",
    "{0.__class__}",
    "//evil.example/x",
    "/\\evil.example",
    "javascript:alert(1)",
    "[]",
    '{"a": 1}',
    "null",
    "a\r\nSet-Cookie: x=1",
    "=1+1",
    "c1",
    "c1 c2 c3",
    "lukeminen/q-yksi",
    "yes",
    "start",
    "continue",
)
"""Values that have broken one program or another."""

ODD_NUMBERS = ("0", "2147483647", "2147483648", "9223372036854775808", "9" * 30, "9" * 5_000, "٣")
ODD_NAMES = (
    "\x00",
    "ä" * 300,
    "💥",
    "\u202e",
    "..",
    "%ff",
    "//evil.example/x",
    "'; DROP TABLE x",
    "0",
)

values = st.one_of(
    st.sampled_from(ODD),
    st.text(max_size=40),
    st.integers().map(str),
    st.binary(max_size=12).map(lambda raw: raw.decode("latin-1")),
)

PARAMETER = re.compile(r"<(?:(int|path):)?(\w+)>")

EXTRA_NAMES = (
    "answer",
    "answer-c1",
    "answer-c2",
    "answer-move",
    "answer-shown",
    "later",
    "use",
    "ask",
)

QUERY_NAMES = (
    *("ask", "answered", "run", "step", "opened", "view", "module", "q", "page", "next", "after"),
    *("association", "status", "certificate", "search", "course", "v"),
)


def field_names(world: World) -> list[str]:
    """Collect the names of all form fields that the pages of the world hold."""
    names: set[str] = set(EXTRA_NAMES)
    for actor in (Actor.ANONYMOUS, Actor.LEARNER, Actor.OTHER_LEARNER, Actor.COORDINATOR):
        client, _ = world.browser(actor)
        for path in (
            *("/sign-in", "/sign-in/sent", "/sign-in/password", "/join", "/verify", "/me"),
            *("/me/password", "/me/reading", "/org", "/org/invitations"),
            f"/join/{world.values['invitation']}",
            *(f"/learn/pieni/omat/{page}" for page in ("pohdinta", "ohjelma", "muistilista")),
            "/learn/pieni/lukeminen/harjoittele",
            "/learn/pieni/harjoitus/hiljenee",
            "/learn/pieni/harjoitus/testi",
        ):
            names.update(re.findall(r'name="([\w.-]+)"', client.get(path).text))
    return sorted(names - {"csrf_token", "viewport", "color-scheme"})


def parameters(rule: str) -> list[tuple[str, str]]:
    """Give kind and name of each part of an address that varies."""
    return PARAMETER.findall(rule)


def fields(names: Sequence[str]) -> st.SearchStrategy[dict[str, list[str]]]:
    """Give forms and queries: known names, several times each, with odd values."""
    return st.dictionaries(
        st.one_of(st.sampled_from(list(names)), st.text(max_size=8)),
        st.lists(values, min_size=1, max_size=3),
        max_size=6,
    )
