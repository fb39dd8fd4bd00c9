"""Is the page 专业评估: what a professional found, copied from the feedback."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from childdesk.desk import assessments, directory, drafting, mandatory
from childdesk.desk.directory import Proposed
from childdesk.desk.records import Saved
from childdesk.desk.session import Session
from childdesk.domain.errors import Refused
from childdesk.domain.observation import Assessment
from childdesk.domain.questionnaire import Tool
from childdesk.ui import fit
from childdesk.ui.one_draft import Body, OneDraft
from childdesk.ui.page import Host, Page
from childdesk.ui.pages.observation.items import Items
from childdesk.ui.tasks import Progress
from childdesk.ui.undoing import undo_of
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.chip import Answers
from childdesk.ui.widgets.save_bar import SaveBar
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.section_form import SectionForm
from childdesk.ui.widgets.urgent import Urgent
from childdesk.ui.widgets.words import words
from childdesk.ui.workbench import Workbench

LINES = (
    (Assessment.assessor, Assessment.organisation),
    (Assessment.date, Assessment.tool),
    (Assessment.level,),
    (Assessment.band,),
    (Assessment.advice,),
    (Assessment.proof,),
)
NOTES = (
    "照反馈单抄，不自己评",
    "等级由评估人定",
    "不写病名；诊断只有医院能作",
    "题表由评估人自己填；怎么看由评估人说",
    assessments.WHY_NOT,
)


@dataclass(frozen=True, slots=True)
class Found:
    """What the page needs to know of a child before it opens."""

    who: str
    on: bool
    tables: Mapping[str, Tool]
    draft: Mapping[str, str]
    numbers: Sequence[Proposed]


class AssessPage(Page):
    """One finding about one child."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__(host, "专业评估", back=host.back)
        self.bench = bench
        self.child = self.referral = ""
        self.tables: Mapping[str, Tool] = {}
        self._saving = False
        self.form = SectionForm("评估人写的", LINES, bench.today)
        self.tools = Answers([(one, one) for one in assessments.SCALES])
        self.items = Items()
        self.urgent = Urgent()
        self.bar = SaveBar("存下来", self.save)
        self.draft = OneDraft(bench, assessments.PAGE, self._body)
        self.head.say("从反馈单上抄下来：谁评的、用什么、结果怎样")
        self._who = words("", "head")
        self.head.beside(self._who)
        self._build()

    def _build(self) -> None:
        self._offered = QWidget()
        told = words("常用量表，由专业人员用", "label")
        self._offered.setLayout(fit.column(told, self.tools, spacing=4))
        self.urgent.hide()
        inner = QWidget()
        parts = (self.urgent, self._offered, self.items, self.form)
        inner.setLayout(fit.column(*parts, None, spacing=10, margins=(0, 0, 4, 0)))
        self._area = scrolled(inner)
        self.body.addWidget(self._area, 1)
        self.body.addWidget(self.bar)
        notes = Card("抄之前", role="warn", icon="warning")
        for one in NOTES:
            notes.add(words(one, "small", wrap=True))
        side = QWidget()
        side.setLayout(fit.column(notes, None))
        self.add_side("side", "抄之前", side, width=236)
        self.tools.changed.connect(self._take_tool)
        self.items.changed.connect(self._changed)
        self.form.changed.connect(self._changed)
        self.form.saved.connect(lambda _patch: self.save())
        self.urgent.report_asked.connect(lambda: self.host.go("report", self.child))
        # What is typed is a draft; nobody has to finish a table before help is called.
        self.urgent.refer_asked.connect(lambda: self.host.go("refer", self.child))

    # -- arriving and leaving ------------------------------------------------------------------------

    def arrive(self, argument: object = None) -> None:
        """(child, referral), or a child's id."""
        child, referral = argument if isinstance(argument, tuple) else (str(argument or ""), "")
        if not child:
            self.host.go("referral")
            return

        def work(session: Session, _p: Progress) -> Found:
            now = session.clock.now().astimezone()
            return Found(
                mandatory.whose(session, str(child)),
                assessments.scales_on(session),
                assessments.tools(session),
                drafting.load(session, assessments.PAGE, str(child)),
                directory.propose(session, "紧急", None, now, in_school=False),
            )

        def shown(found: Found) -> None:
            self.child, self.referral = str(child), str(referral)
            self._who.setText(found.who)
            self._offered.setVisible(found.on)
            self.tables = found.tables
            self.urgent.show_numbers(found.numbers)
            self.form.open({"date": self.bench.today.isoformat()})
            self._fill(found.draft)
            self.form.frames["band"].setVisible(found.on and self.items.tool is None)

        self.bench.read(work, shown, refused=self._warn, owner=self)

    def leave(self) -> None:
        """What was typed is kept; what is sealed leaves the screen."""
        self.draft.keep()
        self.child = ""
        self.tools.choose([])
        self.items.forget()
        self.urgent.hide()
        self.form.open({})
        self.form.frames.clear()

    def first_focus(self) -> QWidget | None:
        """Who found it."""
        frame = self.form.frames.get("assessor")
        return frame.editor if frame is not None else None

    def take(self, act: str) -> bool:
        """Ctrl+Enter saves."""
        if act == "save":
            self.save()
            return True
        return super().take(act)

    # -- filling in ----------------------------------------------------------------------------------

    def _body(self) -> Body | None:
        if not self.child or self._saving or not self.form.frames:
            return None
        kept = self.form.draft()
        if self.items.tool is not None:
            kept["!tool"] = self.items.tool.name
            kept |= {f"!{number}": str(answer) for number, answer in self.items.answers().items()}
        return self.child, kept

    def _fill(self, kept: Mapping[str, str]) -> None:
        tool = kept.get("!tool", "")
        self.tools.choose([tool] if tool in self.tables else [])
        self.items.forget()
        self.items.show_tool(self.tables.get(tool))
        self.items.choose({int(k[1:]): int(v) for k, v in kept.items() if k[1:].isdecimal() and k[0] == "!"})
        self.form.resume({key: text for key, text in kept.items() if not key.startswith("!")})
        self.draft.clean()
        self._look_ahead()

    def _changed(self) -> None:
        if self.child:
            self.draft.touch()
            self._look_ahead()

    def _look_ahead(self) -> None:
        """A danger sign opens the urgent path at once, before anything is saved."""
        filled = self.items.filled()
        danger = filled is not None and filled.danger
        appears = danger and self.urgent.isHidden()
        self.urgent.setVisible(danger)
        if appears:
            self._area.verticalScrollBar().setValue(0)
        self.head.unsaved(self.draft.dirty)

    def _take_tool(self) -> None:
        chosen = "".join(self.tools.chosen())
        self.items.show_tool(self.tables.get(chosen))
        for key in ("tool", "band"):
            if key in self.form.frames:
                self.form.frames[key].setVisible(self.items.tool is None)
        if chosen and self.items.tool is None and "tool" in self.form.frames:
            self.form.frames["tool"].editor.set_text(chosen)
            self.form.frames["tool"].editor.touch()
        self._changed()

    # -- saving --------------------------------------------------------------------------------------

    def save(self) -> None:
        """Writes it and goes back; with danger in it, on to a referral."""
        child, referral = self.child, self.referral
        wrong = self.form.check()
        if wrong or not child or self._saving:
            if wrong:
                wrong[0].editor.setFocus()
            return
        texts = {key: frame.editor.text() for key, frame in self.form.frames.items()}
        tool, answers = self.items.tool, self.items.answers()
        self._saving = True
        self.draft.rest()

        def work(session: Session, _p: Progress) -> tuple[Saved, bool]:
            if tool is None:
                made, danger = assessments.save(session, child, texts, referral), False
            else:
                made, filled = assessments.save_filled(session, child, tool.name, answers, texts, referral)
                danger = filled.danger
            drafting.drop(session, assessments.PAGE, child)
            return made, danger

        self.bench.write(work, lambda made: self._saved(*made), refused=self._refused, owner=self)

    def _saved(self, saved: Saved, danger: bool) -> None:
        self._saving = False
        self.draft.clean()
        child = self.child
        undo = undo_of(self.bench, self.host, saved.entry, "专业评估")
        if danger:
            self.host.go("refer", child)
        else:
            self.host.back()
        self.host.toast("已存好专业评估，和转介一样受保护", undo)

    def _refused(self, refused: Refused) -> None:
        self._saving = False
        self.draft.touch()
        if refused.field == "answers" and self.items.tool is not None:
            filled = self.items.filled()
            first = filled.unanswered[0] if filled is not None and filled.unanswered else 1
            self.items.pills[first].pills()[0].setFocus()
            self._warn(refused)
        elif not self.form.refuse(refused):
            self._warn(refused)

    def _warn(self, refused: Refused) -> None:
        self.host.banner("warn", refused.sentence)
