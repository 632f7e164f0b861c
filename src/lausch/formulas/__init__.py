"""Formulas: models without weights, the baselines of trained ones."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lausch.formulas.formula import Formula

WEIGHTLESS: dict[str, str] = {
    "superflux": "lausch.formulas.superflux",
    "salience": "lausch.formulas.salience",
    "spectrogram": "lausch.formulas.spectrogram",
    "foote": "lausch.formulas.foote",
    "homogeneity": "lausch.formulas.homogeneity",
    "laplacian": "lausch.formulas.laplacian",
    "equal": "lausch.formulas.equal",
    "bass-salience": "lausch.formulas.bass_salience",
    "bass-peaks": "lausch.formulas.bass_peaks",
    "chord-templates": "lausch.formulas.chord_templates",
    "key-successions": "lausch.formulas.key_successions",
}
"""The module of each formula, which holds it as `FORMULA`."""


def open_formula(name: str) -> Formula:
    """The formula of that name in `WEIGHTLESS`."""
    formula: Formula = import_module(WEIGHTLESS[name]).FORMULA
    return formula
