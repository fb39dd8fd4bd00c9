"""The drill with two desks on one PC: a village and a township, both 演练, a folder for a stick, one yank.

Everything goes through the same functions as a real exchange; only the stick is a folder. The yank is the
folder as it is at that moment: it is kept, the writing breaks off with the error that a pulled stick gives,
and what was kept is what one finds on the stick afterwards. Nothing of the open desk is touched.
"""

from __future__ import annotations

import contextlib
import hashlib
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from childdesk.desk import conflicts, desks, pairing, practice, records, sync
from childdesk.desk.session import Session
from childdesk.domain import catalogue, drill
from childdesk.domain.clock import Clock
from childdesk.domain.drill import TOWNSHIP, VILLAGE
from childdesk.domain.errors import Refused, Unavailable
from childdesk.domain.progress import Progress, Silent
from childdesk.store import durable, reader, stick
from childdesk.store.attachments import Attachments

CHILDREN, SEED = 12, 20261123
UNITS = {VILLAGE: (practice.UNIT, practice.REGION), TOWNSHIP: ("云溪镇", practice.REGION[:9])}
PERSONS = {VILLAGE: practice.PERSON, TOWNSHIP: "刘敏"}
SCHOOLS = {VILLAGE: "河湾教学点", TOWNSHIP: "云溪镇第二小学"}
PHOTO = 120_000
"""Bytes of what stands for a signed consent, so that the package has a middle."""
NOT_BEGUN = "演练还没有准备好。请从第一步开始"


@dataclass(frozen=True, slots=True)
class OnStick:
    """One file on the stick: whose package, its number, and whether it is whole."""

    words: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Side:
    """What one of the two desks shows: how many children, the school of the one, and what waits."""

    unit_name: str
    children: int
    child: str
    school: str
    waiting: int
    conflicts: int


@dataclass(frozen=True, slots=True)
class Scene:
    """What stands there after a step. `said` is what happened, `safe` what that means."""

    step: str
    said: str
    safe: str
    sides: dict[str, Side]
    stick: tuple[OnStick, ...]
    values: tuple[tuple[str, str], ...] = ()
    """(side, its value) to choose from, where a person has to decide."""
    compared: int = 0
    """Records that were compared and are equal on both desks."""
    different: int = 0


class _Yank:
    """Progress that pulls the stick in the middle of a file: what is there now is what will be there."""

    def __init__(self, there: Path, image: Path) -> None:
        self.there, self.image = there, image

    def step(self, done: int, total: int, text: str = "") -> None:
        """Raises what a stick raises that is no longer there."""
        if text == sync.ON_THE_STICK and total and 2 * done >= total:
            shutil.copytree(self.there, self.image)
            raise FileNotFoundError(str(self.there))


def folder(home: Path) -> Path:
    """Where the drill lives: beside the open desk, never in it."""
    return home.with_name(f"{home.name}-drill")


def play(
    session: Session,
    step: str,
    *,
    take: str = "",
    clock: Clock | None = None,
    progress: Progress | None = None,
) -> Scene:
    """Does one step beside the open desk and tells what is there then. `take`: whose value is right.

    Raises Refused where an earlier step is missing.
    """
    place, watch = folder(session.ledger.home), progress or Silent()
    if step == drill.MAKE:
        _make(place, clock or session.clock, watch)
    if not (place / VILLAGE).is_dir() or not (place / TOWNSHIP).is_dir():
        raise Refused(NOT_BEGUN)
    with _both(place, clock or session.clock) as (below, above):
        drilled = _Drill(place, below, above, session, watch)
        said, safe, more = drilled.done(step, take)
        return drilled.scene(step, said, safe, **more)


def clear(session: Session) -> None:
    """Removes the two desks and the stick of the drill."""
    with durable.sorted_file_errors():
        durable.remove_folder(folder(session.ledger.home))


def _make(place: Path, clock: Clock, watch: Progress) -> None:
    with durable.sorted_file_errors():
        durable.remove_folder(place)
        place.mkdir(parents=True)
        (place / "stick").mkdir()
    for number, (side, (name, region)) in enumerate(UNITS.items()):
        watch.step(number, 3, f"正在准备{name}的电脑")
        desks.make(
            place / side,
            clock,
            level=side,
            unit_name=name,
            region=region,
            person=PERSONS[side],
            passphrase=practice.PASSPHRASE,
            practice=True,
        )
    watch.step(2, 3, "正在配对")
    with _both(place, clock) as (below, above):
        practice.fill(below, CHILDREN, SEED)
        papers = place / "papers"
        papers.mkdir()
        asked = pairing.request(below, papers)
        answer = pairing.accept(above, Path(asked.file), papers, asked.digits)
        pairing.finish(below, Path(answer.file), answer.digits)


@contextlib.contextmanager
def _both(place: Path, clock: Clock) -> Iterator[tuple[Session, Session]]:
    """(village, township), open."""
    with contextlib.ExitStack() as held:
        opened = [
            held.enter_context(
                desks.open_desk(place / side, clock, person=PERSONS[side], passphrase=practice.PASSPHRASE)
            )
            for side in (VILLAGE, TOWNSHIP)
        ]
        yield opened[0], opened[1]


class _Drill:
    """The two open desks and their stick during one step."""

    def __init__(self, place: Path, below: Session, above: Session, own: Session, watch: Progress) -> None:
        self.place, self.stick = place, place / "stick"
        self.below, self.above, self.own, self.watch = below, above, own, watch
        self.sides = {VILLAGE: below, TOWNSHIP: above}

    def done(self, step: str, take: str) -> tuple[str, str, dict[str, int]]:
        """(what happened, what that means, figures) of a step."""
        if step == drill.DECIDE:
            return self._decide(take)
        acts = {
            drill.MAKE: self._made,
            drill.OUT: self._out,
            drill.IN: self._in,
            drill.EDIT: self._edit,
            drill.PULL: self._pull,
            drill.LOOK: self._look,
            drill.AGAIN: self._again,
            drill.MEET: self._meet,
            drill.EQUAL: self._equal,
            drill.FOREIGN: self._foreign,
        }
        return acts[step]()

    # -- the steps -----------------------------------------------------------------------------------

    def _made(self) -> tuple[str, str, dict[str, int]]:
        children = reader.count(self.below.ledger.connection, "child")
        return f"两台电脑都好了，已经配对。村里有{children:,}个孩子，镇里还没有。", "", {}

    def _out(self) -> tuple[str, str, dict[str, int]]:
        met = sync.meet(self.below, self.stick, self.watch)
        return (
            f"写好了，带去{met.brought.changes:,}条，可以拔出U盘了。",
            "写完读回来核对过，U盘上这一份是完整的。",
            {},
        )

    def _in(self) -> tuple[str, str, dict[str, int]]:
        met = sync.meet(self.above, self.stick, self.watch)
        children = reader.count(self.above.ledger.connection, "child")
        return f"镇里收到{met.read.came:,}条，现在也有{children:,}个孩子。", "回执也写在U盘上了。", {}

    def _edit(self) -> tuple[str, str, dict[str, int]]:
        child = self._child(self.below)
        for side, school in SCHOOLS.items():
            records.edit(self.sides[side], "child", child, {"school": school})
        # The same number every time, so that a second drill is as the first.
        photo = random.Random(SEED).randbytes(PHOTO)
        files = Attachments(self.below.ledger.home, self.below.ledger.secret("age"))
        files.put(photo)
        about = {"child": child, "title": "签字照片", "size": str(len(photo))}
        records.add(self.below, "attachment", about | {"digest": hashlib.sha256(photo).hexdigest()})
        name = self._name(self.below, child)
        told = f"{name}的学校：村里写“{SCHOOLS[VILLAGE]}”，镇里写“{SCHOOLS[TOWNSHIP]}”。"
        return told, "谁也没有盖掉谁，各在各的电脑上。", {}

    def _pull(self) -> tuple[str, str, dict[str, int]]:
        image = self.place / "pulled"
        with durable.sorted_file_errors():
            durable.remove_folder(image)
        try:
            sync.write(self.below, self.stick, progress=_Yank(self.stick, image))
        except Unavailable as pulled:
            with durable.sorted_file_errors():
                durable.remove_folder(self.stick)
                durable.rename(image, self.stick)
            whole = sum(one.whole for one in self._files())
            safe = f"U盘上先前写好的{whole:,}份都在，没写完的那份谁也不会采用。"
            return pulled.sentence, safe, {}
        raise AssertionError("nothing was written that one could have pulled")

    def _look(self) -> tuple[str, str, dict[str, int]]:
        found = sync.read(self.above, self.stick, progress=self.watch)
        said = f"镇里读了{len(found.files):,}份，新收{found.came:,}条。"
        return said, "没写完的没有读，读过的不会再算一遍。镇里的档案没有变。", {}

    def _again(self) -> tuple[str, str, dict[str, int]]:
        met = sync.meet(self.below, self.stick, self.watch)
        return f"写好了，带去{met.brought.changes:,}条，可以拔出U盘了。", "上次没带到的，这次全带上了。", {}

    def _meet(self) -> tuple[str, str, dict[str, int]]:
        met = sync.meet(self.above, self.stick, self.watch)
        said = f"镇里收到{met.read.came:,}条，有{met.read.conflicts:,}处两边改得不一样。"
        return said, "两边的写法都留着，等人来定。", {}

    def _decide(self, take: str) -> tuple[str, str, dict[str, int]]:
        if take not in SCHOOLS:
            raise Refused("请选用村里的还是镇里的", "take")
        waiting = conflicts.waiting(self.above)
        if not waiting:
            raise Refused("现在没有要定的")
        side = "mine" if take == TOWNSHIP else "theirs"
        conflicts.resolve(self.above, waiting[0].id, side=side)
        return f"定下了：{SCHOOLS[take]}。", "没选上的也留在修改记录里。", {}

    def _equal(self) -> tuple[str, str, dict[str, int]]:
        for session in (self.above, self.below, self.above):
            sync.meet(session, self.stick, self.watch)
        same, different = compared(self.below, self.above)
        said = (
            f"两台电脑{same:,}份记录逐份一样。"
            if not different
            else f"有{different:,}份不一样，{same:,}份一样。"
        )
        return said, "拔早了、晚到了，最后都会一样，一条不丢。", {"compared": same, "different": different}

    def _foreign(self) -> tuple[str, str, dict[str, int]]:
        before = _count(self.own)
        found = sync.read(self.own, self.stick, dry_run=False, progress=self.watch)
        taken = sum(one.accepted for one in found.files)
        if taken or _count(self.own) != before:
            raise AssertionError("a practice package was taken in")
        why = next(one.why_not for one in found.files)
        return f"{len(found.files):,}份都没有收：{why}。", "您的档案一个字没有变。", {}

    # -- what is there -------------------------------------------------------------------------------

    def scene(self, step: str, said: str, safe: str, **figures: int) -> Scene:
        """Everything that one sees after a step."""
        sides = {side: self._side(session) for side, session in self.sides.items()}
        waits = step == drill.MEET and sides[TOWNSHIP].conflicts
        values = tuple(SCHOOLS.items()) if waits else ()
        return Scene(step, said, safe, sides, tuple(self._files()), values, **figures)

    def _side(self, session: Session) -> Side:
        child = self._child(self.below)
        raw = reader.get(session.ledger.connection, "child", child) or {}
        standing = sync.status(session)
        return Side(
            session.ledger.identity.unit_name,
            reader.count(session.ledger.connection, "child"),
            str(raw.get("name") or ""),
            str(raw.get("school") or ""),
            sum(one.unacknowledged for one in standing),
            len(conflicts.waiting(session)),
        )

    @staticmethod
    def _child(session: Session) -> str:
        return min(row for row, _ in reader.everyone(session.ledger.connection, "child"))

    @staticmethod
    def _name(session: Session, child: str) -> str:
        return str((reader.get(session.ledger.connection, "child", child) or {}).get("name") or "")

    def _files(self) -> list[OnStick]:
        """What lies on the stick, in the words of a person."""
        nodes = {side: pairing.me(session).node for side, session in self.sides.items()}
        whose = {
            stick.link_name(nodes[VILLAGE], nodes[TOWNSHIP]): "村里写的",
            stick.link_name(nodes[TOWNSHIP], nodes[VILLAGE]): "镇里写的",
        }
        own = self.stick / stick.FOLDER
        found = []
        for path in sorted(own.iterdir()) if own.is_dir() else ():
            said = stick.name_of(path)
            if said is not None:
                whole = stick.is_whole(path)
                found.append(OnStick(f"{whose.get(said.link, '别人的')}第{said.number}份", whole))
            elif path.name.endswith(durable.PART):
                found.append(OnStick(f"没写完的，{path.stat().st_size // 1024} KB", whole=False))
        return found


def _count(session: Session) -> int:
    return int(session.ledger.connection.execute("SELECT count(*) FROM change").fetchone()[0])


def compared(first: Session, second: Session) -> tuple[int, int]:
    """(records that both hold alike, records that they do not), of children and all that is about them."""
    same = different = 0
    for name, record in catalogue.RECORDS.items():
        if not record.travels or not (name == "child" or "child" in record.fields()):
            continue
        mine, theirs = (dict(reader.everyone(one.ledger.connection, name)) for one in (first, second))
        equal = sum(mine.get(row) == theirs.get(row) for row in mine.keys() | theirs.keys())
        same += equal
        different += len(mine.keys() | theirs.keys()) - equal
    return same, different
