"""Is the page 建议 of one child: colour, categories, entitlements, each with its reason; a person decides."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QLineEdit, QWidget

from childdesk.desk import file, scoring, suggesting, telling
from childdesk.desk.records import Saved
from childdesk.desk.session import Right, Session
from childdesk.desk.suggesting import Held, Suggested
from childdesk.domain import options, risk_rules
from childdesk.domain.errors import Refused
from childdesk.domain.kinds import Scalar
from childdesk.ui import fit
from childdesk.ui.page import Host, Page
from childdesk.ui.undoing import undo_of
from childdesk.ui.widgets.buttons import because, button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.chip import RiskChip, chip
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.segmented import Segmented
from childdesk.ui.widgets.words import rule, words
from childdesk.ui.workbench import Workbench

Found = tuple[Suggested, file.File, list[dict[str, Scalar]], bool]


class SuggestPage(Page):
    """The argument is a child's id."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__(host, "建议", back=host.back)
        self.bench = bench
        self.child = ""
        self.found: Suggested | None = None
        self._name = words("", "head")
        self._who = words("", "second")
        self.head.beside(self._name, self._who)
        self.scale = button("用量表评", lambda: host.go("scale", self.child), icon="document_table")
        self.head.act(self.scale)
        self.head.say("只是建议，定下来的是您；每一条都写着为什么")
        self.now, self.proposed = RiskChip(whole=True), RiskChip(whole=True)
        self.accept = button("就按建议", self._accept, kind="primary", icon="checkmark")
        self.colours = Segmented([(one, one) for one in risk_rules.COLOURS])
        self.why = QLineEdit()
        self.other = button("另选这个颜色", self._choose)
        self.takes: dict[str, QWidget] = {}
        self._lay_out()

    def _lay_out(self) -> None:
        self.risk = Card("风险颜色")
        self.history = Card("以前评过的")
        self._reasons, self._past = fit.column(spacing=4), fit.column(spacing=6)
        self.why.setPlaceholderText("另选要写一句理由")
        self.why.setAccessibleName("另选颜色的理由")
        self.why.textChanged.connect(lambda _text: self._settle())
        self.colours.chosen.connect(lambda _key: self._settle())
        pair = fit.row(words("现在", "label"), self.now, 12, words("建议", "label"), self.proposed, None)
        self.risk.add(pair)
        self.risk.add(self._reasons)
        self.risk.add(fit.row(self.accept, None))
        self.risk.add(rule())
        self.risk.add(fit.row(self.colours, None))
        line = fit.row(self.why, self.other, spacing=10)
        line.setStretch(0, 1)
        self.risk.add(line)
        self.history.add(self._past)
        self.categories, self.claims = Card("类别", "村里登记，孤儿等由县里认定"), Card("可以享受的")
        left, right = QWidget(), QWidget()
        left.setLayout(fit.column(self.risk, self.history, None, spacing=12))
        right.setLayout(fit.column(self.categories, self.claims, None, spacing=12))
        both = QWidget()
        line = fit.row(left, right, spacing=12)
        line.setStretch(0, 1)
        line.setStretch(1, 1)
        both.setLayout(line)
        self.body.addWidget(scrolled(both), 1)

    # -- arriving ----------------------------------------------------------------------------------------

    def arrive(self, argument: object = None) -> None:
        """One child; without one there is nothing to suggest."""
        if isinstance(argument, str) and argument:
            self.child = argument
            self._load()
        elif not self.child:
            self.host.go("children")

    def first_focus(self) -> QWidget | None:
        """Taking the proposal, or another colour where they agree already."""
        return self.accept if self.accept.isVisibleTo(self) else self.colours.part(risk_rules.COLOURS[0])

    def memento(self) -> object:
        """Which child."""
        return self.child

    def resume(self, memento: object) -> None:
        """The same child again."""
        if isinstance(memento, str) and memento:
            self.child = memento
            self._load()

    def _load(self) -> None:
        child = self.child
        self.bench.read(
            lambda session, _p: (
                suggesting.suggest(session, child),
                file.file(session, child),
                suggesting.gradings(session, child),
                scoring.is_on(session),
            ),
            self._show,
            refused=self._refused,
            owner=self,
        )

    def _show(self, found: Found) -> None:
        told, whose, past, scored = found
        self.found = told
        may = self.bench.may(Right.EDIT) and not whose.closed
        self._name.setText(whose.name)
        self._who.setText(whose.who)
        self.scale.setVisible(scored and may)
        self._show_risk(told, may=may)
        self._show_past(past)
        self._show_categories(told, may=may)
        fit.clear(self.claims.body)
        for claim in told.entitlements:
            self.claims.add(
                _line(claim.name, "已享" if claim.confirmed else "还没享", claim.reason, claim.missing)
            )
            self.claims.add(words(claim.source, "note", wrap=True))
        self.claims.setVisible(bool(told.entitlements))
        self._settle()

    def _show_risk(self, told: Suggested, *, may: bool) -> None:
        one = told.risk
        self.now.set_level(one.now)
        self.proposed.set_level(one.proposed)
        fit.clear(self._reasons)
        for reason in one.reasons:
            self._reasons.addWidget(words(f"因为：{reason}", "small", wrap=True))
        for change in one.changes:
            self._reasons.addWidget(words(change, "second", wrap=True))
        if one.missing:
            self._reasons.addWidget(words(f"还不知道：{'、'.join(one.missing)}", "second", wrap=True))
        self._reasons.addWidget(words(one.source, "note", wrap=True))
        self.accept.setVisible(may and not one.confirmed)
        self.accept.setText(f" 就按建议，定{one.proposed}色")
        self.accept.setAccessibleName(f"就按建议，定{one.proposed}色")
        for part in (self.colours, self.why, self.other):
            part.setVisible(may)

    def _show_past(self, past: list[dict[str, Scalar]]) -> None:
        fit.clear(self._past)
        for one in past:
            before = f"{one['before']}色改成" if one.get("before") else ""
            day = telling.day(str(one["date"]), self.bench.today)
            how = "，".join(str(one[key]) for key in ("method", "confirmed_by") if one.get(key))
            self._past.addWidget(words(f"{day}　{before}{one['risk']}色（{how}）", "small"))
            if one.get("reasons"):
                self._past.addWidget(words(str(one["reasons"]), "second", wrap=True))
        self.history.setVisible(bool(past))

    def _show_categories(self, told: Suggested, *, may: bool) -> None:
        fit.clear(self.categories.body)
        self.takes = {}
        for one in told.categories:
            self.categories.add(self._category(one, may=may))
        if not told.categories:
            self.categories.add(words("没有要登记的类别", "second"))

    def _category(self, one: Held, *, may: bool) -> QWidget:
        take = None
        if may and one.suggested and not one.state:
            verb = "报给镇里" if one.name in options.COUNTY_DECIDES else "登记"
            take = button(verb, partial(self._confirm, one.name), kind="small", icon="checkmark")
            take.setAccessibleName(f"{verb}：{one.name}")
            self.takes[one.name] = take
        state = one.state or "建议，待确认"
        made = QWidget()
        lines = [_line(one.name, state, one.reason, one.missing, take), words(one.source, "note", wrap=True)]
        made.setLayout(fit.column(*lines, spacing=2))
        return made

    # -- deciding ----------------------------------------------------------------------------------------

    def _settle(self) -> None:
        ready = self.colours.key() and self.why.text().strip()
        because(self.other, "" if ready else "先选颜色，再写一句理由")

    def _accept(self) -> None:
        if self.found is not None:
            colour, child = self.found.risk.proposed, self.child
            self._write(lambda session: suggesting.grade(session, child, colour), f"定为{colour}色")

    def _choose(self) -> None:
        colour, why, child = self.colours.key() or "", self.why.text(), self.child
        self._write(lambda session: suggesting.grade(session, child, colour, reason=why), f"定为{colour}色")

    def _confirm(self, name: str) -> None:
        child = self.child
        self._write(lambda session: suggesting.confirm(session, child, name), f"登记了“{name}”")

    def _write(self, work: Callable[[Session], Saved], told: str) -> None:
        def done(saved: Saved) -> None:
            self.why.clear()
            self.colours.choose(None)
            self.host.toast(f"{self._name.text()}：{told}", undo_of(self.bench, self.host, saved.entry))
            self._load()

        self.bench.write(lambda session, _p: work(session), done, refused=self._refused, owner=self)

    def _refused(self, refused: Refused) -> None:
        self.host.banner("warn", refused.sentence)


def _line(
    name: str, state: str, reason: str, missing: tuple[str, ...], act: QWidget | None = None
) -> QWidget:
    made = QWidget()
    tone = "doubt" if "待确认" in state or state == "还没享" else "plain"
    head = fit.row(words(name, "group"), chip(state, tone), None, *((act,) if act else ()), spacing=8)
    lacks = [words(f"还缺：{'、'.join(missing)}", "second", wrap=True)] if missing else []
    made.setLayout(fit.column(head, words(reason, "small", wrap=True), *lacks, spacing=2))
    return made
