"""Header words of generated ledgers that whoever writes the column matcher does not consult.

The other two fifths of the words, drawn once at random. Figures count only on ledgers made of these: so this
file is read by the generator alone, never while the matcher or its word lists are written or mended. Words
stand between blanks, or bars; `_` is a blank inside a word."""

from __future__ import annotations

HEADERS: dict[str, str] = {
    "row.number": "序_号 排序 行号 No.",
    "child.name": (
        "困境儿童姓名 学生姓名 幼儿姓名 小孩姓名 子女姓名 儿童名字 娃娃姓名 本人姓名 流动儿童姓名 小孩名字"
    ),
    "child.former_name": "曾用名 小名 别名 昵称",
    "child.sex": "孩子性别 学生性别 男/女",
    "child.id_type": "证件名称 身份证明类型",
    "child.id_number": (
        "身份证号码 公民身份号码 证件号码 身份证件号 身份证件号码 儿童身份证号 学生身份证号 "
        "二代身份证号 有效证件号码 证件号"
    ),
    "child.birth": "出生年月日 生日 儿童出生日期 出生年月（日） 出生日 公历生日",
    "child.age": "实足年龄 年纪 周岁年龄 孩子年龄",
    "child.nation": "民族成份 所属民族 何民族",
    "child.hukou_class": "户口情况 户籍分类",
    "child.hukou_kind": "户籍性质 户口类型 农业/非农业 户口性质（农业、非农业）",
    "child.hukou_address": (
        "户籍所在地 户口所在地 户口所在地址 户籍所在地（详细地址） 户籍登记地址 户籍门（楼）详址"
    ),
    "child.live_address": (
        "现居住地址 居住地址 家庭地址 住址 居住地 实际居住地 目前住址 家庭详细地址 现住地址 实际住址"
    ),
    "child.village_group": "组别 自然村 所在组 所属村组 生产队 组名 几组",
    "child.phone": "联系电话 联系方式 手机号 家庭联系方式 儿童联系电话 家庭座机或手机",
    "child.categories": (
        "儿童类别 困境类别 人员类别 儿童救助类型 困境类型 困境情形 服务对象类别 未成年人类别"
    ),
    "child.left_type": "留守情况 留守形式",
    "child.care_reason": "委托原因 为何委托照料",
    "child.guardianship": "监护等级 监护质量 监护情况（较好、一般、差）",
    "child.family_type": "家庭类型 家庭结构",
    "child.risk": "四色管理 关爱级别 风险评估等级 风险颜色",
    "child.focus": "重点关注 是否加入重点关注",
    "child.health": "身体情况 儿童健康状况 身体健康状况 身体怎么样",
    "child.disability_type": "残疾类型 残疾类别 残疾种类",
    "child.disability_level": "残疾程度 残疾几级",
    "child.disability_certificate": "残疾证号码 残疾人证号码 残疾证编号",
    "child.illness": "患病情况 重病类型 何种疾病 大病名称",
    "child.insurance": "医疗保险 参保方式",
    "child.study_state": "学业状况 在学状况",
    "child.schooling": "就学情况 就学状况 教育阶段 教育情况 就读学段",
    "child.school": "学校名称 学校全称 就读学校名称 在读学校 上学学校 在哪上学",
    "child.grade": "年级 在读年级 现年级",
    "child.school_class": "所在班级 班次",
    "child.student_number": "学生学籍号 学籍编号",
    "child.boarding": "寄宿情况 寄宿生 就读方式 住宿情况",
    "child.poverty": "贫困类型 困难类型 户类型 困难家庭类型",
    "child.relief": "救助措施 享受政策 享受救助情况 享受保障政策",
    "child.income_source": "经济来源 主要收入来源",
    "child.bank_account": "银行卡号 一卡通账号 惠农一卡通号 存折账号",
    "child.amount": "保障金额 补助金额 月补助金额 补助标准",
    "child.wish": "微心愿 孩子心愿",
    "child.registered_on": "登记日期 上报日期 建档日期 建册日期",
    "child.exit_on": "退出日期 减员日期",
    "child.exit_reason": "退出原因 减员原因",
    "child.last_contact": "最近一次与父母联系 最近联系父母时间",
    "child.welfare_card": "福利证号 孤儿证号",
    "child.birth_certificate": "出生医学证明编号 出生证号",
    "child.note": "备注 说明 备注说明",
    "father.name": "父亲名字 孩子父亲姓名 其父姓名 父亲（姓名） 父亲叫什么",
    "father.id_number": "父亲公民身份号码 父亲身份证 父身份证号码 其父身份证号",
    "father.phone": "父亲联系电话 父亲电话 孩子父亲电话 爸爸联系方式 其父电话",
    "father.work_place": "父亲务工地址 父亲务工地 父亲打工地点 父亲就业地点 其父务工地点",
    "father.status": "父亲当前状况 父亲特殊情况 父亲生存状况 其父现状",
    "father.health": "父亲身体状况 父亲身体情况",
    "father.education": "父亲教育程度 父亲受教育程度",
    "mother.name": "母姓名 孩子母亲姓名 生母姓名 妈妈 母亲叫什么",
    "mother.id_number": "母亲公民身份号码 母亲身份证 母亲证件号码 母亲身份证件号码",
    "mother.phone": "母亲联系电话 母亲手机号码 母亲联系方式 母联系电话 母亲电话号码",
    "mother.work_place": "母亲务工地点 母亲务工地 母亲工作单位 母务工地点 母亲现务工地",
    "mother.status": "母亲当前状况 母亲特殊情况 母亲目前状况 其母现状",
    "mother.health": "母亲健康情况 妈妈身体状况",
    "mother.education": "母亲学历 母亲受教育程度",
    "guardian.name": (
        "监护人姓名 监护人 实际监护人姓名 照料人姓名 照顾人姓名 家长姓名 看护人姓名 代管人姓名 "
        "带养人 主要照料人姓名"
    ),
    "guardian.id_number": (
        "监护人身份证 实际监护人身份证号 受委托监护人身份证号码 照料人身份证号 家长身份证号"
    ),
    "guardian.phone": "监护人联系电话 照料人电话 家长联系电话 被委托人联系电话 监护人手机 家长手机号",
    "guardian.relation": (
        "与儿童关系 与被监护人关系 监护人与儿童关系 与留守儿童关系 与该儿童关系 与被照料人关系 "
        "受委托人与儿童关系"
    ),
    "guardian.health": "监护人健康状况 监护人身体状况",
    "guardian.education": "监护人教育程度 照料人文化程度",
    "guardian.live_together": "是否同住 是否与监护人同住",
    "guardian.agreement": "是否签订委托照护协议 有无委托协议 委托照料协议签订情况 是否签订委托书",
    "guardian.agreement_date": "协议日期 签订协议时间",
    "household.head": "户主 户主（姓名） 户代表姓名",
    "household.number": "户号 户口号 户籍号",
    "household.size": "家庭人口数 人口数 户人口数",
    "place.province": "省 省份",
    "place.city": "市 地级市",
    "place.county": "县（市、区） 县区 所在县",
    "place.town": "乡（镇） 镇 乡镇（街道） 街道（乡镇）",
    "place.village": "村 行政村 社区（村） 村委会 所属村",
}
"""Field → what stands above its column."""

BARE: dict[str, str] = {
    "name": "姓名全称 姓名（全名）",
    "id_number": "公民身份号码 证件号码 身份证",
    "phone": "联系电话 手机号码 手机",
    "relation": "称谓 与孩子关系",
    "work_place": "务工地点 务工地址 工作单位",
    "status": "现状况 现状",
    "health": "健康状况 身体情况",
    "education": "教育程度",
}
"""Attribute → its word under the name of a person, or just right of it."""

GROUPS: dict[str, str] = {
    "father": "父亲基本情况 父亲基本信息 儿童父亲",
    "mother": "母亲基本情况 妈妈 母",
    "guardian": "监护人 实际监护人情况 委托照护人情况 实际照料人",
    "child": "儿童基本信息 留守儿童个人基本情况 孩子情况 基本信息",
    "school": "就读情况 教育信息",
    "health": "健康信息 健康与残疾",
    "family": "父母情况 家庭基本情况",
    "address": "户籍及住址 户籍及居住情况",
    "relief": "救助帮扶情况 享受政策情况",
    "household": "家庭户信息 所在户",
}
"""Block → the upper line of a header of two or three lines."""

MEMBERS = "成员一,成员二 亲属1,亲属2 家庭主要成员1,家庭主要成员2"
"""What a school register calls its two family members, joined by a comma."""

EXTRAS: dict[str, str] = {
    "tick 留守儿童": "农村留守儿童 留守未成年人",
    "tick 困境儿童": "困_境 困境儿童",
    "tick 事实无人抚养儿童": "事实无人抚养儿童 事_实孤儿",
    "tick 单亲家庭儿童": "单亲家庭儿童 单_亲",
    "text": "特长 兴趣爱好 住房情况 性格特点 存在问题 困难及诉求 上网情况 务工行业 学习表现",
    "person": "包保干部 班主任 教师妈妈 走访人 采集人 祖父姓名 祖母姓名 督导员 签约医生",
    "person_phone": "班主任电话 帮扶人电话 网格员电话 教师妈妈联系电话",
    "adult_id": "祖父身份证号 开户人身份证号",
    "adult_age": "监护人年龄 户主年龄",
    "adult_birth": "父亲出生日期 母亲出生日期",
    "adult_sex": "户主性别",
    "adult_address": "监护人住址 父亲户籍地",
    "adult_nation": "母亲民族",
    "head_relation": "与户主关系 与户主的关系",
    "date": "入学年月 最近走访日期 核实日期 父亲外出时间 起领年月 下次走访日期",
    "yesno": (
        "是否留守儿童 是否孤儿 是否低保 是否单亲 是否事实无人抚养 是否进城务工人员随迁子女 "
        "有无不良行为 是否患有重病"
    ),
    "number": "家庭年收入 体重 鞋码 零花钱 家庭离学校距离（公里） 家庭年收入（元）",
    "code": "学校标识码 儿童编号 学籍辅号 户口所在地行政区划",
    "empty": "家长签字 核实人签字 本人签名",
    "bank": "开户银行 开户行",
    "scope": "省内/省外",
    "term": "学年",
}
"""Kind of value → columns that are no field."""

TITLES: dict[str, str] = {
    "kinds": "留守儿童 农村留守儿童 儿童 0—16岁儿童",
    "nouns": "花名册 台账 登记表 摸底表 名单 明细表",
}
"""Parts of a title: whom it lists, and what kind of list it is."""

FRAME: dict[str, str] = {
    "unit": "填报单位（盖章） 填报村（居） 上报单位 报送单位",
    "date": "填报日期 填报时间 报送日期",
    "annex": "附件3 附表一",
    "total": "合计 总_计",
    "subtotal": "本页小计 组计",
    "signer": "填表人 负责人 经办人 分管领导 填报人",
    "note": (
        "说明：年龄按周岁填写。|备注：以上信息已与家长核实。|"
        "填表说明：1.身份证号码如实填写；2.类别可多选。|以上共计人数请核对无误后签字盖章。"
    ),
    "unit_marks": "元 公里 （元） （岁）",
    "hints": "（如实填写） （下拉选择） *（必填） （没有填无）",
    "sheets": "留守儿童 困境儿童 登记表 汇总名册 摸底",
    "groups_named": "一组,二组,三组,四组,五组,六组|1组,2组,3组,4组,5组,6组",
}
"""What stands above and below a table, and in its corners."""
