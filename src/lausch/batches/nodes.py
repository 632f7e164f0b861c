"""A Ray cluster: how it is reached, and the process that works on a node."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from typing import Any

from lausch.errors import MissingExtraError, OptionError

USAGE = "RAY_USAGE_STATS_ENABLED"
SILENCE = {"RAY_DEDUP_LOGS_SKIP_REGEX": "(?s)"}
"""Ray's own words about processes that end would stand among the results on stdout."""
QUIET: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}


def connected(address: str) -> Any:
    """Ray, connected to a cluster; it reports nothing to its makers.

    `address` is HOST:PORT, ray://HOST:PORT, or "auto" for the cluster of this machine. Raises
    OptionError where none answers, and MissingExtraError.
    """
    os.environ.update({USAGE: "0", **SILENCE})
    try:
        import ray
    except ImportError as error:
        raise MissingExtraError("--ray needs Ray: `pip install 'lausch[ray]'`") from error
    if not ray.is_initialized():
        try:
            ray.init(address=address, **QUIET)
        except Exception as error:
            reason = " ".join(str(error).split())[:200]
            raise OptionError(
                f"--ray {address}: no cluster answers there ({reason}); `ray start --head` begins "
                "one on this machine, and tells its address"
            ) from error
    return ray


class Actor:
    """A process of a node: it has the folder, the limits and the version of the batch's own."""

    def __init__(self, folder: str, memory_bytes: int) -> None:
        # Before numpy is imported, as in the command line: bytes must not depend on the cores.
        os.environ["OPENBLAS_NUM_THREADS"] = "1"
        self._folder = folder
        self._memory = memory_bytes

    def begin(
        self, run: Callable[[Any], Any], explain: Callable[[Any, BaseException], str]
    ) -> tuple[str, str]:
        """The version of lausch here, and what is wrong with this node."""
        from lausch import __version__
        from lausch.corpora.workers import limit_memory
        from lausch.files import own_stderr

        self._run, self._explain = run, explain
        try:
            os.chdir(self._folder)
        except OSError as error:
            return __version__, f"it has no folder {self._folder} ({error.strerror})"
        own_stderr()
        limit_memory(self._memory)
        return __version__, ""

    def work(self, job: Any) -> tuple[Any, str]:
        """The result of a job, or why there is none."""
        from lausch.corpora.workers import tried

        return tried(job, self._run, self._explain)
