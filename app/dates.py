"""Days and times as people read them: in the reader's language and Finland's time."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from babel import Locale, dates
from flask import Flask
from flask_babel import get_locale, get_timezone, to_user_timezone

Length = Literal["short", "medium", "long", "full"]

WRITTEN_AS = {"en": "en_GB"}
"""English is read in Finland: 11/12 is the eleventh of December there, and 18:00 needs no PM."""


def install(app: Flask) -> None:
    """Let templates write days and times the same way; replaces the filters of flask-babel."""
    app.jinja_env.filters.update(
        dateformat=format_day, timeformat=format_time, datetimeformat=format_moment
    )


def format_day(day: date, length: Length = "medium") -> str:
    """Return a day, or the day of a moment, such as ``21.11.2026``."""
    local = to_user_timezone(day) if isinstance(day, datetime) else day
    return dates.format_date(local, length, locale=_locale())


def format_time(moment: datetime, length: Length = "short") -> str:
    """Return the time of day of a moment, such as ``18.00``."""
    return dates.format_time(moment, length, tzinfo=get_timezone(), locale=_locale())


def format_moment(moment: datetime, length: Length = "short") -> str:
    """Return day and time, such as ``21.11.2026 18.00``."""
    return dates.format_datetime(moment, length, tzinfo=get_timezone(), locale=_locale())


def _locale() -> Locale:
    language = get_locale().language
    return Locale.parse(WRITTEN_AS.get(language, language))
