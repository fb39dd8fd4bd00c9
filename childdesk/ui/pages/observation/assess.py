"""Is the page 专业评估: what a professional found, copied from the feedback."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from childdesk.desk import assessments, mandatory
from childdesk.desk.records import Saved
from childdesk.desk.session import Session
from childdesk.domain.errors import Refused
from childdesk.domain.observation import Assessment
from childdesk.ui import fit
from childdesk.ui.page import Host, Page
from childdesk.ui.tasks import Progress
from childdesk.ui.undoing import undo_of
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.chip import Answers
from childdesk.ui.widgets.save_bar import SaveBar
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.section_form import SectionForm
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
NOTES = ("照反馈单抄，不自己评", "等级由评估人定", "不写病名；诊断只有医院能作", "程序不打分，也不带SDQ")


class AssessPage(Page):
    """One finding about one child."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__(host, "专业评估", back=host.back)
        self.bench = bench
        self.child = self.referral = ""
        self.form = SectionForm("评估人写的", LINES, bench.today)
        self.tools = Answers([(one, one) for one in assessments.SCALES])
        self.bar = SaveBar("存下来", self.save)
        self.head.say("从反馈单上抄下来：谁评的、用什么、结果怎样")
        self._who = words("", "head")
        self.head.beside(self._who)
        self._offered = QWidget()
        told = words("常用量表，由专业人员用", "label")
        self._offered.setLayout(fit.column(told, self.tools, spacing=4))
        inner = QWidget()
        inner.setLayout(fit.column(self._offered, self.form, None, spacing=10, margins=(0, 0, 4, 0)))
        self.body.addWidget(scrolled(inner), 1)
        self.body.addWidget(self.bar)
        notes = Card("抄之前", role="warn", icon="warning")
        for one in NOTES:
            notes.add(words(one, "small", wrap=True))
        side = QWidget()
        side.setLayout(fit.column(notes, None))
        self.add_side("side", "抄之前", side, width=236)
        self.tools.changed.connect(self._take_tool)
        self.form.saved.connect(lambda _patch: self.save())

    def arrive(self, argument: object = None) -> None:
        """(child, referral), or a child's id."""
        child, referral = argument if isinstance(argument, tuple) else (str(argument or ""), "")
        if not child:
            self.host.go("referral")
            return

        def shown(found: tuple[str, bool]) -> None:
            self.child, self.referral = str(child), str(referral)
            self._who.setText(found[0])
            self._offered.setVisible(found[1])
            self.form.open({"date": self.bench.today.isoformat()})
            self.form.frames["band"].setVisible(found[1])

        self.bench.read(
            lambda session, _p: (mandatory.whose(session, str(child)), assessments.scales_on(session)),
            shown,
            refused=self._warn,
            owner=self,
        )

    def leave(self) -> None:
        """What is sealed leaves the screen."""
        self.child = ""
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

    def save(self) -> None:
        """Writes it and goes back."""
        child, referral = self.child, self.referral
        wrong = self.form.check()
        if wrong or not child:
            if wrong:
                wrong[0].editor.setFocus()
            return
        texts = {key: frame.editor.text() for key, frame in self.form.frames.items()}

        def work(session: Session, _p: Progress) -> Saved:
            return assessments.save(session, child, texts, referral)

        self.bench.write(work, self._saved, refused=self._refused, owner=self)

    def _saved(self, saved: Saved) -> None:
        undo = undo_of(self.bench, self.host, saved.entry, "专业评估")
        self.host.back()
        self.host.toast("已存好专业评估，和转介一样受保护", undo)

    def _take_tool(self) -> None:
        chosen = "".join(self.tools.chosen())
        if chosen and "tool" in self.form.frames:
            self.form.frames["tool"].editor.set_text(chosen)
            self.form.frames["tool"].editor.touch()

    def _refused(self, refused: Refused) -> None:
        if not self.form.refuse(refused):
            self._warn(refused)

    def _warn(self, refused: Refused) -> None:
        self.host.banner("warn", refused.sentence)
