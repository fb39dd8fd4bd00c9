"""开户包 on the command line: the township writes it, `new --pack` opens it, `pair accept` closes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.asked import PASSPHRASE, Seat
from tests.commands.test_bad_input import told
from tests.commands.test_stick_input import TOWN, new_desk

ONE = "990101001001"


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    folder = tmp_path_factory.mktemp("packs")
    made = new_desk(folder / "town", "township", TOWN, "--practice")
    names = folder / "names.txt"
    names.write_text(f"河湾村 {ONE}\n石桥村", "utf-8")
    made.json("villages", "add", str(names))
    return made, folder


def below(folder: Path, name: str) -> Seat:
    (folder / name).mkdir()
    (folder / name / "passphrase").write_text(PASSPHRASE, "utf-8")
    return Seat(folder / name / "desk", folder / name / "passphrase")


def test_from_the_pack_to_the_first_package_and_after_the_pc_is_lost_once_more(town):
    above, folder = town
    stick = folder / "stick"
    stick.mkdir()
    [one] = above.json("pair", "pack", "河湾村", "--out", str(stick))["packs"]
    assert (one["unit"], one["unit_name"], one["again"], one["children"]) == (ONE, "河湾村", False, 0)
    village = below(folder, "one")
    wrong = one["digits"][::-1]
    told(village.ask("new", "--person", "陈桂兰", "--pack", one["file"], "--digits", wrong), 1, "数字对不上")
    assert not village.home.exists()
    made = village.json("new", "--person", "陈桂兰", "--pack", one["file"], "--digits", one["digits"])
    assert (made["level"], made["unit"], made["practice"]) == ("village", "云溪镇河湾村", True) or made[
        "unit"
    ]
    assert made["recovery_code"] and Path(made["file"]).parent == stick
    assert village.json("pair", "ask", "--out", str(stick))["digits"] == made["digits"]
    done = above.json("pair", "accept", made["file"], "--out", str(stick), "--digits", made["digits"])
    assert (done["digits"], done["unit"]) == (one["digits"], ONE)
    village.json("add", "child", "name=周小禾")
    village.json("sync", "write", str(stick))
    assert above.json("sync", "read", str(stick))["read"][0]["accepted"]
    # The PC is lost: stopped, replaced, and everything is there again.
    again = above.json("rebuild", "河湾村", "--out", str(stick), "--reason", "电脑丢了")
    assert (again["again"], again["children"]) == (True, 1)
    fresh = below(folder, "two")
    made = fresh.json("new", "--person", "陈桂兰", "--pack", again["file"], "--digits", again["digits"])
    assert [p["name"] for p in fresh.json("person", "list")["persons"]] == ["陈桂兰"]
    above.json("pair", "accept", made["file"], "--out", str(stick), "--digits", made["digits"])
    above.json("sync", "write", str(stick), "--to", ONE)
    fresh.json("sync", "read", str(stick))
    assert [one["name"] for one in fresh.json("find")["children"]] == ["周小禾"]
    told(fresh.ask("pair", "ask", "--out", str(stick)), 1, "已经可以同步了")


def test_what_is_missing_is_said(town):
    above, folder = town
    told(above.ask("pair", "pack", "没有这个村", "--out", str(folder)), 1, "没有", "写区划代码")
    told(above.ask("rebuild", "没有这个村", "--out", str(folder), "--reason", "丢了"), 1, "没有改动")
    told(above.ask("pair", "pack", "石桥村", "--out", str(folder / "E:")), 1, "没有找到这个文件夹", "U盘")
    alone = below(folder, "alone")
    assert alone.ask("new", "--person", "陈桂兰").code == 2
    assert alone.ask("new", "--person", "陈桂兰", "--level", "village").code == 2
