"""Böck, Krebs & Widmer, "Accurate Tempo Estimation Based on Recurrent Neural Networks and
Resonating Comb Filters", ISMIR 2015.

The activation of a beat tracker's network (sec. 2.1), here of boeck2011, drives a bank of
resonating comb filters; in every frame only the loudest counts, and the highest peaks of the
histogram are the tempi (sec. 2.3). That half or twice the highest is chosen where it is the more
usual tempo is ours.
"""

from __future__ import annotations

from lausch.decoding.tempo import CombFilters
from lausch.system import Recipe, System
from lausch.systems.boeck2011 import REPRESENTATION, network
from lausch.tasks.tempo import TempoEstimation

SYSTEM = System(
    name="boeck2015",
    title="Accurate Tempo Estimation by Recurrent Networks and Resonating Comb Filters",
    paper="Boeck2015",
    literature="boeck2015",
    representation=REPRESENTATION,
    task=TempoEstimation(CombFilters(centre_bpm=110.0, spread_octaves=0.5, rivalry=0.6)),
    network=network,
    head="sigmoids",
    recipe=Recipe(
        corpora=("jazz", "pop", "drums", "charts"),
        excerpt_seconds=12.0,
        batch=32,
        excerpts_per_epoch=32,
        epochs=0,
        patience=0,
    ),
    chunk_frames=6000,
    context_frames=600,
    deviations=(
        "The network and its weights are those of boeck2011: nothing was trained for this system. "
        "The paper's network has other bands, and learnt from real recordings.",
        "As with boeck2011, recordings were rendered, and what ships is the running mean of the "
        "weights.",
        "The shipped weights were read from the file of boeck2011, whose command on the card does "
        "not name its corpora.",
        "The recipe trains for no epoch, and none of its corpora counts: the weights learnt from "
        "jazz, pop, drums and bands, as the card's data say.",
        "Lags are whole frames, as in the paper; each tempo is then made finer by the "
        "autocorrelation at multiples of its lag.",
        "The range of the tempi is that of the authors' released code.",
        "The paper takes the highest peak of the histogram. Here one at half or twice its tempo is "
        "taken, if it has at least .6 of the height and is higher after both were weighted with a "
        "log-normal density of tempi (110 bpm, half an octave). That is ours, and was chosen on 63 "
        "rendered validation tracks.",
    ),
    runs=(
        "lausch train boeck2011 --corpora RENDERED --seed 0 --out boeck2011.onnx",
        "lausch train boeck2015 --corpora RENDERED --seed 0 --start boeck2011.onnx",
    ),
)
