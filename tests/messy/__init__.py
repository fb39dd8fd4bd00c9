"""Messy village ledgers with their truth, made from a seed: an examination of the import that never saw it.

Header words, forms and habits come from what offices do, not from the program: nothing here may look at the
reader or at the column matcher. `words_unseen` and the unseen forms are kept from whoever writes those.
"""

from tests.messy.ledger import make

__all__ = ["make"]
