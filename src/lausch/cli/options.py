"""Options that several commands have."""

from __future__ import annotations

import os
from pathlib import Path

import click

PATH = click.Path(path_type=Path)


def words(_ctx: click.Context, _param: click.Parameter, value: str | None) -> tuple[str, ...]:
    """Callback of an option that is a list with commas."""
    return tuple(part.strip() for part in (value or "").split(",") if part.strip())


def numbers(
    ctx: click.Context, param: click.Parameter, value: str | None
) -> tuple[int, ...] | None:
    """Callback of an option that is a list of whole numbers with commas."""
    parts = words(ctx, param, value)
    if not all(part.isdecimal() for part in parts):
        raise click.BadParameter(f"whole numbers with commas between them, not {value!r}")
    return tuple(int(part) for part in parts) or None


FOLDER = click.Path(path_type=Path, file_okay=False)
WEIGHTS = click.Path(path_type=Path, exists=True, dir_okay=False)
DATA = click.option(
    "--data",
    envvar="LAUSCH_DATA",
    type=FOLDER,
    help="Folder with symbolic/, sounds/ and real/ [env: LAUSCH_DATA].",
)
RENDERED = click.option(
    "--corpora",
    "--rendered",
    "rendered",
    envvar="LAUSCH_RENDERED",
    type=FOLDER,
    help="Folder of rendered corpora [env: LAUSCH_RENDERED].",
)
JOBS = click.option(
    "-j",
    "--jobs",
    type=click.IntRange(1, 256),
    default=1,
    show_default=True,
    help="Number of processes.",
)
RAY = click.option(
    "--ray",
    "cluster",
    metavar="auto|ADDRESS",
    help="Work on a Ray cluster: that of this machine, or HOST:PORT. -j is by default all it has.",
)
TIMEOUT = click.option(
    "--timeout",
    type=click.FloatRange(0, min_open=True),
    default=3600.0,
    show_default=True,
    help="Seconds for each recording.",
)
MEMORY = click.option(
    "--memory",
    type=click.IntRange(min=100),
    metavar="MB",
    help="Most memory of each process, on Linux; by default its share of the machine's.",
)
LEAST_MEGABYTES = 2048
"""Of memory by default, however many processes there are."""
LAYERS = click.option(
    "--only",
    default="all",
    callback=words,
    help="Layers to find, as in `lausch analyze`; by default all.",
)
MODELS = click.option(
    "--model", "models", multiple=True, help="Model name (see `lausch models`) or .onnx file."
)
PORT = click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Port; by default any that is free."
)
BROWSER = click.option("--browser/--no-browser", default=True, help="Open the browser.")
KEEP = click.option(
    "--keep",
    type=FOLDER,
    envvar="LAUSCH_PAGES",
    help="Folder where pages and corrections are kept [env: LAUSCH_PAGES].",
)
OUT = click.option("--out", type=PATH, required=True, help="Folder to write.")
SEED = click.option("--seed", default=0, show_default=True, help="Seed of the draw.")
MODEL = click.option("--model", help="Model name (see `lausch models`) or .onnx file.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
METERS = click.option("--meters", callback=numbers, help="Possible beats in a bar, such as 3,4.")
SECTIONS = click.option("--sections", type=int, help="At most N coarse sections.")
SENSITIVITY = click.option(
    "--sensitivity", type=float, default=0.0, help="From -1 (few boundaries) to 1 (many)."
)


def processes_of(jobs: int, cluster: str | None) -> int:
    """The processes that are asked for; 0 for all of a cluster, where -j is not given."""
    source = click.get_current_context().get_parameter_source("jobs")
    given = source is not None and source is not click.core.ParameterSource.DEFAULT
    return jobs if given or cluster is None else 0


def memory_of(megabytes: int | None, processes: int, cluster: str | None = None) -> int:
    """The bytes of `--memory` for each process; 0 where nobody tells what a machine has."""
    if megabytes is not None:
        return megabytes << 20
    if cluster is not None:
        return 0
    try:
        whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return 0
    return max(whole // processes, LEAST_MEGABYTES << 20)
