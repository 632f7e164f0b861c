"""The filters of samples that a shipped network has learnt, by frequency."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from lausch.evaluation.evidence import Evidence
from lausch.evaluation.figures import figure
from lausch.frames import FloatArray
from lausch.plot.saving import save
from lausch.representations.filterbank import hz_to_mel, mel_to_hz

SHIPPED = "dieleman2014"


def by_frequency(filters: FloatArray, rate: int) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Filters (filters, samples) by their dominating frequency, their spectra, and those in Hz.

    Spectra (filters, bins) are in dB below the highest bin of each.
    """
    points = 1024
    spectra = np.abs(np.fft.rfft(filters - filters.mean(axis=1, keepdims=True), points))
    highest = spectra.argmax(axis=1)
    order = np.argsort(highest, kind="stable")
    decibels = 20 * np.log10(spectra / (spectra.max(axis=1, keepdims=True) + 1e-12) + 1e-6)
    hz: FloatArray = (highest[order] * rate / points).astype(np.float32)
    return filters[order], decibels[order].astype(np.float32), hz


def the_filters(evidence: Evidence) -> str:
    """How far the filters of the shipped network have a frequency of their own."""
    if SHIPPED not in evidence.models:
        return ""
    filters = shipped_filters(SHIPPED)
    _, spectra, hz = by_frequency(filters, 16000)
    mel = mel_to_hz(hz_to_mel(8000.0) * np.array([0.25, 0.5, 0.75]))
    found = np.quantile(hz, [0.25, 0.5, 0.75])
    wide = float(np.median((spectra > -6).mean(axis=1))) * 8000
    return (
        "A quarter, half, and three quarters of the filters have their highest value below "
        f"{', '.join(f'{each:,.0f}' for each in found)} Hz; of as many mel bands it would be "
        f"{', '.join(f'{each:,.0f}' for each in mel)} Hz. Half of the filters are within 6 dB of "
        f"that value over more than {wide:,.0f} Hz.\n"
    )


def first_layer(evidence: Evidence, path: Path) -> bool:
    """The learnt filters of the shipped network: spectra by frequency, and some of them in time."""
    if SHIPPED not in evidence.models:
        return False
    draw_filters(shipped_filters(SHIPPED), path)
    return True


def draw_filters(filters: FloatArray, path: Path, rate: int = 16000) -> None:
    """Spectra of filters (filters, samples) beside the mel scale, and eight of them in time."""
    ordered, spectra, hz = by_frequency(filters, rate)
    canvas = figure(9.0, 3.4)
    left, right = canvas.subplots(1, 2)
    edges = (0, len(hz), 0, rate / 2000)
    left.imshow(spectra.T, origin="lower", aspect="auto", extent=edges, vmin=-30, vmax=0)
    place = np.arange(len(hz)) + 0.5
    mel = mel_to_hz(hz_to_mel(rate / 2) * place / len(hz))
    left.plot(place, mel / 1000, color="white", linewidth=0.8, linestyle="--")
    left.set_xlabel("filter, by dominating frequency", fontsize=8)
    left.set_ylabel("kHz; dashed: centres of as many mel bands", fontsize=8)
    some = np.linspace(0, len(hz) - 1, 8).astype(int)
    for row, wave in enumerate(ordered[some]):
        milliseconds = np.arange(len(wave)) * 1000 / rate
        right.plot(milliseconds, row + 0.45 * wave / np.abs(wave).max(), linewidth=0.7)
    right.set_yticks(range(len(some)), [f"{each:.0f} Hz" for each in hz[some]])
    right.set_xlabel("ms", fontsize=8)
    for panel in (left, right):
        panel.tick_params(labelsize=7)
    save([canvas], path)


def shipped_filters(name: str) -> FloatArray:
    """The kernels of the first convolution in a shipped file, (filters, samples)."""
    import onnx  # it comes with the extra `train`
    from onnx import numpy_helper

    from lausch.models.model import read_weights

    graph = onnx.load_from_string(read_weights(name)).graph
    tensors = {tensor.name: tensor for tensor in graph.initializer}
    first = next(node for node in graph.node if node.op_type == "Conv")
    kernels: FloatArray = numpy_helper.to_array(tensors[first.input[1]])[:, 0]
    return kernels
