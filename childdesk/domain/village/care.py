"""Who helps in the practice village, what was noticed before a referral, and the one mandatory report.

All of it is drawn by dice of its own, so that the families and their year stay as they were.
"""

from __future__ import annotations

from datetime import date, timedelta

from childdesk.domain.kinds import Scalar
from childdesk.domain.village import words
from childdesk.domain.village.matters import Matter
from childdesk.domain.village.people import Family, Kid
from childdesk.domain.village.story import (
    ADD_AGENCY,
    ADD_OBSERVATION,
    ADD_REPORT,
    EDIT_REPORT,
    Dice,
    Story,
    register_day,
)

NUMBER = "0990-10000{:02d}"
"""Numbers of offices: an area code that no place has."""
AGENCIES: tuple[dict[str, str], ...] = (
    {
        "name": "云溪镇儿童督导员",
        "kind": "督导员",
        "hours": "工作日 8:30-17:30",
        "night": "1",
        "area": "云溪镇",
    },
    {"name": "云溪镇派出所", "kind": "公安", "hours": "全天", "area": "云溪镇"},
    {
        "name": "云溪镇未成年人保护工作站",
        "kind": "未保中心",
        "hours": "工作日 8:30-17:30",
        "night": "1",
        "holiday": "1",
        "area": "云溪镇",
    },
    {"name": "云溪镇社工站", "kind": "社工站", "hours": "周二至周六 9:00-17:00", "area": "云溪镇"},
    {"name": "云溪镇学校心理辅导室", "kind": "学校", "hours": "上课日 9:00-16:30", "area": "云溪镇学校"},
    {"name": "县医院心理门诊", "kind": "心理门诊", "hours": "工作日 8:00-12:00", "area": "全县"},
    {"name": "县青少年服务台", "kind": "青少年服务台", "hours": "工作日 9:00-18:00", "area": "全县"},
)
STALE = ("县医院心理门诊", "县青少年服务台")
"""Those whose number nobody has tried for a year: they stand in grey."""

REPORTED = 11
"""The prepared family whose elder child was beaten; every village of about thirty children has it."""
FACTS = "孩子自己说：“爸爸喝了酒拿棍子打的。”左胳膊两处青紫，走路一瘸一拐。没有追问。"


def agencies(story: Story, dice: Dice, unit: str) -> None:
    """The directory of the village, checked some weeks ago, two of it long ago."""
    day = register_day(story.today) + timedelta(2)
    for at, one in enumerate(AGENCIES, 1):
        late = 300 if one["name"] in STALE else 0
        checked = dice.before(story.today, 20, 60) - timedelta(late)
        values: dict[str, Scalar] = {
            "unit": unit or None,
            "name": one["name"],
            "kind": one["kind"],
            "phone": NUMBER.format(at),
            "hours": one["hours"],
            "night_phone": NUMBER.format(20 + at) if "night" in one else None,
            "holiday_phone": NUMBER.format(40 + at) if "holiday" in one else None,
            "area": one["area"],
            "checked_on": checked.isoformat(),
        }
        story.new(day, ADD_AGENCY, "agency", values, dice.id())


def looked(story: Story, dice: Dice, family: Family, kid: Kid, matter: Matter, day: date) -> None:
    """What was noticed on the day on which the referral was written."""
    urgent = matter.urgency == "紧急"
    lines = matter.reason.format(who=family.who).split("\n")
    values: dict[str, Scalar] = {
        "child": kid.id,
        "date": day.isoformat(),
        "observer": words.VISITORS[0],
        "period": "近两周",
        "form": "参考观察清单（参考）",
        "signs": matter.signs,
        "danger_signs": "留遗言，把心爱的东西送人" if urgent else None,
        "protective": dice.pick(("有一个信得过的大人", "有朋友", "愿意开口求助、有喜欢做的事")),
        "examples": lines[0],
        "lasting": None if urgent else "是",
        "result": "立即行动" if urgent else "需要转介",
        "next_date": (day + timedelta(1 if urgent else 7)).isoformat(),
    }
    story.new(day, ADD_OBSERVATION, "observation", values, dice.id())


def report(story: Story, dice: Dice, family: Family, unit: str) -> None:
    """One mandatory report that was made yesterday and whose receipt came today."""
    kid = family.kids[0]
    found, today = story.today - timedelta(1), story.today.isoformat()
    if kid.left_on or kid.arrival >= found:
        return
    row, day = dice.id(), found.isoformat()
    values: dict[str, Scalar] = {
        "unit": unit or None,
        "child": kid.id,
        "found_at": f"{day} 16:20",
        "written_at": f"{day} 16:34",
        "found_place": "村口小卖部旁",
        "found_how": "走访",
        "situations": "身体多处损伤、疑似受家庭暴力或侵害",
        "facts": FACTS,
        "injury": "左胳膊两处青紫",
        "suspect": "父亲",
        "safe": "和我在一起",
        "done": "一直陪着孩子，衣物没有洗",
        "reporter": words.VISITORS[0],
        "police_at": f"{day} 16:23",
        "police_by": "镇派出所值班民警（演练）",
        "supervisor_at": f"{day} 16:27",
        "civil_at": f"{day} 16:41",
        "school_at": f"{day} 17:05",
        "written_on": day,
    }
    story.new(found, ADD_REPORT, "mandatory_report", values, row)
    told: dict[str, Scalar] = {
        "receipt": "演练〔0001〕号",
        "receipt_on": today,
        "looked_on": today,
        "safe": "有可靠的大人陪",
        "after": "派出所已受理。孩子由姑姑接回家照看，今天到校。",
    }
    story.set(story.today, EDIT_REPORT, "mandatory_report", row, **told)
