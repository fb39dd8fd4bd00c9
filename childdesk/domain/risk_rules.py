"""The light rule set: proposes a colour, says why and what would change it; a person decides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from childdesk.domain import identity, seen
from childdesk.domain.days import years_between
from childdesk.domain.kinds import Date
from childdesk.domain.rulefile import RuleFile
from childdesk.domain.standing import OLD_CARER, Standing

COLOURS = ("红", "黄", "蓝", "绿")
CONTACT_DAYS = 7
ABSENT = frozenset(
    ("死亡", "宣告死亡", "宣告失踪", "失踪", "失联", "离家出走", "服刑在押", "强制隔离戒毒",
     "被执行其他限制人身自由的措施", "被撤销监护资格", "不履行监护抚养责任")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """All of `when` together make this colour."""

    colour: str
    when: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class RiskRules:
    """A rule set; versioned, with its source."""

    version: str
    title: str
    source: str
    none: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Proposed:
    """A colour, the reasons that make it, what would change it, and what nobody wrote down."""

    colour: str
    reasons: tuple[str, ...]
    changes: tuple[str, ...]
    source: str
    missing: tuple[str, ...]
    sealed: bool

    @property
    def reason(self) -> str:
        """All reasons in one line."""
        return "；".join(self.reasons)


def propose(known: Standing, rules: RiskRules) -> Proposed:
    """What the rules say of a child on a day."""
    facts = {word: told for word, ask in _FACTS.items() if (told := ask(known))}
    colour, by = _colour(set(facts), rules)
    used = list(dict.fromkeys(word for rule in by for word in rule.when))
    reasons = tuple(facts[word] for word in used) or ("没有看到要提高的情况",)
    sources = dict.fromkeys(rule.source for rule in by) or {rules.source: None}
    sealed = bool(set(used) & {"父母缺位", "危险信号"})
    return Proposed(
        colour,
        reasons,
        tuple(_changes(facts, colour, used, rules)),
        "；".join(sources),
        _missing(known),
        sealed,
    )


def _colour(facts: set[str], rules: RiskRules) -> tuple[str, list[Rule]]:
    """The gravest colour that some rule gives, and the rules that give it."""
    hit = [rule for rule in rules.rules if set(rule.when) <= facts]
    colour = next((one for one in COLOURS if any(rule.colour == one for rule in hit)), rules.none)
    return colour, [rule for rule in hit if rule.colour == colour]


def _changes(facts: Mapping[str, str], colour: str, used: list[str], rules: RiskRules) -> list[str]:
    """What would make it lighter, and the nearest that would make it graver."""
    found = []
    for word in used:
        lighter, _ = _colour(set(facts) - {word}, rules)
        if lighter != colour:
            found.append(f"不再“{word}”，就是{lighter}色")
    if used and not found:
        lighter, _ = _colour(set(facts) - set(used), rules)
        found.append(f"{'、'.join(f'“{word}”' for word in used)}都没有了，就是{lighter}色")
    for graver in COLOURS[: COLOURS.index(colour)]:
        words = [r.when for r in rules.rules if r.colour == graver and len(set(r.when) - set(facts)) == 1]
        lacking = list(dict.fromkeys(word for when in words for word in when if word not in facts))
        if lacking:
            found.append(f"如果{'、'.join(lacking[:4])}，就是{graver}色")
    return found


def _missing(known: Standing) -> tuple[str, ...]:
    found = [] if known.age is not None else ["出生日期"]
    found += [] if known.values.get("guardianship") else ["监护情况"]
    found += [] if any(parent.known for parent in known.parents) else ["父母情况"]
    found += [] if known.carers else ["照料人"]
    found += [] if known.visit else ["还没有走访过"]
    return tuple(found)


# ── the facts ───────────────────────────────────────────────────────────────────────────────────────────


def _alone(known: Standing) -> str:
    alone = known.with_whom == "独自居住" and known.under(16)
    return "不满16周岁，独自居住" if alone else ""


def _unattended(known: Standing) -> str:
    if known.visit.get("attended") != "否":
        return ""
    if known.age is not None and known.age < 8:
        return "不满8周岁，走访时没有大人看护"
    return "需要特别照顾，走访时没有大人看护" if known.special_care else ""


def _danger(known: Standing) -> str:
    mind = str(known.visit.get("mind") or "")
    signals = [one for one in seen.SIGNALS if one in mind]
    return "上次走访有危险信号" if signals or seen.DANGER in mind else ""


def _care(word: str) -> Callable[[Standing], str]:
    def told(known: Standing) -> str:
        seen_then = str(known.visit.get("guardianship") or "")
        grade = str(known.values.get("guardianship") or seen_then)
        return f"监护情况是{word}" if word in (grade, seen_then) else ""

    return told


def _both_away(known: Standing) -> str:
    away = all(parent.away is not None or "外出务工" in parent.words() for parent in known.parents)
    held = known.values.get("left_type") == "父母双方外出" and "留守儿童" in known.held
    return "父母都在外" if away or held else ""


def _not_entrusted(known: Standing) -> str:
    return "" if known.entrusted else "没有委托照护"


def _old_carer(known: Standing) -> str:
    for one in known.carers:
        born = identity.birth(str(one.get("id_number") or ""))
        first = born.exact if born else None
        if first is not None and years_between(first, known.on) >= OLD_CARER:
            return f"照料人{one.get('name') or ''}{years_between(first, known.on)}岁"
    return ""


def _ill_carer(known: Standing) -> str:
    for one in known.carers:
        if one.get("health") in ("重病", "残疾", "慢性病"):
            return f"照料人{one.get('name') or ''}{one['health']}"
    return ""


def _parents_gone(known: Standing) -> str:
    told = [
        f"{parent.word}{'、'.join(sorted(parent.words() & ABSENT))}"
        for parent in known.parents
        if parent.words() & ABSENT
    ]
    return "，".join(told) if len(told) == 2 else ""


def _one_parent(known: Standing) -> str:
    single = known.values.get("left_type") == "单亲留守" or "单亲家庭儿童" in known.held
    return "单亲" if single else ""


def _gravely_ill(known: Standing) -> str:
    return "重残" if known.gravely_disabled else "重病" if known.values.get("health") == "重病" else ""


def _ill(known: Standing) -> str:
    health = str(known.values.get("health") or "")
    return health if health in ("残疾", "慢性病", "患病", "一般或较弱") else ""


def _out_of_school(known: Standing) -> str:
    out = known.values.get("schooling") == "辍学" or known.values.get("study_state") == "辍学"
    return "辍学" if out else ""


def _poor(known: Standing) -> str:
    told = sorted(known.words("poverty") - {"临时救助", "其他", "建档立卡户"})
    return "、".join(told)


def _hazard(known: Standing) -> str:
    ticks = seen.read(*(str(known.visit.get(key) or "") for key in ("living", "family")))
    bad = [seen.BY_KEY[key].short for key, tick in ticks.items() if tick.verdict == seen.BAD]
    return f"上次走访{'、'.join(bad)}有问题" if bad else ""


def _often_missed(known: Standing) -> str:
    return f"连着{known.missed}次没见到人" if known.missed >= 2 else ""


def _no_contact(known: Standing) -> str:
    met, contact = known.visit.get("date"), known.visit.get("last_contact")
    first = None if not met else Date().from_db(str(met)).exact
    last = None if not contact else Date().from_db(str(contact)).exact
    gap = _days_between(last, first)
    return f"走访时父母已{gap}天没联系" if gap > CONTACT_DAYS else ""


def _days_between(first: date | None, last: date | None) -> int:
    return 0 if first is None or last is None else (last - first).days


def _watched(known: Standing) -> str:
    return "重点关注" if known.values.get("focus") == "是" else ""


_FACTS: dict[str, Callable[[Standing], str]] = {
    "独自居住": _alone,
    "无人看护": _unattended,
    "危险信号": _danger,
    "监护差": _care("差"),
    "监护一般": _care("一般"),
    "父母都在外": _both_away,
    "没有委托照护": _not_entrusted,
    "照料人年老": _old_carer,
    "照料人有病残": _ill_carer,
    "父母缺位": _parents_gone,
    "单亲留守": _one_parent,
    "重残或重病": _gravely_ill,
    "残疾或患病": _ill,
    "辍学": _out_of_school,
    "家庭困难": _poor,
    "隐患没改": _hazard,
    "多次没见到人": _often_missed,
    "父母久没联系": _no_contact,
    "重点关注": _watched,
}
"""Word of the rule file → what it asks of a child; the answer is the reason, or nothing."""


def read(name: str, text: str) -> RiskRules:
    """A rule file. Raises Refused naming line and reason."""
    file = RuleFile(name, text)
    file.only("version", "title", "source", "none", "rule")
    source, none = file.text("source"), file.text("none", "绿")
    if none not in COLOURS:
        raise file.wrong("none", f"“{none}”不是红、黄、蓝、绿")
    rules = []
    for part in file.sections("rule"):
        part.only("colour", "when", "source")
        colour = part.text("colour")
        if colour not in COLOURS:
            raise part.wrong("colour", f"“{colour}”不是红、黄、蓝、绿")
        when = part.words("when", _FACTS)
        if not when:
            raise part.wrong("when", "要写看到什么情况")
        rules.append(Rule(colour, when, part.text("source", source)))
    if not rules:
        raise file.wrong("version", "没有写一条规则")
    return RiskRules(file.text("version"), file.text("title"), source, none, tuple(rules))
