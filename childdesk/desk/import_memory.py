"""What headers of a township's forms meant, as a person once answered: the next file asks nothing.

Kept in the ledger per township and header path, so that it goes wherever the ledger goes: into each backup
and back. What a township or county has answered goes down with its packages and 开户包, so that its villages
are not asked again; what a village has answered stays with it, and counts more there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from childdesk.desk.import_plan import ImportPlan
from childdesk.desk.session import Session
from childdesk.domain.ids import new_id
from childdesk.domain.plan import New, Op, Set
from childdesk.store import clocks, reader

MEMORY = "import.memory"
"""The setting, or what is laid down, that keeps it: {township: {header path: field, extra or drop}}."""
_TOWN = re.compile(r"(?:^|[:：\s县区市旗])([\u4e00-\u9fff]{2,6}?(?:镇|乡|街道|苏木))")


def township(session: Session, above: Sequence[str] = ()) -> str:
    """Whose forms they are: the desk's own township; at a county the one named above the table; of a village
    on whose behalf somebody works, its own."""
    identity = session.ledger.identity
    if session.acting:
        return session.acting
    if identity.level != "county":
        return identity.unit[:9]
    named = (found[1] for line in above if (found := _TOWN.search(line)))
    return next(named, identity.unit[:6])


def recalled(session: Session, above: Sequence[str] = ()) -> dict[str, str]:
    """Header path → field, extra or drop, as answered before for this township."""
    kept = _kept(session)
    place, village = township(session, above), session.acting or session.ledger.identity.unit
    return {**kept.get(village[:9], {}), **kept.get(village, {}), **kept.get(place, {})}


def of_plan(session: Session, made: ImportPlan) -> list[Op]:
    """The ops that keep what a person answered about an import, by township and the header's path."""
    told: dict[str, dict[str, str]] = {}
    for sheet in made.sheets:
        for column in sheet.columns:
            if column.decided == "answer" and column.header not in made.passing:
                said = column.field or ("extra" if column.extra else "drop")
                told.setdefault(sheet.township, {})[column.key] = said
    return remembering_all(session, told)


def remembering(session: Session, told: Mapping[str, str], above: Sequence[str] = ()) -> list[Op]:
    """The ops that keep answers about headers (header path → field, extra or drop)."""
    return remembering_all(session, {township(session, above): told})


def remembering_all(session: Session, told: Mapping[str, Mapping[str, str]]) -> list[Op]:
    """The same for several townships at once, {township: {header path: answer}}; none where all is known."""
    kept = _kept(session)
    before = _text(kept)
    for place, answers in told.items():
        kept[place] = {**kept.get(place, {}), **answers}
    text = _text({place: answers for place, answers in kept.items() if answers})
    if not any(told.values()) or text == before:
        return []
    record, there = _rows(session)
    if there:
        return [Set(record, row, "value", text) for row, _ in there]
    values = {"name": MEMORY, "value": text}
    if record == "directive":
        values["unit"] = session.ledger.identity.unit
    return [New(record, new_id(), values)]


def _text(kept: Mapping[str, Mapping[str, str]]) -> str:
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def _rows(session: Session) -> tuple[str, list[tuple[str, str]]]:
    """The record that this desk keeps its answers in, and its rows as (id, value): of a township and a county
    it is one that goes down."""
    connection, identity = session.ledger.connection, session.ledger.identity
    record = "setting" if identity.level == "village" else "directive"
    held = [(row, raw) for row, raw in reader.everyone(connection, record) if raw.get("name") == MEMORY]
    own = [(row, raw) for row, raw in held if raw.get("unit", identity.unit) == identity.unit]
    return record, [(row, str(raw["value"])) for row, raw in own if raw.get("value")]


def _kept(session: Session) -> dict[str, dict[str, str]]:
    """{township: answers}: those of the desks above, then this desk's own, which count more.

    An older ledger kept the answers of its own township without saying so, and a township its own as a
    setting.
    """
    connection, unit = session.ledger.connection, session.ledger.identity.unit
    above = [one for one in clocks.directives(connection, MEMORY) if one.unit != unit]
    texts = [one.value for one in reversed(above)]
    settings = reader.everyone(connection, "setting")
    texts += [str(raw["value"]) for _, raw in settings if raw.get("name") == MEMORY and raw.get("value")]
    record, own = _rows(session)
    if record == "directive":
        texts += [text for _, text in own]
    found: dict[str, dict[str, str]] = {}
    for text in texts:
        for key, said in json.loads(text).items():
            place, answers = (key, said) if isinstance(said, dict) else (township(session), {key: said})
            found[place] = {**found.get(place, {}), **answers}
    return found
