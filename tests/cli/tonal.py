"""The command line with a model that hears tones, also in the processes it starts."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import lausch.cli
from lausch.formulas import WEIGHTLESS

WEIGHTLESS["tones"] = "melodies"

if __name__ == "__main__":
    lausch.cli.main()
