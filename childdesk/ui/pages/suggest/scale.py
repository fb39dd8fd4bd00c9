"""Is the page 评分量表: the county's questionnaire for one child, scored while it is filled in."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from childdesk.desk import drafting, file, scoring
from childdesk.desk.records import Saved
from childdesk.desk.session import Session
from childdesk.domain import scale
from childdesk.domain.errors import Refused
from childdesk.domain.scale import Item, Result, Scale
from childdesk.ui import fit
from childdesk.ui.one_draft import Body, OneDraft
from childdesk.ui.page import Host, Page
from childdesk.ui.undoing import undo_of
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.chip import Answers, RiskChip
from childdesk.ui.widgets.save_bar import SaveBar
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.words import words
from childdesk.ui.workbench import Workbench

OFF = "评分量表没有打开。由县里定用不用，在设置里打开"
RED = "直接定红的事项"
NOTE = "勾了就是红色，并记成当天的任务；要不要强制报告，由人判断"


class ScalePage(Page):
    """The argument is a child's id."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__(host, "评分量表", back=host.back)
        self.bench = bench
        self.child = ""
        self.scale: Scale | None = None
        self.pills: dict[int, Answers] = {}
        self.reds: dict[int, QCheckBox] = {}
        self._name, self._who = words("", "head"), words("", "second")
        self.head.beside(self._name, self._who)
        self._questions = fit.column(spacing=10)
        self.result = Card("算下来")
        self.assessor = QLineEdit()
        self.assessor.setPlaceholderText("谁评的，如：县未保中心")
        self.assessor.setAccessibleName("谁评的")
        self.colour = RiskChip(whole=True)
        self._parts = fit.column(spacing=4)
        self.bar = SaveBar("存下来", self.save)
        self.draft = OneDraft(bench, scoring.PAGE, self._body)
        self._build()

    def _build(self) -> None:
        inner = QWidget()
        inner.setLayout(fit.column(self._questions, None, margins=(0, 0, 6, 0)))
        self.body.addWidget(scrolled(inner), 1)
        self.body.addWidget(self.bar)
        self.result.add(fit.row(self.colour, None))
        self.result.add(self._parts)
        self.result.add(self.assessor)
        self.result.add(words("答案是保密的；颜色和分数留在档案里", "note", wrap=True))
        side = QWidget()
        side.setLayout(fit.column(self.result, None))
        self.add_side("side", "算下来", side, width=276)
        self.assessor.textEdited.connect(lambda _text: self._changed())

    # -- arriving ----------------------------------------------------------------------------------------

    def arrive(self, argument: object = None) -> None:
        """The questionnaire for one child, if the county uses it."""
        if isinstance(argument, str) and argument:
            self.child = argument
        child = self.child
        self.bench.read(
            lambda session, _p: (
                scoring.known(session),
                scoring.is_on(session),
                file.file(session, child) if child else None,
                drafting.load(session, scoring.PAGE, child),
            ),
            lambda found: self._show(*found),
            refused=self._refused,
            owner=self,
        )

    def leave(self) -> None:
        """What was answered is kept; it leaves the screen."""
        self.draft.keep()

    def first_focus(self) -> QWidget | None:
        """The first answer, or the way to the settings."""
        return next((pills.pills()[0] for pills in self.pills.values()), None)

    def take(self, act: str) -> bool:
        """Ctrl+S keeps it."""
        if act == "save":
            self.save()
            return True
        return super().take(act)

    def memento(self) -> object:
        """Which child."""
        return self.child

    def resume(self, memento: object) -> None:
        """The same child again."""
        if isinstance(memento, str) and memento:
            self.arrive(memento)

    def _show(self, found: Scale, on: bool, whose: file.File | None, kept: dict[str, str]) -> None:
        fit.clear(self._questions)
        self.pills, self.reds = {}, {}
        self.scale = found if on and whose is not None else None
        self._name.setText(whose.name if whose is not None else "")
        self._who.setText(whose.who if whose is not None else "")
        for part in (self.bar, self.result):
            part.setVisible(self.scale is not None)
        if self.scale is None:
            self.head.say(OFF)
            to = button("看规则设置", lambda: self.host.go("rulefile", "scale"), kind="primary")
            self._questions.addLayout(fit.row(to, None))
            return
        self.head.say(f"{found.title}（{found.source}）")
        for key, name in found.parts.items():
            self._questions.addWidget(self._part(found, key, name))
        self._fill(kept)
        self.draft.clean()
        self._tell()

    def _part(self, found: Scale, key: str, name: str) -> Card:
        card = Card(name)
        group = ""
        for item in (one for one in found.items if one.part == key):
            if item.group != group:
                group = item.group
                card.add(words(group, "group"))
            card.add(self._item(item))
        reds = [one for one in found.overrides if one.part == key]
        if reds:
            card.add(words(RED, "group"))
            card.add(words(NOTE, "note", wrap=True))
        for one in reds:
            box = QCheckBox(one.text)
            box.clicked.connect(lambda _on: self._changed())
            self.reds[one.number] = box
            card.add(box)
        return card

    def _item(self, item: Item) -> QWidget:
        made = QWidget()
        pills = Answers([(str(at), word) for at, (word, _) in enumerate(item.options, start=1)])
        for pill, (word, _) in zip(pills.pills(), item.options, strict=True):
            pill.setAccessibleName(f"{item.text}：{word}")
        pills.changed.connect(self._changed)
        self.pills[item.number] = pills
        made.setLayout(fit.column(words(f"{item.number}. {item.text}", "label"), pills, spacing=4))
        return made

    # -- filling in --------------------------------------------------------------------------------------

    def answers(self) -> dict[int, int]:
        """Question → option from 1."""
        return {number: int(pills.chosen()[0]) for number, pills in self.pills.items() if pills.chosen()}

    def overrides(self) -> frozenset[int]:
        """What makes it red by itself."""
        return frozenset(number for number, box in self.reds.items() if box.isChecked())

    def _fill(self, kept: dict[str, str]) -> None:
        for number, pills in self.pills.items():
            pills.choose([kept[f"{number}"]] if f"{number}" in kept else [])
        for number, box in self.reds.items():
            box.setChecked(f"!{number}" in kept)
        self.assessor.setText(kept.get("assessor", ""))

    def _body(self) -> Body | None:
        if self.scale is None:
            return None
        made = {str(number): str(option) for number, option in self.answers().items()}
        made |= {f"!{number}": "1" for number in self.overrides()}
        made |= {"assessor": self.assessor.text()} if self.assessor.text() else {}
        return self.child, made

    def _changed(self) -> None:
        self.draft.touch()
        self._tell()

    def _tell(self) -> None:
        if self.scale is None:
            return
        result = scale.score(self.scale, self.answers(), self.overrides())
        fit.clear(self._parts)
        for part, name in self.scale.parts.items():
            self._parts.addWidget(words(_part_words(result, part, name), "small", wrap=True))
        self.colour.set_level(result.colour if self._ready(result) else None)
        open_ = [
            pills.pills()[0].setFocus for number, pills in self.pills.items() if number in result.unanswered
        ]
        names = [f"第{number}题" for number in result.unanswered]
        self.bar.lacks([] if result.overrides else names, [] if result.overrides else open_)

    @staticmethod
    def _ready(result: Result) -> bool:
        return bool(result.overrides) or not result.unanswered

    def save(self) -> None:
        """Keeps the colour, the score and the sealed answers."""
        if self.scale is None:
            return
        child, answers, overrides, who = self.child, self.answers(), self.overrides(), self.assessor.text()

        def work(session: Session) -> tuple[Saved, Result]:
            made = scoring.save(session, child, answers, overrides, assessor=who)
            drafting.drop(session, scoring.PAGE, child)
            return made

        def done(made: tuple[Saved, Result]) -> None:
            saved, result = made
            self.draft.clean()
            self.host.back()
            told = "，当天要商量怎么办" if result.overrides else ""
            self.host.toast(
                f"{self._name.text()}：量表定为{result.colour}色{told}",
                undo_of(self.bench, self.host, saved.entry),
            )

        self.bench.write(lambda session, _p: work(session), done, refused=self._refused, owner=self)

    def _refused(self, refused: Refused) -> None:
        self.host.banner("warn", refused.sentence)


def _part_words(result: Result, part: str, name: str) -> str:
    if part in result.colours:
        return f"{name}　{result.scores[part]}分，{result.colours[part]}色"
    return f"{name}　已得{result.scores.get(part, 0)}分，还没答完"
