"""The 56 nations (民族) in the order of GB/T 3304, and what people write for them."""

from __future__ import annotations

from childdesk.domain.codes import Option, code_list

_NATIONS = """
汉族 蒙古族 回族 藏族 维吾尔族 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族
土家族 哈尼族 哈萨克族 傣族 黎族 傈僳族 佤族 畲族 高山族 拉祜族 水族 东乡族 纳西族 景颇族
柯尔克孜族 土族 达斡尔族 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族 锡伯族 阿昌族 普米族 塔吉克族 怒族
乌孜别克族 俄罗斯族 鄂温克族 德昂族 保安族 裕固族 京族 塔塔尔族 独龙族 鄂伦春族 赫哲族 门巴族 珞巴族 基诺族
"""
_NATION_ALIASES = {
    "毛南族": ("毛难族",),
    "德昂族": ("崩龙族",),
    "傈僳族": ("僳僳族",),
    "维吾尔族": ("维族", "维"),
    "蒙古族": ("蒙族", "蒙"),
    "哈萨克族": ("哈族",),
}

NATION = code_list(
    "民族",
    *(
        Option(name, (name.removesuffix("族"), f"{number:02d}", *_NATION_ALIASES.get(name, ())))
        for number, name in enumerate(_NATIONS.split(), 1)
    ),
    "穿青人=穿青人族",
    "其他=其他民族=未识别民族",
    "外国血统中国籍人士",
)
"""GB/T 3304 in its order; the number is an alias."""
