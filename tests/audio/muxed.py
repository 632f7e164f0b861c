"""Recordings in containers that have a clock, made with PyAV."""

from __future__ import annotations

import io
from fractions import Fraction

import av
import numpy as np


def muxed(
    samples, rate, *, container, codec, begin=0.0, gap_at=None, gap=0.0, options=None
) -> bytes:
    """Mono samples; their track begins at `begin`, and `gap` seconds pass at `gap_at`."""
    file = io.BytesIO()
    with av.open(file, "w", format=container, options=options or {}) as out:
        stream = out.add_stream(codec, rate=rate, layout="mono")
        stream.bit_rate = 128_000
        stream.open()
        size = stream.codec_context.frame_size or 4096
        kind = stream.codec_context.format.name
        packets = []
        for start in range(0, len(samples), size):
            part = samples[start : start + size].astype(np.float32)
            packets += stream.encode(_framed(part, rate, kind, start))
        packets += stream.encode(None)
        for packet in packets:
            base = Fraction(packet.time_base)
            late = begin + (gap if gap_at is not None and packet.pts * base >= gap_at else 0.0)
            packet.pts += round(late / base)
            packet.dts += round(late / base)
            out.mux(packet)
    return file.getvalue()


def _framed(part, rate, kind, start):
    frame = av.AudioFrame.from_ndarray(part[np.newaxis], format="fltp", layout="mono")
    frame.sample_rate, frame.pts, frame.time_base = rate, start, Fraction(1, rate)
    (frame,) = av.AudioResampler(format=kind, layout="mono", rate=rate).resample(frame)
    return frame
