"""The option lists of a township's work: what a village answers, how a paper stands that all owe."""

from __future__ import annotations

from childdesk.domain.codes import code_list

ANSWER = code_list(
    "核查结果",
    "漏报，已补上=属实=漏报",
    "台账不对，已改=台账有误",
    "名单不对=名单有误",
    "已迁走=已搬走=已转走",
    "不是我们村的=不在本村",
    "查无此人=找不到人",
    "是同一个孩子=是同一个=就是他",
    "不是同一个孩子=不是同一个=不是同一人",
    "还不清楚=说不清",
    "其他",
)
"""What a village found out about a line of somebody else's list."""
ONE, NOT_ONE, UNCLEAR, ELSE = "是同一个孩子", "不是同一个孩子", "还不清楚", "其他"
WHETHER_ONE = (ONE, NOT_ONE, UNCLEAR, ELSE)
"""What may be answered where it was asked whether two are one child."""
ABOUT_ONE = tuple(code for code in ANSWER.codes() if code not in (ONE, NOT_ONE, UNCLEAR))
"""What may be answered to any other question."""

HANDED = code_list("交表情况", "未交=没交", "已交=交了", "零报告", "退回=退回修改", "再交=已再交")
NOT_YET, GIVEN, ZERO, RETURNED, AGAIN = "未交", "已交", "零报告", "退回", "再交"
IN = frozenset((GIVEN, ZERO, AGAIN))
"""A village has done its part."""

HANDED_BY = code_list("怎么交的", "村里同步=同步", "镇代录=代录", "镇里登记=纸质=登记")
BY_DESK, ON_BEHALF, BY_HAND = "村里同步", "镇代录", "镇里登记"

TRANSFER = code_list("批准情况", "待批准=申请中", "已同意=同意", "未同意=不同意", "已撤回=撤回")
ASKED, AGREED, DECLINED, TAKEN_BACK = "待批准", "已同意", "未同意", "已撤回"
"""How a request to move a child stands."""
