"""How the window looks and when it locks: kept for this seat, at once."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from childdesk.ui import theme
from childdesk.ui.page import Host
from childdesk.ui.pages.settings.rows import Group
from childdesk.ui.seat import MINUTES, Ways
from childdesk.ui.widgets.segmented import Segmented


class Look(Group):
    """字号, 对比度, 紧凑, 锁屏."""

    def __init__(self, host: Host, ways: Ways) -> None:
        super().__init__("显示和锁屏")
        self.host = host
        self.ways = ways
        self.scale = Segmented([(str(scale), f"{scale}%") for scale in theme.SCALES])
        self.contrast = Segmented([("0", "平常"), ("1", "高")])
        self.small = Segmented([("0", "自动"), ("1", "总是")])
        self.minutes = Segmented([(str(minutes), f"{minutes}分钟") for minutes in MINUTES])
        self.row("字号", "看不清就调大，字和按钮一起变。也可以按 Ctrl 和加号", self.scale)
        self.row("对比度", "光线太强、屏幕太旧时用高对比", self.contrast)
        self.row("紧凑", "窗口小时自动收起两边；选“总是”就一直收着", self.small)
        self.row("多久没动就锁上", "锁上后要口令才能看；没写完的都留着。随时可按 Ctrl+L", self.minutes)
        self.load()
        self.scale.chosen.connect(lambda key: self._look(int(key), theme.look().high))
        self.contrast.chosen.connect(lambda key: self._look(theme.look().scale, key == "1"))
        self.small.chosen.connect(lambda key: self._compact(key == "1"))
        self.minutes.chosen.connect(lambda key: self._lock_after(int(key)))

    def load(self) -> None:
        """What holds now; it may have been changed by keys."""
        now = theme.look()
        self.scale.choose(str(now.scale))
        self.contrast.choose("1" if now.high else "0")
        self.small.choose("1" if self.ways.seat.yes("look/compact") else "0")
        self.minutes.choose(str(self.ways.seat.minutes()))

    def first(self) -> QWidget:
        """The type size."""
        return self.scale.part(self.scale.key() or str(theme.SCALES[0]))

    def _look(self, scale: int, high: bool) -> None:
        before = theme.look()
        if (before.scale, before.high) == (scale, high):
            return
        self._set_look(scale, high)
        self.host.toast("显示已改", lambda: self._set_look(before.scale, before.high))

    def _set_look(self, scale: int, high: bool) -> None:
        self.ways.look(scale, high)
        self.load()

    def _compact(self, always: bool) -> None:
        before = self.ways.seat.yes("look/compact")
        if before == always:
            return
        self._set_compact(always)
        self.host.toast("两边一直收着" if always else "窗口小时才收起", lambda: self._set_compact(before))

    def _set_compact(self, always: bool) -> None:
        self.ways.seat.keep("look/compact", always)
        self.ways.compact(always)
        self.load()

    def _lock_after(self, minutes: int) -> None:
        before = self.ways.seat.minutes()
        if before == minutes:
            return
        self._set_minutes(minutes)
        self.host.toast(f"没动{minutes}分钟就锁上", lambda: self._set_minutes(before))

    def _set_minutes(self, minutes: int) -> None:
        self.ways.seat.keep("lock/minutes", minutes)
        self.ways.lock_after(minutes)
        self.load()
