"""One piece of a rendered corpus: from a title and a seed to a FLAC and its annotation."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
import soundfile

from lausch.corpora.band.kinds import kind_named
from lausch.corpora.band.playing.score import Score, excerpt
from lausch.corpora.band.sounding.render import render
from lausch.corpora.band.sounding.sounds import Sounds
from lausch.corpora.band.sounding.synth import RATE
from lausch.corpora.band.store.jamsfile import read_record, write_record
from lausch.corpora.band.store.record import Record
from lausch.files import replacing
from lausch.frames import FloatArray

LONGEST_SECONDS = 120.0
LONGEST_SOLO_SECONDS = 480.0
SHORTEST_WINDOW_SECONDS = 60.0


def symbolic(data: Path) -> Path:
    """Where the arrangers find their music: `data/symbolic`, or `data` when it is that folder."""
    return data / "symbolic" if (data / "symbolic").is_dir() else data


@dataclass(frozen=True)
class Piece:
    """What to render: the `variant`-th arrangement and mix of a title."""

    kind: str
    title: str
    variant: int
    job_seed: int

    @property
    def name(self) -> str:
        """File name without ending; two titles never share one."""
        word = re.sub(r"[^A-Za-z0-9]+", "-", self.title).strip("-")[:60]
        return f"{word}-{crc32(self.title.encode()) & 0xFFFF:04x}-{self.variant:02d}"

    @property
    def seed(self) -> int:
        """A seed of its own, the same on every machine."""
        return crc32(f"{self.job_seed}/{self.kind}/{self.title}/{self.variant}".encode())


def window(score: Score, seed: int) -> Score:
    """The whole score up to 120 s; of a longer one 60-120 s from anywhere, 1 in 5 the beginning.

    Short windows of many pieces teach more per hour than few whole pieces. A score that is about
    its solo stays whole up to 8 minutes: solos are to be found again by any bars of them. One that
    has a form stays whole: form is what excerpts lack.
    """
    if score.form is not None:
        return score
    if score.solo_db is not None:
        longest = LONGEST_SOLO_SECONDS
        return score if score.duration <= longest else excerpt(score, 0.0, longest)
    if score.duration <= LONGEST_SECONDS:
        return score
    rng = np.random.default_rng([seed, 2])
    seconds = float(rng.uniform(SHORTEST_WINDOW_SECONDS, LONGEST_SECONDS))
    start = float(rng.uniform(0, score.duration - seconds))
    return excerpt(score, 0.0 if rng.random() < 0.2 else start, seconds)


def _write_flac(path: Path, samples: FloatArray) -> str:
    """16-bit FLAC; returns the SHA-256 of its PCM."""
    pcm = np.rint(np.clip(samples, -1, 1) * 32767).astype("<i2")
    with replacing(path) as temporary:
        soundfile.write(temporary, pcm, RATE, subtype="PCM_16", compression_level=0.0)
    return hashlib.sha256(pcm.tobytes()).hexdigest()


def make(piece: Piece, data: Path, out: Path, sounds: Sounds) -> Record:
    """Arrange, render and write a piece; one that is finished already is only read.

    Returns
    -------
    what the annotation file `out/KIND/NAME.jams` says; a solo's f0 stands in NAME.f0.npy,
    in Hz every 10 ms, 0 in silence.
    """
    folder = out / piece.kind
    flac, jams = folder / f"{piece.name}.flac", folder / f"{piece.name}.jams"
    if jams.is_file() and flac.is_file():
        known = read_record(jams)
        if known.seed == piece.seed:
            return known
    score = kind_named(piece.kind).arrange(symbolic(data), piece.title, piece.seed)
    score = window(score, piece.seed)
    rendering = render(score, piece.seed, sounds)
    folder.mkdir(parents=True, exist_ok=True)
    if rendering.solo_hz is not None:
        with replacing(folder / f"{piece.name}.f0.npy") as temporary:
            np.save(temporary, rendering.solo_hz.astype(np.float32))
    checksum = _write_flac(flac, rendering.samples)
    record = Record(
        name=piece.name,
        kind=piece.kind,
        title=piece.title,
        song=score.song,
        performer=score.performer,
        style=score.style,
        tags=score.tags,
        seed=piece.seed,
        duration=len(rendering.samples) / RATE,
        pcm_sha256=checksum,
        cast=rendering.cast,
        beats=rendering.beats,
        parts=rendering.parts,
        form=rendering.form,
        harmony=score.harmony,
        onsets=rendering.onsets,
        drums=rendering.drums,
    )
    write_record(jams, record)
    return record
