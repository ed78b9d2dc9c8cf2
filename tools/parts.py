"""Runs the parts of the tests side by side, tells each one's result, and adds them up."""

import os
import re
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import NamedTuple

from tools.console import ROOT, say, stop

REPORTS = ROOT / "test-results" / "parts"
MOST_AT_ONCE = 4
COUNTED = re.compile(r"(\d+) (passed|failed|errors?|skipped|xfailed|xpassed|deselected)\b")


class Part(NamedTuple):
    """A part of the tests that runs beside others: folders, and the database they use."""

    name: str
    command: Sequence[str | Path]
    variables: dict[str, str]


class Result(NamedTuple):
    """How a part ended, and what pytest counted in it."""

    part: Part
    code: int
    counts: Counter[str]
    seconds: float
    processor_seconds: float
    report: Path


def run_parts(parts: Sequence[Part]) -> None:
    """Run all parts, as many at once as there are processors, and say what came out.

    The longest should come first. A part that does not pass stops no other: one run tells
    everything there is to mend.

    Raises:
        SystemExit: when a part did not pass, after naming each.
    """
    shutil.rmtree(REPORTS, ignore_errors=True)
    REPORTS.mkdir(parents=True)
    began = time.monotonic()
    with ThreadPoolExecutor(max_workers=_places()) as places:
        running = [places.submit(_run, number, part) for number, part in enumerate(parts, start=1)]
        results = [_tell(future, len(parts)) for future in as_completed(running)]
    _sum_up(results, time.monotonic() - began)


def _places() -> int:
    return max(1, min(MOST_AT_ONCE, len(os.sched_getaffinity(0))))


def _run(number: int, part: Part) -> Result:
    say(f"  {part.name}: started")
    report = REPORTS / f"{number}.txt"
    began = time.monotonic()
    with report.open("wb") as output:
        process = subprocess.Popen(
            [str(word) for word in part.command],
            cwd=ROOT,
            env={**os.environ, **part.variables},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        # Waiting this way also tells what the part cost, which a busy machine does not change.
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    counts = count_tests(report.read_text(encoding="utf-8", errors="replace"))
    seconds, processor_seconds = time.monotonic() - began, used.ru_utime + used.ru_stime
    return Result(part, process.returncode, counts, seconds, processor_seconds, report)


def _tell(future: Future[Result], how_many: int) -> Result:
    result = future.result()
    text = result.report.read_text(encoding="utf-8", errors="replace").strip()
    shown = text.splitlines()[-1:] if result.code == 0 else text.splitlines()
    verdict = "passed" if result.code == 0 else "DID NOT PASS"
    say(
        f"  {result.part.name}: {verdict} in {result.seconds:.0f} s "
        f"({result.processor_seconds:.0f} s of processor time), one of {how_many} parts"
    )
    for line in shown:
        say(f"    {line}")
    return result


def count_tests(report: str) -> Counter[str]:
    """Read the last line of a pytest run: how many tests ended how."""
    last = report.strip().splitlines()[-1:] or [""]
    found = COUNTED.findall(last[0])
    return Counter({how.removesuffix("s"): int(number) for number, how in found})


def _sum_up(results: Sequence[Result], seconds: float) -> None:
    counts = sum((result.counts for result in results), Counter())
    failed = [result for result in results if result.code != 0]
    for result in failed:
        # A part that broke down before it could count is a failure too.
        if not result.counts["failed"] + result.counts["error"]:
            counts["failed"] += 1
    faults = counts["failed"] + counts["error"]
    summary = f"{counts['passed']} passed, {faults} failed in {seconds:.0f} s"
    if failed:
        names = "; ".join(result.part.name for result in failed)
        stop(f"Did not pass: {names}. The lines above say why.\n{summary}")
    say(f"\n{summary}")
