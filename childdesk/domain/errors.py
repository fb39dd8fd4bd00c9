"""The three errors that a person may see; everything else is our own fault.

    ChildDeskError                  never raised itself
    ├── Refused(sentence, field)    the person can mend it            inline, exit code 1
    ├── Unavailable(sentence, next_step)
    │                               disk full, locked, newer, damaged dialog with the next step, exit code 3
    └── Cancelled()                 the person stopped it             silent, everything rolled back

Problems in data are values (`Issue`), never exceptions. A sentence says what happened and that the data is
safe; the next step is a sentence of its own. Sentences carry no stored value: they end up in logs.
Exceptions of SQLite and of the file system are sorted in the store (`connection.sorted_errors`,
`durable.sorted_file_errors`); what they cannot sort stays what it was and reaches the crash dialog.
"""

from __future__ import annotations


class ChildDeskError(Exception):
    """Root of the tree, so that the three catch sites can name it once."""


class Refused(ChildDeskError):
    """The person can mend it. `field` is the permanent key of the field concerned, if there is one."""

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class Unavailable(ChildDeskError):
    """Something outside stands in the way. `next_step` is one sentence; empty when there is none to offer."""

    def __init__(self, sentence: str, next_step: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.next_step = next_step

    def __str__(self) -> str:
        return f"{self.sentence}{self.next_step}"


class Cancelled(ChildDeskError):
    """The person stopped a long task; whoever catches it rolls back and says nothing."""
