"""Files that appear whole or not at all, and their names on a terminal."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def replacing(path: str | os.PathLike[str]) -> Iterator[Path]:
    """A temporary file beside `path`, which takes its place when the block succeeds.

    It has the suffix of `path`, which tells some writers their format. After an error nothing is
    left and an older `path` is as it was. Links are followed, as `cp` follows them: what they
    lead to is replaced. A file that exists keeps its mode. What exists and is no regular file (a
    pipe, a device) is never replaced: the finished content is written into it.

    Raises
    ------
    OSError
        When it cannot be written, with `path` as its file name.
    """
    named = os.fspath(path)
    if not named:
        raise FileNotFoundError(errno.ENOENT, "a file name is empty; is a variable unset?")
    mode = _mode(named)
    if mode is not None and stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), named)
    if mode is not None and not os.access(named, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), named)
    if mode is not None and (not stat.S_ISREG(mode) or _is_descriptor(named)):
        with tempfile.TemporaryDirectory(prefix="lausch-") as folder:
            finished = Path(folder) / Path(named).name
            yield finished
            with finished.open("rb") as source, Path(named).open("wb") as sink:
                shutil.copyfileobj(source, sink)
        return
    target = Path(os.path.realpath(named))
    temporary = target.with_name(f".lausch-{secrets.token_hex(8)}{target.suffix[-20:]}")
    try:
        temporary.touch(exist_ok=False)  # with its mode before its content: some are private
        if mode is not None:
            temporary.chmod(stat.S_IMODE(mode))
        yield temporary
        _flush(temporary)
        temporary.replace(target)
    except BaseException as error:
        with suppress(OSError):
            temporary.unlink()
        if isinstance(error, OSError) and str(error.filename) == str(temporary):
            error.filename, error.filename2 = named, None
        raise


def _mode(path: str) -> int | None:
    """Kind and permissions of what a path leads to, None where nothing is yet."""
    try:
        return Path(path).stat().st_mode
    except FileNotFoundError:
        return None


def _is_descriptor(path: str) -> bool:
    """Whether this names what a process has open, such as /dev/stdout, led to a file or not."""
    return Path(path).is_symlink() and Path(path).absolute().parts[1] in ("dev", "proc")


def _flush(path: Path) -> None:
    """To the disk: otherwise a power cut after the renaming leaves an empty file of this name."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some file systems have none
            raise
    finally:
        os.close(descriptor)


def printable(path: str | os.PathLike[str]) -> str:
    """A path that can be printed anywhere: control and undecodable characters are escaped."""
    text = os.fspath(path)
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
