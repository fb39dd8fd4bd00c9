"""Is the page of one referral: a new one for a child, or one that was opened with a reason, and its steps."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from childdesk.desk import drafting, referrals
from childdesk.desk.directory import Proposed
from childdesk.desk.records import Saved
from childdesk.desk.referrals import VERBS, Opened, Whose
from childdesk.desk.session import Session
from childdesk.domain import slip
from childdesk.domain.errors import Refused
from childdesk.ui import fit
from childdesk.ui.one_draft import Body, OneDraft
from childdesk.ui.page import Host, Page
from childdesk.ui.pages.referral.aside import Papers, Tries, beside, fill_steps, tries
from childdesk.ui.pages.referral.form import ReferForm
from childdesk.ui.tasks import Progress
from childdesk.ui.undoing import undo_of
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.chip import chip
from childdesk.ui.widgets.save_bar import SaveBar
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.words import words
from childdesk.ui.workbench import Workbench


class ReferPage(Page):
    """The form, the child and the notes beside it, the steps of an opened one too."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__(host, "转介", back=host.back)
        self.bench = bench
        self.whose: Whose | None = None
        self.opened: Opened | None = None
        self.reason = ""
        self.form = ReferForm(bench.today)
        self.bar = SaveBar("保存转介", self.save)
        self.draft = OneDraft(bench, referrals.PAGE, self._body)
        self._saving = False
        self._urgency = ""
        self._build()
        bench.tasks.failed.connect(self._again)

    def _build(self) -> None:
        self._name = words("", "head")
        self._who = words("", "second")
        self._state = chip("草稿")
        self.head.beside(self._name, self._who, self._state)
        self._kept = words("", "second")
        self.head.act(self._kept)
        self.body.addWidget(scrolled(self.form), 1)
        self.body.addWidget(self.bar)
        self.bar.second("先放着", self._put_by)
        self.steps = Card("下一步")
        self.notes = Card("写之前", role="warn", icon="warning")
        side = QWidget()
        self.tries, self.papers = Tries(), Papers()
        side.setLayout(fit.column(self.steps, self.tries, self.papers, self.notes, None, spacing=10))
        self.tries.taken.connect(self._take_try)
        self.papers.asked.connect(self._beside)
        self.add_side("side", "下一步", scrolled(side), width=276)
        self.form.changed.connect(self._changed)
        self.form.save_asked.connect(self.save)
        self.draft.kept.connect(lambda: self._kept.setText("草稿已自动存好"))

    # -- arriving and leaving ------------------------------------------------------------------------

    def arrive(self, argument: object = None) -> None:
        """A child's id for a new one, or ("referral", id, reason) for one to be opened."""
        if isinstance(argument, tuple) and len(argument) == 3 and argument[0] == "referral":
            self._open(str(argument[1]), str(argument[2]))
        elif isinstance(argument, str) and argument:
            self._begin(argument)
        else:
            self.host.go("referral")

    def leave(self) -> None:
        """What was typed is kept; what was sealed leaves the screen."""
        self.draft.keep()
        self.whose = self.opened = None
        self.form.close_form()

    def first_focus(self) -> QWidget | None:
        """The reason, or what is empty first."""
        missing = self.form.missing()
        return missing[0].editor if missing else self.bar.save

    def take(self, act: str) -> bool:
        """Ctrl+Enter saves."""
        if act == "save":
            self.save()
            return True
        return super().take(act)

    def _begin(self, child: str) -> None:
        self.bench.read(
            lambda session, _p: (
                referrals.whose(session, child),
                drafting.load(session, referrals.PAGE, child),
                [one.record for one in drafting.waiting(session, referrals.PAGE)],
            ),
            lambda found: self._show_new(*found),
            refused=self._warn,
            owner=self,
        )

    def _open(self, row: str, reason: str) -> None:
        self.reason = reason

        def work(session: Session, _progress: Progress) -> tuple[Opened, dict[str, str]]:
            opened = referrals.open_one(session, row, reason)
            return opened, drafting.load(session, referrals.PAGE, referrals.draft_of(opened.whose.child, row))

        self.bench.write(
            work, lambda found: self._show_opened(*found), refused=self._warn, news=False, owner=self
        )

    def _show_new(self, whose: Whose, draft: dict[str, str], waiting: list[str]) -> None:
        self.opened = None
        values = {"date": self.bench.today.isoformat(), "urgency": "一般"}
        self.form.open(whose, values, draft, answered=False)
        self._show(whose, "写转介", draft)
        self.steps.hide()
        self.papers.hide()
        if any(one.startswith(f"{whose.child}:") for one in waiting):
            self.host.banner("info", "这个孩子有一份转介改了一半没存。从转介页打开那份，就能接着改")

    def _show_opened(self, opened: Opened, draft: dict[str, str]) -> None:
        self.opened = opened
        self.form.open(opened.whose, opened.values, draft, answered=True)
        self._show(opened.whose, "转介", draft)
        self._state.setText(opened.state)
        fill_steps(self.steps, opened, self.go_to, self.key_in if self.reason == referrals.BY_SLIP else None)
        self.papers.show()
        self.papers.tell(str(opened.values.get("earlier") or ""), str(opened.values.get("chases") or ""))

    def _show(self, whose: Whose, title: str, draft: dict[str, str]) -> None:
        self.whose = whose
        self.head.title.setText(title)
        self._name.setText(whose.name)
        self._who.setText(whose.who)
        fit.clear(self.notes.body)
        for note in whose.notes:
            self.notes.add(words(note, "small", wrap=True))
        self._propose()
        self.draft.clean()
        self._kept.setText("接着上次没存的写" if draft else "")
        self._look_ahead()

    # -- filling in ----------------------------------------------------------------------------------

    def _changed(self) -> None:
        self.draft.touch()
        self._look_ahead()
        if self.form.texts().get("urgency", "") != self._urgency:
            self._propose()

    def _propose(self) -> None:
        """Whom to try now, by urgency, age and hour."""
        whose, self._urgency = self.whose, self.form.texts().get("urgency", "")
        if whose is not None:
            urgency, age = self._urgency or "一般", whose.age
            self.tries.show_tries(self.bench.glance(lambda session: tries(session, urgency, age)))

    def _take_try(self, one: Proposed) -> None:
        self.form.fill({"receiver": one.entry.name, "receiver_phone": one.number})

    def _beside(self, name: str) -> None:
        if self.opened is not None:
            beside(self.bench, self.host, self.opened, name, self)

    def _look_ahead(self) -> None:
        if self.whose is None:
            return
        self.form.doubt()
        missing = self.form.missing()
        self.bar.lacks([frame.field.label for frame in missing], [frame.editor.setFocus for frame in missing])
        dirty = self.draft.dirty or bool(self.form.typed())
        self.head.unsaved(dirty)
        if self.opened is None:
            state = referrals.state_of(self.form.texts())
            self._state.setText(state)
            self.bar.note.setText(f"存好后是“{state}”")
        else:
            self.bar.unsaved(dirty)

    def _body(self) -> Body | None:
        if self.whose is None or self._saving:
            return None
        row = self.opened.id if self.opened is not None else ""
        return referrals.draft_of(self.whose.child, row), self.form.typed()

    def _put_by(self) -> None:
        self.draft.keep()
        self.host.toast("先放着了，今日里能接着写")
        self.host.back()

    # -- saving --------------------------------------------------------------------------------------

    def save(self) -> None:
        """Writes a new one, or the touched fields of an opened one."""
        whose, opened = self.whose, self.opened
        if whose is None or not self._check():
            return
        typed, reason = self.form.typed(), self.reason
        if opened is None:
            texts = {"date": self.bench.today.isoformat(), "urgency": "一般", **typed}
            self._write(lambda session: referrals.save_new(session, whose.child, texts), "的转介")
        elif typed:
            self._write(lambda session: referrals.save_changes(session, opened.id, typed, reason), "的转介")
        else:
            self.host.toast("没有改动，不用保存")

    def go_to(self, state: str) -> None:
        """One step on, together with what was typed."""
        opened = self.opened
        if opened is None or not self._check():
            return
        typed, reason = self.form.typed(), self.reason
        self._write(
            lambda session: referrals.step(session, opened.id, state, typed, reason),
            f"的转介：{VERBS[state]}",
        )

    def key_in(self) -> None:
        """What came back on a feedback slip; it also says that somebody had taken the child on."""
        opened = self.opened
        if opened is not None and self._check():
            typed, code = self.form.typed(), slip.shown(opened.id)
            self._write(lambda session: referrals.keyed(session, code, typed), "的反馈单")

    def _check(self) -> bool:
        wrong = [] if self._saving else self.form.check()
        if wrong:
            wrong[0].editor.setFocus()
        return not wrong and not self._saving

    def _write(self, work: Callable[[Session], Saved], what: str) -> None:
        self.draft.rest()
        self._saving = True
        self.bar.busy("正在保存…")
        name = self.whose.name if self.whose is not None else ""
        self.bench.write(
            lambda session, _p: work(session),
            lambda saved: self._saved(saved, f"{name}{what}"),
            refused=self._refused,
            owner=self,
        )

    def _saved(self, saved: Saved, what: str) -> None:
        self._saving = False
        self.draft.clean()
        self.bar.busy()
        undo = undo_of(self.bench, self.host, saved.entry, what)
        self.whose = self.opened = None
        self.host.back()
        self.host.toast(f"已保存{what}", undo)

    def _refused(self, refused: Refused) -> None:
        self._again()
        if not self.form.refuse(refused):
            self._warn(refused)

    def _again(self, _trouble: object = None) -> None:
        if self._saving:
            self._saving = False
            self.draft.touch()
            self.bar.busy()

    def _warn(self, refused: Refused) -> None:
        self.host.banner("warn", refused.sentence)
