"""The hand-written table of addresses: who gets what answer at each rule and method.

A new address is missing here until somebody has thought about who may open it. Addresses and
form values are about the things of one learner of Pirkanmaa (see `tests/support/world.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.support.accounts import JOIN_FIELDS
from tests.support.world import Actor

Answers = Mapping[Actor, int]

SIGN_IN = 303
"""Strangers are led to signing in; the matrix checks where the redirect leads."""


def _all(status: int, **others: int) -> Answers:
    """Everybody gets the same, but for those named."""
    return {**dict.fromkeys(Actor, status), **{Actor[name]: code for name, code in others.items()}}


def _members(status: int, **others: int) -> Answers:
    """Everybody signed in; strangers are led to signing in."""
    return _all(status, **{"ANONYMOUS": SIGN_IN, "CLOSED": SIGN_IN, **others})


def _office(status: int, **others: int) -> Answers:
    """Those who see people; learners and trainers do not."""
    refused = {"LEARNER": 403, "OTHER_LEARNER": 403, "TRAINER": 403}
    return _members(status, **{**refused, **others})


def _managers(status: int, **others: int) -> Answers:
    """Those who invite; a viewer only looks."""
    return _office(status, **{"VIEWER": 403, **others})


@dataclass(frozen=True)
class Route:
    """One rule with one method, as it is tried."""

    rule: str
    method: str
    path: str
    """With the names of the world's values in braces."""
    answers: Answers
    form: Mapping[str, str] = field(default_factory=dict)
    """What the form holds: a submit that those who may can make."""
    writes: bool = False
    """A GET that may leave a row in the audit log."""


def _get(rule: str, answers: Answers, path: str = "", *, writes: bool = False) -> Route:
    return Route(rule, "GET", path or rule, answers, writes=writes)


def _post(rule: str, answers: Answers, path: str = "", **form: str) -> Route:
    return Route(rule, "POST", path or rule, answers, form)


COURSE = "/learn/{slug}"
PAGE_RULE = "/learn/<slug>/<lesson_id>/<page_id>"
POSTER_RULE = "/learn/<slug>/poster/<lesson_id>/<page_id>/<figure_id>"
PRACTICE = "/learn/{slug}/lukeminen/harjoittele"
DOCUMENT = "/learn/{slug}/omat/ohjelma"
KEY = "key-of-a-form-0123"

PUBLIC = (
    _get("/", _all(200)),
    _get("/help", _all(200)),
    _get("/privacy", _all(200)),
    _get("/accessibility", _all(200)),
    _get("/healthz", _all(200)),
    _get("/readyz", _all(200)),
    _get("/gallery", _all(404)),
    _post("/language", _all(303), language="sv"),
    _get("/static/<path:filename>", _all(200), "/static/icon.svg"),
    _get("/verify", _all(200)),
    _get("/verify/<code>", _all(200), "/verify/{certificate}"),
    _post("/verify", _all(303), certificate="{certificate}"),
)

SIGNING_IN = (
    _get("/sign-in", _members(303, ANONYMOUS=200, CLOSED=200)),
    _post("/sign-in", _all(303), email="aino@example.org"),
    _get("/sign-in/sent", _all(200)),
    _post("/sign-in/sent", _all(422), code="123456"),
    _post("/sign-in/again", _all(303)),
    # None of these browsers asked for the link: they are offered a code of their own.
    _get("/sign-in/link/<link>", _all(200), "/sign-in/link/{link}"),
    _post("/sign-in/link/<link>", _all(200), "/sign-in/link/{link}"),
    _post("/sign-in/link/<link>/here", _all(303), "/sign-in/link/{link}/here"),
    _get("/sign-in/who", _all(303)),
    _post("/sign-in/who", _all(303), person="{person}"),
    _get("/sign-in/password", _all(200)),
    _post(
        "/sign-in/password", _all(422), identifier="aino@example.org", password="not the password"
    ),
    _get("/sign-in/second-factor", _all(303)),
    _post("/sign-in/second-factor", _all(303), code="123456"),
    _get("/sign-in/slip/<code>", _all(200), "/sign-in/slip/{slip}"),
    _post("/sign-in/slip/<code>", _all(303), "/sign-in/slip/{slip}"),
    _post("/sign-out", _members(303)),
    _get("/join", _all(200)),
    _post("/join", _all(422), words="not among our words"),
    _get("/join/<code>", _all(200), "/join/{invitation}"),
    _post("/join/<code>", _all(303), "/join/{invitation}", **JOIN_FIELDS),
    # The demo's doors do not exist in production.
    _get("/demo/sign-in/<token>", _all(404), "/demo/sign-in/{demo}"),
    _post("/demo/sign-in/<token>", _all(404), "/demo/sign-in/{demo}"),
    _get("/demo/mailbox", _all(404)),
)

OWN = (
    _get("/me", _members(200)),
    _post("/me", _members(303), name="Uusi Nimi", own_language="en"),
    _get("/me/password", _members(200)),
    _post("/me/password", _members(303), new_password="pitkä ja helppo muistaa"),
    _get("/me/reading", _members(200)),
    _post("/me/reading", _members(303), text_size="large", spacing="wide", theme="dark"),
    _get("/me/data", _members(200)),
    _get("/me/data.json", _members(200)),
)

LEARNING = (
    _get("/learn", _members(200)),
    _get("/learn/<slug>", _members(200), COURSE),
    _get("/learn/<slug>/handbook", _members(200), f"{COURSE}/handbook"),
    # The world's course has no drawings: tests/web/test_posters.py looks at one.
    _get(POSTER_RULE, _members(404), "/learn/{slug}/poster/lukeminen/eka/i1"),
    _get("/learn/<slug>/sources", _members(200), f"{COURSE}/sources"),
    _get("/learn/<slug>/glossary", _members(200), f"{COURSE}/glossary"),
    _get("/learn/<slug>/evenings", _members(200), f"{COURSE}/evenings"),
    _get(
        "/learn/<slug>/evenings/<evening_id>/<page_id>",
        _members(200),
        f"{COURSE}/evenings/ilta/palaute",
    ),
    _get("/media/<slug>/<digest>/<name>", _members(200), "/media/{slug}/{digest}/{picture}"),
    # Whose certificate it is follows from who asks: only the learner has one.
    _get("/learn/<slug>/certificate", _members(200), f"{COURSE}/certificate"),
    _get("/learn/<slug>/certificate.pdf", _members(303, LEARNER=200), f"{COURSE}/certificate.pdf"),
    _post("/learn/<slug>/certificate", _members(303), f"{COURSE}/certificate", name="Aino Aalto"),
    _get("/learn/<slug>/module/<module_id>", _members(303, LEARNER=200), f"{COURSE}/module/alku"),
    _get("/learn/<slug>/<lesson_id>", _members(303, LEARNER=200), f"{COURSE}/lukeminen"),
    _get(PAGE_RULE, _members(200), PRACTICE),
    _post(PAGE_RULE, _members(303), PRACTICE),
    _get(f"{PAGE_RULE}/stop", _members(200), f"{PRACTICE}/stop"),
    # What is printed is one's own: everybody gets the document with the own text in it.
    _get(f"{PAGE_RULE}/print", _members(200), f"{DOCUMENT}/print"),
    _get(f"{PAGE_RULE}/document.pdf", _members(200), f"{DOCUMENT}/document.pdf"),
    # Nobody has planned a day yet, so there is no meeting for a calendar.
    _get(f"{PAGE_RULE}/calendar.ics", _members(404), f"{DOCUMENT}/calendar.ics"),
    _post(
        f"{PAGE_RULE}/<question_id>",
        _members(303),
        f"{PRACTICE}/q-luku",
        **{"q-q-luku-answer-c1": "3", "form_key": KEY},
    ),
    # For somebody not signed in the script's text is kept, and the answer says so.
    _post(
        f"{PAGE_RULE}/autosave",
        _members(200, ANONYMOUS=401, CLOSED=401),
        f"{PRACTICE}/autosave",
        **{"question": "q-luku", "q-q-luku-answer-c1": "3", "form_key": KEY},
    ),
)

ASSOCIATION = "/org/invitations/<int:association_id>"
OURS = "/org/invitations/{association}"

OFFICE = (
    _get("/org", _office(200)),
    _get(
        "/org/people/<int:person_id>",
        _office(200, LOCAL_OTHER=404),
        "/org/people/{person}",
        writes=True,
    ),
    _get("/org/people.csv", _office(200), writes=True),
    _get("/org/people.xlsx", _office(200), writes=True),
    _post(
        "/org/people/<int:person_id>/slip",
        _managers(200, LOCAL_OTHER=404),
        "/org/people/{mailless}/slip",
    ),
    _get("/org/invitations", _managers(200)),
    _get("/org/invitations/by-mail", _managers(200)),
    _get("/org/invitations/slip", _managers(200)),
    _get("/org/invitations/association", _managers(200, LOCAL_OWN=403, LOCAL_OTHER=403)),
    _post(
        "/org/invitations/by-mail",
        _managers(303, LOCAL_OTHER=422),
        association="{association}",
        email="uusi@example.org",
    ),
    _post(
        "/org/invitations/slip",
        _managers(200, LOCAL_OTHER=422),
        association="{association}",
        name="Liisa Lehtonen",
    ),
    _post(
        "/org/invitations/association",
        _managers(303, LOCAL_OWN=403, LOCAL_OTHER=403),
        association_name="Kainuu",
    ),
    _get(f"{ASSOCIATION}/renew", _managers(200, LOCAL_OTHER=404), f"{OURS}/renew"),
    _post(f"{ASSOCIATION}/renew", _managers(303, LOCAL_OTHER=404), f"{OURS}/renew"),
    _get(f"{ASSOCIATION}/close", _managers(200, LOCAL_OTHER=404), f"{OURS}/close"),
    _post(f"{ASSOCIATION}/close", _managers(303, LOCAL_OTHER=404), f"{OURS}/close"),
    _get(f"{ASSOCIATION}/poster", _managers(200, LOCAL_OTHER=404), f"{OURS}/poster"),
)

TABLE: tuple[Route, ...] = (*PUBLIC, *SIGNING_IN, *OWN, *LEARNING, *OFFICE)

FURTHER_PAGES = (
    "/learn/{slug}/lukeminen/eka",
    "/learn/{slug}/lukeminen/raskas",
    "/learn/{slug}/lukeminen/raskas?opened=yes",
    "/learn/{slug}/omat/pohdinta",
    "/learn/{slug}/omat/muistilista",
    "/learn/{slug}/omat/ohjelma",
    "/learn/{slug}/omat/lupaus",
    "/learn/{slug}/harjoitus/hiljenee",
    "/learn/{slug}/harjoitus/testi",
    "/learn/{slug}/evenings/ilta/kulku",
    "/learn/{slug}/evenings/ilta/diat",
    "/learn/{slug}/handbook?view=print",
    "/learn/{slug}/handbook?view=posters",
    "/learn/{slug}/handbook?q=hiljaisuus",
)
"""More pages behind the rules above: one of each kind, for tests about what pages do."""


def fill(text: str, values: Mapping[str, object]) -> str:
    """Put the world's values into a path or a form field."""
    return text.format_map(values)
