"""The option lists of planning: tasks, doors, signatures, sweeps, and who proposed a colour."""

from __future__ import annotations

from childdesk.domain.codes import code_list

TASK_KIND = code_list(
    "任务种类",
    "隐患整改=安全隐患",
    "跟进=后续跟进",
    "补材料=材料",
    "核实=核对",
    "提醒=处理提醒",
    "再打电话=回电",
    "其他",
)
TASK_STATE = code_list("办理情况", "待办=未办", "已办=办结=完成", "不办=不用办")
TASK_OPEN = "待办"
CALL_AGAIN = "再打电话"

OUTCOME = code_list(
    "到门口的情况",
    "见到人=见到了",
    "家里没人=没人在家=无人在家",
    "不让进门=拒绝=拒访",
    "有狗没进去=有狗",
    "不安全没进去=有危险",
)
"""What stood in the way is kept for the next visitor."""
MET = "见到人"

SIGNED = code_list("签字", "签字=已签字", "手印=按手印", "拒签=拒绝签字", "没要求签")

STOP_KIND = code_list("安排种类", "安排=排走访", "推后=改期")
PLANNED, PUT_OFF = "安排", "推后"

SWEEP_STATE = code_list("排查进展", "进行中", "已报出=已上报", "停止=不做了")
SWEEP_OPEN = "进行中"

ASKED = code_list("问到没有", "待问=还没问", "已问=问到", "联系不上=没联系上")
NOT_ASKED, ANSWERED, UNREACHED = "待问", "已问", "联系不上"

ASKED_BY = code_list("怎么问的", "电话", "入户=上门", "纸上=纸质", "其他")

GRADED_BY = code_list("怎么评的", "建议采纳=采纳建议", "自己判断=人工", "量表=评估量表")
