"""Forms that come again: somebody's workbook kept sealed, or heads where there was only a picture."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass, replace
from pathlib import Path

from childdesk.desk import records, settings
from childdesk.desk.session import Right, Session
from childdesk.domain import catalogue
from childdesk.domain.errors import Refused
from childdesk.domain.progress import Silent
from childdesk.files import header_grammar, read, roster_write
from childdesk.files.column_scores import field_of
from childdesk.files.filling import source
from childdesk.files.roster_write import Roster, RosterColumn
from childdesk.store import reader
from childdesk.store.attachments import Attachments

LARGEST = 8 * 1024 * 1024
"""Bytes of a form, or of a hand-in's frozen copy: they lie beside the ledger and never travel."""
MOST_HEADS = 120
DOWN = "form."
"""How the name of a form begins that was sent down."""
LARGEST_DOWN = 100_000
"""Characters of a form on its way down: a workbook of some 70 KB."""
WIDTHS = {"id_number": 20, "phone": 13, "address": 26, "date": 12, "code": 10, "codes": 16, "name": 10}
"""Kind of a field → the usual width of its column."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A form that is kept under its name; `by` is 县 or 乡镇 where sent down, then `id` is its name."""

    id: str
    name: str
    asked_by: str
    heads: tuple[str, ...]
    file: str
    scope: tuple[str, ...]
    by: str = ""


def kept(session: Session) -> list[Kept]:
    """The forms that are kept, by name; what was sent down besides, until this desk keeps its own."""
    session.require(Right.VIEW)
    found = [_kept(row, raw) for row, raw in reader.everyone(session.ledger.connection, "form")]
    own = {form.name for form in found}
    for name, by in settings.from_above(session, DOWN).items():
        if name != settings.NATIONAL and name.removeprefix(DOWN) not in own:
            found.append(replace(_kept(name, _sent(session, name)), by=by))
    return sorted(found, key=lambda form: form.name)


def one(session: Session, row: str) -> Kept:
    """One kept form. Raises Refused when it is gone."""
    return _kept(row, _raw(session, row))


def _raw(session: Session, row: str) -> reader.Raw:
    raw = _sent(session, row) if row.startswith(DOWN) else reader.get(session.ledger.connection, "form", row)
    if not raw:
        raise Refused("这张常用表已经不在了")
    return raw


def _sent(session: Session, name: str) -> reader.Raw:
    """A form as a desk above sent it down: as one of our own, its workbook in `workbook` as text."""
    text = settings.value(session, name)
    return {**json.loads(text), "name": name.removeprefix(DOWN)} if text else {}


def may_send_down(session: Session) -> bool:
    """Whether this desk may send its forms to desks below."""
    return session.may(Right.EDIT) and settings.goes_down(session, DOWN)


def send_down(session: Session, row: str) -> records.Saved:
    """Sends one of this desk's forms to every desk below, with the next packages; once more for a newer one.

    Raises Refused at a village, and for a workbook that is too large to go with the packages.
    """
    session.require(Right.EDIT)
    name = f"{DOWN}{one(session, row).name}"
    if name == settings.NATIONAL:
        raise Refused("这个表名留给录入助手用了，请换个表名", "form")
    if not settings.goes_down(session, name):
        raise Refused("只有乡镇和县能把表发给下面。没有改动什么", "form")
    raw = _raw(session, row)
    parts = {key: raw[key] for key in ("asked_by", "heads", "scope", "file") if raw.get(key)}
    if raw.get("workbook"):
        content = files(session).get(str(raw["workbook"]))
        parts["workbook"] = base64.b64encode(content).decode()
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True)
    if len(text) > LARGEST_DOWN:
        raise Refused("这张表太大，同步包带不动。没有改动什么，请用U盘拷给各村", "form")
    return settings.keep(session, name, text)


def own(session: Session, row: str) -> str:
    """This desk's own copy of a form that was sent down, made when it is first handed in; else the form."""
    if not row.startswith(DOWN):
        return row
    values = {key: str(text) for key, text in _raw(session, row).items()}
    if values.get("workbook"):
        values["workbook"] = files(session).put(base64.b64decode(values["workbook"]), LARGEST)
    return _keep(session, values["name"], values)


def _kept(row: str, raw: reader.Raw) -> Kept:
    lines = {key: tuple(str(raw.get(key) or "").splitlines()) for key in ("heads", "scope")}
    words = {key: str(raw.get(key) or "") for key in ("name", "asked_by", "file")}
    return Kept(row, words["name"], words["asked_by"], lines["heads"], words["file"], lines["scope"])


def keep_heads(
    session: Session, name: str, text: str, *, asked_by: str = "", scope: tuple[str, ...] = ()
) -> str:
    """Keeps heads under a name, in place of what stood there; the id. Raises Refused."""
    heads = heads_of(text)
    values = {"name": name, "asked_by": asked_by, "heads": "\n".join(heads), "scope": "\n".join(scope)}
    return _keep(session, name, values)


def keep_workbook(
    session: Session, name: str, path: Path, *, asked_by: str = "", scope: tuple[str, ...] = ()
) -> str:
    """Keeps somebody's own workbook under a name; the id. Raises Refused when it cannot be filled."""
    data = read.contents(path)
    source.read_form(data, Silent())
    digest = files(session).put(data, LARGEST)
    values = {
        "name": name,
        "asked_by": asked_by,
        "workbook": digest,
        "file": path.name,
        "scope": "\n".join(scope),
    }
    return _keep(session, name, values)


def _keep(session: Session, name: str, values: dict[str, str]) -> str:
    if not name.strip():
        raise Refused("请给这张表起个名字", "name")
    there = reader.where(session.ledger.connection, "form", "name", name.strip())
    if there:
        records.edit(session, "form", there[0], values)
        return there[0]
    return records.add(session, "form", {key: text for key, text in values.items() if text}).id


def files(session: Session) -> Attachments:
    """The sealed files beside the ledger."""
    return Attachments(session.ledger.home, session.ledger.secret("age"))


def given(session: Session, row: str) -> source.Given:
    """A kept form, ready to be filled. Raises Refused, Unavailable when its sealed file is gone."""
    raw = _raw(session, row) if row.startswith(DOWN) else {}
    if raw.get("workbook"):
        return source.read_form(base64.b64decode(str(raw["workbook"])), Silent())
    raw = raw or reader.get(session.ledger.connection, "form", row) or {}
    if raw.get("workbook"):
        return source.read_form(files(session).get(str(raw["workbook"])), Silent())
    return from_heads(session, str(raw.get("name") or "名册"), str(raw.get("heads") or ""))


def heads_of(text: str) -> tuple[str, ...]:
    """Heads as they were typed or pasted: one a line, or parted by tabs, 、 or commas. Raises Refused."""
    lines = [line for line in re.split(r"[\t\r\n]+", text) if line.strip()]
    if len(lines) == 1:
        lines = re.split(r"[、，,;；|]+|\s{2,}", lines[0])
        if len(lines) == 1 and " " in lines[0].strip():
            lines = lines[0].split()
    heads = tuple(re.sub(r"\s+", "", line)[:60] for line in lines if line.strip())
    if len(heads) < 2:
        raise Refused("请按顺序写上表头，每行一个", "heads")
    if len(heads) > MOST_HEADS:
        raise Refused(f"表头最多{MOST_HEADS}个，现在{len(heads):,}个", "heads")
    return heads


def from_heads(session: Session, title: str, text: str) -> source.Given:
    """A clean workbook with these heads in order, as an office sets a roster."""
    columns = [_column(head) for head in heads_of(text)]
    identity = session.ledger.identity
    blank: list[list[str | int | None]] = [[None] * len(columns)]
    shown = f"【演练】{title}" if identity.practice else title
    roster = Roster(shown, identity.unit_name, session.today.isoformat(), columns, blank)
    return source.read_form(roster_write.content(roster, Silent()), Silent())


def _column(head: str) -> RosterColumn:
    read_ = header_grammar.segment(head)
    name = field_of(read_.role, read_.attribute)
    item = catalogue.FIELDS.get(name)
    kind = item.kind.name if item else ""
    if name in ("row.number", "child.age"):
        return RosterColumn(head, 6, "number")
    as_id = kind in ("id_number", "phone", "bank_card", "disability_certificate")
    return RosterColumn(head, WIDTHS.get(kind, 12), "id" if as_id else "text")
