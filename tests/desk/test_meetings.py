"""Former meetings: what is said of each, and the code that two people compare by telephone."""

from __future__ import annotations

import errno

import pytest

from childdesk.desk import meetings, outlook, records, sync, telling
from childdesk.desk.meetings import Met, Read, ReadFile
from childdesk.domain.errors import Refused, Unavailable
from childdesk.store import durable, stick
from tests.desk import paired


@pytest.fixture
def pair(tmp_path):
    with paired.paired(tmp_path) as made:
        yield made


def told(session):
    return [(one.what, one.result, one.tone) for one in meetings.past(session)]


def test_the_village_and_the_township_see_the_same_code_of_one_package(pair):
    records.add(pair.below, "child", {"name": "周小禾"})
    sync.meet(pair.below, pair.stick)
    sync.meet(pair.above, pair.stick)
    mine, theirs = meetings.past(pair.below)[0], meetings.past(pair.above)[0]
    assert mine.code == theirs.code
    assert len(mine.code) == 4
    file = next(path for path in pair.stick.rglob("CS-*") if mine.code in path.name)
    assert stick.is_whole(file)
    assert (mine.result, mine.tone) == ("完成", "good")
    records.add(pair.below, "child", {"name": "赵一鸣"})
    sync.meet(pair.below, pair.stick)
    assert meetings.past(pair.below)[0].code != mine.code


def test_a_meeting_is_one_line_however_many_steps_it_had(pair):
    sync.meet(pair.below, pair.stick)
    sync.meet(pair.above, pair.stick)
    sync.meet(pair.below, pair.stick)
    assert len(meetings.past(pair.below)) == 2
    sync.write(pair.below, pair.stick)
    sync.meet(pair.below, pair.stick)
    whats = [what for what, *_ in told(pair.below)]
    assert [("收到" in what) for what in whats] == [True, False, True, True], "only written stands by itself"


def test_what_waits_for_a_person_is_counted_for_the_meeting_that_brought_it(pair):
    child = records.add(pair.below, "child", {"name": "周小禾", "school": "甲校"}).id
    for one in (pair.below, pair.above):
        sync.meet(one, pair.stick)
    records.edit(pair.above, "child", child, {"school": "乙校"})
    records.edit(pair.below, "child", child, {"school": "丙校"})
    sync.meet(pair.above, pair.stick)
    sync.meet(pair.below, pair.stick)
    assert told(pair.below)[0][1:] == ("1处要您定", "soon")
    sync.meet(pair.below, pair.stick)
    assert told(pair.below)[0][1:] == ("完成", "good"), "it waits since the meeting before"


def test_a_stick_that_was_pulled_is_told_and_that_nothing_was_lost(pair, monkeypatch):
    real = durable.write_part

    def gone(path, content):
        raise OSError(errno.ENOENT, "gone", str(path))

    monkeypatch.setattr(durable, "write_part", gone)
    with pytest.raises(Unavailable):
        sync.meet(pair.below, pair.stick)
    assert told(pair.below) == [("U盘拔早了，没写完", "没有丢，再来一次", "soon")]
    monkeypatch.setattr(durable, "write_part", real)
    sync.meet(pair.below, pair.stick)
    assert [line[1] for line in told(pair.below)] == ["完成", "没有丢，已重做"]


def test_a_file_that_was_not_taken_is_counted_and_one_for_somebody_else_of_ours_is_not(pair):
    sync.meet(pair.below, pair.stick)
    own = pair.stick / stick.FOLDER
    (own / "CS-000000-E01-000001-00000000.age").write_bytes(b"nothing that opens")
    sync.meet(pair.above, pair.stick)
    assert told(pair.above)[0][1:] == ("1份没收", "soon")


def test_how_long_the_next_one_takes_is_known_only_from_former_ones(pair):
    assert meetings.likely(pair.below, 100) == 0
    assert outlook.outlook(pair.below, pair.stick).seconds == 0
    sync.meet(pair.below, pair.stick)
    assert outlook.outlook(pair.below, pair.stick).seconds >= 1
    since = meetings.newest(pair.above)
    for took, moved in ((2.0, 100), (10.0, 4_000)):
        met = Met(Read(came=moved), [])
        meetings.note(pair.above, met, since, 0, took)
    assert [meetings.likely(pair.above, changes) for changes in (0, 1_000, 5_000)] == [2, 4, 12]
    meetings.note(pair.above, Met(Read(), [], unwritten="U盘满了"), since, 0, 900.0)
    assert meetings.likely(pair.above, 1_000) == 4, "one that was not carried through says nothing"


@pytest.mark.parametrize(
    ("seconds", "words"), [(1, "约5秒"), (9, "约10秒"), (21, "约30秒"), (51, "约1分钟"), (61, "约2分钟")]
)
def test_it_is_never_told_finer_than_it_is_known(seconds, words):
    assert telling.about(seconds) == words


def test_a_stick_for_many_villages_says_once_that_the_others_were_left_alone(pair, tmp_path):
    other = paired.desk(tmp_path / "other", paired.TWO)
    paired.pair(pair.above, other, tmp_path / "papers")
    for one in (pair.above, other, pair.above, other):
        sync.meet(one, pair.stick)
    met = sync.meet(pair.below, pair.stick)
    assert [one.accepted for one in met.read.files].count(True) > 0
    assert meetings.untaken(met.read.files) == ["另有4份是给别的电脑的包，没有动"]
    assert told(pair.below)[0][1:] == ("完成", "good")
    [one] = [one for one in met.read.files if not one.accepted][:1]
    assert meetings.untaken([one]) == [f"{one.file.rpartition('/')[2]}：这份包不是给本机的"]
    other.ledger.close()


def test_files_that_were_not_taken_for_one_reason_are_told_together(pair):
    why = "这台电脑已停用"
    files = [ReadFile(f"CS-{at}.age", paired.ONE, False, why) for at in range(3)]
    files.append(ReadFile("CS-4.age", paired.ONE, False, "这份包读不完整"))
    assert meetings.untaken(files) == ["3份包：这台电脑已停用", "CS-4.age：这份包读不完整"]


def test_a_lost_stick_is_written_down_and_the_next_meeting_holds_everything(pair):
    records.add(pair.below, "child", {"name": "周小禾"})
    sync.meet(pair.below, pair.stick)
    with pytest.raises(Refused, match="怎么丢的"):
        meetings.lost(pair.below, " ")
    assert meetings.lost(pair.below, "赶集时丢的")[0].what == "U盘丢了：赶集时丢的"
    for path in pair.stick.rglob("*.age"):
        path.unlink()
    sync.meet(pair.below, pair.stick)
    assert [what for what, *_ in told(pair.below)][1] == "U盘丢了：赶集时丢的"
    assert sync.read(pair.above, pair.stick).applied > 0
