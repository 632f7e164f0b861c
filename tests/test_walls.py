"""The walls of the house, read from the source: who may import whom, and when."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import pytest

from lausch.corpora.band.kinds import KINDS
from lausch.corpora.registry import CORPORA
from lausch.systems import NAMES
from lausch.tasks import TASKS

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "lausch"
# From the ground up: a module imports only from its own room and from rooms before it.
ORDER = (
    "errors",
    "files",
    "stores",
    "networks",
    "frames",
    "audio",
    "annotation",
    "formats",
    "representations",
    "decoding",
    "metrics",
    "tasks",
    "system",
    "formulas",
    "models",
    "analysis",
    "systems",
    "corpora",
    "training",
    "sonify",
    "plot",
    "retrieval",
    "evaluation",
    "sweep",
    "literature",
    "batches",
    "web",
    "cli",
    "__main__",
)
TORCH_ROOMS = ("networks", "training")


@dataclass(frozen=True)
class Import:
    """One imported name: where it stands, and whether it is run when the module is imported."""

    by: str
    line: int
    target: str
    late: bool

    def __str__(self) -> str:
        return f"{self.by}:{self.line} imports {self.target}"


def modules() -> list[str]:
    """Every module of the package, such as `lausch.audio.decode`."""
    paths = sorted(SOURCE.rglob("*.py"))
    return [".".join(path.relative_to(SOURCE.parent).with_suffix("").parts) for path in paths]


MODULES = tuple(name.removesuffix(".__init__") for name in modules())


def source(module: str) -> Path:
    """The file of a module."""
    path = SOURCE.parent / Path(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def imports(module: str) -> Iterator[Import]:
    """Every import of a module, also those inside functions and for type checkers."""

    def walk(node: ast.AST, late: bool) -> Iterator[Import]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Import):
                for alias in child.names:
                    yield Import(module, child.lineno, alias.name, late)
            elif isinstance(child, ast.ImportFrom):
                assert child.level == 0, f"{module}:{child.lineno}: relative import"
                for alias in child.names:
                    inner = f"{child.module}.{alias.name}"
                    target = inner if inner in MODULES else str(child.module)
                    yield Import(module, child.lineno, target, late)
            else:
                checking = isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)
                inside = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
                yield from walk(child, late or inside or checking)

    return walk(ast.parse(source(module).read_text(encoding="utf-8")), late=False)


ALL = [found for module in MODULES for found in imports(module)]


def room(module: str) -> str:
    """The part of the name that `ORDER` lists; "" for the face of the package."""
    return module.split(".")[1] if "." in module else ""


def test_the_order_names_every_room():
    assert {room(module) for module in MODULES} - {""} == set(ORDER)
    assert len(ORDER) == len(set(ORDER))


def test_no_import_runs_back_up():
    wrong = [
        str(each)
        for each in ALL
        # The face hands out load_audio, analyze and load_model, and tells everyone the version.
        if each.target.startswith("lausch.")
        and room(each.by)
        and ORDER.index(room(each.target)) > ORDER.index(room(each.by))
    ]
    assert wrong == []


def test_decoding_makes_arrays_and_no_annotations():
    classes = [
        f"{module} imports {name.name}"
        for module in MODULES
        if room(module) == "decoding"
        for node in ast.walk(ast.parse(source(module).read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("lausch.annotation")
        for name in node.names
        if isinstance(getattr(import_module(str(node.module)), name.name), type)
    ]
    assert classes == []


def test_networks_know_nothing_of_lausch():
    assert [
        str(each)
        for each in ALL
        if room(each.by) == "networks"
        and room(each.target) != "networks"
        and each.target.split(".")[0] == "lausch"
    ] == []


def test_torch_stays_below():
    wrong = [
        str(each)
        for each in ALL
        if each.target.split(".")[0] == "torch"
        and not each.late
        and room(each.by) not in TORCH_ROOMS
    ]
    assert wrong == []


def requirements(*extras: str) -> set[str]:
    """Import names of what pyproject.toml installs with these extras."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"]]
    for extra in extras:
        lines += project["optional-dependencies"][extra]
    return {re.split(r"[^A-Za-z0-9_]", line)[0] for line in lines}


def test_what_is_imported_at_once_is_installed():
    standard = set(sys.stdlib_module_names) | {"lausch"}

    def allowed(module: str) -> set[str]:
        if room(module) in TORCH_ROOMS:
            return standard | requirements("train")
        if module.startswith(RENDERING):
            return standard | requirements("render")
        if module in SERVING:
            return standard | requirements("web")
        return standard | requirements()

    wrong = [
        str(each)
        for each in ALL
        if not each.late and each.target.split(".")[0] not in allowed(each.by)
    ]
    assert wrong == []


SIBLINGS = (
    tuple(f"lausch.systems.{name}" for name in NAMES),
    tuple(task.__module__ for task in TASKS.values()),
    tuple(entry.real.__module__ for entry in CORPORA if entry.real),
    tuple(kind.arranger.__module__ for kind in KINDS),
)


# A control, a variant or a successor says what it takes over by importing it.
CONTROLS = {
    ("lausch.systems.balke2017e", "lausch.systems.balke2017"),
    ("lausch.systems.durand2017", "lausch.systems.krebs2016"),
    ("lausch.systems.durandessid2016", "lausch.systems.durand2017"),
    ("lausch.systems.boeck2015", "lausch.systems.boeck2011"),
    ("lausch.systems.downbeats2026", "lausch.systems.durand2017"),
    ("lausch.systems.drums2026", "lausch.systems.eyben2010"),
    ("lausch.tasks.bar_agreement", "lausch.tasks.bars"),
    ("lausch.tasks.deepchroma", "lausch.tasks.chords"),
    ("lausch.tasks.voiced_solo", "lausch.tasks.solo"),
    *(
        (f"lausch.systems.{name}", "lausch.systems.ullrich2014")
        for name in ("ullrich2014low", "grill2015a", "grill2015b", "cohenhadria2017")
    ),
    *(
        (f"lausch.systems.abesser2017{name}", "lausch.systems.abesser2017")
        for name in ("m1", "m20", "m21", "m22", "m23")
    ),
}


@pytest.mark.parametrize("siblings", SIBLINGS, ids=lambda names: names[0].rsplit(".", 1)[0])
def test_siblings_do_not_know_each_other(siblings):
    assert set(siblings) <= set(MODULES)
    known = {
        (each.by, each.target) for each in ALL if each.by in siblings and each.target in siblings
    }
    assert known <= CONTROLS


def test_the_face_and_the_help_load_nothing_heavy():
    code = (
        "import sys, lausch, lausch.cli\n"
        "from click.testing import CliRunner\n"
        "assert CliRunner().invoke(lausch.cli.cli, ['--help']).exit_code == 0\n"
        "print(*sorted({'numpy', 'scipy', 'onnxruntime'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


# What plays and writes pieces needs scipy; what they are, and reading them, needs nothing.
RENDERING = (
    "lausch.corpora.band.playing.casting",
    "lausch.corpora.band.playing.expression",
    "lausch.corpora.band.playing.fingers",
    "lausch.corpora.band.sounding",
    "lausch.corpora.band.store.job",
    "lausch.corpora.band.store.piece",
)
# What answers a browser needs Starlette; a page in a file needs nothing.
SERVING = tuple(
    f"lausch.web.{name}" for name in ("asking", "guard", "receiving", "sending", "server")
)
PLAIN = """
import sys
from importlib import import_module

lacking, modules = (words.split() for words in sys.argv[1:])

class Lacking:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in lacking:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Lacking())
for module in modules:
    try:
        import_module(module)
    except ModuleNotFoundError as error:
        print(module, error.name)
"""


def plain_failures(modules: list[str]) -> list[str]:
    """Modules that cannot be imported where no extra is installed, each with what it lacks."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lacking = requirements(*project["optional-dependencies"]) - requirements()
    words = (" ".join(lacking), " ".join(modules))
    done = subprocess.run(
        [sys.executable, "-c", PLAIN, *words], capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


def test_importing_any_module_works_without_the_extras():
    plain = [
        module
        for module in MODULES
        if room(module) not in TORCH_ROOMS and not module.startswith((*RENDERING, *SERVING))
    ]
    assert plain_failures(plain) == []


def test_without_the_extras_what_needs_them_fails():
    needy = ["lausch.corpora.band.sounding.render", "lausch.networks.tcn", *SERVING]
    lacking = ("scipy", "torch", *("starlette" for _ in SERVING))
    assert plain_failures(needy) == [f"{name} {lack}" for name, lack in zip(needy, lacking)]  # noqa: B905


def test_nothing_is_pickled():
    pickles = {"pickle", "dill", "joblib", "cloudpickle", "shelve", "marshal"}
    assert [str(each) for each in ALL if each.target.split(".")[0] in pickles] == []
    for path in SOURCE.rglob("*.py"):
        assert not re.search(r"allow_pickle\s*=\s*True|torch\.load\(", path.read_text("utf-8")), (
            path
        )


def tracked() -> list[Path]:
    """Text that is ours: source, tests, pages and settings."""
    folders = ("src", "tests", "studies", "examples", "reports", "docs", ".ci")
    found = [path for folder in folders for path in (ROOT / folder).rglob("*")]
    found += [path for path in ROOT.iterdir() if path.suffix in (".md", ".toml")]
    return [
        path
        for path in found
        if path.suffix in (".py", ".md", ".toml", ".txt", ".json", ".onnx", "") and path.is_file()
    ]


def test_no_path_of_one_machine_is_written_down():
    # The words are kept apart here, or this line would find itself.
    pattern = re.compile(rb"(?<![\w.>])/" + rb"(work|root|home|tmp)/[a-z]")
    wrong = [str(path) for path in tracked() if pattern.search(path.read_bytes())]
    assert wrong == []


def test_every_file_is_a_word():
    empty = {"utils", "util", "common", "helpers", "helper", "misc"}
    names = [path for path in tracked() if path.suffix == ".py"]
    assert [str(path) for path in names if path.stem in empty] == []


def test_our_own_types_are_not_asked_what_they_have():
    asked = set()
    for module in MODULES:
        for node in ast.walk(ast.parse(source(module).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "hasattr":
                asked.add((module, ast.literal_eval(node.args[1])))
    assert not asked


# The glossary of CONTRIBUTING.md, as far as names in the code show their meaning.
DECLARED = {"line": ("str", "int"), "layer": ("str", "ClassVar[str]")}
SOUND = {"audio", "sonify", "corpora", "formulas", "analysis", "retrieval", "web"}
OTHERS = {"hear", "hears", "heard", "listen", "listens", "ears"}


def test_words_have_the_meaning_of_the_glossary():
    wrong = []
    for module in MODULES:
        for node in ast.walk(ast.parse(source(module).read_text(encoding="utf-8"))):
            keys = [getattr(node, key, None) for key in ("id", "attr", "arg", "name")]
            name = next((key for key in keys if isinstance(key, str)), "")
            words = set(name.lower().split("_"))
            annotation = getattr(node, "annotation", None)
            if (
                words & OTHERS
                or (words & {"level", "levels"} and room(module) not in SOUND)
                or (
                    name in DECLARED
                    and annotation
                    and ast.unparse(annotation) not in DECLARED[name]
                )
                or (
                    isinstance(node, ast.ClassDef)
                    and name == "Layer"
                    and room(module) != "annotation"
                )
            ):
                wrong.append(f"{module}, line {node.lineno}: {name}")
    assert wrong == []
