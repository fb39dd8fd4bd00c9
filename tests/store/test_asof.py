"""As of a past day: what this desk knew at its end, the same for ever, equal to a diary kept beside it."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta
from unittest.mock import patch

import pytest

from childdesk.desk import records
from childdesk.desk.session import Session
from childdesk.domain import catalogue, days
from childdesk.domain.kinds import Date
from childdesk.store import chain, checking, journal
from childdesk.store.snapshot import Snapshot
from tests.store.copies import Copy
from tests.store.living import PERSON, TODAY, Living, families, living

TEXTS = {
    "phone": ("13800001111", "13900002222", "05708812345", ""),
    "live_address": ("河湾村1组", "河湾村2组", "镇上姑姑家", ""),
    "birth": ("2016-03-05", "2012-11-24", "2012-02-29", "2014-07", ""),
    "categories": ("留守儿童", "困境儿童", "留守儿童、困境儿童", "孤儿", ""),
}
START = TODAY - timedelta(500)


@pytest.fixture
def desk(tmp_path):
    with living(tmp_path / "home") as opened:
        yield opened


def seat(desk: Living) -> Session:
    return Session(desk.ledger, PERSON, "陈桂兰", "主任", s3=True, clock=desk.clock)


def go_to(desk: Living, day: date) -> None:
    desk.clock.moment = datetime.combine(day, time(9), UTC)


# ── values against a diary ───────────────────────────────────────────────────────────────────────────────


class Diary:
    """The oracle: what was said of whom on which day, in the order in which it was said."""

    def __init__(self) -> None:
        self.said: list[tuple[date, str, dict[str, str]]] = []

    def children(self, day: date) -> set[str]:
        return {child for when, child, _ in self.said if when <= day}

    def last(self, child: str, key: str, day: date) -> str:
        found = [
            texts[key] for when, who, texts in self.said if who == child and when <= day and key in texts
        ]
        return found[-1] if found else ""

    def age(self, child: str, day: date) -> int | None:
        born = self.last(child, "birth", day)
        if not born:
            return None
        # Of a birthday in a month nobody knows the day of: nobody is called older than proven.
        year, month, last = (*map(int, born.split("-")), 31)[:3]
        return day.year - year - ((day.month, day.day) < (month, last))


def live(desk: Living, seed: int) -> Diary:
    """A year and a half of a village in which things change; each act is also told to the diary."""
    chance, diary, children = random.Random(seed), Diary(), []
    day = START
    while day <= TODAY:
        go_to(desk, day)
        texts = {key: chance.choice(words) for key, words in TEXTS.items() if chance.random() < 0.5}
        if not children or chance.random() < 0.2:
            named = {"name": f"孩子{chance.randrange(10**9)}", **{k: v for k, v in texts.items() if v}}
            child = records.add(seat(desk), "child", named).id
            children.append(child)
        else:
            child = chance.choice(children)
            if texts:
                records.edit(seat(desk), "child", child, texts)
        diary.said.append((day, child, texts))
        day += timedelta(chance.randrange(0, 25))
    return diary


def told(desk: Living, day: date) -> dict[str, tuple]:
    """Categories, age, telephone and address of everybody as the ledger knew them at the end of a day."""
    snapshot = Snapshot(desk.connection, day, day)
    found = {}
    for child in snapshot.rows("child"):
        raw = snapshot.whole("child", child)
        born = None if raw["birth"] is None else Date().from_db(raw["birth"])
        categories = set(str(raw["categories"] or "").split("、")) - {""}
        age = days.age(born, day)
        found[child] = (categories, age, str(raw["phone"] or ""), str(raw["live_address"] or ""))
    return found


def differences(desk: Living, diary: Diary) -> int:
    """On how many days the ledger says something else than the diary."""
    wrong = 0
    for back in range(-3, (TODAY - START).days + 1):
        day = TODAY - timedelta(back) if back >= 0 else START - timedelta(-back)
        wrong += told(desk, day) != {
            child: (
                set(diary.last(child, "categories", day).split("、")) - {""},
                diary.age(child, day),
                diary.last(child, "phone", day),
                diary.last(child, "live_address", day),
            )
            for child in diary.children(day)
        }
    return wrong


@pytest.mark.parametrize("seed", range(4))
def test_categories_ages_phones_and_addresses_of_any_past_day_equal_a_diary(desk, seed):
    diary = live(desk, seed)
    assert differences(desk, diary) == 0
    assert len(desk.changes()) > 100


def test_a_ledger_that_answers_with_what_it_knows_today_is_seen(desk):
    diary = live(desk, 1)
    with patch.object(journal, "arrivals_until", lambda connection, day: 10**9):
        assert differences(desk, diary) > 100


# ── the same for ever ────────────────────────────────────────────────────────────────────────────────────


def whole(desk: Living, day: date, until: date | None) -> dict[str, dict]:
    """Every record that a snapshot shows."""
    snapshot = Snapshot(desk.connection, day, until)
    return {
        record: {
            row: {key: value for key, value in raw.items() if value is not None}
            for row, raw in snapshot.rows(record).items()
        }
        for record in catalogue.RECORDS
    }


@pytest.mark.parametrize("seed", range(4))
def test_what_was_known_at_the_end_of_a_day_is_what_is_said_of_it_ever_after(tmp_path, desk, seed):
    desk.write(*families(3), operation="import")
    other = desk.copy(tmp_path / "other")
    chance = random.Random(seed)
    persons = [
        Copy(one, chance, ("add", "set", "set", "open", "save", "withdraw", "revive"))
        for one in (desk, other)
    ]
    known: dict[date, dict] = {}
    day = TODAY
    for _ in range(12):
        # Now and then the clock is set back by up to two months; the journal's days are not.
        wrong = timedelta(chance.choice((0, 0, 0, 60, 3)))
        go_to(desk, day - wrong)
        for _ in range(4):
            chance.choice(persons).act()
        if chance.random() < 0.5:
            desk.writer.receive(other.changes())
        latest = date.fromisoformat(desk.connection.execute("SELECT max(day) FROM day").fetchone()[0])
        known[latest] = whole(desk, latest, None)
        day += timedelta(chance.randrange(1, 4))
    for at, then in known.items():
        assert whole(desk, at, at) == then
    last = desk.connection.execute("SELECT last FROM day ORDER BY day").fetchall()
    assert last == sorted(last)
    other.close()


def test_a_clock_that_jumps_back_does_not_move_what_was_written_into_the_past(desk):
    child = desk.child("周小禾")
    go_to(desk, TODAY - timedelta(400))
    desk.set(child, name="王梓涵")
    assert told(desk, TODAY - timedelta(400)) == {}
    assert desk.connection.execute("SELECT day FROM day").fetchall() == [(TODAY.isoformat(),)]
    go_to(desk, TODAY + timedelta(1))
    desk.set(child, name="李思远")
    assert Snapshot(desk.connection, TODAY, TODAY).rows("child")[child]["name"] == "王梓涵"


def test_a_journal_that_believed_the_clock_would_be_seen(desk):
    child = desk.child("周小禾")

    def mark_day(writing, last):
        sql = "INSERT OR REPLACE INTO day VALUES (?, ?)"
        writing.connection.execute(sql, (writing.clock.today().isoformat(), last))

    go_to(desk, TODAY - timedelta(400))
    with patch.object(chain.Chain, "mark_day", mark_day):
        desk.set(child, name="王梓涵")
    assert told(desk, TODAY - timedelta(400)) != {}


def test_what_another_desk_wrote_long_ago_is_known_from_the_day_it_arrived(tmp_path, desk):
    other = desk.copy(tmp_path / "other")
    go_to(other, TODAY - timedelta(30))
    child = other.child("周小禾")
    desk.writer.receive(other.changes())
    assert child not in whole(desk, TODAY - timedelta(1), TODAY - timedelta(1))["child"]
    assert child in whole(desk, TODAY, TODAY)["child"]
    other.close()


def test_an_erasure_takes_its_value_out_of_the_past_and_nothing_else(desk):
    child = desk.child("周小禾", note="夜里常哭", school="中心小学")
    go_to(desk, TODAY + timedelta(5))
    desk.set(child, school="镇中学")
    go_to(desk, TODAY + timedelta(9))
    before = whole(desk, TODAY, TODAY)["child"][child]
    desk.writer.erase(PERSON, "child", child, "note", "本人要求")
    after = whole(desk, TODAY, TODAY)["child"][child]
    assert after == {key: value for key, value in before.items() if key != "note"}
    assert after["school"] == "中心小学"
    assert checking.check(desk.connection) == []
