"""The command line with the model that needs no weights, also in the processes it starts."""

import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from conftest import EnergyModel

import lausch.analysis.runner
import lausch.cli

lausch.analysis.runner.opened = lambda name: EnergyModel()

if __name__ == "__main__":
    # Whatever a shell runs in the background ignores Ctrl-C, and so do its children.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    lausch.cli.main()
