"""Page objects: what a person does on each page, in their words, so that stories outlive a changed layout."""

from __future__ import annotations

import re
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QMenu, QPushButton, QWidget

from childdesk.ui.pages.child import ChildPage
from childdesk.ui.pages.children import ChildrenPage
from childdesk.ui.pages.history import HistoryPage
from childdesk.ui.pages.importing.page import ImportPage
from childdesk.ui.pages.referral import ReferPage, ReferralPage
from childdesk.ui.pages.sign_in import SignIn
from childdesk.ui.pages.today import TodayPage
from childdesk.ui.pages.visit import VisitPage
from childdesk.ui.pages.wizard import FirstUse


def press(button: QPushButton) -> None:
    """Clicks a button as a person does: only where it can be seen and pressed."""
    QApplication.processEvents()
    assert button.isVisible(), f"{button.text()} is not shown"
    assert button.isEnabled(), f"{button.text()}: {button.toolTip()}"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def type_into(field: QWidget, text: str) -> None:
    """Replaces what stands in a field by what is typed: key by key, Chinese through the input method."""
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    if text.isascii():
        QTest.keyClicks(field, text)
        return
    for part in (text[:1], text[1:]):
        composing, committed = QInputMethodEvent("ni", []), QInputMethodEvent()
        committed.setCommitString(part)
        QApplication.sendEvent(field, composing)
        QApplication.sendEvent(field, committed)


@dataclass
class SignInPage:
    """Before everything: who, and the passphrase."""

    page: SignIn

    def sign_in(self, passphrase: str, name: str = "") -> None:
        """Chooses oneself where there are several, types the passphrase, presses Enter."""
        if name:
            words = [self.page.who.itemText(at) for at in range(self.page.who.count())]
            at = next(at for at, one in enumerate(words) if one.startswith(name))
            self.page.who.choose(self.page.who.all_keys()[at])
        self.page.secret.set_text(passphrase)
        QTest.keyClick(self.page.secret.line, Qt.Key.Key_Return)

    def recover(self, code: str, passphrase: str, again: str | None = None) -> None:
        """忘了口令: the code of the sheet and a new passphrase, twice."""
        press(self.page.forgot)
        self.page.code.setText(code)
        self.page.fresh.first.set_text(passphrase)
        self.page.fresh.again.set_text(passphrase if again is None else again)
        press(self.page.mend)

    def trouble(self) -> str:
        """What is said at the passphrase."""
        return self.page.secret.trouble()


@dataclass
class FirstUsePage:
    """The questions of a new desk."""

    page: FirstUse

    def next(self) -> None:
        """下一步."""
        press(self.page.next)

    def choose_level(self, key: str) -> None:
        """One of the three."""
        press(self.page.level.part(key))

    def level(self, key: str) -> None:
        """您在哪一级."""
        self.choose_level(key)
        self.next()

    def unit(self, search: str, village: str) -> None:
        """Finds the township by typing, names the village."""
        type_into(self.page.unit.finder, search)
        QTest.keyClick(self.page.unit.finder, Qt.Key.Key_Return)
        type_into(self.page.unit.village, village)
        self.next()

    def person(self, name: str, phone: str = "") -> None:
        """您是谁."""
        type_into(self.page.name, name)
        type_into(self.page.phone, phone)
        self.next()

    def demand(self, key: str = "", days: str = "") -> None:
        """走访要求; what is proposed, unless another is said."""
        if key:
            press(self.page.demand.how.part(key))
        if days:
            type_into(self.page.demand.days, days)
        self.next()

    def passphrase(self, text: str, again: str | None = None) -> None:
        """口令, twice."""
        self.page.secret.first.set_text(text)
        self.page.secret.again.set_text(text if again is None else again)
        self.next()

    def elsewhere(self) -> None:
        """换一个文件夹."""
        press(self.page.other)

    def print_sheet(self) -> None:
        """打印恢复单."""
        press(self.page.sheet.printer)

    def sheet(self, last: str) -> None:
        """The last four digits of the printed sheet."""
        type_into(self.page.sheet.last, last)
        self.next()

    def begin(self, key: str) -> None:
        """从哪里开始."""
        press(self.page.start.part(key))
        self.next()

    def trouble(self) -> str:
        """What is said at the question that is shown."""
        if self.page.key() == "passphrase":
            at_field = self.page.secret.first.trouble() or self.page.secret.again.trouble()
            return at_field or self.page.parts["passphrase"].trouble()
        return self.page.parts[self.page.key()].trouble()


@dataclass
class VisitStory:
    """记走访."""

    page: VisitPage

    def look_for(self, text: str) -> None:
        """Types into the line that asks whose visit it is, and presses Enter."""
        type_into(self.page.chooser.line, text)
        QTest.keyClick(self.page.chooser.line, Qt.Key.Key_Return)

    def way(self, word: str) -> None:
        """入户, 学校, 电话 or 没见到人."""
        press(self.page.form.way.part(word))

    def ask(self, number: int = 0) -> None:
        """Somebody of the family was asked."""
        press(self.page.form.asked.pills.pills()[number])

    def tick(self, key: str, verdict: str, note: str = "", *, recheck: bool = False) -> None:
        """What was seen at one item."""
        row = self.page.form.ticks.rows[key]
        if row.isHidden():
            press(self.page.form.ticks.more)
        press(row.verdict.part(verdict))
        if note:
            type_into(row.note, note)
        if recheck:
            row.recheck.click()

    def guardianship(self, word: str) -> None:
        """较好, 一般, 差."""
        press(self.page.form.guardianship.part(word))

    def mind(self, word: str, *changes: str) -> None:
        """How the child is, and what changed."""
        press(self.page.form.mind.state.part(word))
        for pills in (self.page.form.mind._few, self.page.form.mind._many, self.page.form.mind._signals):
            for pill in pills.pills():
                if pill.text() in changes and pill.isVisible():
                    press(pill)

    def write(self, key: str, text: str) -> None:
        """Types into a field of the form and leaves it."""
        frame = self.page.form.frames[key]
        part = frame.editor.part()
        type_into(part, text)
        frame.editor.left.emit()

    def save(self) -> None:
        """保存走访."""
        press(self.page.bar.save)

    def lacks(self) -> str:
        """What the save bar says is missing."""
        return self.page.bar._missing.text() if self.page.bar._missing.isVisible() else ""


@dataclass
class BoardStory:
    """转介, the board."""

    page: ReferralPage

    def names(self, state: str) -> list[str]:
        """The family names in a column, as they are read aloud."""
        return [card.accessibleName().partition("，")[0] for card in self.page.board.cards[state]]

    def open(self, state: str, number: int = 0) -> None:
        """Presses a card; the reason is asked."""
        press(self.page.board.cards[state][number])


@dataclass
class ReferStory:
    """One referral."""

    page: ReferPage

    def write(self, key: str, text: str) -> None:
        """Types into a field and leaves it."""
        frame = self._frame(key)
        part = frame.editor.part()
        type_into(part.lineEdit() if isinstance(part, QComboBox) else part, text)
        frame.editor.left.emit()

    def choose(self, key: str, word: str) -> None:
        """One of the words side by side."""
        press(self._frame(key).editor.words.part(word))

    def step(self, word: str) -> None:
        """A step at the side."""
        buttons = self.page.steps.findChildren(QPushButton)
        press(next(one for one in buttons if one.text() == word))

    def save(self) -> None:
        """保存转介."""
        press(self.page.bar.save)

    def trouble(self, key: str) -> str:
        """What is said at a field."""
        return self._frame(key).trouble()

    def _frame(self, key: str):
        return next(one.frames[key] for one in self.page.form.sections.values() if key in one.frames)


@dataclass
class TodayStory:
    """今日: who is late, who is due, what one does about it."""

    page: TodayPage

    def sentence(self) -> str:
        """What the head says."""
        return self.page.head.sentence.whole()

    def names(self, group: str) -> list[str]:
        """The children of late, now or week, as they stand there."""
        return [row.line.name for row in getattr(self.page, group).rows]

    def row(self, name: str):
        """A child's row."""
        rows = self.page._rows()
        return next(row for row in rows if row.line.name == name)

    def choose(self, name: str, *words: str) -> None:
        """Goes through a row's menu by its words."""
        follow(self.row(name).menu(), *words)


@dataclass
class ChildrenStory:
    """儿童台账: narrowing, ordering, choosing several."""

    page: ChildrenPage

    def sentence(self) -> str:
        """What the head says."""
        return self.page.head.sentence.whole()

    def tick(self, group: str, value: str) -> None:
        """A box of the filter."""
        press(self.page.narrowing.pane._boxes[group, value])

    def count(self, group: str, value: str) -> int:
        """The number beside a box."""
        return int(self.page.narrowing.pane._counts[group, value].text().replace(",", ""))

    def chips(self) -> list[str]:
        """The choices above the table."""
        QApplication.processEvents()
        return [one.text().strip() for one in self.page.chips.findChildren(QPushButton) if not one.isHidden()]

    def drop(self, word: str) -> None:
        """The × of a chip."""
        QApplication.processEvents()
        chips = self.page.chips.findChildren(QPushButton)
        press(next(one for one in chips if one.text().strip() == word))

    def names(self) -> list[str]:
        """The first names, as they stand there."""
        model = self.page.table.model
        model.fetch(0, 20)
        return [cell.text for row in range(min(len(model.ids), 20)) if (cell := model.cell(row, "name"))]

    def export(self) -> None:
        """导出所见."""
        press(self.page.exporting)

    def select(self, *rows: int) -> None:
        """Ticks rows by their place."""
        model = self.page.table.model
        model.tick([model.ids[row] for row in rows], on=True)


@dataclass
class ImportStory:
    """导入表格: the file, the look at it, and taking it in."""

    page: ImportPage

    def choose(self) -> None:
        """选文件."""
        press(self.page.file.choose)

    def seen(self) -> bool:
        """Whether the plan is shown."""
        return self.page.plan.isVisible()

    def why_not(self) -> str:
        """What is said about a file that was not read."""
        return self.page.file.why.text() if self.page.file.why.isVisible() else ""

    def numbers(self) -> dict[str, int]:
        """The tiles: 新增, 更新, 相同, 不收, 要您看."""
        spoken = [one.accessibleName() for one in self.page.plan.tiles._tiles.values()]
        parts = [re.match(r"(\D+)([\d,]+)，", one) for one in spoken]
        return {part[1]: int(part[2].replace(",", "")) for part in parts if part is not None}

    def issues(self) -> list[str]:
        """What is listed, group after group."""
        return [f"{one.where} {one.text}" for one in self.page.plan.issues._issues]

    def answer(self, key: str) -> None:
        """Takes an answer to the open question and goes on."""
        card = self.page.plan.question
        keys = [one for one, _ in card._question.options]
        QTest.mouseClick(card._group.button(keys.index(key)), Qt.MouseButton.LeftButton)
        press(card._next)

    def take_in(self) -> None:
        """导入73人."""
        press(self.page.plan._go)


@dataclass
class FileStory:
    """儿童档案: one child's file, its forms and what happened."""

    page: ChildPage

    def tab(self, key: str) -> None:
        """Another tab."""
        press(self.page.tabs.part(key))

    def edit(self, section: str) -> None:
        """改 of a section."""
        if self.page.tabs.key() != "forms":
            self.tab("forms")
        part = self.part(section)
        press(part.form._edit)

    def part(self, section: str):
        """A section."""
        return next(part for part in self.page.forms.parts if part.section.key == section)

    def fill(self, section: str, **texts: str) -> None:
        """Types into the fields of an open section."""
        for key, text in texts.items():
            editor = self.part(section).form.frames[key].editor
            editor.set_text(text)
            editor.touch()
            editor.left.emit()

    def save(self) -> None:
        """保存."""
        press(self.page.forms.bar.save)

    def trouble(self, section: str, key: str) -> str:
        """What stands below a field."""
        return self.part(section).form.frames[key].trouble()

    def shown(self, section: str) -> str:
        """Everything that a section says in reading."""
        while self.page.forms._unread:
            QApplication.processEvents()
        QApplication.processEvents()
        form = self.part(section).form
        return "　".join(one.text() for one in form.findChildren(QLabel) if not one.isHidden())

    def told(self) -> list[str]:
        """The titles of what happened, as they stand there."""
        return [moment.title for moment in self.page.file_body.overview.line._moments]

    def moment(self, at: int = 0) -> str:
        """The words of one thing that happened."""
        return self.page.file_body.overview.line._moments[at].text


@dataclass
class NewFileStory:
    """新建档案."""

    page: ChildPage

    def fill(self, **texts: str) -> None:
        """Types into fields."""
        for key, text in texts.items():
            editor = self.page.fresh.form.frames[key].editor
            editor.set_text(text)
            editor.touch()
            editor.left.emit()

    def value(self, key: str) -> str:
        """What stands in a field."""
        return self.page.fresh.form.frames[key].editor.text()

    def make(self) -> None:
        """建档."""
        press(self.page.fresh.bar.save)

    def trouble(self, key: str) -> str:
        """What stands below a field."""
        return self.page.fresh.form.frames[key].trouble()


def follow(menu: QMenu, *words: str) -> None:
    """Goes through a menu and its submenus by their words."""
    actions = {action.text(): action for action in menu.actions()}
    found = next(action for text, action in actions.items() if text.startswith(words[0]))
    if len(words) > 1:
        follow(found.menu(), *words[1:])
    else:
        found.trigger()
    menu.close()


@dataclass
class HistoryStory:
    """修改记录 and the recycle bin."""

    page: HistoryPage

    def told(self) -> list[str]:
        """The list as it is read aloud."""
        model = self.page.list.model()
        return [str(model.index(at, 0).data()) for at in range(model.rowCount())]

    def kind(self, word: str) -> None:
        """全部, 导入, 走访 …"""
        press(next(one for one in self.page.kinds.findChildren(QPushButton) if one.text() == word))

    def bin(self) -> None:
        """回收站."""
        press(self.page.which.part("bin"))

    def said(self) -> str:
        """Everything that stands in the card beside the list."""
        QApplication.processEvents()
        return " ".join(label.text() for label in self.page.entry.findChildren(QLabel) if label.isVisible())

    def act(self, beginning: str) -> None:
        """Presses the button of the card that begins so."""
        QApplication.processEvents()
        found = [one for one in self.page.entry.findChildren(QPushButton) if one.isVisible()]
        press(next(one for one in found if one.text().strip().startswith(beginning)))
