"""What is read of JAMS, of layers of Sonic Visualiser and of scores; refusals name their line."""

from __future__ import annotations

import json

import pytest
from goldens import Cases, check
from reading import layer, read, texts
from test_written_files import ANALYSIS

from lausch import formats


def jams(**annotations: object) -> str:
    made = [{"namespace": name, "data": data} for name, data in annotations.items()]
    return json.dumps({"annotations": made, "file_metadata": {"duration": 9}})


def row(time: float, value: object = None, confidence: float | None = None, duration: float = 0):
    return {"time": time, "duration": duration, "value": value, "confidence": confidence}


def documents() -> list[object]:
    part = {"namespace": "note_midi", "data": [row(0, 60, 1, 1)]}
    roles = [
        {**part, "data": [row(0, pitch, None, 1)], "sandbox": {"role": role}}
        for pitch, role in [(50, "comp"), (70, "solo"), (40, "bass"), (71, "vocal")]
    ]
    made = {
        **part,
        "annotation_metadata": {"version": "3"},
        "sandbox": {"model": "m", "model_sha256": "5", "model_layers": ["solo"]},
    }
    upper = [row(0, "A", None, 4), row(4, "B", None, 5)]
    lower = [row(0, "a", None, 2), row(2, "b", 0.5, 2), row(4, "c", None, 5)]
    many = [
        row(at, {"label": name, "level": level}, None, length)
        for at, name, level, length in [
            (0, "A", 0, 9),
            (0, "a", 1, 5),
            (5, "b", 1, 4),
            (0, "x", 2, 3),
            (3, "y", 2, 6),
        ]
    ]
    return texts(
        "jams",
        jams(beat=[row(0.5, 1, 0.5), row(1.0, 2.0, 0.25), row(1.5, 3, 2)]),
        jams(beat=[row(0.5, 1), row(1.0, 0)]),
        jams(beat=[row(0.5, "1"), row(1.0, 1.5)]),
        jams(beat=[], beat_position=[row(1, {"position": 2}), row(2, {"position": 3}, 0.5)]),
        jams(tempo=[row(0, 120, 0.7), row(0, 60, 0.3)]),
        jams(tempo=[row(0, 120), row(0, 60)]),
        jams(onset=[row(2.0), row(1.0, None, 0.5), row(1.0, None, 0.25), row(0.0, None, -1)]),
        jams(note_midi=[row(2, 61, 0.5, 1), row(0, 60, None, 0.5), row(1, 62, 1, 0)]),
        jams(
            pitch_contour={
                "time": [0, 1, 1, 2],
                "duration": [0] * 4,
                "confidence": [1] * 4,
                "value": [
                    {"frequency": 440, "voiced": True},
                    {"frequency": -220},
                    {"frequency": 1},
                    {"frequency": 0, "voiced": True},
                ],
            }
        ),
        jams(segment_open=[], segment_tut=upper),
        jams(segment_salami_upper=upper, segment_salami_lower=lower),
        jams(segment_salami_function=upper, segment_salami_lower=lower),
        jams(segment_salami_lower=lower, segment_open=upper),
        jams(multi_segment=many),
        jams(multi_segment=many[:1], segment_open=lower),
        jams(multi_segment=[], segment_open=lower),
        json.dumps({"annotations": roles}),
        json.dumps({"annotations": roles[:1]}),
        json.dumps({"annotations": [made, {**made, "data": []}]}),
        json.dumps({"annotations": [{**part, "data": []}, made]}),
        json.dumps({"annotations": [{"namespace": "beat"}]}),
        json.dumps({"annotations": {}}),
        "[]",
        "{",
        '{"annotations": []}',
    )


def edited(**entries: object) -> str:
    """The JSON of an analysis with other entries; those of `audio__x` are of the recording."""
    document = json.loads(formats.encode(ANALYSIS, "json"))
    for name, value in entries.items():
        outer, _, inner = name.partition("__")
        if inner:
            document[outer][inner] = value
        elif value is None:
            del document[name]
        else:
            document[name] = value
    return json.dumps(document)


def own_documents() -> list[object]:
    """The own JSON: written again it is the same; other versions and strange entries."""
    text = formats.encode(ANALYSIS, "json")
    again = formats.encode(formats.FORMATS["json"].decode(text, "x"), "json")
    largest = 2**53
    edits = [
        {"audio__channels": 0},
        {"audio__channels": 1},
        {"audio__channels": "2"},
        {"audio__channels": True},
        {"audio__rate": largest},
        {"audio__rate": largest + 2},
        {"audio__original_samples": 0},
        {"audio__original_samples": -1},
        {"audio__offset_applied": -largest},
        {"audio__offset_applied": -largest - 2},
        {"audio__codec": 5},
        {"audio__notes": [5]},
        {"audio__other": 5},
        {"options": {"a": largest}},
        {"options": {"a": largest + 2}},
        {"options": {"a": "x"}},
        {"options": {"a": [1, 2]}},
        {"options": {"a": [1.5]}},
        {"options": {"a": -largest}},
        {"schema_version": 4},
        {"schema_version": 2},
        {"schema_version": 1},
        {"schema_version": 1, "model": {"name": "old", "sha256": "6"}},
        {"schema": "x"},
        {"beats": None},
        {"solo": None},
        {"structure": None},
        {"duration": None},
        {"models": [{"name": "", "sha256": ""}]},
        {"models": [{"name": "m", "sha256": "7"}]},
        {"beats__confidence": [2] * 6},
        {"beats__times": [1]},
        {"tempo__confidence": 0.25},
    ]
    kept = ("provenance", "duration", "makers", "options", "version", "tempo")
    readings = [read(formats.FORMATS["json"].decode, edited(**each), "x") for each in edits]
    return [
        again == text,
        [
            {name: each[name] for name in kept if name in each} if isinstance(each, dict) else each
            for each in readings
        ],
        texts("json", "[]", "{", '{"schema": "lausch.analysis"}', text.replace("3.0", "NaN", 1)),
    ]


def layers() -> list[object]:
    instants = '<point frame="1500" label="2"/><point frame="500" label="1"/>'
    values = "".join(
        f'<point frame="{frame}" value="{hz}"/>' for frame, hz in [(20, -220), (10, 440), (30, 0)]
    )
    notes = (
        '<point frame="500" value="62" duration="250" level="0.5"/>'
        '<point frame="0" value="60.5" duration="500"/><point frame="900" value="1" duration="0"/>'
        '<point frame="901" value="0" duration="9" level="7"/>'
    )
    regions = "".join(
        f'<point frame="{frame}" duration="{length}" label="{label}"/>'
        for frame, length, label in [(2000, 1000, "B"), (0, 1500, "A")]
    )
    files = [
        layer(instants, 1),
        layer(values, 2, 'units="Hz"'),
        layer(values, 2, 'units="dB"'),
        layer(notes, 3, 'subtype="note"'),
        layer(notes, 3, 'subtype="flexinote" units="Hz"'),
        layer(regions, 3, 'subtype="region"'),
        layer(regions, 3),
        layer(instants, 1, rate="0"),
        layer(instants, 1, rate="x"),
        layer('<point frame="inf"/>', 1),
        "<x/>",
        "<sv",
        "<sv/>",
        layer(notes, 3, 'subtype="note"').replace('dataset="2"', 'dataset="3"', 1),
    ]
    return [
        *texts("svl", *files),
        *texts("beatsvl", *files[:2], files[0].replace('"1"/><', '"x"/><')),
        *texts("bassf0svl", files[1]),
    ]


def note(duration: float, pitch: str = "", more: str = "") -> str:
    step = pitch and (
        f"<pitch><step>{pitch[0]}</step><octave>{pitch[-1]}</octave>"
        f"{'<alter>-1</alter>' if 'b' in pitch else ''}</pitch>"
    )
    return f"<note>{step or '<rest/>'}{more}<duration>{duration}</duration></note>"


def sheet(
    *bars: str,
    head: str = "",
    part: str = "<score-part id='P'><part-name>x</part-name></score-part>",
) -> str:
    measures = "".join(
        each if each[:4] == "<mea" else f"<measure>{each}</measure>" for each in bars
    )
    parts = f"<part-list>{part}</part-list><part id='P'>{measures}</part>"
    return f"<score-partwise>{head}{parts}</score-partwise>"


def scores() -> list[object]:
    time = "<time><beats>4</beats><beat-type>4</beat-type></time>"
    four = f"<attributes><divisions>2</divisions>{time}</attributes>"
    eight = "<attributes><time><beats>6</beats><beat-type>8</beat-type></time></attributes>"
    lower = "<chromatic>-2</chromatic><octave-change>-1</octave-change>"
    down = f"<attributes><transpose>{lower}</transpose></attributes>"
    tied = note(4, "G2", '<tie type="start"/>') + note(4, "A2")
    field = "<miscellaneous-field name='lausch-beats'>0.5 1.0 1.75</miscellaneous-field>"
    other = (
        "<score-part id='P'><part-name>Piano</part-name></score-part>"
        "<score-part id='Q'><part-name>Double Bass</part-name></score-part>"
    )
    two = sheet(four + note(2, "C4"), part=other)
    files = [
        sheet(four + note(2, "C3") + note(2) + note(4, "Bb2")),
        sheet(
            four + tied, note(2, "G2", '<tie type="stop"/>') + note(6, "A2", '<tie type="stop"/>')
        ),
        sheet("<measure implicit='yes'>" + four + note(2, "E2") + "</measure>", note(8, "F2")),
        sheet(four + eight + note(6, "E2"), note(6, "F2")),
        sheet(four + down + note(2, "D3") + note(6)),
        sheet(
            four
            + note(2, "C3")
            + note(2, "E3", "<chord/>")
            + "<backup><duration>2</duration></backup>"
            + note(4, "G2")
            + "<forward><duration>2</duration></forward>"
            + note(2, "A2")
        ),
        sheet(
            "<sound tempo='60'/>" + four + note(2, "C3", "<grace/>") + note(2, "D3"),
            "<sound tempo='90'/>",
        ),
        sheet("<direction><sound tempo='240'/></direction>" + four + note(8, "C3")),
        sheet(four + note(4, "C3") + note(4, "D3"), head=field),
        sheet(four + note(4, "C3"), head=field.replace("0.5 1.0 1.75", "3")),
        sheet(four + note(4, "C3") + note(4, "D3"), head=field.replace("0.5 1.0 1.75", "1 2")),
        sheet(four + note(36) + note(4, "C3") + note(40, "D3"), head=field),
        sheet(four + note(4, "C3"), head=field.replace("0.5 1.0 1.75", "")),
        sheet(four + note(4, "C3"), head=field.replace("1.75", "86400")),
        sheet(four + note(4, "C3"), head=field.replace("1.75", "86401")),
        two.replace(
            "</score-partwise>",
            f"<part id='Q'><measure>{note(1, 'E1')}</measure></part></score-partwise>",
        ),
        sheet(four + note(4, "H3")),
        sheet(four + note(4, "C3").replace("<octave>3", "<octave>11")),
        sheet(four + note(4, "C3").replace("<octave>3", "<octave>-1")),
        sheet(four + note(0, "C3") + note(7, "C3")),
        sheet(four.replace("<divisions>2", "<divisions>0") + note(4, "C3")),
        sheet(four.replace("<divisions>2", "<divisions>x") + note(4, "C3")),
        sheet(four.replace("<beats>4", "<beats>1001") + note(4, "C3")),
        sheet("<sound tempo='0.5'/>" + note(1, "C3")),
        sheet("<sound tempo='10001'/>" + note(1, "C3")),
        sheet(four + note(400_000)),
        sheet(four + note(400_001)),
        sheet(four),
        sheet(),
        "<score-timewise/>",
        "<score-partwise/>",
        "<score",
    ]
    return texts("musicxml", *files)


CASES: Cases = {
    "jams": documents,
    "json": own_documents,
    "sonic visualiser": layers,
    "musicxml": scores,
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_read_is_that_of_the_table(name):
    check(__file__, name, CASES)
