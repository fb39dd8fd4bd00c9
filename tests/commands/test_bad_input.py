"""Bad input on the command line: one clear sentence with the next step, its exit code, nothing changed."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import shutil
import zipfile
from pathlib import Path

import msoffcrypto.format.ooxml
import pytest
import xlsxwriter

from childdesk.store import folders, lock, slots
from childdesk.store.connection import open_ledger
from tests.commands.asked import PASSPHRASE, Answer, Seat, light
from tests.files.handmade import xlsx


def contents(folder: Path) -> dict[str, bytes]:
    """What the desk keeps, but for what SQLite holds while open, the lock and the count of tries."""
    passing = ("-wal", "-shm", ".lock", "attempts.json")
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith(passing)
    }


def told(answer: Answer, code: int, *words: str) -> None:
    """One sentence on stderr that says it, nothing on stdout, the code; never a trace of the program."""
    assert answer.code == code, answer.err
    assert answer.out == ""
    assert answer.err.count("\n") == 1
    assert all(word in answer.err for word in words), answer.err
    assert answer.err.rstrip().endswith(("。", "？"))


# ── the desk ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_wrong_passphrase(seat, tmp_path):
    (tmp_path / "wrong").write_text("别的口令 一二三", "utf-8")
    before = contents(seat.home)
    wrong = Seat(seat.home, tmp_path / "wrong")
    told(wrong.ask("find"), 1, "口令不对", "数据没有动")
    assert contents(seat.home) == before
    for _ in range(4):
        wrong.ask("find")
    told(seat.ask("find"), 1, "60秒", "数据没有动")


def test_no_passphrase_at_all(seat, tmp_path):
    told(Seat(seat.home, tmp_path / "none").ask("find"), 1, "读不到口令文件")
    (tmp_path / "empty").write_text("", "utf-8")
    told(Seat(seat.home, tmp_path / "empty").ask("find"), 1, "口令文件是空的")


def test_lost_slots(seat):
    for name in (slots.FILE, slots.SECOND):
        (seat.home / name).unlink()
    before = contents(seat.home)
    told(seat.ask("find"), 3, "口令文件", "备份")
    assert contents(seat.home) == before


def test_one_of_two_slots_files_is_enough(seat):
    (seat.home / slots.FILE).write_text("{", "utf-8")
    assert seat.ask("find").code == 0


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        ("damaged", ("备份",)),
        ("truncated", ("备份",)),
        ("foreign", ("没有动",)),
        ("newer", ("新版本", "升级")),
        ("gone", ("没有档案",)),
    ],
)
def test_a_ledger_that_is_not_as_it_should_be(seat, harm, words):
    file = seat.home / "ledger.db"
    if harm == "damaged":
        body = bytearray(file.read_bytes())
        body[8_192:12_288] = os.urandom(4096)
        body[0:4096] = os.urandom(4096)
        file.write_bytes(body)
    elif harm == "truncated":
        os.truncate(file, 1000)
    elif harm == "foreign":
        file.write_bytes(b"SQLite format 3\x00" + bytes(8176))
    elif harm == "newer":
        with light():
            key = slots.unlock(seat.home, slots.people(seat.home)[0][0], PASSPHRASE)
        with contextlib.closing(open_ledger(file, key, "write")) as opened:
            opened.execute("PRAGMA user_version = 9999")
    else:
        file.unlink()
    before = contents(seat.home)
    told(seat.ask("find"), 3, *words)
    assert contents(seat.home) == before


def test_a_ledger_that_is_open_elsewhere(seat):
    with lock.DeskLock(seat.home):
        told(seat.ask("find"), 3, "窗口")


@pytest.mark.parametrize(
    ("folder", "words"),
    [("OneDrive/desk", ("OneDrive", "不同步的文件夹")), ("坚果云", ("坚果云", "不同步的文件夹"))],
)
def test_a_folder_that_a_cloud_copies(seat, tmp_path, folder, words):
    new = "new --level village --unit 桃花村 --region 990101001002 --person 周敏".split()
    told(seat.at(tmp_path / folder).ask(*new), 1, *words)
    assert not (tmp_path / folder / "ledger.db").exists()


def test_a_folder_that_is_not_there(seat, tmp_path):
    told(seat.at(tmp_path / "nowhere").ask("find"), 3, "没有这个文件夹", "写对没有", "请先新建")
    assert not (tmp_path / "nowhere").exists()


def test_a_file_where_a_folder_should_be_is_a_wrong_call(seat, tmp_path):
    (tmp_path / "file").write_text("x", "utf-8")
    answer = seat.at(tmp_path / "file").ask("find")
    assert (answer.code, answer.out) == (2, "")
    assert (tmp_path / "file").read_text("utf-8") == "x"


def test_a_folder_on_the_network(seat, tmp_path, monkeypatch):
    monkeypatch.setattr(folders, "_mounts", lambda: f"server:/x {tmp_path} nfs4 rw 0 0\n")
    new = "new --level village --unit 桃花村 --region 990101001002 --person 周敏".split()
    told(seat.at(tmp_path / "far").ask(*new), 1, "网络", "本机硬盘")
    told(seat.ask("find"), 1, "网络")


@pytest.mark.parametrize(("code", "exit_code"), [(errno.EACCES, 1), (errno.ENOSPC, 3)])
def test_a_disk_that_takes_nothing(seat, tmp_path, monkeypatch, code, exit_code):
    before = contents(seat.home)
    opened = os.open

    def refusing(path, flags, mode=0o777, **more):
        if flags & os.O_CREAT and str(path).startswith(str(tmp_path)):
            raise OSError(code, os.strerror(code))
        return opened(path, flags, mode, **more)

    monkeypatch.setattr(os, "open", refusing)
    words = "不让写入" if code == errno.EACCES else "磁盘满了"
    told(seat.ask("add", "child", "name=毛毛"), exit_code, words, "没有动")
    assert contents(seat.home) == before


class Disk:
    """Has room for so many new files below a folder; locks need none."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.room = str(folder), 1000
        self._open, self._stream = os.open, io.open

    def _take(self, path: object) -> None:
        if str(path).startswith(self.folder) and not str(path).endswith(".lock"):
            self.room -= 1
            if self.room < 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def opening(self, path, flags, mode=0o777, **more):
        if flags & os.O_CREAT:
            self._take(path)
        return self._open(path, flags, mode, **more)

    def streaming(self, path, mode="r", *rest, **more):
        if set(mode) & set("wx") and "opener" not in more:
            self._take(path)
        return self._stream(path, mode, *rest, **more)


FILES = {"import": 2, "report": 2, "fill": 2, "backup": 2, "passphrase": 2, "set": 1}
"""Command → how many files it makes at least: the count of tries at the passphrase, and its own."""


@pytest.mark.parametrize(
    "words",
    [
        ("import", "NEW"),
        ("report", "village-roster", "--out", "PLACE/a.xlsx"),
        ("report", "case-file", "--child", "CHILD", "--out", "PLACE/a.pdf"),
        ("fill", "LIST", "--out", "PLACE/b.xlsx"),
        ("backup", "PLACE"),
        ("passphrase", "--recovery"),
        ("set", "CHILD", "grade=三年级"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_a_disk_that_is_full_at_any_file_of_a_command(seat, child, tmp_path, monkeypatch, words):
    """From the first file that the command makes to the last: refused with one sentence, or done whole."""
    place, listed = tmp_path / "place", tmp_path / "list.xlsx"
    place.mkdir()
    assert seat.ask("report", "village-roster", "--out", str(listed)).code == 0
    new = tmp_path / "new.csv"
    new.write_text("姓名,性别,出生日期\n新新,女,2017-03-02\n", "utf-8")
    given = {"LIST": str(listed), "NEW": str(new), "CHILD": child}
    asked = [given.get(word, word.replace("PLACE", str(place))) for word in words]
    disk = Disk(tmp_path)

    def kept() -> tuple[object, dict[str, bytes]]:
        """What was written down, and the files but backups and the ledger, which notes who signs in."""
        disk.room = 1000
        files = contents(seat.home)
        left = [name for name in files if name != "ledger.db" and not name.endswith(".childdesk")]
        return seat.json("history")["entries"], {name: files[name] for name in left}

    monkeypatch.setattr(os, "open", disk.opening)
    monkeypatch.setattr(io, "open", disk.streaming)
    before = kept()
    for files in range(20):
        disk.room = files
        answer = seat.ask(*asked)
        if answer.code != 3:
            break
        told(answer, 3, "磁盘满了")
        entries, left = kept()
        assert entries == before[0]
        assert sorted(left) == sorted(before[1])
        assert left == before[1]
        assert list(place.iterdir()) == []
    assert answer.code in (0, 4), answer.err
    assert files >= FILES[words[0]]


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────


def sealed(path: Path) -> None:
    plain = path.with_name("plain.xlsx")
    xlsxwriter.Workbook(str(plain)).close()
    with plain.open("rb") as source, path.open("wb") as target:
        msoffcrypto.format.ooxml.OOXMLFile(source).encrypt("secret", target)
    plain.unlink()


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("encrypted", ("密码",)),
        ("truncated", ("不完整", "重新拷贝")),
        ("empty", ("空的", "换一个")),
        ("no roster", ("没有儿童名册",)),
        ("gone", ("找不到", "移走")),
        ("a zip of something else", ("没有改动",)),
    ],
)
def test_a_workbook_that_is_none(seat, tmp_path, kind, words):
    path = tmp_path / "list.xlsx"
    if kind == "encrypted":
        sealed(path)
    elif kind == "truncated":
        path.write_bytes(xlsx("<sheetData/>" + " " * 5000)[:900])
    elif kind == "empty":
        path.write_bytes(b"")
    elif kind == "no roster":
        path = tmp_path / "shop.csv"
        path.write_text("商品,价格\n苹果,3\n梨,4\n", "utf-8")
    elif kind == "a zip of something else":
        with zipfile.ZipFile(path, "w") as package:
            package.writestr("hello.txt", "hello")
    before = seat.json("history")
    told(seat.ask("import", str(path)), 1, *words)
    assert seat.json("history") == before


def test_backups_that_are_none(seat, tmp_path):
    kept = seat.json("backup", str(tmp_path / "stick"))["file"]
    before = contents(seat.home)
    told(seat.ask("restore", str(tmp_path / "none")), 1, "找不到这个备份文件", "U盘")
    told(seat.ask("restore", str(seat.passphrase)), 1, "不是本软件的备份")
    torn = tmp_path / "torn.childdesk"
    torn.write_bytes(Path(kept).read_bytes()[:-2000])
    told(seat.ask("restore", str(torn)), 3, "读不完整", "换一份")
    assert contents(seat.home) == before
    told(seat.at(tmp_path / "new").ask("restore", str(torn)), 3, "读不完整")
    assert not (tmp_path / "new").exists(), "a folder made for nothing does not stay"
    told(seat.ask("backup", str(tmp_path / "a" / "b")), 3, "U盘")


def test_a_file_that_cannot_be_put_there(seat, tmp_path):
    told(seat.ask("report", "village-roster", "--out", str(tmp_path / "no" / "x.xlsx")), 1, "文件夹不在")
    told(seat.ask("report", "nothing", "--out", str(tmp_path / "x.xlsx")), 1, "没有叫“nothing”的报表")


# ── values ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "child", "sex=男"), ("没有姓名", "请填上姓名")),
        (("add", "child", "name= "), ("没有姓名",)),
        (("add", "child", "name=毛毛", "nothing=1"), ("没有“nothing”这一项",)),
        (("add", "dragon", "name=毛毛"), ("没有“dragon”这种记录",)),
        (("add", "visit", "date=2026-11-20"), ("没有儿童",)),
        (("add", "visit", "child=CHILD"), ("没有随访时间",)),
        (("add", "visit", "child=CHILD", "date=2026-13-01"), ("随访时间", "13月", "没有存")),
        (("add", "visit", "child=ffffff", "date=2026-11-20"), ("没有找到这个编号",)),
        (("add", "guardian", "child=CHILD", "health=健康"), ("没有姓名",)),
        (("add", "father", "child=CHILD", "name=周大"), ("已有父亲",)),
        (("set", "CHILD", "name="), ("没有姓名",)),
        (("set", "CHILD", "age=3"), ("没有“age”这一项",)),
        (("set", "CHILD", "birth=2016-02-30"), ("没有30日",)),
        (("set", "CHILD", "id_number=9901**********0100"), ("身份证号",)),
        (("show", "12345"), ("编号至少写6位",)),
        (("show", "zzzzzz"), ("编号",)),
        (("show", "CHILD", "--reveal", "nothing"), ("没有“nothing”这一项",)),
        (("undo", "ffffffff"), ("没有找到这次改动",)),
        (("history", "ffffffff"), ("没有找到这个编号",)),
        (("report", "village-roster", "--out", "x.xlsx", "--period", "2026-13"), ("期间",)),
        (("report", "village-roster", "--out", "x.xlsx", "--as-of", "2999-01-01"), ("还没到",)),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, tuple) else "",
)
def test_a_value_that_cannot_be_refuses_the_command_and_changes_nothing(seat, child, words, said):
    before = seat.json("history")
    told(seat.ask(*(word.replace("CHILD", child) for word in words)), 1, *said)
    assert seat.json("history") == before


def test_an_impossible_number_and_date_are_kept_as_typed_and_listed(seat):
    added = seat.ask("add", "child", "name=毛毛", "id_number=123", "birth=2016-13-45", as_json=True)
    assert added.code == 4
    impossible = {one["field"] for one in added.document["issues"] if one["level"] == "impossible"}
    assert impossible == {"id_number", "birth"}
    shown = seat.json("show", added.document["id"])
    assert (shown["fields"]["birth"], shown["fields"]["id_number"]) == (None, None)
    assert "2016-13-45" in shown["fields"]["was"]
    assert {"id_number", "birth"} <= set(shown["missing"])


def test_the_same_child_twice(seat):
    number = "id_number=990101201703020326"
    first = seat.ask("add", "child", "name=李思", "birth=2017-03-02", number)
    assert first.code == 0
    told(seat.ask("add", "child", "name=李思", number), 1, "已有同号的孩子", "请打开那份")
    again = seat.ask("add", "child", "name=李思", "birth=2017-03-02", as_json=True)
    assert again.code == 4, "perhaps the same: a person decides"
    assert any("可能已有" in one["text"] for one in again.document["issues"])


def test_json_says_why_too(seat):
    answer = seat.ask("show", "ffffff", as_json=True)
    assert (answer.code, answer.document["error"]) == (1, "refused")
    with lock.DeskLock(seat.home):
        answer = seat.ask("find", as_json=True)
    assert (answer.code, answer.document["error"]) == (3, "unavailable")
    assert answer.document["next_step"]


def test_a_practice_village_comes_only_into_an_empty_practice_desk(seat, tmp_path):
    told(seat.ask("practice", "--children", "3"), 1, "已有孩子")
    real = seat.at(tmp_path / "real")
    assert (
        real.ask(*"new --level village --unit 桃花村 --region 990101001002 --person 周敏".split()).code == 0
    )
    told(real.ask("practice", "--children", "3"), 1, "真实的档案")
    shutil.rmtree(tmp_path / "real")
