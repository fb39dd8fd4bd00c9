"""Ids are drawn many at a time and still never given twice, in no thread and no twin of the process."""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor

from childdesk.domain import ids


def test_ids_have_128_bits_and_none_is_given_twice_to_two_threads():
    with ThreadPoolExecutor(2) as threads:
        made = list(threads.map(lambda _: ids.new_id(), range(5 * ids.AT_ONCE)))
    assert len(set(made)) == len(made)
    assert all(len(one) == 32 and int(one, 16) >= 0 for one in made)


def test_a_twin_of_the_process_does_not_give_the_ids_that_were_drawn():
    ids.new_id()
    assert ids._drawn or ids.AT_ONCE == 1
    if sys.platform == "win32":
        return
    read, write = os.pipe()
    twin = os.fork()
    if not twin:
        os.write(write, ids.new_id().encode())
        os._exit(0)
    os.waitpid(twin, 0)
    theirs = os.read(read, 32).decode()
    os.close(read)
    os.close(write)
    assert theirs not in {ids.new_id() for _ in range(2 * ids.AT_ONCE)}
