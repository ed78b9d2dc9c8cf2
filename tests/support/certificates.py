"""People who have earned a certificate, and how they claim it."""

from flask import Flask
from sqlalchemy import select

from app import catalogue
from app.core.course import address
from app.core.progress import Fact, new_facts
from app.extensions import clock, db
from app.models import Certificate, Completion
from tests.support.cast import Member
from tests.support.courses import SLUG
from tests.support.visitor import SeenPage, Visitor

CERTIFICATE = f"/learn/{SLUG}/certificate"


def complete_course(app: Flask, member: Member, slug: str = SLUG) -> None:
    """Write the facts of somebody who has done everything."""
    with app.test_request_context():
        served = catalogue.load_course(slug, "fi")
        assert served is not None, "Publish the course first"
        facts: frozenset[Fact] = frozenset()
        for lesson in served.course.lessons():
            for page in lesson.pages:
                facts |= new_facts(served.course, facts, address(lesson.id, page.id))
        db.session.add_all(
            Completion(
                person_id=member.id,
                course_id=served.course_id,
                scope=fact.scope.value,
                address=fact.address,
                revision_id=served.revision_id,
                completed_at=clock.now(),
            )
            for fact in facts
        )
        db.session.commit()


def claim(client: Visitor, name: str | None = None) -> SeenPage:
    """Confirm the name and look at the certificate."""
    changes = None if name is None else {"name": name}
    page = client.see(CERTIFICATE)
    return client.look(client.submit(page, changes, button="Make the certificate"))


def certificates(app: Flask) -> list[Certificate]:
    """Give every issued certificate, oldest first."""
    with app.app_context():
        return list(db.session.scalars(select(Certificate).order_by(Certificate.id)))
