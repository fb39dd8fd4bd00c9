"""Lists what every page can look like and how one gets there: for pictures, and for looking at every page.

A scene leads the program from wherever it is to one look. Every route has at least one; a test holds that.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from childdesk.desk import assessments, children, form, records, scans, scoring, sweeps, visit_sheets
from childdesk.desk.session import Session
from childdesk.ui.pages.settings.page import GROUPS
from childdesk.ui.pages.settings.rows import Group
from tests.desk.test_assessments import PHQ
from tests.stories import workbooks, workbooks_kinds
from tests.stories.pages import VisitStory, press, type_into
from tests.ui import met, scenes_drill, scenes_filling, scenes_sync, scenes_torn, scenes_township
from tests.ui.scene import Scene
from tests.ui.stage import Stage


def page(route: str, argument: object = None) -> Callable[[Stage], object]:
    """Just goes there."""
    return lambda stage: stage.go(route, argument)


def _drawer(key: str, act: str) -> Callable[[Stage], object]:
    def play(stage: Stage) -> None:
        stage.go(key)
        stage.window.act(act)
        stage.settle()

    return play


def _not_drilled(stage: Stage) -> None:
    there = stage.go("drill")
    there.at = ""
    stage.go("drill")


def _met_once(stage: Stage) -> None:
    """Paired with a township that has something for us, on a folder that stands for a stick."""
    folder = stage.home / met.FOLDER
    if not folder.exists():
        stage.app.bench.tasks.write(lambda session, _p: met.meet(session, folder), lambda _found: None)
        stage.settle()
    shown = stage.go("sync")
    shown.chosen = folder / "stick"
    shown.arrive()
    stage.settle()


def _stick_of_met(stage: Stage) -> Path:
    _met_once(stage)
    return stage.home / met.FOLDER / "stick"


def _ticked(stage: Stage) -> None:
    table = stage.go("children").table
    table.model.tick(table.model.ids[:3], on=True)
    stage.settle()


def _narrowed(stage: Stage) -> None:
    stage.go("children", "不在这里的名字")


def _found(stage: Stage) -> None:
    stage.go("today")
    finder = stage.window.finder
    finder.seize()
    QTest.keyClicks(finder, "z")
    finder._timer.timeout.emit()
    stage.settle()


def _found_nobody(stage: Stage) -> None:
    stage.go("today")
    finder = stage.window.finder
    finder.seize()
    QTest.keyClicks(finder, "zzqqxx")
    finder._timer.timeout.emit()
    stage.settle()


def _said(stage: Stage) -> None:
    stage.go("today")
    stage.window.banner("warn", "这份档案昨天没有备份。今天先备份一次。", [("马上备份", lambda: None)])
    stage.window.toast("已保存周小禾的走访", lambda: None)
    stage.settle()


def _imported(stage: Stage) -> None:
    path = stage.home / "河湾村留守儿童花名册（定稿）.xlsx"
    workbooks.roster(path)
    stage.go("importing", path)


def _imported_kinds(stage: Stage) -> None:
    """A ledger with each kind of children in a sheet of its own; the second is shown."""
    path = stage.home / "河湾村儿童台账.xlsx"
    workbooks_kinds.kinds(path, other_schools=4)
    page = stage.go("importing", path)
    if page.made is not None:
        page._sheet(workbooks_kinds.HARD)
    stage.settle()


def _not_imported(stage: Stage) -> None:
    path = stage.home / "抄来的一半.xlsx"
    workbooks.truncated(path)
    stage.go("importing", path)


def _school_list(stage: Stage) -> Path:
    path = stage.home / "中心小学名册.xlsx"
    workbooks.school(path, stage.known(24))
    return path


def _import_beside(stage: Stage) -> None:
    """A list whose row may be a child who is known, looked at side by side."""
    stage.go("importing", _school_list(stage))
    # What is plainly somebody else's list opens as a comparison; whoever comes back sees the import.
    page = stage.go("importing")
    issues = [one for one in page.plan.issues._issues if "beside" in dict(one.remedies)]
    if issues:
        page.deciding.remedied(issues[0].key, "beside")
    stage.settle()


def _compared(kind: str) -> Callable[[Stage], object]:
    def play(stage: Stage) -> None:
        stage.go("importing", _school_list(stage))
        there = stage.go("comparing", stage.go("importing").made)
        if there.kinds is not None and kind in there.kinds._buttons:
            there.kinds.part(kind).click()
        stage.settle()

    return play


def _child(tab: str, *, longest: bool = False) -> Callable[[Stage], object]:
    def play(stage: Stage) -> None:
        stage.go("child", stage.child() if longest else stage.rich()).file_body.to_tab(tab)
        stage.settle()

    return play


def _edited(stage: Stage) -> None:
    """A section open, with something wrong in it and something missing."""
    there = stage.go("child", stage.rich())
    there.edit("base", "name")
    stage.settle()
    frames = there.forms.parts[0].form.frames
    type_into(frames["name"].editor.part(), "")
    type_into(frames["birth"].editor.part(), "2025-02-31")
    there.forms.save()
    stage.settle()


def _sealed_opened(stage: Stage) -> None:
    """The protected records of one child, a reason given."""
    there = stage.go("child", stage.rich())
    there.file_body.to_tab("sealed")
    stage.settle()
    stage.ask.prepare("核对转介材料")
    there.acts.open_sealed(there.file_body.sealed.show_opened)
    stage.settle()


def _write(stage: Stage, work: Callable[[Session], object]) -> None:
    bench = stage.app.bench
    assert bench is not None
    bench.write(lambda session, _progress: work(session), lambda _done: None)
    stage.settle()


def _deciding(stage: Stage) -> None:
    """Three children of whom two people wrote differently, the first one with a risk colour."""
    told = {"risk": ("黄", "绿"), "school": ("云溪镇中学", "河湾教学点"), "village_group": ("三组", "四组")}

    def tear(session: Session) -> None:
        for at, child in enumerate(stage.ids()[:3]):
            for key in list(told)[at:]:
                bases = form.opened(session, "child", child, [key]).bases
                for value in told[key]:
                    records.edit(session, "child", child, {key: value}, bases=bases)

    if len(stage.go("conflicts").cases) < 3:
        _write(stage, tear)
    stage.go("conflicts")


def _torn(stage: Stage) -> None:
    """Two people changed the same field without knowing of each other."""
    child = stage.child(1)

    def both(session: Session) -> None:
        bases = form.opened(session, "child", child, ["school"]).bases
        for school in ("河湾小学", "云溪镇中心小学"):
            records.edit(session, "child", child, {"school": school}, bases=bases)

    if not stage.go("child", child).torn.isVisible():
        _write(stage, both)


def _closed(stage: Stage) -> None:
    """A file that was closed: read-only, with a way to open it again."""
    if not stage.closed:
        child = stage.closed = next(one for one in stage.ids()[2:] if one != stage.rich())
        _write(stage, lambda session: children.close(session, child, "父母返乡"))
    stage.go("child", stage.closed)


def _fresh(stage: Stage) -> None:
    stage.go("child", "+周小禾")


def _plan_week(stage: Stage) -> None:
    there = stage.go("plan")
    press(there.span.part("week"))
    stage.settle()


def _keyed(stage: Stage) -> None:
    """A sheet of a household under way; without children only the place for the code."""
    if not stage.ids():
        stage.go("keying")
        return
    child, made = stage.rich(), list[visit_sheets.Printed]()
    _write(stage, lambda session: made.append(visit_sheets.print_children(session, [child], session.today)))
    there = stage.go("keying", made[0].doors[0].code)
    stage.settle()
    type_into(there.keys, "1112131")
    stage.settle()


def _swept(stage: Stage) -> None:
    asked = "有没有单独下河玩水：没有/有！\n家里谁看着孩子"
    _write(
        stage,
        lambda session: sweeps.new(session, "防溺水排查", asked, session.today.isoformat(), hour="17:00"),
    )
    there = stage.go("sweep")
    stage.settle()
    there._open(stage.app.bench.glance(lambda session: sweeps.waits(session)[0].id))
    stage.settle()


def _calls(stage: Stage) -> None:
    """The evening round, somebody reached."""
    there = stage.go("calls")
    if there.round:
        press(there.form.result.part("通了"))
        stage.settle()


def _rule_mistake(stage: Stage) -> None:
    """A rule file with a mistake in it."""
    there = stage.go("rulefile", "risk")
    there.text.setPlainText(there.text.toPlainText().replace('["危险信号"]', '["没有这个词"]'))
    there.save()
    stage.settle()


def _rule_items(stage: Stage) -> None:
    """The blank shape of an item table."""
    stage.go("rulefile", "items")
    stage.settle()


def _scale(stage: Stage) -> None:
    """A questionnaire under way."""
    _write(stage, lambda session: scoring.switch(session, on=True))
    there = stage.go("scale", stage.rich())
    for pills in list(there.pills.values())[:4]:
        press(pills.pills()[0])
    stage.settle()


def _visit(stage: Stage) -> object:
    return stage.go("visit", stage.rich())


def _visit_in_danger(stage: Stage) -> None:
    there = stage.go("visit", stage.rich())
    story = VisitStory(there)
    story.way("入户")
    stage.settle()
    story.mind("有危险信号")
    story.tick("safety", "有问题", "灶台边柴草没隔开，已请奶奶搬走", recheck=True)
    story.write("last_contact", "2026-11-31")
    there.save()
    stage.settle()


def _visit_looking(*signs: str) -> Callable[[Stage], object]:
    """The checklist within a visit."""

    def play(stage: Stage) -> None:
        look = stage.go("visit", stage.rich()).form.mind.look
        if look.list.isHidden():
            look.open.click()
        stage.settle()
        for key, box in look.list.boxes.items():
            if box.isChecked() != (key in signs):
                box.click()
        stage.settle()

    return play


def _visit_side(stage: Stage) -> None:
    _visit(stage)
    stage.window.act("pane")
    stage.settle()


def _nobody_seen(stage: Stage) -> None:
    VisitStory(stage.go("visit", stage.rich())).way("没见到人")
    stage.settle()


def _visit_household(stage: Stage) -> None:
    """The second child of a door, seen to its foot: who came along, who signed."""
    there = stage.go("visit", stage.rich())
    parts = list(there.together.kids.parts.values())
    if len(parts) > 1:
        press(parts[1])
    stage.settle()
    bar = there.together._area.verticalScrollBar()
    bar.setValue(bar.maximum())
    stage.settle()


def _series(stage: Stage) -> None:
    """Asking whose visit it is, with something typed."""
    there = stage.go("visit")
    VisitStory(there).look_for("梁")
    stage.settle()


def _refer(stage: Stage) -> None:
    stage.go("refer", stage.rich())


def _referral(way: str, which: str = "all") -> Callable[[Stage], object]:
    def play(stage: Stage) -> None:
        there = stage.go("referral")
        for part in (there.which.part("all"), there.way.part(way), there.which.part(which)):
            if part.isVisible():
                press(part)
                stage.settle()

    return play


def _opened_referral(stage: Stage) -> None:
    """One that is under way, opened with a reason; where there is none, the board."""
    there = stage.go("referral")
    if there.told is None or not there.told.open:
        return
    for part in (there.which.part("all"), there.way.part("list")):
        press(part)
        stage.settle()
    stage.ask.prepare("跟进转介")
    press(there.list.first())
    stage.settle()


def _scan_of_consent(stage: Stage) -> None:
    """What a guardian has signed, looked at; where there is no referral, the board."""
    there = stage.go("referral")
    if there.told is None or not there.told.open:
        return
    row = there.told.open[0].id

    def scanned(session: Session) -> None:
        if not scans.of_referral(session, row):
            scans.keep(session, row, scenes_filling.sheet("知情同意书"))

    _write(stage, scanned)
    stage.go("scan", (row, "核对转介材料"))
    stage.settle()


def _other_ways(stage: Stage) -> None:
    stage.go("report").show_ways(True)
    stage.settle()


def _reported(stage: Stage) -> None:
    """Written down, and opened with its receipt still to come."""
    there = stage.go("report", stage.rich())
    press(there.calls.rows["police_at"].note_it)
    press(there.facts.how.pills()[0])
    there.facts.boxes["身体多处损伤"].click()
    there.facts.frames["facts"].editor.set_text("左臂、后背有青紫。孩子说：“我爸喝酒打的，不敢回去。”")
    there.facts.frames["facts"].editor.touch()
    press(there.facts.safe.pills()[0])
    there.save()
    stage.settle()


def _observed(stage: Stage) -> None:
    there = stage.go("observe", stage.rich())
    for key in ("cry", "sleep", "adult"):
        there.list.boxes[key].click()
    stage.settle()


def _in_danger(stage: Stage) -> None:
    stage.go("observe", stage.rich()).list.boxes["die"].click()
    stage.settle()


def _assessed(stage: Stage) -> None:
    stage.go("assess", (stage.rich(), "")).save()
    stage.settle()


def _items(stage: Stage) -> None:
    """An item table under way, with a question of danger answered."""
    _write(stage, lambda session: assessments.load(session, "县.toml", PHQ))
    _write(stage, lambda session: assessments.switch(session, on=True))
    there = stage.go("assess", (stage.rich(), ""))
    if there.items.tool is None:
        press(next(one for one in there.tools.pills() if one.text() == "PHQ-9"))
    there.items.choose({1: 2, 2: 1})
    if not there.items.filled().danger:
        press(there.items.pills[9].pills()[1])
    stage.settle()


def _contact(stage: Stage) -> None:
    there = stage.go("directory")
    press(there.new)
    stage.settle()
    there.save()
    stage.settle()


def _undo_seen(stage: Stage) -> None:
    """What undoing the newest entry would do, before it is done."""
    there = stage.go("history")
    press(there.which.part("log"))
    stage.settle()
    if there.compact:
        there.open_side("side")
        stage.settle()
    first = there.entry.first()
    if first is not None:
        press(first)
    stage.settle()


def _report(name: str, *, ask: bool = False) -> Callable[[Stage], object]:
    """A report in the middle; `ask` opens who is behind a number of it."""

    def play(stage: Stage) -> None:
        there = stage.go("reports", name)
        if ask:
            there.preview.sheet.asked.emit(0, 2)
        stage.settle()

    return play


def _case_file(stage: Stage) -> None:
    stage.go("reports", ("case-file", stage.rich()))


def _group(name: str) -> Callable[[Stage], object]:
    def play(stage: Stage) -> None:
        there = stage.go("settings", name)
        there.search.clear()
        stage.settle()

    return play


def _pressed(name: str, find: Callable[[Group], QPushButton]) -> Callable[[Stage], object]:
    """A group of the settings with one of its forms open."""

    def play(stage: Stage) -> None:
        _group(name)(stage)
        there = stage.window.page()
        press(find(there.groups[there._at]))
        stage.settle()

    return play


def _new_sheet(stage: Stage) -> None:
    """A new recovery code on the screen, to be printed and proved."""
    _group("口令和恢复单")(stage)
    group = stage.window.page().groups[stage.window.page()._at]
    press(group.renew)
    press(group.warned.go)
    stage.settle()


def _plan_of_backup(stage: Stage) -> None:
    """What bringing a backup back would change."""
    _group("备份与恢复")(stage)
    group = stage.window.page().groups[stage.window.page()._at]
    if not group.made.all or not group.made.all[0].findChildren(QPushButton):
        press(group.now)
        stage.settle()
    press(group.made.all[0].findChildren(QPushButton)[0])
    stage.settle()


def _setting_found(stage: Stage) -> None:
    there = stage.go("settings")
    if there.compact:
        there.open_side("filter")
    there.search.setText("口令")
    stage.settle()


def leave(stage: Stage) -> None:
    """Puts away what a scene left open over the page."""
    page = stage.window.page()
    if page is not None and page._drawer is not None:
        page._drawer.close_drawer()
    QTest.keyClick(stage.window.finder, Qt.Key.Key_Escape)
    stage.window.finder.clear()
    stage.window.finder.put_away()
    stage.window.clear_banner()
    stage.window._toast.put_away()


MET = "配过对"
"""From this scene on the desk has met another one."""

SCENES: tuple[Scene, ...] = (
    Scene("today", "", page("today")),
    Scene("today", "side", _drawer("today", "pane"), people=True),
    Scene("today", "found", _found, people=True),
    Scene("today", "found-nobody", _found_nobody),
    Scene("today", "said", _said),
    Scene("children", "", page("children")),
    Scene("children", "filter", _drawer("children", "filter"), people=True),
    Scene("children", "ticked", _ticked, people=True),
    Scene("children", "nobody", _narrowed, people=True),
    Scene("child", "", _child("overview"), people=True),
    Scene("child", "longest", _child("overview", longest=True), people=True),
    Scene("child", "forms", _child("forms"), people=True),
    Scene("child", "forms-longest", _child("forms", longest=True), people=True),
    Scene("child", "edit", _edited, people=True),
    Scene("child", "visits", _child("visits"), people=True),
    Scene("child", "sealed", _child("sealed"), people=True),
    Scene("child", "changes", _child("changes"), people=True),
    Scene("child", "new", _fresh),
    Scene("child", "opened", _sealed_opened, people=True),
    Scene("child", "torn", _torn, people=True),
    Scene("conflicts", "", page("conflicts")),
    Scene("conflicts", "three", _deciding, people=True),
    Scene("child", "closed", _closed, people=True),
    Scene("plan", "", page("plan")),
    Scene("plan", "week", _plan_week, people=True),
    Scene("keying", "", _keyed),
    Scene("sweep", "", page("sweep")),
    Scene("sweep", "asking", _swept, people=True),
    Scene("calls", "", _calls),
    Scene("homecoming", "", page("homecoming")),
    Scene("suggest", "", lambda stage: stage.go("suggest", stage.rich()), people=True),
    Scene("scale", "", _scale, people=True),
    Scene("rulefile", "", page("rulefile")),
    Scene("rulefile", "mistake", _rule_mistake),
    Scene("rulefile", "items", _rule_items),
    Scene("visit", "", _visit, people=True),
    Scene("visit", "whose", _series),
    Scene("visit", "danger", _visit_in_danger, people=True),
    Scene("visit", "looking", _visit_looking("cry", "adult"), people=True),
    Scene("visit", "looking_danger", _visit_looking("means"), people=True),
    Scene("visit", "nobody", _nobody_seen, people=True),
    Scene("visit", "household", _visit_household, people=True),
    Scene("visit", "side", _visit_side, people=True),
    Scene("referral", "board", _referral("board")),
    Scene("referral", "list", _referral("list")),
    Scene("referral", "closed", _referral("list", "closed")),
    Scene("referral", "counts", _referral("counts")),
    Scene("refer", "", _refer, people=True),
    Scene("refer", "opened", _opened_referral, people=True),
    Scene("scan", "", _scan_of_consent, people=True),
    Scene("report", "", page("report")),
    Scene("report", "ways", _other_ways),
    Scene("report", "opened", _reported, people=True),
    Scene("care", "", page("care")),
    Scene("reported", "", page("reported")),
    Scene("observe", "", _observed, people=True),
    Scene("observe", "danger", _in_danger, people=True),
    Scene("observe", "whose", page("observe")),
    Scene("assess", "", _assessed, people=True),
    Scene("assess", "items", _items, people=True),
    Scene("directory", "", page("directory")),
    Scene("directory", "new", _contact),
    Scene("reports", "", _report("village-roster")),
    Scene("reports", "summary", _report("left-behind-summary")),
    Scene("reports", "change", _report("monthly-change", ask=True)),
    Scene("reports", "whose", lambda stage: stage.go("reports", ("case-file", ""))),
    Scene("reports", "file", _case_file, people=True),
    Scene("reports", "side", _drawer("reports", "pane"), people=True),
    Scene("sync", "", page("sync")),
    Scene("packs", "", page("packs")),
    Scene("transfers", "", page("transfers")),
    Scene("sync", MET, _met_once),
    Scene("transfers", "ask", lambda stage: stage.go("transfers", stage.ids()[0]), people=True),
    Scene("drill", "pulled", scenes_drill.shown(scenes_drill.PULLED)),
    Scene("drill", "decide", scenes_drill.shown(scenes_drill.DECIDE)),
    Scene("drill", "end", scenes_drill.shown(scenes_drill.END)),
    Scene("drill", "", _not_drilled),
    Scene("history", "", page("history")),
    Scene("history", "undo", _undo_seen, people=True),
    Scene("history", "bin", page("history", "bin")),
    *(Scene("settings", name if at else "", _group(name)) for at, (name, _) in enumerate(GROUPS)),
    Scene("settings", "加一个人", _pressed("人员", lambda group: group.add_one)),
    Scene("settings", "加一项", _pressed("本村项目", lambda group: group.add_one)),
    Scene("settings", "改口令", _pressed("口令和恢复单", lambda group: group.change)),
    Scene("settings", "换恢复单", _new_sheet),
    Scene("settings", "恢复备份", _plan_of_backup),
    Scene("settings", "检查过了", _pressed("修改记录和检查", lambda group: group.check)),
    Scene("settings", "找", _setting_found),
    Scene("importing", "", page("importing")),
    Scene("importing", "preview", _imported),
    Scene("importing", "kinds", _imported_kinds),
    Scene("importing", "refused", _not_imported),
    Scene("importing", "beside", _import_beside),
    Scene("villages", "", page("villages")),
    Scene("typing", "", page("typing")),
    Scene("comparing", "", page("comparing")),
    Scene("comparing", "different", _compared("different")),
    Scene("comparing", "there", _compared("there")),
    Scene("checks", "", page("checks")),
    Scene("checks", "asked", scenes_township.checked(_school_list), people=True),
    Scene("filling", "", page("filling", "new")),
    Scene("filling", "form", scenes_filling.form_seen, people=True),
    Scene("filling", "sheets", scenes_filling.sheets_seen, people=True),
    Scene("filling", "heads", scenes_filling.heads_seen, people=True),
    Scene("handins", "", page("handins")),
    Scene("handins", "month", scenes_filling.papers, people=True),
    Scene("handins", "scan", scenes_filling.scan_seen, people=True),
    Scene("handins", "new", scenes_filling.paper_asked),
    Scene("handins", "report", scenes_filling.report_due, people=True),
    Scene("handins", "report-checked", scenes_filling.report_checked, people=True),
    Scene("handins", "report-returned", scenes_filling.report_returned, people=True),
    Scene("handins", "report-new", scenes_filling.report_asked),
    Scene("help", "", page("help", "children")),
    *scenes_torn.VILLAGE,
    *scenes_sync.states(_stick_of_met),
)
