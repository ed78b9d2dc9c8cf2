"""Part ids stay with their part through the edits that trainers make."""

from __future__ import annotations

import re

import pytest

from app.core.questions import TYPES
from app.core.questions.choose_one import ChooseOneContent
from app.core.questions.gap import GapContent
from app.core.questions.order import OrderContent
from app.core.questions.pairing import PairingContent
from tests.support.questions import CASES, read_question


def choices_after(*versions: str) -> dict[str, str]:
    """Return words to id after each version was published in turn."""
    content = read_question(versions[0]).content
    for version in versions[1:]:
        content = TYPES["choose-one"].adopt_ids(content, read_question(version).content)
    assert isinstance(content, ChooseOneContent)
    return {choice.text.html: choice.id for choice in content.choices}


def test_moved_choices_keep_their_ids() -> None:
    assert choices_after("- [ ] a\n- [x] b\n- [ ] c", "- [ ] c\n- [ ] a\n- [x] b") == {
        "c": "c3",
        "a": "c1",
        "b": "c2",
    }


def test_a_reworded_choice_in_its_place_keeps_its_id() -> None:
    assert choices_after("- [ ] a\n- [x] b", "- [ ] a\n- [x] parempi") == {
        "a": "c1",
        "parempi": "c2",
    }


def test_a_reworded_choice_that_changes_sides_is_a_new_one() -> None:
    assert choices_after("- [ ] a\n- [x] b\n- [ ] c", "- [ ] a\n- [ ] uusi\n- [x] c") == {
        "a": "c1",
        "uusi": "c4",
        "c": "c3",
    }


def test_a_corrected_key_keeps_the_ids() -> None:
    assert choices_after("- [ ] a\n- [x] b", "- [x] a\n- [ ] b") == {"a": "c1", "b": "c2"}


def test_an_id_is_never_used_again() -> None:
    two, three = "- [ ] a\n- [x] b", "- [ ] a\n- [x] b\n- [ ] c"
    assert choices_after(three, two, "- [ ] a\n- [x] b\n- [ ] uusi")["uusi"] == "c4"
    assert choices_after(three, two, three)["c"] == "c4"


def test_an_order_keeps_ids_when_its_key_changes() -> None:
    kind, order = TYPES["order"], frozenset({"order"})
    old = read_question("1. a\n2. b\n3. c", classes=order).content
    new = kind.adopt_ids(old, read_question("1. c\n2. a\n3. b\n4. d", classes=order).content)
    assert isinstance(old, OrderContent)
    assert isinstance(new, OrderContent)
    ids = {item.text.html: item.id for item in new.items}
    assert ids == {item.text.html: item.id for item in old.items} | {"d": "c4"}


@pytest.mark.parametrize("name", ["match", "sort"])
def test_pairs_follow_their_renamed_parts(name: str) -> None:
    classes, answers = CASES[name]
    kind = TYPES[name]
    old = read_question(answers, classes=classes).content
    edited = (
        answers.replace("Vertainen", "Vertaistuki")
        .replace("Itku", "Itkee")
        .replace("Annan vuoron", "Jaan vuorot")
    )
    new = kind.adopt_ids(old, read_question(edited, classes=classes).content)
    assert isinstance(old, PairingContent)
    assert isinstance(new, PairingContent)
    assert new != old
    assert [(one.id, one.answer) for one in new.statements] == [
        (one.id, one.answer) for one in old.statements
    ]
    assert [one.id for one in new.options] == [one.id for one in old.options]


def test_a_drop_down_keeps_its_choices_ids_when_one_is_added() -> None:
    kind = TYPES["gap"]
    old = read_question("[[yksi|*kaksi*]] ja [[sana]]").content
    new = kind.adopt_ids(old, read_question("[[nolla|yksi|*kaksi*]] ja [[sana|sanat]]").content)
    assert isinstance(new, GapContent)
    first, second = new.gaps
    assert (first.id, second.id) == ("c1", "c2")
    assert {one.text.text: one.id for one in first.choices} == {
        "yksi": "c3",
        "kaksi": "c4",
        "nolla": "c5",
    }
    assert new.used == 5


@pytest.mark.parametrize("name", sorted(CASES))
def test_all_part_ids_of_a_question_differ(name: str) -> None:
    classes, answers = CASES[name]
    content = read_question(answers, classes=classes).content
    ids = re.findall(r"\bid='(c\d+)'", repr(content))
    assert len(ids) == len(set(ids))
    assert len(ids) > 1 or name == "own-words"
