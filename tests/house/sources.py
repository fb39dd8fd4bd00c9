"""Reads the program's source for the guards: modules as syntax trees, and the strings in them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "childdesk"

GAP = "\x00"
"""Stands in a string where an f-string, `%` or `format` puts something in."""


@dataclass(frozen=True)
class Module:
    """One source file; `name` is its path below the root, as people write it."""

    name: str
    text: str

    @property
    def tree(self) -> ast.Module:
        """The syntax tree, parsed anew."""
        return ast.parse(self.text, filename=self.name)


def modules(folder: Path = PACKAGE) -> list[Module]:
    """Every module of the program, in order."""
    return [
        Module(path.relative_to(folder.parent).as_posix(), path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("*.py"))
    ]


def words_of(node: ast.expr) -> str | None:
    """The text of a string expression, gaps marked; None if it is no string."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(_part(part) for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod):
        left, right = words_of(node.left), words_of(node.right)
        if left is None and right is None:
            return None
        joined = (left if left is not None else GAP) + (right if right is not None else GAP)
        return joined if isinstance(node.op, ast.Add) else (left or GAP)
    return None


def _part(part: ast.expr) -> str:
    return part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else GAP


def strings(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every string with its line: whole expressions first, so that no sentence is seen in pieces only."""
    inner: set[int] = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.expr) or id(node) in inner:
            continue
        words = words_of(node)
        if words is not None:
            inner.update(id(below) for below in ast.walk(node) if below is not node)
            yield node.lineno, words


def docstrings(tree: ast.AST) -> set[int]:
    """The lines on which docstrings begin."""
    return {
        statement.lineno
        for statement in ast.walk(tree)
        if isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    }


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every imported name with its line, `from a import b` as `a.b`, those inside functions included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield node.lineno, f"{node.module or ''}.{alias.name}"
