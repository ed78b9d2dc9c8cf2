"""Help is a tap away wherever somebody may write of distress or read of what weighs."""

import pytest
from flask import Flask

from tests.support.courses import course_files, publish
from tests.support.learning import Learner
from tests.support.visitor import SeenPage

HELP = "Soita [112](tel:112).\n\nAlueesi kriisiapu: {{crisis.local.phone: Katso alueesi sivu.}}\n"
REFLECTION = "omat/pohdinta"
HEAVY = "lukeminen/raskas"


@pytest.fixture
def helped(aino: Learner) -> Learner:
    """Somebody who takes a course that has a help text."""
    publish(aino.app, course_files({"help.fi.md": HELP}))
    return aino


def help_in(page: SeenPage) -> str:
    """Give the folded help text; empty when the page has none."""
    folded = [it for it in page.document.all("details") if it.get("class") == "help-now"]
    assert len(folded) <= 1
    return " ".join("".join(folded[0].itertext()).split()) if folded else ""


def test_a_reflection_has_it_above_the_field_and_after_saving(helped: Learner) -> None:
    page = helped.open(REFLECTION)
    assert "Nobody reads this. If you are in danger, call 112." in page.text
    assert page.source.index('class="help-now"') < page.source.index("<textarea")
    saved = helped.save(page, {"miksi": "Oma syyni."})
    assert "Nobody reads this. If you are in danger, call 112." in saved.text
    for seen in (page, saved):
        assert help_in(seen).startswith("Help right now Soita 112.")
        assert seen.links["112"] == "tel:112"


def test_what_the_association_has_not_filled_in_has_its_fallback(helped: Learner) -> None:
    assert "Katso alueesi sivu." in help_in(helped.open(REFLECTION))


def test_a_heavy_page_has_it_on_its_note_and_when_opened(helped: Learner) -> None:
    note = helped.open(HEAVY)
    assert note.heading == "Raskas aihe"
    assert "Soita 112." in help_in(note)
    opened = helped.open(f"{HEAVY}?opened=yes")
    assert "Soita 112." in help_in(opened)


def test_other_pages_do_not_have_it(helped: Learner) -> None:
    assert help_in(helped.open("lukeminen/eka")) == ""


def test_without_a_help_text_the_number_is_said_all_the_same(aino: Learner) -> None:
    page = aino.open(REFLECTION)
    assert help_in(page) == ""
    assert "Nobody reads this. If you are in danger, call 112." in page.text
    assert page.links["112"] == "tel:112"


def test_it_speaks_the_language_it_is_written_in(helped: Learner, app: Flask) -> None:
    del app
    page = helped.open(REFLECTION)
    (folded,) = [it for it in page.document.all("details") if it.get("class") == "help-now"]
    assert any(it.get("lang") == "fi" for it in folded.iter())
