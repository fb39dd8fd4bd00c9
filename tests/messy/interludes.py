"""Writes what stands among the rows and is no child: groups, sums, repeated headers, notes, signatures."""

from __future__ import annotations

from tests.messy import header
from tests.messy.table import Table


def section(table: Table, group: str, row: int) -> int:
    """Writes the name of a village group across the table; returns the next row."""
    table.grid.put(row, table.left, f"{group}：" if table.pen.rnd.random() < 0.4 else group, bold=True)
    table.grid.merge(row, table.left, row, table.right)
    table.truth.others[row] = "section"
    return row + 1


def close_group(table: Table, number: int, row: int) -> int:
    """Writes the sum of a group where the office does that; returns the next row."""
    if not table.customs.subtotals or not number:
        return row
    _sum_row(table, row, _word(table, "subtotal"), number)
    table.truth.others[row] = "subtotal"
    return row + 1


def _sum_row(table: Table, row: int, word: str, number: int) -> None:
    said = f"{number}人" if table.pen.rnd.random() < 0.5 else number
    second = min(table.left + 1 + table.pen.rnd.randrange(2), table.right)
    table.grid.put(row, table.left, word, bold=True)
    if second > table.left:
        table.grid.put(row, second, said)


def repeat_header(table: Table, row: int) -> int:
    """Writes the header once more; returns the next row."""
    header.repeat(table.grid, table.header, table.header_row, row)
    for offset in range(table.header.depth):
        table.truth.others[row + offset] = "repeated header"
    return row + table.header.depth


def close(table: Table, row: int) -> int:
    """Writes numbered blanks, the total, notes and signatures below the last child."""
    numbered = next((c.truth.index for c in table.header.columns if c.key == "row.number"), None)
    if numbered is not None:
        for offset in range(table.customs.prenumbered):
            table.grid.put(row, numbered, table.count + 1 + offset)
            table.truth.others[row] = "numbered blank"
            row += 1
    if table.customs.total:
        row = total(table, row)
    notes = list(table.words.choices("FRAME", "note"))
    for note in table.pen.rnd.sample(notes, min(table.customs.notes, len(notes))):
        table.grid.put(row, table.left, note)
        table.grid.merge(row, table.left, row, table.right)
        table.truth.others[row] = "note"
        row += 1
    if table.customs.signers:
        row = _signatures(table, row)
    return row


def total(table: Table, row: int) -> int:
    """Writes how many there are; returns the next row."""
    _sum_row(table, row, _word(table, "total"), table.count)
    table.truth.others[row] = "total"
    return row + 1


def _signatures(table: Table, row: int) -> int:
    signers = table.words.choices("FRAME", "signer")
    chosen = table.pen.rnd.sample(signers, min(3, len(signers)))
    if table.pen.rnd.random() < 0.5:
        table.grid.put(row, table.left, "      ".join(f"{word}：" for word in chosen))
    else:
        wide = max(1, (table.right - table.left) // 3)
        for number, word in enumerate(chosen):
            at = min(table.left + number * wide, table.right)
            if (row, at) not in table.grid.cells:
                table.grid.put(row, at, f"{word}：{table.pen.rnd.choice(('', '陈桂兰', '何兰'))}")
    table.truth.others[row] = "signatures"
    return row + 1


def _word(table: Table, key: str) -> str:
    return table.pen.rnd.choice(table.words.choices("FRAME", key))
