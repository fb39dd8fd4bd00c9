"""Header words of generated ledgers that whoever writes the column matcher may know: three fifths of all.

They were drawn once at random. Words stand between blanks, or bars; `_` is a blank inside a word."""

from __future__ import annotations

HEADERS: dict[str, str] = {
    "row.number": "序号 编号 顺序号 序列 项次 顺号 次序",
    "child.name": (
        "姓名 儿童姓名 留守儿童姓名 孩子姓名 未成年人姓名 孩子名字 姓名（儿童） "
        "留守（困境）儿童姓名 被监护人姓名 受助儿童姓名 关爱对象姓名 服务对象姓名 学生 孩子 "
        "儿童（姓名） 孩子真实姓名"
    ),
    "child.former_name": "乳名 原名 曾用姓名 小名（乳名） 原用名",
    "child.sex": "性别 儿童性别 性别（男/女） 男女 小孩性别",
    "child.id_type": "证件类型 身份证件类型 证件种类 有效证件类型",
    "child.id_number": (
        "身份证号 身份证 公民身份证号码 儿童身份证号码 儿童身份证 居民身份证号码 孩子身份证号 "
        "儿童公民身份号码 身份证号（18位） sfzh 本人身份证号 身份号码 幼儿身份证号码 "
        "小孩身份证号码"
    ),
    "child.birth": ("出生日期 出生年月 出生时间 出生 孩子生日 何时出生 学生出生日期 出生年、月 小孩出生年月"),
    "child.age": "年龄 周岁 年龄（周岁） 岁数 现年龄 儿童年龄 实岁",
    "child.nation": "民族 族别 儿童民族 民族成分 学生民族",
    "child.hukou_class": "户口分类 户口状况 户口登记情况 落户情况",
    "child.hukou_kind": "户口性质 户籍类型 户籍状况 户口类别 户口属性 户籍类别",
    "child.hukou_address": (
        "户籍地 户籍地址 户籍住址 户口地址 户籍详细地址 户口所在地详细地址 户口簿地址 户籍地详址 "
        "户口本住址 户口所在村组"
    ),
    "child.live_address": (
        "现住址 家庭住址 现居住地 现住地 儿童现住址 现居住地详细地址 常住地址 通信地址 "
        "家庭详细住址 家庭居住地址 详细住址 通讯地址 常住地 现在住址"
    ),
    "child.village_group": "村民组 村民小组 小组 组 屯 村组 自然屯 居民小组 社（组） 队别 湾组",
    "child.phone": "家庭电话 手机号码 家庭联系电话 电话 电话号码 本人电话 联系号码 家里电话 联系手机",
    "child.categories": (
        "儿童类型 对象类别 困境儿童类型 保障类别 类别 困境儿童类别 儿童分类 所属类别 "
        "关爱对象类型 困境儿童分类 困境分类 纳入类别"
    ),
    "child.left_type": "留守类型 留守类别 留守情形",
    "child.care_reason": "委托照料原因 留守原因 委托监护原因",
    "child.guardianship": "监护情况 监护状况 监护评价 监护情况评定",
    "child.family_type": "家庭形态 家庭结构类型 家庭构成",
    "child.risk": "风险等级 风险级别 四色等级 预警等级 关爱等级 管控等级 红黄蓝绿",
    "child.focus": "是否重点关注 重点关注对象 是否重点对象 是否列为重点",
    "child.health": "健康状况 身体状况 健康状态 健康情况 孩子身体状况 身体健康情况",
    "child.disability_type": "儿童残疾类型 残别 致残类别 何种残疾 残疾类型（视力、听力等）",
    "child.disability_level": "残疾等级 残疾级别 残级 儿童残疾等级",
    "child.disability_certificate": "残疾证号 残疾人证号 残疾生证号 第二代残疾证号 残疾人证",
    "child.illness": "患病名称 疾病名称 患病类型 所患疾病 病种 患病种类",
    "child.insurance": "基本医疗保险 医保情况 参保情况 医保参保情况",
    "child.study_state": "在读状态 就读状态 学业状态",
    "child.schooling": "学段 就学阶段 文化程度 上学情况 目前就学情况 就读阶段 受教育阶段",
    "child.school": (
        "就读学校 学校 所在学校 现就读学校 就学学校 学校（幼儿园） 所在学校全称 就读园校 就读学校（全称）"
    ),
    "child.grade": "就读年级 所在年级 现读年级 几年级 上几年级",
    "child.school_class": "班级 班号 班别 就读班级",
    "child.student_number": "学籍号 全国学籍号 学籍号码 学籍代码",
    "child.boarding": "是否寄宿 是否学校寄宿 是否住校 是否寄宿生 住校情况 走读/住校",
    "child.poverty": "家庭困难类型 困难类别 家庭经济类型 贫困类别 户属性",
    "child.relief": "享受救助 救助情况 已落实政策 保障措施 享受待遇 已享受的救助",
    "child.income_source": "家庭经济来源 家庭主要经济来源 家庭收入来源 生活来源",
    "child.bank_account": "银行账号 卡号 银行账户 开户账号 发放账号 银行卡账号",
    "child.amount": "保障金额（元） 补贴金额 发放金额 月保障金额 生活补贴金额 每月金额 生活费标准",
    "child.wish": "儿童微心愿 心愿 心愿清单 儿童心愿",
    "child.registered_on": "登记时间 建档时间 纳入时间 申请日期 入册时间 录入日期",
    "child.exit_on": "退出时间 退出年月日",
    "child.exit_reason": "退出理由 退出情形",
    "child.last_contact": "最近一次与父母联系时间 上次与父母联系日期",
    "child.welfare_card": "儿童福利证号 儿童福利证编号",
    "child.birth_certificate": "出生医学证明号 出生证编号",
    "child.note": "其他情况 需要说明的情况 备考 其他说明 附注",
    "father.name": "父亲姓名 父亲 父姓名 爸爸姓名 儿童父亲姓名 生父姓名 爸爸",
    "father.id_number": (
        "父亲身份证号码 父亲身份证号 父亲公民身份证号码 爸爸身份证号 父亲证件号码 "
        "父亲身份证件号码 孩子父亲身份证号"
    ),
    "father.phone": "父亲手机号 父亲手机号码 父亲联系方式 父联系电话 爸爸电话 父亲手机 父亲电话号码",
    "father.work_place": (
        "父亲务工地点 父亲外出地点 父亲工作地点 父亲工作单位 父亲当前务工地点 父务工地点 "
        "爸爸打工地方 父亲现务工地"
    ),
    "father.status": "父亲现状况 父亲状况 父亲有无特殊情况 父亲现状 父亲目前状况",
    "father.health": "父亲健康状况 父亲健康情况 父亲健康状态 爸爸身体状况",
    "father.education": "父亲文化程度 父亲学历",
    "mother.name": "母亲姓名 母亲 母亲名字 妈妈姓名 儿童母亲姓名 其母姓名 母亲（姓名）",
    "mother.id_number": (
        "母亲身份证号码 母亲身份证号 母亲公民身份证号码 母身份证号码 妈妈身份证号 "
        "孩子母亲身份证号 其母身份证号"
    ),
    "mother.phone": "母亲电话 母亲手机号 妈妈电话 母亲手机 孩子母亲电话 妈妈联系方式 其母电话",
    "mother.work_place": (
        "母亲务工地址 母亲外出地点 母亲打工地点 母亲工作地点 母亲就业地点 母亲当前务工地点 "
        "妈妈打工地方 其母务工地点"
    ),
    "mother.status": "母亲现状况 母亲状况 母亲有无特殊情况 母亲现状 母亲生存状况",
    "mother.health": "母亲健康状况 母亲身体状况 母亲身体情况 母亲健康状态",
    "mother.education": "母亲文化程度 母亲教育程度",
    "guardian.name": (
        "实际监护人 监护人名字 现监护人姓名 法定监护人姓名 受委托监护人姓名 委托监护人姓名 "
        "受委托照料人姓名 被委托人姓名 委托照护人 委托照护人姓名 受委托照料人 实际照料人姓名 "
        "抚养人姓名 实际抚养人 临时监护人姓名"
    ),
    "guardian.id_number": (
        "监护人身份证号码 监护人身份证号 监护人公民身份号码 监护人证件号码 被委托人身份证号 "
        "委托照护人身份证号码 抚养人身份证号码 监护人身份证件号"
    ),
    "guardian.phone": (
        "监护人电话 监护人联系方式 监护人手机号 监护人手机号码 实际监护人联系电话 "
        "受委托监护人电话 家长电话 委托照护人联系电话 抚养人电话 看护人电话"
    ),
    "guardian.relation": (
        "监护关系 与监护人关系 监护人关系 与孩子关系 与儿童的关系 监护人与被监护人关系 "
        "与未成年人关系 照料人与儿童关系 同儿童关系 与学生关系 是孩子什么人"
    ),
    "guardian.health": "监护人身体情况 照料人身体状况 实际监护人健康状况 受委托监护人身体状况",
    "guardian.education": "监护人文化程度 监护人学历",
    "guardian.live_together": "是否与儿童同住 监护人是否同住 是否共同居住",
    "guardian.agreement": ("有无委托照护协议 委托监护协议 委托照护确认书 是否签订委托监护确认书 是否签协议"),
    "guardian.agreement_date": "协议签订日期 委托协议签订时间 委托书签订日期 确认书签订日期",
    "household.head": "户主姓名 户主名字 户主名 家庭户主 户主（代表）",
    "household.number": "户编号 户口簿号 家庭编号 户序",
    "household.size": "家庭人口 家庭成员数 家中人口 家庭人数 全家人口",
    "place.province": "省（区、市） 所在省 所属省份",
    "place.city": "地市 市（州） 所在市 设区市",
    "place.county": "县 区县 县（区） 所属县区",
    "place.town": "乡镇 镇（街道） 所在乡镇 乡镇名称 所属乡镇",
    "place.village": "村（居） 村名 村（社区） 所在村 村居 村别 村（居）委会",
}
"""Field → what stands above its column."""

BARE: dict[str, str] = {
    "name": "姓名 名字 叫什么",
    "id_number": "身份证号 身份证号码 身份证件号 证件号",
    "phone": "电话 联系方式 手机号 电话号码",
    "relation": "与儿童关系 关系 与本人关系",
    "work_place": "打工地点 工作地点 务工地 外出地点",
    "status": "状况 特殊情况 目前状况",
    "health": "身体状况 健康情况",
    "education": "文化程度 学历",
}
"""Attribute → its word under the name of a person, or just right of it."""

GROUPS: dict[str, str] = {
    "father": "父亲 父亲情况 父亲信息 爸爸 父",
    "mother": "母亲 母亲情况 母亲信息 母亲基本信息 儿童母亲",
    "guardian": "监护人情况 监护人信息 受委托监护人 受委托照料人信息 现监护人 照料人情况",
    "child": "儿童基本情况 基本情况 儿童信息 个人信息 本人情况",
    "school": "学校信息 在校情况 就学信息",
    "health": "残疾及患病情况 身体及残疾情况",
    "family": "家庭情况 家庭信息 家庭成员情况 父母信息",
    "address": "地址信息 居住信息 住址信息",
    "relief": "保障情况 救助帮扶 保障待遇",
    "household": "户情况 户信息",
}
"""Block → the upper line of a header of two or three lines."""

MEMBERS = "成员1,成员2 家庭成员1,家庭成员2 家庭成员一,家庭成员二 监护人1,监护人2 家长1,家长2"
"""What a school register calls its two family members, joined by a comma."""

EXTRAS: dict[str, str] = {
    "tick 留守儿童": "留守 留守儿童（√） 农村留守",
    "tick 困境儿童": "困境 困境儿童（√） 困境未成年人",
    "tick 事实无人抚养儿童": "事实无人抚养 事实孤儿 事实无人抚养（√）",
    "tick 单亲家庭儿童": "单亲 单亲家庭 单亲儿童",
    "text": (
        "籍贯 宗教信仰 主要诉求 帮扶需求 帮扶情况 学习成绩 打工工种 走访记录 疫苗接种情况 "
        "上下学方式 走访情况 家庭困难简述 交友情况"
    ),
    "politics": "政治面貌",
    "person": (
        "结对帮扶人 帮扶责任人 网格员 班主任姓名 开户人 核实人 外祖父姓名 外祖母姓名 责任领导 "
        "联系领导 儿童主任 防溺水责任人 校长姓名"
    ),
    "person_phone": ("包保人电话 祖父电话 祖母电话 儿童主任电话 帮扶责任人联系电话 班主任联系方式 校长电话"),
    "adult_id": "户主身份证号 户主身份证号码 帮扶人身份证号 领取人身份证号",
    "adult_age": "父亲年龄 母亲年龄 照料人年龄 祖父年龄",
    "adult_birth": "监护人出生年月 祖父出生日期 父亲出生年月",
    "adult_sex": "监护人性别 照料人性别",
    "adult_address": "监护人现住址 学校地址 照料人住址 监护人户籍地址",
    "adult_nation": "父亲民族 监护人民族",
    "head_relation": "和户主关系 户主关系",
    "date": ("入园日期 采集日期 母亲外出时间 返回时间 走访时间 末领年月 评估日期 初审时间 审批时间 入学时间"),
    "yesno": (
        "是否独生子女 是否困境儿童 是否脱贫户 是否残疾 是否享受营养餐 是否随迁子女 "
        "是否需要申请资助 是否受过学前教育 是否享受一补 是否残疾幼儿 是否人户一致 是否接受资助"
    ),
    "number": "住房面积 上下学距离 身高 月收入 走访次数 低保金 残疾人生活补贴费 学习名次",
    "code": "邮政编码 档案号 合同编号 社会保障卡号 班内学号 个案编号 学校代码",
    "empty": "照片 签字 领取人签名 走访照片 盖章",
    "bank": "开户网点 代发银行",
    "scope": "镇内/镇外 县内/县外",
    "blood": "血型",
    "term": "学期",
}
"""Kind of value → columns that are no field."""

TITLES: dict[str, str] = {
    "kinds": "困境儿童 留守困境儿童 未成年人 流动儿童 留守儿童和困境儿童 重点儿童",
    "nouns": "统计表 信息采集表 一览表 排查登记表 基本信息表 动态管理台账 信息登记册 情况统计表",
}
"""Parts of a title: whom it lists, and what kind of list it is."""

FRAME: dict[str, str] = {
    "unit": "填报单位 填表单位 单位 单位（公章） 所属村（社区） 编制单位",
    "date": "时间 统计时间 截止日期 制表日期 上报时间",
    "annex": "附件 附件1 附件2： 附表",
    "total": "总计 共计 合__计 累计",
    "subtotal": "小计 本组小计 小_计 分组合计",
    "signer": "审核人 制表人 单位负责人（签名） 复核人 主要领导签字 儿童主任签字 联系人",
    "note": (
        "注：本表一式两份，村、镇各存一份。|"
        "注：1.留守儿童指父母双方外出务工的未成年人；2.如有变动及时更新。|"
        "本表由村儿童主任填写，每季度更新一次。|※带星号为必填项|"
        "注：没有的填“无”，不清楚的填“不详”。|填报要求：数据真实准确，严禁弄虚作假。"
    ),
    "unit_marks": "岁 周岁 元/月 人 （人）",
    "hints": "（必填） （选填） （岁） （与户口本一致） （可多选） （按身份证填写） （填到组）",
    "sheets": "花名册 Sheet1 台账 名单 明细 儿童信息 1",
    "groups_named": (
        "上湾,下湾,中湾,石桥,老屋,新屋|东头屯,西头屯,南沟屯,北坡屯,柳树屯,井沿屯|"
        "第一村民小组,第二村民小组,第三村民小组,第四村民小组,第五村民小组,第六村民小组|"
        "李家院子,王家坝,陈家沟,张家湾,何家塝,周家垭"
    ),
}
"""What stands above and below a table, and in its corners."""
