"""Freely licensed pieces of many styles: of each is known whether anybody sings, and who plays.

Nothing else is annotated. A file whose title is not listed has no truth.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from lausch.annotation.tags import known
from lausch.corpora.corpus import Corpus
from lausch.corpora.real.recordings import recorded

FACTS: dict[str, dict[str, bool]] = {
    "sweet-waltz": {"voice": False},
    "ragtime": {"voice": False, "drums": False, "piano": True, "one player": True},
    "Hungarian_Dance": {"voice": False, "drums": False, "strings": True, "one player": False},
    "Lets_Go_Fishin": {"voice": True},
    "Sugar_Plum_Fairy": {"voice": False, "one player": False},
    "Vibe_Ace": {"voice": False, "vibraphone": True, "one player": False},
    "solo-trumpet": {"voice": False, "drums": False, "trumpet": True, "one player": True},
}
"""By a part of the name of the file what its title or its description says."""


def cc_music(data: Path) -> Corpus:
    """The pieces in `data/real/cc_music` (*.ogg, each with its licence in a .txt)."""
    return recorded(
        data / "real" / "cc_music",
        "*.ogg",
        _details,
        licence="CC BY 3.0, CC BY-NC 3.0 or public domain, piece by piece: "
        "see the .txt beside each",
        credit="the authors named in the .txt beside each piece",
    )


def _details(audio: Path) -> dict[str, Any]:
    facts = next((own for part, own in FACTS.items() if part in audio.stem), None)
    return {} if facts is None else {"truth": {"tags": partial(known, facts)}}
