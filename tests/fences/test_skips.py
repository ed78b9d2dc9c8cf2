"""A skipped test needs a written reason; without one it fails."""

from pathlib import Path

import pytest

from tests.support.skips import reasons
from tests.support.sources import ROOT

PLUGIN = "tests.support.skips"


def test_every_reason_says_something_and_names_a_test_that_exists() -> None:
    for test, reason in reasons().items():
        file, _, name = test.partition("::")
        assert len(reason) > 20, f"{test}: say why, and what would let it run again"
        assert (ROOT / file).is_file(), f"{test}: there is no such file"
        assert name.partition("[")[0] in (ROOT / file).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "code",
    [
        "def test_a():\n    pytest.skip('not today')",
        "@pytest.mark.skip(reason='not today')\ndef test_a(): ...",
        "pytest.skip('not today', allow_module_level=True)",
    ],
)
def test_a_skip_without_a_reason_fails(pytester: pytest.Pytester, code: str) -> None:
    pytester.makepyfile(f"import pytest\n{code}")
    result = pytester.runpytest_inprocess("-p", PLUGIN)
    assert result.ret != 0
    result.stdout.fnmatch_lines(["*not today*tests/skips.toml*"])


def test_a_skip_with_a_reason_passes(
    pytester: pytest.Pytester, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = tmp_path / "listed.toml"
    listed.write_text('[[skip]]\ntest = "test_it.py::test_a"\nreason = "…"\n', encoding="utf-8")
    monkeypatch.setattr("tests.support.skips.LIST", listed)
    pytester.makepyfile(test_it="import pytest\ndef test_a():\n    pytest.skip('not today')")
    pytester.runpytest_inprocess("-p", PLUGIN).assert_outcomes(skipped=1)


def test_an_expected_failure_is_no_skip(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("import pytest\n@pytest.mark.xfail\ndef test_a():\n    assert False")
    pytester.runpytest_inprocess("-p", PLUGIN).assert_outcomes(xfailed=1)
