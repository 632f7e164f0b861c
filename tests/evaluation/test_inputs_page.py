"""The table of inputs is gathered from the pages that measured them."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

from house import STUDIES

sys.path.append(str(STUDIES))
INPUTS = import_module("inputs")
REPORTS = Path(__file__).parents[2] / "reports"
PAGE = """\
| AUC | all (24) | instrument (13) |

## Differences

| **hamel2010** | 24 | -0.178 [-0.24, -0.12] |
| **schmidt2013** | 7 | -0.141 [-0.29, .03] |

## Every tag

| drums | 57 | 66 | .953, .993 |
| minor mode | 14 | 51 | .647, .451 |

## Input and size

| **hamel2012** | LogMelS, PCA, pooled; LogMelS, PCA, Modulations | 9 | 12.3 | .793 [.75, .84] | – |
| **hamel2010** | LinS | 34,371 | 10.3 | .615 [.55, .66] | .652 [.59, .72] |
| **schmidt2013** | LogMelS, Hpss, Strokes, BeatShares | 59,385 | 3.5 | .649 [.48, .77] | – |

## Scores

| **hamel2010** | 5555 | another table |
"""


def test_systems_stand_by_what_they_see():
    scaled, linear, designed = INPUTS.systems(PAGE)
    assert (scaled.kind, scaled.then) == ("LogMelS", "PCA, pooled + PCA, Modulations")
    assert (linear.kind, linear.then, linear.tags, linear.recordings) == ("LinS", "–", "24", "66")
    assert (designed.kind, designed.tags, designed.auc) == ("designed", "7", ".649 [.48, .77]")


def test_the_page_is_what_the_command_writes(tmp_path, monkeypatch):
    for name in ("tags.md", "tags_raw.md", "tags_raw.json", "deepbelief_features.json"):
        (tmp_path / name).write_bytes((REPORTS / name).read_bytes())
    monkeypatch.setattr(sys, "argv", ["inputs.py", "--reports", str(tmp_path)])
    INPUTS.main()
    written = (tmp_path / "inputs.md").read_text(encoding="utf-8")
    assert written == (REPORTS / "inputs.md").read_text(encoding="utf-8")
    kinds = [line.split(" | ")[0][2:] for line in written.splitlines() if "](" in line][:-1]
    assert [kind for kind in INPUTS.KINDS if kind in kinds] == list(INPUTS.KINDS)
