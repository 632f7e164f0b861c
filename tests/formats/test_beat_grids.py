"""Beats corrected in another program come back: from sequencers and from Sonic Visualiser."""

import io
from pathlib import Path

import mido
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lausch import formats
from lausch.annotation import Beats
from lausch.annotation.analysis import Analysis
from lausch.errors import FormatError
from lausch.formats import midigrid
from lausch.formats.grids import read_beats
from lausch.formats.midi import BESIDE_SECONDS, UPBEAT


@settings(deadline=None, max_examples=40)
@given(
    first=st.floats(0, 5),
    steps=st.lists(st.floats(0.3, 0.9), min_size=3, max_size=30),
    metre=st.integers(2, 6),
    pickup=st.integers(0, 5),
)
def test_a_tempo_map_reads_back(first, steps, metre, pickup):
    times = first + np.cumsum([0.0, *steps])
    numbers = (np.arange(len(times)) - pickup) % metre + 1
    data = formats.encode(Analysis(beats=Beats(times, numbers)), "midi")
    read = midigrid.decode(data, "x").beats
    if first < UPBEAT * np.median(steps):  # the file begins with this beat
        times[0] = 0
    np.testing.assert_allclose(read.times, times, atol=BESIDE_SECONDS + 1e-5, rtol=0)
    bars = np.flatnonzero(numbers == 1)
    if len(bars) > 1 and bars[0] < metre:  # two bar lines say how long a bar is
        np.testing.assert_array_equal(read.positions, numbers)


def test_beats_without_numbers_stay_without():
    data = formats.encode(Analysis(beats=Beats(np.arange(9) * 0.5)), "midi")
    assert midigrid.decode(data, "x").beats.positions is None


def midi(*messages, end=3840):
    file = mido.MidiFile(ticks_per_beat=480)
    file.tracks.append(mido.MidiTrack([*messages, mido.MetaMessage("end_of_track", time=end)]))
    buffer = io.BytesIO()
    file.save(file=buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("metre", "times", "numbers"),
    [
        ((3, 4), np.arange(9) * 0.5, [1, 2, 3, 1, 2, 3, 1, 2, 3]),
        ((6, 8), np.arange(6) * 0.75, [1, 2, 1, 2, 1, 2]),
        ((2, 2), np.arange(5) * 1.0, [1, 2, 1, 2, 1]),
    ],
)
def test_a_metre_says_what_a_beat_is(metre, times, numbers, tmp_path):
    signature = mido.MetaMessage("time_signature", numerator=metre[0], denominator=metre[1])
    (tmp_path / "a.mid").write_bytes(midi(signature))
    beats = read_beats(tmp_path / "a.mid")
    np.testing.assert_allclose(beats.times, times)
    assert beats.positions.tolist() == numbers


@pytest.mark.parametrize(
    ("data", "clue"), [(midi(end=0), "no length"), (midi(end=2**27), "is it music")]
)
def test_a_file_without_beats_says_so(data, clue):
    with pytest.raises(FormatError, match=clue):
        midigrid.decode(data, "x")


SVL = (
    '<sv><data><model id="1" name="Beats" sampleRate="1000" type="sparse" dimensions="1" '
    'dataset="0"/><dataset id="0" dimensions="1">{}</dataset></data></sv>'
)


def test_instants_of_sonic_visualiser_are_beats_in_any_order(tmp_path):
    points = "".join(f'<point frame="{500 * (at ^ 1)}" label="1.{at ^ 1}"/>' for at in range(2, 10))
    path = tmp_path / "beats.svl"
    path.write_text(SVL.format(points))
    beats = read_beats(path)
    np.testing.assert_allclose(beats.times, np.arange(2, 10) / 2)
    assert beats.positions.tolist() == list(range(2, 10))


def test_one_instant_without_its_number_is_told(tmp_path):
    path = tmp_path / "beats.svl"
    path.write_text(SVL.format('<point frame="500" label="1"/><point frame="900" label=""/>'))
    with pytest.raises(FormatError, match="number all of them, or none"):
        read_beats(path)
    path.write_text(SVL.format("").replace('dimensions="1"', 'dimensions="2"'))
    with pytest.raises(FormatError, match="no layer of instants"):
        read_beats(path)


def test_midi_of_another_name_is_midi():
    assert len(read_beats(Path(__file__).parent / "cases" / "song.kar")) == 13


def test_the_number_of_a_bar_is_no_end_of_a_label(tmp_path):
    path = tmp_path / "beats.txt"
    times = [0.5 * number for number in range(1, 13)]
    path.write_text("".join(f"{t}\t{n // 4 + 1}\t{n % 4 + 1}\n" for n, t in enumerate(times)))
    assert read_beats(path).positions.tolist() == [1, 2, 3, 4] * 3
    path.write_text("".join(f"{t}\t{n % 4 + 1}\t{n // 4 + 1}\n" for n, t in enumerate(times)))
    with pytest.raises(FormatError, match="name them in a header, such as time,bar,beat"):
        read_beats(path)


def test_a_beat_at_0_behind_another_is_out_of_order_and_not_before_the_recording(tmp_path):
    path = tmp_path / "a.beats"
    path.write_text("0.5 1\n0.0 2\n")
    with pytest.raises(FormatError, match=r"line 2: times must increase, but 0\.0 s"):
        read_beats(path)
    path.write_text("0.0 1\n0.5 2\n")
    assert read_beats(path).times.tolist() == [0.0, 0.5]
