"""The programme of a meeting: its times are computed, and what it lacks is said."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.course import Line
from app.core.pages.document import DocumentContent
from app.core.pages.fields import Column, Field
from app.core.pages.timetable import (
    A_DAY,
    Lack,
    Meeting,
    Timetable,
    clock_time,
    lay_out_timetable,
    plan_meeting,
    read_clock,
    timetables_of,
)
from tests.support.reading import found, page_of

PLAN = """
## Suunnitelma {.document #suunnitelma}

### Päivä {.date #paiva}

### Seuraava kerta {.date #seuraava}

### Alkaa {.time #alkaa}
> 18.00

### Loppuu {.time #loppuu}
> 19.30

### Kulku {.timetable #kulku start=alkaa end=loppuu}
| Min {.minutes} | Mitä |
|---|---|
| 10 | Avaus |
| 50 | Keskustelu |
| 10 | Kahvitauko |
| 20 | Loppukierros |
"""


def document(lesson: str = PLAN) -> DocumentContent:
    content = page_of(lesson).content
    assert isinstance(content, DocumentContent)
    return content


def lay_out(data: dict[str, object], lesson: str = PLAN) -> Timetable:
    content = document(lesson)
    (field,) = timetables_of(content)
    return lay_out_timetable(content, field, data)


def meeting(data: dict[str, object], lesson: str = PLAN) -> Meeting | None:
    content = document(lesson)
    (field,) = timetables_of(content)
    return plan_meeting(content, field, data)


def test_each_row_begins_when_the_one_before_ends() -> None:
    table = lay_out({})
    assert [(row.starts, row.minutes, row.cells) for row in table.rows] == [
        ("18.00", 10, ("Avaus",)),
        ("18.10", 50, ("Keskustelu",)),
        ("19.00", 10, ("Kahvitauko",)),
        ("19.10", 20, ("Loppukierros",)),
    ]
    assert (table.minutes, table.ends, table.over, table.lacks) == (90, "19.30", 0, ())


def test_a_plan_that_runs_over_says_by_how_much() -> None:
    table = lay_out({"loppuu": "19:15"})
    assert table.over == 15
    assert table.lacks == (Lack.OVERRUN,)


def test_without_a_starting_time_there_are_minutes_only() -> None:
    table = lay_out({"alkaa": ""})
    assert {row.starts for row in table.rows} == {""}
    assert (table.minutes, table.ends, table.over) == (90, "", 0)


def test_an_evening_may_go_on_past_midnight() -> None:
    table = lay_out({"alkaa": "23:30", "loppuu": "01:00"})
    assert [row.starts for row in table.rows] == ["23.30", "23.40", "0.30", "0.40"]
    assert (table.ends, table.over) == ("1.00", 0)


@pytest.mark.parametrize(
    ("words", "lacks"),
    [
        ("Jutellaan", {Lack.NO_BREAK, Lack.NO_CLOSING}),
        ("Tauon jälkeen loppukierros", set()),
        ("Paus och avslutningsrunda", set()),
        ("Kaffepaus", {Lack.NO_CLOSING}),
        ("Sista rundan", {Lack.NO_BREAK}),
        ("Coffee break, then a closing round", set()),
        ("Breakout rooms", {Lack.NO_BREAK, Lack.NO_CLOSING}),
        ("Rast", {Lack.NO_CLOSING}),
        ("Kontrasti", {Lack.NO_BREAK, Lack.NO_CLOSING}),
    ],
)
def test_a_break_and_a_closing_round_are_told_by_their_words(words: str, lacks: set[Lack]) -> None:
    assert set(lay_out({"kulku": [["10", words]]}).lacks) == lacks


def test_an_empty_programme_lacks_nothing_yet() -> None:
    table = lay_out({"kulku": [["", ""]]})
    assert (table.rows, table.lacks) == ((), ())


def test_the_meeting_is_on_the_first_day_of_the_document() -> None:
    found_ = meeting({"paiva": "2026-12-03", "seuraava": "2027-01-07"})
    assert found_ == Meeting(date(2026, 12, 3), 18 * 60, 19 * 60 + 30)


def test_the_programme_may_name_its_day() -> None:
    lesson = PLAN.replace("end=loppuu", "end=loppuu date=seuraava")
    found_ = meeting({"paiva": "2026-12-03", "seuraava": "2027-01-07"}, lesson)
    assert found_ is not None
    assert found_.day == date(2027, 1, 7)
    assert found(PLAN.replace("end=loppuu", "date=alkaa")) == [("unknown-option", 14)]


def test_without_a_planned_end_the_rows_tell_it() -> None:
    found_ = meeting({"paiva": "2026-12-03", "loppuu": "", "kulku": [["25", "Juttelu"]]})
    assert found_ is not None
    assert found_.ends - found_.starts == 25


@pytest.mark.parametrize("data", [{}, {"paiva": "pian"}, {"paiva": "2026-12-03", "alkaa": "x"}])
def test_there_is_no_meeting_without_a_day_and_a_time(data: dict[str, object]) -> None:
    assert meeting(data) is None


@given(st.integers(0, A_DAY - 1))
def test_a_time_is_read_as_it_is_shown(minutes: int) -> None:
    assert read_clock(clock_time(minutes)) == minutes
    assert read_clock(clock_time(minutes).replace(".", ":")) == minutes


@given(st.lists(st.integers(0, 120), max_size=12), st.integers(0, A_DAY - 1))
def test_times_follow_the_minutes_and_never_raise(minutes: list[int], start: int) -> None:
    columns = (Column("k1", Line("Min", "fi"), "minutes"), Column("k2", Line("Mitä", "fi")))
    starts = Field("a", Line("A", "fi"), "time")
    field = Field("t", Line("T", "fi"), "table", columns=columns, timetable=True, starts="a")
    content = DocumentContent((starts, field))
    rows = [[str(one), "Juttelu"] for one in minutes]
    table = lay_out_timetable(content, field, {"a": clock_time(start), "t": rows})
    assert table.minutes == sum(minutes)
    assert table.ends == clock_time(start + sum(minutes))
    for place, row in enumerate(table.rows):
        assert row.starts == clock_time(start + sum(minutes[:place]))


@given(st.recursive(st.none() | st.integers() | st.text(max_size=5), st.lists, max_leaves=8))
def test_whatever_is_stored_is_laid_out(junk: object) -> None:
    assert lay_out({"kulku": junk, "alkaa": junk, "loppuu": junk}).minutes >= 0
    assert meeting({"paiva": junk, "alkaa": junk}) is None or junk
