"""A trained model, built from the card in its weights file, never from today's defaults."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

from lausch.annotation import Beats, Drums, Times
from lausch.annotation.layers import LAYERS
from lausch.errors import ModelError
from lausch.files import printable
from lausch.formulas import WEIGHTLESS
from lausch.frames import FloatArray, Frames
from lausch.models.beatwise import (
    Network,
    activations_on_beats,
    activations_on_drums,
    outputs_on_beats,
)
from lausch.models.card import METADATA_KEY, Card
from lausch.models.guard import checked_clock, checked_frames, checked_graph, checked_settings
from lausch.models.probe import probe_samples
from lausch.models.session import session_of
from lausch.representations import Stack, from_card, stream
from lausch.representations.patterns import strokes_in
from lausch.representations.rows import Rows
from lausch.representations.stream import Sound, blocks_at, tuned
from lausch.tasks import task_from_card

DEFAULT = "downbeats2026"
DEFAULTS = {layer.name: layer.models for layer in LAYERS}
"""The models for each layer of an analysis, best first."""

EMBEDDING = "embedding"
"""The output of a graph that is its last hidden layer."""
_LARGEST_BYTES = 200_000_000


def shipped() -> tuple[str, ...]:
    """Names of the models inside the package."""
    folder = files("lausch.models.weights")
    return tuple(
        sorted(item.name[: -len(".onnx")] for item in folder.iterdir() if item.name[-5:] == ".onnx")
    )


class Model:
    """A network with its representation and task.

    Parameters
    ----------
    data : bytes of an .onnx file with a card; `guard` refuses some of them.
    threads : number of threads for one recording.
    bounded : whether its graph may take at most `lausch.models.session.MOST_BYTES` of memory,
        together with all others that are bounded; for what is not shipped.
    """

    def __init__(self, data: bytes, *, threads: int = 1, bounded: bool = True) -> None:
        self.digest = hashlib.sha256(data).hexdigest()
        self._session = session_of(checked_graph(data), threads, bounded)
        try:
            metadata = self._session.get_modelmeta().custom_metadata_map
        except UnicodeDecodeError as error:
            raise ModelError("its metadata are no text: is the file damaged?") from error
        if METADATA_KEY not in metadata:
            raise ModelError(
                "this .onnx file has no card: it was not exported by lausch; "
                "`lausch train` writes files that have one"
            )
        self.card = Card.from_json(metadata[METADATA_KEY])
        self.name = self.card.name
        self._chunk = checked_frames("chunk_frames", self.card.chunk_frames, 1)
        self._context = checked_frames("context_frames", self.card.context_frames, 0)
        try:
            self.representation = from_card(
                checked_settings("representation", self.card.representation)
            )
            self.task = task_from_card(checked_settings("task", self.card.task))
            checked_clock(self.representation.clock)
        except ModelError:
            raise
        except Exception as error:  # a foreign card may break any of our classes
            reason = f"{type(error).__name__}: {error}"
            raise ModelError(f"no model can be built from its card ({reason})") from error

    @property
    def rate(self) -> int:
        """Sample rate of the sound in Hz."""
        return int(self.representation.rate)

    @property
    def layers(self) -> tuple[str, ...]:
        """The layers of an analysis that the model finds."""
        return self.task.layers

    def activations(self, sound: Sound) -> Frames:
        """Activations of a whole recording, (frames, outputs), in constant memory.

        A network that sees beats has another model find them first.

        Raises ModelError when the sound has another sample rate than the model.
        """
        blocks = blocks_at(self.rate, sound, name=self.name)
        if not self.task.beats_by_model:
            return self.task.chosen(self.run(blocks))
        finder = _helper(self.task.beats_by_model, "beats")
        if not self.task.drums_by_model:
            return activations_on_beats(self.network, finder, blocks)
        drummer = _helper(self.task.drums_by_model, "drums")
        return activations_on_drums(self.network, finder, drummer, blocks)

    def on_drums(self, drums: Drums, beats: Times, meters: Sequence[int] | None = None) -> Beats:
        """Numbers in the bar of known beats (s), from the strokes of a performance.

        Raises ModelError when the model does not count bars by drums.
        """
        inner = self.representation.framewise
        if inner is None or not self.representation.struck:
            raise ModelError(f"{self.name} does not count bars by drums")
        outputs = outputs_on_beats(self.network, strokes_in(drums, inner.clock), beats)
        frames = Frames(outputs, self.representation.clock, self.task.outputs)
        counted: Beats = self.task.decode(frames, meters=meters and tuple(meters))
        return Beats(beats[: len(counted)], counted.positions)

    @property
    def network(self) -> Network:
        """What a row for each beat is computed with, by this model or after it."""
        return Network(self.representation, self.task, self.infer)

    def chunks(
        self, blocks: Iterable[FloatArray]
    ) -> tuple[Stack, Iterator[tuple[FloatArray, slice]]]:
        """The representation at a recording's tuning, and chunks of it as `stream` has them."""
        representation, blocks = tuned(self.representation, blocks)
        return representation, stream(
            representation, blocks, frames=self._chunk, context=self._context
        )

    def run(self, blocks: Iterable[FloatArray]) -> Frames:
        """Activations of samples in blocks."""
        representation, chunks = self.chunks(blocks)
        outputs = self.task.outputs
        rows = Rows(len(outputs))
        for features, new in chunks:
            rows.add(self.infer(features)[new])
        return Frames(rows.finished(), representation.clock, outputs, representation.tuning)

    def decode(self, activations: Frames, **options: Any) -> Any:
        """The annotation, by the task's `decode` and its options."""
        return self.task.decode(activations, **options)

    @cached_property
    def probe(self) -> FloatArray:
        """Activations of the fixed synthetic signal, for a comparison with the card."""
        return self.run([probe_samples(self.rate)]).values

    @property
    def embedding_columns(self) -> int:
        """Number of values a frame has in the embedding; 0 if the network gives none."""
        outputs = self._session.get_outputs()
        return next((int(each.shape[-1]) for each in outputs if each.name == EMBEDDING), 0)

    def embed(self, features: FloatArray) -> FloatArray:
        """The embedding (frames, columns) of finished features, where the network gives one."""
        (values,) = self._session.run([EMBEDDING], {"features": features[None]})
        result: FloatArray = values[0]
        return result

    def infer(self, features: FloatArray) -> FloatArray:
        """Activations (frames, outputs) of finished features (frames, columns)."""
        try:
            activations, *_ = self._session.run(None, {"features": features[None]})
            result: FloatArray = activations[0]
            shape, kind = result.shape, result.dtype.kind
        except Exception as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise ModelError(f"the network of {printable(self.name)} fails: {reason}") from error
        if shape != (len(features), len(self.task.outputs)) or kind != "f":
            raise ModelError(
                f"the network of {printable(self.name)} gives {kind} {shape}, but by its card "
                f"numbers of shape {(len(features), len(self.task.outputs))}"
            )
        return result


@cache
def _helper(name: str, found: str) -> Network:
    """The network of a shipped model that finds what another one needs."""
    if name not in shipped():
        raise ModelError(f"its card has {found} by {printable(name)}, which is not shipped")
    return load_model(name).network


def default_model(layer: str) -> str:
    """The name of the best shipped model or formula for a layer; raises ModelError for none."""
    if (name := _best(layer)) is not None:
        return name
    raise ModelError(
        f"no weights that find the {layer} are shipped with this lausch: name another model or a "
        "weights file with --model (in Python: model=...); `lausch models` lists what there is"
    )


def findable_layers() -> tuple[str, ...]:
    """The layers that some shipped model or formula finds, in the order of their table."""
    return tuple(layer for layer in DEFAULTS if _best(layer) is not None)


def default_models() -> frozenset[str]:
    """The names of the models that find some layer by default."""
    return frozenset(name for layer in DEFAULTS if (name := _best(layer)) is not None)


def _best(layer: str) -> str | None:
    names = (*shipped(), *WEIGHTLESS)
    return next((name for name in DEFAULTS.get(layer, ()) if name in names), None)


def load_model(name: str | Path | None = None, *, threads: int = 1) -> Model:
    """Open a shipped model by name, or an .onnx file by path; without a name the default.

    Raises ModelError with the name of the file, if it is no model.

    Examples
    --------
    >>> import lausch
    >>> model = lausch.load_model("lausch2026")
    >>> model.rate, model.layers, model.card.parameters
    (44100, ('beats', 'downbeats', 'tempo'), 119970)
    """
    source = DEFAULT if name is None else name
    data = read_weights(source)
    try:
        return Model(data, threads=threads, bounded=source not in shipped())
    except ModelError as error:
        raise ModelError(f"{source}: {error}") from error


def read_weights(name: str | Path) -> bytes:
    """The bytes of a shipped model's file, or of an .onnx file by path; raises ModelError."""
    if isinstance(name, str) and name in shipped():
        return files("lausch.models.weights").joinpath(f"{name}.onnx").read_bytes()
    path = Path(name)
    if not path.is_file():
        raise ModelError(
            f"{str(name)!r} is neither a shipped model ({', '.join(shipped()) or 'none'}) "
            "nor a file; a system without weights is trained first, with `lausch train`"
        )
    if path.stat().st_size > _LARGEST_BYTES:
        raise ModelError(
            f"{path} has {path.stat().st_size:,} bytes; a model has at most {_LARGEST_BYTES:,}"
        )
    return path.read_bytes()
