"""What goes wrong, through the window: each with its sentence where one looks, a way on, nothing lost."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel

from childdesk.desk import backups, chronicle, finding
from childdesk.desk.chronicle import Filter
from childdesk.domain import identity
from childdesk.domain.clock import SetClock
from childdesk.store import folders, lock
from childdesk.store.connection import open_ledger
from childdesk.ui.pages.settings.page import GROUPS
from tests.stories import workbooks
from tests.stories.pages import FileStory, FirstUsePage, ImportStory, NewFileStory, VisitStory, press
from tests.ui import stage, villages
from tests.ui.stage import Stage

pytestmark = pytest.mark.long

NUMBER = "99010120160302032"
"""Seventeen digits of nobody: there is no province 99."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A desk with five children, closed."""
    return villages.copied(tmp_path / "desk", villages.made(5))


@contextlib.contextmanager
def started(home: Path) -> Iterator[Stage]:
    """The program on a folder, whatever is in it."""
    there = Stage(home)
    try:
        yield there
    finally:
        there.close()


def with_a_backup(home: Path) -> None:
    """The day's backup is there."""
    session = villages.opened(home, villages.made(5), SetClock(stage.CLOCK))
    with contextlib.closing(session.ledger):
        backups.make(session, "manual")


def contents(home: Path) -> dict[str, bytes]:
    """What the desk holds, byte by byte."""
    names = ("ledger.db", "slots.json", "slots.bak.json")
    return {name: (home / name).read_bytes() for name in names if (home / name).exists()}


def labels(there: Stage) -> list[str]:
    """Every word that is shown."""
    return [one.text() for one in there.window.findChildren(QLabel) if one.isVisible()]


def children(there: Stage) -> int:
    """How many are in the register."""
    return len(there.ids())


# ── before the desk is open ─────────────────────────────────────────────────────────────────────────


def test_a_wrong_passphrase_is_said_at_the_field(home):
    with started(home) as there:
        there.enter("不是这个口令")
        assert there.sign_in.trouble() == "口令不对。您的数据没有动。再试4次后要等1分钟。"
        assert there.ask.said == []
        there.enter()
        assert not there.window.covered()


def half(home: Path) -> None:
    """Only the first half was copied."""
    file = home / "ledger.db"
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def scratched(home: Path) -> None:
    """Some pages can no longer be read."""
    file = home / "ledger.db"
    pages = bytearray(file.read_bytes())
    for at in range(8192, 40960):
        pages[at] ^= 0x55
    file.write_bytes(bytes(pages))


def foreign(home: Path) -> None:
    """Another program's file under our name."""
    (home / "ledger.db").write_bytes(b"SQLite format 3\0" + bytes(8176))


def newer(home: Path) -> None:
    """A later version has been here."""
    connection = open_ledger(home / "ledger.db", villages.made(5).key, "write")
    connection.execute("PRAGMA user_version = 99")
    connection.close()


SPOILT: dict[Callable[[Path], None], str] = {
    half: "这份档案读不完整。文件原样留着。请从备份恢复。",
    scratched: "这份档案读不完整。文件原样留着。请从备份恢复。",
    foreign: "这份档案没有加密，不是本软件的。文件没有动。请换一个文件夹，或从备份恢复。",
    newer: "这份档案是新版本写的。数据没有动。请先升级本软件再打开。",
}


@pytest.mark.parametrize("spoil", SPOILT, ids=lambda one: one.__name__)
def test_a_ledger_that_cannot_be_opened_is_said_with_the_next_step_and_left_as_it_is(home, spoil):
    spoil(home)
    before = contents(home)
    with started(home) as there:
        there.enter()
        assert there.ask.said == [SPOILT[spoil]]
        assert there.window.covered()
        assert there.sign_in.page.go.isEnabled(), "one may try again"
        assert there.sign_in.page.rescue.isVisible() == ("备份" in SPOILT[spoil])
    assert contents(home) == before


def test_a_damaged_ledger_comes_back_from_its_backup_without_leaving_the_window(home):
    with_a_backup(home)
    scratched(home)
    with started(home) as there:
        there.enter()
        there.ask.prepare("this", villages.PASSPHRASE)
        press(there.sign_in.page.rescue)
        there.settle()
        assert any(text.startswith("已从备份恢复，孩子5人") for text in labels(there))
        there.enter()
        assert children(there) == 5
        assert len(there.ask.said) == 1


def test_one_may_leave_it_be_and_the_damaged_ledger_stays(home):
    with_a_backup(home)
    scratched(home)
    before = contents(home)
    with started(home) as there:
        there.enter()
        there.ask.prepare("no")
        press(there.sign_in.page.rescue)
        assert there.ask.asked == [("choose", "从备份恢复")]
    assert contents(home) == before


def lose_slots(home: Path) -> None:
    """Both copies are gone."""
    for file in home.glob("slots*.json"):
        file.unlink()


def test_lost_slots_are_said_and_come_back_from_the_backup(home):
    with_a_backup(home)
    lose_slots(home)
    with started(home) as there:
        assert there.ask.said == ["口令文件不见了或坏了。档案没有动。请从备份取回口令文件。"]
        press(there.sign_in.page.rescue)
        there.settle()
        assert "口令文件已从备份取回，档案没有动。请输口令打开" in labels(there)
        there.enter()
        assert children(there) == 5


def test_lost_slots_without_a_backup_beside_them_ask_for_one(home):
    lose_slots(home)
    with started(home) as there:
        there.ask.prepare(None)
        press(there.sign_in.page.rescue)
        assert there.ask.asked == [("open_file", "选一份备份")]
        assert there.sign_in.page.go.toolTip()
    assert (home / "ledger.db").exists()


def test_a_desk_that_is_open_elsewhere_says_so(home):
    with lock.DeskLock(home), started(home) as there:
        there.enter()
        assert there.ask.said == ["这份档案已在另一个窗口打开。数据没有动。请先关掉那个窗口。"]
        assert not there.sign_in.page.rescue.isVisible()


# ── making one where it cannot be ───────────────────────────────────────────────────────────────────


def use(there: Stage) -> FirstUsePage:
    """First use, up to the passphrase."""
    page = FirstUsePage(there.app.entrance.first.page)
    page.level("village")
    page.unit("桃源 漆河", "河湾村")
    page.person("陈桂兰")
    page.demand()
    page.passphrase("雨伞 稻田 邮局 竹篮")
    there.settle()
    return page


def refusing(folder: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that will not do."""
    if name == "write-protected":
        write_protect(folder, monkeypatch)
    elif name == "network":
        on_the_network(folder, monkeypatch)
    else:
        (folder / ".nutstore").mkdir()
    return folder / "desk"


def write_protect(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may write everywhere, so the kernel's answer is put in its place."""
    opened = os.open

    def refusing_open(path: str | Path, flags: int, mode: int = 0o777, **more: int) -> int:
        if flags & os.O_CREAT and Path(path).is_relative_to(folder):
            raise OSError(errno.EACCES, os.strerror(errno.EACCES))
        return opened(path, flags, mode, **more)

    monkeypatch.setattr(os, "open", refusing_open)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("write-protected", "这个文件夹不让写入。数据没有动。请换一个文件夹。"),
        ("synced", "坚果云"),
        ("network", "网络"),
    ],
)
def test_a_folder_that_will_not_do_is_said_and_another_one_is_asked_for(
    tmp_path, monkeypatch, name, sentence
):
    home = refusing(tmp_path, name, monkeypatch)
    other = tmp_path.parent / f"{tmp_path.name}-other"
    other.mkdir()
    with started(home) as there:
        page = use(there)
        assert sentence in page.trouble()
        assert not (home / "ledger.db").exists()
        there.ask.prepare(other)
        page.elsewhere()
        page.next()
        there.settle()
        assert page.page.key() == "recovery"
        assert there.ask.said == []
    assert (other / "ledger.db").exists()


# ── while working ───────────────────────────────────────────────────────────────────────────────────


def test_a_full_disk_at_saving_is_said_and_what_was_typed_stays(home):
    with started(home) as there:
        there.enter()
        story = FileStory(there.go("child", there.child()))
        story.edit("other")
        story.fill("other", note="孩子说晚上一个人睡不着。" * 60)
        fill_up(there)
        story.save()
        there.settle()
        assert there.ask.said == ["磁盘满了，没存上。原来的数据没有动。请删些文件，再试一次。"]
        editor = story.part("other").form.frames["note"].editor
        assert editor.text().startswith("孩子说晚上")
        assert story.page.forms.bar.save.isEnabled(), "one may try again"
        fill_up(there, False)
        story.save()
        there.settle()
        assert "孩子说晚上" in story.shown("other")
        assert len(there.ask.said) == 1


def fill_up(there: Stage, full: bool = True) -> None:
    """No page more can be written, as on a full disk; or there is room again."""
    connection = there.app.entrance.tasks._lanes["writing"]._connection.ledger.connection
    if full:  # pages that were let go inside the file are room too
        connection.execute("CREATE TABLE IF NOT EXISTS filler (stuff BLOB)")
        while connection.execute("PRAGMA freelist_count").fetchone()[0]:
            connection.execute("INSERT INTO filler VALUES (zeroblob(3000))")
    used = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {used if full else used + 100_000}")


def test_a_draft_that_finds_no_room_is_said_in_the_status_line_and_not_over_what_one_types(home):
    with started(home) as there:
        there.enter()
        story = FileStory(there.go("child", there.child()))
        story.edit("other")
        fill_up(there)
        story.fill("other", note="还没写完的话。" * 3000)
        story.page.forms.drafts.keep()
        there.settle()
        assert there.ask.said == []
        assert "没存上" in " ".join(labels(there))
        fill_up(there, False)
        story.page.forms.drafts.keep()
        there.settle()
        assert "全部已保存" in " ".join(labels(there))


REFUSED: dict[Callable[[Path], None], str] = {
    workbooks.encrypted: "文件有密码",
    workbooks.truncated: "文件打不开，像是不完整。台账没有改动。请重新拷贝一份再试。",
    workbooks.empty: "这张表是空的",
    workbooks.nothing: "这个文件是空的。台账没有改动。请换一个文件。",
    workbooks.letter: "这份表里没有儿童名册",
    workbooks.figures: "这是汇总数字，不是名单",
}


@pytest.mark.parametrize("write", REFUSED, ids=lambda one: one.__name__)
def test_a_workbook_that_is_no_roster_is_refused_where_one_chose_it(home, tmp_path, write):
    path = tmp_path / "送来的表.xlsx"
    write(path)
    with started(home) as there:
        there.enter()
        story = ImportStory(there.go("importing"))
        there.ask.prepare(path)
        story.choose()
        there.settle()
        assert REFUSED[write] in story.why_not()
        assert story.page.file.choose.isVisible(), "another one may be chosen"
        assert path.name in story.page.head.sentence.whole()
        assert there.ask.said == []
        assert children(there) == 5


def look(there: Stage, path: Path) -> ImportStory:
    """The look at a workbook."""
    story = ImportStory(there.go("importing", path))
    there.settle()
    assert story.seen(), story.why_not()
    return story


def test_a_line_without_a_name_stays_out_and_is_listed_and_the_others_come_in(home, tmp_path):
    path = tmp_path / "名单.xlsx"
    workbooks.nameless(path)
    with started(home) as there:
        there.enter()
        story = look(there, path)
        assert story.numbers() | {"要您看": 0} == {"新增": 2, "更新": 0, "相同": 0, "不收": 1, "要您看": 0}
        assert any("第3行没有姓名" in line for line in story.issues())
        story.take_in()
        there.settle()
        assert children(there) == 7


def test_an_impossible_number_is_listed_and_the_child_comes_in_without_it(home, tmp_path):
    path = tmp_path / "名单.xlsx"
    wrong = NUMBER + ("0" if identity.check_digit(NUMBER) != "0" else "1")
    workbooks.impossible(path, wrong)
    with started(home) as there:
        there.enter()
        story = look(there, path)
        assert any("身份证号" in line for line in story.issues())
        story.take_in()
        there.settle()
        assert children(there) == 7
        file = FileStory(there.go("child", found(there, "欧阳小路")))
        file.tab("forms")
        assert "没认出来，先留着" in notes(file, "base")


def found(there: Stage, name: str) -> str:
    """The id of a child by name."""
    bench = there.app.bench
    assert bench is not None
    return str(bench.glance(lambda session: finding.find(session, name, 1)).hits[0].id)


def notes(story: FileStory, section: str) -> str:
    """What stands below a section."""
    return "　".join(one.text() for one in story.part(section).findChildren(QLabel))


def test_the_same_child_twice_in_one_workbook_comes_in_once(home, tmp_path):
    path = tmp_path / "名单.xlsx"
    workbooks.twice(path, NUMBER + identity.check_digit(NUMBER))
    with started(home) as there:
        there.enter()
        story = look(there, path)
        assert story.numbers()["新增"] == 1
        story.take_in()
        there.settle()
        assert children(there) == 6
        again = look(there, path)
        assert again.numbers()["新增"] == 0


def test_a_new_file_needs_a_name_and_says_so_at_the_name(home):
    with started(home) as there:
        there.enter()
        story = NewFileStory(there.go("child", "+"))
        story.fill(sex="女")
        story.make()
        there.settle()
        assert story.trouble("name")
        assert children(there) == 5


def test_an_impossible_number_is_said_at_its_field_and_nothing_is_written(home):
    with started(home) as there:
        there.enter()
        story = NewFileStory(there.go("child", "+"))
        story.fill(name="周小禾", id_number=NUMBER)
        story.make()
        there.settle()
        assert "17位" in story.trouble("id_number")
        assert children(there) == 5


def test_a_number_that_is_there_already_names_whose_it_is(home):
    number = NUMBER + identity.check_digit(NUMBER)
    with started(home) as there:
        there.enter()
        for name in ("周小禾", "周小满"):
            story = NewFileStory(there.go("child", "+"))
            there.settle()
            story.fill(name=name, id_number=number)
            story.make()
            there.settle()
        assert "周小禾" in story.trouble("id_number")
        assert children(there) == 6
        assert there.ask.said == []


def new_file(there: Stage) -> Callable[[], object]:
    """A new file, filled in."""
    story = NewFileStory(there.go("child", "+"))
    story.fill(name="周小满", live_address="云溪镇河湾村村委会后面小溪边" * 140)
    return story.make


def visit(there: Stage) -> Callable[[], object]:
    """A visit, whose words are typed when there is no room any more: a draft kept before would make room."""
    story = VisitStory(there.go("visit", there.child()))
    story.way("没见到人")
    there.settle()

    def typed_and_saved() -> None:
        story.write("next_step", "门锁着，邻居说一早下地去了。" * 35)
        story.save()

    return typed_and_saved


def taken_in(there: Stage) -> Callable[[], object]:
    """A roster, looked at."""
    path = there.home / "名单.xlsx"
    workbooks.roster(path, 40)
    return look(there, path).take_in


@pytest.mark.parametrize("begin", [new_file, visit, taken_in], ids=lambda one: one.__name__)
def test_a_full_disk_is_said_whatever_is_written_and_the_same_button_works_once_there_is_room(home, begin):
    with started(home) as there:
        there.enter()
        press_it = begin(there)
        written = entries(there)
        fill_up(there)
        press_it()
        there.settle()
        assert there.ask.said == ["磁盘满了，没存上。原来的数据没有动。请删些文件，再试一次。"]
        assert entries(there) == written
        fill_up(there, False)
        press_it()
        there.settle()
        assert entries(there) > written
        assert len(there.ask.said) == 1


def no_room(_place: object) -> object:
    """What the machine says of a disk with 100 KB left."""
    return shutil._ntuple_diskusage(10**9, 10**9, 10**5)


class FullStick:
    """A stick that takes no new file; the desk's own disk has room."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.full, self._open = str(folder), True, os.open

    def opening(self, path: object, flags: int, *rest: Any, **more: Any) -> int:
        if self.full and str(path).startswith(self.folder) and flags & os.O_CREAT:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return self._open(path, flags, *rest, **more)


def kept(home: Path) -> list[str]:
    """The files of the backups."""
    return sorted(path.name for path in (home / "backups").glob("*"))


def test_a_full_disk_at_backing_up_is_said_and_the_same_button_works_once_there_is_room(home, monkeypatch):
    with started(home) as there:
        there.enter()
        copies = settings(there, "备份与恢复")
        before = kept(home)
        with monkeypatch.context() as full:
            full.setattr(shutil, "disk_usage", no_room)
            press(copies.now)
            there.settle()
        assert there.ask.said == ["磁盘满了，没存上。原来的数据没有动。请删些文件，再试一次。"]
        assert kept(home) == before
        assert copies.running.isHidden(), "nothing runs any more"
        assert copies.now.isEnabled()
        press(copies.now)
        there.settle()
        assert len(kept(home)) == len(before) + 1
        assert len(there.ask.said) == 1
        assert "已打开核对" in " ".join(labels(there))


def test_a_full_stick_at_backing_up_to_it_is_said_and_nothing_is_left_on_it(home, tmp_path, monkeypatch):
    stick = tmp_path / "stick"
    stick.mkdir()
    disk = FullStick(stick)
    monkeypatch.setattr(os, "open", disk.opening)
    with started(home) as there:
        there.enter()
        copies = settings(there, "备份与恢复")
        there.ask.prepare(stick, stick)
        press(copies.stick)
        there.settle()
        assert len(there.ask.said) == 1
        assert "满了" in there.ask.said[0]
        assert list(stick.iterdir()) == []
        disk.full = False
        press(copies.stick)
        there.settle()
        assert [path.suffix for path in stick.iterdir()] == [".childdesk"]
        assert len(there.ask.said) == 1


def settings(there: Stage, title: str) -> Any:
    """A group of 设置, opened."""
    page = there.go("settings", title)
    return page.groups[[name for name, _ in GROUPS].index(title)]


def entries(there: Stage) -> int:
    """How many entries the journal holds."""
    bench = there.app.bench
    assert bench is not None
    return int(bench.glance(lambda session: chronicle.page(session, Filter()).total))


def test_an_impossible_date_is_said_at_its_field_and_nothing_is_written(home):
    with started(home) as there:
        there.enter()
        story = NewFileStory(there.go("child", "+"))
        story.fill(name="周小禾", birth="2025-02-31")
        story.make()
        there.settle()
        assert story.trouble("birth") == "2025年2月没有31日"
        assert children(there) == 5


def test_an_impossible_date_in_a_workbook_is_listed_and_the_child_comes_in_without_it(home, tmp_path):
    path = tmp_path / "名单.xlsx"
    people = workbooks.roster(path, 12)
    with started(home) as there:
        there.enter()
        story = look(there, path)
        assert any("2031年2月没有29日" in line for line in story.issues())
        story.take_in()
        there.settle()
        file = FileStory(there.go("child", found(there, people[7].name)))
        file.tab("forms")
        assert "出生日期写的是“2031-02-29”，没认出来，先留着" in notes(file, "base")


def test_a_desk_that_lies_on_a_network_drive_is_not_opened_and_says_where_to_put_it(home, monkeypatch):
    on_the_network(home, monkeypatch)
    before = contents(home)
    with started(home) as there:
        there.enter()
        said = [*there.ask.said, there.sign_in.trouble()]
        assert any("网络" in one for one in said), said
        assert there.window.covered()
    assert contents(home) == before


def on_the_network(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system says that the folder is another computer's."""
    mounts = f"/dev/sda1 / ext4 rw 0 0\nserver:/village {os.path.realpath(folder)} nfs4 rw 0 0\n"
    monkeypatch.setattr(folders, "_mounts", lambda: mounts)
