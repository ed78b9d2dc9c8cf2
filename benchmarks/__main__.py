"""Prints what pages cost beside the floor: ``python -m benchmarks [--json] [--postgresql]``."""

from __future__ import annotations

import argparse
import json
import platform
import sys
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import version

from app.extensions import sqlite_module
from benchmarks.installation import installed
from benchmarks.measuring import Measured, measure
from benchmarks.pages import pairs_of


def main() -> None:
    """Measure on the databases that were asked for and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    parser.add_argument("--postgresql", action="store_true", help="measure on PostgreSQL too")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--requests", type=int, default=40, help="of each kind in a round")
    parser.add_argument("--warm-up", type=int, default=30)
    options = parser.parse_args()
    databases = ["sqlite", *(["postgresql"] if options.postgresql else [])]
    found = {}
    for database in databases:
        with installed(database) as place:
            found[database] = [
                measure(pair, options.rounds, options.requests, options.warm_up)
                for pair in pairs_of(place)
            ]
            if not options.json:
                print(_table(database, found[database]))
    if options.json:
        rows = {database: [asdict(row) for row in rows] for database, rows in found.items()}
        json.dump({"versions": _versions(), "figures": rows}, sys.stdout, indent=2)


def _versions() -> dict[str, str]:
    names = ("flask", "sqlalchemy", "jinja2", "werkzeug")
    return {
        "python": platform.python_version(),
        "sqlite": sqlite_module().sqlite_version,
        **{name: version(name) for name in names},
    }


def _table(database: str, rows: Sequence[Measured]) -> str:
    """Return the figures as a Markdown table, ready for docs/performance.md."""
    versions = ", ".join(f"{name} {number}" for name, number in _versions().items())
    lines = [
        f"\n{database} ({versions})\n",
        "| What | CPU ms | Floor ms | Ratio | Half of the rounds | Aim | Bytes sent |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {row.name} | {row.page:.2f} | {row.floor:.2f} | {row.ratio:.2f} "
        f"| {row.lowest:.2f}–{row.highest:.2f} | {f'≤ {row.aim}' if row.aim else '–'} "
        f"| {row.sent_bytes:,} |"
        for row in rows
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
