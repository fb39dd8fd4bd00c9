"""The drill on the command line: every step in one line, both desks equal, nothing of one's own in it."""

from __future__ import annotations

import functools
import shutil
from pathlib import Path
from unittest.mock import patch

from childdesk.store import slots


def test_the_drill_tells_every_step_ends_equal_and_leaves_nothing(made, tmp_path):
    seat = made.at(Path(shutil.copytree(made.home, tmp_path / "desk")))
    before = seat.json("find", "")
    with patch.object(slots, "derive", functools.cache(slots.derive)):
        answer = seat.ask("drill", "--take", "township", as_json=True)
    assert answer.code == 0
    told = answer.document
    steps = {one["step"]: one for one in told["steps"]}
    assert len(steps) == 11
    assert [one["whole"] for one in steps["pull"]["stick"]].count(False) == 1
    assert steps["look"]["sides"] == steps["pull"]["sides"]
    assert {one["school"] for one in steps["equal"]["sides"].values()} == {"云溪镇第二小学"}
    assert (told["different"], told["compared"] > 50, told["folder"]) == (0, True, None)
    assert seat.json("find", "") == before
    assert not (tmp_path / "desk-drill").exists()
    assert not any(one["name"] in answer.out for one in before["children"])
