"""Nothing overdue is missing from `due`: random histories of referrals in a real ledger, drafts included.

After every act an oracle of its own looks: by a table written a second time by hand it says which referrals
must have been asked about by now, and each of them must stand in the list of the same day.
"""

from __future__ import annotations

import contextlib
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from unittest.mock import patch

from childdesk.desk import due, referrals
from childdesk.desk.session import Session
from childdesk.domain import referral_steps
from childdesk.domain.clock import SetClock
from childdesk.domain.errors import Refused
from childdesk.domain.kinds import Scalar
from childdesk.store import reader
from tests.desk import made
from tests.prove import proof

ACTS = 40
ALLOWED = {"紧急": 1, "加急": 3, "一般": 7}
"""Days after which somebody must be asked; two hours have certainly passed on the next day."""
WAITS: Mapping[str, tuple[str, int | None]] = {
    "草稿": ("date", None),
    "已告知监护人": ("date", None),
    "已转出": ("sent_at", None),
    "已接收": ("accepted_on", 30),
    "服务中": ("accepted_on", 30),
    "已反馈": ("answered_on", 7),
    "退回": ("state_on", None),
    "拒绝": ("state_on", None),
    "失联": ("state_on", None),
}
"""State → the day it is counted from, and the days allowed (None: by urgency)."""
TEXTS: Mapping[str, tuple[str, ...]] = {
    "consent": ("", "同意", "拒绝", "联系不上", "免于同意"),
    "consent_ground": ("", "危及生命"),
    "route": ("", "12355"),
    "close_reason": ("好转", "误报"),
    "second_look": ("去家里看的",),
    "reopened_why": ("又不去上学",),
    "answer": ("谈了三次",),
    "urgency": ("一般", "加急", "紧急"),
}


def overdue(raw: Mapping[str, Scalar], today: date) -> bool:
    """Whether somebody must have been asked about it by this day."""
    state = str(raw["state"])
    if state == "结案":
        return False
    since, allowed = WAITS[state]
    begun = date.fromisoformat(str(raw.get(since) or raw.get("state_on") or raw["date"])[:10])
    days = ALLOWED[str(raw.get("urgency") or "一般")] if allowed is None else allowed
    agreed = raw.get("next_date")
    return begun + timedelta(days) <= today or (bool(agreed) and str(agreed) <= today.isoformat())


def look_due(raw: Mapping[str, Scalar], today: date) -> bool:
    """Whether the first look after the answer is due by this day."""
    answered = raw.get("answered_on")
    if raw["state"] not in ("已反馈", "结案") or raw.get("close_reason") == "误报" or not answered:
        return False
    return not raw.get("look_1_on") and date.fromisoformat(str(answered)) + timedelta(7) <= today


def act(session: Session, rnd: random.Random, children: list[str], told: Counter[str]) -> None:
    """One thing that a person does; what is refused leaves everything as it was."""
    rows = [row for row, _ in reader.everyone(session.ledger.connection, "referral")]
    texts = {key: rnd.choice(words) for key, words in TEXTS.items() if rnd.random() < 0.5}
    try:
        if len(rows) < 6 or rnd.random() < 0.1:
            referrals.save_new(session, rnd.choice(children), {"reason": "话变少", **texts})
        elif rnd.random() < 0.1:
            referrals.chase(session, rnd.choice(rows), "问过了")
        else:
            row = rnd.choice(rows)
            raw = reader.get(session.ledger.connection, "referral", row) or {}
            ways = referral_steps.STATES[str(raw["state"])].ways
            state = ways[0] if rnd.random() < 0.5 else rnd.choice(ways)
            today = session.today.isoformat()
            referrals.step(session, row, state, {**texts, "second_look_on": today})
        told["acts"] += 1
    except Refused:
        told["refused"] += 1


def case(seed: int) -> tuple[list[str], Mapping[str, int]]:
    """One ledger, forty acts on days that a clock makes pass."""
    rnd, told = random.Random(seed), Counter[str]()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as place:
        clock = SetClock(made.NOW)
        session = made.session_in(Path(place) / "desk", clock)
        children = [made.child(session, f"周小{word}") for word in "禾苗穗"]
        for _ in range(ACTS):
            clock.moment += timedelta(hours=rnd.choice((1, 20, 30, 100, 400)))
            act(session, rnd, children, told)
            listed = {(one.record, one.kind) for one in due.due(session)}
            records = {record for record, kind in listed if kind != "referral.look"}
            for row, raw in reader.everyone(session.ledger.connection, "referral"):
                late = overdue(raw, session.today)
                told["late"] += late
                told["drafts"] += late and raw["state"] == "草稿"
                if late and row not in records:
                    wrong.append(f"{raw['state']} of {raw['date']} is not in the list")
                if look_due(raw, session.today) and (row, "referral.look") not in listed:
                    wrong.append(f"the look after {raw['answered_on']} is not in the list")
        session.ledger.close()
    return wrong, told


def _without(drops: Callable[[Mapping[str, Scalar], str], bool]) -> contextlib.AbstractContextManager[object]:
    """The list as if some clocks did not run."""
    whole = referral_steps.running

    @contextlib.contextmanager
    def broken() -> Iterator[None]:
        def some(raw: Mapping[str, Scalar], clocks: referral_steps.Clocks) -> list[referral_steps.Running]:
            return [one for one in whole(raw, clocks) if not drops(raw, one.kind)]

        with patch.object(referral_steps, "running", some):
            yield

    return broken()


BROKEN: proof.Broken = {
    "drafts": lambda: _without(lambda raw, _kind: raw["state"] == "草稿"),
    "beside": lambda: _without(lambda _raw, kind: kind == "referral.again"),
    "answers": lambda: _without(lambda _raw, kind: kind == "referral.answer"),
    "looks": lambda: _without(lambda _raw, kind: kind == "referral.look"),
}

if __name__ == "__main__":
    proof.main("prove_due_care", case, BROKEN, cases=60, red=10)
