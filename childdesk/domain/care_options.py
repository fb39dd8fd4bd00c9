"""The option lists of protection: consent, what stands before a referral, mandatory report, who helps."""

from __future__ import annotations

from childdesk.domain.codes import code_list

GROUND = code_list(
    "免于同意的依据",
    "危及生命=有生命危险=生命危险",
    "正受侵害=受侵害=疑似受侵害",
)
GROUNDS = {
    "危及生命": "为紧急保护孩子的生命健康（个人信息保护法第十三条）",
    "正受侵害": "监护侵害，不征求监护人同意（未成年人保护法第十一条）",
}
"""What each ground rests on, in the words that are shown and printed."""

PREVENTION = code_list(
    "转介前做过的",
    "心理健康课=上课",
    "集体活动=活动",
    "和父母说过=联系父母",
    "告诉了老师=告知班主任",
    "谈心陪伴=谈心",
)

FOUND_HOW = code_list("怎么发现", "走访", "群众反映", "学校", "邻居", "孩子自己说=本人诉说", "其他")

SITUATION = code_list(
    "强制报告情形",
    "身体私密处受伤",
    "未满14岁女孩受侵害",
    "满14岁女孩受侵害",
    "身体多处损伤",
    "非正常伤残死亡",
    "被遗弃或无人照料",
    "失踪或被拐",
    "被组织乞讨",
    "其他严重侵害",
    "脱离监护单独居住或失踪",
    "监护人不履行监护责任",
    "疑似受家庭暴力或侵害",
    "家庭暴力致伤或面临危险",
)
"""Short names; what the page and the paper say in full stands in `situations`."""

SAFE = code_list("孩子现在", "和我在一起", "有可靠的大人陪", "不安全")

RESULT = code_list("识别结果", "继续关注", "七日内再看", "需要转介", "立即行动")
"""How the grassroots 识别 ends: a thing to do, never a colour, a score or a word of illness."""

PERIOD = code_list("看的时间", "近两周", "近一个月")

LEVEL = code_list("评估等级", "绿色", "黄色", "橙色", "红色")
"""The finding of a professional, entered from the feedback only (四川)."""

AGENCY_KIND = code_list(
    "机构类型",
    "公安=派出所",
    "急救",
    "消防",
    "心理热线",
    "青少年服务台",
    "政务热线",
    "检察",
    "妇联",
    "法律援助",
    "儿童救助热线",
    "学校",
    "督导员=儿童督导员",
    "未保中心=未成年人救助保护中心=未保站",
    "社工站=社会心理服务站",
    "心理门诊=医院",
    "其他",
)
