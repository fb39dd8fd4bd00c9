"""Is the page 本县规则: one rule file as a numbered text; a mistake is shown at its line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from childdesk.desk import assessments, county_rules, drafting, scoring
from childdesk.desk.county_rules import ITEMS, KINDS, SCALE, TITLES, Held
from childdesk.desk.records import Saved
from childdesk.desk.session import Right, Session
from childdesk.domain.errors import Refused
from childdesk.ui import fit
from childdesk.ui.one_draft import Body, OneDraft
from childdesk.ui.page import Host, Page
from childdesk.ui.tasks import Progress
from childdesk.ui.undoing import undo_of
from childdesk.ui.widgets.buttons import because, button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.lined_text import LinedText
from childdesk.ui.widgets.segmented import Segmented
from childdesk.ui.widgets.words import say, words
from childdesk.ui.workbench import Workbench

DRAFT = "rulefile"
HALF = "上次改到一半的还在这里，还没存"
PATTERNS = "规则文件（*.toml *.txt）"
USUAL = "这是自带的，是默认值，请按本县文件修改"
BLANK = "程序不带题目：由专业人员照官方中文版抄好，装入，再打开"
NOTES = {ITEMS: assessments.WHY_NOT}
WHERE = {SCALE: "在孩子的建议页里评", ITEMS: "在转介的专业评估里填"}
"""Where what is switched on is used."""


class RuleFilePage(Page):
    """The argument is one of `county_rules.KINDS`, or nothing for the first."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__(host, "本县规则", back=host.back)
        self.bench = bench
        self.held: Held | None = None
        self.kind = KINDS[0]
        self.kinds = Segmented([(kind, TITLES[kind]) for kind in KINDS])
        self.text = LinedText()
        self.text.setAccessibleName("规则的内容，一行一条")
        self.state = words("", "second", wrap=True)
        self.trouble = words("", "error", wrap=True)
        self.load_button = button("装入文件…", self._load_file, icon="folder_open")
        self.usual = button("用回自带的", self._back, icon="arrow_undo")
        self.give_up = button("不改了", self._give_up)
        self.switch = button("", self._switch)
        self.save_button = button("存下来", self.save, kind="primary", icon="checkmark")
        self._on = False
        self.draft = OneDraft(bench, DRAFT, self._body)
        self._build()

    def _build(self) -> None:
        for act in (self.load_button, self.usual, self.give_up, self.save_button):
            self.head.act(act)
        self.head.say("改错一行会说第几行、为什么，原来的规则照旧用着")
        card = Card(tight=True)
        card.add(self.text, 1)
        line = fit.row(self.kinds, None, self.switch)
        self.body.addLayout(line)
        self.body.addWidget(self.state)
        self.body.addWidget(card, 1)
        self.body.addWidget(self.trouble)
        self.kinds.chosen.connect(self._choose)
        self.text.textChanged.connect(self._typed)

    # -- arriving ----------------------------------------------------------------------------------------

    def arrive(self, argument: object = None) -> None:
        """Shows one file as it holds."""
        self._choose(argument if argument in KINDS else self.kind)

    def leave(self) -> None:
        """What was changed and not saved is kept."""
        self.draft.keep()

    def first_focus(self) -> QWidget | None:
        """Which file."""
        return self.kinds.part(self.kind)

    def memento(self) -> object:
        """Which file it was."""
        return self.kind

    def resume(self, memento: object) -> None:
        """The same file again."""
        if memento in KINDS:
            self._choose(memento)

    def take(self, act: str) -> bool:
        """Ctrl+S keeps it."""
        if act == "save":
            self.save()
            return True
        return super().take(act)

    def _choose(self, kind: object) -> None:
        self.draft.keep()
        wanted = self.kind = str(kind)
        self.kinds.choose(wanted)

        def work(session: Session, _p: Progress) -> tuple[Held, bool, str]:
            half = drafting.load(session, DRAFT, wanted).get("text", "")
            return county_rules.held(session, wanted), _is_on(session, wanted), half

        # On the writing lane: what was just kept of another file, or of this one, comes before it.
        self.bench.write(
            work,
            lambda found: self._show(*found) if wanted == self.kind else None,
            refused=self._refused,
            news=False,
            owner=self,
        )

    def _show(self, held: Held, on: bool, half: str) -> None:
        self.held, self._on = held, on
        may = self.bench.may(Right.EDIT)
        self.text.blockSignals(True)
        self.text.setPlainText(half if half and may else held.text)
        self.text.blockSignals(False)
        self.draft.clean()
        self.text.setReadOnly(not may)
        self.text.mark(0)
        told = "本县自己的" if held.own else BLANK if self.kind == ITEMS else USUAL
        said = (held.title, held.version, told, NOTES.get(self.kind, ""), HALF if self.changed() else "")
        self.state.setText("　".join(part for part in said if part))
        because(self.usual, "" if held.own and may else "现在用的就是自带的" if may else "您的身份不能改")
        because(self.load_button, "" if may else "您的身份不能改")
        self.switch.setVisible(self.kind in WHERE)
        what = TITLES[self.kind][-2:]
        self.switch.setText(f"关上{what}" if on else f"打开{what}")
        because(self.switch, "" if may else "您的身份不能改")
        self._say("")
        self._settle()

    # -- editing -----------------------------------------------------------------------------------------

    def _typed(self) -> None:
        self.text.mark(0)
        self._say("")
        self.draft.touch()
        self._settle()

    def _body(self) -> Body | None:
        if self.held is None or not self.bench.may(Right.EDIT):
            return None
        return self.kind, {"text": self.text.toPlainText()} if self.changed() else {}

    def _give_up(self) -> None:
        """The file as it holds; what was typed is forgotten."""
        if self.held is not None:
            self.text.setPlainText(self.held.text)
            self.draft.keep()
            self._choose(self.kind)

    def changed(self) -> bool:
        """Whether something stands there that does not hold yet."""
        return self.held is not None and self.text.toPlainText() != self.held.text

    def _settle(self) -> None:
        changed = self.changed()
        self.head.unsaved(changed)
        self.give_up.setVisible(changed)
        because(self.save_button, "" if changed else "没有改动，不用存")

    def save(self) -> None:
        """Keeps the text, unless there is a mistake in it: then that line is shown."""
        if not self.changed():
            return
        text = self.text.toPlainText()
        line, sentence = county_rules.check(self.kind, text)
        if sentence:
            self.text.mark(line)
            self._say(sentence)
            self.text.setFocus()
            return
        self._replace(lambda session, kind: county_rules.save(session, kind, text), "改好了")

    def _back(self) -> None:
        self._replace(county_rules.usual, "用回了自带的")

    def _replace(self, work: Callable[[Session, str], Saved], told: str) -> None:
        """Another text holds; what was typed is in it, or is wanted no more."""
        kind = self.kind

        def written(session: Session) -> Saved:
            saved = work(session, kind)
            drafting.drop(session, DRAFT, kind)
            return saved

        self.draft.keep()
        self._write(written, f"{TITLES[kind]}{told}")

    def _switch(self) -> None:
        on, kind = not self._on, self.kind
        what = TITLES[kind][-2:]
        told = f"{what}打开了，{WHERE[kind]}" if on else f"{what}关上了"
        turn = assessments.switch if kind == ITEMS else scoring.switch
        self.draft.keep()
        self._write(lambda session: turn(session, on=on), told)

    def _load_file(self) -> None:
        path = self.host.ask.open_file(f"装入{TITLES[self.kind]}", PATTERNS)
        if path is None:
            return
        text = _read(path)
        if text is None:
            self.host.banner("warn", "读不到这个文件。原来的规则照旧用着")
            return
        self.text.setPlainText(text)
        self.save()

    def _write(self, work: Callable[[Session], Saved], told: str) -> None:
        def done(saved: Saved) -> None:
            self.host.toast(told, undo_of(self.bench, self.host, saved.entry, then=self._anew))
            self._choose(self.kind)

        self.bench.write(lambda session, _p: work(session), done, refused=self._refused, owner=self)

    def _anew(self) -> None:
        """What was taken back, where it is looked at still."""
        if self.isVisible() and not self.changed():
            self._choose(self.kind)

    def _say(self, sentence: str) -> None:
        say(self.trouble, sentence, "error")
        self.trouble.setVisible(bool(sentence))

    def _refused(self, refused: Refused) -> None:
        self.host.banner("warn", refused.sentence)


def _is_on(session: Session, kind: str) -> bool:
    return assessments.scales_on(session) if kind == ITEMS else scoring.is_on(session)


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None
