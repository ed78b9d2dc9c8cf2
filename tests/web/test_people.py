"""The list of people: who is done, who is on the way; each role sees its own scope only."""

from __future__ import annotations

import csv
import io
from datetime import datetime

import openpyxl
import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from app.core.policy import Role
from app.extensions import clock, db
from app.models import AuditEvent, Certificate, Completion, Course, CourseRevision, Person
from app.office.filters import place_from, place_text
from tests.support.cast import Cast, Member, add_person, sign_in
from tests.support.courses import publish_sample
from tests.support.queries import count_queries
from tests.support.visitor import Visitor


@pytest.fixture
def course(app: Flask) -> Course:
    """A published course."""
    return publish_sample(app)


def complete_course(app: Flask, course: Course, member: Member, *, certificate: str = "") -> None:
    with app.app_context():
        revision = db.session.query(CourseRevision).filter_by(course_id=course.id).one()
        db.session.add(
            Completion(
                person_id=member.id,
                course_id=course.id,
                scope="course",
                address="",
                revision_id=revision.id,
                completed_at=clock.now(),
            )
        )
        if certificate:
            db.session.add(
                Certificate(
                    person_id=member.id,
                    course_id=course.id,
                    code=certificate,
                    name=member.name,
                    language="fi",
                    sheet={},
                    revision_id=revision.id,
                    issued_at=clock.now(),
                )
            )
        db.session.commit()


def names(page_text: str, cast: Cast) -> set[str]:
    return {member.name for member in cast.everyone if member.name in page_text}


@pytest.mark.usefixtures("course")
def test_a_coordinator_sees_everybody(client: Visitor, cast: Cast) -> None:
    sign_in(client, cast.kaisa)
    page = client.see("/org")
    assert page.heading == "People"
    assert names(page.text, cast) == {member.name for member in cast.everyone}


@pytest.mark.usefixtures("course")
def test_a_local_contact_sees_only_the_own_local_association(client: Visitor, cast: Cast) -> None:
    sign_in(client, cast.olli)
    page = client.see("/org")
    table = page.document.all("table")[0]
    assert "Olli Ojanen" in "".join(table.itertext())
    assert "Aino" not in page.text
    assert "Pirkanmaa" not in page.text


@pytest.mark.usefixtures("course")
def test_a_local_contact_learns_nothing_by_asking_for_another_association(
    client: Visitor, cast: Cast
) -> None:
    sign_in(client, cast.olli)
    page = client.see(f"/org?association={cast.pirkanmaa}")
    assert "Aino" not in page.text
    assert "Nobody here yet" in page.text
    assert client.get(f"/org/people/{cast.aino.id}").status_code == 404


@pytest.mark.usefixtures("course")
@pytest.mark.parametrize("name", ["aino", "tiina"])
def test_volunteers_and_trainers_are_refused(client: Visitor, cast: Cast, name: str) -> None:
    sign_in(client, getattr(cast, name))
    for path in ("/org", "/org/people.csv", "/org/people.xlsx", f"/org/people/{cast.olli.id}"):
        assert client.get(path).status_code == 403


def test_filters_stand_in_the_address(
    app: Flask, client: Visitor, cast: Cast, course: Course
) -> None:
    complete_course(app, course, cast.aino, certificate="A" * 26)
    sign_in(client, cast.kaisa)
    for query in ("status=done", "certificate=yes", "search=aino", "search=AINO%40example.org"):
        assert names(client.see(f"/org?{query}").text, cast) == {"Aino Aalto"}
    assert "Aino Aalto" not in client.see("/org?certificate=no").text
    assert "Aino Aalto" not in client.see("/org?status=not-started").text


@pytest.mark.usefixtures("course")
@pytest.mark.parametrize(
    "query",
    ["status=x", "association=9999999999999", "association=-1", "after=junk", "search=%00%", "a=1"],
)
def test_filters_that_make_no_sense_are_harmless(client: Visitor, cast: Cast, query: str) -> None:
    sign_in(client, cast.kaisa)
    assert client.get(f"/org?{query}").status_code == 200


@pytest.mark.usefixtures("course")
def test_a_long_list_is_leafed_through_in_the_finnish_order(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    for number in range(60):
        add_person(app, f"Örn {number:02}", cast.pirkanmaa)
    sign_in(client, cast.kaisa)
    first = client.see("/org")
    second = client.see(first.links["Next page"])
    assert "Örn 00" in first.text
    assert "Örn 59" not in first.text
    assert "Örn 59" in second.text
    assert "Next page" not in second.links


@pytest.mark.usefixtures("course")
def test_the_list_asks_the_database_as_often_for_many_as_for_few(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    sign_in(client, cast.kaisa)
    client.get("/org")
    with count_queries(app) as few:
        client.get("/org")
    for number in range(40):
        add_person(app, f"Liisa {number}", cast.pirkanmaa)
    with count_queries(app) as many:
        client.get("/org")
    assert len(many) == len(few)


def test_the_csv_keeps_letters_and_neutralises_formulas(
    app: Flask, client: Visitor, cast: Cast, course: Course
) -> None:
    member = add_person(app, '=HYPERLINK("x") Ŋiŋŋá Öšä', cast.pirkanmaa)
    complete_course(app, course, member)
    sign_in(client, cast.kaisa)
    response = client.get("/org/people.csv?status=done")
    assert response.data.startswith("\ufeff".encode())
    heading, row = csv.reader(io.StringIO(response.data.decode("utf-8-sig")), delimiter=";")
    assert heading[0] == "Name"
    assert row[0] == '\'=HYPERLINK("x") Ŋiŋŋá Öšä'
    assert row[5] == "2026-11-21"
    assert "attachment" in response.headers["Content-Disposition"]


def test_the_spreadsheet_keeps_text_as_text_and_dates_as_dates(
    app: Flask, client: Visitor, cast: Cast, course: Course
) -> None:
    member = add_person(app, "=1+1", cast.pirkanmaa)
    complete_course(app, course, member, certificate="B" * 26)
    sign_in(client, cast.kaisa)
    response = client.get("/org/people.xlsx?certificate=yes")
    sheet = openpyxl.load_workbook(io.BytesIO(response.data)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 2
    assert rows[1][0] == "=1+1"
    assert sheet.cell(2, 1).data_type == "s"
    assert rows[1][5] == datetime(2026, 11, 21)  # noqa: DTZ001 - a spreadsheet has no zones


@pytest.mark.usefixtures("course")
def test_opening_a_person_and_exporting_leave_a_row_in_the_log(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    sign_in(client, cast.kaisa)
    client.see(f"/org/people/{cast.aino.id}")
    assert client.get("/org/people.csv").data
    with app.app_context():
        rows = [(row.action, row.subject) for row in db.session.query(AuditEvent)]
    assert rows[0] == ("person:read", f"person:{cast.aino.id}")
    assert rows[1][0] == "people:export"


@pytest.mark.usefixtures("course")
def test_a_person_page_shows_lessons_and_never_what_was_written(
    client: Visitor, cast: Cast
) -> None:
    sign_in(client, cast.kaisa)
    page = client.see(f"/org/people/{cast.aino.id}")
    assert page.heading == "Aino Aalto"
    assert "Answers and what the person wrote are not shown" in page.text


@pytest.mark.usefixtures("course")
def test_a_closed_account_is_not_listed(app: Flask, client: Visitor, cast: Cast) -> None:
    with app.app_context():
        db.session.get_one(Person, cast.aino.id).closed_at = clock.now()
        db.session.commit()
    sign_in(client, cast.kaisa)
    assert "Aino" not in client.see("/org").text
    assert client.get(f"/org/people/{cast.aino.id}").status_code == 404


@pytest.mark.usefixtures("course")
def test_a_viewer_sees_people_but_cannot_invite(app: Flask, client: Visitor, cast: Cast) -> None:
    viewer = add_person(app, "Ville Visa", cast.helsinki, Role.VIEWER)
    sign_in(client, viewer)
    page = client.see("/org")
    assert "Aino Aalto" in page.text
    assert "Invite" not in page.links
    assert client.get("/org/invitations").status_code == 403


def test_without_a_course_the_list_says_what_to_do_first(client: Visitor, cast: Cast) -> None:
    sign_in(client, cast.kaisa)
    assert "No course has been published yet" in client.see("/org", 404).text


def test_a_place_in_the_list_survives_its_address() -> None:
    place = ("{3rn", 12)
    assert place_from(MultiDict({"after": place_text(place)})) == place
