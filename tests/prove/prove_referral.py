"""Nobody falls through: random histories of referrals and reports with a frozen clock, each step judged.

After every step an oracle of its own looks: an open referral has a clock that runs, so has an open report;
what is closed has reason and second look, or receipt; a stamped time is as it was first written.
"""

from __future__ import annotations

import contextlib
import dataclasses
import random
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

from childdesk.domain import mandatory_steps, referral_steps
from childdesk.domain.errors import Refused
from childdesk.domain.kinds import Scalar
from childdesk.domain.mandatory_steps import USUAL as AFTER
from childdesk.domain.referral_steps import STATES, USUAL
from tests.prove import proof

BEGUN = datetime(2026, 1, 5, 1, tzinfo=UTC)
STEPS = 30
ROUTES = {
    "草稿": "已告知监护人 拒绝 失联 结案",
    "已告知监护人": "已转出 拒绝 失联 结案",
    "已转出": "已接收 退回 失联 结案",
    "已接收": "服务中 已反馈 退回 结案",
    "服务中": "已反馈 退回 失联 结案",
    "已反馈": "服务中 已转出 结案",
    "退回": "已告知监护人 已转出 结案",
    "拒绝": "已告知监护人 结案",
    "失联": "已告知监护人 已转出 结案",
    "结案": "服务中",
}
"""Written out a second time, by hand, from the paper: the table under proof is not asked about itself."""

TEXTS: Mapping[str, tuple[Scalar, ...]] = {
    "consent": (None, "同意", "拒绝", "联系不上", "免于同意"),
    "consent_ground": (None, "危及生命"),
    "route": (None, "12355青少年服务台"),
    "close_reason": (None, "好转", "误报"),
    "second_look_on": (None, "2026-01-05"),
    "second_look": (None, "去家里看的"),
    "reopened_why": (None, "又不去上学"),
    "next_date": (None, "2027-03-01"),
}


def referral(rnd: random.Random, told: Counter[str]) -> list[str]:
    """One referral on its way; what went wrong."""
    now, wrong = BEGUN, []
    raw: dict[str, Scalar] = {"date": "2026-01-05", "urgency": rnd.choice(("一般", "加急", "紧急", None))}
    raw |= referral_steps.patch({}, raw, now)
    for _ in range(STEPS):
        now += timedelta(minutes=rnd.choice((5, 200, 1440, 9000, 60_000)))
        changes: dict[str, Scalar] = {key: rnd.choice(TEXTS[key]) for key in rnd.sample(list(TEXTS), 3)}
        before = str(raw["state"])
        if rnd.random() < 0.8:
            changes["state"] = rnd.choice([*STATES, *ROUTES[before].split()])
        try:
            made = referral_steps.patch(raw, changes, now)
            referral_steps.refuse(raw, {**raw, **made}, now)
        except Refused:
            told["refused"] += 1
            continue
        after = {**raw, **made}
        told["steps"] += 1
        wrong += judged(raw, after)
        raw = after
    return wrong


def judged(raw: Mapping[str, Scalar], after: Mapping[str, Scalar]) -> list[str]:
    """What is wrong with one step that was taken."""
    old, new, wrong = str(raw["state"]), str(after["state"]), []
    if new not in (old, *ROUTES[old].split()):
        wrong.append(f"{old} to {new}")
    if new == "已转出" != old and after.get("consent") not in ("同意", "免于同意"):
        wrong.append(f"sent with consent {after.get('consent')}")
    if new == "已转出" != old and after.get("consent") == "免于同意" and not after.get("consent_ground"):
        wrong.append("exempt without its ground")
    if new == "结案" and not (after.get("close_reason") and after.get("second_look")):
        wrong.append("closed without reason or second look")
    clocks = [one for one in referral_steps.running(after, USUAL) if one.kind != "referral.look"]
    if new != "结案" and not any(one.kind != "referral.follow_up" for one in clocks):
        wrong.append(f"no clock in {new}")
    if old == "结案" and new != "结案" and str(raw.get("close_reason")) not in str(after.get("earlier")):
        wrong.append("the story was lost")
    return wrong


def report(rnd: random.Random, told: Counter[str]) -> list[str]:
    """One mandatory report until its receipt; what went wrong."""
    now, wrong = BEGUN, []
    raw: dict[str, Scalar] = {"found_at": referral_steps.minute(now)}
    raw |= mandatory_steps.patch("mandatory_report", {}, raw, now)
    first: dict[str, Scalar] = {}
    keys = [
        *mandatory_steps.STAMPS,
        "found_at",
        "written_on",
        "receipt",
        "looked_on",
        "closed_on",
        "close_reason",
    ]
    for _ in range(STEPS):
        now += timedelta(minutes=rnd.choice((1, 30, 1440)))
        key = rnd.choice(keys)
        back = now - timedelta(minutes=rnd.choice((0, 0, 90, 5000)))
        minute = referral_steps.minute(rnd.choice((now, back)))
        value: Scalar = minute if key.endswith("_at") else minute[:10] if key.endswith("_on") else "公1"
        changes = {key: None if rnd.random() < 0.1 else value}
        try:
            made = mandatory_steps.patch("mandatory_report", raw, changes, now)
            mandatory_steps.refuse("mandatory_report", raw, {**raw, **made}, now)
        except Refused:
            told["refused"] += 1
            continue
        raw = {**raw, **made}
        told["steps"] += 1
        for stamp in (*mandatory_steps.STAMPS, "found_at"):
            if raw.get(stamp) is not None and first.setdefault(stamp, raw[stamp]) != raw[stamp]:
                wrong.append(f"{stamp} was changed")
            if raw.get(stamp) and str(raw[stamp]) < str(first.get("found_at") or ""):
                wrong.append(f"{stamp} lies before the discovery")
            if stamp in first and raw.get(stamp) is None:
                wrong.append(f"{stamp} was emptied")
        lacks = mandatory_steps.undone_of_report(raw, AFTER, now.date())
        if bool(lacks) == bool(raw.get("closed_on")):
            wrong.append("settled without its receipt" if not lacks else "closed and still in the list")
        if raw.get("closed_on") and not first.get("closed"):
            first["closed"] = "是"
            if not raw.get("receipt"):
                wrong.append("closed without receipt")
    return wrong


def case(seed: int) -> tuple[list[str], Mapping[str, int]]:
    """Ten referrals and ten reports."""
    rnd, told = random.Random(seed), Counter[str]()
    wrong: list[str] = []
    for _ in range(10):
        wrong += referral(rnd, told)
        wrong += report(rnd, told)
    return wrong, told


@contextlib.contextmanager
def _state(word: str, **changes: object) -> Iterator[None]:
    broken = {**STATES, word: dataclasses.replace(STATES[word], **changes)}  # type: ignore[arg-type]
    with patch.object(referral_steps, "STATES", broken):
        yield


BROKEN: proof.Broken = {
    "jump": lambda: _state("草稿", ways=("已告知监护人", "已转出", "结案")),
    "consent": lambda: _state("已转出", needs=()),
    "closing": lambda: _state("结案", needs=()),
    "story": lambda: patch.object(referral_steps, "_ended", lambda *_: "重新办理"),
    "clock": lambda: patch.object(referral_steps, "_of_state", lambda values, clock, clocks: _follow(values)),
    "stamps": lambda: patch.object(mandatory_steps, "FROZEN", {"mandatory_report": ()}),
    "past": lambda: patch.object(mandatory_steps, "BEGINS", {"mandatory_report": "closed_on"}),
}


def _follow(values: Mapping[str, Scalar]) -> referral_steps.Running:
    """As if the day that was agreed stood in for the clock of the state."""
    day = BEGUN.date()
    return referral_steps.Running("referral.follow_up", day, day, str(values.get("next_date")))


if __name__ == "__main__":
    proof.main("prove_referral", case, BROKEN, cases=300, red=20)
