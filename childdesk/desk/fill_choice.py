"""Which sheets of a workbook ask for children, which of them are filled, and whom each is for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from childdesk.desk import import_memory
from childdesk.desk.session import Session
from childdesk.domain import catalogue
from childdesk.domain.errors import Refused
from childdesk.files import columns as columns_
from childdesk.files import layout, verdict
from childdesk.files.columns import Column
from childdesk.files.filling import form, source
from childdesk.files.filling.cards import card
from childdesk.files.filling.cards.card import CardForm
from childdesk.files.filling.form import Form
from childdesk.files.filling.package import Package
from childdesk.files.sheets import Sheet

FIGURES = "这是汇总表，要的是人数。请到报表里做"
_EXAMPLE = re.compile("示例|样例|样表|样张|参考|填写说明|填报说明|模板说明")
_KINDS = ("事实无人抚养儿童", "留守儿童", "流动儿童", "困境儿童", "孤儿")
_KIND = re.compile("事实无人抚养|留守|流动|困境|孤儿")
EVERYONE = "*"
"""The term of a sheet that is for everybody, whatever its name says."""
_TERM = re.compile(r"(?:(?P<sheet>.+?)!)?(?P<term>[\w.]+\s*=.*|\*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Offer:
    """One sheet that asks for children; `chosen` when it is filled this time."""

    form: Form | CardForm
    columns: tuple[Column, ...]
    where: tuple[str, ...] = ()
    chosen: bool = True
    why: str = ""
    """Why it is not chosen by itself, or whom its name says that it is for."""

    @property
    def name(self) -> str:
        """The name of the sheet."""
        return self.form.sheet.place.name

    @property
    def heads(self) -> frozenset[str]:
        """What it asks for."""
        return frozenset(column.key for column in self.columns)


def offers(
    session: Session, given: source.Given, where: Sequence[str], answers: Mapping[str, str]
) -> list[Offer]:
    """The sheets that ask for children, in their order; at least one is chosen.

    `where` is what `Wish.where` holds. Raises Refused when no sheet asks for children, or one that was
    named does not.
    """
    found, why = _found(session, given, answers)
    if not found:
        told = "；".join(dict.fromkeys(reason for reason in why if reason)) or "没有内容"
        raise Refused(f"这份表里没有要填儿童的名单：{told}。原表没有动")
    wanted, terms = _parted(where)
    names = {offer.name for offer in found}
    strange = [name for name in (*wanted, *terms) if name and name not in names]
    if strange:
        raise Refused(
            f"没有叫“{strange[0]}”的要填的页。可填的有：{'、'.join(offer.name for offer in found)}", "where"
        )
    chosen = {name: "" for name in wanted} or _usual(session, found)
    several = len(chosen) > 1
    made = []
    for offer in found:
        own = (*terms.get("", ()), *terms.get(offer.name, ()))
        said = tuple(term for term in own if term != EVERYONE)
        if several and not own:
            said = _by_name(offer.name)
        why_not = "" if offer.name in chosen else _why_not(offer, found)
        made.append(Offer(offer.form, offer.columns, said, offer.name in chosen, why_not))
    return made


def _parted(where: Sequence[str]) -> tuple[list[str], dict[str, tuple[str, ...]]]:
    """(sheets that are wanted by name, sheet → its terms; "" for those of every sheet)."""
    wanted: list[str] = []
    terms: dict[str, tuple[str, ...]] = {}
    for one in where:
        found = _TERM.fullmatch(one)
        if one.endswith("!") and len(one) > 1:
            wanted.append(one[:-1])
        elif found is None:
            terms[""] = (*terms.get("", ()), one)
        else:
            name = found["sheet"] or ""
            terms[name] = (*terms.get(name, ()), found["term"])
    return list(dict.fromkeys(wanted)), terms


def told(offered: Sequence[Offer], sheet: str, where: str | None) -> tuple[str, ...]:
    """What `Wish.where` holds once one sheet is for somebody else ("": everybody; None: not filled)."""
    if len(offered) == 1:
        return (where,) if where else ()
    wanted = {offer.name: next(iter(offer.where), EVERYONE) for offer in offered if offer.chosen}
    wanted.pop(sheet, None)
    if where is not None:
        wanted[sheet] = where or EVERYONE
    return tuple(part for name, term in wanted.items() for part in (f"{name}!", f"{name}!{term}"))


def ticked(offered: Sequence[Offer], sheet: str) -> tuple[str, ...]:
    """The same once one sheet more is filled, for whom its name says."""
    return told(offered, sheet, next(iter(_by_name(sheet)), ""))


def without_sheets(where: Sequence[str]) -> tuple[str, ...]:
    """What of `Wish.where` holds for any workbook."""
    return _parted(where)[1].get("", ())


def _by_name(sheet: str) -> tuple[str, ...]:
    kind = _kind(sheet)
    return (f"child.categories={kind}",) if kind else ()


def _usual(session: Session, found: Sequence[Offer]) -> dict[str, str]:
    """The sheets that are filled when nobody says which: the village's own, else those that differ."""
    unit = session.ledger.identity.unit_name
    own = [offer.name for offer in found if len(offer.name) > 1 and offer.name in unit]
    if own:
        return dict.fromkeys(own[:1], "")
    rest = [offer for offer in found if not _EXAMPLE.search(offer.name)] or list(found)
    kept: list[Offer] = []
    for offer in rest:
        if not kept or not (_twin(offer, kept) or offer.form.area.people):
            kept.append(offer)
    return {offer.name: "" for offer in kept}


def _twin(offer: Offer, others: Sequence[Offer]) -> bool:
    """Whether another sheet asks the same of the same children: one for each month or village."""
    return any(
        other.heads == offer.heads and _kind(other.name) == _kind(offer.name)
        for other in others
        if other.name != offer.name
    )


def _kind(name: str) -> str:
    """The category that a sheet's name says it is for; "" for none, or for more than one."""
    said = set(_KIND.findall(name))
    if len(said) != 1:
        return ""
    return next(kind for kind in _KINDS if kind.startswith(next(iter(said))))


def _why_not(offer: Offer, found: Sequence[Offer]) -> str:
    if _EXAMPLE.search(offer.name):
        return "像是示例"
    if offer.form.area.people:
        return "里面已经有人"
    return "和前面一页要的一样" if _twin(offer, found) else ""


def _found(
    session: Session, given: source.Given, answers: Mapping[str, str]
) -> tuple[list[Offer], list[str]]:
    memory = import_memory.recalled(session)
    found: list[Offer] = []
    why: list[str] = []
    package = Package(given.package)
    for sheet in given.book.sheets:
        if sheet.hidden:
            continue
        told = _answers(answers, sheet.name)
        made = _card(session, package, given, sheet, told, memory)
        if made is None:
            made, reason = _list(session, package, given, sheet, told, memory)
            why.append(reason)
        if made is not None:
            found.append(made)
    return found, why


def _answers(answers: Mapping[str, str], sheet: str) -> dict[str, str]:
    """The answers as one sheet takes them: `SHEET!header` is for that sheet alone."""
    begin = f"{sheet}!"
    own = {key.removeprefix(begin): said for key, said in answers.items() if key.startswith(begin)}
    return {**answers, **own}


def _card(
    session: Session,
    package: Package,
    given: source.Given,
    sheet: Sheet,
    answers: Mapping[str, str],
    memory: Mapping[str, str],
) -> Offer | None:
    """The sheet as a card, a label beside its blank; None where it is none."""
    found = card.opened(package, given.book, sheet)
    if found is None:
        return None
    columns = columns_.read_columns(found.table, session.today, answers, memory)
    if not any(column.field == "child.name" for column in columns):
        return None
    fields = {c.index: catalogue.FIELDS[c.field] for c in columns if c.field in catalogue.FIELDS}
    found.kinds = {index: item.kind for index, item in fields.items()}
    found.shown = {column.index: column.header for column in columns}
    return Offer(found, columns)


def _list(
    session: Session,
    package: Package,
    given: source.Given,
    sheet: Sheet,
    answers: Mapping[str, str],
    memory: Mapping[str, str],
) -> tuple[Offer | None, str]:
    """(the sheet as a list, why it is none)."""
    tables = form.tables(sheet)
    table = tables[0]
    if table.header is None or table.why_not in layout.CARDS:
        return None, table.why_not
    columns = columns_.read_columns(table, session.today, answers, memory)
    reason = verdict.why_no_children(table, columns, session.today)
    if reason == verdict.FIGURES or (reason and not table.records and _counts(columns)):
        reason = FIGURES
    if reason:
        return None, reason
    return Offer(form.opened(package, given.book, sheet, tables), columns), ""


def _counts(columns: Sequence[Column]) -> bool:
    words = sum(bool(re.search("数|人数|合计|小计|%", column.header)) for column in columns)
    return words * 2 > len(columns)
