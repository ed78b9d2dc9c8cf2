"""Makes the environment in .venv and the compiled translations, and knows if they are fresh."""

import hashlib
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from tools.console import ROOT, install_system_packages, run, say, stop, works

ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
PYBABEL = ENVIRONMENT / "bin" / "pybabel"
TRANSLATIONS = ROOT / "app" / "translations"
RUNTIME = ROOT / "requirements.txt"
# Names the runtime's packages too, by including the other file.
TESTS = ROOT / "requirements-dev.txt"


def prepare(requirements: Path = RUNTIME) -> None:
    """Have an environment in which everything named in a requirements file is installed."""
    _make_environment()
    included = [RUNTIME] if requirements == RUNTIME else [RUNTIME, requirements]
    wanted = fingerprint(included)
    if _matches(_stamp(requirements.stem), wanted):
        return
    say(f"  Installing what {requirements.name} names. The first time takes a minute or two …")
    if not _install(requirements):
        stop(
            "The packages could not be installed; the lines above say why.\n"
            "Is this machine online? Then run the same command again: it goes on where it stopped."
        )
    _stamp(requirements.stem).write_text(wanted, encoding="utf-8")
    _stamp(RUNTIME.stem).write_text(fingerprint([RUNTIME]), encoding="utf-8")


def compile_translations() -> None:
    """Make the .mo files Flask-Babel reads from the .po files people write."""
    sources = sorted(TRANSLATIONS.rglob("*.po"))
    wanted = fingerprint(sources)
    ready = _stamp("translations")
    if _matches(ready, wanted) and all(po.with_suffix(".mo").exists() for po in sources):
        return
    say("  Preparing the languages …")
    if sources and run([PYBABEL, "--quiet", "compile", "-d", TRANSLATIONS]) != 0:
        stop("A translation file could not be read; the lines above name the file and the line.")
    ready.write_text(wanted, encoding="utf-8")


def fingerprint(files: Iterable[Path]) -> str:
    """Give a text that changes when a file, the interpreter or the project's folder changes."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} {ROOT}".encode())
    for file in files:
        digest.update(file.relative_to(ROOT).as_posix().encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _make_environment() -> None:
    if works([PYTHON, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]):
        return
    say(f"  Making a Python environment in {ENVIRONMENT.name} …")
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    # Debian keeps the part of Python that makes environments in a package of its own.
    if not works([sys.executable, "-c", "import ensurepip, venv"]):
        install_system_packages("python3-venv")
    if run([sys.executable, "-m", "venv", ENVIRONMENT]) != 0:
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        stop(
            "Python could not make an environment. On Debian and Ubuntu install the package\n"
            "python3-venv, then run the same command again."
        )


def _install(requirements: Path) -> bool:
    uv = shutil.which("uv")
    if uv and run([uv, "pip", "install", "--quiet", "--python", PYTHON, "-r", requirements]) == 0:
        return True
    if uv:
        say("  uv could not install them; trying pip …")
    if not works([PYTHON, "-m", "pip", "--version"]):
        run([PYTHON, "-m", "ensurepip"])
    quietly = ("--quiet", "--disable-pip-version-check")
    return run([PYTHON, "-m", "pip", "install", *quietly, "-r", requirements]) == 0


def _stamp(name: str) -> Path:
    return ENVIRONMENT / f".ready-{name}"


def _matches(stamp: Path, wanted: str) -> bool:
    return stamp.exists() and stamp.read_text(encoding="utf-8") == wanted
