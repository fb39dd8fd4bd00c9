"""The words of column headers: who is meant (role), what is said of them (attribute), which field that is.

Data only; `header_grammar` reads it. Words stand as `header_grammar.folded` leaves them: no blanks, no
brackets, half width. A word belongs to one attribute or one role, never to two of a kind.
"""

from __future__ import annotations


def listed(text: str) -> dict[str, str]:
    """`key: word word …` over one or more lines, as {word: key}."""
    found: dict[str, str] = {}
    key = ""
    for piece in text.split():
        if piece.endswith(":"):
            key = piece[:-1]
        elif found.setdefault(piece, key) != key:
            raise ValueError(f"{piece} stands twice")
    return found


KIN = ("father", "mother", "guardian")

ROLES = listed("""
child: 儿童 孩子 小孩 学生 幼儿 少儿 未成年人 未成年 被监护人 本人 孤儿 留守儿童 困境儿童 流动儿童 患儿
    残疾儿童 孤残儿童 服务对象 青少年 少年 婴幼儿 保障对象 帮扶对象 关爱对象 救助对象 对象 残疾生 受助儿童
    子女 小朋友 娃 娃娃 宝宝 儿女 被照料人 被抚养人 被委托监护人 被看护人 未成年子女 受助人
    受助对象 宝贝 学童 学龄儿童 适龄儿童 散居孤儿 娃儿 娃子 小娃 小娃娃 细娃 小娃儿
child: 留守人员
father: 爹 阿爸 阿爹 老爸 老爹 爹爹 爹地
mother: 娘 阿妈 姆妈 老妈 阿娘
guardian: 带管人 管带人 带养人 照管者 带娃人 带孩子人
father: 父亲 爸爸 父 其父 生父 父方 爸 他爸 娃他爸 娃他爹 娃儿爸 老汉 老汉儿
mother: 母亲 妈妈 母 其母 生母 母方 妈 他妈 娃他妈 娃他娘 娃儿妈
parent: 家长 父母 父母亲 双亲 外出务工家长 外出家长 务工家长 务工人员 外出务工人员 外出务工父母 父母双方
    外出人员 外出父母 爸妈 爹妈 爹娘 妈老汉 爸爸妈妈
guardian: 监护人 委托监护人 受委托监护人 受委托人 被委托人 委托照料人 受委托照料人 受委托照护人 委托照护人
    被委托照料人 临时监护人 实际监护人 现监护人 实际照料人 照料人 照护人 抚养人 实际抚养人 代养人 第一监护人
    法定监护人 看护人 代管人 主要照料人 主要照护人 照顾人 代理家长 监护方
other: 第二监护人 其他监护人 监护人2 其他照料人 紧急联系人 委托人 继父 继母 养父 养母 后爸 后妈 后爹 后娘
    干爸 干妈 干爹 干娘
relative: 祖父 祖母 爷爷 奶奶 外祖父 外祖母 外公 外婆 姥姥 姥爷 祖父母 外祖父母 兄弟 姐妹 兄弟姐妹 哥哥 姐姐
    配偶 家庭成员 成员 主要家庭成员 同住人 亲属 亲戚 家属 公婆 爷奶 爷婆 阿公 阿婆 家公 家婆 嘎公 嘎婆 老人
    姑妈 舅妈 姨妈 大妈 大爸 二爸 幺爸 幺妈 姑爸
head: 户主 家庭户主 当家人 当家的
helper: 帮扶 帮扶人 帮扶责任人 帮扶干部 包保 包保责任人 包保人 包保干部 包联 包联人 责任人 结对 结对人
    结对帮扶人 爱心人士 爱心妈妈 代理妈妈 教师妈妈 儿童主任 村儿童主任 督导员 儿童督导员 网格员 班主任 老师
    教师 负责老师 负责人 发起人 联系人 包村干部 村干部 联系干部 志愿者 社工 填表人 填报人 走访人 走访人员
    登记人 调查人 经办人 领取人 代领人 申请人 开户人 户名 开户名 账户名 持卡人 报告人 记录人 入户人 审核人
""")
"""Whose. `other`, `relative` and `helper` are known, have no field, and become items."""
_CARING = frozenset("监护 照料 照护 看护 抚养 抚育 养育 照看 照顾 看管 监管 代管 代养 托管 带养 照管".split())
CHILD_OF_SEVERAL = ("子女", "孩子", "小孩", "儿童")
COUNTING = "123456789一二三四五六七八九"
"""子女1, 子女2 …: the children of one household in one line."""
ROLES |= {f"{who}{number}": "child" for who in CHILD_OF_SEVERAL for number in COUNTING}
ROLES |= {f"{verb}{who}": "guardian" for verb in _CARING for who in "人者"}
_ASKED = "谁 由谁 何人 哪个 由哪个 是谁 是哪个 归谁 归哪个 跟谁 跟哪个 哪个人".split()
"""How it is asked who cares: 谁在带, and 哪个在带 where people say it so."""
_MINDING = (
    *_CARING,
    "带",
    "管",
    "照应",
    "引",
    "养",
    "招呼",
    "带娃",
    "带孩子",
    "带娃儿",
    "带大",
)
ROLES |= {f"{who}{at}{verb}": "guardian" for verb in _MINDING for who in _ASKED for at in ("", "在", "在家")}
ROLES |= {
    f"{verb}{whom}{of}人": "guardian"
    for verb in ("带", "看", "引", "照看", "照顾", "管", "领")
    for whom in ("", "娃", "娃娃", "娃儿", "孩子", "小孩")
    for of in ("", "的")
    if whom or verb in ("带", "照看", "照顾")
}
ROLES |= {
    f"{who}{how}": "guardian"
    for who in ("跟谁", "跟哪个", "和谁", "和哪个", "与谁", "随谁", "随哪个")
    for how in ("过", "住", "生活", "一起", "在一起", "一起住", "一起过", "一起生活", "居住", "")
    if how or who in ("跟谁", "跟哪个")
}
ROLES |= dict.fromkeys(("谁在跟前", "哪个在跟前", "跟前是谁", "屋里是谁带"), "guardian")

ATTRIBUTES = listed("""
name: 姓名 名字 名 name 姓名名称 姓名全称 真实姓名 叫什么 叫什么名字 名姓 大名 学名 正名 中文姓名 称呼姓名
    叫啥 叫啥子 叫啥名 叫啥名字 叫啥子名字 叫甚
former_name: 曾用名 乳名 小名 别名 昵称 原名 又名 曾用姓名 原用名 原姓名 曾名 旧名 奶名 俗名 小名乳名 曾用
    以前的名字
id_type: 证件类型 身份证件类型 证件种类 证照类型 证件名称
id_number: 身份证 身份证号 身份证号码 身份证码 身份证编号 公民身份号码 公民身份证号码 公民身份证号
    公民身份证 居民身份证 居民身份证号 居民身份证号码 证件号 证件号码 证件编号 身份号码 身份证件号
    身份证件号码 身份证件编号 身份证明号码 证照号码 户口身份证号 身份证号吗 idcard sfz sfzh idnumber
    身份证id
birth_certificate: 出生医学证明 出生医学证明号 出生证号 出生证编号 出生医学证明编号 出生证明编号
sex: 性别 sex gender 性别男女 男女 男或女 男女性别 性别男或女 男娃女娃 男娃还是女娃 男孩还是女孩 男还是女
    男娃或女娃 男女娃 是男是女 男孩女孩 男生女生 男女孩
birth: 何时出生 出生年月日期 出生年与月 生日日期 哪年出生 生辰 出生的日期 生月 生年月 出生月 啥时候生
    啥时候生的 啥时生 好久生
    好久生的 几时生的 几时生 哪年生 哪年生的
    哪天生 哪天生的 何时生 什么时候生的 生庚 出生日期 出生年月 出生年月日
    出生时间 出生 生日 出生日 出身年月 出身日期 出生年月份 出生年份
age: 年龄 多大 几岁 足岁 年龄周岁 满几周岁 周岁 实足年龄 岁数 实际年龄 年纪 好大 好大了 多大了 几岁了 好多岁
    多少岁 今年几岁 今年多大 岁数多大 有多大 现年龄 年岁 实岁 周岁年龄 岁
nation: 民族 族别 民族类别 民族成分 族 民族成份 何族 什么族
hukou_class: 户口分类 户口状况 户口情况 有无户口 户口登记情况
hukou_kind: 户口性质 户籍性质 户籍类型 户口类型 户籍类别 户口类别 户口种类 户籍状况 农业非农业
hukou_address: 户籍门详址 户籍门楼详址 户籍地址 户籍地 户籍所在地 户口所在地 户籍详细地址 户口地址 户籍住址
    户口所在地址 户籍所在 户籍 户口所在 户口地 户籍所在地详址
live_address: 现住门详址 现住门楼详址 居住门详址 现住址 现居住地 现居住地址 居住地址 居住地 现住地 家庭住址
    家庭地址 住址 地址 详细地址 详细住址 常住地址 常住地 通信地址 通讯地址 实际居住地 实际居住地址 现住地址
    现住所 居住地点 家庭详细地址 家庭居住地址 居住住址 目前居住地 现居住地详址 家庭住所 家庭现住址 现居地
    现居地址 住所 现居住址 居住详细地址 住哪 住哪里 住哪儿 住在哪 住在哪里 住在哪儿 屋在哪 屋在哪里 家在哪
    家在哪里 家住哪里
    住的地方 住哪点 现在住哪 现在住哪里
village_group: 队别 社组 村组名 几组 第几组 哪个组 哪组 哪个队 哪个社 哪个屯 哪个湾 哪个小组 哪个村民组 几队
    几社 第几队
    第几社 住哪个组 是哪个组 村民组 村民小组 组别 小组 组 屯 自然村 自然屯 所在组 村组 片组
    队 生产队 组名 所属组 所在小组 居民小组 居民组 社 社别 村小组 组社 村民组名称 湾组 片区
phone: 家里电话 家中电话 电话手机号 打得通的电话 打得通的号码 能打通的号码 电话好多 电话多少 电话是多少 电话号
    手机号好多 屋里电话 屋头电话 手机联系方式 联系手机号 联系手机号码 联系人电话 能打通的电话 常用电话
    家庭手机 联系电话 电话 联系方式 手机 手机号 手机号码 电话号码 联系号码 家庭电话 联系手机 移动电话
    联络电话 联络方式 本人电话 电话手机 联系电话号码 固定电话 座机 手机电话 联系电话手机 phone tel mobile
    联系人电话号码
categories: 类别 类型 分类 儿童类别 儿童类型 儿童分类 对象类别 对象类型 困境类别 困境类型 困境分类
    困境儿童类型 困境儿童类别 困境儿童分类 保障类别 保障类型 人员类别 人员类型 救助类别 儿童救助类型
    身份类别 认定类别 认定类型 所属类别 属于哪类 属于何种类型 儿童情况 困境情形 困境情况
left_type: 留守类型 留守类别 留守情况 留守情形
care_reason: 留守原因 委托照料原因 委托原因 委托监护原因
guardianship: 监护情况 监护状况 监护质量 监护评估
family_type: 家庭构成 家庭组成 家庭结构类型 家庭类型 家庭结构 家庭情况类型 家庭形态
last_contact: 最近一次与父母联系 最近与父母联系时间 最近联系父母时间
focus: 重点关注 是否重点关注 是否重点 重点对象 是否重点对象 是否列为重点 重点关注对象 是否加入重点
risk: 风险等级 关爱级别 关爱等级 风险级别 风险颜色 四色管理 四色等级 管理颜色 预警等级 预警级别 风险程度
    颜色等级 分级 管理等级 评估等级 等级颜色 风险评估
health: 健康状况 身体状况 身体情况 健康情况 健康状态 是否健康 健康 身体健康状况 身心状况
disability_type: 残疾类别 残疾类型 残疾种类 残疾情况 残疾类
disability_level: 残疾等级 残疾级别 残疾程度 伤残等级 残级 残疾级
disability_certificate: 残疾证号 残疾人证号 残疾证号码 残疾人证号码 残疾生证号 残疾人证 残疾证 残疾证编号
    残疾人证编号 残疾证件号
illness: 患病情况 疾病名称 患病名称 所患疾病 病种 患病类型 重病类型 何种疾病 病名 疾病 患何种疾病 病情
    疾病情况 患重病情况 疾病类型 大病名称 重病名称 患病种类
insurance: 医疗保险 基本医疗保险 医保 参保情况 医保情况 医疗保险参保情况 是否参保
study_state: 工学情况 学业状况 是否在校 是否在读 在读情况 在校情况 就学状态 是否就读 是否在学 是否入学
    在学情况 学籍状态
schooling: 就学情况 就学状况 教育情况 学段 教育阶段 入学情况 上学情况 就读情况 学业情况 教育状况 就学阶段
    就读学段 就读阶段 所在学段 受教育情况 受教育状况 就读状况 文化程度 学历
school: 学校 就读学校 学校名称 学校全称 所在学校 就读学校名称 幼儿园 就读院校 就学学校 校名 在读学校
    就读学校全称 学校单位 学校或幼儿园 就读园校 就读学校幼儿园 学校园所 所读学校 school 哪个学校 在哪个学校
    读哪个学校 在哪读 在哪里读 在哪儿读 读书的地方
    在哪读书几年级 在哪里读书几年级 在哪上学几年级 在哪读几年级 哪个学校几年级 哪个学校读几年级
grade: 年级 就读年级 所在年级 年级班级 班级年级 年级班 年级情况 现读年级 就学年级 grade 几年级 读几年级
    上几年级 读好多年级 读几年级了
school_class: 班级 班号 所在班级 就读班级 班别 班级名称 class
student_number: 学籍号 全国学籍号 学籍号码 学籍编号 全国学籍 个人学籍号 国网学籍号
boarding: 是否学校寄宿 学校寄宿 在校寄宿 寄宿 是否寄宿 是否住校 就读方式 寄宿情况 住校情况 寄宿生 是否寄宿生
    住宿情况 住宿方式 住校 走读寄宿 寄宿走读 是否住宿 是否走读 住宿 食宿方式 上学方式住宿 住不住校 住校不
    住没住校 走读还是住校 住校还是走读
poverty: 贫困类型 贫困类别 困难类型 困难类别 家庭贫困类型 家庭困难类型 家庭经济状况类别 贫困户类型
    经济困难类型 家庭经济类型 低收入类型 是否低保 低保情况 户类型 户类别 贫困属性 农户类型 贫困户属性
    脱贫户类型 家庭类别 农户类别
relief: 救助措施 救助情况 享受政策 享受救助 享受何种救助 已享受政策 享受救助政策 享受政策情况 享受待遇
    救助类型 救助项目 救助方式 帮扶措施 享受保障情况 享受的救助 落实政策 保障措施
income_source: 家庭经济来源 经济来源 主要经济来源 家庭主要经济来源 收入来源 家庭收入来源 生活来源 靠啥生活
    靠什么生活 靠啥过活
bank_account: 银行账号 银行卡号 银行账户 一卡通号 一卡通 一卡通账号 一卡通卡号 惠农卡号 惠农一卡通 卡号 账号
    账户 开户账号 存折账号 打卡账号 银行卡账号 发放账号 银行卡 存折号 收款账号 账卡号 开户银行账号
    惠民一卡通 农商行账号 信用社账号 邮政卡号
amount: 保障金额 补助标准 补贴标准 保障标准 月补助金额 补助金额 补贴金额 月发放金额 基本生活费 生活补贴
    发放标准 月保障金 保障金 月补贴 月补助 每月金额 月标准 享受金额 补助金 金额 发放金额 救助金额 月金额
    标准
wish: 微心愿 心愿 愿望 儿童心愿 儿童微心愿 心愿清单 微心愿清单 心愿内容 心愿单 我的心愿 孩子心愿
registered_on: 登记日期 登记时间 上报日期 纳入时间 纳入日期 认定时间 认定日期 申请日期 申请时间 录入日期
    录入时间 建档时间 建档日期 入册时间 列入时间 享受起始时间 开始享受时间
exit_reason: 退出原因 减员原因 注销原因 停发原因 核减原因 退出理由
exit_on: 退出时间 退出日期 减员时间 注销时间 停发时间 退出年月 核减时间
note: 需要说明的情况 需说明的情况 要说明的情况 需说明事项 需要说明 特别说明 说明事项 补充情况 备注信息
    其他需要说明的情况 备注 说明 附注 其他情况 备考 其它 备注说明 其他说明 其他 其它情况 remark 情况说明 注
    备注栏 补充说明 remarks 备注其他
work_place: 务工地点 务工地址 务工地 打工地点 打工地 打工地址 外出地点 外出地 外出务工地 外出务工地点
    外出务工地址 就业地点 就业地 务工单位 工作单位 工作地点 工作地址 从业地点 务工地区 现务工地 务工去向
    外出地址 务工所在地 外出务工去向 打工去向 务工城市 外出去向 当前务工地点 务工省份 务工地点及单位
    务工区域 外出务工所在地 现工作地 在何处务工 务工地点省市 就业单位 外出务工省市 工作地 职业及单位
    务工何地 何处务工
status: 现状况 特殊情况 当前状况 现状 状况 生存状况 有无特殊情况 目前状况 基本状况 状态 生存状态 存续状态
    现实状况 基本现状 目前状态
education: 教育程度 受教育程度
live_together: 是否同住 是否与儿童同住 同住情况
relation: 是孩子什么人 是儿童什么人 是孩子的什么人 什么人 何关系 什么关系 称呼 亲属称谓 关系称谓 亲缘关系
    血缘关系 与被照料人关系 啥关系 啥子关系 啥人 啥子人 哪样关系 哪样人 与被抚养人关系 与未成年人关系
    与小孩关系 与娃关系 与受助儿童关系 与当事人关系
    relation 关系 与儿童关系 监护关系 与被监护人关系 与本人关系 与孩子关系 与学生关系 称谓 与儿童的关系
    亲属关系 与留守儿童关系 与困境儿童关系 与幼儿关系 与其关系 与该儿童关系 与对象关系 是儿童的什么人
agreement: 委托协议 是否签订委托协议 委托监护协议 是否签订委托监护协议 是否签订委托照护协议 委托监护确认书
    是否签订协议 委托照护协议 是否签订委托书 是否签订确认书 委托书 签订协议情况 是否签协议 是否签订监护协议
    有无委托协议 监护协议 协议签订情况 是否签订委托监护确认书 委托协议签订情况 委托监护责任确认书
agreement_date: 签订日期 签订时间 委托时间 协议签订时间 委托协议签订日期 协议日期 协议签订日期 委托协议日期
    委托协议时间 委托日期 协议时间
province: 省 省份 省自治区 所属省 所在省 省名 省直辖市
city: 市 地市 市州 地级市 所在市 所属市 州市 市州盟 设区市
county: 县 区县 县区 县市区 县市 旗县 所属县 所在县 县名 县市区旗 区 区县名称 市县区 县级 所在区县 市区县
    所属区县
town: 乡镇 镇 乡 街道 乡镇街道 镇街 镇街道 所属乡镇 所在乡镇 乡镇名称 乡镇街办 街办 办事处 乡镇办 街道乡镇
    镇乡 所属街道 所在镇 街镇 镇办 所属镇街
village: 哪个村 哪个村的 哪村 归哪个村 是哪个村 村别 村庄 村社名称 村 社区 村居 行政村 村名 村社区 所属村
    所在村 居委会 村委会 村居委会 所在村居
    所属村居 村居名称 村名称 所属村社区 行政村社区 所在社区 所属社区 村社 社区村 村居社区 所在行政村 户籍村
    村委 居村
row_number: 序号 序 排序 顺序号 顺序 no 号 次序 序列 序次 顺号 项次 行号 行次 流水号 排号 次第 序码 条目
code: 编号 儿童编号 档案号 档案编号 个案编号 编码 系统编号 代码 学校代码 合同编号 流水编号
household_number: 户序 户次 户别编号 家庭序号 户号 户编号 家庭编号 户口簿号 户籍号 户口本号 户口号 户编码
    家庭户号 户口编号 户序号 户口簿编号
household_size: 家中人口 家里人数 屋里人数 全家人口 家里几口人 几口人 家庭口数 全家人数 屋里几口人 屋头几口人
    家有几口人
    有几口人 一家几口 家中人数 户籍人数 家庭人口数目
    家庭人口 家庭人口数 人口数 家庭成员数 家庭人数 户人口 户人数 家庭总人口 家庭人口总数 在家人口数
    家庭成员人数 家庭总人数 户籍人口数 共同生活人口 家庭常住人口 家庭人口数量
household_address: 户址
live_address: 现住 现住在 现住哪里
birth: 哪年哪月生 哪年哪月生的 哪年哪月出生 哪年几月生 哪年几月生的 几年几月生
hukou_address: 来源地 流出地 原籍地址 老家 老家地址 老家住址 原户籍地 户籍来源地
village_group: 浩特 独贵龙 村屯 屯名 屯组
categories: 属于哪一种 属于哪种 属于哪一类 属于哪类困境 哪类困境 哪种困境 属于哪种困境 何种困境 哪类儿童
    哪种儿童 属于哪类儿童 属于哪种儿童 属于什么类型 属于什么儿童 困境种类
study_state: 上学没有 读书没有 上学没 上没上学 读没读书 在不在读 在不在校 在没在读
    上没上 有没有上学 有没有读书
town: 苏木 苏木乡镇 乡镇苏木 苏木镇
village: 嘎查 嘎查村 村嘎查 嘎查名称
welfare_card: 福利证号 儿童福利证号 孤儿证号 福利证 儿童福利证
""")
"""What is said. The longest word that fits wins, so compounds stand here whole."""

KNOWN = listed("""
none: 随班就读 是否随班就读 随班就读情况 随班就读类别 随班就读方式
    家庭困难简述 困难简述 家庭困难情况 简述 学前教育 受过学前教育 需求 帮扶需求 主要诉求 诉求 家庭主要诉求
    服务需求 困难诉求 困难及需求 存在困难 存在问题 主要困难 社会保障卡号 社会保障卡 社保卡号 社保卡
    社保卡账号 帮扶情况 末领年月 起领年月 初审时间 审批时间 办结时间 地区名称 身份证件有效期 人户一致标识
    学生来源 政治面貌 血型 籍贯 国籍 国籍地区 婚姻状况 婚姻 职业 职务 特长 爱好 兴趣爱好 学号 学籍辅号
    班内学号 签字 签名 签章 盖章 照片 头像 入学时间 入学日期 入学年月 入学方式 走访 走访时间 走访日期
    走访记录 最近走访 走访情况 走访次数 家庭收入 年收入 人均收入 家庭年收入 家庭年人均收入 人均年收入
    年人均收入 致困原因 致贫原因 低保证号 低保金 低保金额 低保号 邮编 邮政编码 邮箱 电子邮箱 电子信箱
    主页地址 监护类型 外出原因 外出时间 外出日期 务工时间 外出务工时间 返乡时间 返乡日期 单亲 单亲类型
    是否单亲 开户行 开户银行 银行名称 银行 领取方式 发放方式 发放周期 学校地址 学校所在地 学校标识码
    学校电话 学校类型 学校性质 出生地 出生地行政区划代码 行政区划 户口所在地行政区划 区划代码 地区 区域
    来源码 种类码 学期 学年 年度 年份 月份 镇内镇外 县内县外 省内省外 与户主关系 户主关系 与申请人关系
    家庭情况 家庭基本情况 家庭经济情况 家庭经济状况 经济状况 住房情况 住房 住房类型 房屋结构 不在校原因
    辍学原因 失学原因 未入学原因 死亡时间 死亡日期 死亡原因 失联时间 服刑时间 服刑地点 刑期 户口迁入时间
    转入时间 转出时间 转学时间 来本地时间 居住时间 流入时间 上下学距离 上下学方式 乘坐校车 交通工具 身高
    体重 鞋码 衣服尺码 学习成绩 成绩 性格 性格特点 在校表现 表现 获奖情况 奖惩情况 网格 网格名称 所属网格 qq
    微信 微信号 qq号 宗教信仰 宗教 户数 人数 合计 小计 男 女 总数 数量 数 指标 项目 分值 得分 权重 检查内容
    检查项目 培训时间 培训内容 考核结果 年度考核结果 年度考核结果等次 等次 岗位 职称 参加工作时间 入党时间
    出生证 残疾人数 家庭困难程度 困难程度 贫困程度
""")
"""Headers that are understood and have no field: their columns become items without a question."""

FILLERS = frozenset(
    """
    基本 具体 详细 主要 目前 当前 现在 现 的 之 与 和 及 或 及其 情况 信息 资料 一栏 填写 请填写 号码 名称
    所 所在 就读 本 该 其 家庭 个人 是否 有无 农村 城市 填 等 联系 实际 直系 第一 法定 人员 基础 登记 类
    公民 中国 一 方 上 几 填到 按 第二代 二代 签订 签定 签署 上次 上一次 最近 最后 一次 最近一次 现有 已
    落实 享有 享受 办理 属于 何 年度 在校 学校 家中 家里 里 中 内 全 该生 该童 其中 是 为 有 无 时 所患 所属
    现住 个人的 自己 自身 本人的 真实 详 代 双方 家 目前的 我 月 跟 读 好多 哪个 屋里 屋头 他 她 每月 每年
    打卡 名 状况信息 明细
    """.split()
)
"""Words that change nothing; they count as understood."""

OF_THE_CHILD = """
name former_name id_type id_number birth_certificate sex birth age nation hukou_class hukou_kind
    hukou_address
live_address village_group phone categories left_type care_reason guardianship family_type last_contact
    focus
risk health disability_type disability_level disability_certificate illness insurance study_state schooling
school grade school_class student_number boarding poverty relief income_source bank_account amount wish
registered_on exit_reason exit_on note welfare_card
""".split()
OF_THE_KIN = "name id_number phone relation work_place status health education live_together".split()
PLACES = "province city county town village".split()

FIELDS = {
    **{("child", attribute): f"child.{attribute}" for attribute in OF_THE_CHILD},
    **{(role, attribute): f"{role}.{attribute}" for role in KIN for attribute in OF_THE_KIN},
    **{(role, "schooling"): f"{role}.education" for role in KIN},
    **{("child", place): f"place.{place}" for place in PLACES},
    ("child", "relation"): "guardian.relation",
    ("child", "live_together"): "guardian.live_together",
    ("child", "agreement"): "guardian.agreement",
    ("child", "agreement_date"): "guardian.agreement_date",
    ("guardian", "agreement"): "guardian.agreement",
    ("guardian", "agreement_date"): "guardian.agreement_date",
    ("child", "row_number"): "row.number",
    ("child", "household_number"): "household.number",
    ("head", "household_number"): "household.number",
    ("child", "household_size"): "household.size",
    ("head", "household_size"): "household.size",
    ("head", "name"): "household.head",
    ("child", "household_address"): "household.address",
}
"""(role, attribute) → field; what is not here has no field. The child is the role when none is named."""

PERSONAL = frozenset(
    "name id_number phone relation work_place status health sex birth age nation schooling".split()
)
"""Attributes that a bare header may take over from the person named in a column to its left."""

OF_ANYBODY = PERSONAL | frozenset(
    "live_address hukou_address education bank_account former_name id_type live_together".split()
)
"""Attributes that grown-ups have too: under 监护人情况 they are the guardian's, others the child's."""
