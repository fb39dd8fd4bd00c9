"""Makes a desk and opens it: folder, lock, slots, ledger, the person who sits down."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from childdesk.desk.session import Session
from childdesk.domain.clock import Clock, SetClock
from childdesk.domain.errors import Refused, Unavailable
from childdesk.domain.ids import new_id
from childdesk.domain.kinds import PersonName, Region
from childdesk.domain.pinyin import Pinyin
from childdesk.domain.plan import New
from childdesk.paths import resource
from childdesk.store import (
    access,
    backup,
    drafts,
    durable,
    folders,
    ledger,
    lock,
    reader,
    restore,
    slots,
)
from childdesk.store.connection import Connection
from childdesk.store.indexing import Index

LEDGER = ledger.FILE
LEVELS = {"village": "村居", "township": "乡镇", "county": "县"}
NO_HOME = ("没有这个文件夹，档案不在这里。", "请看看写对没有；在U盘上的，先插好U盘。还没有档案的，请先新建。")
PRACTICE_AGE = timedelta(days=420)
DIGITS = {"village": 12, "township": 9, "county": 6}


@functools.cache
def _pinyin() -> Pinyin:
    return Pinyin(resource("codes", "pinyin.txt").read_bytes)


INDEX = Index(_pinyin)
"""The shipped pinyin table behind every search index; read with the first name that is indexed."""


@dataclass(frozen=True, slots=True)
class NewDesk:
    """A desk that was just made. The recovery code is shown once and kept nowhere."""

    desk: str
    level: str
    unit: str
    fingerprint: str
    recovery_code: str


@dataclass(frozen=True, slots=True)
class Start:
    """What a new desk begins with. `settle` writes it, before the desk is there; `person` is the id of its
    first person where `settle` brings that person along."""

    settle: Callable[[Session], None]
    person: str = ""


class OpenDesk:
    """A desk that is open: the session, and what must be let go of at the end."""

    def __init__(self, session: Session, held: contextlib.ExitStack) -> None:
        self.session = session
        self._held = held

    def close(self) -> None:
        """Closes the ledger, then frees the lock."""
        self.session.ledger.close()
        self._held.close()

    def __enter__(self) -> Session:
        return self.session

    def __exit__(self, *error: object) -> None:
        self.close()


def make(  # noqa: PLR0913 - what a desk is
    home: Path,
    clock: Clock,
    *,
    level: str,
    unit_name: str,
    region: str,
    person: str,
    passphrase: str,
    practice: bool = False,
    start: Start | None = None,
) -> NewDesk:
    """Makes a desk with an empty sealed ledger in `home`; leaves nothing behind when it cannot.

    `region` is the division code of 12 (village), 9 (township) or 6 (county) digits. Raises Refused or
    Unavailable.
    """
    code = _checked(level, unit_name, region, passphrase)
    name = PersonName().parse(person)
    folders.require_good_folder(home, folders.system_probe())
    with durable.sorted_file_errors():
        home.mkdir(parents=True, exist_ok=True)
    with lock.DeskLock(home):
        restore.finish(home)
        if any((home / file).exists() for file in restore.FILES):
            raise Refused("这个文件夹里已有一份档案。它没有动。请换一个文件夹。")
        # Made beside its place and moved there whole: a power cut leaves either a desk or none.
        stage = durable.part_name(home / restore.STAGE)
        try:
            with durable.sorted_file_errors():
                stage.mkdir(mode=0o700)
            # A practice village has a past of a year, so its desk must be older than that.
            first = SetClock(clock.now() - PRACTICE_AGE) if practice else clock
            identity, recovery = _build(
                stage, first, level, code, unit_name.strip(), name, passphrase, practice=practice, start=start
            )
            durable.replace_file(stage / restore.ASIDE, b"replaced")
            with durable.sorted_file_errors():
                durable.rename(stage, home / restore.STAGE)
        finally:
            with durable.sorted_file_errors():
                durable.remove_folder(stage)
        restore.finish(home)
    return NewDesk(identity.ledger, level, unit_name, identity.fingerprint, recovery)


def ready_folder(home: Path) -> None:
    """Makes the folder of a desk if it is not there. Raises Refused or Unavailable where none may stand."""
    try:
        with durable.sorted_file_errors():
            home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(folders.NO_FOLDER, folders.FIELD) from error
    folders.require_good_folder(home, folders.system_probe())


def _build(  # noqa: PLR0913 - what a desk is
    stage: Path,
    clock: Clock,
    level: str,
    unit: str,
    unit_name: str,
    person: str,
    passphrase: str,
    *,
    practice: bool,
    start: Start | None,
) -> tuple[ledger.Identity, str]:
    """Slots, ledger and its first person in an empty folder, closed again; (identity, recovery code)."""
    who = (start.person if start else "") or new_id()
    key, recovery = slots.create(stage, who, person, passphrase)
    ledger_id = slots.ledger_id(stage)
    made = ledger.create(
        stage, key, ledger_id, clock, INDEX, level=level, unit=unit, unit_name=unit_name, practice=practice
    )
    with contextlib.closing(made):
        role = "主任" if level == "village" else "督导员"
        values = {"name": person, "role": role, "s3": "是", "active": "是", "unit": unit}
        if start is None or not start.person:
            made.writer.write("new_desk", who, [New("person", who, values)])
        if start is not None:
            start.settle(Session(made, who, person, role, s3=True, clock=clock))
    with durable.sorted_file_errors():
        durable.sync_file(stage / ledger.FILE)
    return made.identity, recovery


def _checked(level: str, unit_name: str, region: str, passphrase: str) -> str:
    if level not in LEVELS:
        raise Refused("级别只有村居、乡镇、县三种", "level")
    if not unit_name.strip():
        raise Refused("请写单位名称", "unit")
    code = Region().parse(region)
    if len(code) != DIGITS[level]:
        raise Refused(f"{LEVELS[level]}的区划代码要{DIGITS[level]}位，现在{len(code)}位", "region")
    if len(passphrase) < 8:
        raise Refused("口令至少8个字。四个不相干的词最好记", "passphrase")
    return code


def people(home: Path) -> list[tuple[str, str]]:
    """(id, name) of those who can open the desk; readable before the passphrase."""
    _require_desk(home)
    return slots.people(home)


def who(home: Path, person: str) -> str:
    """The id of the person meant by a name or id; the only one when nothing is given. Raises Refused."""
    known = people(home)
    if not person and len(known) == 1:
        return known[0][0]
    found = [key for key, name in known if person in (key, name)]
    if len(found) == 1:
        return found[0]
    names = "、".join(name for _, name in known)
    raise Refused(f"请选是谁打开：{names}" if not person else f"这里没有“{person}”。可选：{names}", "person")


def open_desk(home: Path, clock: Clock, *, person: str, passphrase: str, repair: bool = False) -> OpenDesk:
    """Opens a desk for one person. Raises Refused (passphrase) or Unavailable (locked, damaged, newer)."""
    if not home.is_dir():
        raise Unavailable(*NO_HOME)
    folders.require_good_folder(home, folders.system_probe())
    with contextlib.ExitStack() as held:
        held.enter_context(lock.DeskLock(home))
        restore.finish(home)
        chosen = who(home, person)
        key = slots.unlock(home, chosen, passphrase, clock)
        guard = functools.partial(_before_migration, home, key, clock)
        opened = ledger.open_for_writing(home, key, clock, INDEX, guard, repair=repair)
        held.callback(opened.close)
        session = _seat(opened, chosen, clock)
        access.note(opened.connection, clock, chosen, "sign_in")
        drafts.expire(opened.connection, clock)
        return OpenDesk(session, held.pop_all())
    raise AssertionError("an exit stack swallowed an error")


def _before_migration(home: Path, key: bytes, clock: Clock, connection: Connection) -> None:
    """A generation of the older ledger; only its pages are checked, since its tables are not today's."""

    def counts(_: Connection) -> dict[str, int]:
        return {}

    backup.make_backup(connection, home, key, counts, reason="migration", clock=clock)


def _seat(opened: ledger.Ledger, person: str, clock: Clock) -> Session:
    raw = reader.get(opened.connection, "person", person)
    if raw is None:
        # Rows that were lost are still in the journal: they can be made again by whoever stands there.
        state = opened.writer.state("person", person)
        if not (state.born and state.alive):
            raise Refused("您已不在这份档案的名单里。数据没有动，请找主任")
        raw = state.values
    if raw.get("active") == "否" or str(raw.get("until") or "9999") < clock.today().isoformat():
        raise Refused("您的使用期已到。数据没有动，请找主任")
    return Session(opened, person, str(raw["name"]), str(raw["role"]), raw.get("s3") == "是", clock)


def _require_desk(home: Path) -> None:
    if not (home / ledger.FILE).exists() and not (home / slots.FILE).exists():
        raise Unavailable("这个文件夹里没有档案。", "请换一个文件夹，或新建一份。")
