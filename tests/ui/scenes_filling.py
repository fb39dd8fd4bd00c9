"""The looks of 填表 and 上报: a form chosen, looked at, asked about; papers in every state."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage, QPainter

from childdesk.desk import filling, forms, handin_reports, handin_scans, handins
from childdesk.desk.handins import Returned
from childdesk.desk.session import Session
from childdesk.domain import handin_options as steps
from tests.desk.test_filling_sheets import three
from tests.files import feature_form
from tests.stories.pages import press
from tests.ui.stage import Stage

HEADS = "序号、姓名、性别、身份证号、监护人姓名、监护人电话、鞋码、监护情况或就读学校"


def form_seen(stage: Stage) -> None:
    """The township's workbook, looked at before it is written."""
    path = stage.home / "附件2：困境儿童花名册.xlsx"
    path.write_bytes(feature_form.make())
    stage.go("filling", path)
    stage.settle()


def sheets_seen(stage: Stage) -> None:
    """A workbook of which three sheets are forms."""
    stage.go("filling", three(stage.home / "第四季度儿童情况表.xlsx"))
    stage.settle()


def heads_seen(stage: Stage) -> None:
    """Pasted heads, one of them asked about."""
    there = stage.go("filling", "new")
    there.ways.name.setText("暑期摸底表")
    there.ways.area.setPlainText(HEADS)
    press(there.ways.go)
    stage.settle()


def _asked(session: Session, title: str, day: str, **more: str) -> str:
    known = [line for line in handins.every(session) if line.title == title]
    return known[0].id if known else handins.ask(session, {"title": title, "due": day, **more}).id


def _month(session: Session, out: str) -> None:
    """Papers in several states; made once."""
    if handins.every(session):
        return
    form = forms.keep_heads(session, "11月留守儿童花名册", HEADS)
    asked = {"hour": "17:00", "cycle": "月", "asked_by": "乡镇民政", "form": form}
    first = _asked(session, "11月留守儿童花名册", "2026-11-20", **asked)
    second = _asked(session, "困境儿童动态表", "2026-11-24", asked_by="妇联", form=form)
    _report(session)
    _asked(session, "控辍保学情况", "2026-11-23", hour="12:00", asked_by="教育")
    for number, row in enumerate((first, second)):
        made = handins.plan(session, row)
        path = session.ledger.home / f"{out}{number}.xlsx"
        handins.make(session, row, made, path)
        path.unlink()
    handins.step(session, second, steps.TO_SEAL)
    handins.give(session, first, "刘敏")
    children = list(filling.plan_given(session, forms.given(session, form), filling.Wish()).children[:2])
    places = [Returned(child, "身份证号", "请核对") for child in children]
    handins.send_back(session, first, "还差两个孩子的身份证号，今天下班前改好", places)


def _report(session: Session) -> None:
    """Our own report, asked for, handed in, returned and written again in the meantime."""
    asked = {"asked_by": "乡镇民政", "cycle": "月", "hour": "18:00"}
    row = _asked(session, "11月农村留守儿童汇总表", "2026-11-24", report="left-behind-summary", **asked)
    made = handin_reports.make(session, row, handin_reports.place(session, row))
    made.path.unlink()
    handins.give(session, row)
    handins.send_back(
        session, row, "合计和上月对不上，请再核一遍", [Returned("", "河湾村，合计", "标了颜色")]
    )
    _asked(session, "11月走访明细表", "2026-11-30", report="visit-list", period="2026-11", **asked)
    roster = _asked(session, "11月儿童台账", "2026-11-28", report="village-roster", asked_by="村委会")
    handin_reports.make(session, roster, handin_reports.place(session, roster)).path.unlink()


def _one_of(stage: Stage, title: str) -> None:
    papers(stage)
    there = stage.go("handins")
    stage.settle()
    there._choose(next(line.id for line in there.lines if line.title == title))
    stage.settle()


def report_due(stage: Stage) -> None:
    """A request for one of our own reports, before it is written."""
    _one_of(stage, "11月走访明细表")


def report_checked(stage: Stage) -> None:
    """One that is written: its checks before 待核 is left."""
    _one_of(stage, "11月儿童台账")


def report_returned(stage: Stage) -> None:
    """One that came back."""
    _one_of(stage, "11月农村留守儿童汇总表")


def report_asked(stage: Stage) -> None:
    """Writing down that somebody wants one of our own reports."""
    there = stage.go("handins")
    press(there.new)
    there.form.paper.choose("visit-list")
    there.form.paper.chosen.emit("visit-list")
    stage.settle()


def papers(stage: Stage) -> None:
    """A month with a return and a seal trip."""
    bench = stage.app.bench
    assert bench is not None
    bench.write(lambda session, _progress: _month(session, "写出"), lambda _done: None)
    stage.settle()
    stage.go("handins")
    stage.settle()


def scan_seen(stage: Stage) -> None:
    """The signed and sealed paper of one that was scanned."""
    papers(stage)
    bench = stage.app.bench
    assert bench is not None
    bench.write(lambda session, _progress: _scanned(session), lambda _done: None)
    stage.settle()
    there = stage.go("handins")
    stage.settle()
    there._choose(next(line.id for line in there.lines if line.title == "困境儿童动态表"))
    stage.settle()
    press(there.detail.scans_shown[0])
    stage.settle()


def _scanned(session: Session) -> None:
    row = _asked(session, "困境儿童动态表", "2026-11-24")
    if not handins.one(session, row).versions[0].scans:
        for words in ("签字盖章第1页", "签字盖章第2页"):
            handin_scans.keep(session, row, sheet(words))


def sheet(words: str) -> bytes:
    """A page that somebody scanned."""
    image = QImage(840, 1188, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.drawText(120, 200, words)
    painter.drawRect(80, 240, 680, 700)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPG")
    return bytes(buffer.data().data())


def paper_asked(stage: Stage) -> None:
    """Writing down that somebody wants a form."""
    there = stage.go("handins")
    press(there.new)
    stage.settle()
