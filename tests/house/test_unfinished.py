"""Holds the promise that what stands is finished: no stub, nothing for later, no test switched off."""

from __future__ import annotations

import ast
import re

import pytest

from tests.house.sources import PACKAGE, ROOT, Module, modules

LATER = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b|pragma: no " + "cover")
OFF = {"skip", "skipif", "xfail", "importorskip", "expectedFailure"}


def unfinished(module: Module) -> list[str]:
    """Lines that put work off, in words or in code."""
    found = [
        (number, line.strip())
        for number, line in enumerate(module.text.splitlines(), 1)
        if LATER.search(line)
    ]
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Raise) and node.exc is not None and "NotImplemented" in ast.dump(node.exc):
            found.append((node.lineno, "a stub"))
        elif isinstance(node, ast.Attribute) and node.attr in OFF and _is_pytest(node.value):
            found.append((node.lineno, node.attr))
        elif isinstance(node, ast.Assert) and isinstance(node.test, ast.Constant):
            found.append((node.lineno, "an assertion of a constant"))
    return [f"{module.name}:{number} {what}" for number, what in found]


def _is_pytest(node: ast.expr) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr == "mark"
    return isinstance(node, ast.Name) and node.id in {"pytest", "unittest"}


def test_nothing_in_the_program_or_its_tests_is_put_off():
    everything = [*modules(PACKAGE), *modules(ROOT / "tests")]
    assert [hit for module in everything for hit in unfinished(module)] == []


@pytest.mark.parametrize(
    "broken",
    [
        "a = 1  # TO" + "DO later",
        "raise NotImplemented" + "Error",
        "raise NotImplemented" + "Error('not yet')",
        "@pytest.mark" + ".skipif(windows)\ndef test_a(): ...",
        "pytest.skip('not here')",
        "@pytest.mark.xfail\ndef test_a(): ...",
        "assert " + "True",
    ],
)
def test_the_guard_sees_what_is_put_off(broken: str):
    assert len(unfinished(Module("sample.py", broken))) == 1
