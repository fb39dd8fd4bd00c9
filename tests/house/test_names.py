"""Holds the names: a module is a noun, and no room is a junk drawer."""

from __future__ import annotations

from pathlib import PurePosixPath

from tests.house.sources import modules

JUNK = {"util", "helper", "common", "misc", "base", "manager"}


def junk_drawers(names: list[str]) -> list[str]:
    """Those paths of which a part is a forbidden word, alone, in the plural or joined to others."""
    return [
        name
        for name in names
        if JUNK
        & {
            word.removesuffix("s")
            for part in PurePosixPath(name).with_suffix("").parts
            for word in part.split("_")
        }
    ]


def test_no_module_is_a_junk_drawer():
    assert junk_drawers([module.name for module in modules()]) == []


def test_the_guard_sees_a_junk_drawer():
    bad = [
        "childdesk/utils.py",
        "childdesk/ui/table_helpers.py",
        "childdesk/common/dates.py",
        "childdesk/desk/base.py",
    ]
    assert junk_drawers([*bad, "childdesk/domain/databook.py"]) == bad
