"""Tells whether a child is already in the register, by number, name, birth and family; twins are never one.

The verdict carries its reason; SAME may be joined without asking, MAYBE waits for a person.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from childdesk.domain import identity
from childdesk.domain.codes import fold
from childdesk.domain.days import Day


class Verdict(enum.Enum):
    """How sure it is that two files are one child."""

    SAME = "same"
    MAYBE = "maybe"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Sketch:
    """What identifies a child: names, number, birth, and the grown-ups around it.

    `family` holds names, numbers and phones of parents and guardian as stored, in any order.
    """

    name: str
    id_number: str | None = None
    birth: Day | None = None
    sex: str | None = None
    other_names: frozenset[str] = field(default_factory=frozenset)
    family: frozenset[str] = field(default_factory=frozenset)
    id: str = ""
    certificate: str = ""
    """Number of the 出生医学证明, by which a newborn is known that has no other yet."""
    mark: str = ""
    """大 or 小 behind a name that two of one household bear."""

    def of(self, child: str) -> Sketch:
        """The same as that of a file."""
        about = self.birth, self.sex, self.other_names, self.family
        return Sketch(self.name, self.id_number, *about, child, self.certificate, self.mark)

    def born(self) -> Day | None:
        """The birth as written, else the one in the number."""
        return self.birth or identity.birth(self.id_number or "")

    def names(self) -> frozenset[str]:
        """All names, folded."""
        return frozenset([fold(name) for name in (self.name, *self.other_names) if name])


@dataclass(frozen=True, slots=True)
class Match:
    """A verdict on one candidate and the sentence that gives the reason."""

    verdict: Verdict
    reason: str
    candidate: Sketch


ONE_IN_COMMON = "同名，都没有出生日期，家人大多不同"
"""The reason where one name of a grown-up is all that two families have in common."""
_NAMELESS = re.compile(r".{0,2}(?:毛毛|宝宝)|待定|未取名|未起名|无名|新生儿|.{1,6}之[子女]")
"""What stands where a child has no name yet: 毛毛, 张宝宝, 李某之子."""
_PET_NAME = re.compile(r".{0,2}(?:贝贝|小宝|大宝|二宝|小毛|大毛|二毛)")
"""These may be real names too; they count as stand-ins only beside a file that has a number."""
_MARK = re.compile(r"(?:双胞胎|双生|孪生)?老?([大小一二甲乙哥弟姐妹])(?:的|娃|号|个)?")
_TWIN_MARKS = (("大", "小"), ("一", "二"), ("大", "二"), ("甲", "乙"), ("哥", "弟"), ("姐", "妹"))


def mark_in(notes: str) -> str:
    """大, 小 and the like where one of the notes beside a name says nothing else."""
    found = (_MARK.fullmatch(note.strip()) for note in notes.split("；"))
    return next((one[1] for one in found if one), "")


def stands_in(sketch: Sketch, other: Sketch) -> bool:
    """Whether a file has only a stand-in for a name (毛毛), where the other may be the same child named."""
    if sketch.id_number:
        return False
    if _NAMELESS.fullmatch(sketch.name):
        return True
    return other.id_number is not None and _PET_NAME.fullmatch(sketch.name) is not None


def keys(sketch: Sketch) -> frozenset[str]:
    """What two files of one child have in common: at least one of these; by them candidates are looked up."""
    found = [f"name:{name}" for name in sketch.names()]
    found += [f"family:{member}" for member in sketch.family]
    if sketch.id_number:
        found.append(f"number:{sketch.id_number}")
    if sketch.certificate:
        found.append(f"certificate:{sketch.certificate}")
    return frozenset(found)


def compare(new: Sketch, old: Sketch) -> Match:
    """The verdict on one candidate, with its reason."""
    verdict, reason = _verdict(new, old)
    return Match(verdict, reason, old)


def find(new: Sketch, candidates: Iterable[Sketch]) -> list[Match]:
    """The candidates that are, or may be, the same child; where one is for certain, it alone, and where
    several are, the one with the number, or of several with it the one with the name."""
    matches = [compare(new, old) for old in candidates]
    same = [match for match in matches if match.verdict is Verdict.SAME]
    if len(same) > 1:
        numbered = [one for one in same if new.id_number and one.candidate.id_number == new.id_number]
        best = [one for one in numbered if one_name(new, one.candidate)] or numbered or same
        # Of two files that fit alike only a person can say which is meant.
        same = best if len(best) == 1 else [replace(one, verdict=Verdict.MAYBE) for one in best]
    return same or [match for match in matches if match.verdict is Verdict.MAYBE]


def _verdict(new: Sketch, old: Sketch) -> tuple[Verdict, str]:
    if new.id_number and old.id_number:
        return _by_number(new, old)
    if _twin_names(new, old):
        return Verdict.DIFFERENT, "像是双胞胎，各建各的"
    if new.certificate and old.certificate:
        certain = _by_certificate(new, old)
        if certain is not None:
            return certain
    if one_name(new, old):
        return _by_name(new, old)
    if new.names() & old.names():
        return _by_former_name(new, old)
    return _by_family(new, old)


def _by_number(new: Sketch, old: Sketch) -> tuple[Verdict, str]:
    if new.id_number == old.id_number:
        return Verdict.SAME, "证件号相同"
    # The cheap questions first: in a large register most pairs end here.
    if new.born() != old.born() or not new.family & old.family:
        return Verdict.DIFFERENT, "证件号不同"
    twins = _neighbours(new.id_number or "", old.id_number or "") or _twin_names(new, old)
    if one_name(new, old) and not twins:
        return Verdict.MAYBE, "姓名、出生、家人相同，证件号不同"
    return Verdict.DIFFERENT, "证件号不同"


def one_name(new: Sketch, old: Sketch) -> bool:
    """Whether the name of one is a name of the other; two children may both be called 豆豆 at home."""
    return fold(new.name) in old.names() or fold(old.name) in new.names()


def _neighbours(first: str, second: str) -> bool:
    """Numbers given out one after the other on one birth date at one place, as twins get them."""
    if len(first) != 18 or len(second) != 18 or first[:14] != second[:14]:
        return False
    return abs(int(first[14:17]) - int(second[14:17])) <= 10


def _twin_names(new: Sketch, old: Sketch) -> bool:
    """Names that differ in 大 and 小 (大毛, 小毛) and the like, in one place only, or bear it beside them."""
    if new.mark and old.mark and _marked_apart(new.mark, old.mark):
        return True
    return any(_marked_apart(a, b) for a in new.names() for b in old.names())


def _marked_apart(first: str, second: str) -> bool:
    if len(first) != len(second):
        return False
    apart = [pair for pair in zip(first, second, strict=True) if pair[0] != pair[1]]
    return len(apart) == 1 and any(set(apart[0]) == set(marks) for marks in _TWIN_MARKS)


def _by_name(new: Sketch, old: Sketch) -> tuple[Verdict, str]:
    """Two files under one name."""
    kin = _kin(new, old)
    family, strangers = kin == "same", kin == "strangers"
    births = _births(new.born(), old.born())
    if births == "apart" and not strangers and _contradicted(new, old):
        return Verdict.MAYBE, "同名，有一个出生日期与证件号对不上"
    if births == "apart":
        near = (family or kin == "telephone") and one_slip(new.born(), old.born())
        return (
            (Verdict.MAYBE, "同名同家，出生日期差一处") if near else (Verdict.DIFFERENT, "同名，出生日期不同")
        )
    if new.sex and old.sex and new.sex != old.sex:
        return (Verdict.MAYBE, "同名同家，性别不同") if family else (Verdict.DIFFERENT, "同名，性别不同")
    if family and new.born() is None and old.born() is None and _mostly_others(new, old):
        return Verdict.MAYBE, ONE_IN_COMMON
    if family and (births == "equal" or new.born() == old.born()):
        return Verdict.SAME, "姓名、出生日期、家人都相同"
    if births == "equal":
        unlike = strangers or kin == "telephone"
        return Verdict.MAYBE, "同名同日生，家人对不上" if unlike else "姓名、出生日期相同"
    if strangers and new.born() is None and old.born() is None:
        # A name is all that is known of either: father in one list, mother or another telephone in the next.
        return Verdict.MAYBE, "同名，都没有出生日期，家人写得不一样"
    if strangers:
        return Verdict.DIFFERENT, "同名，家人不同"
    return Verdict.MAYBE, "姓名、家人相同，出生日期不全" if family else "姓名相同，其他不全"


def _contradicted(new: Sketch, old: Sketch) -> bool:
    """Whether a day inside a number, beside which another stands written, may be the birth of the other."""
    days = [{one.born(), identity.birth(one.id_number or "") or one.born()} for one in (new, old)]
    return any(_births(one, other) != "apart" for one in days[0] for other in days[1])


def _kin(new: Sketch, old: Sketch) -> str:
    """same: a name or number of a grown-up in common; telephone: that alone, under other names, so that it
    may be the cadre's who filled in the list; strangers: nothing; unknown: one has nobody."""
    shared = new.family & old.family
    if any(map(is_somebody, shared)):
        return "same"
    named = any(map(is_somebody, new.family)) and any(map(is_somebody, old.family))
    if shared:
        return "telephone" if named else "same"
    return "strangers" if named else "unknown"


def _mostly_others(new: Sketch, old: Sketch) -> bool:
    """Whether each of two families has more names that the other has not than both share: where no birth is
    known, a father who is called as another says little beside another mother and another guardian."""
    names = [{member for member in one.family if not member[:1].isdigit()} for one in (new, old)]
    shared = len(names[0] & names[1])
    return all(len(one) - shared > shared for one in names)


def is_somebody(member: str) -> bool:
    """Whether a member of a family is a name or an identity number; any other is a telephone."""
    return not member[:1].isdigit() or len(member) >= _NUMBER


_NUMBER = 15
"""Characters that an identity number has at least, and no telephone."""


def _by_certificate(new: Sketch, old: Sketch) -> tuple[Verdict, str] | None:
    """Two files with numbers of birth certificates; None where these settle nothing. One that was copied from
    a twin's line is no proof: under two real names a person is asked."""
    if _births(new.born(), old.born()) == "apart" or (new.sex and old.sex and new.sex != old.sex):
        return None
    unnamed = stands_in(new, old) or stands_in(old, new)
    if new.certificate != old.certificate:
        return (Verdict.DIFFERENT, "出生医学证明号不同") if unnamed and not one_name(new, old) else None
    if unnamed or one_name(new, old):
        return Verdict.SAME, "出生医学证明号相同"
    return Verdict.MAYBE, "出生医学证明号相同，姓名不同"


def _by_former_name(new: Sketch, old: Sketch) -> tuple[Verdict, str]:
    """Two names that were the same once: renamed twice, else brothers and strangers with one pet name."""
    births = _births(new.born(), old.born())
    if births not in ("equal", "open") or (new.sex and old.sex and new.sex != old.sex):
        return Verdict.DIFFERENT, "姓名不同"
    strangers = bool(new.family and old.family) and not new.family & old.family
    if strangers or births == "open":
        return Verdict.DIFFERENT, "姓名不同"
    return Verdict.MAYBE, "曾用名、出生日期相同"


def _by_family(new: Sketch, old: Sketch) -> tuple[Verdict, str]:
    """Two names in one family: brothers, twins, or a child that has got its name."""
    births = _births(new.born(), old.born())
    if not new.family & old.family or births not in ("equal", "open"):
        return Verdict.DIFFERENT, "姓名不同"
    if new.sex and old.sex and new.sex != old.sex:
        return Verdict.DIFFERENT, "姓名、性别不同"
    if stands_in(new, old) or stands_in(old, new):
        return Verdict.MAYBE, "像是毛毛有了正式名字"
    return Verdict.DIFFERENT, "同家同时出生，姓名不同，像双胞胎"


def _births(first: Day | None, second: Day | None) -> str:
    """equal: the same full day; open: may be the same; apart: cannot be; unknown: one is not known."""
    if first is None or second is None:
        return "unknown"
    if first.exact is not None and first == second:
        return "equal"
    if first.latest < second.earliest or second.latest < first.earliest:
        return "apart"
    return "open"


def one_slip(first: Day | None, second: Day | None) -> bool:
    """Whether two days differ in one figure only (year, month or day), or in month and day changed over."""
    if first is None or second is None:
        return False
    a, b = (first.year, first.month, first.day), (second.year, second.month, second.day)
    if a[0] == b[0] and a[1:] == b[:0:-1]:
        return True
    return sum(x != y for x, y in zip(a, b, strict=True)) == 1
