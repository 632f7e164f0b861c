"""One suite over everything that is registered: systems, models, corpora, formats, commands.

Whoever adds an entry to a table gets its tests for nothing. What needs torch stands in
tests/training/test_fit.py.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from truths import TRUTHS, recording_of
from weights import models_table, weights_page

import lausch
import lausch.corpora.registry
import lausch.systems
from lausch.analysis.runner import Runner, load
from lausch.annotation import (
    BassLine,
    BeatPitches,
    Beats,
    Chords,
    Contour,
    Drums,
    Form,
    Key,
    Notes,
    Onsets,
    Sections,
    Tags,
    Tempo,
    TempoCurve,
)
from lausch.annotation.analysis import Analysis
from lausch.annotation.layers import layer_names
from lausch.audio import Audio, load_audio
from lausch.cli import COMMANDS, cli
from lausch.corpora.band.kinds import KINDS
from lausch.corpora.registry import CORPORA, open_corpus
from lausch.errors import CorpusError, FormatError, ModelError
from lausch.formats import FORMATS
from lausch.formulas import WEIGHTLESS, open_formula
from lausch.frames import Clock, Frames
from lausch.literature import literature
from lausch.models.card import Card
from lausch.models.model import DEFAULT, load_model, shipped
from lausch.models.probe import PROBE_SECONDS, probe_difference, probe_samples
from lausch.representations import from_card, represent, to_card
from lausch.systems import NAMES, system
from lausch.tasks import TASKS, task_from_card
from lausch.tasks import to_card as task_to_card


@dataclass
class Pieces:
    """A recording that comes in blocks of its own size."""

    of: Audio
    size: int

    @property
    def rate(self):
        return self.of.rate

    def blocks(self, block_samples):
        return self.of.blocks(self.size)


ROOT = Path(__file__).parents[1]
SOLO = Notes([0.4, 0.9, 1.6], [0.85, 1.6, 3.3], [70, 58, 81])
CONTOUR = Contour(0.01 * np.arange(9), 220.0 + np.arange(9), np.arange(9) % 4 > 0)
DRUMS = Drums([0.4, 0.4, 1.65], ["kick", "hi-hat", "snare"], [1.0, 0.5, 0.25])
CHORDS = Chords([(0.4, 1.5), (1.5, 3.0), (3.5, 5.0)], ["C:maj7", "G:7", "Bb:hdim7"])
KEY = Key("C:maj", 0.9, [(0.4, 9.0), (9.0, 12.5)], ["C:maj", "Eb:min"])
TAGS = Tags(
    ["drums", "voice", "bebop"],
    [0.75, 0.5, 0.25],
    Frames(np.array([[0.25, 1.0], [0.5, 0.0]], np.float32), Clock(4, 1), ("drums", "voice")),
)
ONSETS = Onsets([0.4, 0.9, 1.6], [1.0, 0.5, 0.25])
PARTS = Form(Sections([0, 9.5, 20], ["A", "B"]), Sections([0, 4, 9.5, 20], ["a", "a", "b"]))
WALTZ = Beats(0.4 + 0.5 * np.arange(40), np.arange(40) % 3 + 1)
CURVE = TempoCurve(WALTZ.times, 120 + np.arange(40) / 8)
BASS = BassLine(
    Contour(0.05 * np.arange(9), 80.0 + np.arange(9), np.arange(9) % 4 > 0),
    Notes([0.4, 0.9, 1.4, 2.15], [0.9, 1.4, 1.9, 2.4], [28, 40, 43, 44]),
    BeatPitches(WALTZ.times[:4], [28, 40, 43, 0]),
)


# ---- systems ----


def test_every_system_file_is_registered():
    found = files(lausch.systems).iterdir()
    names = {item.name.removesuffix(".py") for item in found if item.name.endswith(".py")}
    assert names - {"__init__"} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
class TestSystem:
    def test_it_is_named_after_its_file_and_says_what_it_is(self, name):
        found = system(name)
        assert found.name == name
        assert found.title
        assert all(text.endswith(".") for text in found.deviations)
        assert all(figure.sureness for figure in found.published)

    def test_it_names_its_paper_by_a_key_of_the_survey(self, name):
        keys = [paper.key for paper in literature().papers]
        expected = (name,) if name in keys else ("", *keys)
        assert system(name).literature in expected, f'add literature="{name}" to the system'

    def test_a_card_rebuilds_its_representation_and_task(self, name):
        found = system(name)
        stored = json.loads(json.dumps([to_card(found.representation), task_to_card(found.task)]))
        assert from_card(stored[0]) == found.representation
        assert task_from_card(stored[1]) == found.task

    def test_its_features_are_finite_named_and_on_its_clock(self, name):
        representation = system(name).representation
        frames = represent(representation, probe_samples(representation.rate))
        assert len(frames) == representation.clock.count(PROBE_SECONDS * representation.rate)
        assert frames.values.dtype == np.float32
        assert np.isfinite(frames.values).all()
        assert len(set(frames.columns)) == len(frames.columns)

    def test_its_task_decodes_what_it_encodes(self, name):
        found = system(name)
        clock = found.representation.clock
        truth = TRUTHS[found.task.kind]
        targets = found.task.encode(truth, clock, int(21 * clock.fps))
        assert targets.columns == found.task.outputs
        # A network is sure of a beat over as many frames as it was taught.
        width = found.recipe.widen_frames + 1
        bell = 1 - np.abs(np.arange(-width, width + 1)) / width
        smeared = [np.convolve(column, 0.95 * bell, mode="same") for column in targets.values.T]
        values = np.stack(smeared, axis=1).astype(np.float32)
        decoded = found.task.decode(Frames(values, clock, targets.columns))
        assert min(found.task.judge(truth, decoded).values()) > (
            0.8 if "solo" in found.task.layers else 0.99
        )

    def test_silence_has_no_activation_and_nothing_in_it(self, name):
        found = system(name)
        outputs = found.task.outputs
        for frames in (0, 1, 500):
            silent = np.zeros((frames, len(outputs)), dtype=np.float32)
            decoded = found.task.decode(Frames(silent, found.representation.clock, outputs))
            if {"solo", "bass"} & set(found.task.layers):
                assert not decoded.contour.voiced.any()
                decoded = decoded.notes
            if found.task.kind == "sections":
                decoded = decoded.coarse.inner
            assert len(decoded) == 0

    def test_it_trains_on_what_may_ship(self, name):
        use = {entry.name: entry.use for entry in CORPORA}
        assert [use[corpus] for corpus in system(name).recipe.corpora]
        assert {use[corpus] for corpus in system(name).recipe.corpora} == {"ship"}

    def test_its_recipe_can_be_followed(self, name):
        found = system(name)
        recipe = found.recipe
        frames = recipe.excerpt_seconds * found.representation.clock.fps
        assert recipe.excerpts_per_epoch >= recipe.batch >= 1
        assert frames > 10 * found.representation.reach_frames
        assert 0 < found.context_frames < found.chunk_frames
        assert found.context_frames >= found.margin_frames
        assert recipe.patience <= recipe.epochs


# ---- shipped models ----


def test_the_default_is_shipped_and_every_model_has_its_system():
    assert DEFAULT in shipped()
    assert set(shipped()) <= set(NAMES)


@pytest.mark.parametrize("name", shipped())
class TestModel:
    def test_it_computes_what_its_card_says(self, name):
        model = load_model(name)
        assert probe_difference(model.card.probe, model.probe) < 1e-3

    def test_it_hears_what_is_there(self, name):
        model = load_model(name)
        estimate = model.decode(model.run([recording_of(model.task.kind, model.rate)]))
        judged = model.task.judge(TRUTHS[model.task.kind], estimate)
        assert next(iter(judged.values())) > 0.5

    def test_its_card_is_complete(self, name):
        card = load_model(name).card
        assert card.name == name
        assert card.licence == "MIT"
        assert card.title
        assert card.lausch_version
        assert 1000 < card.parameters < 10_000_000
        for key in (
            "seed",
            "epochs",
            "best_epoch",
            "validation_loss",
            "seconds",
            "tracks",
            "hours",
        ):
            assert key in card.training
        assert card.training["command"].startswith(f"lausch train {name}")
        assert len(card.training["history"]) == card.training["epochs"]
        assert card.recipe["loss"]

    def test_its_data_bill_is_complete_and_may_ship(self, name):
        card = load_model(name).card
        use = {entry.name: entry.use for entry in CORPORA}
        assert card.data
        for entry in card.data:
            assert use[entry["name"]] == "ship"
            assert entry["licence"]
            assert entry["credit"]
            assert entry["tracks"] > 0
            assert entry["hours"] > 0
            assert len(entry["sha256"]) == 64

    def test_its_card_survives_writing(self, name):
        card = load_model(name).card
        assert Card.from_json(card.to_json()) == card
        rebuilt = from_card(json.loads(json.dumps(to_card(load_model(name).representation))))
        assert rebuilt == load_model(name).representation

    def test_it_has_no_machine_in_it(self, name):
        data = files("lausch.models.weights").joinpath(f"{name}.onnx").read_bytes()
        assert hashlib.sha256(data).hexdigest() == load_model(name).digest
        for folder in (b"/home/", b"/root/", b"site-packages"):
            assert folder not in data


# ---- formulas ----


def test_no_formula_has_the_name_of_a_system():
    assert not set(WEIGHTLESS) & (set(NAMES) | set(shipped()))


@pytest.mark.parametrize("name", WEIGHTLESS)
class TestFormula:
    def test_it_is_a_listener_with_a_name_and_a_digest(self, name):
        runner = load(name)
        assert isinstance(runner, Runner)
        assert runner.name == name
        assert runner.digest == load(name).digest
        assert len(runner.digest) == 64
        assert len(runner.layers) == 1
        assert set(runner.layers) <= set(layer_names())
        assert json.loads(json.dumps(open_formula(name).settings))["name"] == name

    def test_its_activations_are_shares_however_long_the_blocks(self, name):
        runner = load(name)
        rng = np.random.default_rng(0)
        samples = rng.normal(0, 0.1, 3 * runner.rate).astype(np.float32)
        sound = load_audio((samples, runner.rate), rate=runner.rate)
        whole = runner.activations(sound).values
        assert np.isfinite(whole).all()
        assert whole.min() >= 0
        assert whole.max() <= 1
        pieces = Pieces(sound, 1000)
        np.testing.assert_allclose(runner.activations(pieces).values, whole, atol=1e-4)

    def test_another_rate_is_refused(self, name):
        sound = load_audio((np.zeros(100, np.float32), 8000), rate=8000)
        with pytest.raises(ModelError, match="needs sound at"):
            load(name).activations(sound)

    def test_lists_and_cards_say_that_it_has_no_weights(self, name):
        for arguments in (["models"], ["models", name]):
            result = CliRunner().invoke(cli, arguments)
            assert result.exit_code == 0, result.output
            assert name in result.output
            assert "formula, no weights" in result.output
        card = CliRunner().invoke(cli, ["models", name, "--json"]).output
        assert json.loads(card)["name"] == name


def test_the_page_of_weights_is_generated():
    page = files("lausch.models.weights").joinpath("README.md").read_text(encoding="utf-8")
    assert page == weights_page()


def test_the_readme_has_the_generated_table():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    _, _, rest = readme.partition("<!-- models -->\n")
    table, _, _ = rest.partition("<!-- /models -->")
    assert table.strip() == models_table(all_models=False).strip()


# ---- corpora ----


def test_corpora_have_names_of_their_own():
    names = [entry.name for entry in CORPORA]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("entry", CORPORA, ids=lambda entry: entry.name)
class TestCorpus:
    def test_it_says_what_it_is(self, entry):
        assert entry.about
        assert entry.use in ("ship", "eval")

    def test_without_its_folder_it_says_what_to_give(self, entry):
        with pytest.raises(CorpusError, match=r"--data|rendered"):
            open_corpus(entry.name)

    def test_an_empty_folder_is_an_error_that_names_it(self, entry, tmp_path):
        with pytest.raises(CorpusError, match="pytest"):
            open_corpus(entry.name, data=tmp_path, rendered=tmp_path)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
class TestKind:
    def test_it_says_its_facts(self, kind):
        assert kind.about
        assert kind.source.licence
        assert kind.source.credit

    def test_it_stands_in_the_room_of_kinds_and_is_registered(self, kind):
        assert kind.arranger.__module__.startswith("lausch.corpora.band.kinds.")
        entry = next(entry for entry in CORPORA if entry.name == kind.name)
        assert (entry.use, entry.real) == ("ship", None)

    def test_without_its_symbols_it_says_what_to_give(self, kind, tmp_path):
        with pytest.raises(CorpusError, match="data"):
            kind.titles(tmp_path)
        with pytest.raises(CorpusError):
            kind.arrange(tmp_path, "nothing", 0)


# ---- formats ----


@pytest.mark.parametrize("entry", FORMATS.values(), ids=lambda entry: entry.name)
class TestFormat:
    def test_reading_inverts_writing(self, entry):
        if "beats" in entry.layers:
            back = entry.decode(entry.encode(Analysis(beats=WALTZ)), "x")
            np.testing.assert_allclose(back.beats.times, WALTZ.times, atol=1e-4)
            np.testing.assert_array_equal(back.beats.positions, WALTZ.positions)
        if "solo" in entry.layers:
            back = entry.decode(entry.encode(Analysis(solo=SOLO, contour=CONTOUR)), "x")
            assert "solo" in back.layers
            if back.solo is not None:
                np.testing.assert_allclose(back.solo.intervals, SOLO.intervals, atol=6e-4)
                np.testing.assert_allclose(back.solo.pitches, SOLO.pitches)
            if back.contour is not None:
                sounds = back.contour.voiced
                np.testing.assert_allclose(
                    back.contour.times[sounds], CONTOUR.times[CONTOUR.voiced], atol=1e-4
                )
                np.testing.assert_allclose(
                    back.contour.hz[sounds], CONTOUR.hz[CONTOUR.voiced], atol=1e-3
                )
        if "onsets" in entry.layers:
            back = entry.decode(entry.encode(Analysis(others={"onsets": ONSETS})), "x")
            np.testing.assert_allclose(back.read("onsets").times, ONSETS.times, atol=2e-5)
        if "drums" in entry.layers:
            played = Analysis(beats=WALTZ, others={"drums": DRUMS})
            back = entry.decode(entry.encode(played), "x").read("drums")
            assert back.instruments == DRUMS.instruments
            np.testing.assert_allclose(back.times, DRUMS.times, atol=6e-4)
        if "chords" in entry.layers:
            back = entry.decode(entry.encode(Analysis(others={"chords": CHORDS})), "x")
            assert back.read("chords").labels == CHORDS.labels[: len(back.read("chords"))]
            kept = CHORDS.intervals[: len(back.read("chords"))]
            np.testing.assert_allclose(back.read("chords").intervals, kept, atol=1e-3)
        if "key" in entry.layers:
            back = entry.decode(entry.encode(Analysis(others={"key": KEY})), "x").read("key")
            assert back.name == KEY.name
            assert back.labels in ((), KEY.labels)
        if "tags" in entry.layers:
            back = entry.decode(entry.encode(Analysis(others={"tags": TAGS})), "x").read("tags")
            assert {**TAGS.pairs, **back.pairs}.keys() == TAGS.pairs.keys()
            assert back.names
            if back.curve is not None:
                np.testing.assert_allclose(back.curve.values, TAGS.curve.values, atol=1e-4)
                np.testing.assert_allclose(back.curve.times, TAGS.curve.times, atol=1e-4)
            else:
                assert back.pairs == TAGS.pairs
        if "sections" in entry.layers:
            back = entry.decode(entry.encode(Analysis(sections=PARTS)), "x").sections
            scales = [scale.labels for scale in PARTS.scales.values()]
            assert all(scale.labels in scales for scale in back.scales.values())
            np.testing.assert_allclose(back.coarse.boundaries[[0, -1]], [0, 20], atol=1e-4)
        if "bass" in entry.layers:
            back = entry.decode(entry.encode(Analysis(bass=BASS, beats=WALTZ)), "x").bass
            assert len(back.notes) or len(back.beats) or len(back.contour)
            if len(back.notes):
                np.testing.assert_allclose(back.notes.intervals, BASS.notes.intervals, atol=6e-4)
                np.testing.assert_allclose(back.notes.pitches, BASS.notes.pitches)
            if len(back.beats):
                np.testing.assert_allclose(back.beats.times, BASS.beats.times, atol=1e-6)
                np.testing.assert_array_equal(back.beats.pitches, BASS.beats.pitches)
            if len(back.contour):
                sounds = BASS.contour.voiced
                kept = back.contour.voiced
                np.testing.assert_allclose(
                    back.contour.hz[kept], BASS.contour.hz[sounds], atol=1e-3
                )
        if "tempo" in entry.layers:
            tempo = Tempo((120.0, 60.0), (0.7, 0.3), curve=CURVE)
            back = entry.decode(entry.encode(Analysis(tempo=tempo)), "x")
            if back.tempo.bpm:
                assert back.tempo.bpm == pytest.approx(tempo.bpm, abs=1e-2)
                assert back.tempo.weights == pytest.approx(tempo.weights, abs=1e-2)
            else:
                np.testing.assert_allclose(back.tempo.curve.times, CURVE.times, atol=1e-4)
                np.testing.assert_allclose(back.tempo.curve.bpm, CURVE.bpm, atol=1e-3)

    def test_nothing_found_is_written_and_read(self, entry):
        nothing = Analysis(
            beats=Beats([], []),
            tempo=Tempo(),
            solo=Notes(),
            contour=Contour(),
            bass=BassLine(),
            sections=Form(Sections(), Sections()),
            others={
                "onsets": Onsets(),
                "drums": Drums(),
                "tags": Tags(),
                "chords": Chords(),
                "key": Key(),
            },
            duration=0.0,
        )
        back = entry.decode(entry.encode(nothing), "x")
        assert len(back.beat_times) == 0
        assert not back.solo
        assert not back.contour
        assert back.bass is None or not len(back.bass.notes) + len(back.bass.beats)
        assert not back.read("onsets")
        assert not back.read("drums")
        assert not back.read("chords")
        assert not back.read("key")
        assert not back.read("tags")
        assert back.sections is None or not len(back.sections.coarse)

    def test_what_is_not_its_own_is_refused_by_name(self, entry):
        with pytest.raises(FormatError, match="odd name"):
            entry.decode(b"<html></html>" if entry.binary else "<html>\x00</html>\n", "odd name")

    def test_its_layers_and_suffix_are_known(self, entry):
        assert set(entry.layers) <= set(layer_names())
        assert [each.suffix for each in FORMATS.values()].count(entry.suffix) == 1
        helped = CliRunner().invoke(cli, ["analyze", "--help"]).output
        assert entry.name in helped


# ---- tasks and commands ----


@pytest.mark.parametrize("kind", TASKS)
def test_a_task_is_used_and_its_settings_travel(kind):
    task = TASKS[kind]()
    setting, values = next(iter(task.choices.items()))
    changed = replace(task, decoder=replace(task.decoder, **{setting: values[-1] / 2}))
    assert changed != task
    assert task_from_card(json.loads(json.dumps(task_to_card(changed)))) == changed
    assert kind in {type(system(name).task).kind for name in NAMES}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name):
    result = CliRunner().invoke(cli, [name, "--help"])
    assert result.exit_code == 0, result.output
    assert "Usage: " in result.output
