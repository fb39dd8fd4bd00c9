"""The life of a paper: asked for, filled, signed, sealed, handed in, returned, handed in again, filed."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from childdesk.desk import filling, forms, handin_papers, leaving, records
from childdesk.desk.filling import FillPlan, Wish
from childdesk.desk.handin_lines import (
    HandInLine,
    Returned,
    VersionLine,
    line_of,
    version_of,
    versions_of,
)
from childdesk.desk.session import Right, Session
from childdesk.domain import days
from childdesk.domain import handin_options as steps
from childdesk.domain.errors import Refused
from childdesk.domain.ids import new_id
from childdesk.domain.kinds import Scalar
from childdesk.domain.plan import New, Op, Set
from childdesk.store import reader

Raw = reader.Raw

__all__ = [
    "HandInLine", "Returned", "VersionLine", "amend", "ask", "copy_out", "every", "file_name", "freeze",
    "frozen", "give", "make", "names", "one", "plan", "send_back", "step", "to_seal", "use", "zero",
]  # fmt: skip


def ask(session: Session, texts: Mapping[str, str]) -> records.Saved:
    """Writes down that somebody wants a form, or one of our own reports. Raises Refused without what and by
    when."""
    given = {"state": steps.TO_FILL, "state_on": session.today.isoformat(), **_asked(texts)}
    return records.add(session, "handin", {key: text for key, text in given.items() if text})


def amend(session: Session, row: str, texts: Mapping[str, str]) -> records.Saved:
    """What is wanted turns out otherwise: another day, another form, one of our reports. Raises Refused."""
    _raw(session, row)
    return records.edit(session, "handin", row, _asked(texts))


def _asked(texts: Mapping[str, str]) -> dict[str, str]:
    given = handin_papers.require(texts)
    if not given.get("title", "").strip():
        raise Refused("请写上要交的是什么表", "title")
    if not given.get("due", "").strip():
        raise Refused("请写上哪天以前要", "due")
    return given


def every(session: Session, *, filed: bool = False) -> list[HandInLine]:
    """All requests: open ones by their day, then those that were handed in; filed ones only when asked."""
    session.require(Right.VIEW)
    found = []
    versions = versions_of(session)
    for row, raw in reader.everyone(session.ledger.connection, "handin"):
        if filed or raw.get("state") != steps.FILED:
            found.append(line_of(session, row, raw, versions.get(row, [])))
    return sorted(found, key=lambda line: (not line.is_open, line.due, line.hour, line.title))


def one(session: Session, row: str) -> HandInLine:
    """One request. Raises Refused when it is gone."""
    raw = _raw(session, row)
    return line_of(session, row, raw, versions_of(session).get(row, []))


def _raw(session: Session, row: str) -> Raw:
    raw = reader.get(session.ledger.connection, "handin", row)
    if raw is None:
        raise Refused("没有找到这份上报")
    return raw


# ── filling ──────────────────────────────────────────────────────────────────────────────────────


def plan(
    session: Session,
    row: str,
    path: Path | None = None,
    *,
    answers: Mapping[str, str] | None = None,
    wish: Wish | None = None,
    password: str = "",
) -> FillPlan:
    """What filling the form of a request would do: its own kept form, or a workbook that came for it."""
    raw = _raw(session, row)
    scope = tuple(str(raw.get("scope") or "").splitlines())
    asked = wish or Wish(scope)
    if path is not None:
        return filling.plan(session, path, asked, answers=answers, password=password)
    if raw.get("report") and wish is None:
        raise Refused("这份要的是本程序的报表，不用填表", "report")
    if not raw.get("form"):
        raise Refused("还没有说用哪张表。请选一张，或贴上表头", "form")
    made = filling.plan_given(session, forms.given(session, str(raw["form"])), asked, answers)
    made.file = str(raw["title"])
    return made


def use(session: Session, row: str, form: str, scope: Sequence[str]) -> None:
    """Remembers which form a request takes, and for whom; none of our reports then."""
    session.require_to_write("handin")
    ops: list[Op] = [
        Set("handin", row, "scope", "\n".join(scope) or None),
        Set("handin", row, "report", None),
    ]
    if form:
        ops.append(Set("handin", row, "form", form))
    session.ledger.writer.write("edit_handin", session.person, ops)


def make(session: Session, row: str, made: FillPlan, out: Path, *, seal: str = "") -> VersionLine:
    """Writes the filled form, opened by `seal` if any, and freezes it plain as the next version: 待核."""
    raw = _raw(session, row)
    to = str(raw.get("asked_by") or "")
    filled = filling.write(session, made, out, purpose=str(raw["title"]), recipient=to, seal=seal)
    content = json.dumps(made.contents, ensure_ascii=False, sort_keys=True).encode()
    return freeze(session, row, out.name, made.words.as_of, filled.data, content, len(made.children))


def freeze(
    session: Session, row: str, name: str, as_of: date, data: bytes, content: bytes, children: int
) -> VersionLine:
    """Keeps what was written as the next version, and its contents beside it: 待核."""
    kept = forms.files(session)
    number = len(versions_of(session).get(row, [])) + 1
    values: dict[str, Scalar] = {
        "handin": row,
        "number": number,
        "made_at": _now(session),
        "as_of": as_of.isoformat(),
        "file": name,
        "digest": kept.put(data, forms.LARGEST),
        "content": kept.put(content, forms.LARGEST),
        "children": children,
    }
    version = new_id()
    ops = [New("version", version, values), *_stepped(session, row, steps.TO_CHECK)]
    session.ledger.writer.write("fill_handin", session.person, ops, source=name)
    return version_of(version, reader.get(session.ledger.connection, "version", version) or values)


def _now(session: Session) -> str:
    return f"{session.clock.now().astimezone():%Y-%m-%d %H:%M}"


def _stepped(session: Session, row: str, state: str) -> list[Op]:
    return [
        Set("handin", row, "state", state),
        Set("handin", row, "state_on", session.today.isoformat()),
    ]


def file_name(session: Session, row: str) -> str:
    """As offices name it: 云溪镇河湾村留守儿童花名册_20261125_v2.xlsx."""
    line = one(session, row)
    unit = session.ledger.identity.unit_name
    title = line.title if unit in line.title else f"{unit}{line.title}"
    clean = "".join(c for c in title if c not in '\\/:*?"<>|')
    return f"{clean}_{session.today:%Y%m%d}_v{len(line.versions) + 1}.xlsx"


# ── step by step ─────────────────────────────────────────────────────────────────────────────────


def step(session: Session, row: str, state: str) -> str:
    """Says how far the paper is; the entry. Steps may be jumped over. Raises Refused."""
    session.require_to_write("handin")
    line = one(session, row)
    found = steps.STATE.find(state)
    if found is None:
        raise Refused(f"没有“{state}”这一步", "state")
    if found.code in (steps.GIVEN, steps.GIVEN_AGAIN):
        return give(session, row)
    if found.code != steps.TO_FILL and not line.versions and not line.zero:
        raise Refused("还没有填过这份表。请先填表，或报零", "state")
    ops = _stepped(session, row, found.code)
    return session.ledger.writer.write("step_handin", session.person, ops).entry


def give(session: Session, row: str, to: str = "", *, children: int | None = None) -> str:
    """The paper was handed in: the newest version is noted with a receipt of this desk; the entry.

    `children` is for a paper that was made elsewhere and handed in by hand: how many stand in it.
    """
    session.require_to_write("handin")
    line = one(session, row)
    whom = to or line.asked_by
    again = any(version.returned_on for version in line.versions)
    ops: list[Op]
    if children is not None:
        if not 0 <= children <= 1_000_000:
            raise Refused("表里有几个孩子，请写成数字", "children")
        ops = [_by_hand(session, line, children, whom)]
    elif not line.versions:
        raise Refused("还没有填过这份表。请先填表，或报零；在别处做好交了的，请写上表里有几个孩子", "state")
    else:
        newest = line.versions[0]
        ops = [
            Set("version", newest.id, "given_at", _now(session)),
            Set("version", newest.id, "given_to", whom or None),
            Set("version", newest.id, "receipt", _receipt(newest.digest, newest.id)),
        ]
    ops += [*_stepped(session, row, steps.GIVEN_AGAIN if again else steps.GIVEN), *_following(session, line)]
    return session.ledger.writer.write("give_handin", session.person, ops).entry


def _by_hand(session: Session, line: HandInLine, children: int, to: str) -> New:
    """The next version, of which this desk has no file: that it was given, and how many stand in it."""
    version = new_id()
    values: dict[str, Scalar] = {
        "handin": line.id,
        "number": len(line.versions) + 1,
        "made_at": _now(session),
        "as_of": session.today.isoformat(),
        "children": children,
        "given_at": _now(session),
        "given_to": to or None,
        "receipt": _receipt("", version),
    }
    return New("version", version, {key: value for key, value in values.items() if value is not None})


def _receipt(digest: str, version: str) -> str:
    """Eight characters that name exactly this version: to be written on the paper or read aloud."""
    code = hashlib.sha256(f"{digest}{version}".encode()).hexdigest()[:8].upper()
    return f"{code[:4]}-{code[4:]}"


def _following(session: Session, line: HandInLine) -> list[Op]:
    """The next request of one that comes again, unless it is there already."""
    months = steps.MONTHS.get(line.cycle)
    if months is None:
        return []
    this = date.fromisoformat(line.due)
    following = days.plus_months(this, months)
    due = following.isoformat()
    raw = _raw(session, line.id)
    # 11月留守儿童花名册 is followed by 12月留守儿童花名册.
    title = re.sub(rf"(?<!\d){this.month}月", f"{following.month}月", line.title)
    for _, other in reader.everyone(session.ledger.connection, "handin"):
        if other.get("title") in (raw["title"], title) and str(other.get("due")) >= due:
            return []
    kept = ("title", "asked_by", "hour", "cycle", "form", "report", "scope")
    values = {key: raw[key] for key in kept if raw.get(key) is not None}
    values |= {"title": title, "due": due, "state": steps.TO_FILL, "state_on": session.today.isoformat()}
    if raw.get("period"):
        values["period"] = handin_papers.later(str(raw["period"]), months)
    return [New("handin", new_id(), values)]


def zero(session: Session, row: str) -> str:
    """Nothing to report this time: one key makes and hands in a version without anybody; the entry."""
    session.require_to_write("handin")
    line = one(session, row)
    ops: list[Op] = [
        _by_hand(session, line, 0, line.asked_by),
        Set("handin", row, "zero", "是"),
        *_stepped(session, row, steps.GIVEN_AGAIN if line.state == steps.RETURNED else steps.GIVEN),
        *_following(session, line),
    ]
    return session.ledger.writer.write("zero_handin", session.person, ops).entry


def to_seal(session: Session) -> list[HandInLine]:
    """What has to be taken to the town to be sealed: 要带到镇上盖章的."""
    return [line for line in every(session) if line.state == steps.TO_SEAL]


# ── what came back, and what was given ─────────────────────────────────────────────────────────


def send_back(session: Session, row: str, words: str, places: Sequence[Returned] = ()) -> str:
    """The paper came back: the sender's words and the places meant are kept; the entry. Raises Refused."""
    session.require_to_write("handin")
    line = one(session, row)
    if not line.versions:
        raise Refused("这份表还没有交过，谈不上退回", "state")
    if not words.strip() and not places:
        raise Refused("请写上对方说了什么", "words")
    lines = "\n".join("\t".join((p.child, p.head, " ".join(p.words.split()))) for p in places)
    newest = line.versions[0].id
    ops: list[Op] = [
        Set("version", newest, "returned_on", session.today.isoformat()),
        Set("version", newest, "returned_words", words.strip() or None),
        Set("version", newest, "returned_rows", lines[:50_000] or None),
        *_stepped(session, row, steps.RETURNED),
    ]
    return session.ledger.writer.write("return_handin", session.person, ops).entry


def frozen(session: Session, version: str) -> bytes:
    """The very workbook that was handed in. Raises Refused for a zero report, Unavailable when it is gone."""
    raw = reader.get(session.ledger.connection, "version", version)
    if raw is None or not raw.get("digest"):
        raise Refused("这一版是零报告，或在别处做的，本机没有表")
    return forms.files(session).get(str(raw["digest"]))


def copy_out(session: Session, version: str, out: Path) -> None:
    """Writes the frozen copy out again, byte for byte."""
    session.require(Right.EXPORT)
    leaving.require_place(out)
    filling.save(out, frozen(session, version))


def names(session: Session, children: Sequence[str]) -> dict[str, str]:
    """Child → name."""
    rows = reader.many(session.ledger.connection, "child", children)
    return {child: str(raw["name"]) for child, raw in rows.items()}
