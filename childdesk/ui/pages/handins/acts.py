"""What is done with a paper: its steps, handing it in, its scan, its return, copies kept and taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from childdesk.desk import handin_papers, handin_reports, handin_return, handin_scans, handins, leaving
from childdesk.desk.handin_reports import Written
from childdesk.desk.handins import HandInLine, VersionLine
from childdesk.desk.leaving import Copy, Terms
from childdesk.desk.session import Session
from childdesk.domain.errors import Refused
from childdesk.ui import photo
from childdesk.ui.ask import WORKBOOKS, Choice
from childdesk.ui.page import Host
from childdesk.ui.undoing import undo_of
from childdesk.ui.workbench import Workbench

FILL, ZERO, GIVE, BY_HAND, SCAN, RETURN = "fill", "zero", "give", "by-hand", "scan", "return"
AMEND, LOOK = "amend", "look"


class Acts:
    """The acts on the paper with the id that is handed in."""

    def __init__(self, host: Host, bench: Workbench, owner: QWidget) -> None:
        self.host = host
        self.bench = bench
        self.owner = owner

    def act(self, row: str, key: str, line: HandInLine | None = None, terms: Terms | None = None) -> None:
        """One act by its key; any other is a step. `line` and `terms` where our own report is the paper."""
        if key == FILL and line is not None and line.report:
            self._write(row, terms)
        elif key == LOOK and line is not None:
            self._look(line)
        elif key == FILL:
            self.host.go("filling", ("handin", row))
        elif key == RETURN:
            self._return(row)
        elif key == ZERO:
            self._do(lambda session: handins.zero(session, row), "已报零")
        elif key == GIVE:
            self._give(row)
        elif key == BY_HAND:
            self._by_hand(row)
        elif key == SCAN:
            self._scan(row)
        else:
            self._do(lambda session: handins.step(session, row, key), f"已记为{key}")

    def _do(self, work: Callable[[Session], str], told: str) -> None:
        self.bench.write(
            lambda session, _progress: work(session),
            lambda entry: self.host.toast(told, undo_of(self.bench, self.host, entry)),
            refused=lambda trouble: self.host.banner("warn", trouble.sentence),
            owner=self.owner,
        )

    # -- our own report as the paper -----------------------------------------------------------------

    def _write(self, row: str, terms: Terms | None, out: Path | None = None) -> None:
        """Writes the report beside the ledger; where that cannot be, another place is offered."""

        def work(session: Session, _progress: object) -> Written:
            return handin_reports.make(session, row, out or handin_reports.place(session, row), terms)

        self.bench.write(
            work,
            self._written,
            refused=lambda trouble: self.host.banner(
                "warn", trouble.sentence, [("存到别处…", lambda: self._elsewhere(row, terms))]
            ),
            owner=self.owner,
        )

    def _elsewhere(self, row: str, terms: Terms | None) -> None:
        name = self.bench.glance(lambda session: handins.file_name(session, row))
        out = self.host.ask.save_file("写到哪里", name, WORKBOOKS)
        if out is not None:
            self.host.clear_banner()
            self._write(row, terms, out)

    def _written(self, made: Written) -> None:
        marked = f"，{made.marked:,}格和上次交的不一样，已标黄底" if made.marked else ""
        opens = QUrl.fromLocalFile(str(made.path))
        self.host.banner(
            "good",
            f"已写好第{made.version.number}版：{made.path.name}，在“{made.path.parent.name}”文件夹里{marked}",
            [("打开看看", lambda: QDesktopServices.openUrl(opens))],
        )

    def _look(self, line: HandInLine) -> None:
        try:
            asked = handin_papers.asked(line)
        except Refused as refused:
            self.host.banner("warn", refused.sentence)
            return
        self.host.go("reports", asked)

    # -- handing in ----------------------------------------------------------------------------------

    def _give(self, row: str) -> None:
        """Handed in: what lies here of it can be taken back at once."""

        def given(found: tuple[str, list[Copy]]) -> None:
            entry, copies = found
            self.host.toast("已记为交出", undo_of(self.bench, self.host, entry))
            if copies:
                names = "、".join(copy.path.name for copy in copies)
                told = f"已记为交出，底稿封存在档案里。写出的“{names}”还在这台电脑上"
                self.host.banner("good", told, [("已交，清理本机副本", lambda: self._clear(copies))])

        self.bench.write(
            lambda session, _p: (handins.give(session, row), handin_scans.copies(session, row)),
            given,
            refused=lambda trouble: self.host.banner("warn", trouble.sentence),
            owner=self.owner,
        )

    def _clear(self, copies: list[Copy]) -> None:
        def work(session: Session, _progress: object) -> int:
            return sum(leaving.clear(session, copy.id) for copy in copies)

        def done(count: int) -> None:
            self.host.clear_banner()
            self.host.toast(f"已清理{count}份，记在访问记录里")

        self.bench.write(
            work,
            done,
            refused=lambda trouble: self.host.banner("warn", trouble.sentence),
            owner=self.owner,
        )

    def _by_hand(self, row: str) -> None:
        """A paper that was made and handed in without this program keeps how many children stood in it."""
        said = self.host.ask.words("已在别处交了", "那份表里有几个孩子？写个数，没有就写0")
        if said is None:
            return
        number = said.strip().removesuffix("人").removesuffix("个").strip()
        if not number.isdecimal():
            self.host.banner("warn", "没有记下。请写一个数，如 12")
            return
        self._do(lambda session: handins.give(session, row, children=int(number)), "已记为交出")

    def _scan(self, row: str) -> None:
        """Takes in the signed and sealed paper: small, without place and camera, sealed beside the ledger."""
        path = self.host.ask.open_file("签字盖章后的扫描或照片", photo.PATTERNS)
        if path is not None:
            self._do(
                lambda session: handin_scans.keep(session, row, photo.reduced(path)), "已收好扫描，只留画面"
            )

    def _return(self, row: str) -> None:
        """The sender's words, then the workbook that came back, if there is one."""
        said = self.host.ask.words("被退回了", "对方怎么说的？原话记下来，写到名字的会带您去改")
        if said is None:
            return
        choices = (Choice("no", "没有", harmless=True), Choice("yes", "选那份表", primary=True))
        sentences = ["退回来的表里有标黄或批注吗？", "有的话，会找出指的是哪几个孩子。"]
        path: Path | None = None
        if self.host.ask.choose("退回的表", sentences, choices) == "yes":
            path = self.host.ask.open_file("选退回来的表", WORKBOOKS)

        def work(session: Session) -> str:
            places = handin_return.places(session, row, path) if path else []
            places += handin_return.named(session, row, said)
            return handins.send_back(session, row, said or "见退回的表", places)

        self._do(work, "已记为退回")

    # -- copies --------------------------------------------------------------------------------------

    def copy(self, chosen: VersionLine) -> None:
        """The very workbook that was handed in, once more."""
        out = self.host.ask.save_file("存到哪里", chosen.file, "表格（*.xlsx *.xlsm）")
        if out is not None:
            self._out(lambda session: handins.copy_out(session, chosen.id, out), out)

    def scan_out(self, line: HandInLine, version: str, page: int) -> None:
        """One scanned page as a picture."""
        out = self.host.ask.save_file("存成照片", f"{line.title}_扫描{page}.jpg", "照片 (*.jpg)")
        if out is not None:
            self._out(lambda session: handin_scans.take_out(session, version, page, out), out)

    def _out(self, work: Callable[[Session], None], out: Path) -> None:
        self.bench.write(
            lambda session, _progress: work(session),
            lambda _done: self.host.toast(f"已存好：{out.name}"),
            outward=True,
            refused=lambda trouble: self.host.banner("warn", trouble.sentence),
            news=False,
            owner=self.owner,
        )
