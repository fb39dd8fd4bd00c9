"""What a row says elsewhere than where it belongs: 去世 in place of a name, a certificate that says all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from childdesk.desk import import_both, import_school
from childdesk.desk.import_both import PARENTS
from childdesk.desk.import_cells import Books
from childdesk.desk.import_plan import Remark
from childdesk.domain import identity, kin_options, kind_words, options, parent_words
from childdesk.domain.errors import Refused
from childdesk.domain.issue import Issue
from childdesk.files import member_words, members, name_look, phone_look, values
from childdesk.files.evidence import is_name
from childdesk.files.sheets import Cell

NO_NAME = "写的是称呼，不是名字，请问清叫什么"
AS_PARENT = "写的是称呼，按表里{who}的名字记"
AS_STATE = "写的不是名字，记到{who}的现状况"
NO_PLACE = "写的不是地方，记到{who}的现状况"
AT_HOME = "写的是没有外出，记到{who}的备注"
SAME_NAME = "和{who}同名，与儿童关系记{who}"
NO_NUMBER = "写的不是号码，记到{who}的现状况"
GONE = "上面一行写着“{line}”，像是已经不在名单里。照样收，请您看"
UNCLEAR = "看不准{who}是哪种情况，原话留着，请您看"
KIND_BY_WORDS = "照写的话记儿童类别"
BY_ILLNESS = "写的是什么病，另记患病情况"
TO_CHOOSE = "看不出是哪一类儿童，原话留着。请在档案里选类别"
BY_CERTIFICATE = "残疾类别和等级照残疾证号记"
CALLED = "名字前的称呼另记"
BORN = "年龄一栏写的是出生日期，照出生日期记"
NO_FIGURES = "写的不是号码，原话留着，有了号码再填"
NUMBERED = ("id_number", "disability_certificate", "phone", "bank_account")
BY_LEVEL = "写的有残疾类别，另记"
BESIDE_RELIEF = "后面的说明另记备注"
PLACE_AND_PHONE = "地点后的电话另记"
TWO_STATES = "{who}的现状况写了两样，记的是{held}，这一样原话留着，请您看"
LEFT = "写着“{words}”，像是已经不在名单里。照样收，请您看"
GROUP, KINDS = "child.village_group", "child.categories"
VILLAGE = "place.over"
"""The village that a line above a row names: whose the row is, and no part of an address."""
GUARDIAN = "监护人"
"""Who is one without being a parent: the option of 照料身份."""

_ASKED = [(record, who, f"{record}.name", f"{record}.work_place") for record, who in PARENTS.items()]
_SAID_BEFORE = re.compile(r"^(?:父亲?|母亲?|现|已经?)+(?=\S{2})")
_NO_STATE = frozenset(("正常", "其他"))
_ENDS = frozenset("世故逝亡死了婚嫁走牢刑押踪联毒年向狱")
"""Letters in which words for a state end, and hardly a name."""
_ASTRAY = re.compile("[世死亡故逝嫁婚娶走跑牢监刑押狱毒失联系讯踪离病残向明管了戒]")
"""Letters of which one stands in any words for a state."""
_NO_PERSON = frozenset(("村（居）民委员会", "福利机构", "其他"))
_OF_THE_CHILD = re.compile(r"^(?:[他她]|娃儿?|孩子)的?(?=\S)")
_MINDING = re.compile("家$|家?(?:自己|亲自|一直|在家|都在|在)*(?:带着?|照顾|照看|看着|管着?|领着|抚养)$")
_LEFT = re.compile(
    "(?:已经?|现已?|全家|随父母)*(?:转走|转出|迁走|迁出|搬走|搬迁|退出|注销|销户|死亡|去世|夭折|减少|减员|不在本村|不在册|超龄"
    "|满1[68]周?岁|年满1[68]周?岁)(?:了|外地|外村|外县|外省)?"
)
_CLASS_OR_AMOUNT = re.compile(r"[:：]?(?:[一二三ABCabc]类|\d{2,5}(?:\.\d+)?元?(?:[/每]?月)?)$")
_KIN_BEHIND = re.compile("[\u4e00-\u9fff](爷爷|奶奶|外公|外婆|姥姥|姥爷|妈妈|爸爸)")
_OTHERS = re.compile("[父母爸妈爹娘爷奶公婆]|监护|照料|家长|户主|成员|老人|低保|保障|救助|补贴|[贫户]")
_LONGEST_LEAVING = 12
_ILLNESS = re.compile("(?:患有?|有|得了?)?([\u4e00-\u9fff]{1,8}病)")
_DAY = re.compile(r"\d{4}-\d\d")
_CALLED = re.compile(
    r"(爷爷|奶奶|外公|外婆|姥姥|姥爷|[外]?祖父|[外]?祖母|父亲|母亲|爸爸|妈妈|大?伯父?|伯伯|伯母|叔叔|婶婶|姑姑|姑妈|舅舅|舅妈"
    r"|姨妈|哥哥|姐姐|[养继]父|[养继]母)[:：]?(.{2,})"
)


def settle(books: Books) -> None:
    """Puts words into the fields that they are about; each is told as was → became."""
    texts = books.texts
    for record, who, name, place in _ASKED:
        if told := texts.get(name):
            _state(books, record, who, told)
        if (told := texts.get(place)) and any(map(str.isdigit, told)):
            told = _with_number(books, record, told)
        if told and _ASTRAY.search(told):
            _work(books, record, who, told)
        elif told and parent_words.at_home(told):
            texts[place], texts[f"{record}.note"] = "", told
            _remark(books, place, "note", AT_HOME.format(who=who), told)
    if told := books.texts.get("guardian.name"):
        _relation(books, told)
    if member_words.says_yes(books.texts.get(members.KIND, "")):
        books.texts[members.KIND] = GUARDIAN
    if books.age and not (books.texts.get("child.birth") or books.texts.get("child.id_number")):
        _birthday(books)
    import_school.settle(books)
    if certificate := books.texts.get("child.disability_certificate"):
        _certificate(books, certificate)


def _state(books: Books, record: str, who: str, told: str) -> None:
    """A parent whose name is 去世 or 改嫁 has no name in this list."""
    found = kin_options.PARENT_STATE.find(told) or kin_options.PARENT_STATE.find(_SAID_BEFORE.sub("", told))
    code = "" if found is None or found.code in _NO_STATE else found.code
    if not code and (told[-1] in _ENDS or told == "下落不明"):
        _, code, unclear = parent_words.place(told)
        if unclear:
            _astray(books, f"{record}.name", who, told)
    if code:
        name = f"{record}.name"
        books.texts[name] = ""
        _put_state(books, name, who, told, code)
        _remark(books, name, "note", AS_STATE.format(who=who), told, code)


def _put_state(books: Books, name: str, who: str, told: str, code: str) -> None:
    """A state that stands where something else is asked goes where it belongs; one that is known stays."""
    status = f"{name.partition('.')[0]}.status"
    held = books.texts.get(status)
    if not held or held == "离异":  # what became of one who is divorced says more
        books.texts[status] = code
        books.places.setdefault(status, books.places[name])
    if held == "离异" != code:
        books.unread.setdefault(status, held)
    if parent_words.says_more(told) or code not in books.texts[status]:
        books.unread[status] = "；".join(filter(None, (books.unread.get(status, ""), told)))


def _work(books: Books, record: str, who: str, told: str) -> None:
    """Who has died, left or married elsewhere works nowhere."""
    name = f"{record}.work_place"
    place, code, unclear = parent_words.place(told)
    if unclear:
        _astray(books, name, who, told)
    elif code:
        books.texts[name] = place
        _put_state(books, name, who, told, code)
        held = books.texts[f"{record}.status"]
        text = NO_PLACE.format(who=who) if held == code else TWO_STATES.format(who=who, held=held)
        _remark(books, name, "doubtful", text, told, held)


def _with_number(books: Books, record: str, told: str) -> str:
    """A telephone behind a place of work is the parent's; the place that is left."""
    found, rest = phone_look.numbers(phone_look.parted(told))
    place, phone = rest.strip(" /、,，;；:：()（）"), f"{record}.phone"
    if not found or any(map(str.isdigit, place)):
        return told
    books.texts[f"{record}.work_place"] = place
    if not books.texts.get(phone):
        books.texts[phone] = found.pop(0)
        books.places.setdefault(phone, books.places[f"{record}.work_place"])
    books.phones.setdefault(record, []).extend(found)
    _remark(books, f"{record}.work_place", "note", PLACE_AND_PHONE, told, place)
    return place


def _astray(books: Books, name: str, who: str, told: str) -> None:
    """What is no name and no place, and of which no state is certain, is kept as it was typed."""
    books.texts[name] = ""
    books.unread[name] = told
    books.listed.add(books.places[name])
    _remark(books, name, "doubtful", UNCLEAR.format(who=who), told)


def misplaced(books: Books, issues: Iterable[Issue]) -> bool:
    """Puts right what was not read because it says something else; whether the row is to be read again."""
    found = False
    for issue in issues:
        told = books.texts.get(issue.field, "")
        record, _, key = issue.field.partition(".")
        if told and issue.field in _ELSEWHERE:
            found = _ELSEWHERE[issue.field](books, told) or found
        elif key == "status" and record in PARENTS and _is_well(books, record, told):
            found = True
        elif key in _ASIDE and record in PARENTS and (code := parent_words.state(told)):
            books.texts[issue.field] = ""
            _put_state(books, issue.field, PARENTS[record], told, code)
            _remark(books, issue.field, "note", _ASIDE[key].format(who=PARENTS[record]), told, code)
            found = True
    return found


def _is_well(books: Books, record: str, told: str) -> bool:
    """在广东打工 and 在家务农 under 现状况: how a parent is of whom nothing is wrong."""
    code, where = parent_words.works(told)
    at_home = not code and parent_words.at_home(told)
    if at_home:
        code, books.texts[f"{record}.note"] = "正常", told
    if code:
        books.texts[f"{record}.status"] = code
        if where and not books.texts.get(f"{record}.work_place"):
            books.texts[f"{record}.work_place"] = where
        _remark(
            books, f"{record}.status", "note", import_both.SAID_STATE.format(who=PARENTS[record]), told, code
        )
    return bool(code)


_ASIDE = {"phone": NO_NUMBER, "id_number": NO_NUMBER, "status": import_both.SAID_STATE}
"""What is told of a state that stands under another word or in more words than the list has."""


@lru_cache(maxsize=4096)
def _has_left(told: str) -> bool:
    return _LEFT.fullmatch(told) is not None


@lru_cache(maxsize=1024)
def _of_others(header: str) -> bool:
    """Whether an item speaks of a parent or of help, whose 去世 or 退出 is not the child's."""
    return _OTHERS.search(header) is not None


def gone(books: Books) -> None:
    """A child of whom a remark or an item says nothing but that it has left is told."""
    of_items = [told for header, told in books.extras.items() if not _of_others(header)]
    for told in (*of_items, *books.notes, books.texts.get("child.note", "")):
        if len(told) <= _LONGEST_LEAVING and _has_left(told):
            books.remarks.append(Remark(books.number, None, "doubtful", LEFT.format(words=told)))
            return


def _level(books: Books, told: str) -> bool:
    """肢体二级 where the level is asked holds the kind too."""
    said = values.read(Cell(told), "codes")
    level = said.kept.get("disability_level", "")
    if level:
        kind = "child.disability_type"
        books.texts["child.disability_level"] = level
        books.texts[kind] = books.texts.get(kind) or said.text
        _remark(books, "child.disability_level", "note", BY_LEVEL, told, level)
    return bool(level)


def _ill(books: Books, told: str) -> bool:
    """有心脏病 where it is asked how healthy a child is: ill, and of what."""
    words = _ILLNESS.fullmatch(told.strip())
    if words:
        books.texts["child.health"] = "患病"
        books.texts["child.illness"] = books.texts.get("child.illness") or words[1]
        _remark(books, "child.health", "note", BY_ILLNESS, told, "患病")
    return words is not None


def _relief_alone(told: str) -> str:
    """低保二类 and 孤儿费1000 without class and amount; empty where no option of the list is left."""
    bare = _CLASS_OR_AMOUNT.sub("", told.strip())
    return bare if options.RELIEF.find(bare) else ""


def _relief(books: Books, told: str) -> bool:
    """事实无人抚养 where it is asked what a child receives is its category."""
    codes, rest = kind_words.read(told)
    if (bare := _relief_alone(told)) and bare != told:
        books.texts["child.relief"] = bare
        books.notes.append(f"救助措施：{told}")
        _remark(books, "child.relief", "note", BESIDE_RELIEF, told, bare)
        return True
    if not codes or rest:
        return False
    held = books.texts.get(KINDS, "")
    books.texts[KINDS] = "、".join(filter(None, (held, *(code for code in codes if code not in held))))
    books.texts["child.relief"] = ""
    books.places.setdefault(KINDS, books.places["child.relief"])
    _remark(books, "child.relief", "note", KIND_BY_WORDS, told, "、".join(codes))
    return True


def _kinds(books: Books, told: str) -> bool:
    """Free words where the category is asked: 家里穷 is one, 腿不好 none, 父亲坐牢 is how the father is."""
    codes, rest = kind_words.read(told)
    books.texts[KINDS] = "、".join(codes)
    states = parent_words.states(rest)
    for record, code in states.items():
        if not books.texts.get(f"{record}.status"):
            books.texts[f"{record}.status"] = code
    if codes:
        _remark(books, KINDS, "note", KIND_BY_WORDS, told, "、".join(codes))
    elif (at := books.places.get(KINDS)) is not None:
        books.listed.add(at)
    if rest:
        books.unread[KINDS] = told
        if not (codes and states):
            _remark(books, KINDS, "doubtful", TO_CHOOSE, told)
    elif not options.names_sealed_matter(told):
        books.notes.append(told)
    return True


_ELSEWHERE: dict[str, Callable[[Books, str], bool]] = {
    KINDS: _kinds,
    "child.relief": _relief,
    "child.schooling": import_school.stage,
    "child.health": _ill,
    "child.disability_level": _level,
}
"""Fields of a child whose words may say something else, and who reads them then."""


def _relation(books: Books, told: str) -> None:
    """A guardian who is called 爷爷: it is asked; one who is called 父亲 is the father of the same row."""
    name, relation = "guardian.name", "guardian.relation"
    called = _CALLED.fullmatch(told)
    if called and is_name(called[2]):
        books.texts[name] = called[2]
        if not books.texts.get(relation):
            books.texts[relation] = called[1]
            books.places.setdefault(relation, books.places[name])
        _remark(books, name, "note", CALLED, told, called[2])
        return
    if before := name_look.kin_before(told):
        books.texts[relation] = books.texts.get(relation) or name_look.relation(before)
        books.texts[name] = told.removeprefix(before)
        _remark(books, name, "note", CALLED, told, books.texts[name])
        return
    if (behind := _KIN_BEHIND.fullmatch(told)) and not books.texts.get(relation):  # 林奶奶
        books.texts[relation] = name_look.relation(behind[1])
        books.places.setdefault(relation, books.places[name])
        _remark(books, name, "doubtful", NO_NAME, told)
        return
    bare = _MINDING.sub("", told) or told
    found = kin_options.RELATION.find(told) or kin_options.RELATION.find(_OF_THE_CHILD.sub("", bare))
    if found is None and name_look.is_kin(bare):  # 满叔, 婆婆: no name either
        books.texts[relation] = books.texts.get(relation) or name_look.relation(bare)
        _remark(books, name, "doubtful", NO_NAME, told)
        return
    if found is None or found.code in _NO_PERSON:
        _as_parent(books, told)
        return
    if not books.texts.get(relation):
        books.texts[relation] = found.code
        books.places[relation] = books.places[name]
    parent = next((record for record, who in PARENTS.items() if who == found.code), "")
    real = books.texts.get(f"{parent}.name", "")
    if real:
        books.texts[name] = real
        _remark(books, name, "note", AS_PARENT.format(who=found.code), told, real)
    else:
        _remark(books, name, "doubtful", NO_NAME, told)


def _as_parent(books: Books, told: str) -> None:
    """A guardian of whom no relation is said, and who has a parent's name, is that parent."""
    relation = "guardian.relation"
    who = [code for record, code in PARENTS.items() if books.texts.get(f"{record}.name") == told]
    if len(who) == 1 and not books.texts.get(relation):
        books.texts[relation] = who[0]
        _remark(books, "guardian.name", "note", SAME_NAME.format(who=who[0]), told, who[0])


def _birthday(books: Books) -> None:
    """A day that stands where the age should is the day of birth."""
    day = values.read(Cell(books.age), "date").text
    if _DAY.match(day):
        books.texts["child.birth"] = day
        books.places["child.birth"] = books.places["child.age"]
        _remark(books, "child.birth", "note", BORN, books.age, day)
        books.age = ""


def _certificate(books: Books, typed: str) -> None:
    """A certificate says kind and level by its own order of digits; what the list says itself stands."""
    try:
        certificate = identity.parse_certificate(typed)
    except Refused:
        return
    keys = ("child.disability_type", "child.disability_level")
    said = dict(zip(keys, identity.certificate_facts(certificate), strict=True))
    new = {key: word for key, word in said.items() if not books.texts.get(key)}
    if not new:
        return
    at = books.places.get("child.disability_certificate", books.places.get("child.id_number"))
    for key, word in new.items():
        books.texts[key] = word
        if at is not None:
            books.places.setdefault(key, at)
    books.remarks.append(
        Remark(books.number, at, "note", BY_CERTIFICATE, certificate, "、".join(new.values()))
    )


def _remark(books: Books, field: str, level: str, text: str, was: str, became: str = "") -> None:
    books.remarks.append(Remark(books.number, books.places.get(field), level, text, was, became))
