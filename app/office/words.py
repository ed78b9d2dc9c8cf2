"""Words for values that the office pages show."""

from __future__ import annotations

from flask_babel import gettext as _

from app.core.progress import Status


def status_name(status: Status) -> str:
    """Return how a status is called in the reader's language."""
    names: dict[Status, str] = {
        Status.NOT_STARTED: _("Not started"),
        Status.IN_PROGRESS: _("In progress"),
        Status.DONE: _("Completed"),
    }
    return names[status]
