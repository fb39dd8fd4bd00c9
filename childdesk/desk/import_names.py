"""A list that names a known child otherwise: a new name, a former one, a newborn's first real one."""

from __future__ import annotations

from dataclasses import dataclass

from childdesk.domain.codes import fold
from childdesk.domain.duplicates import Sketch, stands_in
from childdesk.domain.ids import new_id
from childdesk.domain.kinds import Scalar
from childdesk.domain.plan import New, Op

PET_NAME, FORMER = "乳名", "曾用名"


@dataclass(frozen=True, slots=True)
class Naming:
    """What a row's name means for the file it belongs to. `keep` says that the file's name stays."""

    text: str = ""
    level: str = "note"
    keep: bool = False
    ops: tuple[Op, ...] = ()


def naming(child: str, old: Sketch, new: Sketch, source: str) -> Naming:
    """Compares the name in a row with the name in the file that it was matched to by certain signs.

    A changed name is no slip: the old one is kept in a row of its own, so that last year's list still
    finds the child. A name that the child bore before does not become its name again.
    """
    written, held = new.name, old.name
    if not written or fold(written) == fold(held):
        return Naming()
    if fold(written) in {fold(name) for name in old.other_names}:
        return Naming(f"表里写的是以前的名字“{written}”，姓名还是{held}", keep=True)
    if stands_in(old, new):
        kept = _kept(child, held, PET_NAME, source)
        return Naming(f"{held}有了正式名字：{written}。原来的记作乳名", ops=(kept,))
    if stands_in(new, old):
        return Naming(f"表里写的是“{written}”，姓名还是{held}", keep=True)
    kept = _kept(child, held, FORMER, source)
    text = f"改名：原来叫{held}，表里是{written}。原名记作曾用名，请看一眼"
    return Naming(text, "doubtful", ops=(kept,))


def _kept(child: str, name: str, kind: str, source: str) -> New:
    values: dict[str, Scalar] = {"child": child, "name": name, "kind": kind, "source": source}
    return New("name", new_id(), values)
