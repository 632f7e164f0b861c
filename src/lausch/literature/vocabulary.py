"""The vocabulary of the survey: the labels of a paper, and their meaning.

Abbreviations are those of Müller, Weiss & Balke, "Deep Neural Networks in MIR" (tutorial, 2017).
CQT, LCN and the tasks from AMT on are not in its tables; its figures need them.
"""

from __future__ import annotations

TASKS = {
    "FL": "feature learning",
    "BRA": "beat and rhythm analysis",
    "MSA": "music structure analysis",
    "AMT": "automatic music transcription",
    "CR": "chord recognition",
    "F0": "melody and fundamental frequency",
    "SVD": "singing voice detection",
    "SS": "source separation",
    "VAR": "various",
    "DATA": "data sets and references outside the overview",
}
NETWORKS = {
    "DBN": "deep belief network",
    "FNN": "fully connected feedforward network",
    "CNN": "convolutional network",
    "RNN": "recurrent network",
    "RNN-BRNN": "bidirectional recurrent network",
    "RNN-LSTM": "long short-term memory",
    "RNN-BLSTM": "bidirectional long short-term memory",
    "RNN-BGRU": "bidirectional gated recurrent units",
}
INPUTS = {
    "HC": "hand-crafted features",
    "LinS": "linear-frequency magnitude spectrogram",
    "LogS": "log-frequency spectrogram",
    "LogLogS": "log-frequency, log-magnitude spectrogram",
    "MelS": "mel spectrogram",
    "LogMelS": "log-magnitude mel spectrogram",
    "Raw": "waveform",
    "CQT": "constant-Q transform",
    "SSM": "self-similarity matrix",
}
PREPROCESSING = {
    "PCA": "principal components, whitened",
    "DERIV": "temporal differences appended",
    "STDF": "our reading: standardised bands of frequency",
    "HPSS": "harmonic and percussive parts",
    "LCN": "local contrast normalisation",
}
LABELS = {
    "task": TASKS,
    "network": NETWORKS,
    "input": INPUTS,
    "preprocessing": PREPROCESSING,
}
"""Each label of a paper, with the values it may have."""
JOURNALS = ("TASLP", "IEEE-TASL", "IEEE-TSAP", "TMM", "EURASIP-JASP")
SOURCES = {
    "printed": "as the tutorial prints it",
    "corrected": "the tutorial prints it otherwise",
    "inferred": "not printed; from the paper, as far as it is known",
    "given": "by whoever added the paper",
}
"""Sources of a label."""
MARKS = {"printed": "", "corrected": "*", "inferred": "?", "given": "+"}
"""Marks behind labels that are not simply printed."""
NONE = "–"
"""Text for a label without a value."""


def legend() -> str:
    """One line that explains `MARKS`."""
    return "  ".join(f"{mark} {SOURCES[source]}" for source, mark in MARKS.items() if mark)
