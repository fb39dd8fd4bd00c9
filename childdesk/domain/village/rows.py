"""Writes the dated rows of a practice child: categories, absences, residences, telephones, names."""

from __future__ import annotations

from datetime import date, timedelta

from childdesk.domain.kinds import Scalar
from childdesk.domain.village import words
from childdesk.domain.village.cases import AWAY, FLOATING, STRAY
from childdesk.domain.village.people import Family, Kid
from childdesk.domain.village.story import EDIT_CHILD, Span, Story


def write(story: Story, family: Family, kid: Kid) -> None:
    """Tells how the rows of a child began, ended and were followed by others."""
    _categories(story, family, kid)
    _absences(story, family, kid)
    _residences(story, family, kid)
    _phones(story, family, kid)
    _names(story, kid)


def _categories(story: Story, family: Family, kid: Kid) -> None:
    kinds = list(family.case.categories)
    if kid.oddity == "disabled":
        kinds.append("残疾儿童")
    if "重病儿童" in kinds and kid.oddity != "ill":
        kinds.remove("重病儿童")
    sixteen = _birthday(kid.born, 16)
    begun = family.left_since(kid) or kid.born + timedelta(20)
    for kind in kinds:
        ends = kid.left_on
        if kind in ("留守儿童", "流动儿童") and sixteen <= story.today:
            ends = min(sixteen, kid.left_on or sixteen)
        begins = begun if kind == "留守儿童" else family.hard_since(kid)
        if ends is not None and ends <= begins:
            continue
        state = "已上报" if kind.startswith("社会散居") or family.reported else "村登记"
        values: dict[str, Scalar] = {
            "child": kid.id,
            "kind": kind,
            "state": state,
            "basis": _basis(kind),
        }
        story.dated(kid.arrival, "category", values, Span(begins, ends), {"state": "已退出"})


def _basis(kind: str) -> str | None:
    return {
        "留守儿童": "父母外出务工半年以上",
        "流动儿童": "随父母离开户籍地居住半年以上",
        "家庭贫困儿童": "家里是低保户",
        "残疾儿童": "残疾证或病历",
    }.get(kind, "材料已交镇民政办" if kind.startswith("社会散居") else None)


def _absences(story: Story, family: Family, kid: Kid) -> None:
    weaned = kid.born + timedelta(100)
    for record, parent in (("father", family.father), ("mother", family.mother)):
        if parent.state != AWAY or parent.since is None:
            continue
        stays = [(parent.since, parent.moved, parent.place)]
        if parent.moved is not None:
            stays.append((parent.moved, None, parent.moved_to))
        if parent.earlier is not None:
            stays.insert(0, (*parent.earlier, parent.place))
        if kid.why_left == "父母返乡":
            begins, _, place = stays[-1]
            stays[-1] = (begins, kid.left_on, place)
        for begins, ends, place in stays:
            begun = max(begins, weaned)
            if ends is not None and ends <= begun + timedelta(40):
                continue
            values: dict[str, Scalar] = {
                "child": kid.id,
                "holder": kid.kin[record],
                "place": f"{place[0]}\t{place[1]}",
                "cross_county": "是",
                "visits_home": parent.visits_home,
            }
            # never a month that began before the birth
            rough = parent.month_only and begun.replace(day=1) > kid.born
            story.dated(kid.arrival, "absence", values, Span(begun, ends, rough))


def _residences(story: Story, family: Family, kid: Kid) -> None:
    """With the parents at first, then with whoever takes care; those who came from elsewhere lived there."""
    parents = "父母双方"
    carer = {"母亲": "父母双方", "父亲": "父亲", "祖父": "祖父母", "祖母": "祖父母"}.get(
        family.carer.relation, ""
    )
    carer = carer or ("外祖父母" if family.carer.relation.startswith("外祖") else "其他监护人")
    since = family.left_since(kid) or family.hard_since(kid)
    before = family.home
    if family.case is FLOATING:
        before, since = family.hukou, max(kid.born, kid.arrival - timedelta(story.dice.number(220, 900)))
    moves: list[tuple[date, str, str]] = [(kid.born, before, parents)]
    if since > kid.born + timedelta(60) and (before, parents) != (family.home, carer):
        moves.append((since, family.home, carer))
    elif since <= kid.born + timedelta(60):
        moves = [(kid.born, family.home, carer)]
    if kid.left_on is not None and kid.why_left != "儿童超龄":
        city = family.father.place
        stays = kid.why_left == "父母返乡"
        moves.append((kid.left_on, family.home if stays else f"{city[0]}\t{city[1]}", parents))
    for at, (begins, place_words, whom) in enumerate(moves):
        ends = moves[at + 1][0] if at + 1 < len(moves) else None
        values: dict[str, Scalar] = {
            "child": kid.id,
            "place": place_words,
            "with_whom": whom,
            "hukou_then": family.hukou if family.case is FLOATING else None,
        }
        if kid.oddity != "bare" or begins > kid.arrival:
            story.dated(kid.arrival, "residence", values, Span(begins, ends))


def _phones(story: Story, family: Family, kid: Kid) -> None:
    for record, one in (("father", family.father), ("mother", family.mother), ("guardian", family.carer)):
        row: dict[str, Scalar] = {
            "child": kid.id,
            "holder": kid.kin[record],
            "whose": one.relation,
            "state": "可用",
        }
        change = one.phone_change if one.phone_change and one.phone_change > kid.born else None
        if one.old_phone is not None and change is not None:
            dead = "空号" if one.state in STRAY or one.born.day % 2 else "停机"
            old = {**row, "number": one.old_phone}
            story.dated(kid.arrival, "phone", old, Span(ends=change), {"state": dead})
        if one.phone is not None:
            row["best_hour"] = "晚上8点后" if one.state == AWAY and not one.month_only else None
            story.dated(kid.arrival, "phone", {**row, "number": one.phone}, Span(change))


def _names(story: Story, kid: Kid) -> None:
    dice, arrival = story.dice, kid.arrival
    nick: dict[str, Scalar] = {"child": kid.id, "kind": "乳名", "source": "监护人告知"}
    if kid.oddity == "newborn":
        story.dated(arrival, "name", {**nick, "name": "毛毛"})
    elif dice.chance(0.08):
        story.dated(arrival, "name", {**nick, "name": dice.pick(words.NICKNAMES)})
    if kid.oddity != "renamed":
        return
    day = dice.between(
        max(arrival + timedelta(20), story.today - timedelta(300)), story.today - timedelta(20)
    )
    row: dict[str, Scalar] = {"child": kid.id, "source": "公安"}
    before = {**row, "name": kid.imported_as, "kind": "曾用名", "begins": kid.born.isoformat()}
    before["ends"], before["why"] = day.isoformat(), "家人改名，户口已变更"
    operation_day = day + timedelta(1)
    story.new(operation_day, EDIT_CHILD, "name", {**before, "checked_on": operation_day.isoformat()})
    now = {**row, "name": kid.name, "kind": "现名", "begins": day.isoformat()}
    story.new(operation_day, EDIT_CHILD, "name", {**now, "checked_on": operation_day.isoformat()})
    story.set(operation_day, EDIT_CHILD, "child", kid.id, name=kid.name)


def _birthday(born: date, years: int) -> date:
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)
