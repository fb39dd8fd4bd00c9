"""Weighs for one column which fields it could be: what its header says against what its values are."""

from __future__ import annotations

from dataclasses import dataclass, replace

from childdesk.files.evidence import LISTS, Profile
from childdesk.files.header_grammar import NO_FIELD, Header, asks
from childdesk.files.header_words import FIELDS, KIN

AUTO = 0.75
"""From this score on a column is assigned without a question."""
ASK = 0.45
"""Below this score a column is kept as an item without a question."""

_EXPECTED: dict[str, tuple[str, ...]] = {
    "sex": ("sex", "one_or_two"),
    "nation": ("nation", "two_digits"),
    "live_together": ("yes_no", "one_or_two"),
    "birth": ("birth", "serial"),
    "registered_on": ("birth", "serial"),
    "exit_on": ("birth", "serial"),
    "agreement_date": ("birth", "serial"),
    "last_contact": ("birth", "serial"),
    "hukou_address": ("live_address", "village", "province"),
    "live_address": ("live_address", "village", "village_group", "work_place"),
    "village_group": ("village_group", "village"),
    "work_place": ("work_place", "live_address"),
    "agreement": ("yes_no", "birth"),
    "focus": ("yes_no", "one_or_two"),
    "boarding": ("boarding", "yes_no"),
    "study_state": ("study_state", "yes_no"),
    "insurance": ("insurance", "yes_no"),
    "disability_certificate": ("disability_certificate", "id_number"),
    "student_number": ("student_number", "id_number"),
    "disability_level": ("disability_level", "number"),
    "household_size": ("number",),
    "household_number": ("number",),
    "row_number": ("number",),
    "amount": ("amount", "number"),
    "age": ("age", "number"),
    "schooling": ("schooling", "grade", "school"),
    "education": ("education", "schooling"),
    "school": ("school",),
    "former_name": ("name",),
    "categories": ("categories", "poverty", "disability_type"),
    "id_number": ("id_number",),
    "health": ("health", "disability_type"),
    "grade": ("grade", "schooling", "school_class"),
}
"""Attribute → what its values may look like, where that is more than the attribute itself."""

STRONG = frozenset("id_number phone sex nation birth disability_certificate student_number".split())
"""Attributes whose values are unmistakable, so that other values speak against the header."""
FREE = frozenset(
    """
    note wish illness exit_reason work_place live_address hukou_address village_group school_class
    welfare_card birth_certificate household_address status relief province city county town village
    row_number name
    """.split()
)
"""Attributes whose values may be anything; they never speak against the header."""
_TELLING = (
    "checked",
    "id_number",
    "phone",
    "sex",
    "nation",
    "birth",
    "disability_certificate",
    "student_number",
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A field that a column could be; `score` 0…1. An empty field stands for an item of its own."""

    field: str
    score: float


def field_of(role: str, attribute: str) -> str:
    """The field of a role and an attribute; the child where no role is named, "" where there is no field."""
    return FIELDS.get((role or "child", attribute), "")


def fit(attribute: str, seen: Profile) -> float:
    """The share of values that look as the attribute's should."""
    return max(seen.share(name) for name in _EXPECTED.get(attribute, (attribute,)))


def header_score(header: Header, seen: Profile) -> float:
    """How sure header and values together are of the header's attribute."""
    attribute = header.attribute
    base = 0.55 + 0.35 * header.certainty
    if attribute == NO_FIELD or not seen.count:
        return base
    share = fit(attribute, seen)
    if not seen.enough:
        if share >= 0.5 and header.certainty >= 0.95:  # one of two values is right under words that are
            return base + 0.05 * (share >= 0.6)
        return base + 0.05 if share >= 0.6 else base - (0.2 if attribute in STRONG else 0.0)
    if share >= 0.6:
        return base + (1 - base) * 0.6
    if attribute in FREE:
        return base - (0.3 if telling(seen) else 0.0)
    if share >= 0.25:
        return base - 0.05
    if attribute in STRONG:
        return base - 0.45
    return base - (0.3 if _other_list(attribute, seen) or telling(seen) else 0.1)


def meant(header: Header, seen: Profile, words: str = "") -> Header:
    """What words mean that stand over either list: 保障类别 over 低保 and 特困 is how poor a family is.

    父亲情况 over 在家务农 and 服刑 is how a father is, over names his name.
    """
    if header.attribute == "name" and header.role in ("father", "mother") and header.certainty < 0.95:
        told = seen.enough or seen.share("status") >= 0.5
        nobody = told and seen.share("name") < 0.25 and "名" not in words
        how = nobody and ("情况" in words or seen.share("status") >= 0.3)
        return replace(header, attribute="status") if how else header
    if header.attribute == "name" and header.role == "parent" and "况" in words and seen.share("name") < 0.25:
        return replace(header, attribute=NO_FIELD)  # 父亡母改嫁 under 父母情况 is nobody's name
    if header.attribute == "relief" and seen.share("categories") >= 0.8 and seen.share("relief") < 0.3:
        return replace(header, attribute="categories")  # 救助类型 over 事实无人抚养 and 重残
    if header.attribute == "poverty" and seen.share("categories") >= 0.6 and seen.share("poverty") < 0.3:
        return replace(header, attribute="categories")  # 困难类型 over 留守 and 事实无人抚养
    if header.attribute != "categories":
        return header
    poor = seen.share("poverty") >= 0.8 and seen.share("categories") < 0.3
    return replace(header, attribute="poverty") if poor else header


def contradicted(header: Header, seen: Profile, words: str = "") -> bool:
    """Whether values answer another question: 是 under 是否低保, 1 and 2 under 是否患病 or the words for an
    illness, kilometres under those for a school, people's names under half-understood words for an answer or
    a day. `words` are the lowest of the header."""
    if not seen.count or header.attribute in ("", NO_FIELD):
        return False
    if header.attribute == "birth" and seen.share("number") >= 0.9 and seen.share("age") >= 0.6:
        return True  # 年 月 日 in three columns: 3 and 12 are no day
    if header.attribute == "live_address" and "况" in words and seen.share("live_address") < 0.5:
        return True  # 与奶奶同住 under 居住情况 is no address
    open_ = header.attribute in _NO_FIGURES or (header.attribute in _KINDS_OF | _STATES and asks(words))
    if open_ and seen.share("number") >= 0.9:
        return True
    expected = _EXPECTED.get(header.attribute, (header.attribute,))
    if seen.share("yes_no") >= 0.9 and header.attribute in _KINDS_OF and "yes_no" not in expected:
        return True
    if seen.enough and header.certainty < 0.8 and seen.share("name") >= 0.8 and header.attribute in _NO_NAMES:
        return True
    return (
        seen.enough and header.certainty < 0.8 and seen.share("number") >= 0.9 and header.attribute in _WORDY
    )


_KINDS_OF = frozenset("poverty illness relief categories disability_type family_type left_type".split())
"""Attributes of which 是 and 否 name none."""
_STATES = frozenset("hukou_class study_state health boarding".split())
"""Attributes that 是否 may ask for: 1 and 2 are then answers of which nothing tells which is which."""
_NO_FIGURES = frozenset(["illness"])
"""Attributes that no figure names, whatever the words."""
_NO_NAMES = frozenset(
    "agreement agreement_date boarding focus insurance study_state live_together id_type care_reason".split()
)
"""Attributes that nobody's name answers: under them it is somebody for whom there is no field."""
_WORDY = frozenset("school illness relief wish note health live_address hukou_address work_place".split())
"""Attributes that no number is."""


def telling(seen: Profile) -> str:
    """The unmistakable attribute that nearly all values have, or empty."""
    for name in _TELLING:
        if seen.share(name) >= 0.8:
            return "id_number" if name == "checked" else name
    return ""


def _other_list(attribute: str, seen: Profile) -> bool:
    return attribute in LISTS and any(seen.share(name) >= 0.8 for name in LISTS if name != attribute)


def by_values(seen: Profile) -> tuple[str, float]:
    """(attribute, score) that the values alone suggest; ("", 0) when they are nothing in particular."""
    if not seen.enough:
        return "", 0.0
    attribute = telling(seen)
    if attribute:
        return attribute, 0.7
    for name in ("name", "relation", "school", "live_address"):
        if seen.share(name) >= 0.8:
            return name, 0.5
    return "", 0.0


def whose_number(seen: Profile, left: str) -> str:
    """Whose identity numbers they are by ages and sexes inside them; "" when they do not say."""
    if seen.minors is None:
        return ""
    if seen.minors >= 0.6:
        return "child"
    if seen.minors > 0.2:
        return ""
    if left in KIN:
        return left
    males = seen.males or 0.0
    return "father" if males > 0.9 else "mother" if males < 0.1 else "adult"
