"""Atomic writing of files, absolute paths, names for a terminal, and redirection of stderr."""

from __future__ import annotations

import errno
import os
import re
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
    """A temporary file beside `path`, which replaces it when the block succeeds.

    It has the suffix of `path`, by which some writers choose their format. After an error it is
    removed, and an older `path` does not change. As with `cp`, the target of a link is replaced,
    and an existing file keeps its mode. A pipe or a device is never replaced: the content is
    written into it. Raises OSError, with `path` as its file name, if it cannot be written.
    """
    name = os.fspath(path)
    if not name:
        raise FileNotFoundError(errno.ENOENT, "a file name is empty; is a variable unset?")
    mode = _mode(name)
    if mode is not None and stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), name)
    if mode is not None and not os.access(name, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), name)
    if mode is not None and (not stat.S_ISREG(mode) or _is_descriptor(name)):
        with _temporary_folder() as folder:
            finished = folder / Path(name).name
            yield finished
            with finished.open("rb") as source, Path(name).open("wb") as sink:
                while block := source.read(1 << 20):
                    sink.write(block)
        return
    target = Path(os.path.realpath(name))
    temporary = target.with_name(f".lausch-{os.urandom(8).hex()}{target.suffix[-20:]}")
    _unfinished.add(temporary)
    try:
        temporary.touch(exist_ok=False)  # its mode is set before its content: it may be private
        if mode is not None:
            temporary.chmod(stat.S_IMODE(mode))
        yield temporary
        _flush(temporary)
        temporary.replace(target)
        _flush_name(target)
    except BaseException as error:
        with suppress(OSError):
            temporary.unlink()
        if isinstance(error, OSError) and str(error.filename) == str(temporary):
            error.filename, error.filename2 = name, None
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
    """End this process and its children at once, without unfinished files; for signal handlers.

    An exception would remove these files, too, but an exception in a callback of a C library
    crashes the process.
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
    """Kind and permissions of the file at a path, or None."""
    try:
        return Path(path).stat().st_mode
    except FileNotFoundError:
        return None


def _is_descriptor(path: str) -> bool:
    """Whether this is the name of an open file of a process, such as /dev/stdout."""
    return Path(path).is_symlink() and Path(path).absolute().parts[1] in ("dev", "proc")


def _flush(path: Path) -> None:
    """Write to the disk; otherwise a power cut after the renaming may leave an empty file."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some file systems have none
            raise
    finally:
        os.close(descriptor)


def _flush_name(path: Path) -> None:
    """Write the new name of a file to the disk, on systems that let a folder be opened."""
    with suppress(OSError):
        descriptor = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]+):/+(?=[^/])")
"""A scheme of two letters at least, for a disk of Windows has one; `Path` joins its slashes."""


def is_address(path: str | os.PathLike[str]) -> bool:
    """Whether a path is an address, such as s3://bucket/song.wav."""
    return _ADDRESS.match(os.fspath(path)) is not None


def address(path: str | os.PathLike[str]) -> str:
    """An address as it is written, with all its slashes; other paths as they are."""
    text = os.fspath(path)
    found = _ADDRESS.match(text)
    if found is None:
        return text
    root = "/" if found[1] in ("file", "local") else ""
    return f"{found[1]}://{root}{text[found.end() :]}"


def absolute(path: str | os.PathLike[str]) -> Path:
    """One path for all spellings of it: from the root, without dots; links are not followed.

    An address is one already.
    """
    if is_address(path):
        return Path(path)
    return Path(os.path.normpath(Path(path).absolute()))


def printable(path: str | os.PathLike[str]) -> str:
    """A path for a terminal, with control and undecodable characters escaped."""
    text = os.fspath(path) if isinstance(path, str) else address(path)
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def own_stderr() -> None:
    """Allow `quiet` to redirect descriptors, in a process of lausch that decodes in one thread.

    Libraries in C print remarks on odd bytes. The command line and its workers silence them. Other
    programs must not: descriptors belong to the whole process, and its other threads and forked
    children would lose their output.
    """
    global _owned
    _owned = True


@contextmanager
def quiet() -> Iterator[None]:
    """Redirect descriptors 1 and 2 to the null device, if they are ours.

    libmpg123 writes to the second; libsndfile, for a damaged SDS, to the first.
    """
    if not _owned:
        yield
        return
    copies: dict[int, int] = {}
    for number in (1, 2):
        with suppress(OSError):  # it is closed
            copies[number] = os.dup(number)
    _flush_buffers_of_c()
    try:
        sink = os.open(os.devnull, os.O_WRONLY)
        for number in copies:
            os.dup2(sink, number)
        os.close(sink)
        yield
    finally:
        _flush_buffers_of_c()
        for number, descriptor in copies.items():
            os.dup2(descriptor, number)
            os.close(descriptor)


def _flush_buffers_of_c() -> None:
    """Write the buffered output of C libraries before a descriptor changes."""
    import ctypes

    with suppress(AttributeError, OSError, TypeError):  # not every system has this library
        ctypes.CDLL(None).fflush(None)
