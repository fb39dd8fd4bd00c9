"""What may be wrong with a stick, on the command line: one clear sentence each, nothing changed."""

from __future__ import annotations

import errno
import os
import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from childdesk.files import package
from childdesk.store import durable, stick, volume
from tests.commands.asked import PASSPHRASE, Seat
from tests.commands.test_bad_input import told

TOWN, OTHER = "990101001", "990101001002"


def new_desk(folder: Path, level: str, region: str, *more: str) -> Seat:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "passphrase").write_text(PASSPHRASE, "utf-8")
    found = Seat(folder / "desk", folder / "passphrase")
    words = f"new --level {level} --unit 单位 --region {region} --person 某人".split()
    assert found.ask(*words, *more).code == 0
    return found


def pair(below: Seat, above: Seat, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    asked = below.json("pair", "request", "--out", str(folder))
    answer = above.json("pair", "accept", asked["file"], "--out", str(folder), "--digits", asked["digits"])
    below.json("pair", "finish", answer["file"], "--digits", answer["digits"])


@pytest.fixture(scope="module")
def whole(made, tmp_path_factory):
    """The village and a township that are paired, and a package that the village wrote."""
    folder = tmp_path_factory.mktemp("pair")
    village = made.at(Path(shutil.copytree(made.home, folder / "village")))
    town = new_desk(folder / "town", "township", TOWN, "--practice")
    pair(village, town, folder / "papers")
    (folder / "stick").mkdir()
    [written] = village.json("sync", "write", str(folder / "stick"))["written"]
    return village, town, Path(written["file"]), folder


@pytest.fixture
def desks(whole, tmp_path):
    """Copies of one's own: (village, township, the package on a stick)."""
    village, town, file, folder = whole
    own = [
        one.at(Path(shutil.copytree(one.home, tmp_path / name)))
        for one, name in ((village, "v"), (town, "t"))
    ]
    place = Path(shutil.copytree(folder / "stick", tmp_path / "stick"))
    return *own, place / "CHILDSYN" / file.name


def state(seat: Seat) -> tuple[object, ...]:
    """Children, pairings and files of a desk; that somebody sat down is noted in the ledger itself."""
    files = {str(path.relative_to(seat.home)) for path in seat.home.rglob("*") if path.suffix != ".lock"}
    children = seat.json("find", "")["children"]
    return children, seat.json("sync", "status")["peers"], files, seat.json("check")["ok"]


def refused(seat: Seat, place: Path, *words: str) -> None:
    """Nothing is taken in; the reason is one sentence in the answer, and the desk is as it was."""
    before = state(seat)
    document = seat.json("sync", "read", str(place))
    [one] = document["read"]
    assert (one["accepted"], document["applied"], document["quarantined"]) == (False, 0, 0)
    assert all(word in one["why_not"] for word in words), one["why_not"]
    answer = seat.ask("sync", "read", str(place))
    assert answer.code == 1
    assert answer.out.count("\n") == 1 and one["why_not"] in answer.out and answer.err == ""
    assert state(seat) == before


def test_the_package_itself_is_taken_in(desks):
    _, town, file = desks
    assert town.json("sync", "read", str(file.parent.parent))["read"][0]["accepted"]


def test_the_key_for_stock_tools_comes_with_how_it_is_done(desks, tmp_path):
    village, town, _ = desks
    out = tmp_path / "key.txt"
    answer = town.ask("sync", "key", "--out", str(out), "--reason", "核对一份包")
    assert answer.code == 0
    assert out.read_text().startswith("AGE-SECRET-KEY-1")
    assert "AGE-SECRET-KEY-1" not in answer.out
    assert all(word in answer.out for word in ("age -d -i", "minisign -V -P"))
    assert village.json("sync", "status")["public_key"] in answer.out
    told(town.ask("sync", "key", "--out", str(out), "--reason", "再来"), 1, "已有同名的文件")


def test_somebody_elses_stick(desks, tmp_path):
    _, town, _ = desks
    other = tmp_path / "other"
    other.mkdir()
    (other / "照片.jpg").write_bytes(b"x")
    (other / "CHILDSYN").mkdir()
    (other / "CHILDSYN" / "CS-000000-E01-000001-00000000.age").write_bytes(os.urandom(400))
    refused(town, other, "读不完整")
    shutil.rmtree(other / "CHILDSYN")
    before = state(town)
    told(town.ask("sync", "read", str(other)), 1, "没有给本机的同步包")
    assert state(town) == before


def test_a_package_for_another_desk(desks, tmp_path):
    _, _, file = desks
    other = new_desk(tmp_path / "o", "village", OTHER, "--practice")
    refused(other, file, "不是给本机的")


def test_ones_own_package(desks):
    village, _, file = desks
    document = village.json("sync", "read", str(file))
    assert [one["why_not"] for one in document["read"]] == ["这是本机写出的包，带给对方读"]


def test_a_newer_protocol(desks, monkeypatch):
    village, town, file = desks
    shutil.rmtree(file.parent)
    real = package.replace
    with monkeypatch.context() as patch:
        patch.setattr(package, "replace", lambda page, **about: real(page, reader=99, **about))
        assert village.ask("sync", "write", str(file.parent.parent)).code == 0
    refused(town, file.parent.parent, "请先升级本软件")


def test_no_stick(desks, tmp_path):
    village, town, _ = desks
    for seat, word in ((town, "read"), (village, "write")):
        before = state(seat)
        told(seat.ask("sync", word, str(tmp_path / "E:")), 1, "没有找到这个文件夹", "U盘")
        assert state(seat) == before


@pytest.mark.parametrize(
    ("code", "words"),
    [(errno.ENOSPC, "磁盘满了"), (errno.EROFS, "不让写入"), (errno.EIO, "中断"), (errno.ENOENT, "不见了")],
)
def test_a_stick_that_fills_up_is_write_protected_or_is_pulled_while_writing(desks, monkeypatch, code, words):
    village, _, file = desks

    real = durable.write_part

    def broken(path, content):
        if stick.FOLDER in path.parts:
            raise OSError(code, "broken", str(path))
        return real(path, content)

    before = file.read_bytes()
    monkeypatch.setattr(durable, "write_part", broken)
    waiting = village.json("sync", "status")["peers"][0]["unacknowledged"]
    told(village.ask("sync", "write", str(file.parent.parent)), 3, words, "没有动")
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    assert file.read_bytes() == before
    assert village.json("sync", "status")["peers"][0]["unacknowledged"] == waiting
    assert village.json("sync", "status")["held_back"] is None, "nobody waits to come back whole"


def test_a_stick_without_room(desks, monkeypatch):
    village, _, file = desks
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(stick.shutil, "disk_usage", lambda _place: usage(100, 99, 1))
    told(village.ask("sync", "write", str(file.parent.parent)), 3, "磁盘满了", "没有动")
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_a_folder_that_is_gone_in_the_middle_of_reading(desks, monkeypatch):
    _, town, file = desks
    real = stick.candidates

    def gone(place):
        found = list(real(place))
        shutil.rmtree(file.parent)
        return found

    monkeypatch.setattr(stick, "candidates", gone)
    before = state(town)
    document = town.json("sync", "read", str(file.parent.parent))
    assert [one["why_not"] for one in document["read"]] == [stick.PULLED[0]]
    assert state(town) == before


def test_a_folder_that_is_gone_while_it_is_listed(desks, monkeypatch):
    _, town, file = desks

    def gone(_folder):
        raise FileNotFoundError(errno.ENOENT, "gone", str(file))

    monkeypatch.setattr(stick, "_packages", gone)
    told(town.ask("sync", "read", str(file.parent.parent)), 3, "不见了", "没有动")


def test_a_practice_package_on_a_real_desk(desks, tmp_path, monkeypatch):
    village, _, _ = desks
    real = new_desk(tmp_path / "r", "township", TOWN)
    asked = village.json("pair", "request", "--out", str(tmp_path))
    before = state(real)
    words = ("pair", "accept", asked["file"], "--out", str(tmp_path), "--digits", asked["digits"])
    told(real.ask(*words), 1, "演练")
    assert state(real) == before


def test_the_stick_of_last_time_is_named_where_it_is_known(desks, monkeypatch):
    village, town, file = desks
    place, mark = str(file.parent.parent), ["a" * 16]
    monkeypatch.setattr(volume, "mark", lambda _folder, _probe: mark[0])
    assert village.json("sync", "write", place)["stick"] is None
    assert village.json("sync", "write", place)["stick"] == "same"
    assert "上次用的也是这只" in village.ask("sync", "write", place).out
    mark[0] = "b" * 16
    assert "不像上次用的那只" in village.ask("sync", "write", place).out
    assert town.json("sync", "read", place)["stick"] is None
    assert town.json("sync", "read", place, "--dry-run")["stick"] == "same"


def test_a_lost_stick_is_written_down(desks):
    village, _, _ = desks
    assert village.json("sync", "lost", "--reason", "赶集时丢的")["result"] == "记下了"
    assert village.json("sync", "status")["past"][0]["what"] == "U盘丢了：赶集时丢的"
    told(village.ask("sync", "lost", "--reason", " "), 1, "怎么丢的")
