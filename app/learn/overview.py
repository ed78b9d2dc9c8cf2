"""Where somebody is in a course, for the pages that show the whole of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from flask import url_for
from sqlalchemy import select

from app import access, catalogue
from app.catalogue import ServedCourse
from app.core.certificate import Condition, conditions, earned
from app.core.course import address
from app.core.knowing import check_quiz, freed_pages
from app.core.progress import (
    LessonProgress,
    ModuleProgress,
    PageProgress,
    Progress,
    Status,
    progress,
)
from app.extensions import db
from app.guard import Visitor
from app.learn.facts import load_facts
from app.learn.known import begun_quizzes
from app.learn.visits import page_path
from app.models import Course


@dataclass(frozen=True)
class Study:
    """One course as one person stands in it."""

    served: ServedCourse
    progress: Progress
    begun: frozenset[str] = frozenset()
    """Addresses of the quizzes that were begun, where the page asks for them."""

    @property
    def slug(self) -> str:
        """The course's name in addresses."""
        return self.served.course.slug

    @property
    def modules(self) -> tuple[ModuleProgress, ...]:
        """The modules in order."""
        return self.progress.modules

    @property
    def next_page(self) -> tuple[LessonProgress, PageProgress] | None:
        """What Continue opens."""
        return self.progress.next_page

    @property
    def certificate_path(self) -> str | None:
        """Where the certificate is, for whoever has earned it."""
        return url_for("learn.certificate", slug=self.slug) if earned(self.progress) else None

    @property
    def still_needed(self) -> dict[str, int]:
        """How many pages of each kind the certificate still needs."""
        return dict(
            Counter(
                page.page.kind
                for lesson in self.progress.lessons()
                for page in lesson.pages
                if page.required and not page.done
            )
        )

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Everything that the certificate needs, done or not."""
        return conditions(self.served.course, self.progress)

    def knows_already_path(self, own: ModuleProgress) -> str | None:
        """Where to show that one knows a module already, while that can still free anything."""
        found = check_quiz(own.module)
        if found is None or own.status is Status.DONE:
            return None
        lesson, page = found
        open_pages = {one.address for each in own.lessons for one in each.pages if not one.done}
        freed = freed_pages(self.served.course, lesson.id, page.id).keys() & open_pages
        if not freed or address(lesson.id, page.id) in self.begun:
            return None
        return page_path(self.slug, address(lesson.id, page.id))

    def after(self, module_id: str) -> ModuleProgress | None:
        """Return the next module that is not done, looking first behind this one."""
        ids = [module.module.id for module in self.modules]
        start = ids.index(module_id) + 1
        turned = (*self.modules[start:], *self.modules[:start])
        return next((module for module in turned if module.status != "done"), None)


def load_study(visitor: Visitor, served: ServedCourse) -> Study:
    """Return where the visitor is in a course; one query."""
    facts = frozenset(load_facts(visitor.person.id, served.course_id))
    return Study(served, progress(served.course, facts))


def load_course_study(visitor: Visitor, served: ServedCourse) -> Study:
    """Return the same, with the quizzes that were begun; two queries."""
    begun = begun_quizzes(visitor.person.id, served.course_id)
    return replace(load_study(visitor, served), begun=begun)


def load_studies(visitor: Visitor) -> list[Study]:
    """Return every published course as the visitor stands in it, in the order they came."""
    slugs = db.session.scalars(select(Course.slug).order_by(Course.id)).all()
    served = [catalogue.load_course(slug, access.language()) for slug in slugs]
    return [load_study(visitor, one) for one in served if one is not None]
