"""Work for processes that are tested by going wrong."""

import os
import signal
import sys
import time
from pathlib import Path

from lausch.errors import LauschError


def run(job):
    if job == "raise":
        raise LauschError("on purpose")
    if job == "bug":
        raise ZeroDivisionError("by accident")
    if job == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if job.startswith("once "):
        mark = Path(job.removeprefix("once "))
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    if job == "segfault":
        os.kill(os.getpid(), signal.SIGSEGV)
    if job == "exit":
        sys.stdout.flush()
        os._exit(7)
    if job == "hang":
        time.sleep(3600)
    return f"done {job}"


def explain(job, error):
    return f"{job}: {error}"
