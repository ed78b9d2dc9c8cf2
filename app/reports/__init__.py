"""Reports: one file each, listed in `REPORTS`."""

from __future__ import annotations

from app.reports import completion

REPORTS = {"completion": completion}
