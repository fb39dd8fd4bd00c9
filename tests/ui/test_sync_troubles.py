"""What may be wrong with a stick, in the window: one clear sentence each, and nothing has changed."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from childdesk.desk import pairing, records, sync
from childdesk.desk.meetings import Met
from childdesk.domain.errors import Unavailable
from childdesk.files import package
from childdesk.store import durable, stick
from childdesk.ui import sticks
from childdesk.ui.widgets.status_line import SAVED, UNSAVED
from tests.desk import paired
from tests.stories.pages import press
from tests.ui import townships
from tests.ui.stage import opened_copy


@pytest.fixture
def met(qapp, tmp_path):
    """(a township's window on a real desk, a village that is paired with it, an empty stick)."""
    with opened_copy(tmp_path, townships.made(0)) as stage:
        below, papers, place = (
            paired.desk(tmp_path / "below", paired.ONE, practice=False),
            tmp_path / "papers",
            tmp_path / "stick",
        )
        for folder in (papers, place):
            folder.mkdir()
        asked = pairing.request(below, papers)
        answers = []
        stage.app.bench.tasks.write(
            lambda session, _p: pairing.accept(session, Path(asked.file), papers, asked.digits),
            answers.append,
        )
        stage.settle()
        pairing.finish(below, Path(answers[0].file), answers[0].digits)
        yield stage, below, place
        below.ledger.close()


def journal(stage):
    return stage.app.bench.glance(
        lambda s: s.ledger.connection.execute("SELECT count(*), max(arr) FROM change").fetchone()
    )


def tried(stage, place):
    """Presses the big button; everything that the window then says."""
    page = stage.go("sync")
    page.chosen = place
    page.arrive()
    stage.settle()
    stage.ask.said.clear()
    press(page.start)
    stage.settle()
    parts = [page.report.text() if page.done.isVisible() else "", stage.window._frame.bar.sentence()]
    return "".join(parts + [str(one) for one in stage.ask.said])


def written(below, place, monkeypatch=None, **page):
    """A package of the village on a fresh stick, its first page changed."""
    shutil.rmtree(place)
    place.mkdir()
    real = package.replace
    if monkeypatch is not None:
        monkeypatch.setattr(package, "replace", lambda one, **about: real(one, **{**about, **page}))
    sync.write(below, place)
    if monkeypatch is not None:
        monkeypatch.setattr(package, "replace", real)


def test_a_wrong_stick_and_a_package_that_is_not_for_here_are_one_sentence_each(met, tmp_path, monkeypatch):
    stage, below, place = met
    before = journal(stage)
    own = place / stick.FOLDER
    own.mkdir()
    (own / "CS-000000-E01-000001-00000000.age").write_bytes(os.urandom(400))
    assert "读不完整" in tried(stage, place)
    records.add(below, "child", {"name": "周小禾"})
    stranger = paired.desk(tmp_path / "stranger", paired.TWO, practice=False)
    other = paired.desk(tmp_path / "other", paired.TOWN, practice=False)
    paired.pair(other, stranger, tmp_path / "strange papers")
    shutil.rmtree(place)
    place.mkdir()
    sync.write(stranger, place)
    assert "不是给本机的" in tried(stage, place)
    written(below, place, monkeypatch, reader=99)
    assert "请先升级" in tried(stage, place)
    written(below, place, monkeypatch, practice=True)
    assert "演练的包不能读进真实档案" in tried(stage, place)
    assert journal(stage) == before
    written(below, place)
    assert "周小禾（新来）" in tried(stage, place)
    for one in (stranger, other):
        one.ledger.close()


def test_no_stick_a_full_a_protected_and_a_pulled_one_are_one_sentence_each(met, tmp_path, monkeypatch):
    stage, below, place = met
    page = stage.go("sync")
    assert not page.start.isEnabled()
    assert page.name.text() == "请插上U盘"
    before, real = journal(stage), durable.write_part
    for code, words in ((errno.ENOSPC, "磁盘满了"), (errno.EROFS, "不让写入"), (errno.ENOENT, "不见了")):

        def broken(path, content, code=code):
            if stick.FOLDER in path.parts:
                raise OSError(code, "broken", str(path))
            return real(path, content)

        monkeypatch.setattr(durable, "write_part", broken)
        told = tried(stage, place)
        assert words in told
        assert "没有动" in told
        assert stage.window._frame.status.text("saved") == SAVED, "nothing that was typed hangs on a stick"
        assert not page.done.isVisible()
        assert list((place / stick.FOLDER).iterdir()) == []
    assert page.state.text() == "可以写"
    assert "没有找到这个文件夹" in tried(stage, tmp_path / "gone")
    assert page.state.text() == "没有找到"
    assert journal(stage) == before
    monkeypatch.setattr(durable, "write_part", real)
    records.add(below, "child", {"name": "周小禾"})
    written(below, place)
    monkeypatch.setattr(durable, "write_part", broken)
    told = tried(stage, place)
    assert "已经存好" in told, "what a stick brought stays though nothing can be written to it"
    assert "周小禾（新来）" in told
    assert journal(stage) > before
    monkeypatch.setattr(durable, "write_part", real)


def test_what_was_not_saved_is_not_called_saved_because_a_file_was_written(met):
    stage, _, _ = met

    def full(_session, _progress):
        raise Unavailable(*durable.DISK_FULL)

    def said(work, **more):
        stage.app.bench.write(work, lambda _none: None, news=False, **more)
        stage.settle()
        return stage.window._frame.status.text("saved")

    assert said(full) == UNSAVED
    assert said(full, outward=True) == UNSAVED
    assert said(lambda _session, _progress: None, outward=True) == UNSAVED
    assert said(lambda _session, _progress: None) == SAVED
    stage.ask.said.clear()


def test_a_stick_that_is_write_protected_says_so_before_anything_is_pressed(met, monkeypatch):
    stage, _, place = met
    monkeypatch.setattr(sticks, "found", lambda: [sticks.Stick(place, "KINGSTON", 10**9, writable=False)])
    page = stage.go("sync")
    page.chosen = None
    page.look()
    stage.settle()
    assert page.state.text() == "写保护"
    assert page.start.isEnabled(), "what lies on it can be read"


def test_a_package_that_withdraws_many_waits_until_somebody_says_that_she_has_telephoned(met):
    stage, below, place = met
    children = [records.add(below, "child", {"name": f"周小{word}"}).id for word in "禾苗田地山水云风雨雪月"]
    written(below, place)
    tried(stage, place)
    for child in children[:4]:
        records.withdraw(below, "child", child, "试")
    written(below, place)
    before = journal(stage)
    assert "请先打电话问清楚" in tried(stage, place)
    page = stage.window.page()
    assert page.brake.isVisible()
    assert page.brake.told.text().startswith("河湾村的包会一次撤回")
    assert journal(stage) == before
    press(page.brake.take)
    stage.settle()
    assert not page.brake.isVisible()
    assert "收到0条" not in page.report.text()
    assert len(stage.ids()) == 7
    assert "打电话" not in tried(stage, place), "the next one is taken as usual"
    assert not page.brake.isVisible()


def test_what_was_put_aside_is_said_once_and_whose_packages_they_were_is_not_listed_one_by_one(met):
    stage, below, place = met
    for name in ("周小禾", "赵一鸣"):
        records.add(below, "child", {"name": name})
        sync.write(below, place)
    stage.app.bench.tasks.write(lambda s, _p: pairing.revoke(s, paired.ONE), lambda _done: None)
    stage.settle()
    page = stage.go("sync")
    page.chosen = place
    page._met((sync_met(stage, place), [], ()))
    assert "放在一边，没有采用，请打电话问一声" in page.report.text()
    assert "2份包：这台电脑已停用" in page.report.text()
    page._met((sync_met(stage, place), [], ()))
    assert "请打电话问一声" not in page.report.text()
    assert "另有2份是停用的电脑以前写的包" in page.report.text(), "nothing new was put aside"


def sync_met(stage, place):
    """What a reading brings, as a meeting tells it."""
    found = []
    stage.app.bench.tasks.write(lambda s, _p: sync.read(s, place), found.append)
    stage.settle()
    return Met(found[0], [])
