"""The further outlets of the marker table: papers, forms, hand-ins, packages, what cannot be undone."""

from __future__ import annotations

import contextlib
import copy
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import openpyxl
import pyrage
from PySide6.QtGui import QImage

from childdesk.desk import care_papers
from childdesk.domain.paper import Paper
from childdesk.ui import paper as drawing
from tests.commands.asked import PERSON
from tests.commands.markers import markers
from tests.domain.test_questionnaire import table
from tests.files import handmade

if TYPE_CHECKING:
    from tests.commands.outlets import House

FORM = (
    "序号",
    "姓名",
    "性别",
    "身份证号码",
    "出生日期",
    "现住址",
    "监护人",
    "联系电话",
    "学校",
    "残疾类别",
    "备注",
)
"""The headers of somebody else's form: open, sensitive, masked."""


@contextlib.contextmanager
def legible() -> Iterator[None]:
    """A PDF packs its words; here a paper is written down as it is, so that they can be looked for."""

    def words(paper: Paper) -> bytes:
        return repr(paper).encode()

    with patch.object(drawing, "pdf_bytes", words):
        yield


def ask(house: House) -> None:
    """Asks at every outlet that `House` itself does not; what cannot be taken back comes last."""
    with legible():
        _papers(house)
        _walks(house)
    _forms(house)
    _handins(house)
    _sealed(house)
    _between(house)
    _last(house)


def unpacked(path: Path) -> bytes:
    """A workbook with all its parts laid open; of any other file its bytes."""
    if not zipfile.is_zipfile(path):
        return path.read_bytes() if path.exists() else b""
    with zipfile.ZipFile(path) as package:
        return b"".join(package.read(name) for name in package.namelist())


def _kept(house: House, name: str, *words: str, suffix: str = ".xlsx") -> bytes:
    """What a command prints that writes a file, and what is in the file."""
    path = house.folder / f"{name}{suffix}"
    answer = house.seat.ask(*words, "--out", str(path), as_json=True)
    assert path.exists(), answer.err + answer.out
    return (
        (answer.out + answer.err).encode() + house.told(*words, "--out", str(path)).encode() + unpacked(path)
    )


def _papers(house: House) -> None:
    """Sealed papers hold what is sealed, for that is what they are for; without a reason there is none."""
    out, rows = house.let_out, house.rows
    file = ("report", "case-file", "--child", rows["child"][0])
    out["report case-file"] = _kept(house, "file", *file, suffix=".pdf")
    out["sealed-case-file"] = _kept(house, "file-s3", *file, "--with-s3", "--reason", "督导", suffix=".pdf")
    year = str(markers()["referral.date"].raw)[:4]
    ledger = ("report", "referral-ledger", "--period", year, "--with-s3", "--reason", "督导")
    out["sealed-ledger"] = _kept(house, "ledger-s3", *ledger)
    for name, level in (("masked-roster", "--mask"), ("nameless-roster", "--level")):
        more = (level,) if level == "--mask" else (level, "去标识")
        out[name] = _kept(house, name, "report", "village-roster", *more)
    out["paper"] = house.told(
        "paper", rows["referral"][0], "--out", str(house.folder / "none.pdf"), "--reason", " "
    )
    out["sealed-paper"] = b""
    for kind in care_papers.PAPERS:
        words = ("paper", rows["referral"][0], "--kind", kind, "--reason", "送镇里")
        out["sealed-paper"] += _kept(house, kind, *words, suffix=".pdf")
    words = ("paper", rows["mandatory_report"][0], "--reason", "送派出所")
    out["sealed-paper"] += _kept(house, "report-paper", *words, suffix=".pdf")


def _walks(house: House) -> None:
    out, child = house.let_out, house.rows["child"][0]
    out["homecoming"] = house.told("homecoming")
    out["sheet"] = _kept(house, "sheet", "sheet", "print", "--child", child, suffix=".pdf")
    code = house.seat.json("sheet", "print", "--child", child, "--out", str(house.folder / "again.pdf"))
    out["sheet"] += house.told("sheet", "key", code["sheets"][0]["code"], "0").encode()
    out["call"] = house.told("call", "list") + house.told("call", "save", child, "--words", "都好")
    out["call"] += house.told("call", "save", child, "--again", "2020-01-01") + house.told("call", "list")
    picture = house.folder / "photo.jpg"
    picture.write_bytes(handmade.png(10_000, 8_000))
    out["attach"] = house.told("attach", child, str(picture))
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(0)
    assert image.save(str(picture))
    out["attach"] += house.told("attach", child, str(picture))
    out["scale"] = (
        house.told("scale", "on") + house.told("scale", "score", child, "1=1") + house.told("scale", "off")
    )
    out["assess"] = _assessed(house, child)


def _assessed(house: House, child: str) -> str:
    """An item table, switched on and filled: what it comes to is told to whoever filled it, no more."""
    path = house.folder / "items.toml"
    path.write_text(table(), encoding="utf-8")
    told = house.told
    asked = told("assess", "blank") + told("assess", "load", str(path)) + told("assess", "on")
    answers = [f"{at}=1" for at in range(1, 8)]
    asked += told("assess", "fill", child, "GAD-7", *answers, "assessor=李老师", "organisation=未保中心")
    return asked + told("assess", "status") + told("assess", "off")


def _forms(house: House) -> None:
    path = house.folder / "form.xlsx"
    book = openpyxl.Workbook()
    book.active.append(FORM)
    book.save(path)
    house.let_out["fill"] = _kept(house, "filled", "fill", str(path))


def _handins(house: House) -> None:
    form, told = str(house.folder / "form.xlsx"), house.told
    asked = told("handin", "list", "--all") + told("handin", "list", "--seal")
    new = house.seat.json("handin", "new", "title=花名册", "due=2026-12-01", "--workbook", form)["id"]
    content = b""
    for row in (new, house.rows["handin"][0]):
        words = ("handin", "fill", row, "--template", form)
        content += _kept(house, "handed", *words) if row == new else told(*words, "--out", form).encode()
        content += _kept(house, "copied", "handin", "copy", row) if row == new else b""
        asked += told("handin", "changes", row) + told("handin", "step", row, "待核")
        asked += told("handin", "give", row, "--to", "镇民政办") + told("handin", "zero", row)
        back = str(house.folder / "handed.xlsx")
        asked += told("handin", "return", row, "--words", "缺户口本", "--file", back)
        asked += told("handin", "list")
    report = house.seat.json("handin", "new", "title=台账", "due=2026-12-02", "report=village-roster")["id"]
    asked += told("handin", "look", report)
    content += _kept(house, "reported", "handin", "fill", report)
    asked += told("handin", "step", report, "待打印") + told("handin", "give", report)
    asked += told("handin", "changes", report)
    house.let_out["handin"] = asked.encode() + content


def _sealed(house: House) -> None:
    """A slip by its code: whoever has no code is told nothing."""
    paper = (
        "paper",
        house.rows["referral"][1],
        "--reason",
        "送镇里",
        "--out",
        str(house.folder / "slip.pdf"),
    )
    with legible():
        code = house.seat.json(*paper)["code"]
    told = house.told
    agencies = house.folder / "agencies.xlsx"
    book = openpyxl.Workbook()
    book.active.append(("名称", "电话"))
    book.active.append(("石桥小学", "0990-1000001"))
    book.save(agencies)
    house.let_out["directory"] = told("directory", "import", str(agencies))
    out = str(house.folder / "scan.jpg")
    house.let_out["scan"] = told("scan", house.rows["referral"][1], "--reason", "送镇里", "--out", out)
    house.let_out["slip"] = told("slip", code, "answer=好") + told("slip", "ZZZZ-ZZZZ", "answer=好")


def _between(house: House) -> None:
    """A township answers; what goes and comes is sealed, and no step tells a value."""
    stick, told = house.folder / "between", house.told
    stick.mkdir()
    town = copy.copy(house)
    town.seat = house.seat.at(house.folder / "town")
    words = "new --level township --unit 云溪镇 --region 990101001 --practice --person".split()
    assert town.seat.ask(*words, PERSON).code == 0
    asked = house.seat.json("pair", "request", "--out", str(stick))
    answered = town.seat.json(
        "pair", "accept", asked["file"], "--out", str(stick), "--digits", asked["digits"]
    )
    finished = house.seat.json("pair", "finish", answered["file"], "--digits", answered["digits"])
    house.let_out["pair"] = f"{asked}{answered}{finished}".encode() + house.files(stick)
    written = told("sync", "write", str(stick))
    read = town.told("sync", "read", str(stick), "--dry-run") + town.told("sync", "read", str(stick))
    assert '"accepted": true' in read, read
    house.let_out["package"] = house.files(stick)
    house.let_out["sync"] += written + read + told("sync", "status") + town.told("sync", "status")
    house.let_out["township"] = house.files(town.seat.home)
    _township(house, town)
    made = town.told("escrow", "make", "--with", "周国平") + town.told("escrow", "status")
    out = house.folder / "escrow"
    house.let_out["escrow"] = made + told("escrow", "status") + told("escrow", "request", "--out", str(out))
    house.let_out["pack"], house.let_out["rebuild"] = _packs(house, town)
    house.let_out["relink"] = told("relink", finished["peer"]) + told("relink", "nobody")
    house.let_out["revoke"] = told("revoke", finished["peer"], "--reason", "丢了") + told("revoke", "nobody")


def _packs(house: House, town: House) -> list[str]:
    """What a pack for another village holds, opened, and one for this village, whose PC is taken for lost."""
    place = house.folder / "packs"
    place.mkdir()
    names = house.folder / "villages.txt"
    names.write_text("石桥村 990101001002", "utf-8")
    town.seat.json("villages", "add", str(names))
    [new] = town.seat.json("pair", "pack", "石桥村", "--out", str(place))["packs"]
    lost = ("--out", str(place), "--reason", "丢了")
    again = town.seat.json("rebuild", "990101001001", *lost)
    pages = [
        f"{one}"
        + pyrage.passphrase.decrypt(Path(one["file"]).read_bytes(), one["digits"].replace(" ", "")).decode()
        for one in (new, again)
    ]
    return [pages[0], pages[1] + town.told("rebuild", "nobody", *lost)]


def _township(house: House, town: House) -> None:
    """The same questions one level up, and those that only a township has."""
    out = house.let_out
    for name, *words in (
        ("find",),
        ("due", "--days", "3660"),
        ("history", "--limit", "10000"),
        ("conflicts",),
    ):
        out[name] = str(out.get(name, "")) + town.told(name, *words)
    shown = [town.seat.ask("show", several[0], as_json=True) for several in house.rows.values()]
    assert sum(answer.code == 0 for answer in shown) > len(shown) // 2
    out["show"] = str(out["show"]) + "".join(answer.out + answer.err for answer in shown)
    lists = [(name, "list") for name in ("villages", "checks", "collect", "old-places", "transfers")]
    for words in (*lists, ("board",), ("counts",)):
        out[words[0]] = house.told(*words) + town.told(*words)
    _handed_out(house, town)
    _typed(house, town)
    # It plays with people of its own, beside the desk.
    drilled = house.seat.ask("drill", as_json=True)
    house.let_out["drill"] = drilled.out + drilled.err


def _handed_out(house: House, town: House) -> None:
    """A form that the township divides: whole, masked, only looked at, and where it may not."""
    for village in house.rows["village"]:
        town.told("set", village, "ended_on=", "merged_into=")
    words = ("handout", str(house.folder / "form.xlsx"), "--out")
    told = [house.told(*words, str(house.folder)), town.told(*words, str(house.folder), "--dry-run")]
    for name, *more in (("handout",), ("masked-handout", "--mask")):
        folder = house.folder / name
        folder.mkdir()
        told.append(town.told(*words, str(folder), *more))
        files = sorted(folder.iterdir())
        assert files, told[-1]
        house.let_out[name] = "".join(told).encode() + b"".join(unpacked(path) for path in files)
        told = told[:2]


def _typed(house: House, town: House) -> None:
    """What is read off a screen and typed into another system, at both desks."""
    child, found = house.rows["child"][0], ""
    for desk in (house, town):
        found += desk.told("typed", "list") + desk.told("typed", "show", child)
        found += desk.told("typed", "tick", child, "child.name") + desk.told("typed", "tick", child)
    house.let_out["typed"] = found


def _last(house: House) -> None:
    """What takes somebody away: the second child, of which nothing is asked any more."""
    first, second = house.rows["child"]

    def once(*words: str) -> str:
        answer = house.seat.ask(*words, as_json=True)
        assert answer.code in (0, 4), answer.err
        return answer.out + answer.err

    out, told = house.let_out, house.told
    out["erase"] = once("erase", second, "exit_reason", "--reason", "家长要求")
    out["erase"] += told("erase", second, "exit_reason", "--reason", "家长要求")
    out["transfer"] = once("transfer", second, "990101001002", "--reason", "搬家")
    out["transfer"] += told("transfer", second, "990101001002", "--reason", "搬家")
    out["merge"] = told("merge", first, first) + once("merge", first, second) + told("merge", first, second)
