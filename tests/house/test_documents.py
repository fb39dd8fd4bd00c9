"""Holds the documents to the code: what they name exists, and what a newcomer needs is named."""

from __future__ import annotations

import re
import tomllib

from tests.house.sources import PACKAGE, ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PATH = re.compile(r"`((?:childdesk|tests|packaging|resources|\.ci)/[\w./{},-]*|childdesk/?)`")


def read(name: str) -> str:
    """A document at the root."""
    return (ROOT / name).read_text(encoding="utf-8")


def named_paths(text: str) -> list[str]:
    """The paths in backquotes that a document names; `a/{b,c}` names two."""
    found = []
    for path in PATH.findall(text):
        group = re.search(r"\{([^}]*)\}", path)
        found += [path.replace(group[0], one) for one in group[1].split(",")] if group else [path]
    return found


def missing(text: str) -> list[str]:
    """Paths that a document names and nobody finds."""
    return [path for path in named_paths(text) if not (ROOT / path).exists()]


def verbs(makefile: str) -> list[str]:
    """What `make` can be asked for."""
    return re.search(r"^\.PHONY:(.*)$", makefile, re.MULTILINE)[1].split()


def packages() -> list[str]:
    """Every package of the program, as ARCHITECTURE.md writes it."""
    return [f"{path.parent.relative_to(ROOT).as_posix()}/" for path in sorted(PACKAGE.rglob("__init__.py"))]


def test_every_path_that_a_document_names_exists():
    named = {name: missing(read(name)) for name in ("README.md", "ARCHITECTURE.md", "CHANGELOG.md")}
    assert named == {name: [] for name in named}
    assert len(named_paths(read("ARCHITECTURE.md"))) > 20


def test_architecture_names_every_package():
    text = read("ARCHITECTURE.md")
    assert [name for name in packages() if f"`{name}`" not in text] == []


def test_readme_names_every_verb_of_make():
    assert [verb for verb in verbs(read("Makefile")) if f"make {verb}" not in read("README.md")] == []


def test_architecture_gives_every_dependency_its_reason():
    text = read("ARCHITECTURE.md").casefold()
    names = [re.match(r"[\w.-]+", line)[0] for line in PROJECT["dependencies"]]
    assert [name for name in names if f"| {name.casefold()} " not in text] == []


def test_changelog_begins_with_this_version():
    assert re.search(r"^## (\S+)", read("CHANGELOG.md"), re.MULTILINE)[1] == PROJECT["version"]


def test_every_folder_of_tests_is_run_by_make():
    makefile = read("Makefile")
    run = set(re.search(r"^LOWER := (.*)$", makefile, re.MULTILINE)[1].split())
    run |= set(re.search(r"^UPPER := (.*)$", makefile, re.MULTILINE)[1].split())
    apart = {"prove", "bench"}  # make prove, make bench
    folders = {path.relative_to(ROOT / "tests").parts[0] for path in (ROOT / "tests").rglob("test_*.py")}
    assert folders - run - apart == set()


def test_the_guards_see_a_missing_path_and_read_every_verb():
    assert missing("see `childdesk/cellar/` and `childdesk/{domain,attic}/`") == [
        "childdesk/cellar/",
        "childdesk/attic/",
    ]
    assert verbs("a:\n.PHONY: run fly\n") == ["run", "fly"]
