"""What every decoder makes of small fixed inputs, to the digit, beside tests by known answers."""

from __future__ import annotations

import numpy as np
import pytest
from goldens import Cases, check, noise, tried

from lausch.decoding import confidence, labelling, laplacian, scaling, tatums
from lausch.decoding.bar_pointer import BarPointer
from lausch.decoding.bass import BassDecoder
from lausch.decoding.boundaries import BoundaryPicker
from lausch.decoding.contour import ContourDecoder
from lausch.decoding.evidence import centred
from lausch.decoding.homogeneity import costs_of_joining
from lausch.decoding.notes import NoteSettings, tuning_of
from lausch.decoding.novelty import checkerboard, checkerboard_novelty
from lausch.decoding.onsets import OnsetPicker
from lausch.decoding.peaks import pick_peaks, smooth
from lausch.decoding.pianoroll import pianoroll
from lausch.decoding.section_distance import diagonal_distance, mean_distance
from lausch.decoding.snapping import snapped
from lausch.decoding.state_space import beat_intervals, beat_regions, log_transitions
from lausch.decoding.tempo import comb_histogram, two_tempi
from lausch.decoding.viterbi import best_path
from lausch.decoding.warping import path, warp
from lausch.frames import Clock, Frames

CURVE = noise(1, 60)
FRAMES = np.arange(60)


def pulses(places: np.ndarray, level: float, frames: int = 240) -> np.ndarray:
    """Activations with peaks of about 3 frames at these places, over noise."""
    away = np.abs(np.arange(frames) - places[:, None]).min(axis=0)
    return np.clip(level * np.exp(-(away**2)) + 0.2 * noise(7, frames) ** 2, 0, 1)


PLACES = 3.2 + np.cumsum([24.7, 24.1, 25.0, 24.3, 22.9, 21.6, 20.8, 21.3, 20.7])
BEAT = pulses(PLACES, 0.8)
DOWNBEAT = pulses(PLACES[1::3], 0.6)
BEAT_FRAMES = np.array([3.2, 27.9, 52.4, 77.0, 101.8, 126.3, 151.1, 175.6, 200.5, 225.0])
IN_THREE = np.arange(10) % 3 + 1
IN_FOUR = (np.arange(10) + 2) % 4 + 1


def tempi() -> list[object]:
    beats = [41.0, 75.0, 100.0, 146.0, 150.0, 220.0, 333.0]
    curve = np.tile([1, 0, 0.2, 0, 0.6, 0, 0, 0.3, 0.1, 0, 0.5, 0], 20) + 0.2 * noise(2, 240)
    clear = np.tile([1, 0, 0, 0, 0, 0, 0.4, 0, 0, 0, 0, 0], 20)
    clearly = [two_tempi(clear, 20.0, bpm) for bpm in (96.0, 100.0, 104.0, 200.0)]
    return (
        clearly
        + [two_tempi(curve, 20.0, bpm) for bpm in beats]
        + [
            two_tempi(curve, 20.0, 100.0, min_bpm=low, max_bpm=high)
            for low, high in [(50, 200), (51, 199), (60, 150), (90, 310)]
        ]
    )


def bars(**settings: float) -> list[object]:
    model = BarPointer(min_bpm=60, max_bpm=240, tempi=12)
    changed = BarPointer(**{**vars(model), **settings})
    return [changed.beats(BEAT, 50.0), *changed.bars(BEAT, DOWNBEAT, 50.0)]


def paths() -> list[object]:
    intervals = np.array([4, 5, 7, 8])
    gains = [3 * noise(seed, 70) - 2 for seed in (3, 4)]
    options = {
        "intervals": intervals,
        "regions": np.array([1, 1, 2, 2]),
        "log_transition": log_transitions(intervals, 5.0),
    }
    return [
        best_path(*gains, **options),
        best_path(*gains, **options, meters=(2, 3)),
        best_path(*gains, **options, meters=(3, 5), log_weight=np.array([-0.1, 0.02, 0.1, 0.0])),
        best_path(gains[0][:2], gains[1][:2], **options, meters=(2,)),
        best_path(gains[0][:0], gains[1][:0], **options, meters=(4, 2)),
    ]


def melody() -> tuple[np.ndarray, ...]:
    """Times, pitches, voicing and confidence: vibrato, a glide, ornaments, dips and rests."""
    at = np.arange(240)
    midi = 60.3 + 0.3 * np.sin(at / 2.5) + np.repeat([0, 2, 2.4, 7, -1, -1, 3, 3], 30)
    midi[70:73] += 5
    midi[100:112] = np.linspace(62.7, 67.3, 12)
    sure = 0.5 + 0.4 * noise(5, 240)
    sure[[40, 41, 135, 200]] *= 0.2
    voiced = np.ones(240, dtype=bool)
    voiced[[*range(56, 60), *range(160, 175), 178, 179, *range(184, 190)]] = False
    return at * 0.01, midi, voiced, sure


BASS = np.round(noise(6, 60, 7) ** 3, 3)
BASS_CLOCK = Clock(1000, 50)
BASS_BEATS = np.array([0.11, 0.62, 1.08, 1.4, 1.93, 2.5, 2.55])


def bass(**settings: object) -> list[object]:
    decoder = BassDecoder(**settings)
    options = {"low_midi": 28}
    return [
        *decoder.pitches(BASS, BASS_CLOCK, BASS_BEATS, **options),
        decoder.notes(BASS, BASS_CLOCK, BASS_BEATS, **options),
    ]


def wandering() -> list[object]:
    """Notes of a line whose pitch jumps every few frames, mostly by less than a semitone."""
    midi = np.repeat(60 + np.round(5 * noise(24, 50), 2), 1 + np.arange(50) % 9)
    sure, voiced = 0.4 + 0.6 * noise(25, len(midi)), noise(26, len(midi)) > 0.04
    times = np.arange(len(midi)) * 0.02
    settings = (
        {},
        {"hysteresis_semitones": 0.4, "whole": True},
        {"apart_semitones": 1.1, "dip": 0.7},
        {"change_seconds": 0.08, "apart_semitones": 0.3},
        {"shortest_seconds": 0.06},
    )
    return [NoteSettings(**each).cut(times, midi, voiced, sure) for each in settings]


def dips() -> list[object]:
    """Whether a note goes on over a beat, by the place of one faint frame near the beat."""
    found = []
    for frame in range(15, 26):
        values = np.full((40, 2), [0.8, 0.0])
        values[frame, 0] = 0.3
        decoder = BassDecoder(tie=0.5, margin=1.0, late_frames=0.0)
        beats = np.array([0.05, 1.0])
        found.append(len(decoder.notes(values, Clock(100, 5), beats, low_midi=28)))
    return found


def held(level: float, dip: float) -> np.ndarray:
    """Notes of a bass that sounds one pitch, with a dip at the second beat."""
    values = np.full((40, 2), [level, 0.0])
    values[19:22, 0] = dip
    decoder = BassDecoder(tie=0.5, margin=1.0)
    return decoder.notes(values, Clock(100, 5), np.array([0.025, 1.025]), low_midi=28)


def spans() -> list[object]:
    pooled = tatums.Pooled(BASS, BASS_CLOCK, 0.5)
    starts, stops = BASS_BEATS, tatums.ends_of(BASS_BEATS, 3.0)
    found = [pooled.over(starts, stops, share) for share in (0.0, 0.2, 0.5, 1.0)]
    counts = [
        tatums.divisions(
            pooled, starts, stops, subdivisions=(1, 2, 3), margin=margin, shortest_seconds=shortest
        )
        for margin, shortest in [(0.0, 0.0), (0.05, 0.1), (0.02, 0.2)]
    ]
    parts = [tatums.parts_of(pooled, starts, stops, each, 0.3) for each in counts]
    three = np.full(len(starts), 3)
    parts += [tatums.parts_of(pooled, starts, stops, three, level) for level in (0.5, 0.7, 0.8)]
    ends = [tatums.ends_of(np.array(beats), 3.0) for beats in ([], [2.0], [1.0, 2.5], [4.0])]
    return [found, counts, parts, ends]


def contour(fps: float, bins: int, **settings: float) -> list[object]:
    values = noise(8, 40, 9) ** 3
    values[12:20] *= 0.1
    values[3, 4] = np.nan
    decoder = ContourDecoder(**settings)
    options = {"low_midi": 50.0, "bins_per_semitone": bins}
    return [*decoder.follow(values, fps, **options)]


def rolls() -> list[object]:
    values = np.float32(noise(9, 23, 8))
    clocks = [Clock(1000, 10), Clock(1000, 37), Clock(1000, 100), Clock(1000, 130)]
    return [
        pianoroll(values, clock, low_midi=low, bins_per_semitone=bins).values[:6, :8]
        for clock in clocks
        for low, bins in [(2.0, 1), (3.4, 2), (4.0, 3)]
    ]


def sure() -> list[object]:
    fps, few = 50.0, BEAT_FRAMES[:1]
    beats, bars = confidence.BEATS, confidence.BARS
    return [
        confidence.beat_features(BEAT_FRAMES, BEAT, fps),
        [beats.of_beats(BEAT_FRAMES, BEAT, fps), beats.of_beats(few, BEAT, fps)],
        [each.of_tempo(BEAT_FRAMES, BEAT, fps) for each in (beats, bars)],
        [bars.of_downbeats(BEAT_FRAMES, each, BEAT, DOWNBEAT, fps) for each in (IN_THREE, IN_FOUR)],
        [bars.of_metre(BEAT_FRAMES, each, DOWNBEAT) for each in (IN_THREE, IN_FOUR, IN_THREE * 0)],
        [beats.of_metre(BEAT_FRAMES, IN_THREE, DOWNBEAT), bars.of_metre(few, few > 0, DOWNBEAT)],
        confidence.metre_features(BEAT_FRAMES, IN_THREE, DOWNBEAT),
        confidence.downbeat_features(BEAT_FRAMES, IN_FOUR, DOWNBEAT, np.linspace(0, 1, 10)),
        confidence.heights(np.array([-1.0, 0.4, 2.6, 4.5, 9.0]), [0.9, 0.1, 0.3, 0.2, 0.0, 0.7]),
        confidence.log_odds(np.array([0, 0.009, 0.011, 0.5, 0.985, 0.995, 1])),
        confidence.logistic(np.array([[60.0, 0], [-60, 0], [1, 2]]), (1.0, 0.5)),
    ]


def picked() -> list[object]:
    curve = np.round(np.concatenate([noise(10, 90), [0.7, 0.7, 0.7, 0.2, 0.7]]), 2)
    picker = BoundaryPicker(apart_seconds=3.0, before_seconds=5.0, after_seconds=2.0)
    edge = BoundaryPicker(apart_seconds=2.0, edge_seconds=4.0)
    return [
        picker.peaks(curve, 2.0),
        edge.peaks(curve, 1.0),
        BoundaryPicker().peaks(np.tile(curve, 2), 2.0),
        [picker.pick(curve, 2.0, sensitivity=each) for each in (-1, -0.6, 0, 0.4, 1)],
        [picker.pick(curve, 2.0, count=each) for each in (0, 1, 3)],
        [picker.raised(each) for each in (-1, -0.25, 0, 0.25, 1)],
    ]


def clusters() -> list[object]:
    harmony = np.float32(np.tile(noise(11, 12, 4), (3, 1)) + 0.4 * noise(12, 36, 4))
    timbre = np.float32(noise(13, 36, 3) + np.repeat([0, 1, 0], 12)[:, None])
    found = []
    for settings in ({}, {"stack": 2, "neighbours": 3.0, "apart": 3, "diagonal": 5, "smooth": 3}):
        decomposition = laplacian.Decomposition(**settings)
        embedding = decomposition.embedding(harmony, timbre, 4)
        parts = [decomposition.parts(embedding, kinds) for kinds in (1, 2, 3, 4)]
        found.append([embedding[::4], parts])
    short = [laplacian.Decomposition().embedding(harmony[:n], timbre[:n], 4) for n in (0, 2, 3, 5)]
    return [found, short, laplacian.Decomposition().embedding(0 * harmony, timbre, 2)[:2]]


def labels() -> list[object]:
    values = np.float32(np.concatenate([noise(14, 80, 4), noise(15, 80, 3) * 9 - 4], axis=1))
    values[50:70] = values[10:30] + 0.05 * values[50:70]
    columns = (*(f"chroma {n}" for n in range(4)), *(f"cepstrum {n}" for n in range(3)))
    features = Frames(values, Clock(1000, 250), columns)
    boundaries = np.array([0, 2.5, 7.5, 12.5, 17.5, 20.0])
    settings = [
        {},
        {"threshold": 0.5},
        {"threshold": 0.9},
        {"timbre": 0.1, "length": 0.0},
        {"timbre": 0.9, "threshold": 0.8},
        {"fps": 4.0, "slack_seconds": 0.0},
    ]
    apart = noise(16, 9, 9)
    return [
        [labelling.Labeller(**each).groups(boundaries, features) for each in settings],
        labelling.Labeller().groups(boundaries[:2], features),
        [labelling.grouped((apart + apart.T) / 2, limit) for limit in (0.0, 0.2, 0.35, 0.5, 2.0)],
        labelling.grouped(np.array([[0, 0.5], [0.5, 0]]), 0.5),
    ]


def scaled() -> list[object]:
    values = np.float32(noise(17, 11, 5))
    values[3] *= 0.001
    edges = np.array([-0.3, 0.24, 0.26, 2.0, 2.0, 9.0])
    return [
        [scaling.averaged(values, frames)[:, :2] for frames in (1, 2, 3, 20)],
        [
            scaling.step(1000, 43.0, wanted_fps=fps, most=most)
            for fps, most in [(2.0, 4000), (40.0, 4000), (2.0, 20), (43.0, 999), (43.0, 1000)]
        ],
        scaling.directions(values),
        [scaling.centred(values), scaling.centred(values + 40), scaling.centred(values[:0])],
        scaling.balanced(values, slice(0, 3), slice(3, 5), (2.0, 0.5)),
        scaling.frames_of(edges, 2.0, 12),
    ]


def distances() -> list[object]:
    values = np.float32(noise(18, 50, 3) - 0.5)
    starts, ends = np.array([0, 8, 20, 28, 41]), np.array([8, 20, 28, 41, 50])
    return [
        mean_distance(values, starts, ends),
        *(diagonal_distance(values, starts, ends, slack=slack) for slack in (0, 1, 5)),
        diagonal_distance(values, starts, ends, slack=2, longest=9),
    ]


def warped() -> list[object]:
    query, sequence = np.float32(noise(19, 8, 3) - 0.5), np.float32(noise(20, 25, 3) - 0.5)
    query /= np.linalg.norm(query, axis=1, keepdims=True)
    sequence /= np.linalg.norm(sequence, axis=1, keepdims=True)
    walled = sequence.copy()
    walled[11:13] = np.nan
    return [
        [warp(query, each, bend=bend) for each in (sequence, walled) for bend in (0.0, 0.3, 9.0)],
        [path(query, sequence, bend=bend) for bend in (0.0, 0.3, 9.0)],
    ]


CASES: Cases = {
    "peaks: smoothing": lambda: [smooth(CURVE[:12], window) for window in (0, 1, 2, 3, 6)],
    "peaks: apart": lambda: [pick_peaks(CURVE, 0.3, apart_frames=n) for n in (0, 1, 2, 4)],
    "peaks: all": lambda: pick_peaks(CURVE, 0.05, smooth_frames=3, apart_frames=2),
    "peaks: plateaus": lambda: pick_peaks(
        [1, 1, 0, 1, 1, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0.5], 0.5, apart_frames=3
    ),
    "onsets": lambda: [
        OnsetPicker().pick(0.05 * CURVE**4, 100.0),
        OnsetPicker().pick(CURVE, 100.0),
        OnsetPicker(factor=0.0, apart_seconds=0.0, after_seconds=0.02).pick(CURVE, 100.0),
        OnsetPicker(factor=0.0, before_seconds=0.04, apart_seconds=0.05).pick(CURVE, 100.0),
        OnsetPicker(factor=1.0, highest=0.4, threshold=0.2, mean_before_seconds=0.1).pick(
            CURVE, 50.0
        ),
        OnsetPicker(factor=0.0, mean_before_seconds=0.05, mean_after_seconds=0.02).pick(
            CURVE, 100.0
        ),
    ],
    "tempo: comb filters": lambda: comb_histogram(noise(2, 90), 20.0, min_bpm=50, max_bpm=250),
    "tempo: its default range": lambda: [x[[0, 1, -1]] for x in comb_histogram(CURVE, 30.0)],
    "tempo: shortest and longest lags": lambda: [
        [len(comb_histogram(CURVE, fps, max_bpm=high)[0]), comb_histogram(CURVE, fps)[0][0]]
        for fps, high in [(10.0, 400), (30.0, 250), (43.07, 300), (50.0, 200), (100.0, 180)]
    ],
    "tempo: two": tempi,
    "snapping": lambda: snapped(
        [0.9, 1.0, 1.01, 2.9, 3.0, 3.1, 5.2, 5.2, 7.0, 7.01],
        [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0],
        [2.0, 4.0, 6.0],
    ),
    "snapping: one downbeat, and none": lambda: (
        [
            snapped([1.0, 3.5, 4.0], [0.5, 0.5, 0.7], [3.0], beyond=beyond)
            for beyond in (0.4, 0.5, 2.0)
        ]
        + [snapped([2.0, 1.0], [0.5, 0.6], []), snapped([], [], [1.0])]
    ),
    "novelty": lambda: [
        checkerboard(3, 0.5),
        checkerboard_novelty(np.float32(noise(21, 20, 2)), 4),
        checkerboard_novelty(np.float32(noise(21, 2, 2)), 1, 2.0),
    ],
    "homogeneity": lambda: costs_of_joining(np.float32(noise(22, 25, 2))),
    "pianoroll": rolls,
    "bass: by frames": lambda: [
        BassDecoder(threshold=0.5).follow(BASS, BASS_CLOCK, low_midi=28),
        BassDecoder(semitone=0.3, leap=1.5).follow(BASS, BASS_CLOCK, low_midi=30),
    ],
    "bass: as published": bass,
    "bass: along a path": lambda: bass(semitone=0.3, leap=1.5, threshold=0.1, margin=0.02),
    "bass: with ties": lambda: [bass(tie=tie, threshold=0.3, share=0.5) for tie in (0, 0.05, 0.4)],
    "bass: subdivided": lambda: bass(
        margin=0.0, shortest_seconds=0.1, share=0.0, threshold=0.6, late_frames=2.0
    ),
    "bass: a tie": lambda: [held(0.8, dip) for dip in (0.8, 0.41, 0.4, 0.39, 0.1)],
    "tatums": spans,
    "tatums: one column, and the end": lambda: (
        [
            tatums.divisions(
                tatums.Pooled(BASS[:, :1], BASS_CLOCK, 0.0),
                BASS_BEATS[:4],
                BASS_BEATS[1:5],
                subdivisions=(3, 2),
                margin=margin,
                shortest_seconds=0.1,
            )
            for margin in (-0.1, 0.0, 0.1)
        ]
        + [
            BassDecoder(threshold=0.5, late_frames=late).notes(
                BASS, BASS_CLOCK, np.array([2.0, 2.6, 2.95, 3.0, 3.2]), low_midi=28
            )
            for late in (0.0, 0.5)
        ]
        + [
            BassDecoder(tie=0.2, margin=1.0, late_frames=0.0).notes(
                np.array([[0.3 + 0.02 * at, 0] for at in range(30)]),
                Clock(100, 5),
                np.array([0.0, 0.5, 1.0]),
                low_midi=28,
            )
        ]
    ),
    "bass: faint frames near a beat": dips,
    "bass: odd values": lambda: [
        BassDecoder().notes(
            np.array([[1.5, np.nan], [1.2, 0.3], [-1.0, np.inf], [0.1, 0.6]]),
            Clock(10, 5),
            np.array([0.0, 1.0, 1.0, 2.0]),
            low_midi=28,
        ),
        [
            BassDecoder(threshold=0.5).pitches(
                each, Clock(10, 5), np.array([0.0, 0.5]), low_midi=28
            )
            for each in ([[0.5, 0.2]] * 4, [[0.51, 0.2]] * 4)
        ],
        BassDecoder(leap=0.5).follow(BASS[:0], BASS_CLOCK, low_midi=28),
        BassDecoder(leap=0.5, semitone=0.2).follow(BASS, BASS_CLOCK, low_midi=28),
        BassDecoder(leap=1.0, semitone=1.0).follow(BASS, BASS_CLOCK, low_midi=28),
        [
            tried(BassDecoder().follow, np.zeros(shape), BASS_CLOCK, low_midi=28)
            for shape in ((3,), (3, 0), (0, 2))
        ],
    ],
    "contour: odd values": lambda: [
        ContourDecoder(voicing=0.1).follow(
            np.array([[0.5, np.nan, 0.2], [0, 0, 0], [2, 0.5, 0], [0.3, 0.3, 0.3], [0, 0.51, 0.5]]),
            fps,
            low_midi=60,
            bins_per_semitone=bins,
        )
        for fps, bins in [(25.0, 1), (50.0, 2), (200.0, 1)]
    ],
    "bar pointer: limits of the tempo": lambda: [
        vars(BarPointer().within(low, high))
        for low, high in [(50, None), (None, 200), (None, None)]
    ],
    "bar pointer: odd values": lambda: [
        BarPointer(min_bpm=60, tempi=9).beats(np.where(noise(27, 240) < 0.1, odd, BEAT), 50.0)
        for odd in (np.nan, -1.0, 2.0)
    ],
    "contour: semitones": lambda: contour(50.0, 1),
    "contour: bins": lambda: contour(100.0, 3, semitone=0.8, leap=2.0, voicing=0.4),
    "contour: slow": lambda: contour(10.0, 2, break_even=0.1, voicing=1.0, near_semitones=1.0),
    "bar pointer": bars,
    "bar pointer: a steady tempo": lambda: bars(transition_lambda=1000.0),
    "bar pointer: regions": lambda: bars(observation_lambda=4.0, region_seconds=0.1),
    "bar pointer: evidence": lambda: bars(break_even=0.3, threshold=0.3),
    "bar pointer: a prior": lambda: bars(tempo_weight=30.0, tempo_bpm=200.0),
    "bar pointer: finer frames": lambda: bars(resolution_fps=150.0),
    "bar pointer: frames and regions": lambda: [
        BarPointer(tempi=12).beats(np.repeat(BEAT, 2), 100.0),
        BarPointer(tempi=12).beats(BEAT[28:], 50.0),
        BarPointer(tempi=12).beats(BEAT[26:150], 120.0),
        bars(region_seconds=0.0),
        [BarPointer(threshold=0.5).beats(np.minimum(BEAT, top), 50.0) for top in (0.5, 0.51)],
        BarPointer().bars(np.zeros(9), np.zeros(9), 50.0),
        [BarPointer().bars(np.full(n, 0.9), np.full(n, 0.2), 50.0) for n in (1, 2, 9)],
    ],
    "bar pointer: no steady beat": lambda: [
        BarPointer(break_even=0.9).beats(0.3 * CURVE, 50.0),
        BarPointer().beats(np.full(60, 0.05), 50.0),
        BarPointer().beats(np.full(60, 0.5), 50.0),
    ],
    "bar pointer: metres": lambda: [
        tried(BarPointer(min_bpm=60, tempi=5).bars, BEAT[:80], DOWNBEAT[:80], 50.0, meters=meters)
        for meters in [(), (0, 3), (1,), (16,), (3, 17), (3, 3, 2)]
    ],
    "bar pointer: centres": lambda: [
        centred(np.array([2.0, 5.4, 8.0, 9.5]), noise(23, 12)),
        centred(np.array([0.0, 2.0, 3.0]), np.array([0.9, 0.8, 1.0, 1.0, 0.1])),
        centred(np.array([0.0, 1.0]), np.array([0.9, 0.8, 0.7]), reach=1),
    ],
    "state space": lambda: [
        [beat_intervals(50.0, min_bpm=60, max_bpm=200, count=n) for n in (None, 1, 2, 7, 36, 99)],
        [tried(beat_intervals, 10.0, max_bpm=bpm)[:1] for bpm in (299.0, 300.0, 301.0)],
        [
            tried(beat_intervals, 50.0, min_bpm=low, max_bpm=high)
            for low, high in [(0, 100), (100, 100), (101, 100), (1, np.inf)]
        ],
        tried(beat_intervals, 50.0, count=0),
        log_transitions(np.array([10, 11, 12, 30]), 20.0),
        [beat_regions(np.array([2, 15, 16, 17, 33]), 16.0, at_least=n) for n in (1, 3)],
    ],
    "viterbi": paths,
    "notes": lambda: [
        NoteSettings(**each).cut(*melody())
        for each in (
            {},
            {"whole": True},
            {"dip": 0.0},
            {"dip": 0.9},
            {"hysteresis_semitones": 0.0},
            {"change_seconds": 0.0},
            {"apart_semitones": 0.0},
            {"apart_semitones": 3.0},
            {"shortest_seconds": 0.04},
            {"shortest_seconds": 0.02},
            {"change_seconds": 0.2},
        )
    ],
    "notes: a wandering line": wandering,
    "notes: bounds": lambda: [
        NoteSettings(whole=whole).cut(
            np.arange(9) * 0.05, np.repeat([-0.7, 127.8, 60.5], 3), np.ones(9) > 0, np.ones(9)
        )
        for whole in (False, True)
    ],
    "notes: one point": lambda: NoteSettings().cut(
        np.array([0.01]), np.array([60.2]), np.array([True]), np.array([0.4])
    ),
    "notes: tuning": lambda: [
        tuning_of(np.array(each)) for each in ([60.3], [60.4, 61.7], [60.0, 60.5], [59.47, 59.5])
    ],
    "confidence": sure,
    "confidence: few beats": lambda: [
        [confidence.beat_features(BEAT_FRAMES[:n], BEAT, 50.0) for n in (0, 1, 2, 3)],
        [confidence.metre_features(BEAT_FRAMES[:n], IN_THREE[:n], DOWNBEAT) for n in (0, 1, 2, 4)],
        [confidence.BARS.of_metre(BEAT_FRAMES[:n], IN_FOUR[:n], DOWNBEAT) for n in (0, 1, 2, 5)],
        confidence.heights(np.array([]), BEAT),
        confidence.heights(np.array([0.0, 0.6, 1.4]), [0.9, 0.1]),
    ],
    "boundaries": picked,
    "boundaries: plateaus and ends": lambda: [
        BoundaryPicker(edge_seconds=0.0, apart_seconds=apart).peaks(curve, 1.0)
        for apart in (1.0, 2.0)
        for curve in ([], [1.0], [1, 0, 1, 1, 0, 0, 1], [0, 1, 1, 0.5, 1, 1, 1, 1, 0, 0.2], CURVE)
    ],
    "boundaries: exactly the threshold": lambda: [
        BoundaryPicker(threshold=0.5, before_seconds=1.0, after_seconds=1.0, edge_seconds=0.0).pick(
            np.array([0, 0, height, 0, 0, 0]), 1.0
        )
        for height in (0.74, 0.75, 0.76)
    ],
    "laplacian": clusters,
    "labelling": labels,
    "scaling": scaled,
    "section distance": distances,
    "warping": warped,
}


@pytest.mark.parametrize("name", CASES)
def test_outputs_are_those_of_the_file(name):
    check(__file__, name, CASES)


@pytest.mark.parametrize("frames", [1, 7, 60, 61])
def test_in_pieces_it_is_as_in_one(frames, monkeypatch):
    for module in ("tatums", "pianoroll"):
        monkeypatch.setattr(f"lausch.decoding.{module}._PIECE_FRAMES", frames)
    for name in ("tatums", "bass: as published", "bass: along a path", "pianoroll"):
        check(__file__, name, CASES)
