"""What a person does with a file as a whole: risk, categories, calling, leaving and coming back, undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from childdesk.desk import children, conflicts, file, form, protected, shown
from childdesk.desk.file import File
from childdesk.desk.history import Told
from childdesk.desk.session import Right
from childdesk.domain.errors import Refused
from childdesk.ui import risk
from childdesk.ui.ask import Choice
from childdesk.ui.page import Host
from childdesk.ui.undoing import take_back, undo_of
from childdesk.ui.widgets.masked import Masked
from childdesk.ui.workbench import Workbench

MEANING = (
    "红色：应立即介入；黄色：宜定期介入。",
    "蓝色：可定期介入；绿色：无明显问题，保持关注。",
    "走访、转介的反馈会提议换颜色，定下来的是您。",
    "常用的走访间隔：红每周1次，黄每月2次，蓝每月1次，绿每季度1次（默认值，请按本县文件修改）。",
)


class Acts:
    """The acts on one file. `shown` is the file on the page, asked for at the moment of the act."""

    def __init__(
        self, host: Host, bench: Workbench, owner: QWidget, shown_file: Callable[[], File | None]
    ) -> None:
        self.host = host
        self.bench = bench
        self.owner = owner
        self._file = shown_file

    def _prints(self) -> bool:
        return self.host.knows("reports") and self.bench.may(Right.EXPORT)

    def print_file(self) -> None:
        """The child's case file as it will be printed, with its parts to choose."""
        found = self._file()
        if found is not None and self._prints():
            self.host.go("reports", ("case-file", found.id))

    def menu(self, leave: Callable[[], object]) -> QMenu:
        """打电话, 打印档案, the colours, 退出在册. `leave` opens the section that asks for reason and day."""
        menu = QMenu(self.owner)
        found = self._file()
        menu.addAction("打电话", self.call)
        if found is not None and not found.closed and self.host.knows("observe"):
            menu.addAction("看一看孩子（识别）", partial(self.host.go, "observe", found.id))
        if self._prints():
            menu.addAction("打印档案…", self.print_file)
        menu.addAction("建议和评风险", self.explain_risk)
        if found is not None and not found.closed and self.bench.may(Right.EDIT):
            if self.host.knows("transfers"):
                menu.addAction("转到别的村…", self.move)
                menu.addAction("转村申请", partial(self.host.go, "transfers"))
            menu.addAction("退出在册…", leave)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def reveal_number(self, masked: Masked) -> None:
        """The whole identity number, for a minute; who looked is noted."""
        found = self._file()
        if found is not None:
            self.bench.write(
                lambda session, _p: shown.reveal(session, "child", found.id, "id_number", ""),
                masked.reveal,
                refused=self._say,
                news=False,
                owner=masked,
            )

    def set_risk(self, level: str) -> None:
        """Another colour, with the reason that stands beside it from now on."""
        found = self._file()
        if found is None or level == found.risk:
            return
        seen = self.bench.glance(lambda session: form.opened(session, "child", found.id, ["risk"]))
        name = risk.of(level).name
        why = self.host.ask.words(f"{found.name}改成{name}", "写一句理由，如：照护人年过70，父母联系变少。")
        if why is None:
            return
        if not why.strip():
            self.host.banner("warn", "改风险要写一句理由。没有改动")
            return
        self.bench.write(
            lambda session, _p: form.save(session, seen, {"risk": level}, reason=why.strip()),
            lambda kept: self._done(f"{found.name}的风险已改成{name}", kept.entry),
            refused=self._say,
            owner=self.owner,
        )

    def explain_risk(self) -> None:
        """What is proposed for this child, why, and what would change it; else what the colours mean."""
        found = self._file()
        if found is not None and self.host.knows("suggest"):
            self.host.go("suggest", found.id)
            return
        self.host.ask.choose("什么会改变风险等级", list(MEANING), [Choice("ok", "知道了", harmless=True)])

    def confirm(self, category: str) -> None:
        """Takes a suggested category: a person has said so."""
        found = self._file()
        if found is None:
            return
        held = [label.text for label in found.categories if not label.suggested]
        seen = self.bench.glance(lambda session: form.opened(session, "child", found.id, ["categories"]))
        both = "、".join([*held, category])
        self.bench.write(
            lambda session, _p: form.save(session, seen, {"categories": both}, reason="确认建议的类别"),
            lambda kept: self._done(f"已加上“{category}”", kept.entry),
            refused=self._say,
            owner=self.owner,
        )

    def call(self) -> None:
        """All numbers, whole, to be dialled now; noted."""
        found = self._file()
        if found is None:
            return

        def tell(numbers: Sequence[tuple[str, str]]) -> None:
            lines = [f"{who}　{spaced(number)}" for who, number in numbers]
            self.host.ask.choose(
                f"给{found.name}家打电话",
                lines or ["还没有电话。走访时问一个，记在资料里。"],
                [Choice("ok", "好", harmless=True)],
            )

        self.bench.write(
            lambda session, _p: file.numbers(session, found.id), tell, news=False, owner=self.owner
        )

    def move(self) -> None:
        """Asks on the page of moves where the child is to go, and why."""
        found = self._file()
        if found is not None:
            self.host.go("transfers", found.id)

    def reopen(self) -> None:
        """Registers a closed child again."""
        found = self._file()
        if found is None:
            return
        why = self.host.ask.words(f"重新登记{found.name}", "写一句理由，如：随父母回村了。")
        if not why:
            return
        self.bench.write(
            lambda session, _p: children.reopen(session, found.id, why),
            lambda saved: self._done(f"已重新登记{found.name}", saved.entry),
            refused=self._say,
            owner=self.owner,
        )

    def open_sealed(self, show: Callable[[Sequence[protected.Opened]], object]) -> None:
        """The protected records, with the reason that is noted."""
        found = self._file()
        if found is None:
            return
        why = self.host.ask.reason(
            f"查看{found.name}的受保护记录", "写明理由，会记入访问记录。", protected.USUAL_REASONS
        )
        if why:
            self.bench.write(
                lambda session, _p: protected.opened(session, found.id, why),
                show,
                refused=self._say,
                news=False,
                owner=self.owner,
            )

    def settle(self, conflict: str, number: int) -> None:
        """Takes one of several values; the others stay in the journal."""
        self.bench.write(
            lambda session, _p: conflicts.resolve(session, conflict, take=number),
            lambda entry: self._done("定好了，没选上的留在修改记录里", entry),
            refused=self._say,
            owner=self.owner,
        )

    def undo(self, told: Told) -> None:
        """Takes one entry of the list back."""
        take_back(self.bench, self.host, told.id, f"：{told.what}")

    def _done(self, sentence: str, entry: str) -> None:
        self.host.toast(sentence, undo_of(self.bench, self.host, entry))

    def _say(self, refused: Refused) -> None:
        self.host.banner("warn", refused.sentence)


def spaced(number: str) -> str:
    """A mobile number in the groups in which it is dialled."""
    mobile = len(number) == 11 and number.startswith("1")
    return f"{number[:3]} {number[3:7]} {number[7:]}" if mobile else number
