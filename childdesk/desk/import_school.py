"""What a row says of schooling elsewhere than where it belongs: 没上学 under 学校, 三（2）班 under 年级."""

from __future__ import annotations

import re
from functools import lru_cache

from childdesk.desk.import_cells import Books
from childdesk.desk.import_plan import Remark
from childdesk.domain import options, school_words

NO_SCHOOL = "写的不是{what}，记到就学情况"
SCHOOL_UNCLEAR = "写的不是{what}，原话留着，请您看就学情况"
BY_GRADE = "照写的年级记就学情况"
BY_STATE = "写的是在不在读，记到学业状况"
SCHOOL, GRADE, CLASS = "child.school", "child.grade", "child.school_class"
STAGE, STATE = "child.schooling", "child.study_state"

_ASKED = ((SCHOOL, "学校"), (GRADE, "年级"))
_NOT_AT_SCHOOL = re.compile(
    "(?:还|暂|现)?(?:没有?|未|不)(?:上学?|读书?|入学|入园|上幼儿园|在学|在校)了?|已?(?:辍学|退学|失学|毕业|肄业)了?|在家里?"
    "|(?:外出)?(?:打工|务工)(?:去了|了)?|(?:年龄|年纪)?[太还]小|学龄前"
)
_ENDS_OF_A_GRADE = frozenset("级班年一二三123)）")


def settle(books: Books) -> None:
    """Puts what stands under 学校, 年级 and 班级 where it belongs."""
    texts = books.texts
    for name, what in _ASKED:
        if (told := texts.get(name)) and _is_at_none(told):
            _none(books, name, what, told)
    if (told := texts.get(SCHOOL)) and told[-1] in _ENDS_OF_A_GRADE and not texts.get(GRADE):
        _parted(books, SCHOOL, school_words.parted(told))
    if (told := texts.get(GRADE)) and told[-1] in _ENDS_OF_A_GRADE and len(told) > len("三年级"):
        _parted(books, "", school_words.grade_and_class(told))
    if (told := texts.get(CLASS)) and not texts.get(GRADE):
        _parted(books, "", (*school_words.grade_and_class(told)[:2], ""))


@lru_cache(maxsize=4096)
def _is_at_none(told: str) -> bool:
    return _NOT_AT_SCHOOL.fullmatch(told) is not None


def _parted(books: Books, name: str, parts: tuple[str, str, str]) -> None:
    """A school, a grade and a class out of one cell: all of it stands."""
    school, grade, class_ = parts
    if not grade:
        return
    if name:
        books.texts[name] = school
    books.texts[GRADE] = grade
    if class_ and not books.texts.get(CLASS):
        books.texts[CLASS] = class_


def _none(books: Books, name: str, what: str, told: str) -> None:
    """没上学 is how a child's schooling stands."""
    found = options.SCHOOLING.find(told)
    at = books.places[name]
    books.texts[name] = ""
    if found is not None and books.texts.get(STAGE) in (None, "", found.code):
        books.texts[STAGE] = found.code
        books.places.setdefault(STAGE, at)
        remark = Remark(books.number, at, "note", NO_SCHOOL.format(what=what), told, found.code)
    else:
        books.unread[name] = told
        books.listed.add(at)
        remark = Remark(books.number, at, "doubtful", SCHOOL_UNCLEAR.format(what=what), told)
    books.remarks.append(remark)


def stage(books: Books, told: str) -> bool:
    """A grade where it is asked in which school a child is says both; 在读 says something else."""
    code, grade = school_words.stage(told)
    state = options.STUDY_STATE.find(told) if not code else None
    if code:
        books.texts[STAGE] = code
        books.texts[GRADE] = books.texts.get(GRADE) or grade
        books.remarks.append(Remark(books.number, books.places.get(STAGE), "note", BY_GRADE, told, code))
    elif state is not None and not told.isdecimal() and not books.texts.get(STATE):
        books.texts[STAGE], books.texts[STATE] = "", state.code
        books.places.setdefault(STATE, books.places[STAGE])
        books.remarks.append(Remark(books.number, books.places[STAGE], "note", BY_STATE, told, state.code))
        return True
    return bool(code)
