"""Disks that fill up under a batch, or take nothing more."""

from __future__ import annotations

import errno
import os
import random
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from trial import SONGS, Place, end, results, start

from lausch import formats

DISK_KILLS = 2
"""A disk that refuses costs as much as two kills: each process may be given the next recording."""


@contextmanager
def disk(out: Path, kilobytes: int) -> Iterator[bool]:
    """A disk of this size at `out`, if one may be mounted."""
    out.mkdir()
    if not _mount(out, "-t", "tmpfs", "-o", f"size={kilobytes}k", "lausch"):
        yield False
        return
    try:
        yield True
    finally:
        subprocess.run(["umount", "-l", out], check=True)


def _mount(out: Path, *words: str) -> bool:
    command = ["mount", *words, os.fspath(out)]
    return subprocess.run(command, stderr=subprocess.DEVNULL).returncode == 0


def disk_full(place: Place, chance: random.Random) -> str:
    with disk(place.out, chance.randint(20, 330)) as mounted:
        if mounted:
            code = end(start(place.place, {}))
            _mount(place.out, "-o", "remount,size=64m")
        else:
            code = _refused(place, errno.ENOSPC, chance)
        if code not in (0, 1) or "Traceback" in place.said or (code and not place.said):
            return f"exit {code}: {place.said}"
        return place.wrong() or place.last(kills=DISK_KILLS)


def read_only(place: Place, chance: random.Random) -> str:
    with disk(place.out, 65536) as mounted:
        if mounted:
            process = start(place.place, {})
            place.wait(chance.randrange(SONGS))
            os.killpg(process, signal.SIGKILL)
            end(process)
            _mount(place.out, "-o", "remount,ro")
            code = end(start(place.place, {}))
            _mount(place.out, "-o", "remount,rw")
        else:
            code = _refused(place, errno.EROFS, chance)
        everything = place.out.exists() and results(place.out) == place.right
        if (code != 1 and not everything) or "Traceback" in place.said:
            return f"exit {code}: {place.said}"
        return place.wrong() or place.last(kills=DISK_KILLS)


def _refused(place: Place, number: int, chance: random.Random) -> int:
    """A batch whose writer fails from some recording on."""
    good = {f"{each:02}" for each in range(chance.randrange(SONGS))}
    write = formats.write

    def refuse(analysis: Any, path: Path, name: str) -> None:
        if path.name.split(".")[0] not in good:
            raise OSError(number, os.strerror(number), os.fspath(path))
        write(analysis, path, name)

    formats.write = refuse
    try:
        return end(start(place.place, {}))
    finally:
        formats.write = write
