"""Is the page 录入走访单: a code, a row of number keys, words where some were written, the next sheet."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QLineEdit, QWidget

from childdesk.desk import drafting, trips, visit_sheets
from childdesk.desk.session import Session
from childdesk.domain import visit_sheet as form
from childdesk.domain.errors import Refused
from childdesk.domain.visit_sheet import Door, Filled
from childdesk.ui import fit, photo
from childdesk.ui.one_draft import Body, OneDraft
from childdesk.ui.page import Host, Page
from childdesk.ui.pages.keying.rows import Questions
from childdesk.ui.undoing import undo_of
from childdesk.ui.widgets.buttons import because, button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.words import say, words
from childdesk.ui.workbench import Workbench

DRAFT = "keying"


class KeyingPage(Page):
    """Sheets one after the other. The argument is a code, or nothing."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__(host, "录入走访单", back=host.back)
        self.bench = bench
        self.door: Door | None = None
        self.code, self.keys = _line("单子右上角的编号"), _line("按单子的次序按数字，没勾的按0")
        self.day, self.second = _line("走访日期，不写照单子上的"), _line("同去的人")
        self.reason = _line("没见到人：为什么")
        self.words: list[dict[str, QLineEdit]] = []
        self.questions = Questions()
        self.save_button = button("保存这张", self.save, kind="primary", icon="checkmark")
        self.photo_button = button("附单子照片", self._take_photo, icon="attach")
        self.head.act(self.photo_button)
        self.head.act(self.save_button)
        self._picture = b""
        self._told = words("", "second", wrap=True)
        self.draft = OneDraft(bench, DRAFT, self._body)
        self._build()
        self._forget()

    def _build(self) -> None:
        top = fit.row(self.code, self._told, spacing=12)
        top.setStretch(1, 1)
        self.body.addLayout(top)
        self.body.addWidget(self.keys)
        card = Card()
        card.add(scrolled(self.questions))
        self.body.addWidget(card, 1)
        self._extra = Card("写了字的地方", "没写就空着")
        self._fields = fit.column(spacing=6)
        for field in (self.day, self.second, self.reason):
            self._extra.add(field)
        self._extra.add(self._fields)
        side = QWidget()
        side.setLayout(fit.column(self._extra, None))
        self.add_side("side", "写了字的地方", scrolled(side), width=322)
        self.code.textEdited.connect(self._code_typed)
        self.keys.textEdited.connect(lambda _text: self._typed())
        self.keys.returnPressed.connect(self.save)

    def arrive(self, argument: object = None) -> None:
        """Waits for a code, or opens the sheet of one."""
        if isinstance(argument, str) and argument:
            self.code.setText(argument)
            self._code_typed(argument)

    def first_focus(self) -> QWidget | None:
        """The code, or the keys where a sheet is open."""
        return self.keys if self.door is not None else self.code

    def leave(self) -> None:
        """What was keyed and not saved is kept."""
        self.draft.keep()

    def take(self, act: str) -> bool:
        """Ctrl+S saves."""
        if act == "save":
            self.save()
            return True
        return super().take(act)

    # -- the sheet ---------------------------------------------------------------------------------------

    def _code_typed(self, text: str) -> None:
        if sum(char.isalnum() for char in text) < form.CODE_LENGTH:
            return
        self.bench.read(
            lambda session, _p: (visit_sheets.open_sheet(session, text), _kept(session, text)),
            self._open,
            refused=lambda refused: say(self._told, refused.sentence, "error"),
            owner=self,
        )

    def _open(self, found: tuple[Door, dict[str, str]]) -> None:
        self.door, kept = found
        door = self.door
        caution = f"　{door.caution}" if door.caution else ""
        say(self._told, f"{visit_sheets.title(door, self.bench.today)}{caution}", "strong")
        self.questions.show_door(door)
        self._lay_words(door)
        self.keys.setText(kept.get("keys", ""))
        for name, field in self._named().items():
            field.setText(kept.get(name, ""))
        self.keys.setEnabled(True)
        because(self.photo_button, "")
        self._show_keys()
        self.keys.setFocus()

    def _lay_words(self, door: Door) -> None:
        fit.clear(self._fields)
        self.words = []
        for kid in door.kids:
            self._fields.addWidget(words(kid.name, "group"))
            made = {key: _line(label) for key, label in form.WORDS}
            for field in made.values():
                field.textEdited.connect(lambda _text: self.draft.touch())
                self._fields.addWidget(field)
            self.words.append(made)

    def _named(self) -> dict[str, QLineEdit]:
        found = {"day": self.day, "second": self.second, "reason": self.reason}
        for at, fields in enumerate(self.words):
            found |= {f"{at}.{key}": field for key, field in fields.items()}
        return found

    def _typed(self) -> None:
        self.draft.touch()
        self._show_keys()

    def _show_keys(self) -> None:
        filled = self._filled()
        if filled is None or self.door is None:
            return
        keys = self._digits()
        self.questions.show_filled(filled, len(keys))
        row = self.questions.row_at(len(keys))
        if row is not None:
            self.head.say(f"下一题：{row.question.text}")
        else:
            self.head.say("按完了，回车保存")

    def _digits(self) -> str:
        return "".join(char for char in self.keys.text() if not char.isspace())

    def _filled(self) -> Filled | None:
        if self.door is None:
            return None
        try:
            found = form.keyed(self._digits(), len(self.door.kids))
        except Refused as refused:
            self.head.say(refused.sentence)
            return None
        told = tuple({key: field.text() for key, field in fields.items()} for fields in self.words)
        return replace(found, words=told)

    def _body(self) -> Body | None:
        if self.door is None:
            return None
        kept = {"keys": self.keys.text(), **{name: field.text() for name, field in self._named().items()}}
        return self.door.code, {key: text for key, text in kept.items() if text}

    def save(self) -> None:
        """Writes the sheet and waits for the next code; what cannot be read is said and nothing is lost."""
        filled = self._filled()
        if self.door is None or filled is None:
            self.first_focus_now()
            return
        code, title = self.door.code, self.door.title
        day, second, reason = self.day.text(), self.second.text(), self.reason.text()
        picture = self._picture

        def work(session: Session) -> trips.Kept:
            saved = visit_sheets.save(
                session, code, filled, day=day, second=second, reason=reason, picture=picture
            )
            drafting.drop(session, DRAFT, code)
            return saved

        def done(saved: trips.Kept) -> None:
            self.host.toast(
                f"已录入{title}，{len(saved.visits):,}个孩子", undo_of(self.bench, self.host, saved.entry)
            )
            self.draft.clean()
            self._forget()
            self.code.setFocus()

        self.bench.write(
            lambda session, _p: work(session),
            done,
            refused=lambda refused: self.host.banner("warn", refused.sentence),
            owner=self,
        )

    def _take_photo(self) -> None:
        """A photo of the paper, made small and plain at once; it is kept together with the sheet."""
        path = self.host.ask.open_file("走访单的照片", photo.PATTERNS)
        if path is None:
            return

        def taken(picture: bytes) -> None:
            self._picture = picture
            self.photo_button.setText(" 照片选好了")
            self.host.toast("照片选好了，保存这张单子时一起收")

        self.bench.read(
            lambda _session, _p: photo.reduced(path),
            taken,
            refused=lambda refused: self.host.banner("warn", refused.sentence),
            owner=self,
        )

    def first_focus_now(self) -> None:
        """Back to where something is missing."""
        target = self.first_focus()
        if target is not None:
            target.setFocus()

    def _forget(self) -> None:
        self.door = None
        self.questions.show_door(Door("", "", "", "", "", ()))
        for field in (self.code, self.keys, self.day, self.second, self.reason):
            field.clear()
        self._picture = b""
        self.photo_button.setText(" 附单子照片")
        self.keys.setEnabled(False)
        because(self.photo_button, "先输入编号，再附照片")
        self._lay_words(Door("", "", "", "", "", ()))
        say(self._told, "输入编号，单子就打开", "second")
        self.head.say("回来的走访单，一张一张按数字录入")


def _line(words_: str) -> QLineEdit:
    made = QLineEdit()
    made.setPlaceholderText(words_)
    made.setAccessibleName(words_)
    return made


def _kept(session: Session, code: str) -> dict[str, str]:
    return drafting.load(session, DRAFT, form.read_code(code))
