"""Files that appear whole or not at all, their names on a terminal, and what stderr is for."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn

_unfinished: set[Path] = set()
"""Temporary files and folders of `replacing` that are being written."""
_owned = False
"""Whether descriptors 1 and 2 are ours to redirect."""


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
        with _temporary_folder() as folder:
            finished = folder / Path(named).name
            yield finished
            with finished.open("rb") as source, Path(named).open("wb") as sink:
                while block := source.read(1 << 20):
                    sink.write(block)
        return
    target = Path(os.path.realpath(named))
    temporary = target.with_name(f".lausch-{os.urandom(8).hex()}{target.suffix[-20:]}")
    _unfinished.add(temporary)
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
    finally:
        _unfinished.discard(temporary)


@contextmanager
def _temporary_folder() -> Iterator[Path]:
    import tempfile

    with tempfile.TemporaryDirectory(prefix="lausch-") as name:
        _unfinished.add(Path(name))
        try:
            yield Path(name)
        finally:
            _unfinished.discard(Path(name))


def end_process(code: int) -> NoReturn:
    """End this process at once, with nothing half written left behind; for handlers of signals.

    An exception would do the same on its way out, but one that is raised while a C library calls
    Python back crashes the process. Processes that this one started are told to end, too.
    """
    import shutil

    if "multiprocessing" in sys.modules:
        from multiprocessing import active_children

        for child in active_children():
            child.terminate()
    for path in _unfinished:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        with suppress(OSError):
            path.unlink()
    os._exit(code)


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


def own_stderr() -> None:
    """Let `quiet` redirect: for a process that is lausch's own and decodes in one thread.

    Libraries in C report odd bytes behind Python's back. The command line and its workers silence
    them. Nobody else does: descriptors belong to the whole process, whose other threads and forked
    children would lose what they write.
    """
    global _owned
    _owned = True


@contextmanager
def quiet() -> Iterator[None]:
    """While inside, descriptors 1 and 2 lead nowhere, if they are ours.

    libmpg123 writes to the second; libsndfile, of a damaged SDS, to the first.
    """
    if not _owned:
        yield
        return
    saved: dict[int, int] = {}
    for number in (1, 2):
        with suppress(OSError):  # it is closed: nothing to keep quiet
            saved[number] = os.dup(number)
    _flush_buffers_of_c()
    try:
        sink = os.open(os.devnull, os.O_WRONLY)
        for number in saved:
            os.dup2(sink, number)
        os.close(sink)
        yield
    finally:
        _flush_buffers_of_c()
        for number, descriptor in saved.items():
            os.dup2(descriptor, number)
            os.close(descriptor)


def _flush_buffers_of_c() -> None:
    """What C libraries have printed goes to where its descriptor leads now, not later."""
    import ctypes

    with suppress(AttributeError, OSError, TypeError):  # there is no such library
        ctypes.CDLL(None).fflush(None)
