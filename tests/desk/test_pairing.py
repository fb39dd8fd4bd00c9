"""Two codes, one each way: who has the wrong digits, the wrong unit or the wrong file is not let in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from childdesk.desk import pairing, sync
from childdesk.domain.errors import Cancelled, Refused, Unavailable
from childdesk.domain.progress import Stoppable
from childdesk.store import durable, links
from tests.desk.paired import ONE, TOWN, TWO, desk, pair


@pytest.fixture
def two(tmp_path):
    made = desk(tmp_path / "town", TOWN), desk(tmp_path / "one", ONE)
    (tmp_path / "stick").mkdir()
    yield (*made, tmp_path / "stick")
    for one in made:
        one.ledger.close()


def known(session):
    return [(one.peer.unit, one.living, one.epoch) for one in links.everyone(session.ledger.connection)]


def test_each_step_writes_one_file_whose_name_says_nothing(two):
    above, below, stick = two
    asked = pairing.request(below, stick)
    assert [path.name for path in stick.iterdir()] == [Path(asked.file).name]
    answer = pairing.accept(above, Path(asked.file), stick, asked.digits.replace(" ", ""))
    assert len(list(stick.iterdir())) == 2
    done = pairing.finish(below, Path(answer.file), answer.digits)
    assert len(list(stick.iterdir())) == 3
    assert (asked.unit, answer.unit, done.unit) == (ONE, ONE, TOWN)
    assert len(asked.digits.replace(" ", "")) == len(answer.digits.replace(" ", "")) == 24
    assert not any("河湾" in path.name or ONE in path.name for path in stick.iterdir())
    assert known(above) == [(ONE, True, 1)]
    assert known(below) == [(TOWN, True, 1)]


def test_wrong_digits_pair_nobody(two):
    above, below, stick = two
    asked = pairing.request(below, stick)
    wrong = asked.digits[:-1] + str((int(asked.digits[-1]) + 1) % 10)
    with pytest.raises(Refused, match="数字对不上"):
        pairing.accept(above, Path(asked.file), stick, wrong)
    assert known(above) == []
    answer = pairing.accept(above, Path(asked.file), stick, asked.digits)
    with pytest.raises(Refused, match="数字对不上"):
        pairing.finish(below, Path(answer.file), asked.digits)
    assert known(below) == []


@pytest.mark.parametrize("key", ["recipient", "unit", "unit_name", "nonce", "s3"])
def test_whatever_somebody_changes_on_the_request_changes_its_digits(two, key):
    above, below, stick = two
    asked = pairing.request(below, stick)
    file = Path(asked.file)
    page = json.loads(file.read_text())
    other = pairing.keys.of_ledger(above.ledger.connection).recipient
    page[key] = {"recipient": other, "unit": TWO, "s3": False}.get(key, page[key] if key == "s3" else "0")
    file.write_text(json.dumps(page))
    with pytest.raises(Refused):
        pairing.accept(above, file, stick, asked.digits)
    assert known(above) == []


def test_a_second_living_desk_of_one_village_is_refused_until_the_first_is_revoked(two, tmp_path):
    above, below, stick = two
    pair(above, below, stick)
    fresh = desk(tmp_path / "again", ONE)
    asked = pairing.request(fresh, stick)
    with pytest.raises(Refused, match="已有一台电脑"):
        pairing.accept(above, Path(asked.file), stick, asked.digits)
    pairing.revoke(above, ONE)
    pairing.accept(above, Path(asked.file), stick, asked.digits)
    assert known(above) == [(ONE, True, 2)]
    fresh.ledger.close()


def test_an_answer_to_another_request_is_refused(two):
    above, below, stick = two
    first = pairing.request(below, stick)
    answer = pairing.accept(above, Path(first.file), stick, first.digits)
    pairing.request(below, stick)
    with pytest.raises(Refused, match="不是给本机这次请求"):
        pairing.finish(below, Path(answer.file), answer.digits)


def test_somebody_elses_village_and_a_real_desk_are_refused(two, tmp_path):
    above, _, stick = two
    far = desk(tmp_path / "far", "990101")
    real = desk(tmp_path / "real", TWO, practice=False)
    asked = pairing.request(real, stick)
    with pytest.raises(Refused, match="演练"):
        pairing.accept(above, Path(asked.file), stick, asked.digits)
    asked = pairing.request(above, stick)
    other = desk(tmp_path / "other", TOWN)
    with pytest.raises(Refused, match="不归本单位管"):
        pairing.accept(other, Path(asked.file), stick, asked.digits)
    for one in (far, real, other):
        one.ledger.close()


def test_a_pairing_that_is_stopped_on_the_way_leaves_nothing_and_can_be_made_again(two):
    above, below, stick = two
    asked = pairing.request(below, stick)
    waiting = _waits(below)
    stop = Stoppable()
    stop.stop()
    with pytest.raises(Cancelled):
        pairing.accept(above, Path(asked.file), stick, asked.digits, progress=stop)
    assert list(stick.iterdir()) == [Path(asked.file)], "no answer of a pairing that is not there"
    assert known(above) == []
    answer = pairing.accept(above, Path(asked.file), stick, asked.digits)
    with pytest.raises(Cancelled):
        pairing.finish(below, Path(answer.file), answer.digits, stop)
    assert known(below) == []
    assert _waits(below) == waiting
    pairing.finish(below, Path(answer.file), answer.digits)
    assert known(below) == [(TOWN, True, 1)]
    assert _waits(below) > waiting


def test_a_stick_that_is_pulled_while_a_pairing_is_stopped_is_not_said_to_be_the_trouble(two, monkeypatch):
    above, below, stick = two
    asked = pairing.request(below, stick)
    stop = Stoppable()
    stop.stop()

    def pulled(_path, missing_ok=False):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "unlink", pulled)
    with pytest.raises(Cancelled):
        pairing.accept(above, Path(asked.file), stick, asked.digits, progress=stop)
    assert known(above) == []


def _waits(session):
    return session.ledger.connection.execute("SELECT count(*) FROM sent").fetchone()[0]


def test_what_is_no_pairing_file_is_refused(two):
    above, below, stick = two
    junk = stick / "junk.json"
    junk.write_text("不是")
    with pytest.raises(Refused, match="不是配对文件"):
        pairing.accept(above, junk, stick, "0" * 24)
    with pytest.raises(Refused, match="不是配对文件"):
        pairing.finish(below, junk, "0" * 24)
    with pytest.raises(Refused, match="这是请求，不是答复"):
        pairing.finish(below, Path(pairing.request(below, stick).file), "0" * 24)


def test_the_township_may_leave_sealed_matters_with_the_village(two):
    above, below, stick = two
    pair(above, below, stick, s3=False)
    assert [one.s3 for one in links.everyone(above.ledger.connection)] == [False]
    assert [one.s3 for one in links.everyone(below.ledger.connection)] == [False]


def test_status_names_every_pairing(two):
    above, below, stick = two
    pair(above, below, stick)
    [one] = sync.status(below)
    assert (one.unit, one.last_sent, one.last_read, one.living) == (TOWN, "", "", True)
    assert one.unacknowledged > 0


def test_a_stick_that_is_pulled_before_a_paper_is_on_it_is_said_and_nobody_is_paired(two, monkeypatch):
    above, below, stick = two
    asked = pairing.request(below, stick)

    def gone(path, _content):
        raise FileNotFoundError(path)

    monkeypatch.setattr(durable, "write_part", gone)
    with pytest.raises(Unavailable, match="U盘中途不见了。本机数据没有动"):
        pairing.accept(above, Path(asked.file), stick, asked.digits)
    assert known(above) == []


def test_a_new_computer_above_takes_the_place_of_the_former_one(two, tmp_path):
    """Or a backup from before the first pairing: its keys are others. What goes to nobody is not written."""
    above, below, stick = two
    pair(above, below, stick)
    fresh = desk(tmp_path / "fresh", TOWN)
    pair(fresh, below, stick)
    every = links.everyone(below.ledger.connection, living=False)
    assert [one.living for one in every] == [False, True]
    assert len(sync.write(below, stick)) == 1
    assert sync.read(fresh, stick).files[-1].accepted
    fresh.ledger.close()


def test_the_receipt_has_for_each_side_a_name_its_digits_and_a_line_to_sign_on(two):
    above, below, stick = two
    asked = pairing.request(below, stick)
    answer = pairing.accept(above, Path(asked.file), stick, asked.digits)
    pairing.finish(below, Path(answer.file), answer.digits)
    [paper] = [path.read_text("utf-8-sig") for path in stick.glob("CP-PAPER-*.txt")]
    lines = paper.splitlines()
    for side, name, digits in (("下级", "河湾村", asked.digits), ("上级", "云溪镇", answer.digits)):
        at = lines.index(f"{side}：{name}")
        assert lines[at + 1] == f"数字：{digits}"
        assert lines[at + 3].startswith("签字：____")
    assert "日期：2026年11月23日" in lines
    assert all(len(line) <= 40 for line in lines), "Notepad prints it without breaking a line"
