"""Which files are melodies, references and grids of beats, and what is read of them."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from goldens import Cases, check
from reading import layer, midi, read
from test_read_midi import METRES, TUNE

from lausch.annotation import Notes
from lausch.formats.grids import read_beats
from lausch.formats.queries import is_melody, read_query, skyline
from lausch.formats.references import layer_of, read_form, read_reference


def queries() -> list[object]:
    """Names, contents and lengths of melodies to search with, and of references."""
    files = {
        "a.mid": midi(TUNE),
        "b": midi(TUNE),
        "c.kar": b"x",
        "d.csv": b"0,1,60\n1,61,61\n",
        "e.txt": b"0\t1\tC4\n",
        "f.txt": b"0,1,60\n",
        "g.csv": b"0,440\n1,450\n",
        "h.csv": b"",
        "i.csv": b"0,0\n1,0\n",
        "j.csv": b"<html>",
        "k.csv": b"onset,offset,pitch\n0,61,60\n",
        "l.csv": b"onset,offset,pitch\n0,60,60\n",
        "m.csv": b"onset,offset,pitch\n0,1,60\n7199,7200,61\n",
        "n.csv": b"onset,offset,pitch\n0,1,60\n7199,7201,61\n",
        "o.csv": b"0,440\n61,440\n",
        "p.lab": b"0\t1\tA\n1\t2\tB\n",
        "p.fine.lab": b"0\t1\ta\n1\t1.5\tb\n1.5\t2\tc\n",
        "q.bass.csv": b"time,pitch\n0,40\n1,0\n2,41\n",
        "r.bass.csv": b"time,pitch\n1,40\n",
        "s.beats": b"1\t1\n2\t2\n",
        "t.svl": layer("<point frame='5'/>", 1).encode(),
        "u.MID": midi(METRES),
        "v.beats": b"",
        "w.coarse.lab": b"0\t1\tA\n",
        "w.fine.lab": b"0\t1\ta\n",
        "x.lab": b"",
        "y.json": b"{}",
    }
    with TemporaryDirectory() as folder:
        paths = {name: Path(folder) / name for name in files}
        for name, data in files.items():
            paths[name].write_bytes(data)
        shown = [each for each in paths.values() if not each.name.endswith((".lab", ".svl"))]
        references = [
            ("q.bass.csv", ["bass"]),
            ("r.bass.csv", ["bass"]),
            ("d.csv", ["bass", "solo"]),
            ("p.lab", ["solo"]),
            ("p.fine.lab", ["sections"]),
            ("w.coarse.lab", ["sections"]),
            ("d.csv", ["bass"]),
            ("f.txt", []),
        ]
        return [
            {each.name: read(read_query, each) for each in shown},
            {name: is_melody(each) for name, each in paths.items()},
            [is_melody("-"), is_melody(folder), is_melody(Path(folder) / "none")],
            {
                name: read(read_beats, paths[name])
                for name in ("s.beats", "t.svl", "u.MID", "v.beats", "a.mid")
            },
            [read(read_reference, paths[name], wanted) for name, wanted in references],
            [read(read_form, paths[name]) for name in ("x.lab", "s.beats", "f.txt")],
            [layer_of(Notes(), wanted) for wanted in (["bass"], ["solo", "bass"], ["sections"])],
        ]


CASES: Cases = {
    "queries and references": queries,
    "skyline": lambda: skyline(
        Notes([0, 0.02, 0.5, 0.52, 0.55, 1], [1, 0.9, 0.6, 0.9, 2, 1.1], [60, 64, 67, 62, 65, 66])
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_read_is_that_of_the_table(name):
    check(__file__, name, CASES)
