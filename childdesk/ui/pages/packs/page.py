"""Is the page 开户和停用: every village and its desk; packs for many at once; what a lost PC asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QStackedWidget, QWidget

from childdesk.desk import packs, pairing, sync
from childdesk.desk.packs import GIVEN, NO_DESK, PAIRED, STOPPED, Seat, Written
from childdesk.desk.pairing import Step
from childdesk.desk.session import Session
from childdesk.domain import tiers
from childdesk.domain.errors import Refused
from childdesk.ui import fit, printing
from childdesk.ui.ask import Choice
from childdesk.ui.page import Host, Page
from childdesk.ui.pages.packs.given import Given
from childdesk.ui.pages.packs.one import OneSeat
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.data_table import DataTable
from childdesk.ui.widgets.empty import Empty
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.table_model import Cell, Column
from childdesk.ui.widgets.words import surface
from childdesk.ui.workbench import Workbench

COLUMNS = (
    Column("name", "村", 150, sortable=False),
    Column("state", "自己的电脑", 110, sortable=False),
    Column("since", "开户包", 96, sortable=False),
    Column("held", "在册", 64, right=True, sortable=False),
    Column("last_read", "上次收到", 110, sortable=False),
    Column("waiting", "没有回执", 80, right=True, sortable=False),
)
SIGNS = {
    PAIRED: ("● 在用", "good"),
    GIVEN: ("◐ 已给开户包", "soon"),
    STOPPED: ("▲ 已停用", "late"),
    NO_DESK: ("○ 没有", "second"),
}
"""Shape and word come before the colour."""
EMPTY = "还没有村。先在“各村”里把名单加上，再给各村开户"
EMPTY_COUNTY = "区划表里没有本县的乡镇。请乡镇写一份请求带来，在右上角读"
DIGITS = "请输入村里屏幕上的24位数字（电话里念，或两块屏幕对着看）"


class PacksPage(Page):
    """Reads anew on arrival and with every entry."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__(host, "开户和停用")
        self.bench = bench
        self.seats: dict[str, Seat] = {}
        self.level = bench.session().ledger.identity.level
        self.hear = button(self._say("读村里的请求…"), self.accept, icon="folder_open")
        self.head.act(self.hear)
        self.one = OneSeat(self.level)
        self.one.asked.connect(self._asked)
        self.add_side("side", self._say("这个村"), scrolled(self.one), width=260)
        columns = (replace(COLUMNS[0], label=self._say(COLUMNS[0].label)), *COLUMNS[1:])
        self.table = DataTable(columns, self._cells, unit=self._say("个村"))
        self.table.view.beside = True
        self.table.view.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_one())
        self.give = self.table.act("写开户包", self.write, icon="key_multiple")
        card = surface("card")
        inner = fit.column(self.table, spacing=0)
        inner.setStretch(0, 1)
        card.setLayout(inner)
        self.given = Given()
        self.given.printed.connect(self._print)
        self.given.done.connect(self._show)
        self.nothing = Empty("people_community", EMPTY, "去各村", lambda: host.go("villages"), kind="primary")
        if self.level == "county":
            self.nothing = Empty("people_community", EMPTY_COUNTY, "去U盘同步", lambda: host.go("sync"))
        self.stack = QStackedWidget()
        for part in (card, self.nothing, scrolled(self.given)):
            self.stack.addWidget(part)
        self.body.addWidget(self.stack, 1)
        bench.changed.connect(self._changed)

    def _say(self, words_: str) -> str:
        """As this level says it: a county's packs are for townships."""
        return tiers.at(words_, self.level)

    # -- coming and going ----------------------------------------------------------------------------

    def arrive(self, argument: object = None) -> None:
        """Reads anew; a code leads to that village."""
        self._load(str(argument) if argument else "")

    def leave(self) -> None:
        """Digits do not stay on the screen."""
        self.given.wipe()
        self._show()

    def first_focus(self) -> QWidget | None:
        """The first village."""
        return self.table.view if self.seats else None

    def _changed(self, _entry: str) -> None:
        if self.isVisible():
            self._load("")

    def _load(self, unit: str) -> None:
        # On the writing lane, because the notes of packs are read where they are written.
        self.bench.tasks.write(
            lambda session, _p: packs.seats(session), lambda found: self._loaded(found, unit), owner=self
        )

    def _loaded(self, found: list[Seat], unit: str) -> None:
        self.seats = {one.unit: one for one in found}
        own = sum(one.state == PAIRED for one in found)
        waiting = sum(one.state == GIVEN for one in found)
        told = f"{len(found)}个村，{own}个在用自己的电脑" + (f"，{waiting}个等着配好" if waiting else "")
        self.head.say(self._say(f"{told}。选中几个村，一次写好开户包。") if found else "")
        self.table.set_ids(list(self.seats), current=unit or None)
        if self.stack.currentIndex() != 2:
            self._show()

    def _show(self) -> None:
        self.stack.setCurrentIndex(0 if self.seats else 1)
        self._show_one()

    def _show_one(self) -> None:
        seat = self.seats.get(self.table.current() or "")
        seat = seat if self.stack.currentIndex() == 0 else None
        self.one.show_seat(seat)
        self.want_side("side", seat is not None)

    def _cells(self, ids: Sequence[str], keys: Sequence[str]) -> list[list[Cell]]:
        return [[_cell(self.seats[unit], key) for key in keys] for unit in ids if unit in self.seats]

    # -- packs ---------------------------------------------------------------------------------------

    def write(self, units: Sequence[str]) -> None:
        """Packs for several villages; those that have a desk are left out and said."""
        wanted = [unit for unit in units if self.seats[unit].state != PAIRED]
        if not wanted:
            self.host.banner(
                "info", self._say("选中的村都有自己的电脑。电脑丢了，请在右边点“电脑丢了、坏了”")
            )
            return
        folder = self.host.ask.folder("开户包写到哪个U盘或文件夹")
        if folder is not None:
            self.bench.write(
                lambda session, _p: packs.write(session, wanted, folder),
                self._written,
                outward=True,
                refused=self._refused,
                owner=self,
            )

    def _written(self, found: list[Written]) -> None:
        self.host.clear_banner()
        self.table.model.tick_none()
        self.given.show_packs(found)
        self.stack.setCurrentIndex(2)
        self._show_one()
        self.given.back.setFocus()
        self._load("")

    def _print(self, one: Written) -> None:
        session = self.bench.session()
        above = session.ledger.identity.unit_name
        printing.put_on_paper(packs.slip(one, above, session.name, session.today), self.host.ask)

    def accept(self) -> None:
        """A village's request: the digits are heard, the pairing closes, its first package is written."""
        file = self.host.ask.open_file(self._say("选村里的请求（CP-REQ开头）"))
        digits = self.host.ask.words("核对数字", self._say(DIGITS)) if file is not None else None
        if file is None or not digits:
            return

        def work(session: Session) -> Step:
            step = packs.accept(session, file, file.parent, digits)
            if step.file.endswith(".txt"):
                sync.write(session, file.parent, step.unit)
            return step

        self.bench.write(
            lambda session, _p: work(session),
            self._accepted,
            outward=True,
            refused=self._refused,
            owner=self,
        )

    def _accepted(self, step: Step) -> None:
        self.host.clear_banner()
        if step.file.endswith(".txt"):
            told = [
                f"{step.unit_name}配好了。开户包的数字是 {step.digits}，和开户单一样才对。",
                self._say("同步包也写在U盘上了：拿回村里，在U盘同步里点“开始同步”。"),
                "U盘上有一份回执，请打印，双方签字。",
            ]
        else:
            told = [f"{step.unit_name}的答复写好了。{self._say('请念这24位数字给村里')}：{step.digits}"]
        self.host.ask.choose("配好了", told, [Choice("yes", "知道了", harmless=True, primary=True)])
        self._load(step.unit)

    # -- one village ---------------------------------------------------------------------------------

    def _asked(self, act: str) -> None:
        seat = self.seats.get(self.table.current() or "")
        if seat is None:
            return
        if act in ("give", "again"):
            self.write([seat.unit])
        elif act == "accept":
            self.accept()
        elif act == "lost":
            self._replace(seat)
        elif act == "stop":
            self._stop(seat)
        elif act == "relink":
            self._relink(seat)

    def _replace(self, seat: Seat) -> None:
        """What is here and what is not is said before anything is stopped."""
        last = f"上次收到它的包是{seat.last_read}" if seat.last_read else "还没有收到过它的包"
        told = [
            self._say(f"{last}。那以后村里写的，如果不在U盘上，就没有了。"),
            "手里还有它最后一次写的U盘？先在U盘同步里读进来，再回到这里。",
            f"接着会停用旧电脑，写一个开户包。新电脑配好后同步一次，{seat.held:,}个在册孩子的全部记录都回去。",
            "停用收不回旧电脑里已有的内容。丢了的电脑，请同时报告单位。",
        ]
        choices = [Choice("no", "先不停用", harmless=True), Choice("yes", "停用并写开户包", primary=True)]
        if self.host.ask.choose(f"{seat.name}的电脑丢了、坏了？", told, choices) != "yes":
            return
        folder = self.host.ask.folder("开户包写到哪个U盘或文件夹")
        if folder is not None:
            self.bench.write(
                lambda session, _p: [packs.replace(session, seat.unit, folder, "电脑丢了或坏了")],
                self._written,
                outward=True,
                refused=self._refused,
                owner=self,
            )

    def _stop(self, seat: Seat) -> None:
        told = [
            "它以后写的包放在一边，不采用。它已有的内容收不回来。",
            self._say("村里不再用自己的电脑了，名单以后由镇里代录；要再用，写一个开户包就行。"),
        ]
        choices = [Choice("no", "先不停用", harmless=True), Choice("yes", "停用", primary=True)]
        if self.host.ask.choose(f"停用{seat.name}的电脑？", told, choices) == "yes":
            self.bench.write(
                lambda session, _p: pairing.revoke(session, seat.unit, "停用"),
                lambda _link: self._told(f"已停用{seat.name}的电脑", seat),
                refused=self._refused,
                owner=self,
            )

    def _relink(self, seat: Seat) -> None:
        told = ["下次同步双方把全部内容再给一次，不会重复。两边对不上、或者怀疑少了什么时用。"]
        choices = [Choice("no", "先不用", harmless=True), Choice("yes", "重新对一遍", primary=True)]
        if self.host.ask.choose(f"和{seat.name}重新对一遍？", told, choices) == "yes":
            self.bench.write(
                lambda session, _p: pairing.relink(session, seat.unit),
                lambda _link: self._told(f"下次同步会和{seat.name}重新对一遍", seat),
                refused=self._refused,
                owner=self,
            )

    def _told(self, words: str, seat: Seat) -> None:
        self.host.clear_banner()
        self.host.toast(words)
        self._load(seat.unit)

    def _refused(self, trouble: Refused) -> None:
        self.host.banner("warn", trouble.sentence)


def _cell(seat: Seat, key: str) -> Cell:
    if key == "name":
        return Cell(seat.name, "name")
    if key == "state":
        text, role = SIGNS[seat.state]
        return Cell(text, role)
    if key == "since":
        return Cell(seat.since[5:] if seat.state == GIVEN else "", "second")
    if key == "last_read":
        return Cell(seat.last_read[5:] or ("还没有" if seat.state == PAIRED else ""), "second")
    number = int(getattr(seat, key))
    return Cell(f"{number:,}" if number or key == "held" else "", "soon" if key == "waiting" else "")
