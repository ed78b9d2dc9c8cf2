"""Serves the recording disk at a mount point: a program of its own, ended by unmounting.

Needs the kernel's FUSE and libfuse; whoever mounts asks `recording_disk.is_possible` first.
"""

import errno
import pickle
import stat
import sys
from pathlib import Path

import mfusepy

from tests.support.recording_disk import ACKNOWLEDGED, Note, apply


class Disk(mfusepy.Operations):  # type: ignore[misc] # untyped
    """Files in memory; every call of the kernel arrives here, one after the other."""

    use_ns = True

    def __init__(self, first: Path) -> None:
        """Begin with the files of a folder."""
        self.files = {f"/{path.name}": bytearray(path.read_bytes()) for path in first.iterdir()}
        self.notes: list[Note] = []

    def getattr(self, path: str, _fh: object = None) -> dict[str, int]:
        if path == "/":
            return {"st_mode": stat.S_IFDIR | 0o755, "st_nlink": 2}
        size = len(self._content(path))
        return {"st_mode": stat.S_IFREG | 0o644, "st_nlink": 1, "st_size": size}

    def readdir(self, _path: str, _fh: object) -> list[str]:
        return [".", "..", *(path[1:] for path in self.files)]

    def create(self, path: str, _mode: int, _fi: object = None) -> int:
        self.files[path] = bytearray()
        self.notes.append(Note("create", path))
        return 0

    def open(self, path: str, _flags: int) -> int:
        self._content(path)
        return 0

    def read(self, path: str, size: int, offset: int, _fh: object) -> bytes:
        return bytes(self._content(path)[offset : offset + size])

    def write(self, path: str, data: bytes, offset: int, _fh: object) -> int:
        note = Note("write", path, offset, bytes(data))
        apply(self._content(path), note)
        self.notes.append(note._replace(act="told") if path == ACKNOWLEDGED else note)
        return len(data)

    def truncate(self, path: str, length: int, _fh: object = None) -> None:
        note = Note("size", path, length)
        apply(self._content(path), note)
        self.notes.append(note)

    def unlink(self, path: str) -> None:
        self._content(path)
        del self.files[path]
        self.notes.append(Note("remove", path))

    def rename(self, old: str, new: str) -> None:
        self.files[new] = self.files.pop(old)
        self.notes.append(Note("rename", old, to=new))

    def fsync(self, path: str, _datasync: int, _fh: object) -> None:
        self.notes.append(Note("sync", path))

    def fsyncdir(self, path: str, _datasync: int, _fh: object) -> None:
        self.notes.append(Note("folder", path))

    def chmod(self, _path: str, _mode: int) -> None:
        """Everybody is the same here."""

    def chown(self, _path: str, _uid: int, _gid: int) -> None:
        """The same."""

    def utimens(self, _path: str, _times: object = None) -> None:
        """Times are not kept."""

    def _content(self, path: str) -> bytearray:
        if path not in self.files:
            raise mfusepy.FuseOSError(errno.ENOENT)
        return self.files[path]


def main(mountpoint: str, first: str, notes_file: str) -> None:
    """Serve a folder's files until the mount point is given up, then store the notes."""
    disk = Disk(Path(first))
    mfusepy.FUSE(disk, mountpoint, foreground=True, nothreads=True)
    Path(notes_file).write_bytes(pickle.dumps([tuple(note) for note in disk.notes]))


if __name__ == "__main__":
    main(*sys.argv[1:4])
