"""Names that places once had: an older list that says 云溪镇 for 云溪街道 speaks of the same village."""

from __future__ import annotations

import re
from collections.abc import Mapping

from childdesk.desk import records, settings, villages
from childdesk.desk.import_cells import Books
from childdesk.desk.import_plan import Remark
from childdesk.desk.session import Right, Session
from childdesk.domain import catalogue
from childdesk.domain.errors import Refused
from childdesk.domain.kinds import Address

NAME = "places.former"
"""The setting that keeps them: a line for each, old name → name of today."""
ARROW = "→"
MENDED = "旧地名，写成现在的名字"
_PAIR = re.compile(r"\s*(\S{2,20})\s*(?:→|->|=|＝|\s)\s*(\S{2,20})\s*")
_BEFORE = r"(?:^|(?<=[省市县区旗盟州镇乡道办场社村\s,，]))"
"""What may stand before a place's name: nothing, or the end of the level above."""
DEEPEST = 5


def every(session: Session) -> dict[str, str]:
    """Old name → name of today, as this desk keeps them."""
    session.require(Right.VIEW)
    return read(settings.value(session, NAME))


def read(text: str) -> dict[str, str]:
    """What was typed, a pair in each line: 云溪镇 → 云溪街道. Raises Refused naming the line."""
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        pair = _PAIR.fullmatch(line)
        if pair is None or pair[1] == pair[2]:
            raise Refused(f"第{number}行要写成“旧名 {ARROW} 现名”", "places")
        found[pair[1]] = pair[2]
    for old in found:
        if _today(old, found) in found:
            raise Refused(f"“{old}”改来改去又回到旧名，请看一眼", "places")
    return found


def words(pairs: Mapping[str, str]) -> str:
    """The pairs as they are typed."""
    return "\n".join(f"{old} {ARROW} {new}" for old, new in pairs.items())


def keep(session: Session, text: str) -> records.Saved:
    """Keeps the pairs as typed; nothing for none. Raises Refused; then what was kept still is."""
    return settings.keep(session, NAME, words(read(text)))


def add(session: Session, old: str, new: str) -> records.Saved:
    """One more pair, or another name of today for an old one. Raises Refused."""
    if not old.strip() or not new.strip():
        raise Refused("旧名和现名都要写", "places")
    return keep(session, words({**every(session), old.strip(): new.strip()}))


def drop(session: Session, old: str) -> records.Saved:
    """Forgets an old name. Raises Refused when it is not known."""
    pairs = every(session)
    if pairs.pop(old.strip(), None) is None:
        raise Refused(f"没有记过“{old}”这个旧名", "places")
    return keep(session, words(pairs))


def _today(place: str, pairs: Mapping[str, str]) -> str:
    for _ in range(DEEPEST):
        if place not in pairs:
            break
        place = pairs[place]
    return place


def resolved(pairs: Mapping[str, str]) -> dict[str, str]:
    """Each old name with that of today, however often it changed; longer names come first."""
    return {old: _today(old, pairs) for old in sorted(pairs, key=len, reverse=True)}


def today(text: str, pairs: Mapping[str, str]) -> str:
    """Words with the names of today; `pairs` as `resolved` gives them.

    Where the new name stands there already nothing is put, unless it is only a part of the old one: 上柳沟村
    and 下柳沟村 became 柳沟村.
    """
    for old, new in pairs.items():
        if old in text and (new in old or new not in text):
            text = re.sub(_BEFORE + re.escape(old), new, text, count=1)
    return text


class OldPlaces:
    """Every old name that this desk knows: its own list, and what its villages were once called."""

    def __init__(self, session: Session) -> None:
        below = session.ledger.identity.level != "village"
        known = villages.every(session) if below else []
        pairs = {old: line.name for line in known for old in line.former_names} | every(session)
        self._pairs = resolved(pairs)

    @property
    def any(self) -> bool:
        """Whether there are any."""
        return bool(self._pairs)

    def today(self, text: str) -> str:
        """The same words with the names of today; a name that stands inside a longer one is another place."""
        return today(text, self._pairs)

    def mend(self, books: Books) -> None:
        """Writes addresses and places of a row with the names of today; each is listed."""
        for name in [*books.texts] if self._pairs else ():
            field = catalogue.FIELDS.get(name)
            if not name.startswith("place.") and not (field and isinstance(field.kind, Address)):
                continue
            was = books.texts[name]
            now = self.today(was)
            if now != was:
                books.texts[name] = now
                at = books.places.get(name)
                books.remarks.append(Remark(books.number, at, "note", MENDED, was, now))
