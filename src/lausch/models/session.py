"""A session of ONNX Runtime: bounded memory, nothing sent, nothing printed."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

from lausch.errors import ModelError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession


MOST_BYTES = 800_000_000


def session_of(data: bytes, threads: int, bounded: bool) -> InferenceSession:
    """A session of a graph, with at most `MOST_BYTES` if `bounded`; raises ModelError."""
    # Read on import: without it, onnxruntime stores usage data and sends them to its maker.
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    import onnxruntime

    onnxruntime.set_default_logger_severity(4)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # The arena never frees the memory of the largest chunk, and saves no time here; but it has a
    # limit.
    options.enable_cpu_mem_arena = bounded
    if bounded:
        _limit_memory()
        options.add_session_config_entry("session.use_env_allocators", "1")
    try:
        return onnxruntime.InferenceSession(
            data,
            options,
            providers=["CPUExecutionProvider"],
            # It computes constants while the graph is opened, in memory that no limit holds for.
            disabled_optimizers=["ConstantFolding"] if bounded else None,
            # It would print to stdout, and try again without these limits.
            enable_fallback=0,
        )
    except Exception as error:
        reason = str(error).splitlines()[0]
        raise ModelError(
            f"onnxruntime cannot open the model: {reason}; is it an .onnx file, and whole?"
        ) from error


@cache
def _limit_memory() -> None:
    """Give this process one allocator with a limit, which its bounded sessions share."""
    import onnxruntime as ort

    place = ort.OrtMemoryInfo(
        "Cpu", ort.OrtAllocatorType.ORT_ARENA_ALLOCATOR, 0, ort.OrtMemType.DEFAULT
    )
    limits = ort.OrtArenaCfg({"max_mem": MOST_BYTES, "arena_extend_strategy": 1})
    ort.create_and_register_allocator(place, limits)
