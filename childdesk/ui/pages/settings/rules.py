"""How often each colour is visited: the shipped numbers until the county's own are put in."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QPushButton, QWidget

from childdesk.desk import county_rules, visit_rules
from childdesk.desk.records import Saved
from childdesk.desk.session import Right
from childdesk.desk.visit_rules import DEFAULT, NOTICE, USUAL, Rule, spoken
from childdesk.domain.errors import Refused
from childdesk.ui import fit
from childdesk.ui import risk as levels
from childdesk.ui.page import Host
from childdesk.ui.pages.settings.rows import Group, Row
from childdesk.ui.undoing import undo_of
from childdesk.ui.widgets.buttons import because, button
from childdesk.ui.widgets.picker import Picker
from childdesk.ui.workbench import Workbench

MORE = {"红": "打电话不算见到人", "黄": "打电话不算见到人", "": "新建的档案，还没评风险的"}


FILES = {
    county_rules.VISITS: "季节、寒暑假、事后几天再去；写错会说第几行",
    county_rules.RISK: "看到什么建议什么颜色；只是建议",
    county_rules.CALENDAR: "明年的放假安排到了，在这里导入",
    county_rules.SCALE: "打分的问卷，县里说用才打开",
    county_rules.ITEMS: "专业人员评估用的题表，装上才有",
}
"""What each rule file is for."""


class VisitRules(Group):
    """One row for each colour; a choice is written at once and can be undone."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__("走访规则", "下次走访的日子由它算出")
        self.host = host
        self.bench = bench
        self.often: dict[str, Picker] = {}
        self._rows: dict[str, Row] = {}
        for risk in DEFAULT:
            name = f"{risk}色" if risk else "还没评风险"
            often = Picker(f"{name}多久走访一次")
            fit.fix(often, width=150)
            often.chosen.connect(lambda key, risk=risk: self._change(risk, int(key)))
            self.often[risk] = often
            self._rows[risk] = self.row(levels.of(risk).name if risk else name, "", often)
        self.usual = button("恢复默认", self._reset, kind="small", icon="arrow_undo")
        self.row("按本县文件改", "国家没有统一的次数；改过的也能一次退回来", self.usual)
        self.files = {kind: self._file(kind) for kind in county_rules.KINDS if host.knows("rulefile")}

    def _file(self, kind: str) -> QPushButton:
        """A way to one rule file."""
        made = button("打开", partial(self.host.go, "rulefile", kind), kind="small")
        made.setAccessibleName(f"打开{county_rules.TITLES[kind]}")
        self.row(f"{county_rules.TITLES[kind]}文件", FILES[kind], made)
        return made

    def load(self) -> None:
        """What holds now."""
        self.bench.read(lambda session, _p: visit_rules.rules(session), self._know, owner=self)

    def first(self) -> QWidget:
        """The gravest colour."""
        return next(iter(self.often.values()))

    def _know(self, rules: dict[str, Rule]) -> None:
        may = self.bench.may(Right.EDIT)
        for risk, rule in rules.items():
            often = self.often[risk]
            days = sorted({*USUAL, DEFAULT[risk], rule.days})
            often.offer([(str(one), spoken(one)) for one in days])
            often.choose(str(rule.days))
            often.setEnabled(may and not rule.by)
            told = NOTICE if rule.usual else f"本县的次数；原来是{spoken(DEFAULT[risk])}"
            told = f"{rule.by}统一定的，要改请找{rule.by}" if rule.by else told
            self._rows[risk].say("；".join(one for one in (told, MORE.get(risk, "")) if one))
        changed = any(not rule.usual and not rule.by for rule in rules.values())
        because(self.usual, "" if changed and may else "现在就是默认的" if may else "您的身份不能改")

    def _change(self, risk: str, days: int) -> None:
        self.bench.write(
            lambda session, _p: visit_rules.change(session, risk, days),
            lambda saved: self._changed(saved, f"改成{spoken(days)}"),
            refused=self._refused,
            failed=lambda _trouble: self.load(),
            owner=self,
        )

    def _reset(self) -> None:
        self.bench.write(
            lambda session, _p: visit_rules.reset(session),
            lambda saved: self._changed(saved, "走访规则已恢复默认"),
            refused=self._refused,
            owner=self,
        )

    def _changed(self, saved: Saved, sentence: str) -> None:
        if saved.entry:
            self.host.toast(sentence, undo_of(self.bench, self.host, saved.entry))
        self.load()

    def _refused(self, trouble: Refused) -> None:
        self.host.banner("bad", trouble.sentence)
        self.load()
