"""The certificate: earned, confirmed, issued once, and the same for ever."""

import re
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from app.certificates import issuing
from app.core.certificate import CODE_ALPHABET, CODE_CHARACTERS, group_code
from app.extensions import db
from app.models import Certificate, Consent, Person
from tests.support.cast import Cast, sign_in
from tests.support.certificates import CERTIFICATE, certificates, claim, complete_course
from tests.support.clock import FrozenClock
from tests.support.courses import SLUG, course_files, publish
from tests.support.html_checks import text_of
from tests.support.pdf_reading import barcodes_in, pypdf_text
from tests.support.quizzes import SILENCE, SPACE, publish_quiz
from tests.support.visitor import SeenPage, Visitor

PDF = f"{CERTIFICATE}.pdf"


@pytest.fixture
def aino(app: Flask, client: Visitor, cast: Cast) -> Visitor:
    """Aino, signed in, with everything done."""
    publish(app)
    sign_in(client, cast.aino)
    complete_course(app, cast.aino)
    return client


def sheet_text(page: SeenPage) -> str:
    (sheet,) = page.document.all("article")
    return text_of(sheet)


def test_before_it_is_earned_the_page_lists_what_is_missing(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    publish(app)
    sign_in(client, cast.aino)
    page = client.see(CERTIFICATE)
    assert page.heading == "What the certificate still needs"
    assert page.links["Module 2: Taito"] == f"/learn/{SLUG}/harjoitus/hiljaisuus-on"
    assert "2 pages left" in page.text, "The quiz of the module is a row of its own"
    assert page.links["Harjoitus"] == f"/learn/{SLUG}/harjoitus/testi"
    assert not [form for form in page.forms if "name" in form.names]


def test_nobody_gets_a_certificate_that_was_not_earned(
    app: Flask, client: Visitor, cast: Cast
) -> None:
    publish(app)
    sign_in(client, cast.aino)
    token = client.see("/help").forms[0].values["csrf_token"]
    sent = client.post(CERTIFICATE, data={"csrf_token": token, "name": "Aino Aalto"})
    assert sent.status_code == 303
    assert certificates(app) == []
    assert client.get(PDF).status_code == 303


def test_looking_at_the_page_issues_nothing(app: Flask, aino: Visitor) -> None:
    page = aino.see(CERTIFICATE)
    assert page.heading == "You have earned the certificate"
    assert page.form_with(field="name").values["name"] == "Aino Aalto"
    assert certificates(app) == []


def test_confirming_issues_it(app: Flask, aino: Visitor, cast: Cast) -> None:
    page = claim(aino)
    assert page.heading == "Your certificate"
    (issued,) = certificates(app)
    assert (issued.person_id, issued.state, issued.number) == (cast.aino.id, "current", 1)
    assert issued.valid_until == date(2028, 11, 21)
    assert len(issued.code) == CODE_CHARACTERS
    assert set(issued.code) <= set(CODE_ALPHABET)
    for words in ("Aino Aalto", "Pieni kurssi", "Alku", "Taito", "Esimerkkiliitto"):
        assert words in sheet_text(page)
    assert group_code(issued.code) in sheet_text(page)
    assert page.links["Download PDF"] == PDF


def test_a_corrected_name_is_printed_and_becomes_the_persons_own(
    app: Flask, aino: Visitor, cast: Cast
) -> None:
    page = claim(aino, "  Aino   Áalto-Ŋiŋŋá ")
    assert "Aino Áalto-Ŋiŋŋá" in sheet_text(page)
    assert certificates(app)[0].name == "Aino Áalto-Ŋiŋŋá"
    with app.app_context():
        person = db.session.get(Person, cast.aino.id)
        assert person is not None
        assert person.name == "Aino Áalto-Ŋiŋŋá"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("", "Write your name"),
        ("   ", "Write your name"),
        ("a" * 300, "300 characters long"),
        ("Aino \u202eotlaA", "hidden mark"),
        ("Aino 漢", "cannot show these letters: 漢"),
    ],
)
def test_a_name_that_cannot_be_printed_is_asked_again_and_kept(
    app: Flask, aino: Visitor, name: str, told: str
) -> None:
    form = aino.see(CERTIFICATE).form_with(field="name")
    page = aino.look(aino.post(CERTIFICATE, data=form.filled({"name": name}, None)), 422)
    assert told in page.text
    kept = page.form_with(field="name").values["name"]
    assert kept.strip() == name.replace("\u202e", "").strip()
    assert certificates(app) == []


def test_confirming_twice_issues_one(app: Flask, aino: Visitor) -> None:
    page = aino.see(CERTIFICATE)
    for name in ("Aino Aalto", "Aino Aalto", "Aino Toinen"):
        aino.submit(page, {"name": name}, button="Make the certificate")
    assert [issued.name for issued in certificates(app)] == ["Aino Aalto"]


def test_the_pdf_says_what_the_page_says(aino: Visitor) -> None:
    (sheet,) = claim(aino).document.all("article")
    pdf = aino.get(PDF)
    assert pdf.mimetype == "application/pdf"
    assert "attachment" in pdf.headers["Content-Disposition"]
    assert pdf.headers["Cache-Control"] == "no-store"
    printed = without_breaks(pypdf_text(pdf.data))
    for text in sheet.itertext():
        said = without_breaks(text)
        assert said in printed
        printed = printed.replace(said, "", 1)
    assert not printed.replace("•", ""), "The PDF says more than the page"


def without_breaks(text: str) -> str:
    """Give the letters alone: lines break elsewhere on paper, and words at other letters."""
    return re.sub(r"[\s\u00ad-]", "", text)


def test_the_pdf_is_the_same_file_every_time(
    app: Flask, aino: Visitor, clock: FrozenClock, cast: Cast
) -> None:
    claim(aino)
    first = aino.get(PDF).data
    clock.move(timedelta(days=40))
    sign_in(aino, cast.aino)
    publish_quiz(app, SPACE, SILENCE)
    assert aino.get(PDF).data == first


def test_the_square_code_leads_to_the_check(app: Flask, aino: Visitor) -> None:
    claim(aino)
    code = certificates(app)[0].code
    (address,) = barcodes_in(aino.get(PDF).data)
    with app.test_request_context():
        public = app.config["SETTINGS"].public_address
        path = app.url_for("public.verify", code=group_code(code))
        assert address == public + path == issuing.check_address(code)
    assert aino.see(path).heading == "This certificate is valid"


def test_an_edit_takes_no_certificate_away(app: Flask, aino: Visitor) -> None:
    before = sheet_text(claim(aino))
    publish(app, course_files({"10-alku/30-uusi.fi.md": NEW_LESSON}))
    page = aino.see(CERTIFICATE)
    assert page.heading == "Your certificate"
    assert sheet_text(page) == before


NEW_LESSON = """---
title: Uusi oppitunti
---

## Uusi sivu {#uusi}

Uutta luettavaa.
"""


def test_an_edit_after_everything_was_done_takes_no_right_to_it(app: Flask, aino: Visitor) -> None:
    publish(app, course_files({"10-alku/30-uusi.fi.md": NEW_LESSON}))
    assert aino.see(CERTIFICATE).heading == "You have earned the certificate"
    claim(aino)
    assert len(certificates(app)) == 1


def test_a_later_change_of_name_leaves_the_certificate_as_it_is(
    app: Flask, aino: Visitor, cast: Cast
) -> None:
    before = sheet_text(claim(aino))
    with app.app_context():
        person = db.session.get(Person, cast.aino.id)
        assert person is not None
        person.name = "Aino Virtanen"
        db.session.commit()
    assert sheet_text(aino.see(CERTIFICATE)) == before


def test_it_keeps_the_language_of_its_issue(app: Flask, aino: Visitor, cast: Cast) -> None:
    before = sheet_text(claim(aino))
    with app.app_context():
        db.session.execute(update(Person).where(Person.id == cast.aino.id).values(language="sv"))
        db.session.commit()
    page = aino.see(CERTIFICATE)
    assert sheet_text(page) == before
    assert page.document.all("article")[0].get("lang") == "en"


@pytest.mark.parametrize(("language", "course"), [("fi", "Pieni kurssi"), ("sv", "Liten kurs")])
def test_it_is_issued_in_the_language_of_its_reader(
    app: Flask, aino: Visitor, cast: Cast, language: str, course: str
) -> None:
    with app.app_context():
        db.session.execute(
            update(Person).where(Person.id == cast.aino.id).values(language=language)
        )
        db.session.commit()
    form = aino.see(CERTIFICATE).form_with(field="name")
    aino.post(CERTIFICATE, data=form.filled({}, None))
    (issued,) = certificates(app)
    assert issued.language == issued.sheet["language"] == language
    assert issued.sheet["course_title"] == course
    assert issued.sheet["facts"][0][1] in {"21.11.2026", "21 nov. 2026"}


def test_an_expired_one_says_so_and_can_still_be_had(
    aino: Visitor, clock: FrozenClock, cast: Cast
) -> None:
    claim(aino)
    clock.move(timedelta(days=732))
    sign_in(aino, cast.aino)
    page = aino.see(CERTIFICATE)
    assert "The certificate has expired" in page.text
    assert aino.get(PDF).status_code == 200


@pytest.mark.parametrize("state", ["revoked", "replaced"])
def test_one_that_was_withdrawn_is_not_issued_anew(app: Flask, aino: Visitor, state: str) -> None:
    form = aino.see(CERTIFICATE).form_with(field="name")
    claim(aino)
    with app.app_context():
        db.session.execute(update(Certificate).values(state=state))
        db.session.commit()
    page = aino.look(aino.post(CERTIFICATE, data=form.filled({}, None)))
    assert "no longer in force" in page.text
    assert len(certificates(app)) == 1


def test_each_sees_only_the_own_one(app: Flask, aino: Visitor, cast: Cast) -> None:
    claim(aino)
    olli = app.test_client()
    assert isinstance(olli, Visitor)
    sign_in(olli, cast.olli)
    page = olli.see(CERTIFICATE)
    assert page.heading == "What the certificate still needs"
    assert "Aino" not in page.text
    assert olli.get(PDF).status_code == 303


def test_it_tells_how_to_share_it_and_who_helps(app: Flask, aino: Visitor, cast: Cast) -> None:
    page = claim(aino)
    (share,) = [it for it in page.document.root.iter() if it.get("data-copy")]
    assert issuing_address(app) in text_of(share)
    assert "does not show your name" in page.text
    with app.app_context():
        db.session.add(
            Consent(
                person_id=cast.aino.id,
                kind="public_name",
                given=True,
                text_revision="2026-11",
                language="fi",
                at=certificates(app)[0].issued_at,
            )
        )
        db.session.commit()
    assert "The check shows your name, because you allowed it." in aino.see(CERTIFICATE).text


def issuing_address(app: Flask) -> str:
    with app.app_context():
        return issuing.check_address(certificates(app)[0].code)


def test_codes_are_never_alike() -> None:
    assert len({issuing.make_code() for _time in range(2000)}) == 2000
