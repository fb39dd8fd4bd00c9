"""Holds the catch sites: three places may catch everything; everywhere else a fault must reach them."""

from __future__ import annotations

import ast

from tests.house.sources import Module, modules

SANCTIONED = {
    "childdesk/ui/tasks.py": "a desk function's fault goes back to the window that asked",
    "childdesk/ui/crash.py": "the last hook, which shows and saves the report",
    "childdesk/__main__.py": "the roof: the window's program",
    "childdesk/cli.py": "the roof: the command line's program",
}
BLANKET = {"Exception", "BaseException"}


def blanket_catches(module: Module) -> list[str]:
    """Handlers that catch everything and keep it; one that ends by raising it again keeps nothing."""
    found = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ExceptHandler) and _is_blanket(node.type):
            last = node.body[-1]
            if not (isinstance(last, ast.Raise) and last.exc is None):
                found.append(f"{module.name}:{node.lineno}")
        elif (
            isinstance(node, ast.Call) and _name(node.func) == "suppress" and any(map(_is_blanket, node.args))
        ):
            found.append(f"{module.name}:{node.lineno}")
    return found


def _is_blanket(caught: ast.expr | None) -> bool:
    if caught is None:
        return True
    if isinstance(caught, ast.Tuple):
        return any(_is_blanket(one) for one in caught.elts)
    return _name(caught) in BLANKET


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def test_only_the_sanctioned_sites_catch_everything():
    found = [hit for module in modules() if module.name not in SANCTIONED for hit in blanket_catches(module)]
    assert found == []


def test_the_guard_sees_every_way_of_catching_everything():
    sample = Module(
        "sample.py",
        "import contextlib\n"
        "try: f()\nexcept: pass\n"
        "try: f()\nexcept Exception as error: log(error)\n"
        "try: f()\nexcept (OSError, BaseException): pass\n"
        "with contextlib.suppress(Exception): f()\n"
        "try: f()\nexcept OSError: pass\n"
        "try: f()\nexcept BaseException:\n    undo()\n    raise\n",
    )
    assert blanket_catches(sample) == ["sample.py:3", "sample.py:5", "sample.py:7", "sample.py:8"]
