"""The process that `prove_disk` watches and kills: `python -m tests.prove.disk_worker HOME OUT HOW`.

It works on the desk in HOME without end: writes a marker into every field of every record, searches, keeps
drafts, imports, undoes, reports, backs up. What it writes outside (OUT) is meant to be read. HOW is `right`,
or names the mistake that it makes on purpose.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from childdesk.desk import backups, checking, desks, finding, history, importing, reports
from childdesk.desk.report_view import Asked
from childdesk.desk.session import Session
from childdesk.domain.clock import SystemClock
from childdesk.store import connection, drafts
from tests.commands.asked import PASSPHRASE, PERSON, light
from tests.commands.markers import markers, plant


def unsealed() -> None:
    """The ledger is made without a key."""
    connection._set_key = lambda opened, key: None
    connection._assert_sealed = lambda opened: None


def draft_in_a_file() -> None:
    """What was typed is kept where other programs keep it."""

    def save(opened: object, clock: object, person: str, page: str, record: str, body: object) -> None:
        with tempfile.NamedTemporaryFile("w", prefix="draft", suffix=".json", delete=False) as file:
            json.dump(body, file)

    drafts.save = save


MISTAKES = {"unsealed": unsealed, "draft in a file": draft_in_a_file}


def work(session: Session, out: Path) -> None:
    """One round of everything that a day brings."""
    at, clock = session.ledger.connection, session.clock
    known = markers()
    rows = plant(session)
    typed = {name: str(one.raw) for name, one in known.items()}
    drafts.save(at, clock, session.person, "child", rows["child"][0], typed)
    for words in ("", str(known["child.name"].raw), "1990", "zxh"):
        finding.find(session, words, 50)
    path = out / "list.csv"
    lines = [
        f"{known['child.name'].raw}{n},男,2016-03-0{n % 9 + 1},{known['child.school'].raw}" for n in range(60)
    ]
    path.write_text("\n".join(["姓名,性别,出生日期,学校", *lines]), "utf-8")
    entry = importing.apply(session, importing.plan(session, path))
    at.execute("SELECT group_concat(value) FROM (SELECT value FROM change ORDER BY value, h DESC)").fetchone()
    if entry:
        history.apply_undo(session, entry)
    reports.make(session, Asked("village-roster"), out / "roster.xlsx")
    backups.make_elsewhere(session, out / "stick")
    checking.rebuild(session)


def main() -> None:
    """Makes the desk, says so, and works until somebody kills it."""
    home, out, how = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    MISTAKES.get(how, lambda: None)()
    with light():
        desks.make(
            home,
            SystemClock(),
            level="village",
            unit_name="河湾村",
            region="990101001001",
            person=PERSON,
            passphrase=PASSPHRASE,
            practice=True,
        )
        print("made", flush=True)
        with desks.open_desk(home, SystemClock(), person=PERSON, passphrase=PASSPHRASE) as session:
            while True:
                work(session, out)
                print("round", flush=True)


if __name__ == "__main__":
    main()
