"""Measures the search box on 100,000 children: speed by kind of word, exactness, LIKE, the seal's price.

    python -m tests.bench.bench_search [--children 100000] [--queries 200] [--seed 7]

Everything is made, asked and compared in one run: the same index in a sealed and in an unsealed file, plain
Python looking at every child as the truth, LIKE on the columns that a word concerns, and an index from which
the pinyin words were left out, on which the same comparison has to fail. Searches are judged by the clock.
How many times faster than LIKE is judged by processor time, the clock's beside it: a question of a tenth of a
millisecond that is interrupted once has waited forty times its own length.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from childdesk import paths
from childdesk.domain.pinyin import Pinyin
from childdesk.store import search
from childdesk.store.connection import Connection, driver, new_ledger, open_ledger
from childdesk.store.search import SearchRow

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚"
    "卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤单仇解区查"
)
GIVEN = (
    "子梓宇浩涵欣怡雨轩嘉诗语萱思若佳俊明华伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛超霞平刚桂红梅建国文玉兰燕飞鹏晨"
    "睿博昊天一诺依可馨雅琪瑶婷慧颖倩薇妍悦彤奕泽楷铭翔毅恒瑞阳辰航希贝安宁乐心小禾春夏秋冬雪"
)
RARE = "𬎆䶮㛃𫖮𠅤𡋤𢘑𤧛"
TRANSLITERATED = (
    "阿不都热合曼 买买提 艾山江 古丽娜尔 吐尔逊 阿依古丽 热孜万 努尔艾力 麦麦提 帕提古丽 阿卜杜拉 玉素甫"
).split()
DOTS = "·・•‧∙⋅．."
PLAIN_DOTS = dict.fromkeys(map(ord, DOTS))
BAR_FIND, BAR_IDS, BAR_LIKE = 16.0, 60.0, 20.0
PINYIN = Pinyin(lambda: paths.resource_bytes("codes/pinyin.txt"))


def crowd(count: int, seed: int) -> list[SearchRow]:
    """A county's children: few surnames carry most, 2 % transliterated names, some rare characters."""
    chance = random.Random(seed)
    villages = [
        chance.choice("柳桃石青白黄双大小东西南北新") + chance.choice("林山河溪泉湾坪塘桥庄") + "村"
        for _ in range(300)
    ]
    weights = [1 / (place + 3) for place in range(len(SURNAMES))]

    def name() -> str:
        kind = chance.random()
        if kind < 0.02:
            return chance.choice(DOTS).join(chance.sample(TRANSLITERATED, 2))
        given = "".join(chance.choices(GIVEN, k=1 if chance.random() < 0.2 else 2))
        if kind < 0.025:
            given = given[:-1] + chance.choice(RARE)
        return chance.choices(SURNAMES, weights)[0] + given

    def row() -> SearchRow:
        birth = f"{chance.randint(2008, 2025)}{chance.randint(1, 12):02}{chance.randint(1, 28):02}"
        village = chance.randrange(300)
        return SearchRow(
            f"{chance.getrandbits(128):032x}",
            name(),
            (name(),) if chance.random() < 0.05 else (),
            f"{chance.choice(('430725', '430725', '430722'))}{birth}"
            f"{chance.randrange(1000):03}{chance.choice('0123456789X')}",
            tuple(
                f"1{chance.choice('35789')}{chance.randrange(10**9):09}"
                for _ in range(chance.choice((1, 1, 2)))
            ),
            f"{chance.randint(1, 12)}组",
            villages[village],
            f"430725{village // 20 + 100}{village % 20 + 200}",
        )

    return [row() for _ in range(count)]


# ── what is asked ───────────────────────────────────────────────────────────────────────────────────────


def questions(rows: list[SearchRow], count: int, seed: int) -> dict[str, list[str]]:
    """Kind of word → `count` texts, drawn from the children themselves."""
    chance = random.Random(seed)
    plain = [row for row in rows if len(row.name) == 3 and not set(row.name) & set(RARE)]
    dotted = [row for row in rows if set(row.name) & set(DOTS)]

    def reading(row: SearchRow) -> tuple[str, ...]:
        return PINYIN.name_readings(row.name)[0]

    def part(row: SearchRow) -> str:
        typed = "".join(reading(row))
        return typed[: chance.randint(2, len(typed) - 1)]

    def dot(row: SearchRow) -> str:
        return row.name.translate(dict.fromkeys(PLAIN_DOTS, chance.choice(("", *DOTS))))

    kinds: dict[str, tuple[list[SearchRow], Callable[[SearchRow], str]]] = {
        "one character": (plain, lambda row: chance.choice(row.name)),
        "two-character name": (plain, lambda row: row.name[:2] if chance.random() < 0.5 else row.name[1:]),
        "whole name": (plain, lambda row: row.name),
        "pinyin, whole": (plain, lambda row: "".join(reading(row))),
        "pinyin, begun": (plain, part),
        "initials": (plain, lambda row: "".join(word[0] for word in reading(row))),
        "one letter": (plain, lambda row: reading(row)[0][0]),
        "ID tail, 4": (rows, lambda row: row.id_number[-4:]),
        "ID tail, 6": (rows, lambda row: row.id_number[-6:]),
        "telephone": (rows, lambda row: row.phones[0][: chance.choice((7, 11))]),
        "telephone tail": (rows, lambda row: row.phones[-1][-4:]),
        "group": (rows, lambda row: row.village_group),
        "rare character": (rows, lambda row: chance.choice(RARE)),
        "· name": (dotted, dot),
        "surname and group": (plain, lambda row: f"{reading(row)[0]} {row.village_group}"),
    }
    return {kind: [make(chance.choice(pool)) for _ in range(count)] for kind, (pool, make) in kinds.items()}


# ── the truth, by looking at every child ────────────────────────────────────────────────────────────────


class Truth:
    """Answers by plain Python over all children, with nothing taken from the index or the parser."""

    def __init__(self, rows: list[SearchRow]) -> None:
        order = [(PINYIN.name_rank(row.name), row.child_id, row) for row in rows]
        self.rows = [row for _, _, row in sorted(order, key=lambda one: one[:2])]
        self.names = [
            "\n".join(name.translate(PLAIN_DOTS) for name in (row.name, *row.other_names))
            for row in self.rows
        ]
        self.groups = [row.village_group for row in self.rows]
        self.villages = [row.village for row in self.rows]
        self.numbers = [row.id_number for row in self.rows]
        self.phones = ["\n" + "\n".join(row.phones) + "\n" for row in self.rows]
        self.units = [row.unit for row in self.rows]
        self.spelled = ["\n" + "\n".join(self._spellings(row)) for row in self.rows]

    @staticmethod
    def _spellings(row: SearchRow) -> Iterator[str]:
        for name in (row.name, *row.other_names):
            for reading in PINYIN.name_readings(name):
                for start in range(len(reading)):
                    rest = reading[start:]
                    letters = "".join(word[0] for word in rest)
                    consonants = (word[:2] if word[:2] in ("zh", "ch", "sh") else word[0] for word in rest)
                    yield from ("".join(rest), letters, "".join(consonants), rest[0] + letters[1:])

    def ids(self, text: str) -> list[str]:
        """Ids of the children that a text means, in list order."""
        kept = set(range(len(self.rows)))
        for word in text.split():
            kept &= set(self._fitting(word))
        return [self.rows[at].child_id for at in sorted(kept)]

    def _fitting(self, word: str) -> list[int]:
        if word.endswith("组"):
            return [at for at, group in enumerate(self.groups) if group == word]
        if word.isascii() and word.isalpha():
            begun = f"\n{word}"
            return [at for at, spelled in enumerate(self.spelled) if begun in spelled]
        if word[0].isdecimal():
            return self._numbered(word)
        plain = word.translate(PLAIN_DOTS)
        found = [at for at, names in enumerate(self.names) if plain in names]
        if len(plain) > 1:
            found += [at for at, village in enumerate(self.villages) if village.startswith(plain)]
        return found

    def _numbered(self, word: str) -> list[int]:
        """Tails of 4 to 6 and beginnings of identity numbers, telephones, units."""
        size = len(word)
        begun, ended = f"\n{word}", f"{word}\n"
        found = [at for at, phones in enumerate(self.phones) if begun in phones]
        if size == 4:
            found += [at for at, phones in enumerate(self.phones) if ended in phones]
        if size in (4, 5, 6):
            found += [at for at, number in enumerate(self.numbers) if number.endswith(word)]
        if size >= 6:
            found += [at for at, number in enumerate(self.numbers) if number.startswith(word)]
        if size >= 9:
            found += [at for at, unit in enumerate(self.units) if unit.startswith(word)]
        return found


# ── files ───────────────────────────────────────────────────────────────────────────────────────────────


def filled(connection: Connection, rows: list[SearchRow]) -> Connection:
    """The index and, for LIKE, a plain table of the same children."""
    connection.execute("BEGIN")
    search.rebuild(connection, rows, PINYIN)
    connection.execute(
        "CREATE TABLE plain (id TEXT PRIMARY KEY, name TEXT, others TEXT, pinyin TEXT, initials TEXT,"
        " id_number TEXT, phones TEXT, village_group TEXT, village TEXT)"
    )
    connection.executemany(
        "INSERT INTO plain VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                row.child_id,
                row.name.translate(PLAIN_DOTS),
                " ".join(row.other_names),
                "".join(PINYIN.name_readings(row.name)[0]),
                PINYIN.initials(row.name)[0],
                row.id_number,
                " ".join(row.phones),
                row.village_group,
                row.village,
            )
            for row in rows
        ),
    )
    connection.execute("COMMIT")
    return connection


def like(connection: Connection, text: str) -> int:
    """How many ids LIKE returns, asked only about the columns that the words concern."""
    clauses, values = [], []
    for word in text.translate(PLAIN_DOTS).split():
        if word.endswith("组"):
            columns = ("village_group",)
        elif word.isascii() and word.isalpha():
            columns = ("pinyin", "initials")
        elif word[0].isdecimal():
            columns = ("id_number", "phones")
        else:
            columns = ("name", "others", "village")
        clauses.append("(" + " OR ".join(f"{column} LIKE ?" for column in columns) + ")")
        values += [f"%{word}%"] * len(columns)
    return len(connection.execute(f"SELECT id FROM plain WHERE {' AND '.join(clauses)}", values).fetchall())


class Mute(Pinyin):
    """Knows the order of names and no spelling: the deliberately broken index is made with it."""

    def spellings(self, name: str) -> set[str]:
        return set()


# ── figures ─────────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Figures:
    """Milliseconds by the clock of one kind, and how many answers were right."""

    find: list[float] = field(default_factory=list)
    ids: list[float] = field(default_factory=list)
    find_unsealed: list[float] = field(default_factory=list)
    ids_unsealed: list[float] = field(default_factory=list)
    hits: list[int] = field(default_factory=list)
    right: int = 0
    right_broken: int = 0
    ids_processor: list[float] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)
    ratios_processor: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class File:
    """One file as a reading lane has it open: with everybody's place in the list in memory."""

    connection: Connection
    order: search.Order


def timed(ask: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds by the clock and of the processor."""
    clock, own = time.perf_counter(), time.thread_time()
    ask()
    return (time.perf_counter() - clock) * 1000, (time.thread_time() - own) * 1000


def share(values: list[float], part: float) -> float:
    """The value below which `part` of the values lie."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def measured(texts: list[str], sealed: File, unsealed: File) -> Figures:
    """Sealed and unsealed in turn, so that a busy moment hits both."""
    made = Figures()
    for text in texts:
        for file, find, ids in (
            (sealed, made.find, made.ids),
            (unsealed, made.find_unsealed, made.ids_unsealed),
        ):
            find.append(timed(lambda c=file.connection, t=text: search.find(c, t, 50))[0])
            clock, own = timed(lambda o=file.order, t=text: o.ids(t))
            ids.append(clock)
            if file is sealed:
                made.ids_processor.append(own)
    return made


def compared(made: Figures, texts: list[str], truth: Truth, sealed: File, broken: search.Order) -> None:
    """Counts and whole orders against the truth; LIKE where a word has at most 100 hits."""
    for text in texts:
        meant = truth.ids(text)
        found = search.find(sealed.connection, text, 50)
        paged = [one for one, _ in found.hits] == meant[:50]
        made.right += found.count == len(meant) and paged and sealed.order.ids(text) == meant
        made.right_broken += broken.ids(text) == meant
        made.hits.append(len(meant))
        if len(meant) <= 100:
            slow, slow_own = timed(lambda t=text: like(sealed.connection, t))
            fast, fast_own = timed(lambda t=text: sealed.order.ids(t))
            made.ratios.append(slow / fast)
            made.ratios_processor.append(slow_own / fast_own)


def printed(figures: dict[str, Figures], queries: int) -> None:
    """The table, then each bar with what was measured."""
    print(f"{'':20}{'':>8}{'first 50 and count, ms':^38}{'all ids, ms':^26}{'right':^22}")
    print(
        f"{'kind of word':20}{'hits':>8}{'sealed p50':>12}{'p95':>7}{'plain p50':>12}{'p95':>7}"
        f"{'sealed p95':>13}{'plain p95':>13}{'of ' + str(queries):>10}{'broken':>9}"
    )
    for kind, f in figures.items():
        print(
            f"{kind:20}{int(share(list(map(float, f.hits)), 0.5)):8}"
            f"{share(f.find, 0.5):12.2f}{share(f.find, 0.95):7.2f}"
            f"{share(f.find_unsealed, 0.5):12.2f}{share(f.find_unsealed, 0.95):7.2f}"
            f"{share(f.ids, 0.95):13.2f}{share(f.ids_unsealed, 0.95):13.2f}{f.right:10}{f.right_broken:9}"
        )
    worst_find = max(share(f.find, 0.95) for f in figures.values())
    worst_ids = max(share(f.ids, 0.95) for f in figures.values())
    worst_own = max(share(f.ids_processor, 0.95) for f in figures.values())
    ratios = [ratio for f in figures.values() for ratio in f.ratios_processor]
    clocked = [ratio for f in figures.values() for ratio in f.ratios]
    asked = queries * len(figures)
    right = sum(f.right for f in figures.values())
    broken = sum(f.right_broken for f in figures.values())
    sealed = sum(sum(f.find) for f in figures.values())
    plain = sum(sum(f.find_unsealed) for f in figures.values())

    def bar(holds: bool, words: str) -> None:
        print(f"{'holds ' if holds else 'MISSED'}  {words}")

    bar(
        worst_find <= BAR_FIND,
        f"first 50 with exact count, p95 of the slowest kind: {worst_find:.1f} ms (≤ {BAR_FIND:.0f})",
    )
    bar(
        worst_ids <= BAR_IDS,
        f"all ids in order, p95 of the slowest kind: {worst_ids:.1f} ms (≤ {BAR_IDS:.0f});"
        f" {worst_own:.1f} ms of the processor",
    )
    bar(
        share(ratios, 0.05) >= BAR_LIKE,
        f"against LIKE on {len(ratios)} searches of ≤ 100 hits: median {share(ratios, 0.5):.0f} times faster,"
        f" slowest twentieth {share(ratios, 0.05):.0f} times (≥ {BAR_LIKE:.0f}); by the clock"
        f" {share(clocked, 0.5):.0f} and {share(clocked, 0.05):.0f}",
    )
    bar(right == asked, f"count, first 50 and whole order as by plain looking: {right} of {asked}")
    bar(broken < asked, f"the same without pinyin words in the index: {broken} of {asked}")
    print(f"        the seal's price: {sealed / plain:.2f} times the time of the unsealed file")


def opened(connection: Connection) -> File:
    """A file with a list that was not read yet."""
    return File(connection, search.Order(connection))


def main() -> None:
    """Makes the children and the files, asks, compares, prints."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--children", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    chosen = parser.parse_args()
    rows = crowd(chosen.children, chosen.seed)
    asked = questions(rows, chosen.queries, chosen.seed + 1)
    truth = Truth(rows)
    key = random.Random(chosen.seed).randbytes(32)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        build = timed(lambda: filled(new_ledger(home / "sealed.db", key), rows).close())[0]
        plain = driver.connect(str(home / "plain.db"))
        plain.execute("PRAGMA journal_mode = WAL")
        filled(plain, rows).close()
        broken = driver.connect(":memory:")
        search.rebuild(broken, rows, Mute(lambda: paths.resource_bytes("codes/pinyin.txt")))
        sealed = opened(open_ledger(home / "sealed.db", key, "read"))
        unsealed = opened(driver.connect(str(home / "plain.db")))
        pages = sealed.connection.execute("PRAGMA cache_size").fetchone()[0]
        unsealed.connection.execute(f"PRAGMA cache_size = {pages}")
        held = timed(sealed.order.refresh)[0]
        unsealed.order.refresh()
        print(
            f"{chosen.children} children, seed {chosen.seed}, SQLite {driver.sqlite_version}, Python"
            f" {sys.version.split()[0]}; index and plain table made in {build / 1000:.1f} s,"
            f" everybody's place read once after unlocking, and again after a change, in {held:.0f} ms"
        )
        figures = {kind: measured(texts, sealed, unsealed) for kind, texts in asked.items()}
        for kind, texts in asked.items():
            compared(figures[kind], texts, truth, sealed, search.Order(broken))
        printed(figures, chosen.queries)
        for connection in (sealed.connection, unsealed.connection, broken):
            connection.close()


if __name__ == "__main__":
    main()
