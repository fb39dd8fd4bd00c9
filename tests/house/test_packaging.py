"""Holds the ground: pins with hashes and no index, nothing of one machine, one way to test."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.house.sources import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PINS = ("packaging/requirements.txt", "packaging/requirements-dev.txt")
ROOMS = ("childdesk", "packaging", "resources", "tests", ".ci")

HOSTS = re.compile(
    "|".join(("py" + r"pi\.(org|python)", "python" + "hosted", "de" + r"b\.deb", "registry" + r"\.npm"))
)


def read(name: str) -> str:
    """A text file below the root."""
    return (ROOT / name).read_text(encoding="utf-8")


def loose(requirements: str) -> list[str]:
    """Requirements that are not pinned to one release with a hash, and lines that are options."""
    entries = re.split(r"\n(?=\S)", requirements.strip())
    return [entry for entry in entries if not re.match(r"[\w.-]+==\S+.*\\\n\s+--hash=sha256:", entry)]


def personal(text: str) -> list[str]:
    """Places of this computer and hosts of registries that a text names."""
    here = [f"{place}/" for place in (str(ROOT.parent), str(Path.home())) if len(place) > 1]
    return [place for place in here if place in text] + [hit[0] for hit in HOSTS.finditer(text)]


def texts() -> dict[str, str]:
    """Every text file of the project."""
    files = [path for path in ROOT.iterdir() if path.is_file() and path.name != ".git"]
    files += [path for room in ROOMS for path in (ROOT / room).rglob("*") if path.is_file()]
    found = {}
    for path in files:
        if "__pycache__" in path.parts:
            continue
        raw = path.read_bytes()
        if b"\0" not in raw[:8000]:
            found[path.relative_to(ROOT).as_posix()] = raw.decode("utf-8")
    return found


@pytest.mark.parametrize("name", PINS)
def test_every_requirement_is_pinned_with_its_hash(name: str):
    assert loose(read(name)) == []


def test_every_dependency_is_among_the_pins():
    pinned = set(re.findall(r"^([\w.-]+)==", read(PINS[0]), re.MULTILINE))
    wanted = [re.match(r"[\w.-]+", line)[0].casefold() for line in PROJECT["project"]["dependencies"]]
    assert [name for name in wanted if name not in pinned] == []


def test_every_pin_of_the_program_has_its_licence_named():
    listed = read("packaging/licences/README.md").casefold()
    pinned = re.findall(r"^([\w.-]+)==", read(PINS[0]), re.MULTILINE)
    assert [name for name in pinned if not re.search(rf"[| ]{re.escape(name)}[ ,|]", listed)] == []
    texts_beside = [path.name for path in (ROOT / "packaging/licences").glob("*.txt")]
    assert [name for name in texts_beside if f"`{name}`" not in listed] == []


def test_what_the_tests_install_is_what_the_program_installs():
    program, tests = (dict(re.findall(r"^([\w.-]+)==(\S+)", read(name), re.MULTILINE)) for name in PINS)
    assert {name: tests.get(name) for name in program} == program


def test_no_file_names_a_place_of_this_computer_or_a_registry():
    assert {name: hits for name, text in texts().items() if (hits := personal(text))} == {}


def test_resources_hold_no_python():
    assert list((ROOT / "resources").rglob("*.py")) == []


def test_packaging_is_no_package():
    assert not (ROOT / "packaging" / "__init__.py").exists(), "it would hide the library of that name"


def test_the_machine_runs_what_the_readme_says():
    assert read(".ci/run").strip().splitlines()[-1] == "exec make test"
    assert "make test" in read("README.md")


def test_the_guards_see_a_loose_pin_an_index_and_a_place():
    assert loose(
        "click==8.1.7 \\\n    --hash=sha256:00\nopenpyxl==3.1\nruff>=0.1 \\\n    --hash=sha256:00\n"
    ) == [
        "openpyxl==3.1",
        "ruff>=0.1 \\\n    --hash=sha256:00",
    ]
    assert loose("--index-url somewhere\nclick==8.1.7 \\\n    --hash=sha256:00") == ["--index-url somewhere"]
    assert personal("get it from " + "py" + "pi.org") != []
    assert personal(f"look in {ROOT.parent}/main") != [] or str(ROOT.parent) == "/"
