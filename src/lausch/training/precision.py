"""In which precision the steps of a training multiply."""

from __future__ import annotations

import torch


def in_half(precision: str, device: str) -> bool:
    """Whether networks multiply in bfloat16: where a recipe asks for it, and on a graphics card.

    A processor without instructions for it has no recurrent networks in bfloat16, and takes eight
    times as long for others: it computes in float32.
    """
    if device != "cpu":
        return True
    half = precision == "bfloat16" and torch._C._has_mkldnn
    return half and bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())
