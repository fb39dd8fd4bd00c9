"""Every way out of the house: what it lets through of the markers, beside what is written in `outlets.txt`.

`python -m tests.commands.outlets` writes the table anew; what then differs is for a person to judge.
"""

from __future__ import annotations

import contextlib
import io
import logging
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

from childdesk import cli
from childdesk.desk import desks, listed, reports
from childdesk.domain import catalogue
from childdesk.domain.clock import SystemClock
from childdesk.ui.crash import Crash
from tests.commands import further
from tests.commands.asked import PASSPHRASE, PERSON, Seat, light
from tests.commands.further import unpacked
from tests.commands.markers import Seeker, contradict, markers, plant

TABLE = Path(__file__).with_name("outlets.txt")
SCREENS = ("find", "show", "history", "due", "conflicts", "add", "set", "close", "undo", "export", "check")
"""What shows to whoever looks: here numbers are masked."""
NEVER = (
    "package",
    "township",
    "home",
    "temp",
    "log",
    "crash",
    "fault",
    "backup",
    "restore",
    "passphrase",
    "fields",
    "practice",
    "attach",
    "drill",
)
"""Where nothing of anybody may stand."""
MASKED = (
    *SCREENS,
    "masked-roster",
    "nameless-roster",
    "masked-handout",
    "sheet",
    "call",
    "typed",
    "slip",
    "resolve",
    "transfer",
    "merge",
)
"""Where numbers are masked, screen or not."""
SEALED = ("sealed-case-file", "sealed-ledger", "sealed-paper")
"""What is made with the right and for a reason, of what is sealed."""

TOLD = {
    (name, "due"): "what is due has a day; what it is about needs the right"
    for name in ("referral.next_date", "observation.next_date", "mandatory_report.receipt_on")
} | {("referral.route", "counts"): "how many went which way; of one or two it is not said"}
"""What is let through on purpose, and why."""


class House:
    """A desk full of markers, and what each outlet let out when it was asked once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.temp = folder / "temp"
        self.temp.mkdir()
        (folder / "passphrase").write_text(PASSPHRASE, "utf-8")
        self.seat = Seat(folder / "desk", folder / "passphrase")
        self.logged = io.StringIO()
        self.let_out: dict[str, str | bytes] = {}
        self.rows: dict[str, list[str]] = {}

    def told(self, *words: str, stdin: object = None) -> str:
        """What a command prints, for people and as JSON."""
        answers = [self.seat.ask(*words, stdin=stdin, as_json=as_json) for as_json in (False, True)]
        return "".join(answer.out + answer.err for answer in answers)

    def ask_all(self) -> None:
        """Fills the desk and asks at every outlet."""
        handler = logging.StreamHandler(self.logged)
        logging.getLogger().addHandler(handler)
        logging.getLogger().setLevel(logging.DEBUG)
        try:
            with (
                patch.object(tempfile, "tempdir", str(self.temp)),
                patch.dict("os.environ", {"TMPDIR": str(self.temp)}),
            ):
                self._ask()
        finally:
            logging.getLogger().removeHandler(handler)
            logging.getLogger().setLevel(logging.WARNING)
        self.let_out["log"] = self.logged.getvalue()

    def _ask(self) -> None:
        words = "new --level village --unit 桃花村 --region 990101001001 --practice --person".split()
        assert self.seat.ask(*words, PERSON).code == 0
        with self.open() as session:
            rows = plant(session)
            self.let_out["home"] = self.files(self.seat.home)
            self.let_out["export"] = self._exported(session)
        self.rows = rows
        self.let_out["new"] = self.told(*words, PERSON)
        child = rows["child"][0]
        out = self.let_out
        out["find"] = self.told("find")
        out["show"] = "".join(self.told("show", several[0]) for several in rows.values())
        out["show"] += "".join(
            self.seat.ask("show", several[1], as_json=True).out for several in rows.values()
        )
        assert '"error"' not in out["show"], "every record is shown"
        out["history"] = self.told("history", "--limit", "10000") + self.told("history", child)
        out["due"] = self.told("due", "--days", "3660")
        out["check"] = self.told("check", "--rebuild")
        for name in (one.name for one in reports.REPORTS.values() if one.format == "xlsx"):
            out[f"report {name}"] = self._reported(name)
        out["import"] = self.told("import", str(self.folder / "village-roster.xlsx"), "--dry-run")
        lists = (self.folder / "village-roster.xlsx", self._other_list())
        out["compare"] = "".join(self.told("compare", str(one)) for one in lists)
        out["suggest"] = self.told("suggest", child)
        for words in (("sync", "status"), ("sweep", "status"), ("copies",), ("rules", "status")):
            out[words[0]] = self.told(*words)
        further.ask(self)
        out["set"] = self.told("set", child, "grade=三年级")
        out["undo"] = self.told("undo", self.seat.json("history", child)["entries"][0]["id"])
        out["add"] = self.told("add", "visit", f"child={child}", "date=2026-11-20", "visit_type=日常走访")
        out["close"] = self.told("close", child, "--reason", "户籍迁出")
        last = (
            ("person", "list"),
            ("passphrase", "--recovery"),
            ("fields",),
            ("practice", "--children", "3"),
        )
        out |= {words[0]: self.told(*words) for words in last}
        out["backup"] = self.told("backup", str(self.folder / "stick")).encode() + self.files(
            self.folder / "stick"
        )
        kept = next((self.folder / "stick").iterdir())
        other = House.__new__(House)
        other.seat = self.seat.at(self.folder / "back")
        out["restore"] = other.told("restore", str(kept)).encode() + self.files(self.folder / "back")
        self._conflicts()
        out["fault"], out["crash"] = self._faults()
        out["temp"] = self.files(self.temp)
        out["home"] = out["home"] + self.files(self.seat.home)

    def _other_list(self) -> Path:
        """A school's list in which the first child stands with other values, and somebody else."""
        keys = ("name", "id_number", "birth", "grade", "left_type", "risk")
        known = {key: markers()[f"child.{key}"].spellings[0] for key in keys[:3]}
        path = self.folder / "other.csv"
        lines = (
            "姓名,身份证号,出生日期,年级,留守类型,风险等级",
            f"{known['name']},{known['id_number']},{known['birth']},九年级,非留守,绿",
            "某某,990101201703020326,2017-03-02,一年级,非留守,绿",
        )
        path.write_text("\n".join(lines), "utf-8")
        return path

    def _conflicts(self) -> None:
        with self.open() as session:
            contradict(session, self.rows)
        self.let_out["conflicts"] += self.told("conflicts")
        waiting = self.seat.json("conflicts")["conflicts"]
        ways = (("--take", "1"), ("--take", "99"), ("mine",), ("theirs",), ("--value", "丙"))
        answers = [
            self.seat.ask("resolve", one["id"], *way, as_json=as_json)
            for as_json in (False, True)
            for one, way in zip(waiting[as_json * len(ways) :], ways, strict=False)
        ]
        self.let_out["resolve"] = "".join(answer.out + answer.err for answer in answers)

    def open(self) -> contextlib.AbstractContextManager:
        with light():
            return desks.open_desk(self.seat.home, SystemClock(), person=PERSON, passphrase=PASSPHRASE)

    def files(self, folder: Path) -> bytes:
        """All bytes below a folder, names too, while whoever has it open has it open."""
        return b"".join(
            str(path).encode() + path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
        )

    def _exported(self, session: object) -> bytes:
        path = self.folder / "export.xlsx"
        ids = [row["id"] for row in self._everyone(session)]
        listed.export(session, path, ids, [kind.key for kind in listed.kinds()])
        return unpacked(path)

    @staticmethod
    def _everyone(session: object) -> list[dict[str, str]]:
        sql = "SELECT id FROM child"
        return [{"id": row[0]} for row in session.ledger.connection.execute(sql)]

    def _reported(self, name: str) -> bytes:
        path = self.folder / f"{name}.xlsx"
        answer = self.seat.ask("report", name, "--out", str(path), as_json=True)
        return (answer.out + answer.err).encode() + unpacked(path)

    def _faults(self) -> tuple[str, str]:
        """What is told of a mistake of ours whose words and log lines hold everything."""
        everything = "，".join(spelling for one in markers().values() for spelling in one.spellings)
        crash, err = Crash("0"), io.StringIO()
        try:
            raise ValueError(everything)
        except ValueError as trouble:
            with contextlib.redirect_stderr(err):
                cli.at_fault([], trouble)
            return err.getvalue(), crash.report(trouble)


@contextlib.contextmanager
def asked() -> Iterator[House]:
    """A house that was asked at every outlet."""
    with tempfile.TemporaryDirectory(prefix="childdesk-outlets-") as folder:
        house = House(Path(folder))
        house.ask_all()
        yield house


# ── the table ────────────────────────────────────────────────────────────────────────────────────────────


def measured(house: House) -> dict[str, list[str]]:
    """Field → the outlets at which its value stood whole."""
    seeker = Seeker(markers())
    stood = {
        outlet: seeker.names_in(content.encode() if isinstance(content, str) else content)
        for outlet, content in house.let_out.items()
    }
    return {name: [outlet for outlet, names in stood.items() if name in names] for name in markers()}


def written() -> tuple[set[str], dict[str, tuple[str, list[str]]]]:
    """(outlets that somebody thought of, field → (privacy, outlets)) of the table."""
    outlets: set[str] = set()
    fields: dict[str, tuple[str, list[str]]] = {}
    for line in TABLE.read_text("utf-8").splitlines():
        if line.startswith("asked:"):
            outlets |= {part.strip() for part in line.partition(":")[2].split(",")}
        elif line and not line.startswith("#"):
            name, privacy, *where = line.replace(" report ", " report_").split()
            fields[name] = privacy, [one.replace("report_", "report ") for one in where]
    return outlets, fields


def outlets_now() -> set[str]:
    """Every command and report that there is, and the places beside them where a value could lie."""
    commands = {name for name in cli.cli.commands if name != "report"}
    return commands | {f"report {name}" for name in reports.REPORTS} | {*NEVER, *SEALED, *MASKED, "export"}


def forbidden(found: dict[str, list[str]]) -> list[str]:
    """What breaks a rule, whatever the table says."""
    known = markers()

    def breaks(name: str, outlet: str) -> bool:
        shown_masked = known[name].masked and outlet in MASKED
        unsealed = known[name].privacy == 3 and outlet not in SEALED
        return (outlet in NEVER or unsealed or shown_masked) and (name, outlet) not in TOLD

    return [
        f"{name} in {outlet}" for name, where in found.items() for outlet in where if breaks(name, outlet)
    ]


def line(name: str, outlets: list[str]) -> str:
    privacy = catalogue.FIELDS[name].privacy.name
    return " ".join((name, privacy, *sorted(outlets)))


def main() -> None:
    """Writes the table as it is measured now."""
    head = [one for one in TABLE.read_text("utf-8").splitlines() if one.startswith(("#", "asked:"))]
    with asked() as house:
        found = measured(house)
    TABLE.write_text(
        "\n".join([*head, "", *(line(name, where) for name, where in found.items())]) + "\n", "utf-8"
    )
    against, new = forbidden(found) or "none", sorted(outlets_now() - written()[0]) or "none"
    sys.stdout.write(
        f"{len(found)} fields, {len(house.let_out)} outlets asked, against the rules: {against}\n"
    )
    sys.stdout.write(f"outlets that nobody thought of: {new}\n")


if __name__ == "__main__":
    main()
