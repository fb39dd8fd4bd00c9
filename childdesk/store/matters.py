"""Reads the facts behind alarms, exits and tasks: few columns, a statement each, closed files left out."""

from __future__ import annotations

from collections.abc import Iterator

from childdesk.domain.current import NOT_IN_FORCE
from childdesk.store.connection import Connection, sorted_errors

_OPEN = "c.exit_on IS NULL AND c.exit_reason IS NULL"
_HOLDS = "({t}.begins IS NULL OR {t}.begins <= ?) AND ({t}.ends IS NULL OR {t}.ends > ?)"
_LAST = (
    " AND NOT EXISTS (SELECT 1 FROM visit w WHERE w.child = v.child AND w.date <= ?"
    " AND (w.date, w.id) > (v.date, v.id))"
)


def alone(connection: Connection, day: str) -> Iterator[tuple[str, str, str | None, str | None]]:
    """(child, row, since, birth) of the open files whose present residence is 独自居住."""
    sql = (
        f"SELECT c.id, r.id, r.begins, c.birth FROM residence r JOIN child c ON c.id = r.child"
        f" WHERE r.with_whom = '独自居住' AND {_OPEN} AND {_HOLDS.format(t='r')}"
    )
    with sorted_errors():
        yield from connection.execute(sql, (day, day))


def unattended(
    connection: Connection, day: str
) -> Iterator[tuple[str, str, str, str | None, str | None, str | None, str | None]]:
    """(child, visit, its day, birth, health, kinds and level of disability) where nobody was there."""
    sql = (
        "SELECT c.id, v.id, v.date, c.birth, c.health, c.disability_type, c.disability_level"
        " FROM visit v JOIN child c ON c.id = v.child"
        f" WHERE v.attended = '否' AND {_OPEN} AND v.date <= ?{_LAST}"
    )
    with sorted_errors():
        yield from connection.execute(sql, (day, day))


def out_of_contact(connection: Connection, day: str) -> Iterator[tuple[str, str, str, str]]:
    """(child, visit, its day, last contact) of last visits that found more than a week without contact."""
    sql = (
        "SELECT c.id, v.id, v.date, v.last_contact FROM visit v JOIN child c ON c.id = v.child"
        f" WHERE length(v.last_contact) = 10 AND julianday(v.date) - julianday(v.last_contact) > 7"
        f" AND {_OPEN} AND v.date <= ?{_LAST}"
    )
    with sorted_errors():
        yield from connection.execute(sql, (day, day))


def both_away(connection: Connection, day: str) -> Iterator[tuple[str, str | None, str | None]]:
    """(child, since, birth) of the open files with both parents away and nobody entrusted."""
    holds = _HOLDS.format(t="a")
    sql = (
        "SELECT c.id, max(a.begins), c.birth FROM child c JOIN absence a ON a.child = c.id"
        f" WHERE {_OPEN} AND {holds}"
        " AND (a.holder IN (SELECT id FROM father) OR a.holder IN (SELECT id FROM mother))"
        " AND NOT EXISTS (SELECT 1 FROM guardian g WHERE g.child = c.id"
        " AND (g.kind = '受委托照料人' OR g.agreement = '是'))"
        " GROUP BY c.id HAVING count(DISTINCT a.holder) >= 2"
    )
    with sorted_errors():
        yield from connection.execute(sql, (day, day))


def terms(connection: Connection, day: str) -> Iterator[tuple[str, str, str, str, str]]:
    """(child, row, state, 父亲 or 母亲, end) of what ends for a parent: prison, rehabilitation, the like."""
    sql = (
        "SELECT c.id, s.id, s.state, CASE WHEN f.id IS NULL THEN '母亲' ELSE '父亲' END, s.ends"
        " FROM parent_state s JOIN child c ON c.id = s.child LEFT JOIN father f ON f.id = s.holder"
        " WHERE s.state IN ('服刑在押', '强制隔离戒毒', '被执行其他限制人身自由的措施')"
        f" AND length(s.ends) = 10 AND s.ends >= ? AND {_OPEN}"
    )
    with sorted_errors():
        yield from connection.execute(sql, (day,))


def births(connection: Connection, latest: str) -> Iterator[tuple[str, str, str]]:
    """(child, birth, 留守 and 流动 in force) of the open files born up to an ISO day."""
    states = ",".join("?" * len(NOT_IN_FORCE))
    sql = (
        "SELECT c.id, c.birth, coalesce((SELECT group_concat(kind, '、') FROM category k WHERE k.child = c.id"
        " AND k.kind IN ('留守儿童', '流动儿童') AND k.ends IS NULL"
        f" AND (k.state IS NULL OR k.state NOT IN ({states}))), '')"
        f" FROM child c WHERE c.birth <= ? AND length(c.birth) = 10 AND {_OPEN}"
    )
    with sorted_errors():
        yield from connection.execute(sql, (*NOT_IN_FORCE, latest))


def tasks(connection: Connection) -> Iterator[tuple[str, str, str, str, str, str, str]]:
    """(row, child, title, due, state, key, kind) of every task; those of closed files too."""
    sql = (
        "SELECT id, coalesce(child, ''), title, coalesce(due, ''), coalesce(state, '待办'),"
        " coalesce(key, ''), coalesce(kind, '') FROM task"
    )
    with sorted_errors():
        yield from connection.execute(sql)


def sweeps(connection: Connection) -> Iterator[tuple[str, str, str, str, int, int, int]]:
    """(row, name, due, hour, all, asked, unreached) of every sweep that is going on."""
    sql = (
        "SELECT s.id, s.name, s.due, coalesce(s.hour, ''), count(a.id),"
        " sum(a.state = '已问'), sum(a.state = '联系不上')"
        " FROM sweep s LEFT JOIN sweep_answer a ON a.sweep = s.id"
        " WHERE coalesce(s.state, '进行中') = '进行中' GROUP BY s.id ORDER BY s.due, s.id"
    )
    with sorted_errors():
        for row, name, due, hour, every, asked, unreached in connection.execute(sql):
            yield str(row), str(name), str(due), str(hour), int(every), int(asked or 0), int(unreached or 0)
