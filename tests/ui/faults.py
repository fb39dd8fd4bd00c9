"""Finds what is wrong with a drawn window: words cut, things over each other, out of Tab's way, too pale.

Every function takes what is shown and gives sentences; an empty list is a good window. Words that a person
typed may be longer than their field; words in an `Elided` or in a table are shortened on purpose and then
say the whole in a tooltip.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QFontInfo, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QFocusFrame,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QTableView,
    QTextEdit,
    QWidget,
)

from childdesk.ui import theme
from childdesk.ui.autolock import Warned
from childdesk.ui.widgets.data_table import DataTable
from childdesk.ui.widgets.drawer import Drawer
from childdesk.ui.widgets.filter_pane import WordBox
from childdesk.ui.widgets.find_list import FindList
from childdesk.ui.widgets.toast import Toast
from childdesk.ui.widgets.words import Elided

CONTROLS = (
    QAbstractButton,
    QLineEdit,
    QComboBox,
    QPlainTextEdit,
    QTextEdit,
    QAbstractItemView,
    QAbstractSpinBox,
)
OVERLAYS = (Drawer, Toast, FindList, Warned, QFocusFrame)
FORBIDDEN = ("系统", "操作", "数据库", "失败", "非法", "请注意", "成功", "！", "!")
SMALLEST = theme.NOTE
LEAST = 4.5
EDGE = 2
"""Pixels by which hinting may make a glyph wider than its advance."""

Fault = str


def shown(root: QWidget, kind: type[QWidget] | tuple[type[QWidget], ...] = QWidget) -> Iterator[QWidget]:
    """The widgets of a kind that a person can see, scrolled out of view or not."""
    for one in _kept.get(root) or _below(root):
        if isinstance(one, kind) and one.width() > 1 and one.height() > 1:
            yield one


_kept: dict[QWidget, list[QWidget]] = {}
"""What is visible below a root, while `still` says that nothing moves."""


@contextlib.contextmanager
def still(root: QWidget) -> Iterator[None]:
    """Nothing appears or goes meanwhile, so that what is shown need be gathered only once."""
    _kept[root] = _below(root)
    yield
    _kept.clear()


def _below(root: QWidget) -> list[QWidget]:
    """Every widget below one that is not hidden, nor in a part that is; pages behind are not gone through."""
    found = []
    for one in root.children():
        if isinstance(one, QWidget) and not one.isHidden():
            found += [one, *_below(one)]
    return found


def named(widget: QWidget) -> str:
    """How a widget is told in a fault."""
    words = words_of(widget) or widget.accessibleName() or widget.objectName()
    return f"{type(widget).__name__}“{words[:40]}”"


def words_of(widget: QWidget) -> str:
    """The words that stand on a widget."""
    if isinstance(widget, Elided):
        return widget.whole()
    if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
        return widget.text()
    if isinstance(widget, QComboBox):
        return widget.currentText()
    return ""


# ── words that are cut ──────────────────────────────────────────────────────────────────────────────


def cut(root: QWidget) -> list[Fault]:
    """Words that need more room than they have."""
    found = [*_cut_labels(root), *_cut_buttons(root), *_cut_hints(root), *_cut_choices(root)]
    return found + _cut_heads(root) + _silent_cells(root)


def _cut_labels(root: QWidget) -> list[Fault]:
    found = []
    for label in shown(root, QLabel):
        assert isinstance(label, QLabel)
        if not label.text() or _on_purpose(label):
            continue
        room = label.contentsRect()
        flags = int(Qt.TextFlag.TextWordWrap) if label.wordWrap() else 0
        wide = room.width() if label.wordWrap() else 100_000
        needed = QFontMetrics(label.font()).boundingRect(QRect(0, 0, wide, 100_000), flags, label.text())
        wide_enough = isinstance(label, Elided) or needed.width() <= room.width() + EDGE
        if not wide_enough or needed.height() > room.height() + 2 * EDGE:
            found.append(f"cut: {named(label)} needs {_size(needed.size())}, has {_size(room.size())}")
    return found


def _on_purpose(label: QLabel) -> bool:
    """A label that shows the first lines of a longer text says so by a fixed height and a tooltip or 展开."""
    return label.wordWrap() and label.maximumHeight() < 16_777_215


def _cut_buttons(root: QWidget) -> list[Fault]:
    return [
        f"cut: {named(one)} needs {one.sizeHint().width()}, has {one.width()}"
        for one in shown(root, QAbstractButton)
        if isinstance(one, QAbstractButton) and one.text() and one.sizeHint().width() > one.width() + EDGE
        # What is shortened on purpose says the whole when one points at it.
        if not (isinstance(one, WordBox) and one.toolTip() == one.accessibleName().partition("，")[0])
    ]


def _cut_hints(root: QWidget) -> list[Fault]:
    """A hint inside an empty field is read as words of the window."""
    found = []
    for one in shown(root, QLineEdit):
        assert isinstance(one, QLineEdit)
        needed = QFontMetrics(one.font()).horizontalAdvance(one.placeholderText())
        room = one.contentsRect().width() - theme.look().px(8)
        if not one.text() and needed > room:
            found.append(f"cut: hint “{one.placeholderText()}” needs {needed}, has {room}")
    return found


def _cut_choices(root: QWidget) -> list[Fault]:
    return [
        f"cut: {named(one)} needs {needed}, has {one.width()}"
        for one in shown(root, QComboBox)
        if isinstance(one, QComboBox)
        and (needed := QFontMetrics(one.font()).horizontalAdvance(one.currentText())) > one.width() - 24
    ]


def _cut_heads(root: QWidget) -> list[Fault]:
    """Headers of tables: the words of every column and, where it is sorted, the arrow."""
    found = []
    for table in shown(root, QTableView):
        head = table.horizontalHeader() if isinstance(table, QTableView) else None
        if not isinstance(head, QHeaderView) or not head.isVisible():
            continue
        metrics = QFontMetrics(head.font())
        for section in range(head.count()):
            words = str(head.model().headerData(section, Qt.Orientation.Horizontal) or "")
            room = head.sectionSize(section) - theme.look().px(8)
            if not head.isSectionHidden(section) and metrics.horizontalAdvance(words) > room:
                found.append(f"cut: head “{words}” needs {metrics.horizontalAdvance(words)}, has {room}")
    return found


def _silent_cells(root: QWidget) -> list[Fault]:
    """Cells that are shortened and do not say the whole anywhere."""
    found = []
    for table in shown(root, DataTable):
        assert isinstance(table, DataTable)
        view, model = table.view, table.model
        first, last = max(view.rowAt(0), 0), view.rowAt(view.viewport().height() - 1)
        for row in range(first, (last if last >= 0 else len(model.ids) - 1) + 1):
            for at in range(1, model.columnCount()):
                place = view.visualRect(model.index(row, at)).center()
                text = str(model.index(row, at).data() or "")
                room = view.columnWidth(at) - 2 * theme.look().px(8)
                needed = QFontMetrics(theme.look().font(theme.TABLE, bold=True)).horizontalAdvance(text)
                if needed > room and "、" not in text and view.indexAt(place).isValid():
                    tip = view.tip_at(place)
                    plain = QFontMetrics(theme.look().font(theme.TABLE)).horizontalAdvance(text)
                    if not tip and plain > room:
                        found.append(f"cut: cell “{text}” says the whole nowhere")
    return found


# ── room ────────────────────────────────────────────────────────────────────────────────────────────


def squeezed(root: QWidget) -> list[Fault]:
    """Controls lower than they ask for, and what is drawn outside its parent."""
    kinds = (QPushButton, QLineEdit, QCheckBox, QRadioButton, QComboBox)
    found = [
        f"squeezed: {named(one)} {one.height()} < {one.minimumSizeHint().height()}"
        for one in shown(root, kinds)
        if one.height() < one.minimumSizeHint().height() - 1
    ]
    for one in shown(root, (QLabel, *kinds)):
        if words_of(one) and (where := outside(one, root)):
            found.append(f"outside: {named(one)} {where}")
    return found


def outside(widget: QWidget, root: QWidget) -> str:
    """Where a widget sticks out of what holds it; below and above a scrolling part is no fault."""
    part, at = widget.rect(), widget
    while at is not root:
        parent = at.parentWidget()
        if parent is None:
            return ""
        part.translate(at.pos())
        held = parent.rect()
        scrolls = isinstance(parent.parentWidget(), QAbstractScrollArea)
        if isinstance(parent.parentWidget(), QTableView):
            return ""
        if part.left() < -EDGE or part.right() > held.right() + EDGE:
            return f"{part.left()}…{part.right()} of {held.width()} in {type(parent).__name__}"
        if not scrolls and (part.top() < -EDGE or part.bottom() > held.bottom() + EDGE):
            return f"{part.top()}…{part.bottom()} of {held.height()} high in {type(parent).__name__}"
        if scrolls:
            part = part.intersected(held)
            if part.isEmpty():
                return ""
        at = parent
    return ""


def overlapping(root: QWidget) -> list[Fault]:
    """Two things with words drawn over each other."""
    parts = []
    for one in shown(root, (QLabel, *CONTROLS)):
        if not isinstance(one, QAbstractScrollArea) and (words_of(one) or isinstance(one, QLineEdit)):
            place = _seen(one, root)
            if not place.isEmpty():
                parts.append((place, one))
    parts.sort(key=lambda pair: pair[0].top())
    found = []
    for at, (place, one) in enumerate(parts):
        for other_place, other in parts[at + 1 :]:
            if other_place.top() > place.bottom():
                break
            both = place.intersected(other_place)
            if both.width() > EDGE and both.height() > EDGE and not _belong(one, other):
                found.append(f"overlap: {named(one)} and {named(other)} by {_size(both.size())}")
    return found


def _seen(widget: QWidget, root: QWidget) -> QRect:
    """The part of a widget that is not scrolled away, as its words fill it, in the root's pixels."""
    part = _inked(widget)
    at = widget
    while at is not root and at.parentWidget() is not None:
        part.translate(at.pos())
        at = at.parentWidget()
        part = part.intersected(at.rect())
    return part


def _inked(widget: QWidget) -> QRect:
    """Where the words of a label stand; for a control, all of it."""
    if not isinstance(widget, QLabel):
        return widget.rect()
    flags = int(widget.alignment()) | (int(Qt.TextFlag.TextWordWrap) if widget.wordWrap() else 0)
    return QFontMetrics(widget.font()).boundingRect(widget.contentsRect(), flags, widget.text())


def _belong(one: QWidget, other: QWidget) -> bool:
    """Whether one stands in the other, or one is meant to lie over what is behind."""
    if one.isAncestorOf(other) or other.isAncestorOf(one):
        return True
    return [_over(one), _over(other)].count(None) == 1


def _over(widget: QWidget) -> QWidget | None:
    at: QWidget | None = widget
    while at is not None:
        if isinstance(at, OVERLAYS):
            return at
        at = at.parentWidget()
    return None


def sideways(root: QWidget) -> list[Fault]:
    """What has to be moved sideways to be read, but tables."""
    found = []
    for area in shown(root, QAbstractScrollArea):
        assert isinstance(area, QAbstractScrollArea)
        if isinstance(area, QTableView | QLineEdit | QHeaderView | QTextEdit | QPlainTextEdit):
            continue
        if area.horizontalScrollBar().maximum() > 0:
            found.append(f"sideways: {named(area)} by {area.horizontalScrollBar().maximum()} px")
    return found


def small(root: QWidget) -> list[Fault]:
    """Words below twelve pixels, and targets that a tired hand misses."""
    found = [
        f"small: {named(one)} {QFontInfo(one.font()).pixelSize()} px"
        for one in shown(root, (QLabel, *CONTROLS))
        if QFontInfo(one.font()).pixelSize() < SMALLEST
    ]
    return found + [
        f"small: {named(one)} {one.width()}×{one.height()}"
        for one in shown(root, QAbstractButton)
        if (one.height() < 24 or one.width() < 24) and not isinstance(one, QCheckBox | QRadioButton)
    ]


# ── keyboard ────────────────────────────────────────────────────────────────────────────────────────


def walk(window: QWidget) -> list[QWidget]:
    """What has the focus as Tab is pressed, from wherever it is until it comes round."""
    window.activateWindow()
    reached: list[QWidget] = []
    for _ in range(600):
        window.focusNextChild()
        now = window.focusWidget()
        if now is None or now in reached:
            break
        reached.append(now)
    return reached


def unreached(window: QWidget, reached: list[QWidget]) -> list[Fault]:
    """Controls that Tab never comes to. Of a group of choices it reaches one; the arrows reach the others."""
    return [
        f"unreached: {named(one)}"
        for one in shown(window, CONTROLS)
        if one.isEnabled()
        and one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and one.focusProxy() is None
        and one not in reached
        and not (isinstance(one, QRadioButton) and not one.isChecked())
        and not _inside_another(one)
    ]


def mouse_only(window: QWidget) -> list[Fault]:
    """Buttons that no key reaches: neither Tab nor arrows from a neighbour that Tab reaches."""
    return [
        f"mouse only: {named(one)}"
        for one in shown(window, QAbstractButton)
        if one.isEnabled()
        and not one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not any(
            isinstance(other, QAbstractButton) and other.focusPolicy() & Qt.FocusPolicy.TabFocus
            for other in (one.parentWidget() or one).findChildren(QAbstractButton)
        )
        and not isinstance(one.parentWidget(), QLineEdit | QComboBox | QAbstractScrollArea)
    ]


def _inside_another(widget: QWidget) -> bool:
    return isinstance(widget.parentWidget(), QComboBox | QAbstractSpinBox)


def unordered(root: QWidget, reached: list[QWidget]) -> list[Fault]:
    """Steps of Tab that go up or left: where two neighbours part, the first comes first on paper too."""
    found = []
    for one, other in itertools.pairwise(_from_the_first(root, reached)):
        first, second = _parting(one, other, root)
        if first is None or second is None:
            continue
        a, b = _placed(first, root), _placed(second, root)
        # What stands wholly at the right of it may begin higher: that is the next column.
        above, beside = b.bottom() <= a.top() and b.left() < a.right(), b.right() <= a.left()
        if above or (beside and b.top() < a.bottom() and b.bottom() <= a.bottom()):
            found.append(f"order: {named(one)} then {named(other)}")
    return found


def _from_the_first(root: QWidget, reached: list[QWidget]) -> list[QWidget]:
    """What Tab reaches inside a part, from where it enters; coming round is no step."""
    inside = [root.isAncestorOf(one) for one in reached]
    enters = [at for at, here in enumerate(inside) if here and not inside[at - 1]]
    if not enters:
        return [one for one, here in zip(reached, inside, strict=True) if here]
    turned = reached[enters[0] :] + reached[: enters[0]]
    return [one for one in turned if root.isAncestorOf(one)]


def _parting(one: QWidget, other: QWidget, root: QWidget) -> tuple[QWidget | None, QWidget | None]:
    """The two children of the nearest common ancestor in which the two stand."""
    chain = [one]
    while chain[-1] is not root and chain[-1].parentWidget() is not None:
        chain.append(chain[-1].parentWidget())
    at, below = other, None
    while at not in chain:
        below, at = at, at.parentWidget()
    place = chain.index(at)
    return (chain[place - 1] if place else None), below


def _placed(widget: QWidget, root: QWidget) -> QRect:
    return QRect(widget.mapTo(root, QPoint(0, 0)), widget.size())


# ── words, names, buttons ───────────────────────────────────────────────────────────────────────────


def nameless(root: QWidget) -> list[Fault]:
    """Controls that a screen reader cannot name."""
    found = []
    for one in shown(root, CONTROLS):
        if isinstance(one, QHeaderView) or isinstance(one.parentWidget(), QTableView):
            continue
        face = QAccessible.queryAccessibleInterface(one)
        name = face.text(QAccessible.Text.Name) if face is not None else ""
        if not (name or words_of(one)).strip() and not _inside_another(one):
            found.append(f"nameless: {type(one).__name__} in {_chain(one)}")
    return found


def spoken(root: QWidget) -> Iterator[str]:
    """Every word that can be read or heard: labels, hints, tooltips, names, heads, choices."""
    yield root.windowTitle()
    for one in shown(root):
        yield from (words_of(one), one.toolTip(), one.accessibleName(), one.accessibleDescription())
        if isinstance(one, QLineEdit):
            yield one.placeholderText()
        if isinstance(one, QComboBox):
            yield from (one.itemText(at) for at in range(one.count()))
        if isinstance(one, QTableView) and one.model() is not None:
            heads = range(one.model().columnCount())
            yield from (str(one.model().headerData(at, Qt.Orientation.Horizontal) or "") for at in heads)


UNPARTED = re.compile(r"(?<![\d.,年/-])[1-9]\d{3,}(?=[人户个条处份行张件次项家])")
"""A count of four figures and more has its comma: 4,882户."""


def unwelcome(root: QWidget) -> list[Fault]:
    """Words that a person shall not have to read, and counts that are hard to read."""
    told = list(spoken(root))
    found = {f"word: {word} in “{text}”" for text in told for word in FORBIDDEN if word in text}
    return sorted(found | {f"count: {text}" for text in told if UNPARTED.search(text)})


SENTENCE = re.compile(r"[\u4e00-\u9fff]")


def filled(root: QWidget) -> list[str]:
    """The filled buttons that are shown."""
    return [
        one.text().strip()
        for one in shown(root, QPushButton)
        if isinstance(one, QPushButton) and one.property("kind") in ("primary", "huge")
    ]


# ── contrast ────────────────────────────────────────────────────────────────────────────────────────

ZOOM = 3
"""Words are drawn so much larger for looking at their colour that strokes are wider than a pixel."""


FARTHEST = 5
"""Heights of a scrolling part that are looked at."""

WORDED = (QLabel, QAbstractButton, QLineEdit, QComboBox)


def pale(root: QWidget, seen: set[QWidget] | None = None) -> list[Fault]:
    """Words whose colour, as it is drawn, is too near its ground. Disabled ones are exempt.

    Of `seen` nothing is judged again: the frame round all pages is judged with the first of them. What is
    scrolled away is scrolled to: each is judged where all of its ink is in view, and what never is, since it
    is higher than the place where it scrolls, by the most of it that is.
    """
    found: dict[QWidget, float] = {}
    parts: dict[QWidget, tuple[int, float]] = {}
    for _ in _scrolled(root):
        with still(root):
            known = found.keys() | (seen or set())
            waiting = [one for one in shown(root, WORDED) if one not in known and _judged(one)]
            if not waiting:
                continue
            picture = drawn(root)
            for one in waiting:
                place, ink = _seen(one, root), _inked(one).intersected(one.rect())
                if place.width() < 8 or place.height() < 8 or _hidden_behind(one, root):
                    continue
                ratio = contrast(picture, place)
                parts[one] = max(parts.get(one, (0, 0.0)), (place.height(), ratio))
                if place.height() >= ink.height() - EDGE:
                    found[one] = ratio
    ratios = found | {one: ratio for one, (_, ratio) in parts.items() if one not in found}
    return [f"pale: {named(one)} {ratio:.1f}" for one, ratio in ratios.items() if ratio < LEAST]


def _judged(one: QWidget) -> bool:
    words = words_of(one) or (one.placeholderText() if isinstance(one, QLineEdit) else "")
    return bool(words.strip()) and one.isEnabled()


def _scrolled(root: QWidget) -> Iterator[None]:
    """As it stands, then every part that scrolls moved on by a little less than what it shows; then back."""
    yield
    for area in list(shown(root, QScrollArea)):
        assert isinstance(area, QScrollArea)
        bar = area.verticalScrollBar()
        before, step = bar.value(), max(area.viewport().height() * 3 // 4, 1)
        places = range(bar.minimum(), bar.maximum() + step, step) if bar.maximum() else ()
        # Further down a list goes on as it began; its end is looked at again.
        for value in places if len(places) <= FARTHEST else [*places[: FARTHEST - 1], places[-1]]:
            bar.setValue(value)
            QApplication.processEvents()
            yield
        bar.setValue(before)


def drawn(root: QWidget) -> QImage:
    """The window, enlarged."""
    picture = _sheet(root.width() * ZOOM, root.height() * ZOOM)
    picture.fill(theme.look().colour("page"))
    painter = QPainter(picture)
    root.render(painter, QPoint(0, 0))
    painter.end()
    return picture


@functools.lru_cache(maxsize=2)
def _sheet(width: int, height: int) -> QImage:
    """What is drawn on, again and again: forty megabytes take longer to get than to fill."""
    made = QImage(width, height, QImage.Format.Format_RGB32)
    made.setDevicePixelRatio(ZOOM)
    return made


_known: dict[bytes, float] = {}
"""Picture of some words, as its digest → its contrast: the same words stand on many pages."""


def contrast(picture: QImage, place: QRect) -> float:
    """The ratio of the strongest colour in a place to the ground, which is the commonest."""
    part = picture.copy(place.x() * ZOOM, place.y() * ZOOM, place.width() * ZOOM, place.height() * ZOOM)
    drawn_so = hashlib.blake2b(part.constBits(), digest_size=16).digest()
    if drawn_so not in _known:
        _known[drawn_so] = _contrast(part)
    return _known[drawn_so]


def _contrast(part: QImage) -> float:
    counts = Counter(memoryview(part.constBits()).cast("I").tolist())
    ground, _ = counts.most_common(1)[0]
    ratios = [_ratio(colour, ground) for colour, times in counts.most_common(60) if times > 2]
    return max(ratios, default=1.0)


@functools.cache
def _ratio(colour: int, ground: int) -> float:
    return theme.ratio(_hex(colour), _hex(ground))


def _hex(colour: int) -> str:
    return QColor.fromRgb(colour & 0xFFFFFF).name()


def _hidden_behind(widget: QWidget, root: QWidget) -> bool:
    """Whether something that lies over the window covers it."""
    if _over(widget) is not None:
        return False
    place = _seen(widget, root)
    return any(_placed(one, root).intersects(place) for one in shown(root, OVERLAYS))


def _size(size: QSize) -> str:
    return f"{size.width()}×{size.height()}"


def _chain(widget: QWidget) -> str:
    names = []
    at: QWidget | None = widget.parentWidget()
    while at is not None and len(names) < 4:
        names.append(type(at).__name__)
        at = at.parentWidget()
    return " < ".join(names)


LAYOUT: tuple[Callable[[QWidget], list[Fault]], ...] = (cut, squeezed, overlapping, sideways, small)
"""What is looked at in every size."""


def of_layout(root: QWidget) -> list[Fault]:
    """All faults of size and place."""
    QApplication.processEvents()
    with still(root):
        return [fault for look in LAYOUT for fault in look(root)]
