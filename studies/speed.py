"""Speed and size as ratios, for the comparison of versions, as a Markdown page.

    python studies/speed.py [--model NAME] [--out PAGE]
    python studies/speed.py --processor [--model NAME] [--rivals PYTHON] [--out reports/speed.md]
    python studies/speed.py --before CHECKOUT [--out reports/speed-before.md]

Everything runs on one core. With --processor only seconds of the processor count, so that other
work on the same machine disturbs little; rivals are timed no other way. PYTHON is the interpreter
of the rivals' own environment (see rivals/beats.py). Sound is made from a seed; ratios are seconds
of sound per second of work. With --before, an earlier checkout of lausch is compared with this one.
"""

from __future__ import annotations

import argparse
import csv
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import soundfile

from lausch import __version__

RATE = 44100
LAUSCH = Path(sys.executable).with_name("lausch")
BPM = 117.0
ENOUGH = {"beats": "≥ 120 ×", "downbeats": "≥ 120 ×", "solo": "≥ 150 ×", "bass": "≥ 150 ×"}
"""Targets of the three steps, by kind of task."""
ONE_THREAD = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL", "NUMBA")}
ENVIRONMENT = ONE_THREAD | {"PYTHONDONTWRITEBYTECODE": ""}
"""Bytecode is kept, as that of an installed package is."""
Row = tuple[str, str, str]
Clock = Callable[[], float]


def music(seconds: int) -> Iterator[np.ndarray]:
    """Second by second: a chord, a kick on every beat, a noisy backbeat; float32."""
    random = np.random.default_rng(0)
    for second in range(seconds):
        times = second + np.arange(RATE) / RATE
        beats = times * BPM / 60
        since = (beats % 1) * 60 / BPM
        chord = sum(np.sin(2 * np.pi * hz * times) for hz in (220.0, 277.2, 329.6))
        kick = np.sin(2 * np.pi * 60 * since) * np.exp(-since / 0.08)
        snare = random.standard_normal(RATE) * np.exp(-since / 0.05) * (beats.astype(int) % 2)
        yield (0.08 * chord + 0.4 * kick + 0.15 * snare).astype(np.float32)


def write(path: Path, seconds: int) -> Path:
    """A 16-bit WAV or an MP3 of `music`, written as it is made."""
    kind = "PCM_16" if path.suffix == ".wav" else None
    with soundfile.SoundFile(path, "w", RATE, 1, kind) as file:
        for piece in music(seconds):
            file.write(piece)
    return path


def cpu_seconds() -> float:
    """Processor seconds of this process and of its finished children."""
    mine, theirs = (
        resource.getrusage(resource.RUSAGE_SELF),
        resource.getrusage(resource.RUSAGE_CHILDREN),
    )
    return mine.ru_utime + mine.ru_stime + theirs.ru_utime + theirs.ru_stime


def quickest(task: Callable[[], object], times: int, clock: Clock) -> float:
    """The shortest of several runs in seconds, the one with the least disturbance."""
    seconds = []
    for _ in range(times):
        began = clock()
        task()
        seconds.append(clock() - began)
    return min(seconds)


def run(*arguments: str | Path) -> None:
    """The command line as a whole process."""
    subprocess.run([LAUSCH, *arguments], check=True, stdout=subprocess.DEVNULL)


def peak_megabytes(*arguments: str | Path) -> float:
    """Largest resident size of one `lausch` process."""
    process = subprocess.Popen([LAUSCH, *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"lausch {' '.join(map(str, arguments))} failed")
    unit = 1 if sys.platform == "darwin" else 1024
    return usage.ru_maxrss * unit / 1e6


def in_process(
    model_name: str | None, samples: np.ndarray, clock: Clock
) -> tuple[list[Row], float]:
    """The three steps apart, and their sum in seconds."""
    from lausch.audio import load_audio
    from lausch.models.model import load_model
    from lausch.representations import represent

    model = load_model(model_name)
    sound = load_audio((samples, RATE), rate=model.rate)
    length = len(samples) / RATE
    features = represent(model.representation, sound.samples).values
    features_seconds = quickest(lambda: represent(model.representation, sound.samples), 3, clock)
    activations = model.activations(sound)
    both = quickest(lambda: model.activations(sound), 3, clock)
    decoding_seconds = quickest(lambda: model.decode(activations), 3, clock)
    whole = both + decoding_seconds
    rows = [
        ("representation", f"{length / features_seconds:,.0f} × real time", ""),
        ("network", _network(length, both - features_seconds), ""),
        ("decoder", f"{length / decoding_seconds:,.0f} × real time", ""),
        ("all three", f"{length / whole:,.0f} × real time", ENOUGH.get(model.task.kind, "")),
    ]
    print(f"{model.name}: {features.shape[0]} frames of {features.shape[1]}", file=sys.stderr)
    return rows, whole


def _network(length: float, seconds: float) -> str:
    """A small network's share may be less than what two runs differ by."""
    faster = length / seconds if seconds > 0 else float("inf")
    return f"{faster:,.0f} × real time" if faster < 1e4 else "more than 10,000 × real time"


def rival_seconds(python: Path, sound: Path, folder: Path) -> dict[str, float]:
    """Seconds of each rival for the same file, without loading models, the better of two runs."""
    script = Path(__file__).parent / "rivals" / "beats.py"
    subprocess.run(
        [python, script, "--out", folder, sound, sound], check=True, stdout=subprocess.DEVNULL
    )
    fastest: dict[str, float] = {}
    with (folder / "seconds.csv").open(newline="") as file:
        for name, _, seconds, _ in csv.reader(file):
            fastest[name] = min(float(seconds), fastest.get(name, float("inf")))
    return fastest


def measure(model: str | None, rivals: Path | None, clock: Clock) -> list[Row]:
    """Every figure with its target; the memory first, while this process is small itself."""
    words = ["--model", model] if model else []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        hour = write(folder / "hour.wav", 3600)
        peak = peak_megabytes("analyze", hour, *words)
        hour.unlink()
        short = write(folder / "three-minutes.wav", 180)
        cold = quickest(lambda: run("analyze", short, *words), 5, clock)
        help_seconds = quickest(lambda: run("--help"), 7, clock)
        samples = np.concatenate(list(music(180)))
        rows, whole = in_process(model, samples, clock)
        rows += [
            ("`lausch analyze`, whole process", f"{cold:.2f} s", "≤ 2 s"),
            ("`lausch --help`, whole process", f"{help_seconds:.2f} s", "≤ 0.1 s"),
            ("peak memory, 1-hour file", f"{peak:,.0f} MB", "≤ 700 MB"),
        ]
        if rivals:
            for rival, seconds in rival_seconds(rivals, short, folder).items():
                target = "≥ 3 ×" if rival == "madmom-downbeats" else ""
                rows.append((f"faster than {rival}", f"{seconds / whole:.1f} ×", target))
    return rows


def page(model: str | None, rows: list[Row], processor: bool) -> str:
    """The table with what it was measured on."""
    from lausch.models.model import load_model

    default = load_model(model)
    head = (
        f"# Speed{f' of `{model}`' if model else ''}\n\n"
        f"Written by `python studies/speed.py{' --processor' if processor else ''}"
        f"{f' --model {model}' if model else ''}`, lausch {__version__}, model `{default.name}` "
        f"({default.digest[:12]}), Python {platform.python_version()}, numpy {np.__version__}, "
        f"{platform.system()} {platform.machine()}, one core. A 3-minute file of synthetic music "
        "where no other length is named; the least of several runs"
        f"{', in seconds of the processor' if processor else ''}.\n\n"
        "| what | measured | target |\n|---|---|---|\n"
    )
    threats = (
        "\n## What might make this invalid\n\n"
        "- The sound is synthetic and steady; the decoder's work depends on length alone, but a "
        "damaged or compressed file takes longer to read.\n"
        "- One machine and one run of this page; ratios to rivals hold better than seconds do.\n"
    )
    if any(row[0].startswith("faster than") for row in rows):
        threats += (
            "- Rivals do their own work with their own settings: madmom runs eight networks, "
            "librosa none.\n"
        )
    return head + "".join(f"| {' | '.join(row)} |\n" for row in rows) + threats


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", help="a shipped model's name or an .onnx file")
    parser.add_argument("--rivals", type=Path, help="python of the rivals' environment")
    parser.add_argument("--processor", action="store_true", help="leave other work out of account")
    parser.add_argument("--before", type=Path, help="an earlier checkout to compare with")
    parser.add_argument("--out", type=Path, help="write the page here as well")
    options = parser.parse_args()
    if not ENVIRONMENT.items() <= os.environ.items():
        # Libraries read this when they are loaded, and they are: begin again.
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, **ENVIRONMENT})
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    if options.rivals and not options.processor:
        parser.error("rivals are timed by the processor: add --processor, or leave --rivals out")
    clock = cpu_seconds if options.processor else time.perf_counter
    if options.before:
        from speed_before import compared

        with tempfile.TemporaryDirectory() as name:
            wave = write(Path(name) / "three-minutes.wav", 180)
            sounds = wave, write(wave.with_suffix(".mp3"), 180)
            text = compared(options.before, Path(__file__).parents[1], sounds)
    else:
        text = page(options.model, measure(options.model, options.rivals, clock), options.processor)
    print(text, end="")
    if options.out:
        options.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
