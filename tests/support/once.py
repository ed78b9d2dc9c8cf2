"""On PostgreSQL runs what meets a database: the rest has run on SQLite and would be the same."""

import os

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what never asks for a database, when the run is about the database."""
    if os.environ.get("TEST_DATABASE") != "postgresql":
        return
    alike = [item for item in items if not meets_database(item)]
    items[:] = [item for item in items if meets_database(item)]
    config.hook.pytest_deselected(items=alike)


def meets_database(item: pytest.Item) -> bool:
    """Tell whether a test asks for a database, itself or by what it asks for."""
    return "databases" in getattr(item, "fixturenames", ())
