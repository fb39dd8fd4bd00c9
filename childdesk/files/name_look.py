"""Parts a name from what stands beside it in its cell: 张三（已迁出）, 石浩然 休学, 李秀英 奶奶 139…."""

from __future__ import annotations

import re
import unicodedata

from childdesk.domain import kin_options
from childdesk.files import phone_look
from childdesk.files.value_shapes import SURNAMES

SEVERAL = re.compile(
    r"\s*([\u4e00-\u9fff·]{2,4})\s*[、,，;；/／]\s*((?:[\u4e00-\u9fff·]{2,4}\s*[、,，;；/／]?\s*)+)"
)
"""Two names and more in one cell."""
_REMARKED = re.compile(
    r"([\u4e00-\u9fff]{2,4})[\s,，]+((?:已经?|现已?|父母?|母)?(?:休学|辍学|转学|退学|迁出|迁走|转出|转走|搬走|外出|打工|死亡|去世|病故"
    r"|残疾|双胞胎|老[大二三四]|改嫁|再婚|离异|离婚|失踪|失联|坐牢|服刑|离家|出走|单亲|孤儿|低保|特困|新增|患病|已故|亡故|过世"
    r"|病逝|身亡|不在了|走了|判刑|在押|监狱|吸毒|戒毒|无联系|没联系|打工|务工|智力|精神|肢体|听力|视力|言语|重残|重病).{0,12})"
)
"""A name, a blank and a remark: 石浩然 休学."""
_TWINS = re.compile(r"((?P<family>[\u4e00-\u9fff])[\u4e00-\u9fff]{1,3})\s+((?P=family)[\u4e00-\u9fff]{1,3})")
_BRACKETED = re.compile(r"^(.*?)[(（\[【](.*?)[)）\]】]?$", re.DOTALL)
_BETWEEN = re.compile(r"[\s,，、;；/／:：—－-]+")
_A_NAME = re.compile("[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]+(?:·[\u4e00-\u9fff]+)+")
_AND_LOCAL = re.compile(r"([^\d\s]{2,}?)[\s:：,，、/(（]*([2-8]\d{6,7})[)）]?")
"""A name and a telephone without its area code."""
_EDGES = " \t\n\u3000:：,，、;；/／|-"
_OF_THE_CHILD = re.compile("^(?:[他她]|娃儿?|孩子|小孩)(?:家|屋里)?的?(?=[\u4e00-\u9fff])")
_SPOKEN = frozenset(
    """
    婆婆 公公 阿婆 阿公 阿爷 阿奶 嘎婆 嘎公 家公 嬢嬢 孃孃 大爸 二爸 幺爸 满爷 满叔 二伯 二叔 三叔 幺叔 大舅
    大爷 二大爷 姑奶 姑婆 舅爷 姨奶 姨婆 叔公 伯公 太婆 太公 二舅 大姑 二姑 大姨 二姨
    """.split()
)
"""Words for kin that mean one thing here and another there: kept as they are written."""
_NOBODY = frozenset(("其他", "村（居）民委员会", "福利机构"))


def without_remark(text: str) -> tuple[str, str]:
    """A name and the remark in brackets, or in plain words, behind it."""
    found = _BRACKETED.match(text)
    if found and found[1].strip():
        return found[1], found[2].strip()
    if found and found[2].strip():
        return found[2], ""
    found = _REMARKED.fullmatch(text.strip())
    return (found[1], found[2]) if found else _and_kin(text)


def several(text: str) -> tuple[str, str]:
    """(first name, the others) of a cell that names several, also where only a blank parts them."""
    found = SEVERAL.fullmatch(text)
    if found:
        return found[1], found[2]
    found = _TWINS.fullmatch(text.strip())
    both = found is not None and found["family"] in SURNAMES and len(found[1]) + len(found[3]) > 4
    return (found[1], found[3]) if found and both else ("", "")


def _and_kin(text: str) -> tuple[str, str]:
    """A name and the word for what somebody is to the child, in either order: 李秀英 奶奶; 奶奶，李秀英.

    奶奶：李秀英 is read where the relation of a row is.
    """
    parts = _BETWEEN.split(text.strip())
    if len(parts) == 2:
        for name, kin in (parts, parts[::-1])[: 1 if re.search("[:：]", text) else 2]:
            if is_kin(kin) and _A_NAME.fullmatch(name) and not is_kin(name):
                return name, kin
    return text, ""


def is_kin(word: str) -> bool:
    """Whether a word says what a person is to a child and is no name of anybody."""
    bare = _OF_THE_CHILD.sub("", word)
    found = kin_options.RELATION.find(bare) if bare and not bare.isdecimal() else None
    return bare in _SPOKEN if found is None else found.code not in _NOBODY


def kin_before(text: str) -> str:
    """The word for kin with which a name begins: 大爷 of 大爷孟令民; empty where none does."""
    for size in (3, 2) if len(text) > len("王小明") else ():
        name = text[size:]
        if is_kin(text[:size]) and 1 < len(name) < 5 and name[0] in SURNAMES and _A_NAME.fullmatch(name):
            return text[:size]
    return ""


def relation(word: str) -> str:
    """What somebody is to a child, as the list has it; a word of the village stays as it is."""
    bare = _OF_THE_CHILD.sub("", word)
    found = kin_options.RELATION.find(bare)
    return found.code if found else bare


def without_phones(text: str) -> tuple[str, list[str], str, bool]:
    """(name, telephones, what stands behind them, whether that is somebody else) of a name's cell.

    The telephones of somebody else stay with the words about him.
    """
    words = phone_look.parted(unicodedata.normalize("NFKC", text))
    found, _ = phone_look.numbers(words)
    first = phone_look.ANY.search(words)
    if first is None:
        local = _AND_LOCAL.fullmatch(words.strip())
        return (local[1], [local[2]], "", False) if local else (text, [], "", False)
    name, behind = words[: first.start()].rstrip(_EDGES + "("), words[first.end() :]
    said = phone_look.numbers(behind)[1].strip(_EDGES + "()")
    if not name:
        return said, found, "", False
    if said and not is_kin(said) and phone_look.ANY.search(behind):
        return name, found[:1], behind.strip(_EDGES), True
    return name, found, said, False
