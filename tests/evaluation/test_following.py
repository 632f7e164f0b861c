"""Models heard on tunes of plain tones: what is right, what is an octave off, what notes score."""

from __future__ import annotations

import numpy as np
import pytest
from singing import CLOCK, COLUMNS, Singer, songbook

from lausch.annotation import Contour, Notes, hertz
from lausch.corpora.corpus import Corpus
from lausch.corpora.track import Track
from lausch.errors import CorpusError, OptionError
from lausch.evaluation import following
from lausch.evaluation.following import follow, line_jobs, solo_model, written_down
from lausch.evaluation.lines import reference_roll
from lausch.frames import Frames
from lausch.metrics import notes

MODELS = {"singer": Singer(), "octave": Singer("octave", up=12)}


@pytest.fixture
def corpus(tmp_path, monkeypatch):
    monkeypatch.setattr(following, "_opened", MODELS.__getitem__)
    return songbook(tmp_path / "solos")


def test_a_model_that_hears_every_tone_is_right_up_to_its_frames(corpus):
    job = line_jobs([corpus], ["singer", "octave"])[0]
    rows = {row.system: row for row in follow(job)}
    right, octave = rows["singer"].scores, rows["octave"].scores
    assert right["raw pitch accuracy"] > 0.95
    assert right["overall accuracy"] > 0.85
    assert right["average precision"] > 0.8
    assert right["note F"] > 0.7
    assert octave["raw pitch accuracy"] == pytest.approx(0)
    assert octave["raw chroma accuracy"] == pytest.approx(right["raw chroma accuracy"])
    assert octave["average precision"] < 0.1
    assert octave["note F"] == 0
    assert rows["singer"].worked > 0
    assert right["overall accuracy"] <= rows["every 100 ms"].scores["overall accuracy"] + 0.01
    assert rows["every 20 ms"].scores["raw pitch accuracy"] > 0.99


def test_jobs_are_test_tracks_or_a_draw_of_them(corpus):
    assert len(line_jobs([corpus], ["singer"])) == 6
    jobs = line_jobs([corpus], ["singer"], most=2)
    assert len(jobs) == 2
    assert all(job.track.split == "test" for job in jobs)
    bare = Corpus("bare", "", "", "ship", (Track("a", corpus.tracks[0].audio, 1.0, "a"),))
    with pytest.raises(CorpusError, match="no test track"):
        line_jobs([bare], [])


def test_models_of_other_layers_are_refused():
    with pytest.raises(OptionError, match="not solos"):
        solo_model("boeck2011")


def test_an_annotation_is_written_down_at_coarser_points():
    line = Contour([0.0, 0.01, 0.02, 0.03], [440, 445, 450, 0])
    coarse = written_down(line, 0.02, semitones=True)
    np.testing.assert_allclose(coarse.times[:2], [0, 0.02])
    np.testing.assert_allclose(coarse.hz[:2], [440, 440])
    np.testing.assert_allclose(written_down(line, 0.02, semitones=False).hz[1], 450)
    assert not len(written_down(Contour(), 0.02, semitones=True))


def test_the_roll_has_the_semitone_that_sounds():
    line = Contour([0.0, 0.1, 0.2], [hertz(60.4), 0, hertz(3)], [True, False, True])
    roll = reference_roll(line, Frames(np.zeros((3, 120), np.float32), CLOCK, COLUMNS))
    assert np.argwhere(roll).tolist() == [[0, 60 - 4]]


def test_notes_are_right_at_the_pitch_that_sounds():
    written = Notes([0.0, 1.0], [0.5, 1.5], [60, 62])
    times = 0.01 * np.arange(150)
    sharp = Contour(times, np.where(times < 1, hertz(60.45), 0))
    played = notes.notes_at_f0(written, sharp)
    np.testing.assert_allclose(played.pitches, [60.45, 62])
    assert notes.score(played, Notes([0.04, 1.0], [0.6, 2.5], [60.9, 62])) == {
        "note F": pytest.approx(1.0),
        "note F with offsets": pytest.approx(0.5),
    }
    assert notes.score(played, Notes([0.06], [0.5], [60.45]))["note F"] == 0
    assert notes.score(played, Notes())["note F"] == 0
    assert notes.score(Notes(), written) == {}
