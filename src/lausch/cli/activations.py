"""`--from-activations`: a file of activations in place of a recording, or beside its own."""

from __future__ import annotations

from pathlib import Path

from lausch.analysis.activations import Activations, read_activations
from lausch.analysis.redecode import check_recording
from lausch.cli.job import Extras, sound_of
from lausch.errors import OptionError

WITH_SOUND = frozenset({"click", "sonify", "plot"})
"""Of `Extras.targets`, those that are made from the recording."""


def opened_for(path: Path, recordings: tuple[Path, ...], extras: Extras) -> Activations:
    """The activations in a file, which are of the recording that is named, if there is one.

    Raises FormatError for another file, and OptionError for another recording, or for sounds and
    pictures without a recording.
    """
    saved = read_activations(path)
    if len(recordings) == 1:
        check_recording(saved, sound_of(recordings[0]))
    sounds = [name for name in extras.targets if name in WITH_SOUND]
    if sounds and not recordings:
        raise OptionError(f"--{sounds[0]} needs the recording; name it before --from-activations")
    return saved
