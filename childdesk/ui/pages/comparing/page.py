"""Is the comparison: 疑似漏报, 疑似多报, 不一致, 已迁走; nothing is taken in by it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from childdesk.desk import comparing, importing
from childdesk.desk.comparing import DIFFERENT, GONE, TASK, THERE, WORDS, Comparison, Line
from childdesk.desk.import_beside import KEEP, TAKE
from childdesk.desk.import_plan import ImportPlan
from childdesk.desk.records import Saved
from childdesk.ui import fit
from childdesk.ui.page import Host, Page
from childdesk.ui.pages.comparing.lines import LineCard
from childdesk.ui.undoing import undo_of
from childdesk.ui.widgets.buttons import because, button
from childdesk.ui.widgets.empty import Empty
from childdesk.ui.widgets.picker import Picker
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.segmented import Segmented
from childdesk.ui.widgets.words import words
from childdesk.ui.workbench import Workbench

TITLE = "比对名单"
AT_ONCE = 40
"""Children that get widgets at once; more come with a button."""
ALL, NOWHERE = "every", "nowhere"
NOTHING = "没选的都不动。办完可以一次撤销。"


class ComparePage(Page):
    """`arrive` takes the plan of an import whose file is to be compared and not taken in."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__(host, TITLE, back=host.back)
        self.bench = bench
        self.found: Comparison | None = None
        self.choices: dict[str, dict[str, str]] = {}
        self.cards: list[LineCard] = []
        self._shown = AT_ONCE
        self.go = button("照这样办", self._settle, kind="primary", icon="checkmark")
        self.checks = button("核查任务", lambda: host.go("checks"), icon="shield_task")
        self.checks.setVisible(host.knows("checks"))
        self.head.act(self.checks)
        self.head.act(self.go)
        self.kinds: Segmented | None = None
        self.village = Picker("按村看", "全部村")
        self.group = Picker("按班级或村民组看", "全部班级、村民组")
        for one in (self.village, self.group):
            one.chosen.connect(lambda _key: self._fill())
            fit.fix(one, width=176)
        self.all_take = button("都用表里的", lambda: self._all(TAKE), kind="small")
        self.all_ask = button("都记成以后核实", lambda: self._all(TASK), kind="small")
        self.all_keep = button("都不动", lambda: self._all(KEEP), kind="small")
        self.meant = words("", "second")
        self.bar = fit.row(self.meant, None, spacing=12)
        choices = fit.row(
            self.village, self.group, None, self.all_take, self.all_ask, self.all_keep, spacing=8
        )
        inner = QWidget()
        self._lines = fit.column(spacing=8)
        inner.setLayout(self._lines)
        self.foot = words(NOTHING, "small")
        self.body.addLayout(self.bar)
        self.body.addLayout(choices)
        self.body.addWidget(scrolled(inner), 1)
        self.body.addWidget(self.foot)
        self.village.hide()
        self.group.hide()
        self._fill()

    def arrive(self, argument: object = None) -> None:
        """Compares a plan; without one what was shown stays."""
        if isinstance(argument, ImportPlan):
            self.choices = {}
            self._compare(argument)

    def first_focus(self) -> QWidget | None:
        """The kinds, or the way back."""
        return self.kinds.part(self.kinds.key() or next(iter(WORDS))) if self.kinds is not None else None

    # -- reading -------------------------------------------------------------------------------------

    def _compare(self, made: ImportPlan) -> None:
        self.bench.read(
            lambda session, _progress: comparing.compare(session, made), self._compared, owner=self
        )

    def _again(self, made: ImportPlan) -> None:
        self.bench.read(
            lambda session, progress: comparing.compare(session, importing.again(session, made, progress)),
            self._compared,
            owner=self,
        )

    def _compared(self, found: Comparison) -> None:
        self.found = found
        known = {line.key for line in found.lines}
        self.choices = {key: choice for key, choice in self.choices.items() if key in known}
        before = self.kinds.key() if self.kinds is not None else None
        if self.kinds is not None:
            self.bar.removeWidget(self.kinds)
            self.kinds.deleteLater()
            self.kinds = None
        counts = {kind: len(found.of(kind)) for kind in WORDS}
        there = [(kind, f"{found.word(kind)} {counts[kind]:,}") for kind in WORDS if counts[kind]]
        if there:
            self.kinds = Segmented(there, dense=True)
            self.kinds.choose(before if before in dict(there) else there[0][0])
            self.kinds.chosen.connect(lambda _key: self._fill())
            self.bar.insertWidget(0, self.kinds)
        units = sorted({line.unit for line in found.lines if line.unit})
        lost = any(not line.unit for line in found.lines)
        self.village.setVisible(len(units) + lost > 1)
        named = [(unit, found.units.get(unit, unit)) for unit in units]
        self.village.offer([(ALL, "全部村"), *named, *([(NOWHERE, "不知道哪个村")] if lost else [])])
        groups = sorted({line.group for line in found.lines if line.group})
        self.group.setVisible(len(groups) > 1)
        self.group.offer([(ALL, "全部"), *((group, group) for group in groups)])
        self._fill()

    # -- showing -------------------------------------------------------------------------------------

    def lines(self) -> list[Line]:
        """The lines of the kind and group that are looked at."""
        if self.found is None or self.kinds is None:
            return []
        group, village = self.group.key(), self.village.key()
        mine = self.found.of(self.kinds.key() or "")
        mine = [line for line in mine if group in ("", ALL, line.group)]
        return [line for line in mine if village in ("", ALL, line.unit or NOWHERE)]

    def _fill(self) -> None:
        self._shown = AT_ONCE
        fit.clear(self._lines)
        self.cards = []
        mine = self.lines()
        if not mine:
            self._lines.addWidget(self._nothing())
            self._lines.addStretch(1)
        self._more(mine)
        kind = self.kinds.key() if self.kinds is not None else ""
        self.all_take.setVisible(kind in (DIFFERENT, THERE))
        self.all_take.setText("都用表里的" if kind == DIFFERENT else "都新建档案")
        self.all_ask.setText("都核实去向" if kind == GONE else "都记成以后核实")
        self.meant.setText(f"{self.found.meant(kind)}。" if kind and self.found is not None else "")
        for one in (self.all_ask, self.all_keep, self.foot):
            one.setVisible(bool(mine))
        self.go.setVisible(self.found is not None)
        self._say()

    def _nothing(self) -> Empty:
        """Nothing differs, or no list was chosen yet: then the way to one."""
        if self.found is not None or not self.host.knows("importing"):
            return Empty("checkmark_circle", "这份表和台账都对得上。")
        text = "还没有选名单。选一份表，看一遍，再点“只对照，不导入”"
        return Empty("branch_compare", text, "选一份名单", lambda: self.host.go("importing"), kind="primary")

    def _more(self, mine: list[Line]) -> None:
        start = len(self.cards)
        for line in mine[start : self._shown]:
            village = self._village(line)
            card = LineCard(line, self.choices.get(line.key, {}), village)
            card.chosen.connect(self._chosen)
            self.cards.append(card)
            self._lines.addWidget(card)
        left = len(mine) - len(self.cards)
        if left > 0:
            more = button(f"再看{min(left, AT_ONCE)}人，还有{left:,}人", kind="quiet")

            def grow() -> None:
                self._lines.removeWidget(more)
                more.deleteLater()
                self._shown += AT_ONCE
                self._more(self.lines())

            more.clicked.connect(grow)
            self._lines.addWidget(more)
        elif mine:
            self._lines.addStretch(1)

    def _village(self, line: Line) -> str:
        """The village's name where several stand in the list."""
        if self.found is None or self.village.isHidden():
            return ""
        return self.found.units.get(line.unit, "不知道哪个村")

    def _say(self) -> None:
        found, wanted = self.found, self._wanted()
        if found is None:
            self.head.say("拿学籍、残联、低保、医保的名单，看谁漏了、谁不一样。不会自动改台账")
        else:
            grown = f"，{found.grown:,}行是大人、没有比" if found.grown else ""
            again = f"，{found.again:,}行是前面写过的孩子" if found.again else ""
            told = f"{found.made.file}共{found.rows:,}行，{found.same:,}行和台账一样{grown}{again}"
            self.head.say(f"{told}。不会自动改台账")
        self.go.setText(f" 照这样办{len(wanted):,}人" if wanted else " 照这样办")
        because(self.go, "" if wanted else "先选要新建、要改或要核实的")

    # -- choosing ------------------------------------------------------------------------------------

    def _chosen(self, key: str, field: str, way: str) -> None:
        self.choices.setdefault(key, {})[field] = way
        self._say()

    def _all(self, way: str) -> None:
        """One choice for every line that is looked at, shown or not."""
        for line in self.lines():
            fields = [one.field for one in line.differences] if line.kind == DIFFERENT else [""]
            self.choices[line.key] = dict.fromkeys(fields, way)
        self._fill()

    def _wanted(self) -> dict[str, dict[str, str]]:
        """The choices that do something."""
        return {key: choice for key, choice in self.choices.items() if set(choice.values()) & {TAKE, TASK}}

    def _settle(self) -> None:
        found, wanted = self.found, self._wanted()
        if found is None or not wanted:
            return
        self.bench.write(
            lambda session, _progress: comparing.settle(session, found, wanted),
            lambda saved: self._settled(saved, len(wanted)),
            owner=self,
        )

    def _settled(self, saved: Saved, people: int) -> None:
        self.choices = {}
        undo = undo_of(self.bench, self.host, saved.entry, f"{people:,}人的改动", self._anew)
        self.host.toast(f"已办好{people:,}人", undo)
        self._anew()

    def _anew(self) -> None:
        if self.found is not None:
            self._again(self.found.made)
