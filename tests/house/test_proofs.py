"""What a proof or bench takes from another file of tests is there: they are not run with the rest."""

from __future__ import annotations

import ast
import functools
from pathlib import Path

HERE = Path(__file__).resolve().parents[2]
FOLDERS = ("tests/prove", "tests/bench")


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def file_of(module: str) -> Path | None:
    """The file of a module of tests; None for a folder without one."""
    place = HERE / module.replace(".", "/")
    path = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
    return path if path.is_file() else None


@functools.cache
def names_in(path: Path) -> set[str]:
    """Everything that a module binds at its top."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            found |= {alias.asname or alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
    return found


def missing(source: ast.Module) -> list[str]:
    """Names that are taken from a file of tests and are not there."""
    found = []
    for node in ast.walk(source):
        if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("tests"):
            continue
        path = file_of(node.module or "")
        there = names_in(path) if path else None
        for alias in node.names:
            inside = HERE / (node.module or "").replace(".", "/") / alias.name
            if alias.name in (there or ()) or inside.with_suffix(".py").is_file() or inside.is_dir():
                continue
            found.append(f"{node.module}.{alias.name}")
    return found


def test_every_proof_and_bench_finds_what_it_takes_from_other_tests():
    files = [path for folder in FOLDERS for path in sorted((HERE / folder).glob("*.py"))]
    assert len(files) > 40
    assert {path.name: found for path in files if (found := missing(tree(path)))} == {}


def test_a_name_that_is_gone_is_seen():
    text = "from tests.prove.proof import Asked, Nobody\nfrom tests.prove import proof, nothing\n"
    assert missing(ast.parse(text)) == ["tests.prove.proof.Nobody", "tests.prove.nothing"]
