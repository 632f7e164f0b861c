"""Which batches are running: each holds a lock that the system frees however it ends."""

from __future__ import annotations

import os
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from lausch.errors import JournalError
from lausch.files import printable

SUFFIX = ".run"

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Holder(NamedTuple):
    """A batch that is running."""

    name: str
    host: str
    process: int


class Lock:
    """The lock of this batch, in the folder of the journal, until the end of the block."""

    def __init__(self, folder: Path) -> None:
        self.name = f"{socket.gethostname()}+{os.getpid()}+{os.urandom(4).hex()}"
        self._path = folder / f"{self.name}{SUFFIX}"

    def __enter__(self) -> Lock:
        try:
            # It has its name once it is locked: another batch removes what is not.
            early = self._path.with_suffix(".new")
            self._descriptor = os.open(early, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)
            _lock(self._descriptor)
            early.replace(self._path)
        except OSError as error:
            raise JournalError(
                f"{printable(self._path.parent)}: no journal can be kept here "
                f"({error.strerror}); choose another folder with -o"
            ) from error
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._path.unlink()
        os.close(self._descriptor)


def running(folder: Path) -> list[Holder]:
    """The batches whose locks are held, without those of this process; others are removed."""
    holders = []
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        host, _, rest = path.stem.partition("+")
        number, _, _ = rest.partition("+")
        if not number.isdecimal() or (int(number) == os.getpid() and host == socket.gethostname()):
            continue
        if _is_held(path):
            holders.append(Holder(path.stem, host, int(number)))
        else:
            with suppress(OSError):
                path.unlink()
    return holders


def _is_held(path: Path) -> bool:
    try:
        descriptor = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    except OSError:  # read-only or another user's: it cannot be told
        return True
    try:
        _lock(descriptor)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False
