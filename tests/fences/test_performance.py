"""What docs/performance.md shows as the floor is the floor; the benchmark runs as documented."""

import json
import subprocess
import sys

import pytest

from tests.support.sources import ROOT

DOCUMENT = ROOT / "docs" / "performance.md"
FLOOR = ROOT / "benchmarks" / "floor.py"


def test_the_floor_in_the_document_is_the_floor_that_is_measured() -> None:
    assert f"```python\n{FLOOR.read_text(encoding='utf-8')}```" in DOCUMENT.read_text(
        encoding="utf-8"
    ), "Copy benchmarks/floor.py into docs/performance.md"


@pytest.mark.long
def test_the_benchmark_runs_and_compares_like_with_like() -> None:
    """Runs it as briefly as it can; what it finds is not judged: no test depends on time."""
    brief = ("--json", "--rounds", "2", "--requests", "2", "--warm-up", "1")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", *brief],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    rows = json.loads(done.stdout)["figures"]["sqlite"]
    assert {row["name"] for row in rows} >= {"lesson page", "quiz answer saved", "my studies"}
    assert all(row["ratio"] > 0 for row in rows)
