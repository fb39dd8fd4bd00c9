"""Looks at the values of a column: what they could be and whose.

Words of option lists are known from the records themselves; numbers, places and names by their shape.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from childdesk.domain import identity, kin_options, nations, options
from childdesk.domain.codes import CodeList, fold
from childdesk.domain.words import says_nothing
from childdesk.files import faults
from childdesk.files.value_shapes import CITIES, NAME, SHAPES, SURNAMES
from childdesk.files.values import ALIKE

SAMPLE = 400
"""Rows that are looked at."""
ENOUGH = 3
"""Values below which a column says little."""

LISTS: dict[str, CodeList] = {
    "sex": options.SEX,
    "nation": nations.NATION,
    "relation": kin_options.RELATION,
    "categories": options.CATEGORY,
    "left_type": options.LEFT_TYPE,
    "care_reason": options.CARE_REASON,
    "hukou_class": options.HUKOU_CLASS,
    "hukou_kind": options.HUKOU_KIND,
    "id_type": options.ID_TYPE,
    "guardianship": options.GUARDIANSHIP,
    "family_type": options.FAMILY_TYPE,
    "risk": options.RISK,
    "health": options.HEALTH,
    "disability_type": options.DISABILITY_TYPE,
    "disability_level": options.DISABILITY_LEVEL,
    "insurance": options.INSURANCE,
    "study_state": options.STUDY_STATE,
    "schooling": options.SCHOOLING,
    "grade": options.GRADE,
    "boarding": options.BOARDING,
    "poverty": options.POVERTY,
    "relief": options.RELIEF,
    "income_source": options.INCOME_SOURCE,
    "exit_reason": options.EXIT_REASON,
    "status": kin_options.PARENT_STATE,
    "education": kin_options.PARENT_EDUCATION,
}
"""Attribute → the list whose words its values are."""


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """A value for comparison: half width, no blanks, one kind of dot, no leading apostrophe."""
    words = unicodedata.normalize("NFKC", text)
    if words.isalnum():  # letters and figures only
        return words
    return _DOT.sub("·", _UNSEEN.sub("", words).lstrip("'`‘’´′"))


_UNSEEN = re.compile(r"[\s\u200b-\u200f\ufeff]+")
_DOT = re.compile("[・•‧∙⋅˙]")


@lru_cache(maxsize=65536)
def traits(text: str) -> frozenset[str]:
    """Every attribute that a value could belong to; `text` as `plain` leaves it."""
    found = {name for name, shape in SHAPES if shape.fullmatch(text)}
    if not text.isascii():
        found |= _in_lists(text)
    if text in CITIES:
        found |= {"province", "work_place"}
    if is_name(text) and not found & _WORDS_BEFORE_NAMES:
        found.add("name")
    if "id_number" in found and identity.is_resident(text.upper()) and len(text) == 18:
        found.add("checked" if identity.check_digit(text[:17]) == text[17].upper() else "unchecked")
    return frozenset(found)


def _by_word() -> dict[str, frozenset[str]]:
    """{word, folded: the attributes whose list has it}."""
    found: dict[str, set[str]] = {}
    for name, words in LISTS.items():
        for option in words.options:
            for word in (option.code, *option.aliases, *(later for _, later in option.words)):
                found.setdefault(fold(word), set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}


_WORDS = _by_word()


def _in_lists(text: str) -> frozenset[str]:
    """The attributes whose lists hold the text, or every one of its parts."""
    whole = _WORDS.get(text, frozenset())
    parts = [part for part in _SEPARATORS.split(text) if part]
    if whole or len(parts) < 2:
        return whole
    return frozenset.intersection(*(_WORDS.get(part, frozenset()) for part in parts)) - _SINGLE


_SINGLE = frozenset(["sex", "nation"])
"""Lists of which a cell names one: 男/女 is the word over a column."""
_BRACKETED = re.compile(r"[(（].*?[)）]$")
_SEPARATORS = re.compile(r"[，,；;|、/\n\t]+")
_WORDS_BEFORE_NAMES = frozenset([*LISTS, "school", "yes_no", "village", "town"]) - {"status"}


def is_name(text: str) -> bool:
    """Whether a text looks like a person's name, a remark in brackets behind it apart."""
    bare = _BRACKETED.sub("", text)
    return NAME.fullmatch(bare) is not None and (bare[0] in SURNAMES or "·" in bare)


_NONE = frozenset(ALIKE) | {"无"}
"""Words that say nothing of their column."""


@dataclass(frozen=True)
class Profile:
    """What the values of one column say. Shares are of the filled values, 0…1.

    `minors` and `males` are shares of its identity numbers, None where it has fewer than three;
    `running` means that they count 1, 2, 3 …
    """

    count: int
    distinct: int
    shares: dict[str, float]
    minors: float | None = None
    males: float | None = None
    running: bool = False

    def share(self, name: str) -> float:
        """The share of values with a trait."""
        return self.shares.get(name, 0.0)

    @property
    def enough(self) -> bool:
        """Whether there are values enough to contradict a header."""
        return self.count >= ENOUGH


def profile(values: Iterable[str], today: date) -> Profile:
    """Looks at up to SAMPLE filled values of a column."""
    seen = [
        said
        for value in values
        if (said := plain(value)) and not says_nothing(said) and said not in _NONE and not faults.why(said)
    ]
    seen = seen[:SAMPLE]
    counts = Counter(trait for value in seen for trait in traits(value))
    shares = {name: number / len(seen) for name, number in counts.items()}
    ids = [value.upper() for value in seen if re.fullmatch(r"\d{17}[\dXx]", value)]
    minors = males = None
    if len(ids) >= ENOUGH:
        minors = sum(_is_minor(value, today) for value in ids) / len(ids)
        males = sum(identity.sex(value) == "男" for value in ids) / len(ids)
    return Profile(len(seen), len(set(seen)), shares, minors, males, _counts_on(seen))


def _is_minor(number: str, today: date) -> bool:
    return number[6:10] > str(today.year - 19)


def _counts_on(values: Sequence[str]) -> bool:
    numbers = [int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 6]
    if len(numbers) < max(2, len(values) * 3 // 4):
        return False
    steps = sum(later - earlier == 1 for earlier, later in pairwise(numbers))
    return steps >= (len(numbers) - 1) * 0.7
