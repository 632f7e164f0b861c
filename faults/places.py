"""Places of a source file where a small fault can be put, and the fault.

Not generated, since no input can show them: texts of errors, annotations, decorators, imports,
floats of at most a millionth (they keep divisions and roundings safe), what `reshape` is called
with, and keywords in `NEUTRAL` with their values.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any

OPERATORS: dict[type, type] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult, ast.Pow: ast.Mult, ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip
NEUTRAL = ("strict", "dtype", "kind", "copy", "encoding")
"""Keywords that another argument, or the machine, makes true by itself."""
QUIET = (ast.Raise, ast.JoinedStr, ast.Import, ast.ImportFrom)
SAFE = 1e-6


@dataclass(frozen=True)
class Mutant:
    """The `number`-th fault of a file, and the lines of the function that it is in (or 0, 0)."""

    file: Path
    number: int
    line: int
    what: str
    first: int
    last: int


class Mutation(ast.NodeTransformer):
    """Numbers every place that can be changed; changes the one that is wanted."""

    def __init__(self, file: Path, wanted: int = -1) -> None:
        self.file, self.wanted = file, wanted
        self.places: list[Mutant] = []
        self.function = (0, 0)

    def visit(self, node: ast.AST) -> Any:
        if isinstance(node, QUIET):
            return node
        if isinstance(node, ast.FunctionDef):
            return self._function(node)
        if isinstance(node, ast.ClassDef):
            node.body = [self.visit(each) for each in node.body]
            return node
        if isinstance(node, ast.AnnAssign):
            node.value = self.visit(node.value) if node.value else None
            return node
        if isinstance(node, ast.Compare | ast.BoolOp | ast.BinOp | ast.AugAssign):
            old = node.ops[0] if isinstance(node, ast.Compare) else node.op
            new = OPERATORS.get(type(old))
            if new and self._here(node, f"{type(old).__name__} -> {new.__name__}"):
                if isinstance(node, ast.Compare):
                    node.ops[0] = new()
                else:
                    node.op = new()
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
            if self._here(node, f"{type(node.op).__name__} dropped"):
                return node.operand
        elif isinstance(node, ast.Constant) and isinstance(node.value, bool | int | float):
            value = node.value
            if 0 < value <= SAFE:
                return node
            step = value / 2 if value % 1 else 1
            other = not value if isinstance(value, bool) else value + step
            if self._here(node, f"{value} -> {other}"):
                return ast.copy_location(ast.Constant(other), node)
        elif isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute) and node.func.attr == "reshape":
                node.func = self.visit(node.func)
                return node  # any negative number is the length that is not known
            for keyword in list(node.keywords):
                if keyword.arg in (None, *NEUTRAL):
                    continue
                if self._here(node, f"{keyword.arg}= dropped"):
                    node.keywords.remove(keyword)
        elif isinstance(node, ast.keyword) and node.arg in NEUTRAL:
            return node
        return self.generic_visit(node)

    def _function(self, node: ast.FunctionDef) -> ast.FunctionDef:
        """Body and defaults; neither annotations nor decorators."""
        outer = self.function
        if outer == (0, 0):
            first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
            self.function = (first, node.end_lineno or node.lineno)
        node.args.defaults = [self.visit(each) for each in node.args.defaults]
        node.args.kw_defaults = [each and self.visit(each) for each in node.args.kw_defaults]
        node.body = [self.visit(each) for each in node.body]
        self.function = outer
        return node

    def _here(self, node: Any, what: str) -> bool:
        number = len(self.places)
        self.places.append(Mutant(self.file, number, node.lineno, what, *self.function))
        return number == self.wanted


def mutants(file: Path) -> list[Mutant]:
    """All faults of a file."""
    mutation = Mutation(file)
    mutation.visit(ast.parse(file.read_bytes()))
    return mutation.places


@cache
def compiled(file: Path, number: int = -1) -> CodeType:
    """The file with the fault of this number in it."""
    tree = Mutation(file, number).visit(ast.parse(file.read_bytes()))
    return compile(ast.fix_missing_locations(tree), str(file), "exec")
