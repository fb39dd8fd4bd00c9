"""Holds the sizes: what grows past them is two things in one room."""

from __future__ import annotations

import ast
import functools

from tests.house.sources import Module, modules

FILE, CLASS, FUNCTION = 400, 250, 60

EXCEPTIONS: dict[str, tuple[int, str]] = {
    "childdesk/ui/window.py:Window": (255, "five lines over since the reading order of Tab was added"),
}
"""Name → (its own limit, the reason). The name is `path`, or `path:Class.function`. Stays small."""


def sizes(module: Module) -> dict[str, tuple[int, int]]:
    """Name → (lines, limit) of the file, its classes and functions."""
    found = {module.name: (len(module.text.splitlines()), FILE)}

    def visit(node: ast.AST, path: str) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                limit = CLASS if isinstance(child, ast.ClassDef) else FUNCTION
                name = f"{path}.{child.name}" if path else child.name
                lines = (child.end_lineno or child.lineno) - child.lineno + 1
                found[f"{module.name}:{name}"] = (lines, limit)
                visit(child, name)
            else:
                visit(child, path)

    visit(module.tree, "")
    return found


def too_long(found: dict[str, tuple[int, int]], exceptions: dict[str, tuple[int, str]]) -> list[str]:
    """What is over its limit, in words."""
    limits = {name: exceptions.get(name, (limit, ""))[0] for name, (_, limit) in found.items()}
    return [f"{name}: {lines} > {limits[name]}" for name, (lines, _) in found.items() if lines > limits[name]]


@functools.cache
def everything() -> dict[str, tuple[int, int]]:
    """The sizes of the whole program, measured once."""
    return {name: size for module in modules() for name, size in sizes(module).items()}


def test_nothing_is_longer_than_its_limit():
    assert too_long(everything(), EXCEPTIONS) == []


def test_every_exception_has_a_reason_and_is_still_needed():
    found = everything()
    for name, (limit, reason) in EXCEPTIONS.items():
        assert len(reason) > 20, name
        lines, usual = found[name]
        assert usual < lines <= limit, f"{name} has {lines} lines and needs no exception"


def test_the_guard_sees_a_long_file_class_and_method():
    body = "\n".join(f"        a{n} = {n}" for n in range(300))
    sample = Module("sample.py", f"class Room:\n    def walk(self):\n{body}\n" + "\n" * 100)
    assert [line.split(":")[0] + line[line.rindex(":") :] for line in too_long(sizes(sample), {})] == [
        "sample.py: 402 > 400",
        "sample.py: 302 > 250",
        "sample.py: 301 > 60",
    ]
