"""Every sweep of the chapter on networks, by the name of its page: the words after `lausch sweep`.

    python studies/networks/sweeps.py --corpora RENDERED [--work WORK] [NAME...]

runs all of them, or some, one after the other in one process, and writes tables and figures to
docs/networks/. RENDERED is one hour of pop for training:

    lausch corpus render --data DATA --out RENDERED --kinds pop --hours 1.22
"""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FNN = "studies/networks/fnn.py"
INPUTS = ("linear", "mel", "logmel", "hpss", "deriv")
SWEEPS = {
    "descent": f"{FNN} --vary optimizer=sgd --vary learning_rate=0.05 --vary batch=128,32,8,2",
    "start": f"{FNN} --vary network.layers=5 --vary initialisation=default,xavier,normal,zeros",
    "layerwise": "balke2017 --vary corpora=pop --vary excerpts_per_epoch=256 --vary epochs=20"
    " --vary layer_epochs=0,4",
    "patience": f"{FNN} --vary hours=0.1 --vary network.units=64 --vary epochs=40"
    " --vary patience=40",
    "regularise": f"{FNN} --vary hours=0.1 --vary network.units=64 --vary epochs=20"
    " --vary patience=20 --vary dropout=0,0.5 --vary weight_decay=0,0.3",
    "optimiser": f"{FNN} --vary learning_rate=1e-3,1e-2,1e-1 --vary optimizer=adam,sgd",
    "size": f"{FNN} --vary network.units=4,16,64 --vary network.layers=1,3",
    "input": " ".join(f"studies/networks/input_{name}.py" for name in INPUTS) + f" {FNN}",
    "kind": f"{FNN} studies/networks/cnn.py studies/networks/gru.py --score",
    "data": f"{FNN} --vary hours=0.06,0.25,1 --score",
}


def command(name: str) -> str:
    """The command as the page shows it."""
    return f"lausch sweep {SWEEPS[name]} --corpora RENDERED"


def main() -> None:
    from lausch.cli import cli

    parser = argparse.ArgumentParser(description="Run the sweeps of the chapter on networks.")
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path("runs"))
    options = parser.parse_args()
    for name in options.names or SWEEPS:
        out = ROOT / "docs" / "networks" / f"{name}.csv"
        words = [
            str(ROOT / word) if word.startswith("studies/") else word
            for word in shlex.split(SWEEPS[name])
        ]
        more = ["--corpora", options.corpora, "--work", options.work, "--out", out]
        cli(["sweep", *words, *map(str, more), "--threads", "1"], standalone_mode=False)


if __name__ == "__main__":
    main()
