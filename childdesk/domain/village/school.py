"""Where a child of the practice village goes to school on a day: by its age on 31 August."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from childdesk.domain import days, options
from childdesk.domain.kinds import Scalar
from childdesk.domain.village.story import Dice, Weighted

YOUNGEST, FIRST_GRADE, MIDDLE, HIGH, LEAVING = 3, 6, 12, 15, 18
SPECIAL_FROM = 7
KEYS = ("study_state", "schooling", "school", "grade", "school_class", "student_number", "boarding")
AFTER = Weighted(("高中", 62), ("中职", 30), ("技工学校", 4), ("不在学", 4))

_GRADES = options.GRADE.codes()
_KINDERGARTEN, _PRIMARY, _MIDDLE, _HIGH = _GRADES[:3], _GRADES[4:10], _GRADES[10:13], _GRADES[13:]
_ABSENT: dict[str, Scalar] = dict.fromkeys(KEYS)


@dataclass(frozen=True, slots=True)
class Track:
    """What is decided for one child's whole way through school."""

    born: date
    number: str | None
    late: int
    kindergarten: bool
    small_school: bool
    after: str
    board: tuple[bool, bool, bool]
    class_number: int
    special: bool
    dropped: date | None


def track(
    dice: Dice,
    born: date,
    number: str | None,
    *,
    late: int = 0,
    special: bool = False,
    dropped: date | None = None,
) -> Track:
    """Decides it. `late` years behind the age group; every twelfth child starts a year later anyway."""
    late = late or int(dice.chance(0.08))
    return Track(
        born,
        number,
        late,
        dice.chance(0.9) or late > 0,
        dice.chance(0.6),
        dice.weighted(AFTER),
        (dice.chance(0.15), dice.chance(0.5), dice.chance(0.9)),
        dice.number(1, 4),
        special,
        dropped,
    )


def on(way: Track, day: date) -> dict[str, Scalar]:
    """The school fields of the child's record on a day; all of `KEYS`, absent ones None."""
    age = school_age(way.born, day) - way.late
    if way.dropped is not None and way.dropped <= day:
        return {**_ABSENT, "study_state": "辍学", "schooling": "辍学"}
    if age < FIRST_GRADE:
        return _small(way, age)
    if way.special and age >= SPECIAL_FROM and age < HIGH:
        grade = (*_PRIMARY, *_MIDDLE)[age - FIRST_GRADE]
        return _pupil(way, "特殊教育", "县特殊教育学校", grade, boards=True)
    if age < MIDDLE:
        school = f"{'河湾' if way.small_school else '云溪镇中心'}小学"
        return _pupil(
            way, "小学", school, _PRIMARY[age - FIRST_GRADE], boards=way.board[0] and not way.small_school
        )
    if age < HIGH:
        return _pupil(way, "初中", "云溪镇初级中学", _MIDDLE[age - MIDDLE], boards=way.board[1])
    return _grown(way, age)


def school_age(born: date, day: date) -> int:
    """Completed years on 31 August before the school year of a day."""
    return days.years_between(born, date(day.year if day.month >= 9 else day.year - 1, 8, 31))


def _small(way: Track, age: int) -> dict[str, Scalar]:
    if age < YOUNGEST:
        return {**_ABSENT, "study_state": "学龄前", "schooling": "学龄前"}
    if not way.kindergarten:
        return {**_ABSENT, "study_state": "学龄前", "schooling": "未入园"}
    name = "河湾村幼儿园" if way.small_school else "云溪镇中心幼儿园"
    found: dict[str, Scalar] = {"study_state": "在读", "schooling": "幼儿园", "school": name}
    return {**_ABSENT, **found, "grade": _KINDERGARTEN[age - YOUNGEST], "boarding": "非寄宿生"}


def _pupil(way: Track, schooling: str, school: str, grade: str | None, *, boards: bool) -> dict[str, Scalar]:
    return {
        "study_state": "在读",
        "schooling": schooling,
        "school": school,
        "grade": grade,
        "school_class": f"{way.class_number}班",
        "student_number": f"G{way.number}" if way.number else None,
        "boarding": "寄宿生" if boards else "非寄宿生",
    }


def _grown(way: Track, age: int) -> dict[str, Scalar]:
    if age >= LEAVING or way.after == "不在学":
        return {**_ABSENT, "study_state": "毕业", "schooling": "不在学"}
    boards = way.board[2]
    if way.after == "高中":
        return _pupil(way, "高中", "县第一中学", _HIGH[age - HIGH], boards=boards)
    school = "县职教中心" if way.after == "中职" else "县技工学校"
    return _pupil(way, way.after, school, None, boards=boards)
