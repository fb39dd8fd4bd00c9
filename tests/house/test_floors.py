"""Holds the floors: the import contracts can go red, domain stands alone, nothing below `ui` needs Qt."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.sources import PACKAGE, ROOT, Module, imports, modules

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
    "contracts"
]

BROKEN = {
    "floors": ("domain/broken.py", "from childdesk import desk\n"),
    "rooms-of-ui": ("ui/widgets/broken.py", "def f():\n    from childdesk.ui.pages import left\n"),
    "pages": ("ui/pages/left.py", "from childdesk.ui.pages import right\n"),
    "through-the-desk": ("ui/broken.py", "import childdesk.store\n"),
    "no-qt-below-ui": ("files/broken.py", "def f():\n    from PySide6.QtCore import QObject\n"),
    "sql": ("desk/broken.py", "import sqlite3\n"),
    "workbooks": ("store/broken.py", "from openpyxl import load_workbook\n"),
    "no-circles": ("files/circle_a.py", "from childdesk.files import circle_b\n"),
}
"""Contract → a file that breaks it, an import hidden in a function included."""

COMPANIONS = {
    "ui/pages/right.py": "",
    "files/circle_b.py": "from childdesk.files import circle_a\n",
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs the import contracts of `folder`/pyproject.toml on `folder`/childdesk."""
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def test_every_contract_is_broken_by_its_sample(tmp_path: Path):
    shutil.copytree(PACKAGE, tmp_path / "childdesk", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for path, text in [*BROKEN.values(), *COMPANIONS.items()]:
        (tmp_path / "childdesk" / path).write_text(text, encoding="utf-8")
    answer = lint(tmp_path)
    assert answer.returncode == 1, answer.stderr
    assert {contract["id"] for contract in CONTRACTS} == set(BROKEN), "each contract needs its broken sample"
    kept = [contract["name"] for contract in CONTRACTS if f"{contract['name']} BROKEN" not in answer.stdout]
    assert kept == []


def foreign_imports(module: Module) -> list[str]:
    """What a module of `domain` uses besides the standard library and `domain` itself."""
    return [
        f"{module.name}:{line} {name}"
        for line, name in imports(module.tree)
        if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith("childdesk.domain")
    ]


def test_domain_uses_the_standard_library_and_itself():
    domain = [module for module in modules() if module.name.startswith("childdesk/domain/")]
    assert [hit for module in domain for hit in foreign_imports(module)] == []


@pytest.mark.parametrize("broken", ["import click", "from childdesk import store", "from . import kinds"])
def test_the_guard_sees_a_foreign_import_in_domain(broken: str):
    assert len(foreign_imports(Module("sample.py", broken))) == 1


WITHOUT_QT = """
import importlib, pkgutil, sys

class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"PySide6", "shiboken6"}:
            raise ImportError("Qt is blocked: " + name)

sys.meta_path.insert(0, NoQt())
count = 0
for floor in sys.argv[1:]:
    package = importlib.import_module(floor)
    for found in pkgutil.walk_packages(package.__path__, floor + "."):
        importlib.import_module(found.name)
        count += 1
print(count)
"""


def import_without_qt(*packages: str, path: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Imports every module of the packages in a process where Qt cannot be imported."""
    return subprocess.run(
        [sys.executable, "-c", WITHOUT_QT, *packages],
        cwd=path,
        env={**os.environ, "PYTHONPATH": str(path)},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def test_every_floor_below_ui_imports_without_qt():
    answer = import_without_qt("childdesk.domain", "childdesk.store", "childdesk.files", "childdesk.desk")
    assert answer.returncode == 0, answer.stderr
    assert int(answer.stdout) > 20


def test_the_guard_sees_qt_behind_a_third_module(tmp_path: Path):
    (tmp_path / "sample").mkdir()
    (tmp_path / "sample" / "__init__.py").touch()
    (tmp_path / "sample" / "lower.py").write_text("import middle\n", encoding="utf-8")
    (tmp_path / "middle.py").write_text("from PySide6 import QtCore\n", encoding="utf-8")
    answer = import_without_qt("sample", path=tmp_path)
    assert answer.returncode != 0
    assert "Qt is blocked" in answer.stderr
