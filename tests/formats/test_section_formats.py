"""Sections in files: what is written is read, by other programs too, and errors help."""

import contextlib
import json
from itertools import pairwise

import mir_eval
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lausch import formats
from lausch.annotation import Form, Notes, Sections
from lausch.annotation.analysis import Analysis
from lausch.errors import FormatError
from lausch.formats.references import read_form, read_reference

SETTINGS = settings(deadline=None, max_examples=40)
SONG = Form(
    Sections([0, 8, 20, 30], ["A", "B", "A"], [1, 0.5, 0.25, 1]),
    Sections([0, 8, 14, 20, 30], ["a", "b", "b", "a"]),
)
WORDS = st.text("ABC ab:'\"&<é,;", max_size=8).map(lambda text: " ".join(text.split()))


@st.composite
def scales(draw):
    edges = draw(st.floats(0, 3)) + np.cumsum([0, *draw(st.lists(st.floats(0.1, 90), min_size=1))])
    size = len(edges) - 1
    labels = draw(st.lists(WORDS, min_size=size, max_size=size))
    sure = draw(st.lists(st.floats(0, 1), min_size=size, max_size=size))
    return Sections(edges, labels, [*sure, 1.0])


@st.composite
def forms(draw):
    return Form(draw(scales()), draw(st.none() | scales()))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("sections")


def assert_same(one, other, within):
    np.testing.assert_allclose(one.boundaries, other.boundaries, atol=within, rtol=0)
    assert one.labels == other.labels


@pytest.mark.parametrize(
    ("name", "within"),
    [("lab", 1e-6), ("sections", 1e-6), ("sectionsvl", 2e-5), ("audacity", 1e-6), ("jams", 1e-9),
     ("json", 0)],
)  # fmt: skip
@SETTINGS
@given(written=forms())
def test_sections_read_back(name, within, written, folder):
    path = folder / f"a{formats.FORMATS[name].suffix}"
    formats.write(Analysis(sections=written), path)
    read = formats.read(path).sections
    assert_same(read.coarse, written.coarse, within)
    if name not in ("lab", "sectionsvl"):
        assert list(read.scales) == list(written.scales)
        assert_same(list(read.scales.values())[-1], list(written.scales.values())[-1], within)
    if name in ("sections", "jams", "json"):
        np.testing.assert_allclose(read.coarse.confidence, written.coarse.confidence, atol=5.1e-5)


@pytest.mark.parametrize(("name", "within"), [("finelab", 1e-6), ("finesvl", 2e-5)])
def test_a_file_of_the_fine_scale(name, within, tmp_path):
    path = tmp_path / f"a{formats.FORMATS[name].suffix}"
    formats.write(Analysis(sections=SONG), path)
    assert_same(formats.read(path).sections.coarse, SONG.fine, within)
    with pytest.raises(FormatError, match="fine sections, but the analysis has none; choose"):
        formats.encode(Analysis(sections=Form(SONG.coarse)), name)


@pytest.mark.parametrize("name", ["lab", "finelab", "sections", "sectionsvl", "finesvl"])
def test_without_sections_nothing_is_written(name):
    with pytest.raises(FormatError, match="sections"):
        formats.encode(Analysis(solo=Notes()), name)


def test_mir_eval_reads_sections(folder):
    path = folder / "b.lab"
    formats.write(Analysis(sections=SONG), path)
    assert path.read_text().splitlines()[1] == "8.000\t20.000\tB"
    intervals, labels = mir_eval.io.load_labeled_intervals(str(path))
    np.testing.assert_allclose(intervals, SONG.coarse.intervals)
    assert tuple(labels) == SONG.coarse.labels


def test_labels_hold_sections_beside_notes_and_beats():
    text = formats.encode(Analysis(sections=SONG, solo=Notes([1], [2], [69])), "audacity")
    assert text.splitlines()[:3] == [
        "0.000\t8.000\tsection A",
        "0.000\t8.000\tphrase a",
        "1.000\t2.000\tA4",
    ]
    read = formats.FORMATS["audacity"].decode(text + "3.000\t3.000\t1\n", "x")
    assert (len(read.beats), len(read.solo), len(read.sections.fine)) == (1, 1, 4)


@pytest.mark.filterwarnings("ignore")  # jams itself warns about its dependencies
@SETTINGS
@given(written=forms())
def test_jams_of_sections_is_valid_for_its_library(written, folder):
    import jams

    path = folder / "c.jams"
    formats.write(Analysis(sections=written), path)
    loaded = jams.load(str(path), validate=True, strict=True)
    assert loaded.validate(strict=True)
    found = loaded.search(namespace="segment_open")
    assert len(found) == len(written.scales)
    for annotation, scale in zip(found, written.scales.values(), strict=True):
        intervals, labels = annotation.to_interval_values()
        np.testing.assert_allclose(intervals, scale.intervals)
        assert tuple(labels) == scale.labels
    assert len(loaded.search(namespace="multi_segment")) == (written.fine is not None)


def test_salami_in_jams_is_read(tmp_path):
    def scale(namespace, cut):
        edges = [0, cut, 9]
        data = [
            {"time": a, "duration": b - a, "value": "A", "confidence": None}
            for a, b in pairwise(edges)
        ]
        return {"namespace": namespace, "data": data}

    both = [scale("segment_salami_lower", 3), scale("segment_salami_upper", 5)]
    (tmp_path / "a.jams").write_text(json.dumps({"annotations": both}))
    form = read_form(tmp_path / "a.jams")
    assert (form.coarse.inner, form.fine.inner) == ([5], [3])


def test_equal_labels_stand_at_equal_heights():
    text = formats.encode(Analysis(sections=SONG), "sectionsvl")
    assert 'subtype="region"' in text
    assert text.count('value="1"') == 2
    assert '<layer id="2" type="regions"' in text


@pytest.mark.parametrize(
    ("name", "text", "edges", "labels"),
    [
        ("a.lab", "0 8 A\n8 9.5 B\n", [0, 8, 9.5], ("A", "B")),
        ("a.lab", "0.0\t8.0\tverse 1\r\n8.01\t9.5\tchorus\n", [0, 8, 9.5], ("verse 1", "chorus")),
        ("a.lab", "8\t9\tB\n0\t8\tA\n9\t9\tend\n", [0, 8, 9], ("A", "B")),
        ("a.lab", "0 4 A\n6 8 B\n", [0, 4, 6, 8], ("A", "", "B")),
        ("a.txt", "0\t8\tverse\n8\t9.5\tchorus\n", [0, 8, 9.5], ("verse", "chorus")),
        ("a.tsv", "0\t8\n8\t9\n", [0, 8, 9], ("", "")),
    ],
)
def test_sections_of_other_programs(name, text, edges, labels, tmp_path):
    (tmp_path / name).write_bytes(text.encode())
    form = read_form(tmp_path / name)
    np.testing.assert_allclose(form.coarse.boundaries, edges)
    assert form.coarse.labels == labels


def test_two_scales_may_stand_in_two_files(tmp_path):
    (tmp_path / "a.coarse.lab").write_text("0 8 A\n")
    (tmp_path / "a.fine.lab").write_text("0 4 a\n4 8 b\n")
    assert read_form(tmp_path / "a.coarse.lab").fine.labels == ("a", "b")
    assert read_form(tmp_path / "a.fine.lab").fine is None


def test_what_is_looked_for_says_what_a_reference_is(tmp_path):
    (tmp_path / "a.lab").write_text("0 8 A\n")
    formats.write(Analysis(sections=SONG, solo=Notes([1], [2], [69])), tmp_path / "a.jams")
    assert isinstance(read_reference(tmp_path / "a.lab", ["solo"]), Form)
    assert isinstance(read_reference(tmp_path / "a.jams", ["sections"]), Form)
    assert isinstance(read_reference(tmp_path / "a.jams", ["solo", "sections"]), Notes)


@pytest.mark.parametrize(
    ("name", "text", "clue"),
    [
        ("a.lab", "0 8 A\n4 9 B\n", "begins at 4 s.*two scales"),
        ("a.lab", "8 4 A\n", "line 1.*ends at 4 s.*duration"),
        ("a.lab", "0,0 8 A\n8.0 9 B", "line 2.*decimal point"),
        ("a.lab", "0\tA\n8\tB\n", "line 2.*'B' has no end"),
        ("a.lab", "0 1 2 A\n4 5 6 B\n", "line 1.*second column.*third"),
        ("a.lab", "verse\n", "line 1.*start, end and label"),
        ("a.lab", "-1 8 A\n", "boundary 0"),
        ("a.lab", "", "no sections"),
        ("a.jams", '{"annotations": []}', "no sections"),
        ("a.sections.csv", "label,end\nA,8\n", "line 1.*header"),
        ("a.sections.csv", "start,end,level,label,confidence\n0,8,big,A,1\n", "coarse or fine"),
        ("a.sections.csv", "start,end,level,label,confidence\n0,8\n", "2 columns"),
        ("a.svl", "<sv></sv>", "no layer"),
    ],
)
def test_bad_sections_say_what_is_wrong(name, text, clue, tmp_path):
    (tmp_path / name).write_text(text)
    with pytest.raises(FormatError, match=clue) as caught:
        read_form(tmp_path / name)
    assert str(tmp_path / name) in str(caught.value)


def test_a_reference_that_is_not_there(tmp_path):
    with pytest.raises(FormatError, match="cannot be read"):
        read_form(tmp_path / "none.lab")


WHOLE = {name: formats.encode(Analysis(sections=SONG), name) for name in formats.holding(
    ["sections"])}  # fmt: skip


@settings(deadline=None, max_examples=200)
@given(
    name=st.sampled_from(list(WHOLE)),
    at=st.floats(0, 1),
    new=st.sampled_from(["", "-", "nan", "\t", ",", '"', "}", "<", "9e99"]),
)
def test_no_damage_breaks_a_reader(name, at, new):
    cut = round(at * len(WHOLE[name]))
    with contextlib.suppress(FormatError):
        text = WHOLE[name]
        new = new.encode() if isinstance(text, bytes) else new
        formats.FORMATS[name].decode(text[:cut] + new + text[cut + 1 :], "x")


def test_a_table_without_rows_is_a_form_without_sections(tmp_path):
    path = tmp_path / f"a{formats.FORMATS['sections'].suffix}"
    path.write_text("start,end,label\n")
    assert len(formats.read(path).sections.coarse) == 0
