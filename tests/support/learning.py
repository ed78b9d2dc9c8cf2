"""A learner at work: opens pages of the small course, answers, writes, presses Continue."""

from dataclasses import dataclass, replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase
from werkzeug.test import TestResponse

from app.extensions import db
from app.models import Completion, Person
from tests.support.cast import Cast, Member, sign_in
from tests.support.courses import SLUG, publish
from tests.support.visitor import Filled, Form, SeenPage, Visitor


@dataclass(frozen=True)
class Learner:
    """Somebody signed in, at the small course."""

    app: Flask
    client: Visitor
    member: Member

    def open(self, page: str = "", status: int = 200) -> SeenPage:
        """Look at a page of the course, such as ``lukeminen/eka``."""
        return self.client.see(f"/learn/{SLUG}/{page}".rstrip("/"), status)

    def press(self, page: SeenPage, button: str, changes: Filled | None = None) -> SeenPage:
        """Fill in and press a button, and look at where that leads."""
        response = self.client.submit(page, changes, button=button)
        assert response.status_code in {200, 303}, response.status
        return self.client.look(response)

    def save(self, page: SeenPage, changes: Filled | None = None) -> SeenPage:
        """Fill in and save a page of one's own."""
        form = page.form_with(field="form_base")
        button = "Save again" if "Save again" in form.buttons else "Save"
        return self.press(page, button, changes)

    def complete(self, *pages: str) -> SeenPage:
        """Press Continue on reading pages; give the page where the last one leads."""
        seen = None
        for page in pages:
            seen = self.press(self.open(page), "Continue")
        assert seen is not None, "Name at least one page"
        return seen

    def answer(self, question: str, fields: Filled) -> SeenPage:
        """Answer a practice question and look at its feedback."""
        seen = self.open("lukeminen/harjoittele")
        return self.client.look(self.send(seen, question, fields))

    def send(self, seen: SeenPage, question: str, fields: Filled) -> TestResponse:
        """Send the form of a practice question."""
        form = self.form(seen, question)
        named = {f"q-{question}-{name}": value for name, value in fields.items()}
        button = "Save" if "Save" in form.buttons else "Check answer"
        return self.client.post(form.address, data=form.filled(named, button))

    def form(self, seen: SeenPage, question: str) -> Form:
        """Give a practice question as a form: what its own button sends, and where to."""
        form = seen.form_with(button="Continue")
        section = seen.document.by_id(f"q-{question}")
        assert section is not None
        (check,) = [it for it in section.iter("button") if it.get("formaction")]
        return replace(form, element=section, address=check.get("formaction", ""), outside=())

    def facts(self) -> set[tuple[str, str]]:
        """Give the completions: scope and address."""
        return {(row.scope, row.address) for row in self.rows(Completion)}

    def rows(self, model: type[DeclarativeBase]) -> list[Any]:
        """Give the rows of a table, oldest first."""
        with self.app.app_context():
            return list(db.session.scalars(select(model).order_by(model.id)))  # type: ignore[attr-defined] # every table asked for here has one

    def change(self, **values: object) -> None:
        """Change the person's own settings."""
        with self.app.app_context():
            person = db.session.get_one(Person, self.member.id)
            for name, value in values.items():
                setattr(person, name, value)
            db.session.commit()


@pytest.fixture
def aino(app: Flask, client: Visitor, cast: Cast) -> Learner:
    """Aino, signed in at the small course; she reads the interface in English."""
    publish(app)
    learner = Learner(app, client, cast.aino)
    learner.change(language="en")
    sign_in(client, cast.aino)
    return learner
