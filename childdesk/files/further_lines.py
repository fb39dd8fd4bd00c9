"""Finds the lines of a list that only name the other parent of the child in the line above."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from childdesk.domain import kin_options
from childdesk.files.columns import Column
from childdesk.files.layout import Further, Layout

NAME, RELATION = "guardian.name", "guardian.relation"
PARENTS = {"父亲": "father", "母亲": "mother"}


def joined(table: Layout, columns: Sequence[Column]) -> Layout:
    """The table without these lines among its records; each is kept with the line that it belongs to.

    家长姓名 and 与儿童关系 stand in two lines for each child, whose name is merged over both or left out in
    the second. Any other line without a name stays a record, and is told as that.
    """
    fields = {column.field: column.index for column in columns if column.field}
    if not {"child.name", NAME, RELATION} <= set(fields):
        return table
    open_ = {name: record for name, record in PARENTS.items() if f"{record}.name" not in fields}
    of_guardian = {at for name, at in fields.items() if name.startswith("guardian.")}
    named, first, found = fields["child.name"], 0, dict[int, tuple[Further, ...]]()
    for row in table.records:
        if named in table.sheet.grid.row(row):
            first = row  # nearly every line; it is looked at only when another follows that names nobody
            continue
        texts = {at: text for at, text in table.sheet.texts(row).items() if text.strip()}
        parent, lines = _parent(texts, fields), found.get(first, ())
        taken = {_parent(table.sheet.texts(one), fields) for one in (first, *(line.row for line in lines))}
        if first and parent in open_ and parent not in taken and set(texts) <= of_guardian:
            found[first] = (*lines, Further(row, open_[parent]))
    if not found:
        return table
    further = {one.row for lines in found.values() for one in lines}
    return replace(table, records=tuple(row for row in table.records if row not in further), further=found)


def _parent(texts: Mapping[int, str], fields: Mapping[str, int]) -> str:
    """父亲 or 母亲, where a line names him or her."""
    option = kin_options.RELATION.find(texts.get(fields[RELATION], "").strip())
    return option.code if option is not None and fields[NAME] in texts and option.code in PARENTS else ""
