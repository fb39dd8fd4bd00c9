"""What a header's words mean together: a topic (残疾) and what is asked of it (等级) make an attribute.

Data only; `header_grammar` reads it. Offices make up compounds faster than anybody can list them, but they
make them of few parts. Words stand as `header_grammar.folded` leaves them.
"""

from __future__ import annotations

from childdesk.files.header_words import listed

TOPICS = listed("""
hukou: 户口 户籍登记 户口登记 户口所在 户籍所在 户口本 户口簿 户籍簿 户口册 落户 上户 上户口 户籍门
live: 居住 常住 现住 现居 目前居住 实际居住 长期居住 家庭居住 住宿地
disability: 残疾 残障 致残 残 伤残 残疾人 残障人
illness: 患病 病 患 大病 重病 疾患 重大疾病 慢性病 生病
health: 身体 体质 身心 健康 身体健康 体格
class: 班
care: 监护 照料 照护 看护 抚养 养育 监管
entrust: 委托 委托照料 委托照护 委托监护 受委托 托管 委托看护
left: 留守
study: 就读 就学 上学 在读 在学 入学 受教育 读书 求学 学业 教育 学历教育
register_of_pupils: 学籍 全国学籍
school: 园校 校园 学校幼儿园 院校 园所 园
boarding: 寄宿 住校 住宿 走读 寄宿制 在校住宿 通学
insurance: 参保 医疗参保 基本医保 城乡医保 居民医保 合作医疗 新农合 医疗保障
poor: 贫困 困难 脱贫 低保户 低收入 家庭困难 家庭贫困 经济困难 贫困户 困难家庭 困难户 困难群体
relief: 救助 保障 补助 补贴 待遇 政策 享受 救助帮扶 生活补助 生活保障 帮扶政策 津贴 福利 惠民
    保障待遇 救助政策 保障政策 生活补贴 生活费
income: 收入 经济 家庭收入 生计 主要收入
bank: 银行 一卡通 账户 开户 存折 打卡 发放 收款 惠农 惠民惠农
work: 务工 打工 外出 工作 就业 上班 外出务工 外出打工 现务工 常年务工 做活 做活路 干活 做工 找钱 挣钱 打零工
    做事 谋生 上工 做生意
contact: 与父母联系 联系父母 和父母联系 同父母联系 与父母通话 与父母沟通 父母联系
risk: 风险 预警 四色 颜色 管控 红黄蓝绿 红黄绿 分色 关爱分级 风险评定
focus: 重点 重点关注 重点对象 列为重点 重点关爱 重点儿童 关注对象
agreement: 协议 确认书 协议书 责任书 承诺书 委托书 监护协议书 签约 签协议
together: 同住 共同居住 共同生活 一起居住 一起住 一起生活 同吃同住 随住
register: 登记 建档 入册 录入 纳入 上报 申请 认定 建册 立档 入档 摸排登记
exit: 退出 注销 减员 停发 核减 销号 退册 出册 移出 脱离
birth: 出生 降生
edu: 文化 学历
special: 特殊
kinship: 亲属
household: 户 家庭户 全户
people: 家庭人口 家庭成员 家中人口 全家人口 家里人口 家中成员 全家 户内人口 户内成员 同户人口 共同生活成员
wish: 心愿
nation: 民族
sex: 性别
card: 证件 证照 身份证明
""")

HEADS = listed("""
where: 地点 地 所在地 去向 哪里 何处 哪 在哪 在哪里 在哪儿 哪儿 在哪点 哪点 在啥地方 啥地方 哪个地方
    在哪个地方 住处 处所 详址 门牌 址 住地 详细地址 登记地址 登记地 区域
kind: 类型 类别 种类 分类 性质 属性 类 别 何种 哪种 哪类 啥 啥子 哪样 哪一类 何类 种别 归类 类属 形式 情形
level: 等级 级别 程度 几级 级 档次 等次 层次 哪级 第几级 何级 分级
state: 情况 状况 状态 现状 如何 怎么样 怎样 咋样 咋个样 好不好 好不 评价 评定 评估 概况 现况 质量
when: 时间 日期 年月 年月日 日 何时 时候 起始 起始时间 月份 几时 哪年 哪天
name_of: 名称 全称 简称 叫什么 名
number: 号码 号 编号 代码 编码 码
cert: 证 证书 证件
money: 金额 标准 多少钱 钱数 数额 元 费 费用 月额
why: 原因 理由 为何 为什么 缘由 事由 缘故
whether: 是否 有无 能否 需否 可否 有没有 是不是
source: 来源 来路 渠道
mode: 方式 形态 结构 构成 模式 组成
count: 数 人数 总数 数量 几口人 几人 口数 人口 成员数 总人口
stage: 阶段 学段 段
far: 距离 路程 里程 公里数 多远 远近
""")

ALIAS = {
    "hukou_address": "hukou",
    "hukou_kind": "hukou",
    "hukou_class": "hukou",
    "disability_type": "disability",
    "disability_level": "disability",
    "schooling": "study",
    "study_state": "study",
    "guardianship": "care",
    "left_type": "left",
    "care_reason": "entrust",
    "poverty": "poor",
    "work_place": "work",
    "bank_account": "bank",
    "household_number": "household",
    "household_size": "people",
    "live_together": "together",
    "student_number": "register_of_pupils",
    "categories": "kind",
    "live_address": "where",
    "code": "number",
    "last_contact": "contact",
}
"""Attributes and the topic or head that their words are beside other words."""

_PAIRS = """
hukou: where=hukou_address village_group=hukou_address kind=hukou_kind mode=hukou_kind state=hukou_class
    whether=hukou_class number=household_number village=hukou_address
live: where=live_address village_group=live_address state=live_address
disability: kind=disability_type state=disability_type name_of=disability_type level=disability_level
    number=disability_certificate cert=disability_certificate
illness: kind=illness state=illness name_of=illness whether=illness mode=illness
care: state=guardianship level=guardianship why=care_reason
entrust: why=care_reason state=agreement when=agreement_date whether=agreement
left: kind=left_type state=left_type mode=left_type why=care_reason level=left_type
study: state=schooling stage=schooling level=schooling where=school name_of=school whether=study_state
    mode=boarding school=school grade=grade school_class=school_class disability=none
register_of_pupils: number=student_number state=study_state
school: name_of=school grade=grade
boarding: state=boarding whether=boarding kind=boarding mode=boarding
insurance: state=insurance kind=insurance whether=insurance mode=insurance
poor: kind=poverty level=poverty state=poverty family_type=poverty
relief: kind=relief state=relief name_of=relief mode=relief money=amount
income: source=income_source mode=income_source
bank: number=bank_account
work: where=work_place name_of=work_place
contact: when=last_contact
risk: level=risk kind=risk state=risk mode=risk
focus: whether=focus state=focus
agreement: whether=agreement state=agreement when=agreement_date cert=agreement
together: whether=live_together state=live_together
register: when=registered_on
exit: when=exit_on why=exit_reason
birth: when=birth cert=birth_certificate number=birth_certificate
edu: level=schooling state=schooling
special: state=status
household: number=household_number kind=poverty count=household_size
people: count=household_size number=none
family_type: kind=family_type mode=family_type
nation: kind=nation
card: kind=id_type name_of=id_type number=id_number
health: state=health whether=health level=health kind=health
class: name_of=school_class number=school_class level=school_class grade=grade
id_number: kind=id_type number=id_number
welfare_card: number=welfare_card
wish: kind=wish
"""


def _pairs(text: str) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    topic = ""
    for piece in text.split():
        if piece.endswith(":"):
            topic = piece[:-1]
        else:
            head, _, attribute = piece.partition("=")
            found[topic, head] = attribute
    return found


PAIRS = _pairs(_PAIRS)
"""(topic, head) → attribute."""

ALONE = {
    "hukou": "hukou_address",
    "disability": "disability_type",
    "illness": "illness",
    "boarding": "boarding",
    "insurance": "insurance",
    "agreement": "agreement",
    "together": "live_together",
    "risk": "risk",
    "focus": "focus",
    "relief": "relief",
    "poor": "poverty",
    "study": "schooling",
    "birth": "birth",
    "edu": "schooling",
    "school": "school",
    "work": "work_place",
    "people": "household_size",
    "nation": "nation",
    "sex": "sex",
    "wish": "wish",
    "class": "school_class",
    "health": "health",
}
"""What a topic is when nothing is asked of it."""

STRONG = frozenset("where when number money why cert level count source stage far".split())
"""Heads that make something else of an attribute when no pair is listed: 学校代码 is no school."""
