"""One person's visit to one page: what views and services of this feature pass around."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from flask import abort, current_app, url_for
from markupsafe import Markup

from app import access
from app.access import course_for, me
from app.catalogue import ServedCourse
from app.core.course import Lesson, Page, Text, address
from app.core.markup import fill_variables
from app.extensions import clock
from app.guard import Visitor
from app.learn.places import Place, places_of
from app.learn.posters import Poster, posters_of
from config import Settings

OPENED = "yes"
"""Value of ``opened`` in the address of a page whose content note has been passed."""


@dataclass(frozen=True)
class Visit:
    """A page that somebody may open; holding one means that the door was passed."""

    visitor: Visitor
    served: ServedCourse
    place: Place

    @property
    def person_id(self) -> int:
        """Whose visit it is."""
        return self.visitor.person.id

    @property
    def slug(self) -> str:
        """The course's name in addresses."""
        return self.served.course.slug

    @property
    def lesson(self) -> Lesson:
        """The lesson that the page belongs to."""
        return self.place.lesson

    @property
    def page(self) -> Page:
        """The page."""
        return self.place.page

    @property
    def address(self) -> str:
        """``lesson/page``, under which facts about the page are stored."""
        return self.place.address

    @property
    def path(self) -> str:
        """The page's own path on this site."""
        return page_path(self.slug, self.address)

    def link(self, fragment: str = "", **query: str) -> str:
        """Return the way back to the opened page, past its content note, with what it shows."""
        opened = {"opened": OPENED} if self.page.content_note else {}
        wanted = urlencode({**opened, **query}, safe="/")
        return f"{self.path}{'?' if wanted else ''}{wanted}{'#' if fragment else ''}{fragment}"

    def path_to(self, endpoint: str) -> str:
        """Return the path of another view of this page, such as ``learn.stop``."""
        return url_for(endpoint, slug=self.slug, lesson_id=self.lesson.id, page_id=self.page.id)

    @property
    def posters(self) -> tuple[Poster, ...]:
        """The infographics of the page, which can be printed alone."""
        return posters_of(self.page)

    @property
    def next_path(self) -> str:
        """Where the following page is; after the last one, the course."""
        if self.place.next is None:
            return url_for("learn.course", slug=self.slug)
        return page_path(self.slug, self.place.next)

    @property
    def other_path(self) -> str | None:
        """Where the page is that can be done instead of this one, or None."""
        return page_path(self.slug, self.place.other) if self.place.other else None

    @property
    def instead_path(self) -> str:
        """Where the page is that counts as done when this one is."""
        return page_path(self.slug, self.place.counts_as)

    @cached_property
    def words(self) -> Filler:
        """Fills association variables for this reader."""
        return Filler(variables_for(self.visitor))


class Filler:
    """Makes published text ready for one reader."""

    def __init__(self, values: Mapping[str, str]) -> None:
        """Take the values of the reader's association."""
        self.values = values
        self.today = clock.today()

    def __call__(self, text: Text | str) -> Markup:
        """Return published HTML with the reader's own variables filled in."""
        html = text if isinstance(text, str) else text.html
        filled = fill_variables(html, self.values, self.today)
        return Markup(filled)  # noqa: S704 - sanitised at publish; values are escaped


def page_path(slug: str, where: str) -> str:
    """Return the path of the page at an address."""
    lesson_id, _, page_id = where.partition("/")
    return url_for("learn.page", slug=slug, lesson_id=lesson_id, page_id=page_id)


def visit_for(slug: str, lesson_id: str, page_id: str, served: ServedCourse | None = None) -> Visit:
    """Return the visit of the person signed in to a page, or end with 404.

    ``served`` is the course in another revision than the current one.
    """
    served = served or course_for(slug)
    place = places_of(served.revision_id, access.language()).get(address(lesson_id, page_id))
    if place is None:
        abort(404)
    return Visit(me(), served, place)


def variables_for(visitor: Visitor) -> dict[str, str]:
    """Return association variables: the local association's own, else the union's."""
    settings: Settings = current_app.config["SETTINGS"]
    values = {
        "association.name": settings.association_name,
        "contact.name": settings.contact_name,
        "contact.email": settings.contact_email,
        "contact.phone": settings.contact_phone,
    }
    local = visitor.person.local_association
    if local is not None:
        values["association.name"] = local.name
        values.update({name: value for name, value in local.variables.items() if value})
    return values
