"""The form as other programs found it: .lab files that `benchmarks/rivals_structure.py` wrote.

RIVALS/<rival>/<corpus>/<track>.lab holds `start end label` lines, tabs between them.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from lausch.corpora.corpus import Corpus
from lausch.errors import FormatError
from lausch.evaluation.structuring import Divided, measure_form
from lausch.formats import read

STRUCTURE_SETTINGS = {
    "librosa-laplacian": "librosa 0.11 after the gallery's recipe for Laplacian segmentation "
    "(McFee & Ellis, ISMIR 2014): beat-synchronous constant-Q and MFCC, recurrence and path "
    "affinities, 5 eigenvectors, k-means with 5 clusters, boundaries where the cluster changes",
}
"""How `benchmarks/rivals_structure.py` runs each."""


def measure_structure_rivals(folder: Path, corpora: Iterable[Corpus]) -> list[Divided]:
    """Score every rival on the test tracks with an annotated form that it was tried on.

    Raises
    ------
    FormatError : there is no rival in the folder, or a file holds something else.
    """
    rivals = [
        path for path in sorted(folder.iterdir()) if path.is_dir() and any(path.rglob("*.lab"))
    ]
    if not rivals:
        raise FormatError(
            f"{folder} holds no RIVAL/CORPUS/TRACK.lab; it is what `benchmarks/rivals_structure.py "
            "--out` was given"
        )
    rows = []
    for corpus in corpora:
        for track in corpus.split("test"):
            if not track.has("sections"):
                continue
            for rival in rivals:
                path = rival / corpus.name / f"{track.name}.lab"
                if not path.is_file():
                    continue
                found = read(path).sections
                assert found is not None  # a .lab holds nothing else
                rows.append(
                    measure_form(rival.name, corpus.name, track, track.read("sections"), found)
                )
    return rows
