"""Walks the main job without a window, step by step with its figures, and leaves what it made in a folder."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import click

from childdesk.desk import (
    backups,
    checking,
    desks,
    due,
    finding,
    history,
    importing,
    practice,
    records,
    reports,
)
from childdesk.desk.leaving import Terms
from childdesk.desk.report_view import Asked
from childdesk.desk.session import Session
from childdesk.domain.clock import SystemClock


class Walk:
    """The steps, printed as they are done."""

    def __init__(self, home: Path, out: Path) -> None:
        self.home = home
        self.out = out
        self.number = 0

    def step(self, what: str, work: Callable[[], str]) -> None:
        """Does one step and prints what came of it and how long it took."""
        self.number += 1
        begun = time.perf_counter()
        told = work()
        click.echo(f"{self.number:2d}. {what}：{told}（{time.perf_counter() - begun:.2f}秒）")

    def run(self) -> None:
        """From an empty folder to a roster sent, a backup made and brought back."""
        self.out.mkdir(parents=True, exist_ok=True)
        self.step("演练档案", self._make)
        opened = desks.open_desk(
            self.home, SystemClock(), person=practice.PERSON, passphrase=practice.PASSPHRASE
        )
        with opened as session:
            self._work(session)
        self.step("从备份恢复到另一个文件夹", self._restore)
        click.echo(f"做出来的东西在：{self.out}")

    def _make(self) -> str:
        made = practice.ensure(self.home, SystemClock())
        return "新做了一个演练村" if made else "接着用上次的演练村"

    def _work(self, session: Session) -> None:
        roster = self.out / "河湾村儿童台账.xlsx"
        self.step("做台账", lambda: self._report(session, roster))
        self.step("把台账当作别人的表导入", lambda: self._import(session, roster))
        self.step("找人", lambda: self._find(session))
        self.step("今天该做的事", lambda: self._due(session))
        self.step("记一次走访", lambda: self._visit(session))
        self.step("修改记录", lambda: f"最近一次：{history.latest(session, 1)[0].what}")
        self.step("撤销", lambda: self._undo(session))
        self.step("检查档案", lambda: f"不对的地方{len(checking.check(session))}处")
        self.step("备份", lambda: self._backup(session))

    @staticmethod
    def _report(session: Session, path: Path) -> str:
        made = reports.make(session, Asked("village-roster"), path, Terms(recipient="镇里", purpose="演练"))
        holds = sum(check.holds for check in made.checks)
        return f"{made.rows}行，勾稽{holds}/{len(made.checks)}条成立"

    @staticmethod
    def _import(session: Session, path: Path) -> str:
        plan = importing.plan(session, path)
        sheet = plan.sheets[0]
        counts = f"新增{sheet.added}，更新{sheet.changed}，相同{sheet.same}，没收{sheet.rejected}"
        return f"{len(sheet.rows)}行：{counts}"

    @staticmethod
    def _find(session: Session) -> str:
        first = finding.find(session, "", 1).hits[0]
        found = finding.find(session, first.name, 5)
        return f"“{first.name}”{found.count}人，证件号显示为{found.hits[0].id_number or '未采集'}"

    @staticmethod
    def _due(session: Session) -> str:
        items = due.due(session, days=7)
        late = sum(item.days_late > 0 for item in items)
        return f"七天内{len(items)}件，其中晚了{late}件"

    @staticmethod
    def _visit(session: Session) -> str:
        child = next((item.child for item in due.due(session, days=60)), "")
        child = child or finding.find(session, "", 1).hits[0].id
        today = session.today.isoformat()
        texts = {"child": child, "date": today, "visit_type": "日常走访", "living": "衣被干净，饭菜够吃"}
        saved = records.add(session, "visit", texts)
        return f"已存，还有{len(saved.issues)}项待补"

    @staticmethod
    def _undo(session: Session) -> str:
        last = history.latest(session, 1)[0]
        done = history.apply_undo(session, last.id)
        return f"撤回{done.reverted}处，留着{len(done.kept)}处"

    def _backup(self, session: Session) -> str:
        path = backups.make_elsewhere(session, self.out)
        return f"{path.name}，{path.stat().st_size // 1024:,} KB，已打开核对"

    def _restore(self) -> str:
        newest = max(self.out.glob("*.childdesk"), key=lambda path: path.stat().st_mtime)
        scratch = self.out / "恢复演练"
        done = backups.bring_back(
            newest, scratch, SystemClock(), person=practice.PERSON, passphrase=practice.PASSPHRASE
        )
        return f"孩子{done.counts['child']:,}人，走访{done.counts['visit']:,}次"


@click.command()
@click.option("--home", type=click.Path(path_type=Path), default=Path(".practice"), show_default=True)
@click.option("--out", type=click.Path(path_type=Path), default=Path("build/walk"), show_default=True)
def walk(home: Path, out: Path) -> None:
    """把主要的活从头走一遍，不开窗口。"""
    home.mkdir(parents=True, exist_ok=True)
    Walk(home, out).run()


if __name__ == "__main__":
    sys.exit(walk())
