"""The option lists of hand-ins: who asks, how often, and the life of a paper from asked to filed."""

from __future__ import annotations

from childdesk.domain.codes import code_list

ASKED_BY = code_list(
    "谁要的",
    "乡镇民政=镇民政=民政=民政办=民政所=社会事务办",
    "教育=学校=中心校=教育局",
    "妇联",
    "团委=共青团",
    "残联",
    "卫健=卫生院=卫健局",
    "综治=政法=平安办",
    "应急",
    "村委会=村(居)委会=居委会=村两委",
    "其他",
)
CYCLE = code_list(
    "多久一次", "月=每月=月报", "季=每季=季报=季度", "半年=每半年", "年=每年=年报", "临时=一次=仅一次"
)
MONTHS = {"月": 1, "季": 3, "半年": 6, "年": 12}
"""How many months later the next one is due."""

STATE = code_list(
    "办到哪一步",
    "待填",
    "待核",
    "待打印",
    "待签字",
    "待盖章",
    "已扫描",
    "已交",
    "退回修改=退回",
    "已再交=再交",
    "已归档=归档",
)
TO_FILL, TO_CHECK, TO_PRINT, TO_SIGN, TO_SEAL, SCANNED = (
    "待填",
    "待核",
    "待打印",
    "待签字",
    "待盖章",
    "已扫描",
)
GIVEN, RETURNED, GIVEN_AGAIN, FILED = "已交", "退回修改", "已再交", "已归档"
WORKING = (TO_FILL, TO_CHECK, TO_PRINT, TO_SIGN, TO_SEAL, SCANNED)
"""The steps at this desk, in order; a paper that wants no seal jumps over them."""
OPEN = frozenset((*WORKING, RETURNED))
"""States in which somebody here still has to do something."""
