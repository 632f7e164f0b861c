"""A system: the representation, task, network and recipe of one paper, as data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lausch.representations import Stack
from lausch.tasks import Task

if TYPE_CHECKING:
    from torch import nn


@dataclass(frozen=True)
class Augment:
    """Augmentation of cached spectra; each value is the limit of a uniform draw.

    Parameters
    ----------
    tempo : frames are resampled by a factor between 1 / (1 + tempo) and 1 + tempo.
    transpose_semitones : log-frequency bands, and the pitches of the annotation, are shifted up or
        down by at most this many semitones.
    gain_db : gain of the magnitudes inside the logarithm.
    tilt_db : a smooth random equaliser curve of at most this many dB.
    noise_db : level of added noise relative to the excerpt's mean magnitude; None for none.
    mask_bands : at most this many neighbouring bands are masked, in half of the excerpts.
    mask_seconds : duration of the part that is masked, in one of four excerpts.
    """

    tempo: float = 0.0
    transpose_semitones: int = 0
    gain_db: float = 0.0
    tilt_db: float = 0.0
    noise_db: float | None = None
    mask_bands: int = 0
    mask_seconds: float = 0.0


@dataclass(frozen=True)
class SelfTraining:
    """Recordings without labels, and the system that labels them.

    Parameters
    ----------
    teacher : the system whose trained weights label them.
    corpora : names of the corpora whose training split is used; their annotations are not read.
    hours : at most this many hours of them.
    confidence : frames with a lower confidence of the teacher are masked out.
    """

    teacher: str
    corpora: tuple[str, ...]
    hours: float
    confidence: float


@dataclass(frozen=True)
class Specialists:
    """Copies of the trained network, each trained further on one of the corpora.

    Parameters
    ----------
    corpora : names of the corpora, in the order of the networks after the first.
    excerpts_per_epoch, epochs, learning_rate : as in the recipe, for each of the copies.
    """

    corpora: tuple[str, ...]
    excerpts_per_epoch: int
    epochs: int
    learning_rate: float


@dataclass(frozen=True)
class Pretraining:
    """Training of each machine of a deep belief network by contrastive divergence, before the rest.

    Parameters
    ----------
    epochs : over the training rows, of each machine.
    batch : rows of an update.
    steps : of Gibbs sampling between rows and dreamt rows (k of CD-k).
    learning_rate, momentum, weight_decay : of the descent.
    rows : a machine learns from about so many of the training rows, drawn at random; 0 for all.
    """

    epochs: int
    batch: int = 128
    steps: int = 1
    learning_rate: float = 0.02
    momentum: float = 0.9
    weight_decay: float = 1e-4
    rows: int = 0


@dataclass(frozen=True)
class Recipe:
    """The training of a network; stored in the card of its weights.

    Parameters
    ----------
    corpora : names of the corpora whose training split is used.
    excerpt_seconds, batch, excerpts_per_epoch : size of excerpts, batches and epochs.
    near_events : share of the excerpts that contain an event of the track, such as a boundary.
    validation_seconds : length of validation excerpts; 0 for `excerpt_seconds`.
    beginnings : share of the excerpts at the start of a recording, where the first sound after
        silence often is a downbeat; the others start anywhere.
    epochs, patience : largest number of epochs, and of epochs without a better validation loss;
        of no epochs the weights are those that training starts from.
    optimizer : 'adam', 'radam', 'sgd' (with momentum .9), or 'adam_l2', where the decay is the
        gradient of a penalty.
    learning_rate, schedule : 'constant', 'cosine' (to a hundredth) or 'plateau' (halved after
        half the patience).
    weight_decay, gradient_clip, dropout : the regularisers.
    initialisation : 'default' (torch's own), 'normal' (standard deviation .1), 'xavier', or
        'zeros' for all weights and biases, with which nothing but the last biases is learnt.
    loss : 'bce' (one per output), 'mse', 'classes' (cross-entropy of exclusive outputs),
        'beat_classes' (of none, beat, downbeat), 'chain' (negative log-likelihood of a sequence of
        states), 'chroma_chords' (of pitch classes, and of a chord given them) or 'paced' (of beats
        and their speed).
    layer_epochs : layer-wise training: epochs after which the network grows by a layer, whose
        initial weights are the least-squares map to the targets; 0 trains end to end.
    widen_frames : targets fall linearly to 0 over this many frames on both sides of an event.
    average : decay per step of the running mean of the weights, which is evaluated and exported.
    precision : 'float32', or 'bfloat16' for the products of training steps, which halves the time
        on processors with that type; losses, weights and validation stay float32.
    unlabelled : recordings that a teacher labels; None for none.
    specialists : copies of the network that are trained further; None for none.
    pretraining : of a deep belief network; None for none.
    """

    corpora: tuple[str, ...]
    excerpt_seconds: float
    batch: int
    excerpts_per_epoch: int
    epochs: int
    patience: int
    optimizer: str = "adam"
    learning_rate: float = 1e-3
    schedule: str = "cosine"
    weight_decay: float = 0.0
    gradient_clip: float = 0.5
    dropout: float = 0.0
    initialisation: str = "default"
    loss: str = "bce"
    widen_frames: int = 1
    near_events: float = 0.0
    validation_seconds: float = 0.0
    beginnings: float = 0.0
    layer_epochs: int = 0
    average: float = 0.999
    precision: str = "float32"
    augment: Augment = field(default_factory=Augment)
    unlabelled: SelfTraining | None = None
    specialists: Specialists | None = None
    pretraining: Pretraining | None = None


CHOICES: dict[str, tuple[str, ...]] = {
    "optimizer": ("adam", "radam", "sgd", "adam_l2"),
    "schedule": ("constant", "cosine", "plateau"),
    "initialisation": ("default", "normal", "xavier", "zeros"),
    "precision": ("float32", "bfloat16"),
}
"""The words that fields of a recipe take; losses are those of `lausch.training.losses`."""


@dataclass(frozen=True)
class Published:
    """A figure of the paper, with its data, its measure and its source."""

    data: str
    measure: str
    value: float
    sureness: str


@dataclass(frozen=True)
class System:
    """A method section as data; `network(dropout)` builds the torch module.

    Long recordings are processed in chunks of `chunk_frames`, with `context_frames` on either side
    whose outputs are dropped. A network whose output lacks `margin_frames` on either side gets
    `margin` beyond the ends of a recording: digital "silence", or pink "noise" at -70 dB. The
    output is the mean of `members` networks with consecutive seeds. With `int4`, large weights are
    stored in 4 bits. `literature` is the key of the paper in `lausch literature list`, or empty.
    `runs` are the training commands that led to the shipped weights, where those on their card
    cannot be typed today.
    """

    name: str
    title: str
    paper: str
    representation: Stack
    task: Task
    network: Callable[[float], nn.Module]
    head: str
    recipe: Recipe
    chunk_frames: int
    context_frames: int
    margin_frames: int = 0
    margin: str = "silence"
    members: int = 1
    int4: bool = False
    published: tuple[Published, ...] = ()
    deviations: tuple[str, ...] = ()
    literature: str = ""
    runs: tuple[str, ...] = ()
