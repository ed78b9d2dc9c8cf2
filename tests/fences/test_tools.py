"""The commands tell plainly what is wrong and what to do, before anything is installed."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.sources import ROOT
from tools import chromium, environment, gate, parts, serve
from tools.gate import Step
from tools.parts import Part

COMMANDS = {"help", "setup", "run", "test", "test-long", "check", "fmt", "bench"}


def run(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a program in the project's folder with some variables of its own."""
    return subprocess.run(
        words,
        cwd=ROOT,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def program(folder: Path, name: str, code: str) -> Path:
    """Put a program into a folder."""
    file = folder / name
    file.write_text(f"#!/bin/sh\n{code}\n", encoding="utf-8")
    file.chmod(0o755)
    return file


def test_make_alone_tells_every_command() -> None:
    told = re.findall(r"^  make ([a-z-]+)  ", run("make").stdout, re.MULTILINE)
    assert set(told) == COMMANDS


def test_an_old_python_is_refused_with_a_remedy(tmp_path: Path) -> None:
    old = program(tmp_path, "old-python", "exit 1")
    done = run("sh", "tools/with-python.sh", "-c", "print('ran')", PYTHON=str(old))
    assert (done.returncode, done.stdout) == (1, "")
    assert "3.11 or newer" in done.stderr


def test_a_python_that_is_new_enough_is_found_behind_one_that_is_not(tmp_path: Path) -> None:
    program(tmp_path, "python3.13", "exit 127")
    (tmp_path / "python3").symlink_to(sys.executable)
    done = run("sh", "tools/with-python.sh", "-c", "print('ran')", PYTHON="", PATH=_path(tmp_path))
    assert done.stdout == "ran\n"


def test_a_machine_without_python_is_told_what_to_install(tmp_path: Path) -> None:
    done = run("/bin/sh", "tools/with-python.sh", PYTHON="", PATH=str(tmp_path))
    assert done.returncode == 1
    assert "Python 3.11 or newer is needed" in done.stderr


def test_a_busy_port_is_told_with_another_to_use(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run(sys.executable, "-m", "tools.serve", PORT=str(port), DATA_DIR=str(tmp_path))
    assert done.returncode == 1
    assert f"port {port}" in done.stderr
    assert "make run PORT=" in done.stderr


@pytest.mark.parametrize("port", ["", "0", "65536", "-1", "eight", "80x", "٨٠٠٠"])
def test_a_port_that_is_none_is_told_with_an_example(port: str) -> None:
    done = run(sys.executable, "-m", "tools.serve", PORT=port)
    assert done.returncode == 1
    assert "make run PORT=8001" in done.stderr


def test_a_folder_that_cannot_be_written_is_told_with_a_remedy(tmp_path: Path) -> None:
    file = tmp_path / "a file"
    file.touch()
    done = run(sys.executable, "-m", "tools.serve", PORT=str(_free_port()), DATA_DIR=str(file))
    assert done.returncode == 1
    assert "make run DATA_DIR=" in done.stderr


def test_the_demo_listens_to_no_other_programs_settings(tmp_path: Path) -> None:
    chosen = serve.demo_settings(8001, tmp_path)
    assert chosen["PORT"] == "8001"
    assert chosen["DATABASE_URL"] == chosen["PUBLIC_ADDRESS"] == chosen["TRUSTED_HOSTS"] == ""


def test_steps_stop_at_the_first_that_does_not_pass(capfd: pytest.CaptureFixture[str]) -> None:
    steps = (
        Step("First", [sys.executable, "-c", "print('one')"]),
        Step("Second", [sys.executable, "-c", "raise SystemExit(3)"]),
        Step("Third", [sys.executable, "-c", "print('three')"]),
    )
    with pytest.raises(SystemExit):
        gate.take(steps)
    out, err = capfd.readouterr()
    assert "one" in out
    assert "three" not in out
    assert "step 2 of 3, Second" in err


def test_a_step_sees_its_variables(capfd: pytest.CaptureFixture[str]) -> None:
    code = "import os; print(os.environ['TEST_DATABASE'])"
    gate.take([Step("Only", [sys.executable, "-c", code], {"TEST_DATABASE": "postgresql"})])
    assert "postgresql" in capfd.readouterr().out


def part(name: str, says: str, code: int = 0) -> Part:
    """Describe a part whose last line is this."""
    return Part(name, [sys.executable, "-c", f"print({says!r}); raise SystemExit({code})"], {})


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder of reports of a run inside a run."""
    monkeypatch.setattr(parts, "REPORTS", tmp_path / "parts")
    return tmp_path / "parts"


def test_the_parts_are_added_up_in_the_last_line(
    reports: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    parts.run_parts([part("One", "3 passed, 1 deselected in 1.0s"), part("Two", "4 passed in 2s")])
    out = capfd.readouterr().out
    assert re.fullmatch(r"7 passed, 0 failed in \d+ s", out.splitlines()[-1])
    assert len(list(reports.iterdir())) == 2


@pytest.mark.usefixtures("reports")
def test_a_part_that_does_not_pass_is_shown_whole_and_stops_no_other(
    capfd: pytest.CaptureFixture[str],
) -> None:
    bad = part("Bad", "the reason\n2 failed, 5 passed, 1 error in 1.0s", code=1)
    with pytest.raises(SystemExit) as ended:
        parts.run_parts([bad, part("Good", "4 passed in 2s")])
    out, err = capfd.readouterr()
    assert ended.value.code == 1
    assert "the reason" in out
    assert "Good: passed" in out
    assert "Did not pass: Bad" in err
    assert re.fullmatch(r"9 passed, 3 failed in \d+ s", err.splitlines()[-1])


@pytest.mark.usefixtures("reports")
def test_a_part_that_breaks_down_counts_as_a_failure(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parts.run_parts([part("Broken", "Segmentation fault", code=139)])
    assert "0 passed, 1 failed" in capfd.readouterr().err


def test_every_folder_of_tests_is_in_a_part_and_what_meets_the_database_is_on_both() -> None:
    folders = {
        (str(word), part.variables["TEST_DATABASE"])
        for part in gate.TESTS
        for word in part.command
        if str(word).startswith("tests/")
    }
    every = {file.parent.relative_to(ROOT).as_posix() for file in ROOT.glob("tests/*/test_*.py")}
    assert {folder for folder, database in folders if database == "sqlite"} == every
    both = {"tests/web", "tests/fences", "tests/migrations"}
    assert {folder for folder, database in folders if database == "postgresql"} == both


def test_what_is_installed_is_installed_again_only_when_its_list_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed: list[str] = []

    def install(file: Path) -> bool:
        installed.append(file.name)
        return True

    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "ENVIRONMENT", tmp_path)
    monkeypatch.setattr(environment, "RUNTIME", tmp_path / "requirements.txt")
    monkeypatch.setattr(environment, "_make_environment", lambda: None)
    monkeypatch.setattr(environment, "_install", install)
    for version in ("1.0", "1.0", "1.1"):
        environment.RUNTIME.write_text(f"Flask=={version}\n", encoding="utf-8")
        environment.prepare(environment.RUNTIME)
    assert installed == ["requirements.txt", "requirements.txt"]


def test_a_chosen_chromium_decides_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = program(tmp_path, "my-browser", "exit 0")
    monkeypatch.setenv("CHROMIUM", str(chosen))
    assert chromium.find_chromium() == chosen


def test_a_chosen_chromium_that_does_not_start_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CHROMIUM", str(program(tmp_path, "broken", "exit 1")))
    with pytest.raises(SystemExit):
        chromium.find_chromium()
    assert "does not start" in capsys.readouterr().err


def test_a_chromium_that_only_says_to_install_another_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, "chromium-browser", "echo 'install the snap'; exit 10")
    real = program(tmp_path, "google-chrome", "exit 0")
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert chromium.find_chromium() == real


def _path(first: Path) -> str:
    return f"{first}{os.pathsep}/usr/bin{os.pathsep}/bin"


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port
