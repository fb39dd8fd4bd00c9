"""Villages begin with packs that are lost, doubled, old, torn or used; the township goes back to a backup.

`python -m tests.prove.prove_packs [--cases N] [--seed S] [--broken NAME]`, see `proof`. A case is a township
and two villages. At the end each is paired once, both ends hold the same children, and nothing that was
refused has changed anything. Ledgers, seal, passphrases and sticks are real.
"""

from __future__ import annotations

import contextlib
import errno
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

from childdesk.desk import desks, packs, pairing, sync, villages
from childdesk.desk.packs import Written
from childdesk.desk.pairing import Step
from childdesk.desk.session import Session
from childdesk.domain import pairing as papers
from childdesk.domain.clock import SetClock
from childdesk.domain.errors import Refused, Unavailable
from childdesk.domain.link import Link
from childdesk.store import checking, durable, links, reader
from childdesk.store.connection import Connection
from tests.desk import made, paired
from tests.desk.made import NOW, PASSPHRASE
from tests.desk.paired import ONE, TOWN, TWO
from tests.prove import proof

LIVES, DIGITS, TORN, PULLED = "已有一台电脑", "数字对不上", "不是开户包", "没有动"


class Story:
    """One township and what happens to its packs."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.chance = folder, random.Random(seed)
        self.stick = folder / "stick"
        self.stick.mkdir()
        self.wrong: list[str] = []
        self.figures: Counter[str] = Counter()
        self.homes = 0
        self.town_home = folder / "town"
        self.town = paired.desk(self.town_home, TOWN)
        villages.take_in(self.town, villages.look(self.town, f"河湾村 {ONE}\n石桥村 {TWO}"))
        self.open = contextlib.ExitStack()

    def happens(self, share: float, what: str) -> bool:
        """Whether something befalls this village; counted."""
        found = self.chance.random() < share
        self.figures[what] += found
        return found

    # ── what must not happen ─────────────────────────────────────────────────────────────────────────────

    def state(self) -> tuple[object, ...]:
        """Who is paired, which packs are known, which desks there are."""
        homes = {
            str(path.relative_to(self.folder))
            for path in self.folder.glob("desk*/*")
            if "lock" not in path.name
        }
        return self.known(), self.town.ledger.bookmark("packs"), homes

    def known(self) -> list[tuple[str, bool]]:
        every = links.everyone(self.town.ledger.connection, living=False)
        return sorted((one.peer.unit, one.living) for one in every)

    def refused(self, what: str, words: str, work: Callable[[], object]) -> None:
        """It is refused with its sentence, and nothing has changed."""
        self.figures[what] += 1
        before = self.state()
        try:
            work()
        except (Refused, Unavailable) as why:
            if words not in why.sentence:
                self.wrong.append(f"{what}: said “{why.sentence}”")
        else:
            self.wrong.append(f"{what}: was not refused")
        if self.state() != before:
            self.wrong.append(f"{what}: something has changed")

    # ── the township ─────────────────────────────────────────────────────────────────────────────────────

    def copy(self) -> Path:
        """A backup of the township as it is now."""
        self.town.ledger.close()
        self.homes += 1
        kept = Path(shutil.copytree(self.town_home, self.folder / f"kept{self.homes}"))
        self.town = paired.again(self.town_home)
        return kept

    def restore(self, kept: Path) -> None:
        self.town.ledger.close()
        self.town_home = kept
        self.town = paired.again(kept)
        self.town.ledger.new_incarnation()

    def pack(self, unit: str) -> Written:
        [written] = packs.write(self.town, [unit], self.stick)
        self.figures["packs"] += 1
        return written

    # ── a village ────────────────────────────────────────────────────────────────────────────────────────

    def founded(self, written: Written) -> Session:
        """A desk made with a pack, open until the end."""
        home = self.home()
        opened = packs.open_pack(Path(written.file), written.digits)
        packs.make(home, SetClock(NOW), opened, person="陈桂兰", passphrase=PASSPHRASE)
        self.figures["desks"] += 1
        about = desks.open_desk(home, SetClock(NOW), person="陈桂兰", passphrase=PASSPHRASE)
        return self.open.enter_context(about)

    def home(self) -> Path:
        self.homes += 1
        return self.folder / f"desk{self.homes}"

    def misread(self, written: Written, other: Written | None) -> None:
        """Digits misheard, a file cut short, another village's pack: nothing is made."""
        file, digits = Path(written.file), written.digits
        wrong = digits[:-1] + str((int(digits[-1]) + 1) % 10)
        if self.chance.random() < 0.4:
            self.refused("wrong digits", DIGITS, lambda: packs.open_pack(file, wrong))
        if other is not None and self.chance.random() < 0.7:
            self.refused("another's pack", DIGITS, lambda: packs.open_pack(Path(other.file), digits))
        torn = self.stick / "CP-NEW-0.age"
        torn.write_bytes(file.read_bytes()[: self.chance.randrange(12, 30)])
        self.refused("torn", TORN, lambda: packs.open_pack(torn, digits))

    def pulled(self, written: Written) -> None:
        """The computer stops while the desk is made: there is none, and it can be begun again."""
        home = self.home()
        opened = packs.open_pack(Path(written.file), written.digits)
        self.figures["stopped while made"] += 1
        point = self.chance.choice(("introduce", "finish"))

        def stop(*_about: object, **_how: object) -> None:
            raise Unavailable("突然断电")

        place = packs.packing if point == "introduce" else packs.escrow
        with patch.object(place, "introduce" if point == "introduce" else "settle", stop):
            make = lambda: packs.make(home, SetClock(NOW), opened, person="某人", passphrase=PASSPHRASE)  # noqa: E731
            with contextlib.suppress(Unavailable):
                make()
                self.wrong.append("stopped while made: went on")
        left = [path.name for path in home.glob("*") if "lock" not in path.name]
        if left:
            self.wrong.append(f"stopped while made: {left} is left")

    def ask(self, village: Session) -> Step:
        """The request of its pack; of its own, once the township has answered that."""
        if packs.waiting(village) is not None:
            return packs.ask(village, self.stick)
        return pairing.request(village, self.stick)

    def accept(self, asked: Step, digits: str = "") -> Step:
        return packs.accept(self.town, Path(asked.file), self.stick, digits or asked.digits)

    def close(self, village: Session) -> None:
        """The township takes the request, in spite of what befalls it."""
        asked = packs.ask(village, self.stick)
        if self.happens(0.3, "requests lost"):
            Path(asked.file).unlink()
            lost, asked = asked, packs.ask(village, self.stick)
            if lost.digits != asked.digits:
                self.wrong.append("a request that is written again has other digits")
        if self.chance.random() < 0.5:
            digits = asked.digits[:-1] + str((int(asked.digits[-1]) + 1) % 10)
            self.refused("wrong digits above", DIGITS, lambda: self.accept(asked, digits))
        if self.chance.random() < 0.4:
            with patch.object(durable, "write_part", self._gone):
                self.refused("pulled above", PULLED, lambda: self.accept(asked))
        self._finished(village, self.accept(asked))
        if self.chance.random() < 0.5:
            self.refused("read twice", "已经收过", lambda: self.accept(asked))

    def _finished(self, village: Session, done: Step) -> None:
        if done.file.endswith(".age"):
            self.figures["answered"] += 1
            pairing.finish(village, Path(done.file), done.digits)

    def _gone(self, path: Path, content: bytes) -> None:
        raise OSError(errno.ENOENT, "gone", str(path))

    def meet(self, village: Session, rounds: int = 1) -> None:
        for _ in range(rounds):
            for session in (village, self.town, village):
                if self.chance.random() < 0.85:
                    sync.meet(session, self.stick)


def _begin(story: Story, unit: str, other: Written | None) -> tuple[Session, Written]:
    """One village from its pack to its first meetings."""
    before = story.copy() if story.chance.random() < 0.25 else None
    written = story.pack(unit)
    if story.happens(0.3, "packs lost"):
        Path(written.file).unlink()
        written = story.pack(unit)
    old = written if story.happens(0.35, "packs written again") else None
    written = story.pack(unit) if old is not None else written
    story.misread(written, other)
    if story.chance.random() < 0.4:
        story.pulled(written)
    used = old if old is not None and story.chance.random() < 0.5 else written
    village = story.founded(used)
    twice = story.founded(used) if story.chance.random() < 0.35 else None
    if before is not None:
        story.figures["restored: pack forgotten"] += 1
        story.restore(before)
    after = story.copy() if story.chance.random() < 0.3 else None
    if used is old or before is not None:
        _plain(story, village)
    else:
        story.close(village)
    if after is not None:
        story.figures["restored: pairing forgotten"] += 1
        story.restore(after)
        story._finished(village, story.accept(story.ask(village)))
    if twice is not None:
        asked = packs.ask(twice, story.stick)
        story.refused("used pack", LIVES, lambda: story.accept(asked))
    story.refused("a second pack", LIVES, lambda: packs.write(story.town, [unit], story.stick))
    made.child(village, "周小禾")
    story.meet(village, 2)
    return village, written


def _plain(story: Story, village: Session) -> None:
    """A pack that the township does not know (any more): answered as any request, with digits both ways."""
    done = story.accept(story.ask(village))
    if not done.file.endswith(".age"):
        story.wrong.append("a pack that is not known paired without an answer")
    story._finished(village, done)


def _told(story: Story, unit: str, village: Session) -> None:
    """What must hold at the end of a village."""
    for _ in range(2):
        for session in (village, story.town):
            sync.meet(session, story.stick)
    sync.meet(village, story.stick)
    mine, theirs = (
        {
            row: dict(raw)
            for row, raw in reader.everyone(one.ledger.connection, "child")
            if raw["unit"] == unit
        }
        for one in (village, story.town)
    )
    if mine != theirs or not mine:
        story.wrong.append(f"{unit} and its township differ: {len(mine)} and {len(theirs)} children")
    if [one for one in story.known() if one == (unit, True)] != [(unit, True)]:
        story.wrong.append(f"{unit} is not paired once: {story.known()}")
    above = links.everyone(village.ledger.connection)
    if [one.peer.unit for one in above] != [TOWN]:
        story.wrong.append(f"{unit} knows {len(above)} desks above")
    for session in (village, story.town):
        story.wrong += [str(problem) for problem in checking.check(session.ledger.connection)]


def case(seed: int) -> tuple[list[str], Counter[str]]:
    """Two villages, one after the other."""
    with tempfile.TemporaryDirectory() as folder:
        story = Story(Path(folder), seed)
        try:
            first, written = _begin(story, ONE, None)
            second, _ = _begin(story, TWO, written)
            for unit, village in ((ONE, first), (TWO, second)):
                _told(story, unit, village)
        except Exception:
            if not story.wrong:  # what comes of a fault that was told already is none of its own
                raise
        finally:
            story.open.close()
            story.town.ledger.close()
    return story.wrong, story.figures


@contextlib.contextmanager
def _used() -> Iterator[None]:
    """Nobody looks whether a pack was used, or whether the unit has a desk."""

    def open_pack_of(session: Session, asked: papers.Paper) -> dict[str, str] | None:
        return packs._issued(session).get(asked.about)

    real = packs.accept

    def accept(*about: Any, **how: Any) -> Step:
        with patch.object(packs, "links", _Nobody()):
            return real(*about, **how)

    with patch.object(packs, "_open_pack_of", open_pack_of), patch.object(packs, "accept", accept):
        yield


class _Nobody:
    """Pairings as seen by a township that sees none."""

    def everyone(self, connection: Connection, *, living: bool = True) -> list[Link]:
        every = links.everyone(connection, living=living)
        return [one for one in every if one.peer.unit == TOWN]

    def __getattr__(self, name: str) -> object:
        return getattr(links, name)


@contextlib.contextmanager
def _any_digits() -> Iterator[None]:
    """Digits read aloud are not compared."""
    with patch.object(papers, "same", lambda *_both: True):
        yield


@contextlib.contextmanager
def _left() -> Iterator[None]:
    """What was begun of a desk is not taken away."""
    with patch.object(durable, "remove_folder", lambda _folder: None):
        yield


@contextlib.contextmanager
def _again() -> Iterator[None]:
    """A request that is read once more pairs once more."""
    with patch.object(packs, "_is_paired", lambda *_about: False):
        yield


BROKEN = {
    "a used pack pairs again": _used,
    "any digits": _any_digits,
    "half a desk is left": _left,
    "a request read twice": _again,
}
CAUSES = {
    "a used pack pairs again": "used pack: was not refused",
    "any digits": "wrong digits above: was not refused",
    "half a desk is left": "is left",
    "a request read twice": "read twice: was not refused",
}

if __name__ == "__main__":
    proof.main("prove_packs", case, BROKEN, cases=3, red=3, causes=CAUSES)
