"""Turns a skip nobody has given a reason for into a failure, so that no test vanishes unseen."""

import tomllib
from collections.abc import Generator
from pathlib import Path

import pytest

LIST = Path(__file__).resolve().parent.parent / "skips.toml"
ADVICE = "This test was skipped ({why}). Let it run, or give it a reason in tests/skips.toml."


def reasons() -> dict[str, str]:
    """Give the tests that may be skipped, each with its reason."""
    entries = tomllib.loads(LIST.read_text(encoding="utf-8")).get("skip", [])
    return {entry["test"]: entry["reason"] for entry in entries}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a skipped test that has no reason; an expected failure is no skip."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and item.nodeid not in reasons():
        _fail(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Fail a file that skips itself as a whole."""
    report = yield
    if report.skipped and collector.nodeid not in reasons():
        _fail(report)
    return report


def _fail(report: pytest.TestReport | pytest.CollectReport) -> None:
    why = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
    report.outcome = "failed"
    report.longrepr = ADVICE.format(why=why)
