"""Opens two or three forms on one child and saves all: nobody's words may be overwritten unasked.

`python -m tests.prove.prove_forms [--cases N] [--seed S] [--broken NAME]`, see `proof`. Each form touches
some fields at random. Where two said different things a conflict must wait that holds every value; where only
one spoke, or both the same, that value must stand; and every value ever typed must be in the history.
"""

from __future__ import annotations

import dataclasses
import random
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from unittest.mock import patch

from childdesk.desk import conflicts, form, records
from childdesk.store import journal, reader
from tests.desk import made
from tests.prove import proof

TEXTS = {
    "school": ("云溪镇中心小学", "河湾小学", "县第一中学", ""),
    "grade": ("一年级", "二年级", "三年级", ""),
    "risk": ("红", "黄", "蓝", "绿"),
    "note": ("路远", "奶奶耳背", "周末在家", ""),
    "wish": ("想妈妈", "想要书包", ""),
    "nation": ("汉族", "苗族", "土家族"),
    "village_group": ("1组", "2组", "3组"),
}


def case(seed: int) -> tuple[list[str], Mapping[str, int]]:
    """One child, some forms, what stands afterwards."""
    chance = random.Random(seed)
    folder = Path(tempfile.mkdtemp(prefix="childdesk-forms-"))
    session = made.session_in(folder / "home")
    try:
        first = {key: chance.choice(words) for key, words in TEXTS.items()}
        child = records.add(session, "child", {"name": "周小禾", **{k: v for k, v in first.items() if v}}).id
        forms = [form.opened(session, "child", child, list(TEXTS)) for _ in range(chance.choice((2, 2, 3)))]
        said: dict[str, list[str]] = {key: [] for key in TEXTS}
        for seen in chance.sample(forms, len(forms)):
            touched = chance.sample(list(TEXTS), chance.randint(1, 5))
            texts = {
                key: chance.choice([word for word in TEXTS[key] if word != first[key]]) for key in touched
            }
            form.save(session, seen, {key: text or None for key, text in texts.items()})
            for key, text in texts.items():
                said[key].append(text)
        waiting = {one.field.partition(".")[2]: one for one in conflicts.waiting(session)}
        stored = reader.whole(session.ledger.connection, "child", child, session.today) or {}
        written = {
            str(change.content()) for change in journal.of_row(session.ledger.connection, "child", child)
        }
        wrong = [problem for key in TEXTS for problem in looked(key, said[key], first[key], waiting, stored)]
        wrong += [f"{key}: a value is not in the history" for key in TEXTS if not _told(said[key], written)]
        return wrong, {"conflicts": len(waiting), "forms": len(forms)}
    finally:
        session.ledger.close()
        shutil.rmtree(folder)


def _told(words: list[str], written: set[str]) -> bool:
    return all((word or "None") in written for word in words)


def looked(
    key: str,
    words: list[str],
    before: str,
    waiting: Mapping[str, conflicts.Conflict],
    stored: Mapping[str, object],
) -> list[str]:
    """What is wrong with one field of which this was said."""
    if len(set(words)) > 1:
        values = {str(one.value or "") for one in waiting[key].values} if key in waiting else set()
        return [] if values == set(words) else [f"{key}: {words} were said and {sorted(values)} wait"]
    stands = str(stored.get(key) or "")
    wanted = words[0] if words else before
    wrong = [] if stands == wanted else [f"{key}: {wanted} was said and {stands} stands"]
    return [*wrong, f"{key}: a question about nothing"] if key in waiting else wrong


def _saving_over() -> object:
    """A form names what stands when it is saved, not what it saw."""
    whole = form.save

    def save(session, seen, patch_, **about):
        now = form.opened(session, seen.record, seen.row, list(seen.bases))
        return whole(session, dataclasses.replace(seen, bases=now.bases), patch_, **about)

    return patch.object(form, "save", save)


BROKEN = {"saving over": _saving_over}

if __name__ == "__main__":
    proof.main("prove_forms", case, BROKEN, cases=200)
