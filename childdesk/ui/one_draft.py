"""Keeps what is typed into one form, at most two seconds after a key and on leaving; nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from childdesk.desk import drafting
from childdesk.ui.workbench import KEPT_WITHIN, Workbench

Body = tuple[str, Mapping[str, str]]
"""The record that a draft is about, and its texts."""

NEW = "+"
"""The record of a form that begins something new."""


class OneDraft(QObject):
    """The draft of one form. `kept` says that it has been stored."""

    kept = Signal()

    def __init__(self, bench: Workbench, page: str, typed: Callable[[], Body | None]) -> None:
        """`page` names the form in the ledger; `typed` gives what stands in it, None for no form at all."""
        super().__init__()
        self.dirty = False
        self._bench = bench
        self._page = page
        self._typed = typed
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(KEPT_WITHIN)
        self._soon.timeout.connect(self.keep)

    def touch(self) -> None:
        """Something was typed: it is kept soon, however fast the person goes on."""
        self.dirty = True
        if not self._soon.isActive():
            self._soon.start()

    def rest(self) -> None:
        """It is being saved: the draft waits for what comes of that."""
        self._soon.stop()

    def clean(self) -> None:
        """Saved, or another form: there is nothing to keep."""
        self._soon.stop()
        self.dirty = False

    def keep(self) -> None:
        """Stores it now, if there is anything new."""
        self._soon.stop()
        body = self._typed() if self.dirty else None
        if body is None:
            return
        self.dirty = False
        record, texts = body
        self._bench.write(
            lambda session, _p: drafting.keep(session, self._page, record, texts),
            lambda _done: self.kept.emit(),
            failed=lambda _trouble: self.touch(),
            news=False,
            quiet=True,
            owner=self,
        )


class FieldsDraft(OneDraft):
    """The draft of a short form of plain fields, for something new unless `about` says what is changed; it is
    there again next time."""

    def __init__(
        self,
        bench: Workbench,
        page: str,
        fields: Mapping[str, QLineEdit | QPlainTextEdit],
        about: Callable[[], str] = lambda: NEW,
    ) -> None:
        super().__init__(bench, page, lambda: (about(), self.texts()))
        self._fields = fields
        self._about = about
        for field in fields.values():
            if isinstance(field, QLineEdit):
                field.textEdited.connect(lambda _text: self.touch())
            else:
                field.textChanged.connect(self.touch)

    def texts(self) -> dict[str, str]:
        """What stands in the fields, empty ones left out."""
        texts = {key: _text(field) for key, field in self._fields.items()}
        return {key: text for key, text in texts.items() if text.strip()}

    def bring_back(self, *, over: bool = False) -> None:
        """What was left half written, unless something stands there that is not to be written over."""
        record = self._about()
        # On the writing lane, so that it comes after what is kept or dropped just now.
        self._bench.write(
            lambda session, _p: drafting.load(session, self._page, record),
            lambda texts: self._put(texts, over=over) if record == self._about() else None,
            news=False,
            quiet=True,
            owner=self,
        )

    def drop(self) -> None:
        """It was written, or nobody wants it: nothing waits any more."""
        self.clean()
        record = self._about()
        self._bench.write(
            lambda session, _p: drafting.drop(session, self._page, record),
            lambda _done: None,
            news=False,
            quiet=True,
            owner=self,
        )

    def _put(self, texts: Mapping[str, str], *, over: bool = False) -> None:
        if self.texts() and not over:
            return
        for key, text in texts.items():
            field = self._fields.get(key)
            if isinstance(field, QLineEdit):
                field.setText(text)
            elif field is not None:
                field.setPlainText(text)
        self.clean()


def _text(field: QLineEdit | QPlainTextEdit) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()
