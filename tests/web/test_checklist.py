"""Checklists: tick, save, print."""

from app.models import Writing
from tests.support.courses import SLUG
from tests.support.learning import Learner

PAGE = "omat/muistilista"


def test_ticks_are_kept_and_the_page_is_done(aino: Learner) -> None:
    aino.save(aino.open(PAGE), {"ticked": ["i2"]})
    page = aino.open(PAGE)
    assert page.form_with(field="ticked").values.getlist("ticked") == ["i2"]
    assert aino.facts() == {("page", PAGE)}
    assert aino.press(page, "Continue").path == f"/learn/{SLUG}/omat/ohjelma"


def test_a_tick_can_be_taken_away(aino: Learner) -> None:
    aino.save(aino.open(PAGE), {"ticked": ["i1", "i2"]})
    page = aino.save(aino.open(PAGE), {"ticked": ["i1"]})
    assert page.form_with(field="ticked").values.getlist("ticked") == ["i1"]


def test_nothing_has_to_be_ticked(aino: Learner) -> None:
    aino.save(aino.open(PAGE))
    assert aino.facts() == {("page", PAGE)}


def test_lines_that_are_not_on_the_page_are_left_out(aino: Learner) -> None:
    page = aino.open(PAGE)
    aino.client.submit(page, {"ticked": ["i1", "i99", "<b>"]})
    assert aino.rows(Writing)[0].fields == {"ticked": ["i1"]}
