"""A pass-through file system that notes every write and every wait for the disk, in their order.

`tests/support/disk_server.py` serves it. From its notes `state_after` makes what a disk could hold
after a power cut: all that was synced, and of the rest any 512-byte sectors or none. Writing to
the file ``/acknowledged`` notes that a client was told that something is safe.
"""

import os
import pickle
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.support.sources import ROOT

SECTOR = 512
ACKNOWLEDGED = "/acknowledged"
FORGOTTEN = ("-shm",)
"""Endings of files that do not outlive a power cut: SQLite makes them anew."""

MOUNT_WITHIN = 30


class Note(NamedTuple):
    """One thing that happened to the disk."""

    act: str
    """``write``, ``size``, ``create``, ``remove``, ``rename``, ``sync``, ``folder`` or ``told``."""
    path: str
    offset: int = 0
    data: bytes = b""
    to: str = ""


@contextmanager
def recording(mountpoint: Path, first: Path, notes_file: Path) -> Iterator[None]:
    """Mount the recording disk with the files of a folder on it, for as long as the block lasts."""
    mountpoint.mkdir()
    words = (str(mountpoint), str(first), str(notes_file))
    program = [sys.executable, "-m", "tests.support.disk_server", *words]
    process = subprocess.Popen(program, cwd=ROOT)
    try:
        until = time.monotonic() + MOUNT_WITHIN
        while not mountpoint.is_mount():
            assert process.poll() is None, "The recording disk did not start"
            assert time.monotonic() < until, "The recording disk was not mounted in time"
            time.sleep(0.02)
        yield
    finally:
        subprocess.run(["fusermount", "-u", str(mountpoint)], check=False)
        try:
            process.wait(timeout=MOUNT_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()


def is_possible() -> bool:
    """Whether this computer lets us mount a file system of our own."""
    try:
        os.close(os.open("/dev/fuse", os.O_RDWR))
    except OSError:
        return False
    return subprocess.run(["which", "fusermount"], capture_output=True, check=False).returncode == 0


def read_notes(notes_file: Path) -> list[Note]:
    """Give what a recording disk has noted."""
    return [Note(*note) for note in pickle.loads(notes_file.read_bytes())]  # noqa: S301 - our own


def acknowledged_before(notes: Sequence[Note], cut: int) -> list[str]:
    """Give what clients had been told before the power went."""
    told = b"".join(note.data for note in notes[:cut] if note.act == "told")
    return told.decode().split()


class _File:
    """One file on the disk: what is safe, and what may still be lost."""

    def __init__(self, content: bytes = b"") -> None:
        self.safe = bytearray(content)
        self.pending: list[Note] = []

    def sync(self) -> None:
        for note in self.pending:
            apply(self.safe, note)
        self.pending.clear()

    def after_cut(self, choose: random.Random) -> bytearray:
        """Keep any of the sectors that were not synced; each file has its own luck."""
        content = bytearray(self.safe)
        luck = choose.choice((0.0, 0.3, 0.7, 1.0))
        for note in self.pending:
            if note.act == "size":
                if choose.random() < luck:
                    apply(content, note)
                continue
            for sector in _sectors(note):
                if choose.random() < luck:
                    apply(content, sector)
        return content


class _Disk:
    """The files of a disk, and those whose removal may still be undone."""

    def __init__(self, first: Mapping[str, bytes]) -> None:
        self.files = {path: _File(content) for path, content in first.items()}
        self.removed: dict[str, _File] = {}

    def take(self, note: Note) -> None:
        """Let happen what was noted."""
        if note.act in {"write", "size"}:
            self.files[note.path].pending.append(note)
        elif note.act == "sync":
            self.files[note.path].sync()
        elif note.act == "folder":
            self.removed.clear()
        elif note.act != "told":
            self._move(note)

    def _move(self, note: Note) -> None:
        if note.act == "create":
            self.files[note.path] = _File()
        elif note.act == "rename":
            self.files[note.to] = self.files.pop(note.path)
        else:
            self.removed[note.path] = self.files.pop(note.path)

    def after_cut(self, choose: random.Random) -> dict[str, bytes]:
        """Give the files as they may be found; a removal is safe only once its folder is."""
        back = {path: file for path, file in self.removed.items() if choose.choice((True, False))}
        return {
            path: bytes(file.after_cut(choose))
            for path, file in (back | self.files).items()
            if path != ACKNOWLEDGED and not path.endswith(FORGOTTEN)
        }


def state_after(
    first: Mapping[str, bytes], notes: Sequence[Note], cut: int, choose: random.Random
) -> dict[str, bytes]:
    """Give the files that a disk could hold when the power goes after so many notes."""
    disk = _Disk(first)
    for note in notes[:cut]:
        disk.take(note)
    return disk.after_cut(choose)


def apply(content: bytearray, note: Note) -> None:
    """Do to a file's content what was noted: write into it or change its size."""
    if note.act == "write":
        end = note.offset + len(note.data)
        content.extend(bytes(max(0, note.offset - len(content))))
        content[note.offset : end] = note.data
    elif note.offset <= len(content):
        del content[note.offset :]
    else:
        content.extend(bytes(note.offset - len(content)))


def _sectors(note: Note) -> Iterator[Note]:
    end = note.offset + len(note.data)
    place = note.offset
    while place < end:
        after = min(end, (place // SECTOR + 1) * SECTOR)
        yield Note("write", note.path, place, note.data[place - note.offset : after - note.offset])
        place = after
