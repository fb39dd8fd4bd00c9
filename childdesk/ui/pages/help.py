"""Is the help: what the page that one came from is for, what to do there, and every key."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from childdesk.ui import fit
from childdesk.ui.actions import ACTIONS
from childdesk.ui.page import Host, Page
from childdesk.ui.widgets.card import Card, fact
from childdesk.ui.widgets.words import words

TOLD: dict[str, tuple[str, tuple[str, ...]]] = {
    "today": (
        "今日",
        (
            "这里只放今天要做的事：晚了的在最上面，每一行都写着为什么。",
            "点“记走访”就开始记；暂时去不了，点右边的点点点推后，写明原因。",
            "右边是等别人答复的转介、快到的日子。",
        ),
    ),
    "children": (
        "儿童台账",
        (
            "左边勾选条件，上面的小条显示正在用的条件，点×去掉。",
            "双击一行打开档案。表头点一下排序，右键可以隐藏这一列。",
            "“导出所见”把眼前这些人、这些列存成表格。",
        ),
    ),
    "child": (
        "儿童档案",
        (
            "最上面是这个孩子的要紧事；下面“改”只改那一段，没动的不会变。",
            "还没采集的会写“未采集”，点“去补填”一次补完。",
            "证件号、电话平时遮住，点“看全号”显示一分钟，会记下谁看过。",
            "改错了不要紧：“修改记录”里每一次改动都能撤销。",
        ),
    ),
    "reports": (
        "报表上报",
        (
            "左边选一张表，右上选时间，中间就是写出来的样子。",
            "双击一个数，看它数的是哪些孩子；勾稽不对的，点“看这几人”直接去改。",
            "写成文件前会说里面有多少证件号；写明交给谁、做什么用。发群里选“去标识”。",
            "交出去以后点“已交，清理本机副本”。",
        ),
    ),
    "importing": (
        "导入表格",
        (
            "把手头的表拖进窗口，先看一遍再收。原文件不会被改动。",
            "白色直接用，黄色修正过（鼠标停上去看原来是什么），红色不收。",
            "问到的列选一个就行；没答的先不收，都列出来，不会丢。",
            "导入后一次撤销就全部退回。",
            "格子里写错了，双击或按F2就能改；认错了列，把名称拖到对的列上。",
            "学校、残联的名单不是您的台账：点“只对照，不导入”。",
        ),
    ),
    "comparing": (
        "对照名单",
        (
            "左上角分三种看：只在这份表里、只在台账里、两边不一样。",
            "每一处自己定：留台账的、用表里的、以后核实。没选的不动。",
            "“以后核实”会变成今日里的一件事。",
        ),
    ),
    "visit": (
        "记走访",
        (
            "上次的回答摆在旁边，只改有变化的。",
            "写到一半离开也不要紧，两秒存一次草稿。",
            "看到孩子身上有伤、说不想活、没人管：先打110，再来记。",
        ),
    ),
    "referral": (
        "转介",
        (
            "写看到、听到的，不写病名。",
            "先告知监护人；有生命危险或受侵害时不必等同意。",
            "转出后会一直提醒，直到有人接、有反馈、再看过孩子。",
        ),
    ),
    "plan": (
        "走访",
        (
            "每一格是一天，写着要去哪几家；点一天，右边是那天的走访单。",
            "“照建议排好”按规则排，先看一遍再定，排错了能撤销。",
            "出门前打印走访单，回来用“录入走访单”照着单子敲。",
        ),
    ),
    "keying": (
        "录入走访单",
        (
            "输单子上的编号，照着从上到下按数字键，不用鼠标。",
            "写了字的地方停下来让您打字；敲错了往上走一行再按。",
            "一张录完接着下一张，录过的不会重复。",
        ),
    ),
    "refer": (
        "转介",
        (
            "写看到、听到的，不写病名；别人来接手时看得懂就行。",
            "先告知监护人；有生命危险或受侵害时不必等同意。",
            "每一步在右边点，什么时候、谁答复的都记下。",
        ),
    ),
    "observe": (
        "看一看孩子",
        (
            "只勾看到、听到的，没看到的不用勾。",
            "这里不下判断，评估由专业人员做。",
            "存好后会说下一步：继续关注、七日内再看、转介或立即行动。",
        ),
    ),
    "report": (
        "强制报告",
        (
            "先打电话，再填表。报告不需要任何人同意，报告人受保护。",
            "打通一个记下一个，还没做的会一直写在上面。",
            "写的是原话和看到的；没收到回执前，今日里一直提醒。",
        ),
    ),
    "reported": (
        "报过的",
        ("只写姓氏和还没做完的事，打开要写明理由，会记下来。",),
    ),
    "care": (
        "临时生活照料",
        (
            "孩子今晚没人管：先安排可靠的大人，再告诉民政和督导员。",
            "写清谁在照料、在哪里、到哪一天，到期前会提醒。",
        ),
    ),
    "directory": (
        "机构名录",
        (
            "本地谁能帮忙：电话、时间、管哪里。打通过就点“核对过”。",
            "灰的是还没核对的，各地不同，先打一次问清楚。",
        ),
    ),
    "history": (
        "修改记录",
        (
            "谁、什么时候、改了什么，一条不少。",
            "撤销前先看会退回什么、留下什么；撤销也能再撤销。",
        ),
    ),
    "settings": (
        "设置",
        (
            "左边选一组，或在上面写个词找一项；改了就存好，能撤销。",
            "备份每天自动做一份；也可以马上备份到U盘，从备份恢复前先看会变什么。",
            "口令忘了只有恢复单能打开：找不到纸就在“口令和恢复单”换一张。",
        ),
    ),
}
ANY = ("童档", ("左边是去处，上面随时找人，下面一行说存好了没有。", "什么都能撤销，什么都不会悄悄丢。"))


class HelpPage(Page):
    """`arrive` takes the route that help is wanted for."""

    def __init__(self, host: Host) -> None:
        super().__init__(host, "帮助", back=host.back)
        self.about = Card("这一页")
        self._lines = fit.column(spacing=8)
        self.about.add(self._lines)
        keys = Card("按键")
        for act in ACTIONS:
            if not act.key.startswith("place"):
                keys.add(fact("　".join(act.keys[:2]), act.label, width=190))
        keys.add(fact("Ctrl+1…9", "左边第1到第9个去处", width=190))
        inner = QWidget()
        inner.setLayout(fit.column(self.about, keys, None, spacing=12))
        self.scrolled(inner)

    def arrive(self, argument: object = None) -> None:
        """Says what the page is for."""
        title, sentences = TOLD.get(str(argument or ""), ANY)
        self.head.say(f"{title}：能做什么，怎么做")
        self.about.say(title)
        fit.clear(self._lines)
        for sentence in sentences:
            self._lines.addWidget(words(sentence, "body", wrap=True))
