"""Holds where the program finds what it ships: beside the package, inside it, in the frozen folder."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from childdesk import paths

ROOT = Path(__file__).parents[2]
SAY = (
    "import sys; {first}; from childdesk import paths; print(paths.resource_bytes('codes/word.txt').decode())"
)


def said(folder: Path, first: str = "") -> str:
    """What a copy of the package in another folder reads."""
    code = SAY.format(first=first or "pass")
    done = subprocess.run(
        [sys.executable, "-P", "-c", code],
        cwd=folder,
        env={"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.fixture
def package(tmp_path) -> Path:
    """The package alone, as it lies in site-packages."""
    home = tmp_path / "site"
    (home / "childdesk").mkdir(parents=True)
    for name in ("__init__.py", "paths.py"):
        (home / "childdesk" / name).write_bytes((ROOT / "childdesk" / name).read_bytes())
    return home


def put(resources: Path, word: str) -> None:
    (resources / "codes").mkdir(parents=True)
    (resources / "codes" / "word.txt").write_text(word, encoding="utf-8")


def test_resources_stand_beside_the_package_in_a_source_tree(package):
    put(package / "resources", "beside")
    assert said(package) == "beside"


def test_resources_stand_inside_the_package_in_a_wheel(package):
    put(package / "childdesk" / "resources", "inside")
    assert said(package) == "inside"


def test_resources_stand_in_the_frozen_folder(package, tmp_path):
    put(tmp_path / "frozen" / "resources", "frozen")
    put(package / "resources", "beside")
    assert said(package, f"sys._MEIPASS = {str(tmp_path / 'frozen')!r}") == "frozen"


def test_this_source_tree_reads_its_own_resources():
    assert paths.resources() == ROOT / "resources"
    assert paths.resource("codes", "pinyin.txt").is_file()
    with pytest.raises(OSError, match="none"):
        paths.resource_bytes("codes/none.txt")
