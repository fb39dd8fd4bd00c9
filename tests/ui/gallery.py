"""Draws all widgets and a whole window with invented people: python -m tests.ui.gallery FOLDER."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QFrame, QWidget

from childdesk.domain.child import Child
from childdesk.ui import fit, theme
from childdesk.ui.ask import Dialogs
from childdesk.ui.page import Host, Page, Route
from childdesk.ui.widgets.buttons import button, tool
from childdesk.ui.widgets.card import Card, fact
from childdesk.ui.widgets.chip import Answers, RiskChip, chip, count
from childdesk.ui.widgets.data_table import DataTable
from childdesk.ui.widgets.dialog import Dialog
from childdesk.ui.widgets.empty import Empty
from childdesk.ui.widgets.filter_pane import FilterChips, FilterPane
from childdesk.ui.widgets.masked import Masked
from childdesk.ui.widgets.plan_sheet import Legend, PlanSheet
from childdesk.ui.widgets.plan_view import PlanView
from childdesk.ui.widgets.save_bar import SaveBar
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.section_form import SectionForm
from childdesk.ui.widgets.segmented import Segmented
from childdesk.ui.widgets.task_row import TaskRow, counted
from childdesk.ui.widgets.timeline import Timeline
from childdesk.ui.widgets.wizard import StepWords, Wizard
from childdesk.ui.widgets.words import Elided, sign, surface, words
from childdesk.ui.window import Window
from tests.ui import samples

TODAY = date(2025, 11, 24)

DUE = (
    ("红", "王梓涵", "男，13岁", "红色，每周1次；上次入户11月14日", "1组", "入户走访", "晚了3天", "late"),
    (
        "黄",
        "李安然",
        "女，8岁",
        "黄色，每月2次；11月20日去过，家里没人",
        "3组",
        "入户走访",
        "晚了1天",
        "late",
    ),
    ("黄", "周小禾", "女，9岁", "黄色，每月2次；上次入户11月9日", "3组", "入户走访", "今天", "soon"),
    ("蓝", "周小满", "男，6岁", "同户，一起走；上次入户10月25日", "3组", "入户走访", "今天", "soon"),
    ("蓝", "赵一鸣", "男，11岁", "蓝色，每月1次；上次入户10月24日", "5组", "入户走访", "今天", "soon"),
    ("绿", "孙雨桐", "女，15岁", "11月18日登记，7天内要见到人", "5组", "新登记首访", "今天", "soon"),
    ("", "吴思远", "男，14岁", "11月17日约好7天内再去看一次", "6组", "约定复访", "今天", "soon"),
)


class Today(Page):
    """The day as the picture shows it."""

    def __init__(self, host: Host) -> None:
        super().__init__(host, "今日")
        self.head.say("11月24日 星期一　今天要走4户、看5个孩子，另有2个已经晚了；1份转介还没人接")
        self.head.act(button("打印今日走访单", icon="print"))
        self.head.act(button("记一次走访", kind="primary", icon="add"))
        card = Card(tight=True)
        card.add(self._group("已经晚了", 2, late=True))
        for line in DUE[:2]:
            card.add(self._row(line))
        card.add(self._group("今天", 5, late=False))
        for line in DUE[2:]:
            card.add(self._row(line))
        card.add(None)
        card.body.setSpacing(0)
        self.scrolled(card)
        self.add_side("side", "侧栏", self._side(), width=322)

    def _group(self, title: str, number: int, *, late: bool) -> QWidget:
        made = QWidget()
        made.setLayout(
            fit.row(
                words(title, "group"), count(number, late=late), None, margins=(18, 12, 16, 4), spacing=10
            )
        )
        return made

    def _row(self, line: tuple[str, ...]) -> QFrame:
        level, name, who, why, group, what, due, tone = line
        made = surface("row")
        text = fit.column(
            fit.row(words(name, "group"), words(who, "second"), None, spacing=8),
            words(why, "second"),
            spacing=1,
        )
        inner = fit.row(
            fit.fix(RiskChip(level), width=66),
            text,
            fit.fix(words(group, "small"), width=38),
            fit.fix(words(what, "small"), width=90),
            fit.fix(words(due, tone), width=102),
            button("记走访", kind="small"),
            tool("更多", "more_horizontal", kind="dot"),
            margins=(18, 5, 10, 5),
            spacing=14,
        )
        inner.setStretch(1, 1)
        made.setLayout(inner)
        return made

    def _side(self) -> QWidget:
        side = QWidget()
        month = Card("本月走访")
        month.add(
            fit.row(
                words("33", "figure"), words("户已走，应走41户", "second"), None, words("还剩6天", "second")
            )
        )
        row = TaskRow(counted("正在读", 2310, 5000), lambda: None)
        row.say(counted("正在读", 2310, 5000), 2310, 5000)
        waiting = Card("等别人答复")
        waiting.act(button("转介看板", kind="link"))
        for name, note, days in (
            ("王〇〇　12355青少年服务台", "加急，应3天内接收", "第4天"),
            ("吴〇〇　县未保中心", "已接收，等反馈", "第7天"),
        ):
            waiting.add(
                fit.row(
                    sign("arrow_routing"),
                    fit.column(words(name, "small"), words(note, "note"), spacing=0),
                    None,
                    words(days, "late"),
                )
            )
        side.setLayout(fit.column(month, row, waiting, None, spacing=10))
        return side


class Ledger(Page):
    """The register with filter and table."""

    def __init__(self, host: Host) -> None:
        super().__init__(host, "儿童台账")
        self.head.say("登记在册86人，现在显示34人")
        self.head.act(button("导入表格", icon="arrow_import"))
        self.head.act(button("导出所见", icon="arrow_download"))
        self.head.act(button("新建档案", kind="primary", icon="person_add"))
        pane = FilterPane(samples.GROUPS)
        pane.choose({"category": ("留守儿童",), "risk": ("黄", "蓝"), "state": ("在册",)})
        pane.count(samples.COUNTS)
        self.add_side("filter", "筛选", pane, width=184, left=True)
        card = surface("card")
        chips = FilterChips()
        chips.show_chosen([("category", "留守儿童", "留守儿童"), ("risk", "黄", "黄"), ("risk", "蓝", "蓝")])
        self.table = DataTable(samples.COLUMNS, samples.rows)
        top = fit.row(
            chips,
            words("按风险从高到低", "second"),
            button("选列", self.table.open_chooser, kind="small", icon="column_triple"),
            button("存为常用筛选", kind="small", icon="star"),
            margins=(12, 6, 12, 6),
            spacing=8,
        )
        top.setStretch(0, 1)
        self.table.act("排入走访", print, icon="calendar_day")
        self.table.act("打印走访单", print, icon="print")
        self.table.act("导出这2人", print, icon="arrow_download")
        self.table.set_ids(samples.ids(34))
        self.table.sort("risk", descending=True)
        self.table.model.tick(["c00001", "c00006"], on=True)
        inner = fit.column(top, self.table, margins=(1, 1, 1, 1), spacing=0)
        card.setLayout(inner)
        self.body.addWidget(card)

    def first_focus(self) -> QWidget:
        """The table."""
        return self.table.view


class File(Page):
    """One child's file: facts beside the timeline."""

    def __init__(self, host: Host) -> None:
        super().__init__(host, "周小禾", back=host.back)
        self.head.say("女，9岁，汉族，河湾村3组")
        self.head.act(button("转介", icon="arrow_routing"))
        self.head.act(button("记走访", kind="primary", icon="edit"))
        card = Card()
        card.add(
            fit.row(
                fit.column(
                    fit.row(
                        words("身份证号", "second"),
                        Masked("3205**********0321", "身份证号"),
                        None,
                        spacing=10,
                    ),
                    fit.row(
                        chip("留守儿童"),
                        chip("困境儿童（监护）"),
                        chip("父母双方外出，建议，待确认", "doubt"),
                        None,
                    ),
                ),
                None,
                RiskChip("黄", whole=True),
            )
        )
        self.body.addWidget(card)
        facts = SectionForm(
            "家庭与监护",
            [[Child.guardianship], [Child.live_address], [Child.phone], [Child.id_number]],
            TODAY,
        )
        facts.show_values(
            {
                "guardianship": "一般",
                "live_address": "云溪镇河湾村3组12号，村委会往东第二个路口进去，门前有棵大樟树",
                "phone": "138****5678",
            }
        )
        moments = Card("经过")
        moments.act(
            Segmented([("all", "全部 14"), ("v", "走访"), ("h", "救助"), ("d", "资料变动")], dense=True)
        )
        line = Timeline()
        line.show_moments(samples.MOMENTS)
        moments.add(line, 1)
        left = QWidget()
        left.setLayout(fit.column(facts, None))
        middle = fit.row(scrolled(left), moments, spacing=12)
        middle.setStretch(0, 2)
        middle.setStretch(1, 3)
        self.body.addLayout(middle, 1)


class Form(Page):
    """A section being edited, with something wrong and something missing."""

    def __init__(self, host: Host) -> None:
        super().__init__(host, "改资料", back=host.back)
        self.head.say("周小禾，女，9岁，3组")
        self.head.unsaved(True)
        form = SectionForm(
            "基本情况",
            [
                [Child.name, Child.sex, Child.birth],
                [Child.id_number, Child.nation, Child.hukou_class],
                [Child.live_address, Child.phone],
                [Child.categories],
                [Child.focus, Child.health, Child.schooling],
                [Child.last_contact, Child.grade],
            ],
            TODAY,
        )
        form.open({"name": "周小禾", "sex": "女", "birth": "2016-03-02"}, {"id_number": "3205**********0321"})
        form.frames["last_contact"].editor.set_text("2025-11-31")
        form.frames["last_contact"].editor.touched = True
        form.frames["categories"].editor.set_text("农村留守儿童")
        form.check()
        form.warn("phone", "和母亲的号码一样，请看一眼")
        self.scrolled(form)
        bar = SaveBar("保存", form.save)
        bar.second("先放着", lambda: None)
        bar.unsaved(True)
        bar.lacks([frame.field.label for frame in form.missing()], [lambda: None], 1)
        self.body.addWidget(bar)
        memory = Card("上次走访", "11月9日，陈桂兰")
        for label, text in (("生活", "床铺整洁，作业没人辅导"), ("监护", "一般；奶奶夜里咳嗽，按时吃药")):
            memory.add(fit.column(words(label, "label"), words(text, "small"), spacing=2))
        care = Card("这次请留意", role="warn", icon="warning")
        care.add(words("父母已22天没有联系，先问一声", "small"))
        after = Card("保存后会提议", role="info", icon="info")
        after.add(fact("安全", "记为待办，12月1日前复查"))
        side = QWidget()
        side.setLayout(fit.column(memory, care, after, None, spacing=10))
        self.add_side("side", "侧栏", side, width=276)


class Preview(Page):
    """An import before it counts."""

    def __init__(self, host: Host) -> None:
        super().__init__(host, "导入预览", back=host.back)
        self.head.say("河湾村留守儿童花名册(定稿).xls　84行　用时0.4秒　原文件不会被改动")
        card = surface("card")
        sheet = PlanSheet()
        sheet.show_sheet(samples.SHEET_COLUMNS, samples.NUMBERS, samples.sheet_cell)
        head = fit.row(
            words("原表", "group"),
            Elided("留守登记表，第1张，共2张", "second"),
            None,
            Legend(),
            margins=(14, 8, 14, 6),
        )
        card.setLayout(fit.column(head, sheet, margins=(1, 1, 1, 1), spacing=0))
        view = PlanView(card, undo_words="导入后随时可以整批撤销；有3处没答也可以先导入，没答的先不收。")
        view.tiles.show_tiles(samples.TILES)
        view.tiles.choose("ask")
        view.question.ask(samples.QUESTION, 1, 3)
        view.question.choose("guardianship")
        view.issues.show_issues(samples.ISSUES)
        view.say_go("导入73人")
        self.body.addWidget(view)


class Bare(Page):
    """Nothing there yet."""

    def __init__(self, host: Host) -> None:
        super().__init__(host, "走访")
        card = surface("card")
        card.setLayout(
            fit.column(Empty("people_list", "还没有孩子。把手头的表拖进来，或", "导入表格", kind="primary"))
        )
        self.body.addWidget(card)
        self.body.addWidget(
            Answers(
                [("a", "黄秀英，祖母"), ("b", "周小禾，本人"), ("c", "班主任")], several=True, last="未采集"
            )
        )


ROUTES = (
    Route("today", Today, "今日", "calendar_day"),
    Route("ledger", Ledger, "儿童台账", "people_list"),
    Route("visit", Bare, "走访", "person_walking"),
    Route("referral", Bare, "转介", "arrow_routing"),
    Route("aid", Bare, "救助帮扶", "hand_open_heart"),
    Route("report", Bare, "报表上报", "document_table"),
    Route("sync", Bare, "U盘同步", "usb_stick"),
    Route("volunteer", Bare, "志愿活动", "people_community"),
    Route("settings", Bare, "设置", "settings", foot=True),
    Route("file", File, place="ledger"),
    Route("form", Form, place="ledger"),
    Route("import", Preview, place="ledger"),
)


def a_window() -> Window:
    """The window with all places and a status line."""
    window = Window(Dialogs())
    for route in ROUTES:
        window.add_route(route)
    window.say_title("云溪镇河湾村")
    window.offer("help", "lock", "report")
    for place, number, late in (
        ("today", 7, True),
        ("referral", 5, True),
        ("report", 2, False),
        ("sync", 3, False),
    ):
        window.badge(place, number, late=late)
    window.status("who", "陈桂兰，儿童主任")
    window.status("unit", "云溪镇河湾村")
    window.status("backup", "上次备份 今天 08:12，已检查")
    window.status("sync", "上次同步 12天前", "soon")
    window.resize(1366, 698)
    return window


def a_wizard() -> Wizard:
    """The first steps of the first use."""
    wizard = Wizard("童档")
    for key, label, question, why in (
        ("level", "您在哪一级", "您在哪里工作？", "村、镇、县看到的东西不一样。"),
        ("unit", "单位和区划", "您的村叫什么？", "写在每张表的左上角。"),
        ("who", "您是谁", "您叫什么名字？", "副手可以以后加。"),
        ("pass", "口令", "定一个口令", "四个不相干的词最好记。"),
    ):
        body = QWidget()
        body.setLayout(fit.column(Answers([("v", "村居"), ("t", "乡镇"), ("c", "县")]), None))
        wizard.add(StepWords(key, label, question, why), body)
    wizard.show_step("unit")
    return wizard


LOOKS = ((100, False), (125, False), (150, False), (100, True))


def draw(folder: Path) -> list[Path]:
    """Draws everything; returns the files."""
    app = QApplication.instance() or QApplication([])
    folder.mkdir(parents=True, exist_ok=True)
    done: list[Path] = []

    def save(widget: QWidget, name: str) -> None:
        for _ in range(3):
            app.processEvents()
        done.append(folder / f"{name}.png")
        widget.grab().save(str(done[-1]))

    for scale, high in LOOKS:
        theme.apply(app, scale, high=high)
        draw_window(save, f"{scale}{'_high' if high else ''}")
    theme.apply(app, 100)
    dialog = Dialog("看这份保密记录", ["要写明理由，并记入修改记录。"])
    dialog.suggest(dialog.line(hint="如：核对转介材料"), ["核对转介材料", "督导检查"])
    dialog.verb("no", "不看了")
    dialog.verb("yes", "记下并查看", kind="primary")
    dialog.show()
    save(dialog, "dialog")
    dialog.deleteLater()
    return done


def draw_window(save: Callable[[QWidget, str], None], tail: str) -> None:
    """Every sample page of the window in the look in force."""
    window = a_window()
    window.show()
    for route in ("today", "ledger", "file", "form", "import", "visit"):
        window.go(route)
        if route == "file":
            acts = [("打电话用的话", window.clear_banner), ("记一次催问", window.clear_banner)]
            window.banner("warn", "转介022：加急，应在3天内接收，现在第4天。", acts)
        if route == "today":
            window.toast("已保存周小禾的走访", window.clear_banner)
        save(window, f"{route}_{tail}")
        window._toast.put_away()
    window.page().open_side("side") if window.compact() and "side" in window.page()._sides else None
    window.finder.setText("zxh")
    window.finder._ask()
    window.finder.deliver(window.finder._number, samples.HITS, 34)
    save(window, f"find_{tail}")
    window.show_whole(a_wizard())
    save(window, f"wizard_{tail}")
    window.close()
    window.deleteLater()


if __name__ == "__main__":
    for made in draw(Path(sys.argv[1] if len(sys.argv) > 1 else "gallery")):
        sys.stdout.write(f"{made}\n")
