"""What is done with one village or several: marked, chased, sent back, renamed, joined, taken in for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject

from childdesk.desk import collecting, handing_out, villages
from childdesk.desk.handing_out import Part
from childdesk.desk.records import Saved
from childdesk.desk.session import Session
from childdesk.desk.township_board import Row
from childdesk.domain.errors import Refused
from childdesk.domain.township_options import GIVEN, RETURNED
from childdesk.ui.ask import WORKBOOKS, Choice
from childdesk.ui.page import Host
from childdesk.ui.undoing import undo_of
from childdesk.ui.workbench import Workbench

HOW_MANY = "交来多少个孩子"


class Looked(Protocol):
    """The page whose villages they are."""

    host: Host
    bench: Workbench
    paper: str

    def registered(self, unit: str) -> str:
        """How many children the register has for a village, in digits."""
        ...

    def do(self, work: Callable[[Session], Saved], told: str) -> None:
        """One act with its toast."""
        ...


class Acts:
    """Asks what has to be asked, then writes."""

    def __init__(self, page: Looked) -> None:
        self.page = page

    def told(self, words: str, saved: Saved) -> None:
        """What was done, with its undo."""
        self.page.host.toast(words, undo_of(self.page.bench, self.page.host, saved.entry))

    def mark(self, units: Sequence[str], state: str) -> None:
        """Writes down how several stand with the paper."""
        page, paper = self.page, self.page.paper
        if not paper:
            page.host.banner("info", "现在没有要收的表。先点“收一份表”")
            return
        children: int | None = None
        if state == GIVEN and len(units) == 1:
            said = page.host.ask.words(
                HOW_MANY, "写交来的表上的人数；默认是台账里的。", page.registered(units[0])
            )
            if said is None:
                return
            if not said.strip().isdecimal():
                page.host.banner("warn", "请写交来多少个孩子，用数字。没有记")
                return
            children = int(said)
        page.do(
            lambda session: collecting.mark(session, paper, units, state, children=children),
            f"已记{len(units)}个村：{state}",
        )

    def chase(self, units: Sequence[str]) -> None:
        """Several were reminded."""
        page, paper = self.page, self.page.paper
        if not paper:
            page.host.banner("info", "现在没有要收的表。先点“收一份表”")
            return
        said = page.host.ask.words(f"催{len(units):,}个村", "对方怎么说？如：明天上午送来。")
        if said is not None:
            page.do(
                lambda session: collecting.chase(session, paper, units, said),
                f"已记下，催了{len(units):,}个村",
            )

    def do(self, act: str, row: Row) -> None:
        """One act with one village."""
        if act == "chase":
            self.chase([row.unit])
        elif act == "return":
            self._return(row)
        elif act == "behalf":
            self._behalf(row)
        elif act == "rename":
            self._rename(row)
        elif act == "join":
            self._join(row)

    def _return(self, row: Row) -> None:
        page, paper = self.page, self.page.paper
        said = page.host.ask.words(f"退回{row.name}的表", "哪里不对？写给村里看，如：3个孩子没有监护人电话。")
        if said:
            page.do(
                lambda session: collecting.mark(session, paper, [row.unit], RETURNED, words=said),
                f"已退回{row.name}",
            )

    def _behalf(self, row: Row) -> None:
        path = self.page.host.ask.open_file(f"选{row.name}交来的表", WORKBOOKS)
        if path is not None:
            self.page.host.go("importing", (path, row.unit, row.name, self.page.paper if row.state else ""))

    def hand_out(self) -> None:
        """One form for every village, with its own children in it; what it holds is said before it leaves."""
        page = self.page
        form = page.host.ask.open_file("选要分发的表", WORKBOOKS)
        if form is None:
            return

        def look(parts: list[Part]) -> None:
            told = [f"给{len(parts):,}个村，每个村一份，共填{sum(part.children for part in parts):,}个孩子。"]
            numbers = sum(part.made.load.numbers for part in parts if part.made)
            told += [f"里面有{numbers:,}个证件号，请只交给本村的儿童主任。"] if numbers else []
            told.append("没有孩子的村，给空白的原表。您的原表不会动。")
            choices = [Choice("no", "先不发", harmless=True), Choice("yes", "选文件夹", primary=True)]
            if page.host.ask.choose("分发一份表", told, choices) == "yes":
                folder = page.host.ask.folder("写到哪个U盘或文件夹")
                if folder is not None:
                    self._write_out(form, parts, folder)

        page.bench.read(
            lambda session, progress: handing_out.plan(session, form, progress=progress),
            look,
            refused=self._refused,
            owner=self._owner(),
        )

    def _write_out(self, form: Path, parts: list[Part], folder: Path) -> None:
        page = self.page
        page.bench.write(
            lambda session, progress: handing_out.write(session, form, parts, folder, progress),
            lambda sent: page.host.toast(f"已写好{len(sent):,}份，在“{folder.name}”里"),
            outward=True,
            refused=self._refused,
            owner=self._owner(),
        )

    def _refused(self, trouble: Refused) -> None:
        self.page.host.banner("warn", trouble.sentence)

    def _owner(self) -> QObject | None:
        return self.page if isinstance(self.page, QObject) else None

    def _rename(self, row: Row) -> None:
        page = self.page
        name = page.host.ask.words(f"{row.name}改名", "新的村名。旧名单上的旧名以后照样认得。", row.name)
        if name and name.strip() != row.name:
            page.do(lambda session: villages.rename(session, row.unit, name), f"已改名为{name.strip()}")

    def _join(self, row: Row) -> None:
        """The plan is shown before it counts."""
        page = self.page
        into = page.host.ask.words(f"{row.name}并入", "并到哪个村？写村名。")
        if not into:
            return

        def look(plan: villages.Joining) -> None:
            choices = [Choice("no", "先不并", harmless=True), Choice("yes", "并过去", primary=True)]
            title = f"把{plan.old.name}并入{plan.new.name}？"
            if page.host.ask.choose(title, [*plan.told, "并错了可以整批撤销。"], choices) == "yes":
                page.do(lambda session: villages.join(session, plan), f"{plan.old.name}已并入{plan.new.name}")

        page.bench.read(
            lambda session, _p: villages.joining(session, row.unit, into),
            look,
            refused=self._refused,
            owner=self._owner(),
        )
