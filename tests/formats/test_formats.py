"""Every format reads back what it writes, other readers accept it, and errors name the place."""

import contextlib
import json
import subprocess
import sys

import mir_eval
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lausch import formats
from lausch.annotation import Beats, Contour, Form, Notes, Sections, Tempo
from lausch.annotation.analysis import Analysis, ModelRef
from lausch.annotation.layers import layer_names
from lausch.audio import Provenance
from lausch.errors import FormatError
from lausch.frames import Clock, Frames

SETTINGS = settings(deadline=None, max_examples=30)
PROVENANCE = Provenance(
    name="a \\n 'b' é.mp3",
    decoder="libsndfile",
    decoder_version="1.2.2",
    codec="MP3 MPEG_LAYER_III",
    original_rate=44100,
    original_samples=441000,
    channels=2,
    rate=22050,
    resampler="soxr 1.1.0 HQ",
    offset_applied=0.0,
    sha256_pcm="ab" * 32,
    notes=("one", "two"),
)


@st.composite
def beats(draw):
    gaps = draw(st.lists(st.floats(0.001, 5.0), max_size=40))
    times = np.cumsum(gaps)
    sure = np.round(np.linspace(0, 1, len(gaps)), 4) if draw(st.booleans()) else None
    if draw(st.booleans()):
        return Beats(times, None, sure)
    positions = draw(st.lists(st.integers(1, 7), min_size=len(gaps), max_size=len(gaps)))
    ones = None if sure is None else np.full(positions.count(1), 0.25)
    return Beats(times, positions, sure, ones, draw(st.none() | st.floats(0, 1)))


@st.composite
def tempi(draw):
    bpm = draw(st.lists(st.floats(1, 999), max_size=2))
    shares = st.lists(st.floats(0, 1), min_size=len(bpm), max_size=len(bpm))
    return Tempo(bpm, draw(shares), draw(st.none() | st.floats(0, 1)))


@st.composite
def notes(draw):
    onsets = sorted(draw(st.lists(st.floats(0, 150), max_size=20)))
    size = len(onsets)
    lengths = draw(st.lists(st.floats(0.02, 5), min_size=size, max_size=size))
    cents = draw(st.lists(st.integers(0, 12700), min_size=size, max_size=size))
    sure = draw(st.lists(st.floats(0, 1), min_size=size, max_size=size))
    return Notes(onsets, np.add(onsets, lengths), np.array(cents) / 100, sure)


@st.composite
def contours(draw):
    times = np.cumsum(draw(st.lists(st.floats(0.005, 0.1), max_size=20)))
    size = len(times)
    hz = draw(st.lists(st.floats(20, 4000), min_size=size, max_size=size))
    voiced = draw(st.lists(st.booleans(), min_size=size, max_size=size))
    sure = draw(st.lists(st.floats(0, 1), min_size=size, max_size=size))
    return Contour(times, hz, voiced, sure)


@st.composite
def forms(draw):
    scales = []
    for _ in range(draw(st.integers(1, 2))):
        edges = np.cumsum(draw(st.lists(st.floats(0.1, 9), min_size=2, max_size=12)))
        labels = draw(
            st.lists(st.text(max_size=5), min_size=len(edges) - 1, max_size=len(edges) - 1)
        )
        scales.append(Sections(edges, labels, np.linspace(0, 1, len(edges))))
    return Form(*scales)


makers = st.builds(
    ModelRef,
    st.text(min_size=1, max_size=10),
    st.text("0123456789abcdef", max_size=64),
    st.sets(st.sampled_from(layer_names())).map(tuple),
)


@st.composite
def analyses(draw):
    values = np.random.default_rng(draw(st.integers(0, 99))).random((draw(st.integers(0, 50)), 2))
    frames = Frames(values.astype(np.float32), Clock(22050, 441), ("beat", "downbeat"))
    halves = Frames(values.astype(np.float16).astype(np.float32), frames.clock, frames.columns)
    return Analysis(
        beats=draw(st.none() | beats()),
        tempo=draw(st.none() | tempi()),
        activations=draw(st.none() | st.just(frames)),
        solo=draw(st.none() | notes()),
        contour=draw(st.none() | contours()),
        solo_activations=draw(st.none() | st.just(frames)),
        sections=draw(st.none() | forms()),
        novelty=draw(st.none() | st.just(frames)),
        structure=draw(st.none() | st.just(halves)),
        provenance=draw(st.none() | st.just(PROVENANCE)),
        duration=draw(st.none() | st.floats(200, 86400)),
        makers=draw(st.lists(makers, max_size=2, unique_by=lambda each: each.name).map(tuple)),
        version="0.1.0",
        options=(("min_bpm", 55.5), ("meters", (3, 4))),
    )


def assert_same_beats(one, other, within):
    np.testing.assert_allclose(one.times, other.times, atol=within, rtol=0)
    if len(one):
        assert (one.positions is None) == (other.positions is None)
        if one.positions is not None:
            np.testing.assert_array_equal(one.positions, other.positions)


def assert_same_notes(one, other, within=1e-6, cents=0.01):
    np.testing.assert_allclose(one.intervals, other.intervals, atol=within, rtol=0)
    np.testing.assert_allclose(one.pitches, other.pitches, atol=cents / 100, rtol=0)


def assert_same_contour(one, other, within=1e-6):
    np.testing.assert_allclose(one.times, other.times, atol=within, rtol=0)
    np.testing.assert_array_equal(one.voiced, other.voiced)
    np.testing.assert_allclose(one.hz, other.hz, atol=6e-4, rtol=0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("formats")


@pytest.mark.parametrize("name", formats.holding(["beats"]))
@SETTINGS
@given(written=beats())
def test_beats_read_back(name, written, folder):
    path = folder / f"a{formats.FORMATS[name].suffix}"
    formats.write(Analysis(beats=written), path)
    within = 0.5 / 44_100 if name in ("beatsvl", "sv") else 5e-7  # whole samples
    assert_same_beats(formats.read(path).beats, written, within=within + 1e-8)


@pytest.mark.parametrize("name", ["csv", "jams", "json"])
@SETTINGS
@given(written=beats())
def test_confidence_reads_back_where_there_is_room(name, written, folder):
    path = folder / f"a{formats.FORMATS[name].suffix}"
    formats.write(Analysis(beats=written), path)
    read = formats.read(path).beats
    if len(written):
        assert (read.confidence is None) == (written.confidence is None)
        if written.confidence is not None:
            np.testing.assert_allclose(read.confidence, written.confidence, atol=1e-9)


@pytest.mark.parametrize("name", ["csv", "jams", "json"])
@SETTINGS
@given(written=tempi())
def test_a_tempo_reads_back(name, written, folder):
    path = folder / f"a{formats.FORMATS[name].suffix}"
    formats.write(Analysis(tempo=written), path)
    read = formats.read(path).tempo
    np.testing.assert_allclose(read.bpm, written.bpm, atol=1e-6)
    np.testing.assert_allclose(read.weights, written.weights, atol=1e-6)


@SETTINGS
@given(written=analyses())
def test_json_loses_nothing(written, folder):
    path = folder / "a.json"
    formats.write(written, path)
    read = formats.read(path)
    assert formats.encode(read, "json") == formats.encode(written, "json")
    for name in ("provenance", "duration", "makers", "version", "options", "tempo"):
        assert getattr(read, name) == getattr(written, name)
    if written.beats is not None:
        assert_same_beats(read.beats, written.beats, within=0)
        assert read.beats.metre_confidence == written.beats.metre_confidence
        np.testing.assert_array_equal(
            read.beats.downbeat_confidence, written.beats.downbeat_confidence
        )
    for name in ("solo", "contour"):
        if getattr(written, name) is not None:
            for key, value in vars(getattr(written, name)).items():
                np.testing.assert_array_equal(getattr(getattr(read, name), key), value)
    if written.sections is not None:
        for name, scale in written.sections.scales.items():
            back = read.sections.scales[name]
            assert back.labels == scale.labels
            np.testing.assert_array_equal(back.boundaries, scale.boundaries)
            np.testing.assert_array_equal(back.confidence, scale.confidence)
    for name in ("novelty", "structure"):
        if getattr(written, name) is not None:
            expected = getattr(written, name).values
            np.testing.assert_array_equal(getattr(read, name).values, expected)
    if written.activations is not None:
        np.testing.assert_array_equal(read.activations.values, written.activations.values)
        assert read.activations.clock == written.activations.clock


@pytest.mark.filterwarnings("ignore")  # jams itself warns about its dependencies
@SETTINGS
@given(written=analyses())
def test_jams_is_valid_for_its_library(written, folder):
    import jams

    path = folder / "b.jams"
    formats.write(written, path)
    loaded = jams.load(str(path), validate=True, strict=True)
    assert loaded.validate(strict=True)
    if written.beats is not None:
        (annotation,) = loaded.search(namespace="beat")
        times, _ = annotation.to_interval_values()
        np.testing.assert_allclose(times[:, 0] if len(times) else [], written.beats.times)
        assert annotation.annotation_metadata.annotation_tools == "lausch 0.1.0"
    read = formats.read(path)
    assert set(read.makers) <= set(written.makers)
    if written.contour is not None:
        assert_same_contour(read.contour, written.contour)
        np.testing.assert_allclose(read.contour.confidence, written.contour.confidence, atol=5e-5)
        (annotation,) = loaded.search(namespace="pitch_contour")
        assert len(annotation.data) == len(written.contour)
    if written.solo is not None:
        assert_same_notes(read.solo, written.solo)
        (annotation,) = loaded.search(namespace="note_midi")
        intervals, pitches = annotation.to_interval_values()
        if len(pitches):
            np.testing.assert_allclose(intervals, written.solo.intervals)
            np.testing.assert_allclose(pitches, written.solo.pitches)


def test_mir_eval_reads_beats(folder):
    path = folder / "c.beats"
    formats.write(Analysis(beats=Beats([0.1, 0.61, 1.0], [4, 1, 2])), path)
    assert path.read_text() == "0.100\t4\n0.610\t1\n1.000\t2\n"
    times, labels = mir_eval.io.load_labeled_events(str(path))
    np.testing.assert_allclose(times, [0.1, 0.61, 1.0])
    assert labels == ["4", "1", "2"]
    formats.write(Analysis(beats=Beats([0.1, 0.61])), path)
    np.testing.assert_allclose(mir_eval.io.load_events(str(path)), [0.1, 0.61])


@pytest.mark.parametrize(
    ("name", "text", "times", "positions"),
    [
        ("a.beats", "0.5\n1.0\n", [0.5, 1.0], None),
        ("a.beats", "# comment\n\n0.0913\t1\r\n0.5 2\n", [0.0913, 0.5], [1, 2]),
        ("a.beats", "0.5,1.0\n1.0,2.0", [0.5, 1.0], [1, 2]),
        ("a.beats", "\ufeff0.5\t1\n", [0.5], [1]),
        ("a.csv", "TIME,POSITION\n0.5,1\n", [0.5], [1]),
        ("a.txt", "0.5\t0.5\tbeat\n", [0.5], None),
        ("a.txt", "0.5\t0.6\t3\n\\\t100.0\t200.0\n", [0.5], [3]),
        ("a.txt", "", [], None),
    ],
)
def test_files_of_other_programs(name, text, times, positions, tmp_path):
    path = tmp_path / name
    path.write_bytes(text.encode())
    assert_same_beats(formats.read(path).beats, Beats(times, positions), within=0)


def test_old_jams_with_one_list_for_each_column(tmp_path):
    data = {"time": [0.5, 1.0], "duration": [0, 0], "value": [1.0, 2.0], "confidence": [None] * 2}
    path = tmp_path / "a.jams"
    path.write_text(json.dumps({"annotations": [{"namespace": "beat", "data": data}]}))
    assert_same_beats(formats.read(path).beats, Beats([0.5, 1.0], [1, 2]), within=0)


@pytest.mark.parametrize(
    ("name", "text", "clue"),
    [
        ("a.beats", "0.5\t1\n0.4\t2\n", "line 2.*increase.*0.4 s.*0.5 s"),
        ("a.beats", "0.0\t1\n0.0\t2\n", "line 2.*increase.*0.0 s.*0.0 s"),
        ("a.beats", "0.5\tx\n1\t2\n", "line 1.*number.*'x'"),
        ("a.beats", "0.5\t0\n", "line 1.*counted.*'0'.*from 0"),
        ("a.beats", "0.5\t120.5\n1\t119.5\n", "line 1.*'120.5'"),
        ("a.beats", "-0.5\n", "line 1.*before"),
        ("a.beats", "nan\n", "line 1.*'nan'"),
        ("a.beats", "1e999\n", "line 1.*'1e999'"),
        ("a.beats", "0.5\t1\n1.0\n", "line 2.*some"),
        ("a.beats", "0.5 1 verse\n", "line 1.*3 columns"),
        ("a.beats", "0,5\t1\n1.0\t2\n", "line 2.*decimal point.*line 1.*comma"),
        ("a.beats", "1,5\n1,75\n", "line 1.*commas may part columns"),
        ("a.beats", "-1\n", "line 1.*before"),
        ("a.csv", "pitch,confidence\n0.5,1\n", "line 1.*header"),
        ("a.csv", "", "header"),
        ("a.csv", "time,position\n0,5,1\n", "line 2.*3 columns.*comma"),
        ("a.csv", "tempo_bpm,weight\n-3,1\n", "positive"),
        ("a.txt", "0.5\t0.5\tverse\n", "line 1.*'verse'.*beat's label"),
        ("a.json", "{", "not JSON"),
        ("a.json", "[" * 100_000, "not JSON"),
        ("a.json", "{}", "not an analysis"),
        ("a.json", '{"schema": "lausch.analysis", "schema_version": 9}', "upgrade"),
        (
            "a.json",
            '{"schema": "lausch.analysis", "schema_version": 1}',
            "misses 'beats'",
        ),
        ("a.jams", "[]", "list of annotations"),
        ("a.jams", '{"annotations": [1]}', "not valid JAMS"),
        (
            "a.jams",
            '{"annotations": [{"namespace": "multi_segment", "data": [{"time": 0, "duration": 1, '
            '"value": "A"}]}]}',
            "an entry of multi_segment has a value of another type",
        ),
        ("a.jams", '{"annotations": [{"namespace": "beat"}]}', "misses 'data'"),
        ("a.foo", "", "'.foo'.*known are"),
    ],
)
def test_errors_name_the_place_and_the_cause(name, text, clue, tmp_path):
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(FormatError, match=clue) as caught:
        formats.read(path)
    assert str(path) in str(caught.value)


@settings(deadline=None, max_examples=150)
@given(data=st.binary(max_size=200), name=st.sampled_from(list(formats.FORMATS)))
def test_no_bytes_break_a_reader(data, name, folder):
    path = folder / "fuzz"
    path.write_bytes(data)
    with contextlib.suppress(FormatError):
        formats.read(path, name)


@settings(deadline=None, max_examples=150)
@given(at=st.floats(0, 1), new=st.sampled_from([b'"', b"null", b"-1", b"{", b"[]", b"1e400", b""]))
def test_no_damage_breaks_the_json_readers(at, new, folder):
    whole = Analysis(
        beats=Beats([0.5, 1.0], [1, 2]),
        tempo=Tempo([120], [1]),
        provenance=PROVENANCE,
        activations=Frames(np.zeros((3, 1), np.float32), Clock(100, 1), ("beat",)),
        duration=3.0,
    )
    for name in ("json", "jams"):
        data = formats.encode(whole, name).encode()
        cut = round(at * len(data))
        path = folder / "damaged"
        path.write_bytes(data[:cut] + new + data[cut + 4 :])
        with contextlib.suppress(FormatError):
            formats.read(path, name)


def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "a.beats"
    formats.write(Analysis(beats=Beats([0.5])), path)
    with monkeypatch.context() as patch:
        patch.setattr(type(path), "open", _full)
        with pytest.raises(OSError, match="No space"):
            formats.write(Analysis(beats=Beats([9.0])), path)
    assert path.read_text() == "0.500\n"
    assert [each.name for each in tmp_path.iterdir()] == ["a.beats"]


def _full(self, *_):
    raise OSError(28, "No space left on device")


def test_a_format_that_holds_nothing_of_it_is_refused(tmp_path):
    with pytest.raises(FormatError, match="choose csv or jams or json"):
        formats.write(Analysis(tempo=Tempo([120], [1])), tmp_path / "a.beats")


def test_json_from_before_confidence_is_read(tmp_path):
    document = json.loads(formats.encode(Analysis(beats=Beats([1, 2], [1, 2])), "json"))
    for name in [name for name in document["beats"] if "confidence" in name or name == "doubtful"]:
        del document["beats"][name]
    document["tempo"] = {"bpm": [120], "weights": [1]}
    path = tmp_path / "old.json"
    path.write_text(json.dumps(document))
    read = formats.read(path)
    assert read.beats.confidence is read.beats.metre_confidence is read.tempo.confidence is None


def test_formats_that_nobody_uses_are_not_imported():
    """An analysis that is printed needs none of fifty files, which would take as long as it."""
    script = (
        "import sys, lausch.cli.job, lausch.formats; "
        "lausch.formats.FORMATS['csv'].decode('0.5,1\\n', 'x'); "
        "print(*(name for name in sys.modules if name.startswith('lausch.formats.')))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    loaded = {name.rpartition(".")[2] for name in done.stdout.split()}
    assert {"csv", "registry"} <= loaded
    assert not loaded & {"musicxml", "midi", "jams", "svl", "audacity"}
