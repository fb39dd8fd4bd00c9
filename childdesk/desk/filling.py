"""Fills somebody else's workbook from the register: the sheets that ask for children, in one go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from childdesk.desk import fill_choice, import_memory, leaving
from childdesk.desk.fill_choice import FIGURES
from childdesk.desk.fill_sheet import (
    ASKED,
    COMPUTED,
    DROPPED,
    NOT_KNOWN,
    SEALED,
    Filler,
    Known,
    Left,
    SheetPlan,
    Wish,
)
from childdesk.desk.fill_values import People
from childdesk.desk.rosters import MASKED, NAMELESS, WHOLE
from childdesk.desk.session import Right, Session
from childdesk.domain.errors import Refused
from childdesk.domain.progress import Progress, Silent
from childdesk.files import saving
from childdesk.files.columns import Column
from childdesk.files.filling import form, source
from childdesk.files.filling.cards import card
from childdesk.files.filling.cards.card import CardForm
from childdesk.files.filling.form import Filled, Form
from childdesk.files.filling.lines import Words
from childdesk.files.filling.package import Package

__all__ = [
    "ASKED", "COMPUTED", "DROPPED", "FIGURES", "MASKED", "NAMELESS", "NOT_KNOWN", "SEALED", "WHOLE",
    "FillPlan", "Known", "Left", "SheetPlan", "Wish", "plan", "plan_given", "save", "source", "write",
]  # fmt: skip


@dataclass(slots=True)
class FillPlan:
    """What filling a workbook would do. `told` are answers that will be remembered."""

    file: str
    source: Path
    sheets: list[SheetPlan]
    """What is filled, in the order of the workbook."""
    offered: tuple[fill_choice.Offer, ...] = field(repr=False)
    """Every sheet that asks for children, the chosen ones among them."""
    lost: list[str]
    """What a form of an older kind loses."""
    words: Words = field(repr=False)
    wish: Wish = field(repr=False)
    told: dict[str, str] = field(default_factory=dict)
    done: Filled | None = field(default=None, repr=False)
    """What came of it: a plan is carried out once, however often its file cannot be written."""

    @property
    def first(self) -> SheetPlan:
        """The first sheet; most forms have no other."""
        return self.sheets[0]

    @property
    def sheet(self) -> str:
        """The names of the sheets that are filled."""
        return "、".join(sheet.name for sheet in self.sheets)

    @property
    def rows(self) -> int:
        """How many rows or cards hold a child."""
        return sum(len(sheet.children) for sheet in self.sheets)

    @property
    def children(self) -> tuple[str, ...]:
        """The children who stand in it, each once."""
        return tuple(dict.fromkeys(child for sheet in self.sheets for child in sheet.children))

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of every sheet that is filled."""
        return tuple(column for sheet in self.sheets for column in sheet.columns)

    @property
    def unfilled(self) -> tuple[Left, ...]:
        """The columns that stay blank."""
        return tuple(left for sheet in self.sheets for left in sheet.unfilled)

    @property
    def warnings(self) -> list[str]:
        """What a person should look at; with the sheet where there are several."""
        if len(self.sheets) == 1:
            return [*self.lost, *self.first.warnings]
        told = [f"{sheet.name}：{warning}" for sheet in self.sheets for warning in sheet.warnings]
        return [*self.lost, *told]

    @property
    def contents(self) -> dict[str, dict[str, str]]:
        """Child → header → what is said; headers carry their sheet where there are several."""
        if len(self.sheets) == 1:
            return self.first.contents
        made: dict[str, dict[str, str]] = {}
        for sheet in self.sheets:
            for child, held in sheet.contents.items():
                own = made.setdefault(child, {})
                own.update({f"{sheet.name}：{header}": text for header, text in held.items()})
        return made

    @property
    def holds(self) -> dict[str, int]:
        """How many values of each masked kind it would carry, S3 among them."""
        made: dict[str, int] = {}
        for sheet in self.sheets:
            for way, count in sheet.holds.items():
                made[way] = made.get(way, 0) + count
        return made

    @property
    def load(self) -> leaving.Load:
        """What it holds by count: what is said before it leaves."""
        held = self.holds.get
        return leaving.Load(
            len(self.children),
            numbers=held("id", 0),
            phones=held("phone", 0),
            cards=held("card", 0),
            sealed=held("s3", 0),
            masked=self.wish.masked,
        )

    @property
    def waits(self) -> bool:
        """Whether something waits for a person."""
        return bool(self.warnings) or any(left.asks for left in self.unfilled)


def plan(
    session: Session,
    path: Path,
    wish: Wish,
    *,
    answers: Mapping[str, str] | None = None,
    password: str = "",
    progress: Progress | None = None,
) -> FillPlan:
    """Reads a form and says what filling it would do; nothing is written, the form is never touched.

    `answers` as in `importing.plan`; `SHEET!header` answers for one sheet. Raises Refused for what is no form
    of children, for a list whose cells are merged, for S3 columns without reason; its `field` is "password"
    when the workbook wants one.
    """
    session.require(Right.EXPORT)
    made = plan_given(session, source.read_path(path, progress or Silent(), password), wish, answers)
    made.file, made.source = path.name, path
    return made


def plan_given(
    session: Session, given: source.Given, wish: Wish, answers: Mapping[str, str] | None = None
) -> FillPlan:
    """The same for a form that is in memory."""
    session.require(Right.EXPORT)
    if wish.as_of is not None and wish.as_of > session.today:
        raise Refused("截止日期还没到。请选今天或以前", "as_of")
    offered = fill_choice.offers(session, given, wish.where, answers or {})
    people = People(session, wish.as_of)
    sheets = []
    for offer in offered:
        if offer.chosen:
            who = people.everyone(offer.where)
            some = [one for one in who if wish.only is None or one[0] in wish.only]
            sheets.append(Filler(people, offer.form, offer.columns, wish).plan(some, offer.where))
    columns = [column for sheet in sheets for column in sheet.columns if column.decided == "answer"]
    return FillPlan(
        file="",
        source=Path(),
        sheets=sheets,
        offered=tuple(offered),
        lost=list(given.lost),
        words=Words(session.ledger.identity.unit_name, session.name, session.today, people.on),
        wish=wish,
        told={c.key: c.field or ("extra" if c.extra else "drop") for c in columns},
    )


def filled(made: FillPlan) -> Filled:
    """The workbook with every chosen sheet filled, lists before cards. Raises Refused.

    Each sheet is filled into what the one before it left, so that sums across sheets agree.
    """
    if made.done is not None:
        return made.done
    order = sorted(made.sheets, key=lambda sheet: isinstance(sheet.form, CardForm))
    done: Filled | None = None
    changed: set[str] = set()
    warnings: list[str] = []
    for sheet in order:
        done = _fill(sheet.form if done is None else _again(sheet.form, done.data), sheet, made.words)
        changed.update(done.changed)
        warnings += done.warnings
    data = done.data if done is not None else b""
    made.done = Filled(data, tuple(sorted(changed)), made.rows, tuple(warnings))
    return made.done


def _fill(opened: Form | CardForm, sheet: SheetPlan, words: Words) -> Filled:
    if isinstance(opened, CardForm):
        return (
            card.fill(opened, sheet.people, words) if sheet.people else Filled(opened.package.bytes(), (), 0)
        )
    return form.fill(opened, sheet.people, sheet.held, words)


def _again(before: Form | CardForm, data: bytes) -> Form | CardForm:
    """The same sheet, in the workbook in which others were filled meanwhile."""
    given = source.read_form(data, Silent())
    package = Package(given.package)
    sheet = next(one for one in given.book.sheets if one.name == before.sheet.place.name)
    if isinstance(before, CardForm):
        found = card.opened(package, given.book, sheet)
        if found is None:
            raise Refused("这一页找不到了。原表没有动，请用WPS另存后再试")
        found.kinds, found.shown = before.kinds, before.shown
        return found
    return form.opened(package, given.book, sheet, before.tables)


def write(
    session: Session, made: FillPlan, out: Path, *, purpose: str = "", recipient: str = "", seal: str = ""
) -> Filled:
    """Writes the filled workbook under a new name; notes that it left; remembers answers about columns.

    `seal` is the password that opens it; empty for none. Raises Refused when it cannot be written there.
    """
    session.require(Right.EXPORT)
    if out.exists() and made.source.exists() and out.samefile(made.source):
        raise Refused("不能写回对方的原表。请换个文件名", "out")
    leaving.require_place(out)
    source.require_name(out, made.first.form.package)
    done = filled(made)
    content = source.sealed(done.data, seal) if seal else done.data
    save(out, content)
    terms = leaving.Terms(made.wish.level, recipient, purpose)
    leaving.note(
        session, out, content, report="fill", as_of=made.words.as_of, period="", terms=terms, load=made.load
    )
    ops = import_memory.remembering(session, made.told)
    if ops:
        session.ledger.writer.write("fill", session.person, ops, source=made.file)
    return done


def save(out: Path, content: bytes) -> None:
    """Writes a file; where one is open under that name, Refused offers another."""
    try:
        saving.save(out, content)
    except Refused as refused:
        if refused.sentence != saving.OPEN:
            raise
        raise Refused(f"{saving.OPEN}，比如“{saving.free_name(out).name}”", "out") from refused
