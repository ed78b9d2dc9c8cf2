"""Finnish and Swedish say everything that English says: in the catalogues and on the pages."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from xml.etree.ElementTree import Element

import polib
import pytest
from sqlalchemy import select, update

from app.extensions import db
from app.models import Mail, Person
from config import LANGUAGES
from tests.fences.route_table import FURTHER_PAGES, TABLE, fill
from tests.support.html_checks import Document, tag_of
from tests.support.world import Actor, Hurried, World
from tools import texts
from tools.environment import TRANSLATIONS

WRITTEN_IN = texts.WRITTEN_IN
TRANSLATED = sorted(set(LANGUAGES) - {WRITTEN_IN})

PLACEHOLDER = re.compile(r"%\((\w+)\)\d*[sd]|%%")
EDGES = re.compile(r"^(\s*).*?(\s*)$", re.DOTALL)

LOOKERS = (Actor.ANONYMOUS, Actor.LEARNER, Actor.OTHER_LEARNER, Actor.COORDINATOR)
"""Together they see every kind of page: unknown, with everything done, midway, in the office."""

READ_ALOUD = ("alt", "aria-label", "placeholder", "title")
FOR_SCRIPTS = ("data-copied", "data-copy", "data-saved-text", "data-waiting-text")

SENTENCE = 3
"""Words that make a sentence; fewer may be a part of something else."""

UNFILLED: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("/sign-in", {"email": "nobody at all"}),
    ("/join", {"words": ""}),
    ("/join/{invitation}", {}),
    ("/me", {}),
    ("/me/password", {"new_password": "short"}),
    ("/org/invitations/by-mail", {}),
    ("/org/invitations/slip", {"association": "{association}"}),
    ("/verify", {"certificate": "not a code"}),
    ("/learn/{slug}/lukeminen/harjoittele/q-yksi", {}),
    ("/learn/{slug}/omat/ohjelma", {}),
)
"""Forms as nobody should fill them in: their answers are pages of advice."""


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, polib.POEntry]:
    """The texts that are in code and templates now."""
    catalogue = tmp_path_factory.mktemp("texts") / "messages.pot"
    texts.extract(catalogue)
    return {entry.msgid: entry for entry in polib.pofile(str(catalogue))}


@cache
def catalogue_of(language: str) -> polib.POFile:
    """Give the texts of a language as people wrote them."""
    return polib.pofile(str(TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"))


def wordings(entry: polib.POEntry) -> list[str]:
    """Give what stands for a text, in each of its forms."""
    return [*entry.msgstr_plural.values()] if entry.msgid_plural else [entry.msgstr]


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_has_every_text_of_the_code_and_no_other(
    collected: Mapping[str, polib.POEntry], language: str
) -> None:
    known = {entry.msgid: entry.msgid_plural for entry in catalogue_of(language)}
    wanted = {msgid: entry.msgid_plural for msgid, entry in collected.items()}
    advice = "Run python -m tools.texts, then translate what is new."
    assert wanted.items() - known.items() == set(), advice
    assert known.items() - wanted.items() == set(), advice


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated_in_all_its_forms_by_a_person(language: str) -> None:
    catalogue = catalogue_of(language)
    forms = re.search(r"nplurals=(\d+)", catalogue.metadata["Plural-Forms"])
    assert forms
    guessed = [entry.msgid for entry in catalogue if entry.fuzzy or entry.obsolete]
    empty = [entry.msgid for entry in catalogue if not all(map(str.strip, wordings(entry)))]
    lacking = [
        entry.msgid
        for entry in catalogue
        if entry.msgid_plural and len(wordings(entry)) != int(forms[1])
    ]
    assert (guessed, empty, lacking) == ([], [], [])


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_names_the_same_values_and_keeps_the_spaces_around(language: str) -> None:
    wrong = [
        wording
        for entry in catalogue_of(language)
        for wording in wordings(entry)
        if values_in(wording) != values_in(entry.msgid) or edges(wording) != edges(entry.msgid)
    ]
    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_sentence_stands_in_english_in_a_catalogue(language: str) -> None:
    same = [e.msgid for e in catalogue_of(language) if e.msgid in wordings(e)]
    assert [msgid for msgid in same if len(msgid.split()) > 2] == []
    assert [w for e in catalogue_of(language) for w in wordings(e) if "“" in w] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_english_is_left_on_the_pages(world: World, language: str) -> None:
    left = english_in(read_everything(world, language), language)
    assert left == {}, "Compile with make setup; else these never pass through gettext"


def test_english_would_be_noticed_on_the_pages(world: World) -> None:
    found = english_in(read_everything(world, WRITTEN_IN), "fi")
    places = {place for where in found.values() for place in where}
    pages = {place for place in places if place.startswith("/")}
    assert {"/", "/help", "/privacy", "/learn", "/org", "/me", "/sign-in"} <= pages
    assert {place for place in places if place.startswith("mail ")}
    assert len(found) > 250


def values_in(wording: str) -> list[str]:
    """Give the names that are filled in, each as often as it is there."""
    return sorted(name or "%" for name in PLACEHOLDER.findall(wording))


def edges(wording: str) -> tuple[str, ...]:
    """Give the spaces before and after the words."""
    found = EDGES.fullmatch(wording)
    assert found
    return found.groups()


Read = dict[str, set[str]]
"""A text as it stands somewhere, and where."""


def read_everything(world: World, language: str) -> Read:
    """Open the pages and mails of the world in a language and collect what there is to read."""
    with world.app.app_context():
        db.session.execute(update(Person).values(language=language))
        db.session.commit()
    read: Read = {}
    for actor in LOOKERS:
        client, token = world.browser(actor)
        with client.session_transaction() as cookie:
            cookie["language"] = language
        for place, source in pages_seen(world, client, token):
            for text in texts_of(Document(source), language):
                read.setdefault(text, set()).add(place)
    for mail in mails_sent(world, language):
        for line in filter(None, mail.text.splitlines()):
            read.setdefault(line, set()).add(f"mail {mail.id}")
    return read


def pages_seen(world: World, client: Hurried, token: str) -> Iterator[tuple[str, str]]:
    """Give the paths and sources of all pages that somebody gets, also of refusals."""
    paths = [route.path for route in TABLE if route.method == "GET"] + [*FURTHER_PAGES, "/nowhere"]
    for path in (fill(path, world.values) for path in paths):
        response = client.get(path, buffered=True)
        if response.mimetype == "text/html" and not response.location:
            yield path, response.text
    for pattern, form in UNFILLED:
        path = fill(pattern, world.values)
        data = {name: fill(value, world.values) for name, value in form.items()}
        response = client.post(
            path, data={"csrf_token": token, "page": "/", **data}, follow_redirects=True
        )
        if response.mimetype == "text/html":
            yield f"{path} unfilled", response.text


def mails_sent(world: World, language: str) -> list[Mail]:
    """Let the pages send each of their mails and give those in a language."""
    client, token = world.browser(Actor.COORDINATOR)
    fields = {"association": "{association}", "email": "uusi@example.org"}
    invitation = {name: fill(value, world.values) for name, value in fields.items()}
    client.post("/org/invitations/by-mail", data={"csrf_token": token, **invitation})
    stranger, token = world.browser(Actor.ANONYMOUS)
    with stranger.session_transaction() as cookie:
        cookie["language"] = language
    for address in ("aino@example.org", "nobody@example.org"):
        stranger.post("/sign-in", data={"csrf_token": token, "email": address})
    with world.app.app_context():
        return list(db.session.scalars(select(Mail).where(Mail.language == language)))


def texts_of(document: Document, language: str) -> Iterator[str]:
    """Give each text of a page that claims to be in the page's language."""
    assert document.root.get("lang") == language
    for text in _texts_inside(document.root, language):
        words = " ".join(text.split())
        if words:
            yield words


def _texts_inside(element: Element, language: str) -> Iterator[str]:
    if tag_of(element) in {"", "script", "style"} or element.get("lang", language) != language:
        return
    for name in (*READ_ALOUD, *FOR_SCRIPTS):
        yield element.get(name, "")
    yield element.text or ""
    for child in element:
        yield from _texts_inside(child, language)
        yield child.tail or ""


def english_in(read: Read, language: str) -> Read:
    """Give the English texts that have other words in a language, and where they were read."""
    found: Read = {}
    for wording, pattern in _english_patterns(language):
        for text, places in read.items():
            if pattern.search(text):
                found.setdefault(wording, set()).update(places)
    return found


def _english_patterns(language: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    catalogue = catalogue_of(language)
    translations = {wording for entry in catalogue for wording in wordings(entry)}
    for entry in catalogue:
        for wording in filter(None, (entry.msgid, entry.msgid_plural)):
            if wording not in translations and _has_words_of_its_own(wording):
                yield wording, _pattern_of(wording)


def _has_words_of_its_own(wording: str) -> bool:
    return re.search(r"[A-Za-z]{2}", PLACEHOLDER.sub("", wording)) is not None


def _pattern_of(wording: str) -> re.Pattern[str]:
    """Sentences may stand among others; a word or two must be all that stands there."""
    words = " ".join(wording.split())
    parts = [re.escape(part) for part in PLACEHOLDER.split(words)[::2]]
    if len(PLACEHOLDER.sub("", words).split()) < SENTENCE:
        return re.compile(r"\A" + r"\S{1,40}".join(parts) + r"\Z")
    return re.compile(r"(?<!\w)" + r".{1,80}?".join(parts) + r"(?!\w)")
