"""Before the first list is painted nothing heavy is loaded: no workbooks, no age, no table of pinyin."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.bench import bench_window
from tests.ui import villages


def test_the_list_is_painted_before_anything_heavy_is_loaded(tmp_path: Path):
    home = shutil.copytree(villages.made(5).home, tmp_path / "desk")
    _, told = bench_window._run("--start", str(home))
    assert told["rows"]
    assert told["first_page"] == []
    assert told["list"] == []
