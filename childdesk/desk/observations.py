"""识别: what was seen and heard about a child, and which of four things is to be done. No grade, no score.

The checklist is a file marked 参考, until a county's own table is loaded in its place.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from childdesk.desk import reading, records, settings
from childdesk.desk.session import Right, Session
from childdesk.domain.errors import Refused
from childdesk.domain.plan import Op
from childdesk.paths import resource_bytes

PAGE = "observe"
SETTING = "observation.table"
SHIPPED = "forms/observation.toml"

WATCH, WEEK, REFER, NOW = "继续关注", "七日内再看", "需要转介", "立即行动"
MANY = 3
"""So many signs, or signs that have lasted, are more than one looks at alone (默认值)."""

WHAT = {
    WATCH: "照常走访，多陪陪孩子",
    WEEK: "七天内再去看一次，和家长、老师都说一声",
    REFER: "和监护人说，转给能帮上忙的人",
    NOW: "不离开孩子，马上打电话",
}


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that can be seen or heard, in plain words, with an example."""

    key: str
    label: str
    example: str


@dataclass(frozen=True, slots=True)
class Group:
    """Signs of one kind. `danger` ones open the urgent path; `protective` ones are what helps."""

    key: str
    label: str
    signs: tuple[Sign, ...]
    danger: bool = False
    protective: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """The checklist in use. `reference` says that no county has set it."""

    name: str
    reference: bool
    groups: tuple[Group, ...]

    def chosen(self, keys: Sequence[str], *, danger: bool = False, protective: bool = False) -> list[Sign]:
        """The signs among the keys, of the groups that are of this kind."""
        wanted = set(keys)
        return [
            sign
            for group in self.groups
            if (group.danger, group.protective) == (danger, protective)
            for sign in group.signs
            if sign.key in wanted
        ]


@dataclass(frozen=True, slots=True)
class Answers:
    """What was ticked and typed."""

    signs: tuple[str, ...] = ()
    lasting: bool = False
    period: str = "近两周"
    examples: str = ""
    result: str = ""
    """What the person decided, where it is graver than what is proposed."""
    next_date: str = ""
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One of four things to do, and why."""

    result: str
    why: str


def table(session: Session) -> Table:
    """The checklist: the county's, where one was loaded."""
    session.require(Right.VIEW)
    return parse(settings.value(session, SETTING) or resource_bytes(SHIPPED).decode("utf-8"))


def load(session: Session, text: str) -> records.Saved:
    """Puts a county's table in place of the reference. Raises Refused saying what is wrong with it."""
    session.require(Right.EDIT)
    parse(text)
    return settings.keep(session, SETTING, text)


def parse(text: str) -> Table:
    """A table from its file. Raises Refused for a broken one, or one that scores."""
    try:
        raw = tomllib.loads(text)
        groups = tuple(_group(one) for one in raw["group"])
        name = str(raw["name"])
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, IndexError):
        raise Refused("这张表读不懂。请照原来的格式写") from None
    if not any(group.danger and group.signs for group in groups):
        raise Refused("表里没有危险信号一组，不能用")
    keys = [sign.key for group in groups for sign in group.signs]
    if len(keys) != len(set(keys)):
        raise Refused("表里有两项的名字一样")
    if any(key in raw for key in ("score", "threshold")) or "score" in text:
        raise Refused("观察清单不打分。打分的量表由专业人员用")
    return Table(name, bool(raw.get("reference", False)), groups)


def _group(raw: Mapping[str, object]) -> Group:
    items = raw["items"]
    if not isinstance(items, list):
        raise TypeError
    signs = tuple(Sign(str(one[0]), str(one[1]), str(one[2])) for one in items)
    return Group(
        str(raw["key"]), str(raw["label"]), signs, bool(raw.get("danger")), bool(raw.get("protective"))
    )


def propose(known: Table, answers: Answers) -> Proposal:
    """Which of the four things to do, by what was seen; a person may choose a graver one, never a lighter."""
    if known.chosen(answers.signs, danger=True):
        return Proposal(NOW, "有危险信号")
    seen = known.chosen(answers.signs)
    if answers.lasting and seen:
        return Proposal(REFER, "持续两周以上，影响上学或吃睡")
    if len(seen) >= MANY:
        return Proposal(REFER, f"看到{len(seen):,}项（{MANY}项起，默认值）")
    if seen:
        return Proposal(WEEK, f"看到{len(seen):,}项，再看清楚")
    return Proposal(WATCH, "没有看到什么不对")


ORDER = (WATCH, WEEK, REFER, NOW)


def result(known: Table, answers: Answers) -> str:
    """What is written: the proposal, or the graver thing that the person chose."""
    proposed = propose(known, answers).result
    chosen = answers.result if answers.result in ORDER else proposed
    return max(proposed, chosen, key=ORDER.index)


def flat(answers: Answers) -> dict[str, str]:
    """The answers as a draft keeps them: texts by key. `thaw` takes them back."""
    made = {
        "signs": "、".join(answers.signs),
        "lasting": "1" if answers.lasting else "",
        "period": answers.period,
        "result": answers.result,
        "examples": answers.examples,
    }
    return {key: text for key, text in made.items() if text}


def thaw(kept: Mapping[str, str]) -> Answers:
    """The answers of a draft."""
    return Answers(
        tuple(key for key in kept.get("signs", "").split("、") if key),
        kept.get("lasting") == "1",
        kept.get("period") or "近两周",
        kept.get("examples", ""),
        kept.get("result", ""),
    )


def save(session: Session, child: str, answers: Answers) -> records.Saved:
    """Writes what was seen. Raises Refused at its field."""
    session.require(Right.EDIT)
    return records.add(session, "observation", {**_written(session, answers), "child": child})


def beside_visit(session: Session, child: str, answers: Answers, day: str) -> list[Op]:
    """What was looked at during a visit, to be written in the visit's own entry. Raises Refused at its field.

    `day` is the day of the visit, in ISO.
    """
    session.require(Right.EDIT)
    written = _written(session, answers, day)
    values = reading.read("observation", written, session.today).values
    ops, _ = records.creation(session, "observation", {**values, "child": child}, source="")
    return ops


def _written(session: Session, answers: Answers, day: str = "") -> dict[str, str]:
    """The fields of one look in words; the day is today's unless it was seen on another."""
    known = table(session)
    on = date.fromisoformat(day) if day else session.today
    end = result(known, answers)
    again = answers.next_date
    if not again and end in (WEEK, REFER, NOW):
        again = (on + timedelta(days=1 if end == NOW else 7)).isoformat()
    texts = {
        "date": on.isoformat(),
        "observer": session.name,
        "period": answers.period,
        "form": known.name + ("（参考）" if known.reference else ""),
        "signs": "、".join(sign.label for sign in known.chosen(answers.signs)),
        "danger_signs": "、".join(sign.label for sign in known.chosen(answers.signs, danger=True)),
        "protective": "、".join(sign.label for sign in known.chosen(answers.signs, protective=True)),
        "examples": answers.examples,
        "lasting": "是" if answers.lasting else "",
        "result": end,
        "next_date": again,
        **answers.more,
    }
    if known.chosen(answers.signs) and not answers.examples.strip() and end != NOW:
        raise Refused("写一件具体的事：哪天、看到什么", "examples")
    written = {key: text for key, text in texts.items() if text.strip()}
    got = reading.read("observation", written, session.today)
    if got.issues:
        raise Refused(got.issues[0].text, got.issues[0].field)
    return written
