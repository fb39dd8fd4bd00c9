"""Makes real desks with invented children once and keeps them: for every page, for pictures, for benches."""

from __future__ import annotations

import atexit
import contextlib
import functools
import hashlib
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path

from childdesk.desk import desks, records
from childdesk.desk.session import Session
from childdesk.domain import village
from childdesk.domain.clock import SetClock
from childdesk.paths import resource
from childdesk.store import ledger, slots
from childdesk.store.writer import Writer

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
"""A Monday, noon in China."""
MORNING = time(1, 0, tzinfo=UTC)
PASSPHRASE = "小溪 石桥 油菜 灯笼"
PERSON, UNIT, REGION = "陈桂兰", "云溪镇河湾村", "990101001001"
LONG_PERSON = "古丽巴哈尔·阿卜杜克热木"
LONG_UNIT = "积石山保安族东乡族撒拉族自治县大河家镇康吊村"
SEED = 7
KEPT = Path("build/desks")
"""Where desks that take minutes are kept between runs; named by what made them."""
MANY = 1000

LONGEST: tuple[Mapping[str, str], ...] = (
    {
        "name": "阿卜杜热合曼·买买提阿卜杜拉",
        "sex": "男",
        "birth": "2012-05-09",
        "nation": "维吾尔族",
        "live_address": "积石山保安族东乡族撒拉族自治县大河家镇康吊村民委员会"
        "第12村民小组水渠北侧新建安置小区3号楼2单元501室",
        "village_group": "康吊移民安置小区第12村民小组",
        "categories": "留守儿童、困境儿童、流动儿童",
        "school": "积石山保安族东乡族撒拉族自治县民族中学附属九年一贯制寄宿制学校",
        "school_class": "八年级（12）民汉双语实验班",
        "risk": "红",
        "note": "父母都在外地务工，奶奶腿脚不便，平时由邻居帮着照看；孩子说晚上一个人睡不着，想等妈妈电话。",
    },
    {
        "name": "尉迟欣悦子涵",
        "sex": "女",
        "birth": "2018-11-02",
        "categories": "事实无人抚养儿童",
        "village_group": "康吊移民安置小区第12村民小组",
        "risk": "黄",
    },
)
"""Children whose names, schools and addresses are as long as they come; nobody of them exists."""


@dataclass(frozen=True)
class Made:
    """A desk on disk that nobody opens: only copies of it are used."""

    home: Path
    key: bytes
    person: str
    code: str


@functools.cache
def made(children: int = 0, *, longest: bool = False, rehearsal: bool = False) -> Made:
    """A desk with so many children and their story; `longest` adds LONGEST and long names of unit and person.

    With `rehearsal` it is a 演练 desk, so that the window says so.
    """
    keep = children >= MANY
    kind = "-longest" * longest + "-rehearsal" * rehearsal
    home = (
        KEPT / f"{children}{kind}-{_recipe()}"
        if keep
        else Path(tempfile.mkdtemp(prefix="childdesk-village-"))
    )
    if not keep:
        atexit.register(shutil.rmtree, home, ignore_errors=True)
    code = home / "code.txt"
    if not code.is_file():
        shutil.rmtree(home, ignore_errors=True)
        code.write_text(_make(home, children, longest=longest, rehearsal=rehearsal), encoding="utf-8")
    words = code.read_text(encoding="utf-8")
    return Made(home, slots.unlock_recovery(home, words), slots.people(home)[0][0], words)


def copied(folder: Path, base: Made) -> Path:
    """A copy that a test may change."""
    return Path(shutil.copytree(base.home, folder, ignore=shutil.ignore_patterns("code.txt")))


def opened(home: Path, base: Made, clock: SetClock) -> Session:
    """A writing session without a key derivation; close its ledger afterwards."""
    found = ledger.open_for_writing(home, base.key, clock, desks.INDEX, lambda _connection: None)
    return desks._seat(found, base.person, clock)


def _recipe() -> str:
    """Changes when what makes the children or keeps them does."""
    files = sorted(Path(village.__file__).parent.glob("*.py"))
    store = Path(ledger.__file__).parent
    files += [
        *sorted(store.glob("schema_v*.py")),
        store / "migrations.py",
        store / "search.py",
        resource("codes", "pinyin.txt"),
    ]
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in files))
    return digest.hexdigest()[:12]


def _make(home: Path, children: int, *, longest: bool, rehearsal: bool) -> str:
    home.mkdir(parents=True, exist_ok=True)
    clock = SetClock(NOON)
    new = desks.make(
        home,
        # Its story of a year lies behind it, so the desk must be older than that.
        SetClock(NOON - desks.PRACTICE_AGE),
        level="village",
        unit_name=LONG_UNIT if longest else UNIT,
        region=REGION,
        person=LONG_PERSON if longest else PERSON,
        passphrase=PASSPHRASE,
        practice=rehearsal,
    )
    key = slots.unlock_recovery(home, new.recovery_code)
    base = Made(home, key, slots.people(home)[0][0], new.recovery_code)
    session = opened(home, base, clock)
    with contextlib.closing(session.ledger):
        if children:
            _tell(session, children)
        if longest and children:
            _add_longest(session)
    return new.recovery_code


def _tell(session: Session, children: int) -> None:
    """The practice village's story, on a desk that is real: what the window shows is what a village sees."""
    told = village.generate(children, SEED, session.today, session.ledger.identity.unit)
    for batch in told.joined():
        clock = SetClock(datetime.combine(batch.day, MORNING))
        writer = Writer(session.ledger.connection, clock, session.ledger.index.refresh)
        writer.write(batch.operation, session.person, batch.ops, source="自编")


def _add_longest(session: Session) -> None:
    for texts in LONGEST:
        child = records.add(session, "child", dict(texts)).id
        for record, relation in (("guardian", "外祖母"), ("father", "父亲"), ("mother", "母亲")):
            who = {
                "child": child,
                "name": f"帕提古丽·{LONG_PERSON}",
                "relation": relation,
                "phone": "10412345678",
                "work_place": "广东省深圳市龙岗区坂田街道雪岗北路2018号天安云谷产业园区员工宿舍7栋",
            }
            records.add(session, record, who)
