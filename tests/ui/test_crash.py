"""Our own mistakes: shown once, without any value, and the program goes on."""

from __future__ import annotations

import logging
import sys
import threading

import pytest
from PySide6.QtCore import QTimer

from childdesk.domain.errors import Cancelled, Refused, Unavailable
from childdesk.domain.fault import places
from childdesk.ui.crash import Crash, LastLines, fingerprint

NUMBER = "320500201603020321"


@pytest.fixture
def crash(qtbot):
    made = Crash("0.1.0")
    made.shown = []
    made.show = made.shown.append
    made.install()
    yield made
    made.remove()


def fail(words: str = f"周小禾 {NUMBER}") -> None:
    raise ValueError(words)


def raised(words: str = "x") -> ValueError:
    try:
        fail(words)
    except ValueError as error:
        return error
    raise AssertionError


def test_a_mistake_in_a_slot_is_shown_once_and_counted(qtbot, crash):
    sys.excepthook = crash._hook  # the test runner has set its own since
    timer = QTimer()
    timer.timeout.connect(fail)
    timer.start(1)
    qtbot.waitUntil(lambda: sum(crash.counts.values()) >= 3)
    timer.stop()
    assert len(crash.shown) == 1


def test_equal_mistakes_are_shown_once_and_others_again(qtbot, crash):
    for _ in range(5):
        crash.take(raised("a"))
        crash.take(raised("b"))
    assert len(crash.shown) == 1
    crash.take(KeyError("c"))
    assert len(crash.shown) == 2


def test_a_report_has_places_and_no_values(qtbot, crash):
    logging.getLogger("childdesk").warning("visit saved %s", NUMBER)
    report = crash.report(raised(f"周小禾 {NUMBER}"))
    assert "ValueError" in report
    assert "tests/ui/test_crash.py" in report
    assert "fail" in report
    assert NUMBER not in report
    assert "周小禾" not in report
    assert "visit saved …" in report
    assert "/root" not in report


def test_the_words_of_our_own_errors_are_kept(qtbot, crash):
    assert places(Refused("少1位，现在17位"))[-1].endswith("少1位，现在17位")
    assert places(ValueError("少1位"))[-1] == "builtins.ValueError"


def test_the_cause_is_told_too():
    try:
        try:
            fail()
        except ValueError as error:
            raise KeyError("x") from error
    except KeyError as error:
        lines = places(error)
    assert "起因" in lines
    assert lines[-1] == "builtins.ValueError"


def test_equal_mistakes_have_one_fingerprint():
    assert fingerprint(raised("a")) == fingerprint(raised("b"))
    assert fingerprint(raised()) != fingerprint(KeyError())


def test_what_a_person_can_mend_never_looks_like_a_crash(qtbot, crash):
    got = []
    crash.refuse = got.append
    crash.stop = got.append
    crash.take(Refused("少1位"))
    crash.take(Unavailable("D盘满了"))
    crash.take(Cancelled())
    assert [type(one) for one in got] == [Refused, Unavailable]
    assert crash.shown == []


def test_a_mistake_on_another_thread_is_shown_on_this_one(qtbot, crash):
    here = []
    crash.show = lambda report: here.append(threading.get_ident())
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: here == [threading.get_ident()])


def test_a_dialog_that_fails_itself_does_not_open_another(qtbot, crash):
    def show(report):
        crash.take(raised("inside"))
        raise RuntimeError("dialog")

    crash.show = show
    with pytest.raises(RuntimeError):
        crash._take(KeyError("x"))
    assert sum(crash.counts.values()) >= 2


def test_the_hooks_are_put_back(qtbot):
    before = sys.excepthook, threading.excepthook
    made = Crash("0.1.0")
    made.install()
    assert sys.excepthook != before[0]
    made.remove()
    assert (sys.excepthook, threading.excepthook) == before


def test_a_hard_crash_leaves_a_file_that_the_next_start_finds(qtbot, tmp_path):
    (tmp_path / "crash.txt").write_text("Fatal Python error: Segmentation fault\n", encoding="utf-8")
    made = Crash("0.1.0")
    assert "Segmentation" in made.install(tmp_path)
    made.remove()
    assert not (tmp_path / "crash.txt").exists()


def test_only_the_last_lines_of_the_log_are_kept():
    lines = LastLines()
    log = logging.Logger("sample")
    log.addHandler(lines)
    for number in range(80):
        log.info("entry %d", number)
    assert len(lines.lines) == 50
    assert lines.lines[-1].endswith("entry 79")


def test_an_exception_in_the_log_keeps_its_words_to_itself():
    lines = LastLines()
    log = logging.Logger("sample")
    log.addHandler(lines)
    try:
        fail()
    except ValueError:
        log.exception("sync went wrong")
    assert NUMBER not in "".join(lines.lines)
    assert "周小禾" not in "".join(lines.lines)
