"""Finds the table in a sheet: its header, the rows that are persons, and why each other row is none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from childdesk.domain.progress import Progress, Silent
from childdesk.files import card_look, faults, header_block, header_grammar, other_table, sections
from childdesk.files.evidence import is_name, plain, traits
from childdesk.files.header_block import HeaderBlock, is_header_word, is_meta
from childdesk.files.sheets import Merge, Row, Sheet

WEAK = frozenset(
    """
    row_number village_group village town county city province nation age birth sex household_number school
    """.split()
)
"""What villages and formulas fill in before there is a child."""

STEP = 500
"""Rows between two words of progress."""

HEADER = "正在认表头"

EMPTY = "这张表是空的"
NO_HEADER = "没有名单的表头（姓名等），像是别的表"
CARD = "这是一人一张的登记表"
BLANK_CARD = "这是卡片式的空表，一人填一张"
FORM = "这是一项一格的填空表，不是名单"
CARDS = (CARD, BLANK_CARD)
NO_ROWS = "只有表头，没有填写"
HEADING = "分组的一行"

_TOTAL = re.compile(
    r"(?:.{0,12}(?:合计|总计|小计|共计|累计)|合|计|总数|[过接转][次下]页|承[前上]页|接上页)[:：]?"
)
_COUNTED = re.compile(r"\D{0,8}[计总数]\D{0,2}[:：]?")
_COUNT = re.compile(
    r"(?:共|合?计)?\d+(?:\.\d+)?(?:[人名户元]|个(?:人|娃儿?|娃娃|孩子|小孩)?|名?(?:儿童|孩子|学生))?"
)
_FOOT = re.compile(
    r"^(?:填表|制表|审核|复核|负责|分管|单位负责|主要负责|经办|填报|报送|制单|盖章|签字|签名|领导|村(?:主任|支书|书记)"
    r"|(?:儿童主任|(?:儿童)?督导员|校长|园长|站长|会计"
    r"|(?:核对|核实|检查|抽查|调查|记录|采集|登记|录入|统计|汇总|整理|校对|上报|联系)(?:人|员))(?:签[字名章])?[:：]?$"
    r"|.{2,6}(?:签字|签名|签章|盖章)[:：]?$|联系(?:人|电话)[:：]|第\d+页|共\d+页|本表|注[:：]?$|注[:：\d、.]|备注[:：]|说明[:：]?|填表说明|填写说明|附[:：注]|※)"
)
_SIGNED = re.compile(r"[^:：\d]{2,14}[:：]\s*[^\d\s]{0,12}$")
_EXAMPLE = re.compile(r"^[(（]?(?:示例|样例|例如|例[:：)）]|填写示例|例$|范例)")
_NOTHING_SAID = re.compile(
    r"无|没有|暂无|[0—\-/\\.]*|#N/A|#VALUE!|#REF!|#NUM!|#DIV/0!|#NAME\?|1900[-/.年].*|FALSE|TRUE"
    rf"|{faults.UNCOMPUTED}"
)
_NUMBER = re.compile(r"\d{17}[\dXx]")
_SECTION = re.compile(r".{1,24}")


@dataclass(frozen=True)
class Passed:
    """A row that is no person, and why; it is listed, never silently dropped."""

    row: int
    why: str


@dataclass(frozen=True)
class Further:
    """A row that names one more parent of the child of an earlier row; `record` is father or mother."""

    row: int
    record: str


@dataclass(frozen=True)
class Layout:
    """The table of one sheet. Row numbers are the sheet's own; columns count from 0.

    `why_not` is empty when the sheet holds a table with records. `groups` gives a record's row the heading
    that stands above it inside the table (一、留守儿童), `village_groups` the village group that one names
    (一组) or the whole list is of, `villages` the village (大坪村). `above` are the lines over the header.
    """

    sheet: Sheet
    header: HeaderBlock | None = None
    records: tuple[int, ...] = ()
    passed: tuple[Passed, ...] = ()
    groups: Mapping[int, str] = field(default_factory=dict)
    village_groups: Mapping[int, str] = field(default_factory=dict)
    villages: Mapping[int, str] = field(default_factory=dict)
    above: tuple[str, ...] = ()
    why_not: str = ""
    further: Mapping[int, tuple[Further, ...]] = field(default_factory=dict)
    """{record: rows that belong to it}, see `further_lines`."""
    _spans: Mapping[int, tuple[Merge, ...]] = field(default_factory=dict, repr=False)
    _filled: frozenset[int] = field(default=frozenset(), repr=False)

    @cached_property
    def columns(self) -> tuple[int, ...]:
        """The columns of the table: those with a header, and those that hold something without one."""
        return () if self.header is None else tuple(sorted(self._filled | set(self.header.paths)))

    def path(self, column: int) -> tuple[str, ...]:
        """The header of a column from the top down, () for none."""
        return self.header.paths.get(column, ()) if self.header else ()

    def cells(self, row: int) -> Row:
        """The cells of a record; what is merged over several records belongs to each of them."""
        found = self.sheet.cells(row)
        for merge in self._spans.get(row, ()):
            if merge.left not in found.ids and merge.top != row:
                shared = self.sheet.grid.at(merge.top, merge.left)
                if shared is not None:
                    found.ids[merge.left] = shared
        return found

    def samples(self, most: int) -> dict[int, list[str]]:
        """{column: texts} as `column` gives them, all columns in one pass."""
        found: dict[int, list[str]] = {}
        grid = self.sheet.grid
        for row in self.records[:: max(1, len(self.records) // most)]:
            for column, cell in grid.row(row).items():
                text = grid.text(cell)
                if text.strip():
                    found.setdefault(column, []).append(text)
        return found

    def column(self, column: int, most: int) -> list[str]:
        """Up to `most` filled texts of a column's records, spread over the whole table."""
        step = max(1, len(self.records) // most)
        texts = (self.sheet.cell(row, column).text for row in self.records[::step])
        return [text for text in texts if text.strip()]

    @property
    def title(self) -> str:
        """The table's title: the longest line above it that names no office and no day."""
        plainly = [line for line in self.above if not re.search("[:：]|^附件|^附表|盖章", line)]
        return max(plainly, key=len, default="")

    @property
    def unit(self) -> str:
        """Who filled it in, from 填报单位：…; empty when it does not say."""
        for line in self.above:
            found = re.search(
                r"(?:填报单位|单位名称|单位|村\(?社区\)?|村居)\s*[(（]?(?:盖章)?[)）]?\s*[:：]\s*(\S+)", line
            )
            if found:
                return found[1]
        return ""


def layout(sheet: Sheet, progress: Progress | None = None) -> Layout:
    """The table of a sheet: what is no table has a `why_not`. Raises Cancelled when told to."""
    told = progress or Silent()
    if not sheet.rows:
        return Layout(sheet, why_not=EMPTY)
    told.step(0, 0, HEADER)
    header = header_block.find(sheet)
    if header is None:
        return Layout(
            sheet,
            why_not=_card(sheet)
            or (FORM if card_look.is_form(sheet) else other_table.why_nobody(sheet) or NO_HEADER),
            above=_texts(sheet, 1, min(sheet.rows[-1], sheet.rows[0] + 20)),
        )
    sorting = _Sorting(sheet, header)
    for number, row in enumerate(sheet.rows_between(header.bottom + 1, sheet.rows[-1])):
        if number % STEP == 0:
            told.step(number, len(sheet.rows), f"正在找孩子，第{row}行")
        sorting.put(row)
    told.step(0, 0, HEADER)
    above = (*sheet.over, *_texts(sheet, 1, header.top - 1))
    filled = frozenset(sorting.filled)
    made = Layout(
        sheet, header, tuple(sorting.records), tuple(sorting.passed), sorting.groups,
        sorting.village_groups, sorting.villages, above, _filled=filled,
    )  # fmt: skip
    labelled = _label_rows(sheet, header, told)
    if (labelled >= 3 and sorting.labels >= len(sorting.records)) or (labelled >= 2 and not sorting.records):
        return replace(
            made, records=(), groups={}, village_groups={}, villages={}, why_not=_card(sheet) or CARD
        )
    why_not = "" if sorting.records else _card(sheet) or NO_ROWS
    return replace(made, why_not=why_not, _spans=_spans(sheet, header))


def _is_odd_lead(lead: str) -> bool:
    """Whether a cell in front of a row says that it is a sum, a footer or an example."""
    if lead.isascii():  # all of these are Chinese words
        return False
    bare = lead.strip()
    return bool(_TOTAL.fullmatch(plain(lead)) or _FOOT.search(bare) or _EXAMPLE.search(bare))


def _card(sheet: Sheet) -> str:
    """What to say of a sheet without rows that is a card for one person; empty for any other."""
    seen = card_look.look(sheet)
    if not seen.is_card():
        return ""
    return BLANK_CARD if seen.is_blank() else CARD


def _texts(sheet: Sheet, first: int, last: int) -> tuple[str, ...]:
    return tuple(text for row in sheet.rows_between(first, last) for text in sheet.texts(row).values())


def _label_rows(sheet: Sheet, header: HeaderBlock, told: Progress) -> int:
    """Rows outside the header that hold labels of their own: a card has many, a list none."""
    found = 0
    for row in sheet.rows[: header_block.SCAN]:
        told.step(0, 0, HEADER)
        if row not in header.rows:
            texts = sheet.texts(row)
            found += _labels(texts) and not _repeats(header, texts)
    return found


def _labels(texts: Mapping[int, str]) -> bool:
    words = sum(
        is_header_word(text) and header_grammar.segment(text).certainty > 0.9 for text in texts.values()
    )
    return words >= 2 and words * 2 >= len(texts)


def _repeats(header: HeaderBlock, texts: Mapping[int, str]) -> bool:
    same = sum(plain(text) in header.words.get(column, ()) for column, text in texts.items())
    return same >= 2 and same * 10 >= len(texts) * 6


def _spans(sheet: Sheet, header: HeaderBlock) -> dict[int, tuple[Merge, ...]]:
    """{row: merges that reach it from a row above, inside the table}."""
    spans: dict[int, tuple[Merge, ...]] = {}
    for merge in sheet.merges:
        if merge.top > header.bottom and merge.bottom > merge.top:
            for row in range(merge.top + 1, min(merge.bottom, merge.top + 500) + 1):
                spans[row] = (*spans.get(row, ()), merge)
    return spans


class _Sorting:
    """Sorts the rows below a header, in order."""

    def __init__(self, sheet: Sheet, header: HeaderBlock) -> None:
        self.sheet, self.header = sheet, header
        self.records: list[int] = []
        self.passed: list[Passed] = []
        self.groups: dict[int, str] = {}
        self.village_groups: dict[int, str] = {}
        """Record → the village group that the line above it, or what stands over the table, names."""
        self.villages: dict[int, str] = {}
        self.labels = 0
        self.filled: set[int] = set()
        self._group = self._village = ""
        self._attributes = {
            column: header_grammar.path(*path).attribute for column, path in header.paths.items()
        }
        self._keys = {c for c, attribute in self._attributes.items() if attribute in ("name", "id_number")}
        above = [text for row in sheet.rows_between(1, header.top - 1) for text in sheet.texts(row).values()]
        self._village_group = sections.usual([*sheet.over, *above], sheet.name)
        self._leads: dict[int, bool] = {}
        """Cell → whether it is odd in front of a row; a village or a sex stands in many."""
        self._above = {plain(text) for text in above}
        self._wide = {m.top for m in sheet.merges if self._is_wide(m)}

    def _is_wide(self, merge: Merge) -> bool:
        """Whether a merge makes its row one line across the table; a remark behind a name does not."""
        if merge.right - merge.left + 1 < max(2, len(self.header.paths) * 0.6):
            return False
        before = [column for column in self.sheet.grid.row(merge.top) if column < merge.left]
        return not self._keys.intersection(before)

    def put(self, row: int) -> None:
        """Decides what a row is."""
        cells = self.sheet.grid.row(row)
        if self._is_plainly_a_person(row, cells):
            why = ""
        else:
            texts = self.sheet.texts(row)
            why = self._why_no_record(row, texts)
        if why:
            self.passed.append(Passed(row, why))
            if why == HEADING:
                self._begin_group(row, texts)
            return
        self.records.append(row)
        self.filled.update(cells)
        if self._group:
            self.groups[row] = self._group
        if self._village_group:
            self.village_groups[row] = self._village_group
        if self._village:
            self.villages[row] = self._village

    def _begin_group(self, row: int, texts: Mapping[int, str]) -> None:
        """Another part of the list: of the same kind of children where only the village group is another."""
        self._village_group = self._heading(row, texts)
        said = next(iter(texts.values())).strip()
        self._village = sections.village(said) or (self._village if self._village_group else "")
        if not self._village_group:
            self._group = said

    def _heading(self, row: int, texts: Mapping[int, str]) -> str:
        return sections.heading(texts, self._keys, wide=row in self._wide)

    def _is_plainly_a_person(self, row: int, cells: Mapping[int, int]) -> bool:
        """Most rows: a name or an identity number where it belongs, and nothing odd in front."""
        leads = self._leads
        for column in sorted(cells)[:3]:
            cell = cells[column]
            odd = leads.get(cell)
            if odd is None:
                odd = leads[cell] = _is_odd_lead(self.sheet.grid.text(cell))
            if odd:
                return False
        if row in self._wide or len(cells) < 2:
            return False
        for column in self._keys & cells.keys():
            said = self.sheet.grid.text(cells[column]).strip()
            if _EXAMPLE.search(said) or plain(said) in self.header.words.get(column, ()):
                return False
            if _NUMBER.fullmatch(said) or is_name(said):
                return True
        return False

    def _why_no_record(self, row: int, texts: Mapping[int, str]) -> str:
        first = plain(next(iter(dict(sorted(texts.items())).values())))
        if _repeats(self.header, texts):
            return "重复的表头"
        if all(plain(text) in self._above for text in texts.values()):
            return "重复的标题"
        if self._heading(row, texts) or (len(texts) == 1 and sections.are_others("".join(texts.values()))):
            return HEADING
        if _FOOT.search(first) or all(_SIGNED.match(text.strip()) for text in texts.values()):
            return "表尾"
        if self._is_total(texts):
            return "合计"
        if _EXAMPLE.search(first) or any(_EXAMPLE.search(plain(texts.get(c, ""))) for c in self._keys):
            return "填写示例"
        if len(texts) == 1 or row in self._wide:
            return self._why_alone(row, texts)
        if self._is_unfilled(texts):
            return "没有填写的行"
        return self._why_label(texts)

    def _is_total(self, texts: Mapping[int, str]) -> bool:
        lead = sorted(texts)[:3]
        counted = 1 < len(texts) <= 3 and _COUNTED.fullmatch(plain(texts[lead[0]]))
        if counted and all(_COUNT.fullmatch(plain(texts[column])) for column in lead[1:]):
            return True
        if not any(_TOTAL.fullmatch(plain(texts[column])) for column in lead):
            return False
        return not any(traits(plain(text)) & {"id_number", "phone"} for text in texts.values())

    def _why_alone(self, row: int, texts: Mapping[int, str]) -> str:
        column, text = next(iter(texts.items()))
        found = traits(plain(text))
        if _NOTHING_SAID.fullmatch(plain(text)):
            return "没有填写的行"
        if not found & {"number"} and _COUNT.fullmatch(plain(text)):
            return "合计"
        if column in self._keys and found & {"name", "id_number"} and row not in self._wide:
            return ""
        if found & {"number"} and row not in self._wide:
            return "没有填写的行"
        if is_meta(text) or len(text) > 24:
            return "表尾"
        return HEADING if _SECTION.fullmatch(plain(text)) else "表尾"

    def _is_unfilled(self, texts: Mapping[int, str]) -> bool:
        said = {column for column, text in texts.items() if not _NOTHING_SAID.fullmatch(plain(text))}
        if self._keys & said or any(texts.get(column) == faults.UNCOMPUTED for column in self._keys):
            return False
        return all(self._attributes.get(column, "row_number") in WEAK for column in said)

    def _why_label(self, texts: Mapping[int, str]) -> str:
        """Rows of labels below a header are a card: 姓名 __ 性别 __ in one row, 民族 __ in the next."""
        if any(traits(plain(texts.get(column, ""))) & {"name", "id_number"} for column in self._keys):
            return ""
        if _labels(texts):
            self.labels += 1
            return "像是表头的一行"
        return ""
