"""Says what a table that lists nobody is: ticks against months or names, days of duty, marks, tasks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from childdesk.files.evidence import is_name, plain
from childdesk.files.header_block import is_header_word, is_meta
from childdesk.files.header_grammar import segment
from childdesk.files.sheets import Sheet

MATRIX = "这是打勾或排日子的表，不是名单"
INDICATORS = "这是项目、指标或任务的表，不是名单"
SIDEWAYS = "一个孩子一列，请先转置成一人一行"
TWO_COLUMNS = "姓和名分在两列，请先合成一列"
VISITS = "这是走访或发放的记录，不是名单"

ROWS = 60
"""Filled rows that are looked at."""
HEADS = 8
"""Filled rows among which the line of days or of items is looked for."""
WIDE = 3
"""Columns of days, or of ticks, that a matrix has at least."""

_MARK = re.compile(r"[√✓✔×✗✘○●◎△▲☆★☑☒□■OoXxVv+/、—-]{1,3}|[是否有无到缺]|[已未]到|请假|[已未]走访|[已未]完成")
_NUMBER = re.compile(r"\d+|[一二三四五六七八九十日天]+")
_ITEM = re.compile(
    r".{0,6}(?:指标|项目|内容|要点|任务|措施|标准|要求|分值|得分|评分|扣分|权重|分数|[自复互初终]评|完成情况|落实情况"
    r"|整改情况|达标|完成时限|完成时间|时限|责任(?:单位|部门|领导)|[牵配]合?头?单位|数值|目标值?|数量|完成率|进度|依据|办法)"
    r"(?:名称|情况)?"
)
_VISIT = re.compile(
    r".{0,2}(?:走访|家访|探访|入户|随访|回访|谈心|谈话|联系|帮扶|慰问|发放|领取|活动|服务)"
    r"(?:(?P<when>日期|时间|月份)|(?P<what>情况|内容|记录|结果|详情|金额|物资|事项))(?:记录)?"
)
_BESIDE = re.compile(r"序号|(?:计量)?单位|编号|备注|说明|类别|村名?|责任人|满分|.{0,4}分")


def why_nobody(sheet: Sheet) -> str:
    """What a sheet without the header of a list is instead; empty when nothing can be said."""
    if is_sideways(sheet):
        return SIDEWAYS
    lines = [line for row in sheet.rows[:ROWS] if len(line := _said(sheet, row)) > 1]
    for at, line in enumerate(lines[:HEADS]):
        if is_matrix(line, lines[at + 1 :]):
            return MATRIX
        if are_items(line.values()):
            return INDICATORS
    return ""


def is_matrix(heads: Mapping[int, str], below: Sequence[Mapping[int, str]]) -> bool:
    """Whether a line of days stands over others, or any line over ticks and hardly anything else."""
    if below and count_on(heads.values()):
        return True
    behind = [text for line in below for column, text in line.items() if column > min(heads)]
    ticks = sum(_MARK.fullmatch(text) is not None for text in behind)
    return len(below) > 1 and len(heads) > WIDE and ticks * 10 >= len(behind) * 8 > 0


def are_of_visits(heads: Collection[str]) -> bool:
    """Whether columns say when something was done and what it was: 走访日期, 走访情况."""
    found = [said for head in heads if (said := _VISIT.fullmatch(plain(head)))]
    return any(said["when"] for said in found) and any(said["what"] for said in found)


def is_sideways(sheet: Sheet) -> bool:
    """Whether what is asked stands in the first column and each child in one of the others."""
    lines = [line for row in sheet.rows[:ROWS] if len(line := _said(sheet, row)) > WIDE - 1]
    heads = {line[at]: line for line in lines if is_header_word(line[at := min(line)])}
    naming = [line for text, line in heads.items() if segment(text).attribute == "name"]
    asked = {segment(text).attribute for text in heads}
    people = [text for line in naming[:1] for at, text in line.items() if at > min(line)]
    return (
        len(heads) * 10 >= len(lines) * 8
        and len(asked) > WIDE
        and len(people) > 1
        and all(map(is_name, people))
    )


def count_on(heads: Collection[str]) -> bool:
    """Whether most words differ by their number alone: 1月 2月 3月, 星期一 星期二, 3月5日 3月12日."""
    shapes = Counter(shape for text in heads if "#" in (shape := _NUMBER.sub("#", text)))
    if not shapes:
        return False
    shape, count = shapes.most_common(1)[0]
    alike = [text for text in heads if _NUMBER.sub("#", text) == shape]
    if count < WIDE or count * 2 <= len(heads) or len(set(alike)) < count:
        return False
    return shape != "#" or all(_follows(*two) for two in pairwise(alike))


def are_items(heads: Collection[str]) -> bool:
    """Whether the words of a header are those of an inspection, a plan, a list of indicators."""
    said = [plain(text) for text in heads if not is_meta(text)]
    items = sum(_ITEM.fullmatch(text) is not None for text in said)
    known = items + sum(_BESIDE.fullmatch(text) is not None for text in said)
    return items > 1 and known * 3 >= len(said) * 2


def _follows(earlier: str, later: str) -> bool:
    return earlier.isdecimal() and later.isdecimal() and int(later) == int(earlier) + 1


def _said(sheet: Sheet, row: int) -> dict[int, str]:
    return {at: plain(text) for at, text in sheet.texts(row).items() if text.strip()}
