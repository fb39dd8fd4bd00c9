"""Cuts a sheet whose table stands twice or more, side by side, into one sheet for each block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from childdesk.files import header_block, header_grammar
from childdesk.files.header_block import HeaderBlock
from childdesk.files.header_grammar import folded
from childdesk.files.sheets import Merge, Sheet

Words = tuple[str, str]
"""(role, folded lowest header): what makes columns of two blocks equal."""


def parts(sheet: Sheet) -> tuple[Sheet, ...]:
    """The sheet itself, or its blocks from the left, named 名（1）, 名（2） …; every cell is in one of them.

    Blocks have the same columns, a name among them; each begins with an order number, or blank columns
    stand between them, so that 姓名 电话 姓名 电话 of children and guardians is never cut.
    """
    header = header_block.find(sheet) if sheet.rows else None
    edges = _edges(header)
    if len(edges) < 2 or header is None:
        return (sheet,)
    lines = tuple(text for row in sheet.rows_between(1, header.top - 1) for text in sheet.texts(row).values())
    ends = [edge - 1 for edge in edges[1:]]
    spans = list(zip([0, *edges[1:]], [*ends, sheet.grid.width + 1], strict=True))
    return tuple(
        replace(
            sheet,
            name=f"{sheet.name}（{number}）",
            grid=sheet.grid.between(first, last),
            merges=_inside(sheet.merges, first, last),
            notes=tuple(
                n for n in sheet.notes if first <= n.column and (n.column <= last or first == edges[-1])
            ),
            over=lines if number > 1 else (),
        )
        for number, (first, last) in enumerate(spans, start=1)
    )


def _inside(merges: Sequence[Merge], first: int, last: int) -> tuple[Merge, ...]:
    """The merges that begin in these columns, cut at their end."""
    kept = (m._replace(right=min(m.right, last)) for m in merges if first <= m.left <= last)
    return tuple(m for m in kept if m.bottom > m.top or m.right > m.left)


def _edges(header: HeaderBlock | None) -> tuple[int, ...]:
    """The first columns of the blocks; fewer than two when nothing is repeated."""
    if header is None:
        return ()
    columns = sorted(header.paths)
    read = {column: header_grammar.path(*header.paths[column]) for column in columns}
    words: list[Words] = [(read[c].role, folded(header.paths[c][-1])) for c in columns]
    length = _period(words)
    if not length:
        return ()
    heads = columns[::length]
    names = [c for c in columns[:length] if read[c].attribute == "name" and read[c].role in ("", "child")]
    numbered = read[columns[0]].attribute in ("row_number", "code")
    apart = all(column - 1 not in header.paths for column in heads[1:])
    return tuple(heads) if len(names) == 1 and (numbered or apart) else ()


def _period(words: Sequence[Words]) -> int:
    """The length of the sequence that repeats through the whole, at least two long; 0 for none."""
    for length in range(2, len(words) // 2 + 1):
        if len(words) % length == 0 and all(
            words[at] == words[at - length] for at in range(length, len(words))
        ):
            return length
    return 0
