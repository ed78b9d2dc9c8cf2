"""Filters of the list of people as they stand in the address."""

from __future__ import annotations

import base64
import binascii
import json

from werkzeug.datastructures import MultiDict

from app.core.progress import Status
from app.reports.completion import Filter

YES_NO = {"yes": True, "no": False}

LONGEST_SEARCH = 100
"""Characters."""


def filter_from(arguments: MultiDict[str, str]) -> Filter:
    """Return the filter in an address; what makes no sense is as if it were not there."""
    association = arguments.get("association", "")
    status = arguments.get("status", "")
    return Filter(
        local_association_id=int(association)
        if association.isascii() and association.isdecimal() and len(association) < 10  # noqa: PLR2004 - fits the column
        else None,
        status=Status(status) if status in set(Status) else None,
        certificate=YES_NO.get(arguments.get("certificate", "")),
        search=arguments.get("search", "").replace("\0", "")[:LONGEST_SEARCH],
    )


def place_text(place: tuple[str, int]) -> str:
    """Return a place in the list as it stands in an address."""
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def place_from(arguments: MultiDict[str, str]) -> tuple[str, int] | None:
    """Return the place after which the list goes on; None for its beginning or for junk."""
    text = arguments.get("after", "")
    try:
        value = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        return None
    match value:
        case [str(name_key), int(person_id)] if 0 <= person_id < 2**31 and "\0" not in name_key:
            return name_key, person_id
        case _:
            return None
