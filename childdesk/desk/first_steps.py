"""The first questions of a new desk as plain values: what was answered, what is missing, what is made."""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from childdesk.desk import cadences, desks, packs, places, practice, records, unlocking
from childdesk.desk.session import Session
from childdesk.domain.clock import Clock
from childdesk.domain.divisions import Divisions
from childdesk.domain.errors import Refused, Unavailable
from childdesk.domain.kinds import PersonName, Phone
from childdesk.domain.pack import Former
from childdesk.domain.paper import Facts, Footer, Gap, Paper, Paragraph, Signature, Table
from childdesk.domain.progress import Progress
from childdesk.domain.words import tidy
from childdesk.store import reader

STEPS = ("level", "unit", "person", "demand", "passphrase", "recovery", "begin")
AREA = {"village": 9, "township": 9, "county": 6}
"""Digits of the division that is picked, by level; a village's last three are its own."""

LABELS = {2: "省", 4: "市", 6: "县（市、区）", 9: "乡镇（街道）"}
COMMITTEE = ("社区", "居委会", "居", "街")
"""Endings of a 居民委员会; its number stands below 200, a 村's from 200 on, as in the national tables."""

LATER = "later"
"""Nobody has said yet what the county demands: it is asked at the plan of visits."""

PRACTICE_CHILDREN, PRACTICE_SEED = 60, 20261123
FOUR = 4


@dataclass(frozen=True, slots=True)
class Pick:
    """One list to pick from: what it is, (code, name) of its options, and what is picked."""

    label: str
    options: tuple[tuple[str, str], ...]
    picked: str


@dataclass(slots=True)
class FirstSteps:
    """The answers. Names and the passphrase live in memory only; `state` is what may be kept on disk."""

    divisions: Divisions
    level: str = ""
    picked: list[str] = field(default_factory=list)
    village: str = ""
    digits: str = ""
    words: str = ""
    person: str = ""
    phone: str = ""
    demand: str = LATER
    """What the county demands of a village's visits, or `LATER`."""
    days: str = ""
    passphrase: str = ""
    opened: packs.Opened | None = None
    """The 开户包 of the desk above; what it says is not asked."""
    made: desks.NewDesk | None = None
    confirmed: bool = False
    _everything: list[tuple[str, str, str]] = field(default_factory=list)

    # -- where ---------------------------------------------------------------------------------------

    def take_pack(self, opened: packs.Opened) -> None:
        """Level, unit and code come from the pack."""
        self.choose_level(opened.pack.level)
        self.opened = opened

    def choose_level(self, level: str) -> None:
        """village, township or county. What was picked deeper than a county does not count for one."""
        if level not in desks.LEVELS:
            raise Refused("请选村居、乡镇或县", "level")
        self.opened = None
        self.level = level
        self.picked = [code for code in self.picked if len(code) <= AREA[level]]
        self.words = ""

    def picks(self) -> list[Pick]:
        """The lists from province down, up to the first in which nothing is picked yet."""
        found: list[Pick] = []
        above = ""
        for picked in [*self.picked, ""]:
            options = self.divisions.children(above)
            if len(above) >= AREA.get(self.level, 9) or not options:
                break
            found.append(Pick(LABELS[len(options[0][0])], options, picked))
            above = picked
        return found

    def pick(self, code: str) -> None:
        """Picks a division of any depth; what stands above it is picked with it."""
        if not self.divisions.exists(code):
            raise Refused("没有这个区划，请再选一次", "region")
        chain, above = [], ""
        while above != code:
            options = dict(self.divisions.children(above))
            above = next((one for one in options if code.startswith(one)), code)
            chain.append(above)
        self.picked = [one for one in chain if len(one) <= AREA.get(self.level, 9)]
        self.words = ""

    def area(self) -> str:
        """The picked code if it is deep enough for the level, else nothing."""
        last = self.picked[-1] if self.picked else ""
        return last if len(last) == AREA.get(self.level, 0) else ""

    def name_village(self, name: str) -> None:
        """The village's name as it is said; its three digits are proposed from it."""
        self.village = tidy(name).replace(" ", "")
        self.digits = propose_digits(self.village) if self.village else ""
        self.words = ""

    def region(self) -> str:
        """The whole code of the unit, empty while it is not complete."""
        if self.opened is not None:
            return self.opened.pack.unit
        if self.level != "village":
            return self.area()
        return f"{self.area()}{self.digits}" if self.area() and len(self.digits) == 3 else ""

    def unit_name(self) -> str:
        """The unit as its people call it: typed words, else town and village."""
        if self.opened is not None:
            return self.opened.pack.unit_name
        if self.words:
            return self.words
        place = self.divisions.place(self.area()) if self.area() else None
        if place is None:
            return ""
        if self.level == "county":
            return place.county
        return f"{place.town}{self.village}" if self.level == "village" else place.town

    def prepare(self) -> None:
        """Reads the whole table, so that picking and searching answer at once afterwards."""
        self._everything = self._everything or list(places.everything(self.divisions))

    def search(self, text: str, most: int = 12) -> list[tuple[str, str]]:
        """(code, words) of divisions of the wanted depth whose words hold every typed part, best first."""
        if not text.split() or not self.level:
            return []
        self.prepare()
        return places.matching(self._everything, text, AREA[self.level], most)

    # -- what is missing -----------------------------------------------------------------------------

    def why_not(self, step: str) -> Refused | None:
        """What keeps one from going on after a step; None when nothing does."""
        checks: Mapping[str, Callable[[], None]] = {
            "level": self._level,
            "unit": self._unit,
            "person": self._person,
            "demand": self._demand,
            "passphrase": self._passphrase,
            "recovery": self._recovery,
        }
        try:
            checks.get(step, lambda: None)()
        except Refused as refused:
            return refused
        return None

    def first_open(self) -> str:
        """The first step that is not answered yet."""
        return next((step for step in STEPS if self.why_not(step) is not None), STEPS[-1])

    def _level(self) -> None:
        if self.level not in desks.LEVELS:
            raise Refused("请选您在哪一级工作", "level")

    def _unit(self) -> None:
        if self.opened is not None:
            return
        if not self.area():
            raise Refused("请选到县" if self.level == "county" else "请选到乡镇（街道）", "region")
        if self.level == "village" and not self.village:
            raise Refused("请写村（社区）的名字", "village")
        if not self.region():
            raise Refused("村的编号要三位数字", "digits")

    def _person(self) -> None:
        if not self.person.strip():
            raise Refused("请写您的姓名", "person")
        self.person = PersonName().parse(self.person)
        if self.phone.strip():
            try:
                self.phone = Phone().parse(self.phone)
            except Refused as refused:
                raise Refused(refused.sentence, "phone") from refused

    def asks(self, step: str) -> bool:
        """Whether a step is asked at this level: what a township lays down it lays down later, knowingly.

        With a pack of the desk above, that desk has said it.
        """
        return step != "demand" or (self.level == "village" and self.opened is None)

    def _demand(self) -> None:
        if not self.asks("demand") or self.demand == LATER:
            return
        cadences.demand_words(self.demand, self._days())

    def _days(self) -> int:
        number = self.days.strip()
        return int(number) if number.isdecimal() and len(number) < FOUR else 0

    def _passphrase(self) -> None:
        if self.made is None:
            unlocking.require_fit(self.passphrase, None, self.known())

    def _recovery(self) -> None:
        if not self.confirmed:
            raise Refused("请输入恢复单上最后4位", "last")

    def known(self) -> tuple[str, ...]:
        """What everybody around knows and no passphrase should lean on."""
        place = self.divisions.place(self.area()) if self.area() else None
        around = (place.town, place.county, place.city) if place else ()
        names = (self.person, self.village, self.unit_name(), self.phone, *around)
        return tuple(word for word in names if word.strip())

    # -- making --------------------------------------------------------------------------------------

    def make(self, home: Path, clock: Clock) -> desks.NewDesk:
        """Makes the desk (two key derivations: slow). Raises Refused or Unavailable, and nothing is left."""
        for step in STEPS[: STEPS.index("recovery")]:
            refused = self.why_not(step)
            if refused is not None:
                raise refused
        if self.opened is not None:
            same = [one.id for one in self.former(clock.today()) if one.name == self.person]
            who = same[0] if len(same) == 1 else ""
            return packs.make(
                home, clock, self.opened, person=self.person, passphrase=self.passphrase, who=who
            )
        return desks.make(
            home,
            clock,
            level=self.level,
            unit_name=self.unit_name(),
            region=self.region(),
            person=self.person,
            passphrase=self.passphrase,
        )

    def former(self, today: date) -> list[Former]:
        """Who worked at the desk that a pack replaces: who writes the same name goes on as that person."""
        return self.opened.former(today) if self.opened is not None else []

    def confirm(self, last: str) -> None:
        """The last four digits of the sheet prove that it is at hand. Raises Refused."""
        if self.made is None or not stands_on(self.made.recovery_code, last):
            raise Refused("和恢复单上的最后4位不一样", "last")
        self.confirmed = True

    def finish(self, session: Session) -> None:
        """Writes what had to wait for the open desk: telephone, what the county demands, a pack's request."""
        if self.phone:
            records.edit(session, "person", session.person, {"phone": self.phone})
        if self.asks("demand") and self.demand != LATER:
            cadences.demand(session, self.demand, self._days())
        if self.opened is not None:
            # The stick may be gone or write-protected by now; U盘同步 offers to write it again.
            with contextlib.suppress(Refused, Unavailable):
                packs.ask(session, self.opened.folder)

    # -- leaving and coming back -----------------------------------------------------------------------

    def state(self) -> dict[str, str]:
        """What may stand in a plain file: the level and the picked code. No name, no passphrase."""
        return {"level": self.level, "region": self.picked[-1] if self.picked else ""}

    def resume(self, state: Mapping[str, str]) -> None:
        """Takes up what `state` gave; anything that is none any more is left out."""
        if state.get("level", "") in desks.LEVELS:
            self.choose_level(state["level"])
            if state.get("region") and self.divisions.exists(state["region"]):
                self.pick(state["region"])


def propose_digits(name: str) -> str:
    """Three digits for a village or community, the same for the same name; the township fixes them."""
    number = zlib.crc32(name.encode()) % 199
    return f"{number + 1:03d}" if name.endswith(COMMITTEE) else f"{number + 200:03d}"


def practice_home(home: Path) -> Path:
    """Where the practice village stands: beside the real desk, never in it."""
    return home.with_name(f"{home.name}-practice")


def real_home(home: Path) -> Path | None:
    """The real desk beside a practice village that `practice_home` named, if there is one."""
    name = home.name.removesuffix("-practice")
    real = home.with_name(name) if name and name != home.name else None
    return real if real is not None and unlocking.exists(real) else None


def make_practice(home: Path, clock: Clock, *, person: str, passphrase: str) -> None:
    """Makes an empty practice desk (slow) in `practice_home(home)` unless it is there already."""
    folder = practice_home(home)
    if unlocking.exists(folder):
        return
    desks.make(
        folder,
        clock,
        level="village",
        unit_name="云溪镇河湾村",
        region="990101001001",
        person=person,
        passphrase=passphrase,
        practice=True,
    )


def fill_practice(session: Session, progress: Progress) -> None:
    """Fills an empty practice desk with its village; one that has children stays as it is."""
    if session.ledger.identity.practice and not reader.count(session.ledger.connection, "child"):
        practice.fill(session, PRACTICE_CHILDREN, PRACTICE_SEED, progress)


def stands_on(code: str, last: str) -> bool:
    """Whether somebody who typed `last` has a recovery code before their eyes: its last four digits."""
    digits = "".join(sign for sign in tidy(last) if sign.isdecimal())
    return digits == code.replace("-", "")[-FOUR:]


def recovery_sheet(unit: str, person: str, code: str, day: date) -> Paper:
    """The sheet that opens the desk when the passphrase is lost: printed, put into an envelope."""
    groups = tuple(code.split("-"))
    half = len(groups) // 2
    heads = tuple(f"第{number}组" for number in range(1, len(groups) + 1))
    advice = (
        "口令忘了，只有这张纸能打开档案。谁拿到它，谁就能打开。",
        "装进信封封好，写上日期，锁进村（居）委会的柜子。不要拍照，不要放在电脑旁。",
        "用法：在打开档案的页面点“忘了口令”，照着输入八组数字，再定一个新口令。",
        "打印了新的恢复单，旧的就打不开了，请撕掉旧的。",
    )
    return Paper(
        "恢复单",
        (
            Facts((("单位", unit), ("使用人", person), ("建档日期", f"{day:%Y-%m-%d}"), ("存放处", "")), 2),
            Gap(4),
            Table((heads[:half],), (groups[:half],)),
            Table((heads[half:],), (groups[half:],)),
            Gap(4),
            *(Paragraph(f"{number}. {line}") for number, line in enumerate(advice, 1)),
            Signature(("封存人：　　　　　　", "　　　　年　　月　　日")),
        ),
        "sheet",
        footer=Footer(person, f"{day:%Y-%m-%d}", masked=False),
    )
