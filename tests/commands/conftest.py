"""A village on the command line: made once, copied for whoever changes it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.asked import Seat, village


@pytest.fixture(scope="session")
def made() -> Iterator[Seat]:
    """A practice desk that no test may change."""
    with village() as seat:
        yield seat


@pytest.fixture
def seat(made: Seat, tmp_path: Path) -> Seat:
    """A copy of it of one's own."""
    return made.at(Path(shutil.copytree(made.home, tmp_path / "desk")))


@pytest.fixture
def child(seat: Seat) -> str:
    """The id of 周小禾 in it."""
    return str(seat.json("find", "zxh")["children"][0]["id"])
