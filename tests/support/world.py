"""A whole association at work: somebody for every role, and something of every kind to open.

The tests over all addresses walk through this world. It is built once, through the real pages.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask, session
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select
from werkzeug.test import TestResponse

from app import demo_links, extensions, invitations
from app.core.media import DIGEST_LETTERS
from app.core.policy import Role
from app.extensions import clock, db
from app.models import Certificate, Person, SourceFile
from app.sessions import start_session
from tests.support.accounts import ask_code, link_to
from tests.support.cast import LANGUAGE, Cast, Member, add_person, assemble, sign_in
from tests.support.clock import FrozenClock
from tests.support.courses import SLUG, course_files, forget_courses, publish
from tests.support.installation import CopyDatabase, running, settings_for
from tests.support.learning import Learner
from tests.support.snapshots import (
    Content,
    Snapshot,
    changed_tables,
    put_back,
    read_content,
    take_snapshot,
)
from tests.support.visitor import Visitor


class Actor(StrEnum):
    """Somebody who opens addresses, as the association's data stands to them."""

    ANONYMOUS = "somebody unknown"
    CLOSED = "somebody whose account is closed"
    LEARNER = "the learner whose things they are"
    OTHER_LEARNER = "another learner"
    LOCAL_OWN = "the local contact of the learner's local association"
    LOCAL_OTHER = "the local contact of another local association"
    VIEWER = "a viewer"
    COORDINATOR = "a coordinator"
    OWNER = "an owner"
    TRAINER = "a trainer"


STRANGERS = frozenset({Actor.ANONYMOUS, Actor.CLOSED})
MEMBERS = frozenset(Actor) - STRANGERS

Cookie = dict[str, Any]


class Hurried(Visitor):
    """A visitor whose pages are not examined: the tests of those pages do that."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:  # noqa: ANN401 - as Werkzeug has it
        """Fetch, and nothing more."""
        self.environ_base.setdefault("HTTP_ACCEPT_LANGUAGE", LANGUAGE)
        return FlaskClient.open(self, *args, **kwargs)


def _png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\x00\xff")
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


PICTURE = "piste.png"


@dataclass
class World:
    """Who and what there is."""

    app: Flask
    members: dict[Actor, Member]
    values: dict[str, Any]
    """What addresses are made from: ids, codes and names of the learner's own things."""
    rows: Snapshot = field(default_factory=dict)
    """What the database holds at the beginning."""
    content: Content = field(default_factory=dict)
    """The same, for comparing."""
    _cookies: dict[Actor, Cookie] = field(default_factory=dict)

    def note_beginning(self) -> None:
        """Remember what the database holds now."""
        self.rows, self.content = take_snapshot(self.app), read_content(self.app)

    def restore(self) -> dict[str, tuple[int, int]]:
        """Make everything as it was; give the tables that differed, with rows then and now."""
        changed = changed_tables(self.content, read_content(self.app))
        if changed:
            put_back(self.app, self.rows)
        return changed

    def browser(self, actor: Actor) -> tuple[Hurried, str]:
        """Give a new browser of somebody, with the token that their forms carry."""
        if actor not in self._cookies:
            self._cookies[actor] = self._session(actor)
        content, token = self._cookies[actor]["content"], self._cookies[actor]["token"]
        client = hurried(self.app)
        with client.session_transaction() as cookie:
            cookie.update(content)
            cookie.permanent = True
        return client, token

    def sign_everybody_in(self) -> None:
        """Start a session for each; afterwards asking for browsers changes nothing."""
        for actor in Actor:
            self.browser(actor)

    def _session(self, actor: Actor) -> Cookie:
        with self.app.test_request_context(headers={"Accept-Language": LANGUAGE}):
            if actor in self.members:
                start_session(self.members[actor].id)
            token = generate_csrf()
            session["language"] = LANGUAGE
            return {"content": dict(session), "token": token}


def hurried(app: Flask) -> Hurried:
    """Give a new browser of somebody unknown."""
    return Hurried(app, app.response_class, use_cookies=True)


def build_world(app: Flask) -> World:
    """Fill an empty database with the world and sign everybody in."""
    members, values = _build(app)
    world = World(app, members, values)
    world.sign_everybody_in()
    return world


@pytest.fixture(scope="session")
def first_world(
    copy_database: CopyDatabase, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """The world as it was built, once for all tests: it takes a while."""
    folder = tmp_path_factory.mktemp("world")
    with copy_database() as database_url, running(settings_for(database_url, folder)) as app:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(extensions.clock, "now", FrozenClock().now)
            world = build_world(app)
        world.note_beginning()
        yield world


@pytest.fixture
def world(first_world: World, clock: FrozenClock) -> Iterator[World]:
    """Everybody, signed in, in the same state for every test; its application is shared."""
    del clock  # Asked for so that no test reads the real time.
    forget_courses()
    first_world.restore()
    yield first_world
    forget_courses()


def _build(app: Flask) -> tuple[dict[Actor, Member], dict[str, Any]]:
    cast = assemble(app)
    publish(app, {**course_files(), f"media/{PICTURE}": _png()})
    members = _people(app, cast)
    take_the_course(app, members[Actor.LEARNER])
    stop_midway(app, members[Actor.OTHER_LEARNER])
    values = _things(app, cast, members)
    with app.app_context():
        db.session.get_one(Person, members[Actor.CLOSED].id).closed_at = clock.now()
        db.session.commit()
    return members, values


def _people(app: Flask, cast: Cast) -> dict[Actor, Member]:
    return {
        Actor.CLOSED: add_person(app, "Kalle Kivi", cast.pirkanmaa),
        Actor.LEARNER: cast.aino,
        Actor.OTHER_LEARNER: add_person(app, "Lauri Laine", cast.helsinki),
        Actor.LOCAL_OWN: add_person(app, "Pirkko Puro", cast.pirkanmaa, Role.LOCAL_CONTACT),
        Actor.LOCAL_OTHER: cast.olli,
        Actor.VIEWER: add_person(app, "Veikko Virta", cast.pirkanmaa, Role.VIEWER),
        Actor.COORDINATOR: cast.kaisa,
        Actor.OWNER: add_person(app, "Outi Oksa", cast.pirkanmaa, Role.OWNER),
        Actor.TRAINER: cast.tiina,
    }


def _things(app: Flask, cast: Cast, members: dict[Actor, Member]) -> dict[str, Any]:
    ask_code(hurried(app), cast.aino.email)
    link = link_to(app, cast.aino.email).rpartition("/")[2]
    mailless = add_person(app, "Mauno Mäki", cast.pirkanmaa).id
    with app.app_context():
        paper = db.session.get_one(Person, mailless)
        paper.email = paper.email_key = None
        group = invitations.create_group_link(cast.pirkanmaa, None)
        code = invitations.group_link(group).link.rpartition("/")[2]
        invitations.create_group_link(cast.helsinki, None)
        slip = invitations.create_sign_in_slip(mailless, None).link.rpartition("/")[2]
        db.session.commit()
        digest = db.session.scalars(
            select(SourceFile.sha256).where(SourceFile.path == f"media/{PICTURE}")
        ).one()
        certificate = db.session.scalars(select(Certificate.code)).one()
        demo = urlsplit(demo_links.link_for(app.config["SETTINGS"], cast.aino.id)).path
    return {
        "slug": SLUG,
        "person": members[Actor.LEARNER].id,
        "mailless": mailless,
        "association": cast.pirkanmaa,
        "invitation": code,
        "slip": slip,
        "link": link,
        "digest": digest[:DIGEST_LETTERS],
        "picture": PICTURE,
        "demo": demo.rpartition("/")[2],
        "certificate": certificate,
    }


def take_the_course(app: Flask, member: Member) -> Learner:
    """Let somebody do everything and take the certificate, page by page in their browser."""
    learner = _at_work(app, member)
    learner.complete("lukeminen/eka")
    learner.answer("q-yksi", {"answer": "c1"})
    learner.answer("q-yksi", {"answer": "c2"})
    learner.complete("lukeminen/harjoittele", "lukeminen/raskas?opened=yes")
    _send(learner, "omat/pohdinta", {"miksi": "Olen itse saanut tukea.", "toive": "Rohkeutta."})
    _send(learner, "omat/muistilista", {})
    _send(learner, "omat/ohjelma", {"nimi": "Torstairyhmä", "kuvaus": "Vapaa keskustelu"})
    _send(learner, "omat/lupaus", {})
    learner.complete("harjoitus/hiljaisuus-on")
    seen = learner.open("harjoitus/hiljenee")
    seen = learner.press(seen, "Odotan hetken.")
    learner.press(seen, "Continue")
    pass_quiz(learner)
    seen = learner.open("certificate")
    learner.client.look(learner.client.submit(seen, {"name": member.name}))
    return learner


def stop_midway(app: Flask, member: Member) -> Learner:
    """Let somebody do a part of each kind of page and stop."""
    learner = _at_work(app, member)
    learner.complete("lukeminen/eka")
    learner.answer("q-luku", {"answer-c1": "4"})
    _send(learner, "omat/pohdinta", {"miksi": "En ole vielä varma."})
    learner.press(learner.open("harjoitus/hiljenee"), "Kerron itse ensin.")
    seen = learner.press(learner.open("harjoitus/testi"), "Start")
    learner.press(seen, "Check answer", {"answer": "c1"})
    return learner


def pass_quiz(learner: Learner) -> None:
    """Start the quiz and try answers until it is passed."""
    seen = learner.press(learner.open("harjoitus/testi"), "Start")
    right = {"Mikä on tärkeintä?": "c2", "Mitä teet hiljaisuudessa?": "c1"}
    for _ in right:
        seen = learner.press(seen, "Check answer", {"answer": right[seen.heading]})
        seen = learner.client.see(seen.links["Continue"])
    assert ("page", "harjoitus/testi") in learner.facts()


def _at_work(app: Flask, member: Member) -> Learner:
    client = hurried(app)
    sign_in(client, member)
    return Learner(app, client, member)


def _send(learner: Learner, page: str, fields: dict[str, str]) -> None:
    """Fill in the page's own form and send it as its main button does."""
    seen = learner.open(page)
    (form,) = [it for it in seen.forms if it.address == f"/learn/{SLUG}/{page}"]
    values = form.filled(fields, None)
    values.poplist("form_later")
    learner.client.look(learner.client.post(form.address, data=values))
