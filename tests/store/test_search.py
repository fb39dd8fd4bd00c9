"""Holds that the search box finds exactly the children meant, in list order, and says why."""

from __future__ import annotations

import functools
import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from childdesk import paths
from childdesk.domain.pinyin import Pinyin
from childdesk.store import search
from childdesk.store.connection import Connection, check_pages, driver, new_ledger, open_ledger
from childdesk.store.search import SearchRow

PINYIN = Pinyin(lambda: paths.resource_bytes("codes/pinyin.txt"))
DOTS = "·・•‧∙⋅．."


def unsealed() -> Connection:
    """An empty index in memory."""
    made = driver.connect(":memory:", isolation_level=None)
    search.create(made)
    return made


@pytest.fixture
def index() -> Iterator[Connection]:
    made = unsealed()
    yield made
    made.close()


def child(number: int, name: str, **rest) -> SearchRow:
    return SearchRow(f"{number:032x}", name, **rest)


HE = child(
    1,
    "周小禾",
    other_names=("周禾禾",),
    id_number="43072520160305032X",
    phones=("13812345678", "0736-7654321"),
    village_group="第3村民组",
    village="柳林村",
    unit="430725105203",
)
OTHERS = (
    child(2, "小周", village_group="上湾组", phones=("13900000321",)),
    child(3, "阿不都・热合曼", village_group="十二组", id_number="430725201701010321"),
    child(4, "单𬎆", id_number="430725201603054218"),
    child(5, "吕略"),
)


@pytest.fixture
def village(index) -> Connection:
    search.index_rows(index, (HE, *OTHERS), PINYIN)
    return index


def names(index: Connection, text: str) -> list[str]:
    """Which of the five are found."""
    known = {row.child_id: row.name for row in (HE, *OTHERS)}
    return [known[one] for one in search.Order(index).ids(text)]


@pytest.mark.parametrize(
    "text",
    [
        "周小禾", "小禾", "禾", "周禾", "周 禾", "周　小禾",
        "zhouxiaohe", "zhou xiaohe", "zhoux", "xiaohe", "ZXH", "zxh", "xh", "zhxh", "zhouxh", "zhh",
        "032X", "032x", "5032x", "05032X", "430725201603050", "43072520160305032x", "430725 20160305 032X",
        "5678", "138123", "13812345678", "138 1234 5678", "+8613812345678", "07367654321", "4321",
        "3组", "三组", "第3村民组", "3", "柳林", "柳林村", "周3组", "柳林村3组", "zhou 3组 032x",
        "430725105203",
    ],
)  # fmt: skip
def test_one_child_is_found_by_everything_that_is_known_of_it(village, text):
    assert "周小禾" in names(village, text)


@pytest.mark.parametrize(
    "text",
    ["小周", "禾小", "周禾小", "houxiaohe", "xz", "32X", "1234", "2345678", "13组", "林村", "李", "?", "*"],
)
def test_nothing_else_finds_it(village, text):
    assert "周小禾" not in names(village, text)


def test_a_rare_character_and_its_reading_find_a_child(village):
    assert names(village, "𬎆") == names(village, "shanying") == names(village, "sy") == ["单𬎆"]
    assert names(village, "danying") == ["单𬎆"]


def test_a_name_is_found_with_and_without_its_dot(village):
    for dot in ("", *DOTS):
        assert names(village, f"阿不都{dot}热合曼") == ["阿不都・热合曼"]
    assert names(village, "都热") == ["阿不都・热合曼"]
    assert names(village, "abudu") == names(village, "rehe") == ["阿不都・热合曼"]


def test_ü_is_found_however_it_is_typed(village):
    for text in ("lvlve", "lüè", "lyu", "lvlue", "ll"):
        assert names(village, text) == ["吕略"]


def test_nothing_typed_lists_everyone_in_order(village):
    assert names(village, "") == ["阿不都・热合曼", "吕略", "单𬎆", "小周", "周小禾"]
    found = search.find(village, "", limit=2, offset=1)
    assert (found.count, [why for _, why in found.hits]) == (5, ["", ""])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("小禾", "姓名 小禾"),
        ("禾禾", "其他姓名 禾禾"),
        ("zxh", "拼音 zxh"),
        ("032x", "证件后4位 032X"),
        ("430725201603", "证件号 430725201603"),
        ("5678", "电话后4位 5678"),
        ("1381", "电话 1381"),
        ("三组", "3组"),
        ("柳林", "地点 柳林"),
        ("430725105203", "单位代码 430725105203"),
        ("周 zxh 3组", "姓名 周，拼音 zxh，3组"),
    ],
)
def test_a_hit_says_why_it_matched(village, text, why):
    assert dict(search.find(village, text).hits)[HE.child_id] == why


def test_a_page_is_cut_out_of_the_whole_order(village):
    every = search.Order(village).ids("")
    paged = [search.find(village, "", 2, offset).hits for offset in (0, 2, 4, 6)]
    assert [one for page in paged for one, _ in page] == every
    assert search.find(village, "z", 1, 0).count == search.find(village, "z", 1, 99).count
    assert search.find(village, "z", 1, 99).hits == ()


def test_a_changed_child_is_found_by_the_new_facts_only(village):
    search.index_rows(village, [replace(HE, name="李小禾", other_names=(), phones=())], PINYIN)
    assert HE.child_id in search.Order(village).ids("lxh")
    for text in ("周小禾", "zxh", "禾禾", "5678"):
        assert HE.child_id not in search.Order(village).ids(text)
    assert search.find(village, "").count == 5


def test_a_removed_child_is_not_found(village):
    search.remove(village, [HE.child_id, "unknown"])
    assert HE.child_id not in search.Order(village).ids("")
    assert search.find(village, "小禾").count == 0
    assert village.execute("SELECT count(*) FROM search_source").fetchone()[0] == 4


def test_after_a_purge_no_word_of_a_removed_child_stays_in_the_index(village):
    def held(word: bytes) -> bool:
        return any(word in block for (block,) in village.execute("SELECT block FROM search_index_data"))

    assert held(b"13812345678")
    search.remove(village, [HE.child_id])
    search.purge(village)
    for word in (b"13812345678", b"43072520160305032x", "周小禾".encode(), b"zhouxiaohe"):
        assert not held(word)
    assert names(village, "13900000321") == ["小周"]


@pytest.fixture
def two(tmp_path) -> Iterator[tuple[Connection, Connection]]:
    """A sealed file with the five, open for writing and, as the window's reading lane has it, for reading."""
    writing = new_ledger(tmp_path / "ledger.db", b"k" * 32)
    with writing:
        search.rebuild(writing, (HE, *OTHERS), PINYIN)
    reading = open_ledger(tmp_path / "ledger.db", b"k" * 32, "read")
    yield writing, reading
    reading.close()
    writing.close()


def test_an_order_kept_in_memory_sees_what_was_written_here_and_elsewhere(two):
    writing = two[0]
    kept = [search.Order(connection) for connection in two]
    assert [order.ids("zxh") for order in kept] == [[HE.child_id]] * 2
    where = "SELECT position FROM search_child WHERE child = ?"
    (place,) = writing.execute(where, (HE.child_id,)).fetchone()
    # Somebody else takes the very place that became free.
    other = replace(HE, child_id=f"{9:032x}")
    with writing:
        search.remove(writing, [HE.child_id])
        search.index_rows(writing, [other], PINYIN)
    assert writing.execute(where, (other.child_id,)).fetchone() == (place,)
    for order, connection in zip(kept, two, strict=True):
        assert order.ids("zxh") == [other.child_id]
        assert order.ids("") == search.Order(connection).ids("")
        assert not order.refresh()


def test_an_order_kept_in_memory_forgets_what_was_taken_back(two):
    writing = two[0]
    kept = search.Order(writing)
    before = kept.ids("")
    search.remove(writing, [HE.child_id])
    assert HE.child_id not in kept.ids("")
    writing.rollback()
    assert kept.ids("") == before and kept.ids("zxh") == [HE.child_id]


def test_children_of_one_name_are_ordered_by_id(index):
    rows = [child(number, "王伟") for number in (7, 3, 9, 1)]
    for row in rows:
        search.index_rows(index, [row], PINYIN)
    assert search.Order(index).ids("王伟") == sorted(row.child_id for row in rows)


def test_a_full_gap_makes_room_and_keeps_the_order(index):
    search.index_rows(index, [child(0, "王一"), child(999_999, "王一")], PINYIN)
    rows = [child(number, "王一", id_number=f"43072520160305{number:04d}") for number in range(1, 400)]
    for row in rows:
        search.index_rows(index, [row], PINYIN)
    for row in [child(1_000_000 - number, "王一") for number in range(2, 300)]:
        search.index_rows(index, [row], PINYIN)
    ordered = search.Order(index).ids("王")
    assert ordered == sorted(ordered)
    assert len(ordered) == 399 + 298 + 2
    assert search.Order(index).ids("0123") == [f"{123:032x}"]


def test_the_index_written_bit_by_bit_equals_the_one_made_anew(index):
    chance = random.Random(5)
    rows = {row.child_id: row for row in made(chance, 300)}
    for start in range(0, 300, 40):
        search.index_rows(index, list(rows.values())[start : start + 40], PINYIN)
    for row in chance.sample(list(rows.values()), 60):
        rows[row.child_id] = replace(row, name=chance.choice(list(rows.values())).name)
        search.index_rows(index, [rows[row.child_id]], PINYIN)
    for one in chance.sample(list(rows), 40):
        del rows[one]
        search.remove(index, [one])
    anew = unsealed()
    search.rebuild(anew, rows.values(), PINYIN)
    for text in ("", "王", "z", "zx", "小", "3组", "1", "43", "430725"):
        assert search.Order(index).ids(text) == search.Order(anew).ids(text)
    anew.close()


def test_the_index_is_made_anew_over_a_damaged_one(village):
    village.execute("DROP TABLE search_source")
    search.rebuild(village, (HE, *OTHERS), PINYIN)
    assert names(village, "zxh") == ["周小禾"]


# ── against a matcher that knows nothing of the index ───────────────────────────────────────────────────

SURNAMES = "周王李张单曾区"
GIVEN = "小禾子和行长一𬎆丽"
TRANSLITERATED = ("阿不都热合曼", "买买提", "古丽娜尔", "热孜万")


def made(chance: random.Random, count: int) -> list[SearchRow]:
    """Children with few different characters and numbers, so that searches meet."""

    def name() -> str:
        if chance.random() < 0.15:
            return chance.choice(DOTS).join(chance.sample(TRANSLITERATED, 2))
        return chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2, 2))))

    def digits(size: int) -> str:
        return "".join(chance.choices("0123", k=size))

    return [
        SearchRow(
            f"{chance.getrandbits(128):032x}",
            name(),
            tuple(name() for _ in range(chance.choice((0, 0, 0, 1)))),
            chance.choice(("", f"430725201{digits(8)}{chance.choice('0123X')}")),
            tuple(f"13{digits(9)}" for _ in range(chance.choice((0, 1, 2)))),
            f"{chance.randint(1, 12)}组",
            chance.choice(("柳林村", "桃溪村")),
            f"430725{digits(6)}",
        )
        for _ in range(count)
    ]


def has_name(row: SearchRow, part: str) -> bool:
    plain = [name.translate(dict.fromkeys(map(ord, DOTS))) for name in (row.name, *row.other_names)]
    return any(part in name for name in plain)


@functools.cache
def spellings(row: SearchRow) -> frozenset[str]:
    """Full syllables, first letters, first consonants, or one syllable and first letters, from any on."""

    def tail(reading: tuple[str, ...]) -> list[str]:
        first = [word[0] for word in reading]
        consonants = [word[:2] if word[:2] in ("zh", "ch", "sh") else word[0] for word in reading]
        return ["".join(reading), "".join(first), "".join(consonants), "".join([reading[0], *first[1:]])]

    return frozenset(
        way
        for name in (row.name, *row.other_names)
        for reading in PINYIN.name_readings(name)
        for start in range(len(reading))
        for way in tail(reading[start:])
    )


def spelled(row: SearchRow, typed: str) -> bool:
    """Whether one of the ways in which a child's names are typed begins so."""
    return any(way.startswith(typed) for way in spellings(row))


def has_number(row: SearchRow, digits: str) -> bool:
    size, upper = len(digits), digits.upper()
    tail = size in (4, 5, 6) and row.id_number.endswith(upper)
    start = size >= 6 and row.id_number.startswith(upper)
    phone = any(p.startswith(digits) or (size == 4 and p.endswith(digits)) for p in row.phones)
    return tail or start or phone or (size >= 9 and row.unit.startswith(digits))


CROWD = made(random.Random(11), 400)


@st.composite
def searches(draw) -> tuple[str, set[str]]:
    """A text and the ids of the children that it means, by plain looking."""
    row = draw(st.sampled_from(CROWD))
    plain = row.name.translate(dict.fromkeys(map(ord, DOTS)))
    start = draw(st.integers(0, len(plain) - 1))
    part = plain[start : draw(st.integers(start + 1, len(plain)))]
    reading = draw(st.sampled_from(PINYIN.name_readings(row.name)))[start:] or ("a",)
    full, first = "".join(reading), "".join(word[0] for word in reading)
    typed = draw(st.sampled_from([full, first, full[: draw(st.integers(1, len(full)))]]))
    group = draw(st.integers(1, 13))
    number = draw(
        st.one_of(
            st.sampled_from([row.id_number[-4:], row.id_number[-6:], row.id_number[:10], row.id_number[:13]]),
            st.sampled_from(
                [row.unit, row.unit[:10], row.id_number, *row.phones, *(p[:6] for p in row.phones)]
            ),
        ).filter(lambda text: len(text) > 3)
    )
    kinds = {
        part: lambda one: has_name(one, part) or (len(part) > 1 and one.village.startswith(part)),
        typed: lambda one: spelled(one, typed),
        number: lambda one: has_number(one, number),
        f"{group}组": lambda one: one.village_group == f"{group}组",
        row.village[:2]: lambda one: one.village.startswith(row.village[:2]),
    }
    words = draw(st.lists(st.sampled_from(sorted(kinds)), min_size=1, max_size=3, unique=True))
    meant = {one.child_id for one in CROWD if all(kinds[word](one) for word in words)}
    return " ".join(words), meant


CROWDED = unsealed()
search.rebuild(CROWDED, CROWD, PINYIN)


@settings(max_examples=400)
@given(searches())
def test_search_finds_exactly_whom_plain_looking_finds(case):
    text, meant = case
    ordered = sorted(
        (row for row in CROWD if row.child_id in meant), key=lambda r: (PINYIN.name_rank(r.name), r.child_id)
    )
    expected = [row.child_id for row in ordered]
    found = search.find(CROWDED, text, limit=50)
    assert found.count == len(expected)
    assert [one for one, _ in found.hits] == expected[:50]
    assert all(why for _, why in found.hits)
    assert search.Order(CROWDED).ids(text) == expected


@given(st.text(max_size=40))
def test_whatever_is_typed_search_answers(text):
    found = search.find(CROWDED, text)
    assert found.count == len(search.Order(CROWDED).ids(text))


def test_who_searched_before_others_wrote_does_not_take_what_is_new_for_damage(two):
    writing, reading = two
    assert search.find(reading, "小禾").count == 1
    for number in range(40):
        with writing:
            search.index_rows(writing, [child(100 + number, "周小满")], PINYIN)
    assert check_pages(reading) == []
    assert not reading.in_transaction


def _pieces(index):
    return index.execute("SELECT count(DISTINCT segid) FROM search_index_idx").fetchone()[0]


def test_children_who_come_together_leave_pieces_to_be_joined_and_the_settings_as_usual(index, monkeypatch):
    monkeypatch.setattr(search, "_MANY", 20)
    everyone = [child(number, f"周小{chr(0x4E00 + number)}", unit="430725105203") for number in range(120)]
    stood = []
    insert = search._insert

    def watched(connection, rows):
        insert(connection, rows)
        kept = "SELECT k, v FROM search_index_config WHERE k <> 'version' ORDER BY k"
        stood.append(connection.execute(kept).fetchall())

    monkeypatch.setattr(search, "_insert", watched)
    for start in range(0, 120, 20):
        index.execute("BEGIN")
        search.index_rows(index, everyone[start : start + 20], PINYIN)
        index.execute("COMMIT")
    search.index_rows(index, [child(500, "周小禾")], PINYIN)
    assert _pieces(index) > 4
    search.join(index)
    assert _pieces(index) == 1
    assert stood[0] == [("automerge", 0), ("hashsize", 2 << 20)]
    assert stood[-1] == [("automerge", 4), ("hashsize", 1 << 20)]
    assert search.find(index, "周小").count == 121
    index.execute("INSERT INTO search_index(search_index) VALUES ('integrity-check')")
