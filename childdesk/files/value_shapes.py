"""The shapes of values that no option list names: numbers, dates, places, schools, names."""

from __future__ import annotations

import re

_DAY = r"(?:19|20)\d{2}[-./年]\d{1,2}(?:[-./月]\d{1,2}日?|月)?(?:[T ]?\d\d?:\d\d(?::\d\d)?)?"
_TIGHT_DAY = r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])?"
_LUNAR_DAY = r"(?:农历|阴历).{4,12}|(?:19|20)\d\d年.{2,6}|[一二][九〇零○]..年.{1,3}月.{0,5}"
_FIFTEEN = r"[1-6]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}"
# 10… is given to nobody: the telephones of generated people begin so.
_MOBILE = r"(?:\+?86-?)?1[03-9]\d-?\d{4}-?\d{4}"
_MOBILES = rf"{_MOBILE}(?:[/、,，;；或]{_MOBILE}|{_MOBILE})*(?:[(（].*)?"
_SCHOOLS = (
    "小学|中学|学校|幼儿园|完小|教学点|学院|大学|职高|中心校|职教中心|幼教|附小|附中|托儿所|村小|特校"
    "|[一二三四五六七八九十]中"
)
_PLACES = "省|市|县|区|镇|乡|村|组|号|路|街|社区|小区|屯|弄|栋|单元|巷|寨"
_WORK = "省|市|县|区|镇|厂|公司|工地|工业园|县内|县外|省外|省内|市内|市外|本地|外地|在家"
_CLASS = r"[一二三四五六七八九1-9][（(.][\d一二三四五六]+[)）]?班?"

_LISTED = (
    ("id_number", r"\d{17}[\dXx]|\d\.\d{2,14}[Ee]\+1[67]|\d{17}|" + _FIFTEEN),
    ("disability_certificate", r"\d{17}[\dXx][1-7][1-4](?:[Bb]\d?)?|\d\.\d{2,14}[Ee]\+(?:1[89]|2\d)"),
    ("student_number", r"[GLJglj]\d{17}[\dXx]"),
    ("serial", r"(?:3[2-9]|4\d)\d{3}(?:\.0)?"),
    ("one_or_two", "[12]"),
    ("two_digits", r"\d\d"),
    ("phone", _MOBILES + r"|0\d{2,3}-?\d{7,8}|[2-8]\d{6,7}"),
    ("bank_account", r"(?:62|60|95|68|69|81|10)\d{10,17}"),
    ("birth", f"{_DAY}|{_TIGHT_DAY}|{_LUNAR_DAY}"),
    ("school", rf".*(?:{_SCHOOLS})(?:[一-九\d]+[年班].*|[（(].*)?"),
    ("school_class", r"[（(]?[\d一二三四五六七八九十]{1,4}[)）]?班|\d{3,6}班?"),
    (
        "grade",
        r"(?:[一二三四五六七八九]|[1-9])年级?.{0,6}|[初高][一二三123].{0,6}|[大中小]班.{0,4}|学前班?.{0,3}|"
        + _CLASS,
    ),
    (
        "village_group",
        r".{0,8}(?:组|队|屯|社|小组|自然村|湾|塆|寨|庄|坪|坡|冲|岭)|[一二三四五六七八九十\d]{1,3}",
    ),
    ("village", r".{1,10}(?:村|社区|居委会|村委会|居|嘎查|村民委员会|居民委员会)"),
    ("town", r".{1,8}(?:镇|乡|街道|街道办|街办|办事处|苏木)"),
    ("county", r".{1,8}(?:县|区|旗|市)"),
    ("city", r".{1,8}(?:市|州|盟|地区)"),
    ("province", r".{2,8}(?:省|自治区|市)|北京|天津|上海|重庆"),
    ("live_address", rf".*(?:{_PLACES}).*"),
    ("work_place", rf".{{0,10}}(?:{_WORK}).{{0,12}}"),
    ("number", r"-?\d+(?:\.\d+)?"),
    ("age", r"(?:\d|1\d|2[0-5])(?:岁|周岁)?|\d{1,2}个月|(?:\d|1\d)岁\d{1,2}个?月"),
    ("adult_age", r"(?:2[6-9]|[3-9]\d)(?:岁|周岁)?"),
    ("amount", r"\d{2,5}(?:\.\d{1,2})?元?(?:/月)?|[\d,]+\.\d{2}"),
    ("yes_no", r"[是否有无√×✓✗YNyn对错]|没有|不是"),
    ("note", r".{9,}"),
)
SHAPES = tuple((name, re.compile(shape)) for name, shape in _LISTED)
"""(attribute, what its values look like in full)."""

CITIES = frozenset(
    """
    北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东
    广西 海南 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 内蒙古 深圳 广州 东莞 佛山 苏州 杭州 宁波
    温州 厦门 泉州 义乌 中山 惠州 珠海 成都 武汉 长沙 昆山 无锡 常州 南京 合肥 南昌 福州 郑州 济南 青岛
    大连 沈阳 西安 昆明 贵阳 南宁 海口 太原 石家庄
    """.split()
)
"""Where parents go to work, as people write it."""

SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段漕钱汤尹黎易常武乔贺赖龚文欧"
    "庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂柴覃莫冉向滕游宁阳祝纪柯鲍齐褚梅盛童桂房解应宗卓柳"
    "骆管左路涂简谷阮甘凌苗耿冼岳符单古巫艾包成冀喻舒辛关边詹米裴祁屈桑景卜蒙司占费车仇池牟瞿敖伏穆霍佟粟鄢"
    "习闫肖代岑茅娄晏党华焦查靳项银姬全栾尚卞窦丛丘芮吉巴布阿木次扎旦格索德尼玛乌图那买热上官欧阳诸葛司徒夏侯"
)
"""First characters of most family names, and of common Tibetan, Mongol, Yi and Uyghur names."""

_HAN = r"\u3400-\u9fff\U00020000-\U0003ffff"
NAME = re.compile(rf"[{_HAN}]{{2,4}}|[{_HAN}A-Za-z]{{1,14}}(?:·[{_HAN}A-Za-z]{{1,14}})+")
