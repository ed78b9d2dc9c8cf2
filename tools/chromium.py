"""Finds a Chromium that starts, or installs one by the first way that works on this machine."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tools.console import ROOT, install_system_packages, run, say, stop, works
from tools.environment import PYTHON

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Where the browsers that Playwright installs keep their program, by system.
PROGRAMS = ("chrome-linux*/chrome", "chrome-mac*/*.app/Contents/MacOS/*")
PACKAGE = "@sparticuz/chromium"
PACKAGE_VERSION = "147.0.0"
PACKAGE_FOLDER = ROOT / ".cache" / "chromium"


def find_chromium() -> Path | None:
    """Give the first Chromium that starts; CHROMIUM in the environment decides alone when set.

    Raises:
        SystemExit: when CHROMIUM names something that does not start.
    """
    chosen = os.environ.get("CHROMIUM")
    if chosen:
        if not _starts(Path(chosen)):
            stop(f"CHROMIUM={chosen} does not start. Name another one, or leave CHROMIUM out.")
        return Path(chosen)
    return next((path for path in _places() if _starts(path)), None)


def prepare_chromium() -> Path:
    """Give a Chromium that starts, installing one if there is none.

    Raises:
        SystemExit: when none can be installed, with what to do by hand.
    """
    found = find_chromium()
    if found is None:
        say("  Chromium is needed for the browser tests and was not found.")
    for install in (_by_apt, _by_playwright, _by_npm):
        if found is None and install():
            found = find_chromium()
    if found is None:
        stop(
            "No Chromium could be installed here. Install Chromium or Chrome, then run the same\n"
            "command again, or name the program: make test CHROMIUM=/path/to/chromium"
        )
    say(f"  Chromium: {found}")
    return found


def _places() -> Iterator[Path]:
    for name in NAMES:
        found = shutil.which(name)
        if found:
            yield Path(found)
    for folder in _playwright_folders():
        for program in PROGRAMS:
            yield from sorted(folder.glob(f"chromium-*/{program}"), reverse=True)
    yield PACKAGE_FOLDER / "chromium"


def _playwright_folders() -> Iterator[Path]:
    chosen = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    if chosen:
        yield Path(chosen)
    yield Path.home() / ".cache" / "ms-playwright"
    yield Path.home() / "Library" / "Caches" / "ms-playwright"


def _starts(program: Path) -> bool:
    # Ubuntu's chromium-browser exists only to say that another package is wanted: ask it.
    return program.is_file() and works([program, "--version"])


def _by_apt() -> bool:
    return install_system_packages("chromium", "fonts-liberation")


def _by_playwright() -> bool:
    say("  Installing the Chromium that Playwright offers …")
    return run([PYTHON, "-m", "playwright", "install", "chromium"]) == 0


def _by_npm() -> bool:
    if not shutil.which("npm"):
        return False
    say(f"  Installing the npm package {PACKAGE} …")
    PACKAGE_FOLDER.mkdir(parents=True, exist_ok=True)
    options = ("--no-save", "--no-audit", "--no-fund", "--silent", "--prefix", PACKAGE_FOLDER)
    if run(["npm", "install", *options, f"{PACKAGE}@{PACKAGE_VERSION}"]) != 0:
        return False
    return _unpack_npm_package()


def _unpack_npm_package() -> bool:
    script = (
        f"import('{PACKAGE}').then(async (it) => console.log(await it.default.executablePath()))"
    )
    done = subprocess.run(
        ["node", "--input-type=module", "--eval", script],
        cwd=PACKAGE_FOLDER,
        # The package unpacks beside other temporary files unless told otherwise.
        env={**os.environ, "TMPDIR": str(PACKAGE_FOLDER)},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    program = Path(done.stdout.strip() or os.devnull)
    if program.is_file() and program != PACKAGE_FOLDER / "chromium":
        shutil.move(program, PACKAGE_FOLDER / "chromium")
    return done.returncode == 0
