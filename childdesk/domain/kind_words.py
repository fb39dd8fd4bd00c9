"""What free words under 困境情形 say for certain of a child's category: 家里穷, 肢体残疾二级, 白血病."""

from __future__ import annotations

import re
from functools import lru_cache

from childdesk.domain import options

POOR, DISABLED, GRAVELY_DISABLED, ILL = "家庭贫困儿童", "残疾儿童", "重残儿童", "重病儿童"

_NOT_POOR = frozenset(("无", "其他", "临时救助"))
_POOR = re.compile(
    r"(?:家里?|家庭|家境|屋头|屋里|经济|生活){1,2}(?:很|较|比较|特别|非常|太|条件)?(?:贫困|困难|穷|贫寒|差)"
    r"|(?:吃|享受|是|属|纳入)?(?:城乡|农村|城镇)?(?:低保|特困|五保)(?:户|家庭|供养|对象|边缘户?)?|(?:防?返?贫)?监测户|贫困户?|贫穷|穷"
)
_KIND = "视力|听力|言语|语言|肢体|智力|精神|多重"
_DISABLED = re.compile(
    rf"(?P<kind>{_KIND})(?:残疾)?[(（]?(?P<level>[一二三四1-4])级[)）]?(?:残疾)?|(?:{_KIND})残疾"
)
_GRAVE = re.compile("重度?残疾?[(（]?[一二12]级[)）]?")
_UNSUPPORTED = frozenset(("事无", "事孤"))
"""Short for 事实无人抚养."""
_ILL = re.compile(
    "(?:患有?|得了?)?(?:白血病|再生障碍性贫血|血友病|地中海贫血|先天性心脏病|先心病|尿毒症|慢性肾功能衰竭|器官移植|恶性肿瘤"
    "|颅内良性肿瘤)"
)
"""The grave illnesses of the official list."""
_GRAVE_AT_ANY_LEVEL = frozenset(("智力", "精神"))
_ASIDE = re.compile(r"[(（][^()（）]*[)）]$")
_PARTS = re.compile(r"\s+|[，,；;。、|/\n+]+|(?:并且|而且|又)")


@lru_cache(maxsize=2048)
def read(words: str) -> tuple[tuple[str, ...], str]:
    """(categories, what of the words none is certain for)."""
    parts = [part for part in map(str.strip, _PARTS.split(words)) if part]
    said = {part: _category(part) for part in parts}
    rest = "，".join(part for part, code in said.items() if not code)
    return options.CATEGORY.sort(code for code in said.values() if code), rest


def _category(part: str) -> str:
    option = options.CATEGORY.find(part) or options.CATEGORY.find(_ASIDE.sub("", part))
    if option is not None:
        return "" if option.code == "其他" else option.code
    poor = options.POVERTY.find(part)
    if poor is not None:
        return "" if poor.code in _NOT_POOR else POOR
    if _POOR.fullmatch(part):
        return POOR
    if part in _UNSUPPORTED:
        return "事实无人抚养儿童"
    if _GRAVE.fullmatch(part):
        return GRAVELY_DISABLED
    disabled = _DISABLED.fullmatch(part)
    if disabled:
        grave = disabled["level"] and (
            disabled["level"] in "一二12" or disabled["kind"] in _GRAVE_AT_ANY_LEVEL
        )
        return GRAVELY_DISABLED if grave else DISABLED
    return ILL if _ILL.fullmatch(part) else ""
