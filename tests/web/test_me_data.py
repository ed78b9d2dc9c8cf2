"""My data: everything stored about a person, as one file."""

import json
from typing import Any

from flask import Flask

from app.accounts.my_data import MADE_BY_OTHERS, SECRETS
from app.extensions import Base, clock, db
from app.models import Answer, Course, CourseRevision, Person, Writing
from tests.support.accounts import ask_code, sign_in_slip
from tests.support.cast import Cast, add_person, sign_in
from tests.support.visitor import Visitor


def download(client: Visitor) -> dict[str, Any]:
    response = client.get("/me/data.json")
    assert response.status_code == 200
    found: dict[str, Any] = json.loads(response.text)
    return found


def write_something(app: Flask, person_id: int, text: str, rows: int = 1) -> None:
    with app.app_context():
        course = Course(slug=f"kurssi-{person_id}", created_at=clock.now())
        db.session.add(course)
        db.session.flush()
        revision = CourseRevision(
            course_id=course.id, number=1, sha256="0", main_language="fi", published_at=clock.now()
        )
        db.session.add(revision)
        db.session.flush()
        db.session.add_all(
            Writing(
                person_id=person_id, course_id=course.id, address="oma/pohdinta",
                form_key=str(number), fields={"text": text}, saved_at=clock.now(),
            )
            for number in range(rows)
        )  # fmt: skip
        db.session.add(
            Answer(
                person_id=person_id,
                course_id=course.id,
                address="a/b",
                question="a/b/c",
                submit_key="k",
                revision_id=revision.id,
                response={"chosen": ["x"]},
                shown=["Shown text"],
                credit="1",
                answered_at=clock.now(),
            )
        )
        db.session.commit()


def test_the_file_holds_details_writings_and_answers(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    write_something(app, cast.aino.id, "Omat ajatukseni – ääkkösineen")
    sign_in(client, cast.aino)
    found = download(client)
    assert found["person"][0]["name"] == cast.aino.name
    assert found["writing"][0]["fields"] == {"text": "Omat ajatukseni – ääkkösineen"}
    assert found["answer"][0]["shown"] == ["Shown text"]
    assert found["signed_in_session"]
    assert found["written_at"] == clock.now().isoformat()


def test_nothing_of_anybody_else_is_in_it(app: Flask, client: Visitor, cast: Cast) -> None:
    write_something(app, cast.olli.id, "Ollin oma teksti")
    sign_in(client, cast.aino)
    text = json.dumps(download(client), ensure_ascii=False)
    for foreign in ("Ollin oma teksti", cast.olli.name, cast.kaisa.email):
        assert foreign not in text


def test_no_secret_is_in_it(app: Flask, client: Visitor, cast: Cast) -> None:
    sign_in_slip(app, cast.aino.id)
    ask_code(client, cast.aino.email)
    sign_in(client, cast.aino)
    found = download(client)
    keys = {key for rows in found.values() if isinstance(rows, list) for row in rows for key in row}
    assert not keys & SECRETS
    assert not [key for key in keys if key.endswith(("_hash", "secret", "token"))]
    assert found["mail"][0]["recipient"] == cast.aino.email
    assert "text" not in found["mail"][0], "A code in a mail may still work"


def test_mails_to_a_shared_address_are_left_out(app: Flask, client: Visitor, cast: Cast) -> None:
    add_person(app, "Aino Eino", cast.pirkanmaa)
    ask_code(client, cast.aino.email)
    sign_in(client, cast.aino)
    assert download(client)["mail"] == []


def test_every_table_that_knows_a_person_is_in_it(client: Visitor, cast: Cast) -> None:
    sign_in(client, cast.aino)
    knowing = {
        table.name
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.name not in MADE_BY_OTHERS
        and any(key.column is Person.__table__.c.id for key in column.foreign_keys)
    }
    assert {"person", "consent", "answer", "writing", "draft", "kept_text"} <= {*knowing, "person"}
    assert {*knowing, "person", "mail", "audit_event", "written_at"} == set(download(client))


def test_the_file_comes_in_pieces(app: Flask, client: Visitor, cast: Cast) -> None:
    write_something(app, cast.aino.id, "x" * 1000, rows=500)
    sign_in(client, cast.aino)
    response = client.get("/me/data.json")
    assert response.is_streamed
    assert response.headers["Cache-Control"] == "no-store"
    assert "attachment" in response.headers["Content-Disposition"]
    assert len(json.loads(response.text)["writing"]) == 500


def test_the_page_says_honestly_how_data_is_deleted(client: Visitor, cast: Cast) -> None:
    sign_in(client, cast.aino)
    page = client.see("/me/data")
    assert "cannot delete your data yet" in page.text
    assert page.links["Download"].endswith("/me/data.json")
