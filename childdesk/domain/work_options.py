"""The option lists of the work itself: visits, referrals, and who may do what."""

from __future__ import annotations

from childdesk.domain.codes import code_list

VISIT_TYPE = code_list(
    "走访类型",
    "定期回访=定期走访=回访=定期",
    "日常走访=入户走访=走访=日常=入户随访=随访=入户",
    "特殊走访=特殊",
    "电话走访=电话=电话随访=电话回访",
)

ADVICE = code_list(
    "帮扶建议",
    "经济帮扶=1",
    "生活照料",
    "监护指导",
    "心理关爱",
    "就学帮扶=教育帮扶",
    "医疗康复=医疗帮扶",
    "其他=7",
)
"""The ministry's words 2–6 are not public; these are ours."""

REFERRAL_STATE = code_list(
    "转介状态",
    "草稿",
    "已告知监护人=已告知",
    "已转出=转出",
    "已接收=接收",
    "服务中",
    "已反馈=反馈",
    "结案=已结案",
    "退回=已退回",
    "拒绝=监护人拒绝",
    "失联",
)
REFERRAL_CLOSED = frozenset(["结案"])

URGENCY = code_list("紧急程度", "一般=普通", "加急=较急", "紧急=特急=立即")

ROUTE = code_list(
    "转介去向",
    "学校心理老师或班主任=学校=学校心理老师=班主任",
    "12355青少年服务台=12355",
    "12356心理援助热线=12356",
    "未成年人救助保护机构=未成年人救助保护中心=未保中心=未保站=未成年人保护工作站",
    "社会心理服务站或社工站=社会心理服务站=社工站",
    "精神卫生医疗机构=医院=县医院",
    "妇联=12338",
    "法律援助=12348",
    "120急救=120",
    "110公安=110=公安=派出所",
    "其他",
)

CONSENT = code_list("监护人意见", "同意", "拒绝=不同意", "联系不上=未联系上", "免于同意=无需同意")
CONSENT_WAY = code_list("告知方式", "当面", "电话", "微信=微信语音=微信视频", "书面")

CLOSE_REASON = code_list(
    "结案原因",
    "好转",
    "已由专业机构持续服务",
    "转出辖区",
    "监护人拒绝=监护人拒绝（说明再次劝导）",
    "误报",
    "其他",
)

ROLE = code_list("角色", "主任=儿童主任", "副手=助理", "督导员=儿童督导员", "审计员=审计")
