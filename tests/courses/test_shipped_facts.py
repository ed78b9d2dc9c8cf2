"""Dated facts of the shipped course: no day that nobody stands for."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import pytest

from app.core.errors import Severity
from tests.support.shipped import course, reading
from tools.coverage import COURSE, plain

WRITTEN = date(2026, 11, 1)
"""From this month on only a named person can have checked a fact."""

_FACT = re.compile(r"^> \[!CHECKED (?P<day>\S+)(?P<rest>[^\]]*)\](?P<title>.*)$")
_SOURCE = re.compile(r"\]\(source:([^)]+)\)")
_DAY = re.compile(r"(?<!\d)(\d{1,2})\.(\d{1,2})\.(\d{4})")
_NUMBERED_MONTH = re.compile(r"(?<![\d.])(\d{1,2})/(\d{4})")
_YEAR = re.compile(r"(?<![\d./])(20\d\d)(?!\d)")
_MONTHS = [
    "tammi",
    "helmi",
    "maalis",
    "huhti",
    "touko",
    "kesä",
    "heinä",
    "elo",
    "syys",
    "loka",
    "marras",
    "joulu",
]
_NAMED_MONTH = re.compile(rf"({'|'.join(_MONTHS)})kuu\w*\s+(\d{{4}})", re.IGNORECASE)


class Fact(NamedTuple):
    """A dated box as it is written."""

    place: str
    day: date | None
    checker: str
    sources: tuple[str, ...]


def facts() -> Iterator[Fact]:
    for file in sorted(COURSE.rglob("*.md")):
        lines = file.read_text().splitlines()
        for number, line in enumerate(lines, start=1):
            match = _FACT.match(line)
            if match is None:
                continue
            body = []
            for following in lines[number:]:
                if not following.startswith(">"):
                    break
                body.append(following)
            checker = re.search(r"by=[\"”]([^\"”]+)", match["rest"])
            yield Fact(
                f"{file.relative_to(COURSE)}:{number}{match['title']}",
                None if match["day"] == "none" else date.fromisoformat(match["day"]),
                checker[1] if checker else "",
                tuple(_SOURCE.findall("\n".join(body))) or sources_near(lines, number),
            )


def sources_near(lines: list[str], number: int) -> tuple[str, ...]:
    """Give the sources that the page links to, where the box itself names none."""
    start = max((n for n in range(number) if lines[n].startswith("## ")), default=0)
    end = next((n for n in range(number, len(lines)) if lines[n].startswith("## ")), len(lines))
    return tuple(_SOURCE.findall("\n".join(lines[start:end])))


def newest_day(text: str) -> date | None:
    """Give the last day that a text about a source may mean."""
    days = [date(int(year), int(month), int(day)) for day, month, year in _DAY.findall(text)]
    text = _DAY.sub("", text)
    months = [(int(month), int(year)) for month, year in _NUMBERED_MONTH.findall(text)]
    months += [
        (_MONTHS.index(name.lower()) + 1, int(year)) for name, year in _NAMED_MONTH.findall(text)
    ]
    days += [date(year, month, monthrange(year, month)[1]) for month, year in months]
    days += [date(int(year), 12, 31) for year in _YEAR.findall(_NAMED_MONTH.sub("", text))]
    return max(days, default=None)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Tiedote, 16.3.2023.", date(2023, 3, 16)),
        ("Ilmoitus, maaliskuu 2026, ja tietoja heinäkuuhun 2026 asti.", date(2026, 7, 31)),
        ("Ohje, 2/2024.", date(2024, 2, 29)),
        ("Sivu, 2021–2023.", date(2023, 12, 31)),
        ("Uusin sivu on päiväämätön.", None),
    ],
)
def test_the_day_of_a_source_is_read_from_its_text(text: str, day: date | None) -> None:
    assert newest_day(text) == day


def test_a_day_later_than_the_source_has_a_checker() -> None:
    texts = {source.id: plain(source.text.html) for source in course().sources}
    wrong = []
    for fact in facts():
        if fact.day is None or fact.checker:
            continue
        days = [day for tag in fact.sources if (day := newest_day(texts.get(tag, "")))]
        if not days or fact.day > max(days):
            wrong.append(f"{fact.place}: {fact.day}, sources {fact.sources} of {days}")
    assert not wrong, "\n" + "\n".join(wrong)


def test_facts_that_nobody_has_checked_wait_for_a_person() -> None:
    unchecked = [fact for fact in facts() if fact.day is None]
    assert unchecked
    told = [one for one in reading().of(Severity.REVIEW) if one.code == "fact-unchecked"]
    assert len(told) == len(unchecked)


def test_help_numbers_are_unchecked_until_somebody_is_named() -> None:
    help_facts = [fact for fact in facts() if fact.place.startswith("help.fi.md")]
    assert len(help_facts) >= 5
    assert all(fact.day is None or fact.checker for fact in help_facts)


def test_nobody_checked_anything_while_the_course_was_written() -> None:
    late = [fact.place for fact in facts() if fact.day and fact.day >= WRITTEN]
    checked = {fact.place for fact in facts() if fact.checker}
    assert set(late) <= checked
