"""What headers of a township's forms meant, as a person once answered: the next file asks nothing.

Kept in the ledger per township and header path, so that it goes wherever the ledger goes; it is never sent
to another desk.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from childdesk.desk.import_plan import ImportPlan
from childdesk.desk.session import Session
from childdesk.domain.ids import new_id
from childdesk.domain.plan import New, Op, Set
from childdesk.store import reader

MEMORY = "import.memory"
"""The setting that keeps it: {township: {header path: field, extra or drop}}."""
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
    common = kept.get(session.acting[:9], {}) if session.acting else {}
    return {**common, **kept.get(township(session, above), {})}


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
    """The same for several townships at once: {township: {header path: answer}}."""
    if not any(told.values()):
        return []
    kept = _kept(session)
    for place, answers in told.items():
        kept[place] = {**kept.get(place, {}), **answers}
    text = json.dumps(kept, ensure_ascii=False, sort_keys=True)
    rows = reader.where(session.ledger.connection, "setting", "name", MEMORY)
    if rows:
        return [Set("setting", rows[0], "value", text)]
    return [New("setting", new_id(), {"name": MEMORY, "value": text})]


def _kept(session: Session) -> dict[str, dict[str, str]]:
    """{township: answers}. An older ledger kept the answers of its own township without saying so."""
    for _, raw in reader.everyone(session.ledger.connection, "setting"):
        if raw.get("name") == MEMORY:
            kept = json.loads(str(raw["value"]))
            bare = {key: said for key, said in kept.items() if isinstance(said, str)}
            places = {key: said for key, said in kept.items() if isinstance(said, dict)}
            if bare:
                own = township(session)
                places[own] = {**bare, **places.get(own, {})}
            return places
    return {}
