"""What one column says of both parents: 父亡母改嫁 under 父母情况, 广东东莞 under 父母务工地点.

The words stay an item as they were typed; each parent gets what they say for certain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from childdesk.desk.import_cells import Books
from childdesk.desk.import_plan import Remark
from childdesk.domain import options, parent_words

SAID_STATE = "照写的话记{who}的现状况"
SAID_TYPE = "照写的话记留守类型"
SAID_NAME = "照写的话记{who}的姓名"
SAID_PHONE = "照写的话记{who}的电话"
SAID_PLACE = "照写的话记{who}的务工地点"

PARENTS = {"father": "父亲", "mother": "母亲"}
LEFT_TYPE = "child.left_type"

_PARENTS = re.compile("父母|爸妈|爹妈|爸爸妈妈|妈老汉|双亲|家长")
_NAMES = re.compile("姓名|名字")
_PHONES = re.compile("电话|手机|联系方式|号码")
_AWAY = re.compile("外出|务工|打工")
_WHERE = re.compile("(?:外出|务工|打工).*(?:地|去向|城市|省份|哪)|在(?:哪|啥|什么地方|何处)")
"""地址 alone is where they live."""
_GOES = frozenset(("父母双方外出", "父母一方外出"))
"""What 留守类型 has for who is away. 单亲 or 其他 would be said of other things as well."""


def headers(extras: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Those of the columns kept as items, each with its place, that speak of both parents.

    Their names come first: what else is said of them goes to who is known.
    """
    found = [(said, at) for said, at in extras if _PARENTS.search(said) or _AWAY.search(said)]
    return sorted(found, key=lambda one: _NAMES.search(one[0]) is None)


def take(books: Books, header: str, at: int) -> None:
    """Gives each parent, and the child's 留守类型, what such a column says of them for certain."""
    told = books.extras.get(header, "")
    if not told:
        return
    if _PARENTS.search(header):
        _name(books, header, at, told)
    found = parent_words.states(told) if _PARENTS.search(header) else {}
    for record, code in found.items():
        _put(books, (f"{record}.status", at), told, code, SAID_STATE.format(who=PARENTS[record]))
    kind = options.LEFT_TYPE.find(told) if _AWAY.search(header) else None
    if kind is not None and kind.code in _GOES:
        _put(books, (LEFT_TYPE, at), told, kind.code, SAID_TYPE)
    elif not found and _PARENTS.search(header) and _WHERE.search(header):
        _work(books, at, told)


def _work(books: Books, at: int, told: str) -> None:
    """Where both work, or each; of one who works nowhere any more how he is."""
    places = parent_words.places(told)
    if not places:
        said = parent_words.each(told)
        states = {record: code for record, words in said.items() if (code := parent_words.state(words))}
        if states:
            rest = "".join(f"{PARENTS[one]}{words}" for one, words in said.items() if one not in states)
            places = parent_words.places(rest)
        for record, code in states.items() if places else ():
            _put(books, (f"{record}.status", at), told, code, SAID_STATE.format(who=PARENTS[record]))
    for record, place in places.items():
        if _is_named(books, record):
            _put(books, (f"{record}.work_place", at), told, place, SAID_PLACE.format(who=PARENTS[record]))


def _name(books: Books, header: str, at: int, told: str) -> None:
    """Names of both, and telephones of both where it is said whose each is."""
    if _NAMES.search(header):
        for record, name in parent_words.names(told, books.texts.get("child.name", "")).items():
            _put(books, (f"{record}.name", at), told, name, SAID_NAME.format(who=PARENTS[record]))
    elif _PHONES.search(header):
        for record, number in parent_words.telephones(told).items():
            if _is_named(books, record):
                _put(books, (f"{record}.phone", at), told, number, SAID_PHONE.format(who=PARENTS[record]))


def _is_named(books: Books, record: str) -> bool:
    """Nobody becomes a parent's record by a place alone."""
    return bool(books.texts.get(f"{record}.name") or books.texts.get(f"{record}.phone"))


def _put(books: Books, place: tuple[str, int], told: str, code: str, text: str) -> None:
    """A column of its own that says something comes first."""
    name, at = place
    if not books.texts.get(name):
        books.texts[name] = code
        books.remarks.append(Remark(books.number, at, "note", text, told, code))
