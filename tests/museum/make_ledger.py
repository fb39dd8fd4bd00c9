"""Made the first ledger of the museum: python -m tests.museum.make_ledger FOLDER. Run once for a release.

The keys and salts are random, so a second run gives another folder with the same people in it.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from childdesk.desk import children, desks, finding, history, practice, records
from childdesk.domain.clock import SetClock

PASSPHRASE = "第一份 档案 的 口令"
PERSON = "陈桂兰"
NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
CHILDREN, SEED = 8, 1


def make(home: Path) -> None:
    """A practice village with an edit, a visit, a referral, an exit and an undo on top."""
    clock = SetClock(NOW)
    desks.make(
        home,
        clock,
        level="village",
        unit_name="云溪镇河湾村",
        region="990101001001",
        person=PERSON,
        passphrase=PASSPHRASE,
        practice=True,
    )
    with desks.open_desk(home, clock, person=PERSON, passphrase=PASSPHRASE) as session:
        practice.fill(session, CHILDREN, SEED)
        first = finding.find(session, "周小禾").hits[0].id
        records.edit(session, "child", first, {"school": "石桥小学", "phone": "10400009999"})
        records.add(session, "visit", {"child": first, "date": "2026-11-22", "visit_type": "日常走访"})
        records.add(session, "referral", {"child": first, "date": "2026-11-22", "reason": "夜里常哭"})
        gone = records.add(session, "child", {"name": "撤回一", "birth": "2018-01-02"})
        history.apply_undo(session, gone.entry)
        left = records.add(session, "child", {"name": "迁走一", "birth": "2016-07-08"})
        children.close(session, left.id, "户籍迁出", "2026-11-01")


if __name__ == "__main__":
    make(Path(sys.argv[1]))
