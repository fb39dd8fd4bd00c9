"""Commands on what a county decides: rules (visits, risk, calendar, demand), scale."""

from __future__ import annotations

from pathlib import Path

import click

from childdesk.commands.door import WAITING, Door, pass_door, with_session
from childdesk.desk import cadences, county_rules, naming, scoring, settings, suggesting
from childdesk.desk.session import Session
from childdesk.domain import cadence
from childdesk.domain.errors import Refused
from childdesk.domain.ids import short


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused("读不到这个文件。原来的规则照旧用着", "file") from error


_of_a_file = click.argument("kind", type=click.Choice(list(county_rules.KINDS)))
"""走访频次、风险建议、放假安排 or 评分量表."""


@click.group()
def rules() -> None:
    """本县的规则：load、show、usual、demand、market、homes、status。"""


@rules.command("load")
@click.argument("kind", type=click.Choice(["visits", "risk", "calendar"]))
@click.argument("file", type=click.Path(path_type=Path))
@pass_door
def rules_load(door: Door, kind: str, file: Path) -> None:
    """装入本县的走访频次、风险规则或放假安排；写错会说第几行。"""

    def work(door: Door, session: Session) -> int:
        load = {
            "visits": cadences.load_rules,
            "risk": suggesting.load_rules,
            "calendar": cadences.load_calendar,
        }[kind]
        saved = load(session, file.name, _text(file))
        door.say({"entry": saved.entry}, [f"已装入{file.name}　改动 {short(saved.entry)}"])
        return 0

    with_session(work, door)


@rules.command("demand")
@click.argument("how", type=click.Choice(list(cadence.DEMANDS)))
@click.option("--days", default=0, type=click.IntRange(0, 366), help="其他：每几天1次")
@pass_door
def rules_demand(door: Door, how: str, days: int) -> None:
    """县里的要求：按颜色、每月一次、其他。"""

    def work(door: Door, session: Session) -> int:
        saved = cadences.demand(session, how, days)
        door.say({"entry": saved.entry}, [f"县里要求：{how}{f'，每{days}天1次' if days else ''}"])
        return 0

    with_session(work, door)


@rules.command("market")
@click.argument("words", default="")
@pass_door
def rules_market(door: Door, words: str) -> None:
    """集日：农历逢3、8，公历5日、20日，星期2、6；不写就是没有。"""

    def work(door: Door, session: Session) -> int:
        saved = cadences.set_market(session, words)
        told = cadences.demanded(session).market
        door.say({"entry": saved.entry, "market": told}, [f"集日：{told or '没有'}"])
        return 0

    with_session(work, door)


@rules.command("homes")
@click.argument("number", type=click.IntRange(1, 30))
@pass_door
def rules_homes(door: Door, number: int) -> None:
    """一天走几户；走访计划按它排。"""

    def work(door: Door, session: Session) -> int:
        cadences.homes_a_day(session, number)
        door.say({"homes": number}, [f"一天走{number}户"])
        return 0

    with_session(work, door)


@rules.command("status")
@pass_door
def rules_status(door: Door) -> None:
    """现在用的是哪一份规则。"""

    def work(door: Door, session: Session) -> int:
        held, risk = cadences.rules(session), suggesting.rules(session)
        years, demanded = sorted(cadences.calendar(session).packs), cadences.demanded(session)
        document = {
            "visits": {"version": held.version, "source": held.source, "demand": held.demand},
            "days": {name: colour.days for name, colour in held.colours.items()},
            "risk": {"version": risk.version, "source": risk.source},
            "calendar": years,
            "homes": demanded.homes,
            "market": demanded.market,
            "scale": scoring.known(session).title if scoring.is_on(session) else None,
            "laid_down": [{"name": one.name, "unit": one.unit} for one in settings.laid_down(session)],
        }
        lines = [f"走访频次 {held.version}（{held.source}），县里要求{held.demand}"]
        lines += [f"  {name} {cadence.spoken(colour.days)}" for name, colour in held.colours.items()]
        lines += [f"风险规则 {risk.version}（{risk.source}）", f"放假安排 {'、'.join(map(str, years))}年"]
        lines.append(f"一天走{demanded.homes}户，集日：{demanded.market or '没有'}")
        above = sorted(set(settings.from_above(session).values()))
        lines += [f"其中有{'、'.join(above)}统一定的，随同步包下来"] if above else []
        door.say(document, lines)
        return 0

    with_session(work, door)


@rules.command("show")
@_of_a_file
@pass_door
def rules_show(door: Door, kind: str) -> None:
    """看现在用着的规则文件：走访频次、风险建议、放假安排、评分量表。"""

    def work(door: Door, session: Session) -> int:
        held = county_rules.held(session, kind)
        document = {
            "kind": kind,
            "title": held.title,
            "version": held.version,
            "source": held.source,
            "own": held.own,
            "text": held.text,
        }
        door.say(document, [held.text])
        return 0

    with_session(work, door)


@rules.command("usual")
@_of_a_file
@pass_door
def rules_usual(door: Door, kind: str) -> None:
    """用回自带的规则文件；本县的那份留在修改记录里。"""

    def work(door: Door, session: Session) -> int:
        saved = county_rules.usual(session, kind)
        door.say({"entry": saved.entry}, [f"{county_rules.TITLES[kind]}用回了自带的"])
        return 0

    with_session(work, door)


@click.group()
def scale() -> None:
    """评分量表（默认不用）：on、off、load、score。"""


@scale.command("on")
@pass_door
def scale_on(door: Door) -> None:
    """打开量表：由县里定。"""
    _switch(door, on=True)


@scale.command("off")
@pass_door
def scale_off(door: Door) -> None:
    """关上量表。"""
    _switch(door, on=False)


def _switch(door: Door, *, on: bool) -> None:
    def work(door: Door, session: Session) -> int:
        saved = scoring.switch(session, on=on)
        door.say({"entry": saved.entry, "on": on}, ["量表打开了" if on else "量表关上了"])
        return 0

    with_session(work, door)


@scale.command("load")
@click.argument("file", type=click.Path(path_type=Path))
@pass_door
def scale_load(door: Door, file: Path) -> None:
    """装入本县的量表并打开；写错会说第几行，原来的照旧。"""

    def work(door: Door, session: Session) -> int:
        saved = scoring.load(session, file.name, _text(file))
        found = scoring.known(session)
        document = {"entry": saved.entry, "title": found.title, "items": len(found.items)}
        door.say(document, [f"已装入{found.title}，{len(found.items)}题"])
        return 0

    with_session(work, door)


@scale.command("score")
@click.argument("child")
@click.argument("answers", nargs=-1)
@click.option("--red", "overrides", multiple=True, type=int, help="直接定红的事项，第几条")
@click.option("--assessor", default="", help="谁评的")
@pass_door
def scale_score(
    door: Door, child: str, answers: tuple[str, ...], overrides: tuple[int, ...], assessor: str
) -> None:
    """记一份评好的量表：1=2 就是第1题选第2个答案。"""

    def work(door: Door, session: Session) -> int:
        whose = naming.record(session, child, kind="child")[1]
        given = {}
        for word in answers:
            number, mark, option = word.partition("=")
            if not mark or not number.isdecimal() or not option.isdecimal():
                raise click.UsageError(f"要写成 题号=第几个答案：{word}")
            given[int(number)] = int(option)
        saved, result = scoring.save(session, whose, given, frozenset(overrides), assessor=assessor)
        document = {
            "id": saved.id,
            "entry": saved.entry,
            "risk": result.colour,
            "scores": dict(result.scores),
            "overrides": list(result.overrides),
        }
        door.say(
            document, [f"{result.colour}色　" + "，".join(f"{k} {v}分" for k, v in result.scores.items())]
        )
        return WAITING if result.overrides else 0

    with_session(work, door)


COMMANDS = (rules, scale)
