"""一人一档 as a paper: cover, index with the originals that are missing, then the chosen sections."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from childdesk.desk import protected, shown
from childdesk.desk.counting import categories
from childdesk.desk.report_view import View
from childdesk.desk.rosters import NAMELESS, WHOLE
from childdesk.domain import catalogue, current, options
from childdesk.domain.errors import Refused
from childdesk.domain.paper import Block, Footer, Gap, PageBreak, Paper, Paragraph, Signature, Table
from childdesk.domain.privacy import S3, UNKNOWN, mask
from childdesk.store.snapshot import Raw

SEALED = "sealed"
SECTIONS: dict[str, str] = {
    "base": "基本情况",
    "care": "类别与监护",
    "family": "父母、监护人、照料人",
    "health": "健康与残疾",
    "school": "就学",
    "support": "保障与救助",
    "visits": "走访记录",
    "dated": "历次变化",
    "papers": "材料目录",
    SEALED: "保密记录",
}
"""Key → title, in the order in which they are bound."""

_KEYS = {
    "base": "name former_name sex birth nation id_type id_number hukou_class hukou_kind hukou_address"
    " live_address village_group phone registered_on",
    "care": "categories left_type care_reason guardianship last_contact family_type risk focus",
    "health": "health illness disability_type disability_level disability_certificate insurance",
    "school": "study_state schooling school grade school_class student_number boarding",
    "support": "poverty relief income_source amount bank_account wish note",
}
_KIN_KEYS = "relation id_number phone work_place health education live_together kind agreement agreement_date"

ORIGINALS: tuple[tuple[str, tuple[str, ...], Callable[[Raw, frozenset[str], bool], bool]], ...] = (
    ("身份证或户口本复印件", ("身份证", "户口", "出生"), lambda raw, kinds, agreed: True),
    (
        "委托照护协议（委托监护确认书）",
        ("协议", "委托", "确认书"),
        lambda raw, kinds, agreed: agreed or "留守儿童" in kinds,
    ),
    (
        "残疾证复印件",
        ("残疾证",),
        lambda raw, kinds, agreed: bool(raw.get("disability_certificate") or raw.get("disability_type")),
    ),
    (
        "父母情况证明",
        ("证明", "判决", "回执"),
        lambda raw, kinds, agreed: bool(kinds & (options.ORPHAN | options.UNSUPPORTED)),
    ),
    ("签过字的走访记录", ("走访",), lambda raw, kinds, agreed: True),
)
"""What should lie in the folder on paper: name, words by which an attachment is taken for it, when it is due.

What a county wants may differ; the index says so.
"""


@dataclass(frozen=True, slots=True)
class Bound:
    """What goes into one file: the paper, whose it is, how many numbers, telephones and sealed records."""

    paper: Paper
    child: str
    name: str
    holds: dict[str, int]
    missing: tuple[str, ...]


def bind(view: View, level: str) -> Bound:
    """Composes the file. Raises Refused without a child, for an unknown section, or sealed ones unasked."""
    return _Binding(view, level).bound()


class _Binding:
    """One file while it is composed."""

    def __init__(self, view: View, level: str) -> None:
        if level == NAMELESS:
            raise Refused("一人一档不能去标识。请选全文或部分遮盖", "level")
        wanted = view.asked.sections or tuple(key for key in SECTIONS if key != SEALED or view.asked.sealed)
        unknown = [key for key in wanted if key not in SECTIONS]
        if unknown:
            raise Refused(f"没有“{unknown[0]}”这一部分。可选：{'、'.join(SECTIONS)}", "sections")
        if SEALED in wanted and not view.asked.sealed:
            raise Refused("打开保密记录要写明理由", "reason")
        if view.asked.child not in view.snapshot.rows("child"):
            raise Refused("那一天还没有这份档案。请选晚一点的日子", "as_of")
        self.view, self.whole = view, level == WHOLE
        self.wanted = [key for key in SECTIONS if key in wanted]
        self.child = view.asked.child
        self.raw = view.snapshot.whole("child", self.child)
        self.holds: dict[str, int] = {}

    def bound(self) -> Bound:
        """Cover and index first, though their page comes of what follows."""
        makers: dict[str, Callable[[], list[Block]]] = {
            "family": self._family,
            "visits": self._visits,
            "dated": self._dated,
            "papers": self._papers,
            SEALED: self._sealed,
        }
        parts: list[Block] = []
        for key in self.wanted:
            parts += [PageBreak(), Paragraph(SECTIONS[key], "heading", keep=True)]
            parts += makers[key]() if key in makers else self._child(key)
            if key == "support":
                parts += self._reliefs()
        missing = self._missing()
        identity = self.view.session.ledger.identity
        stamp = self.view.session.clock.now().astimezone().strftime("%Y-%m-%d %H:%M")
        paper = Paper(
            "",
            (*self._cover(), *self._index(missing), *parts),
            "file",
            footer=Footer(self.view.session.name, stamp, masked=not self.whole),
            practice=identity.practice,
        )
        return Bound(paper, self.child, str(self.raw.get("name") or ""), self.holds, missing)

    # -- cover and index -----------------------------------------------------------------------------

    def _cover(self) -> list[Block]:
        day = self.view.on
        name = str(self.raw.get("name") or "")
        facts = (
            ("姓名", name),
            ("性别", self._word("child", "sex", self.raw)),
            ("出生日期", self._word("child", "birth", self.raw)),
            ("儿童类别", self._word("child", "categories", self.raw)),
            ("建档单位", self.view.unit_name),
            ("建档日期", self._word("child", "registered_on", self.raw)),
            ("档案编号", self.child[:8].upper()),
            ("截止日期", self.view.on.isoformat()),
        )
        return [
            Gap(46),
            Paragraph("儿童关爱服务档案", "title", "centre"),
            Paragraph("（一人一档）", "heading", "centre"),
            Gap(24),
            Table((), facts, (3, 7)),
            Gap(30),
            Signature((self.view.unit_name, f"{day.year}年{day.month}月{day.day}日"), seal=True),
            PageBreak(),
        ]

    def _index(self, missing: tuple[str, ...]) -> list[Block]:
        left = tuple((str(at), SECTIONS[key], "有") for at, key in enumerate(self.wanted, 1))
        due = [name for name, _, when in ORIGINALS if when(self.raw, self._kinds(), self._agreed())]
        papers = tuple((str(at), name, "缺" if name in missing else "有") for at, name in enumerate(due, 1))
        told = f"还缺{len(missing):,}份原件：{'、'.join(missing)}" if missing else "应有的原件都有登记"
        return [
            Paragraph("目录", "heading", keep=True),
            Table((("序号", "内容", "在内"),), left, (1, 6, 2)),
            Gap(8),
            Paragraph("应有的原件", "heading", keep=True),
            Table((("序号", "原件", "登记"),), papers, (1, 6, 2)),
            Paragraph(told, "small"),
            Paragraph("原件要求以本县为准。" + self.view.known() + "。", "note"),
        ]

    def _kinds(self) -> frozenset[str]:
        return categories(self.view.snapshot, self.child)

    def _agreed(self) -> bool:
        return any(raw.get("agreement") == "是" for raw in self.view.snapshot.about("guardian", self.child))

    def _missing(self) -> tuple[str, ...]:
        held = self.view.snapshot.by("attachment", "child").get(self.child, ())
        titles = [str(raw.get("title") or "") for _, raw in held]
        return tuple(
            name
            for name, signs, due in ORIGINALS
            if due(self.raw, self._kinds(), self._agreed())
            and not any(sign in title for title in titles for sign in signs)
        )

    # -- sections ------------------------------------------------------------------------------------

    def _word(self, record: str, key: str, raw: Raw) -> str:
        """A value as the level allows; sealed fields never come this way."""
        field = catalogue.RECORDS[record].fields()[key]
        if field.privacy is S3:
            return ""
        text = shown.text(field, raw.get(key))
        way = field.kind.mask
        if text and way:
            self.holds[way] = self.holds.get(way, 0) + 1
            return text if self.whole else mask(text, way)
        return text

    def _rows(self, record: str, keys: str, raw: Raw) -> Table:
        fields = catalogue.RECORDS[record].fields()
        pairs = [
            (fields[key].label, self._word(record, key, raw) or UNKNOWN)
            for key in keys.split()
            if key in fields
        ]
        return Table((("项目", "内容"),), tuple(pairs), (3, 7))

    def _child(self, section: str) -> list[Block]:
        return [self._rows("child", _KEYS[section], self.raw)]

    def _family(self) -> list[Block]:
        found: list[Block] = []
        for record, cls in catalogue.KIN.items():
            for raw in self.view.snapshot.about(record, self.child):
                name = str(raw.get("name") or UNKNOWN)
                found.append(Paragraph(f"{cls.label}　{name}", bold=True, keep=True))
                found.append(self._rows(record, _KIN_KEYS, raw))
        return found or [Paragraph("还没有登记。")]

    def _reliefs(self) -> list[Block]:
        rows = self.view.snapshot.by("relief", "child").get(self.child, ())
        keys = ("kind", "state", "begins", "ends", "amount", "cycle")
        lines = tuple(tuple(self._word("relief", key, raw) for key in keys) for _, raw in rows)
        if not lines:
            return []
        head = tuple(catalogue.RECORDS["relief"].fields()[key].label for key in keys)
        return [Paragraph("救助记录", bold=True, keep=True), Table((head,), lines, (4, 3, 2, 2, 2, 2))]

    def _visits(self) -> list[Block]:
        day = self.view.on.isoformat()
        held = [raw for _, raw in self.view.snapshot.by("visit", "child").get(self.child, ())]
        visits = sorted((raw for raw in held if str(raw["date"]) <= day), key=lambda raw: str(raw["date"]))
        if not visits:
            return [Paragraph("还没有走访。")]
        lines = []
        for raw in visits:
            told = [self._word("visit", key, raw) for key in ("living", "family", "opinion", "findings")]
            nobody = "没见到人。" if raw.get("nobody_home") == "是" else ""
            asked = "，".join(
                part for key in ("asked_person", "asked_relation") if (part := self._word("visit", key, raw))
            )
            lines.append(
                (
                    self._word("visit", "date", raw),
                    self._word("visit", "visit_type", raw),
                    asked,
                    nobody + "；".join(part for part in told if part),
                    self._word("visit", "next_step", raw),
                )
            )
        head = ("日期", "类型", "问了谁", "看到、听到的", "下一步")
        return [
            Table((head,), tuple(lines), (3, 2, 3, 8, 4)),
            Paragraph("精神状况是保密内容，在“保密记录”里。", "note"),
        ]

    def _dated(self) -> list[Block]:
        lines: list[tuple[str, ...]] = []
        for record, cls in catalogue.DATED.items():
            if record in ("parent_state", "relief"):
                continue
            for _, raw in self.view.snapshot.by(record, "child").get(self.child, ()):
                lines.append((cls.label, self._what(record, raw), self._span(raw), self._source(raw)))
        if not lines:
            return [Paragraph("没有变化。")]
        return [Table((("事项", "内容", "起止", "来源、核实"),), tuple(lines), (2, 6, 4, 4))]

    def _what(self, record: str, raw: Raw) -> str:
        skip = {"child", "holder", "begins", "ends", "source", "checked_on"}
        keys = [key for key in catalogue.RECORDS[record].stored() if key not in skip]
        return "，".join(text for key in keys if (text := self._word(record, key, raw)))

    def _span(self, raw: Raw) -> str:
        begins, ends = (str(raw.get(key) or "") for key in ("begins", "ends"))
        held = "" if current.is_valid(raw, self.view.on) else "（已结束）" if ends else ""
        return f"{begins or '不详'} 至 {ends or '现在'}{held}"

    def _source(self, raw: Raw) -> str:
        parts = [str(raw.get("source") or "")]
        if raw.get("checked_on"):
            parts.append(f"{raw['checked_on']}核实")
        return "，".join(part for part in parts if part)

    def _papers(self) -> list[Block]:
        held = self.view.snapshot.by("attachment", "child").get(self.child, ())
        lines = tuple(
            (str(at), self._word("attachment", "title", raw), self._word("attachment", "taken_on", raw))
            for at, (_, raw) in enumerate(held, 1)
        )
        if not lines:
            return [Paragraph("还没有登记材料。")]
        return [Table((("序号", "材料", "日期"),), lines, (1, 7, 3))]

    def _sealed(self) -> list[Block]:
        """Opened as on its own page: right, reason, and a note for each."""
        found: list[Block] = []
        for one in protected.opened(self.view.session, self.child, self.view.asked.sealed):
            self.holds["sealed"] = self.holds.get("sealed", 0) + 1
            found.append(Paragraph(f"{one.title}　{one.when}", bold=True, keep=True))
            found.append(Table((("项目", "内容"),), one.lines, (3, 7)))
        return found or [Paragraph("没有保密记录。")]
