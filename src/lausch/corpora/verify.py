"""Checks of a corpus: checksums, durations, and whether beats are where the sound has onsets."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import soundfile
from numpy.typing import NDArray

from lausch.corpora.track import Track
from lausch.errors import LauschError

CELL = 64  # samples of the onset measure at 22.05 kHz: 2.9 ms
RATE = 22050
WIDEST_SECONDS = 0.1
LATEST_SECONDS = 0.02


@dataclass
class Findings:
    """The result of a check.

    Problems are (track, what is wrong); lags are seconds by which onsets follow the beats, one for
    each track where this is clear.
    """

    tracks: int = 0
    problems: list[tuple[str, str]] = field(default_factory=list)
    lags: list[float] = field(default_factory=list)

    @property
    def lag(self) -> float | None:
        """The median over tracks; one track may well be syncopated, a corpus is not."""
        return float(np.median(self.lags)) if self.lags else None

    @property
    def aligned(self) -> bool:
        """Whether the median lag is at most 20 ms (beat tracking tolerates 70 ms)."""
        return self.lag is None or abs(self.lag) <= LATEST_SECONDS


def onset_lag(samples: NDArray[np.float32], rate: int, beats: NDArray[np.float64]) -> float | None:
    """Seconds from beats to where onsets are strongest, within 100 ms; None when unclear.

    The onset measure is the rise of the logarithmic level in cells of 2.9 ms.
    """
    cell = round(CELL * rate / RATE)
    count = len(samples) // cell
    if count < 200 or len(beats) < 8:
        return None
    power = np.mean(samples[: count * cell].reshape(count, cell).astype(np.float64) ** 2, axis=1)
    loud = np.log(power + 1e-4 * power.mean() + 1e-12)
    loud = np.convolve(loud, np.ones(3) / 3, "same")
    rise = np.maximum(0, np.diff(loud, prepend=loud[0]))
    frames = np.rint(beats * rate / cell).astype(np.int64)
    reach = int(WIDEST_SECONDS * rate / cell)
    lags = np.arange(-reach, reach + 1)
    strength = np.array([rise[np.clip(frames + lag, 0, count - 1)].mean() for lag in lags])
    if strength.max() <= 3 * np.median(strength):
        return None
    return float(lags[int(strength.argmax())] * cell / rate)


def _check(track: Track, findings: Findings) -> None:
    pcm, rate = soundfile.read(track.audio, dtype="int16", always_2d=True)
    if track.pcm_sha256:
        checksum = hashlib.sha256(np.ascontiguousarray(pcm).astype("<i2").tobytes()).hexdigest()
        if checksum != track.pcm_sha256:
            raise LauschError(f"its samples hash to {checksum[:12]}, not {track.pcm_sha256[:12]}")
    if abs(len(pcm) / rate - track.duration) > 0.1:
        raise LauschError(f"it lasts {len(pcm) / rate:.2f} s, not {track.duration:.2f} s")
    if not pcm.any():
        raise LauschError("it is silent")
    if not track.has("beats"):
        return
    beats = track.read("beats")
    if len(beats) and beats.times[-1] > len(pcm) / rate:
        raise LauschError(
            f"its last beat stands at {beats.times[-1]:.2f} s, but it ends at "
            f"{len(pcm) / rate:.2f} s"
        )
    mono = track.load(RATE).samples if track.also else (pcm.mean(axis=1) / 32768)
    lag = onset_lag(mono, RATE if track.also else rate, beats.times)
    if lag is not None:
        findings.lags.append(lag)


def verify(tracks: Iterable[Track]) -> Findings:
    """Decode every track and check it; a bad one is noted and the others go on."""
    findings = Findings()
    for track in tracks:
        findings.tracks += 1
        try:
            _check(track, findings)
        except (LauschError, OSError, RuntimeError) as error:
            findings.problems.append((track.name, str(error)))
    return findings
