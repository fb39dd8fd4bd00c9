"""Asks a person something that cannot wait: every modal of the program goes through this one object.

Tests hand in another object with prepared answers; nothing else in the program opens a dialog.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QWidget

from childdesk.ui.widgets.dialog import Dialog

WORKBOOKS = "表格（*.xlsx *.xls *.et *.csv）"
BACKUPS = "备份（*.childdesk）"
PACKS = "开户包（*.age）"
PAPERS = "PDF文件（*.pdf）"
EVERYTHING = "所有文件（*）"


@dataclass(frozen=True)
class Choice:
    """One verb button of a question; `danger` marks what destroys, `harmless` is what Esc means."""

    key: str
    word: str
    danger: bool = False
    harmless: bool = False
    primary: bool = False


class Ask(Protocol):
    """What the window may ask."""

    def choose(self, title: str, sentences: Sequence[str], choices: Sequence[Choice]) -> str:
        """One of the verbs; closing the dialog is the harmless one."""
        ...

    def passphrase(self, title: str, sentence: str) -> str | None:
        """A passphrase, or None."""
        ...

    def reason(self, title: str, sentence: str, usual: Sequence[str] = ()) -> str | None:
        """Why something protected is opened, or None."""
        ...

    def words(self, title: str, sentence: str, text: str = "") -> str | None:
        """A line of words, or None."""
        ...

    def open_file(self, title: str, patterns: str = EVERYTHING) -> Path | None:
        """A file that exists, or None."""
        ...

    def save_file(self, title: str, name: str, patterns: str = EVERYTHING) -> Path | None:
        """Where a file shall be written, or None."""
        ...

    def folder(self, title: str) -> Path | None:
        """A folder that exists, or None."""
        ...

    def printer(self, title: str) -> QPrinter | None:
        """A printer that is ready to be drawn on, or None."""
        ...

    def unavailable(self, sentence: str, next_step: str = "") -> None:
        """Something outside stands in the way; says so and what to do."""
        ...

    def crashed(self, report: str) -> Path | None:
        """Shows a report of our own mistake; where to save it, or None."""
        ...


class Dialogs:
    """Asks with real dialogs over a window."""

    def __init__(self, over: QWidget | None = None) -> None:
        self.over = over

    def choose(self, title: str, sentences: Sequence[str], choices: Sequence[Choice]) -> str:
        """See Ask."""
        dialog = Dialog(title, sentences, self.over)
        harmless = next((one.key for one in choices if one.harmless), choices[0].key)
        for one in choices:
            dialog.verb(one.key, one.word, kind="danger" if one.danger else "primary" if one.primary else "")
        return dialog.ask(harmless)

    def passphrase(self, title: str, sentence: str) -> str | None:
        """See Ask."""
        dialog = Dialog(title, [sentence], self.over)
        field = dialog.line(secret=True)
        dialog.verb("no", "取消")
        dialog.verb("yes", "打开", kind="primary")
        return field.text() if dialog.ask("no", enter="yes") == "yes" else None

    def reason(self, title: str, sentence: str, usual: Sequence[str] = ()) -> str | None:
        """See Ask."""
        dialog = Dialog(title, [sentence], self.over)
        field = dialog.line(hint="如：核对转介材料")
        dialog.suggest(field, usual)
        dialog.verb("no", "不看了")
        dialog.verb("yes", "记下并查看", kind="primary")
        dialog.require(field, "yes", "写明理由后才能查看")
        return field.text().strip() if dialog.ask("no", enter="yes") == "yes" else None

    def words(self, title: str, sentence: str, text: str = "") -> str | None:
        """See Ask."""
        dialog = Dialog(title, [sentence], self.over)
        field = dialog.line(text)
        dialog.verb("no", "取消")
        dialog.verb("yes", "就用这个", kind="primary")
        return field.text().strip() if dialog.ask("no", enter="yes") == "yes" else None

    def open_file(self, title: str, patterns: str = EVERYTHING) -> Path | None:
        """See Ask."""
        name, _ = QFileDialog.getOpenFileName(self.over, title, "", _filters(patterns))
        return Path(name) if name else None

    def save_file(self, title: str, name: str, patterns: str = EVERYTHING) -> Path | None:
        """See Ask."""
        chosen, _ = QFileDialog.getSaveFileName(self.over, title, name, _filters(patterns))
        return Path(chosen) if chosen else None

    def folder(self, title: str) -> Path | None:
        """See Ask."""
        chosen = QFileDialog.getExistingDirectory(self.over, title)
        return Path(chosen) if chosen else None

    def printer(self, title: str) -> QPrinter | None:
        """See Ask."""
        made = QPrinter(QPrinter.PrinterMode.HighResolution)
        made.setDocName(title)
        dialog = QPrintDialog(made, self.over)
        dialog.setWindowTitle(title)
        return made if dialog.exec() else None

    def unavailable(self, sentence: str, next_step: str = "") -> None:
        """See Ask."""
        dialog = Dialog("先停一下", [one for one in (sentence, next_step) if one], self.over, icon="warning")
        dialog.verb("ok", "知道了", kind="primary")
        dialog.ask("ok")

    def crashed(self, report: str) -> Path | None:
        """See Ask."""
        dialog = Dialog(
            "程序出了差错",
            [
                "已保存的数据没有动，可以接着用。",
                "下面是出错的地方，里面没有孩子的资料。",
                "存下来交给镇里管电脑的人。",
            ],
            self.over,
            icon="error_circle",
        )
        dialog.paper(report)
        dialog.verb("close", "关上")
        dialog.verb("save", "存成文件", kind="primary")
        if dialog.ask("close") != "save":
            return None
        return self.save_file("存到哪里", "出错说明.txt", EVERYTHING)


def _filters(patterns: str) -> str:
    """Qt wants half-width brackets around the patterns."""
    return patterns.replace("（", " (").replace("）", ")")
