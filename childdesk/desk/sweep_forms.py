"""A sweep and the form that was sent for it: its columns are the questions, the answers go back into it."""

from __future__ import annotations

import re
from pathlib import Path

from childdesk.desk import filling, records, sweeps
from childdesk.desk.filling import ASKED, NOT_KNOWN, FillPlan, Wish
from childdesk.desk.session import Right, Session
from childdesk.desk.sweeps import TOLD, Opened, Report
from childdesk.domain import questions as asked
from childdesk.domain.errors import Refused
from childdesk.files.filling.cells import Said
from childdesk.files.header_grammar import folded

ZERO = "零报告，没有发现"
_NOT_ASKED = re.compile("序号|编号|备注|签字|签名|填表|审核|负责人|盖章|单位|联系人")
"""What stands in a form and is asked of no family."""


def questions_of(session: Session, template: Path) -> tuple[str, ...]:
    """What the form asks that the register does not know: the questions of a new sweep. Raises Refused.

    A column with a list of words becomes a choice; which answer means danger is for a person to mark.
    """
    session.require(Right.EDIT)
    made = filling.plan(session, template, Wish(only=frozenset()))
    forms = {sheet.name: sheet.form for sheet in made.sheets}
    found = []
    for left in made.unfilled:
        header = left.header.rpartition("/")[2].strip()
        if left.why in (NOT_KNOWN, ASKED) and header and not _NOT_ASKED.search(header):
            options = forms[left.sheet].options.get(left.index, ())
            found.append(f"{header}：{'/'.join(options)}" if 1 < len(options) < 10 else header)
    if not found:
        raise Refused("这份表要的台账里都有，不用问。请直接填表", "template")
    return tuple(question.line for question in asked.read("\n".join(found[: asked.MOST])))


def report_into(
    session: Session, sweep: str, template: Path, out: Path, *, found_only: bool = False, done: bool = False
) -> Report:
    """Fills the sender's form with the answers of a sweep; the form itself is never touched. Raises Refused.

    With `found_only` only children with a danger answer stand in it; where there is none, it says so:
    a zero report. With `done` the sweep counts as told.
    """
    session.require(Right.EXPORT)
    opened = sweeps.opened(session, sweep)
    made = _plan(session, opened, template, found_only=found_only)
    zero = not opened.status.danger and not opened.status.left
    if found_only and not made.first.people:
        if not zero:
            raise Refused(f"还有{opened.status.left:,}个没问，不能写零报告", "sweep")
        made.first.people = [_nobody(made)]
    filling.write(session, made, out, purpose=opened.status.name, recipient=opened.status.asker)
    if done:
        texts = {"state": TOLD, "told_on": session.today.isoformat()}
        records.edit(session, "sweep", sweep, texts)
    return Report(out, made.rows, opened.status.left, zero)


def _plan(session: Session, opened: Opened, template: Path, *, found_only: bool) -> FillPlan:
    lines = [line for line in opened.lines if line.danger or not found_only]
    said = {
        folded(question.text): {line.child: line.answers.get(number, "") for line in opened.lines}
        for number, question in enumerate(opened.questions, start=1)
    }
    said |= {word: {line.child: line.note for line in lines} for word in ("备注", "说明", "具体情况")}
    made = filling.plan(session, template, Wish(only=frozenset(line.child for line in lines), said=said))
    unmatched = [q.text for q in opened.questions if not _is_there(made, q.text)]
    if len(unmatched) == len(opened.questions):
        raise Refused("表里没有这次问的题目。请看是不是拿错了", "template")
    return made


def _is_there(made: FillPlan, question: str) -> bool:
    wanted = folded(question)
    return any(
        wanted in (folded(column.header), folded(column.header.rpartition("/")[2])) for column in made.columns
    )


def _nobody(made: FillPlan) -> dict[int, Said]:
    """The line of a zero report: it stands where a name would."""
    columns = made.first.columns
    names = [column.index for column in columns if column.field == "child.name"]
    return {names[0] if names else columns[0].index: Said(ZERO)}
