"""Through real packages: a township goes back to an old backup, a child comes back in part; it is said."""

from __future__ import annotations

import shutil

import pytest

from childdesk.desk import held_back, records, sync
from childdesk.desk.held_back import MEET, REBUILD, RELINK
from childdesk.store import links, stubs
from tests.desk import made, paired
from tests.desk.paired import ONE, TWO, carry


def edit(session, child, **values):
    records.edit(session, "child", child, values)


def round_(below, above, folder, times=1):
    for _ in range(times):
        carry(below, above, folder)
        carry(above, below, folder)


@pytest.fixture
def hidden(tmp_path):
    """A village, its township after the restore, the stick and the child who came back."""
    above, below, stick = (
        paired.desk(tmp_path / "above", paired.TOWN),
        paired.desk(tmp_path / "below", ONE),
        tmp_path / "stick",
    )
    paired.pair(above, below, stick)
    child = made.child(below, "周小禾", school="甲校")
    round_(below, above, stick)
    edit(above, child, unit=TWO)
    above.ledger.close()
    shutil.copytree(tmp_path / "above", tmp_path / "backup")
    above = paired.again(tmp_path / "above")
    edit(below, child, school="乙校")
    round_(below, above, stick, 2)
    for _ in range(stubs.KEPT):
        sync.write(above, stick)
    round_(below, above, stick)
    above.ledger.close()
    above = paired.again(tmp_path / "backup")
    above.ledger.new_incarnation()
    edit(above, child, unit=ONE)
    yield below, above, stick, child
    for session in (below, above):
        session.ledger.close()


def test_it_is_said_after_three_meetings_and_after_beginning_anew_in_vain_what_brings_the_child_back(hidden):
    below, above, stick, child = hidden
    assert held_back.waiting(below) is None
    while held_back.waiting(below) is None:
        round_(below, above, stick)
        assert links.everyone(below.ledger.connection)[0].number < 16
    told = held_back.waiting(below)
    assert (told.children, told.step, told.above) == ((child,), RELINK, paired.TOWN)
    assert (told.title, told.told[:3]) == ("1个孩子转回来了，资料还没到齐", "周〇〇")
    assert "没有丢" in told.told
    assert "重新对一遍" in told.next
    sync.write(above, stick)
    sync.read(below, stick, dry_run=True)
    assert held_back.waiting(below) == told, "a trial counts nothing"
    assert held_back.relink(below).step == MEET
    round_(below, above, stick, 3)
    told = held_back.waiting(below)
    assert (told.step, told.children) == (REBUILD, (child,))
    assert "开户包" in told.next
    assert held_back.waiting(above) is None, "nobody is above"
