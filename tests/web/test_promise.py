"""The promise: accepted once, stored with revision, language and time."""

import threading

from app.models import Completion, Promise
from tests.support.cast import SESSION_COOKIE
from tests.support.clock import START
from tests.support.courses import SLUG, course_files, publish
from tests.support.learning import Learner

PAGE = "omat/lupaus"


def test_accepting_is_stored_with_revision_language_and_time(aino: Learner) -> None:
    page = aino.press(aino.open(PAGE), "I accept this promise")
    (row,) = aino.rows(Promise)
    assert (row.address, row.language, row.accepted_at) == (PAGE, "fi", START)
    assert "You accepted this on" in page.text
    assert page.links["Continue"] == f"/learn/{SLUG}/harjoitus/hiljaisuus-on"
    assert aino.facts() == {("page", PAGE)}


def test_opening_it_accepts_nothing(aino: Learner) -> None:
    aino.open(PAGE)
    assert aino.rows(Promise) == []


def test_a_reworded_promise_is_not_asked_again(aino: Learner) -> None:
    aino.press(aino.open(PAGE), "I accept this promise")
    path = "10-alku/20-omat.fi.md"
    text = course_files()[path].decode().replace("jää ryhmään.", "jää aina ryhmään.")
    publish(aino.app, course_files({path: text}))
    page = aino.open(PAGE)
    assert "You accepted this on" in page.text
    assert "I accept this promise" not in page.text


def test_the_revision_that_was_read_is_the_one_that_is_promised(aino: Learner) -> None:
    page = aino.open(PAGE)
    path = "10-alku/20-omat.fi.md"
    text = course_files()[path].decode().replace("jää ryhmään.", "jää aina ryhmään.")
    publish(aino.app, course_files({path: text}))
    aino.press(page, "I accept this promise")
    (row,) = aino.rows(Promise)
    (fact,) = aino.rows(Completion)
    assert row.revision_id < fact.revision_id


def test_eight_at_once_promise_once(aino: Learner) -> None:
    form = aino.open(PAGE).form_with(button="I accept this promise")
    cookie = aino.client.get_cookie(SESSION_COOKIE)
    assert cookie is not None
    barrier = threading.Barrier(8)
    statuses: list[int] = []

    def accept() -> None:
        client = aino.app.test_client()
        client.set_cookie(SESSION_COOKIE, cookie.value)
        barrier.wait()
        statuses.append(client.post(form.address, data=form.values).status_code)

    threads = [threading.Thread(target=accept) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [303] * 8
    assert len(aino.rows(Promise)) == 1
    assert aino.facts() == {("page", PAGE)}
