"""What the chapter's own programs share: the one-hour corpus, and the small system's features."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import torch

from lausch.corpora.registry import open_corpus
from lausch.system import System
from lausch.systems import open_system
from lausch.training.attempt import Prepared, prepare

HERE = Path(__file__).parent
DOCS = HERE.parents[1] / "docs" / "networks"
SEEDS = 3


@dataclass(frozen=True)
class Material:
    """The small system, its tracks and their features."""

    system: System
    prepared: Prepared
    work: Path


def opened(about: str | None) -> Material:
    """What the command line names, with the features computed."""
    parser = argparse.ArgumentParser(description=(about or "").splitlines()[0])
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path("runs"))
    options = parser.parse_args()
    torch.set_num_threads(1)
    system = open_system(HERE / "fnn.py")
    corpora = [
        corpus
        for kind in system.recipe.corpora
        for corpus in open_corpus(kind, rendered=options.corpora)
    ]
    return Material(system, prepare(system, corpora, options.work / "cache"), options.work)
