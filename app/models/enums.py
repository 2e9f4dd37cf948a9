"""Enumerations in the law's words: stored value, label."""

from app.kernel.types import Labeled


class Level(Labeled):
    """Where a unit stands in the tree."""

    CITY = "city", "市级"
    DISTRICT = "district", "区级"
    STREET = "street", "街乡级"
    COMMUNITY = "community", "社区级"


class UnitKind(Labeled):
    """Kinds of bodies; those of 条例:十一(1) are 承办单位."""

    GOVERNMENT = "government", "人民政府"
    HOTLINE = "hotline", "热线服务机构"
    CITY_DEPARTMENT = "city_department", "市级部门"
    DISTRICT_DEPARTMENT = "district_department", "区级部门"
    STREET = "street", "街道乡镇"
    ENTERPRISE = "enterprise", "公共服务企业"
    INSTITUTION = "institution", "公共服务事业单位"
    ORGANISATION = "organisation", "授权组织"
    CENTRAL = "central", "在京中央单位"
    COMMUNITY = "community", "社区村"


class AssessmentGroup(Labeled):
    """Units are ranked only against their like (条例:三十二(2))."""

    DISTRICT = "district", "区政府"
    STREET = "street", "街道乡镇"
    CITY_DEPARTMENT = "city_department", "市级部门"
    DISTRICT_DEPARTMENT = "district_department", "区级部门"
    ENTERPRISE = "enterprise", "公共服务企业"


class Post(Labeled):
    """What a person is appointed to; the matrix is keyed by it."""

    INTAKE = "intake", "受理员"
    DISPATCHER = "dispatcher", "派单员"
    REVIEWER = "reviewer", "异议审核员"
    VISITOR = "visitor", "回访员"
    SUPERVISOR = "supervisor", "督办员"
    KEEPER = "keeper", "目录管理员"
    ASSESSOR = "assessor", "考评员"
    COORDINATOR = "coordinator", "区统筹"
    HANDLER = "handler", "承办员"
    HEAD = "head", "承办单位负责人"
    AUDITOR = "auditor", "审计员"
    ACCOUNT_ADMIN = "account_admin", "账号管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    MIGRATOR = "migrator", "数据迁移员"


class DemandKind(Labeled):
    """条例:二(2)."""

    CONSULT = "consult", "咨询"
    HELP = "help", "求助"
    COMPLAINT = "complaint", "投诉"
    REPORT = "report", "举报"
    SUGGESTION = "suggestion", "建议"


class ComplainantKind(Labeled):
    """条例:二(2)."""

    NATURAL = "natural", "自然人"
    LEGAL = "legal", "法人"
    OTHER = "other", "其他组织"


class Channel(Labeled):
    """How a demand came in (条例:二, 八(2))."""

    PHONE = "phone", "12345电话"
    NETWORK = "network", "网络"
    APP = "app", "移动客户端"
    LETTER = "letter", "来信"
    VISIT = "visit", "来访"
    TRANSFER = "transfer", "其他热线转来"


class LimitClass(Labeled):
    """Classes of handling limits; the numbers are parameters (条例:十三)."""

    L1 = "L1", "紧急"
    L2 = "L2", "民生急需"
    L3 = "L3", "一般"
    L4 = "L4", "疑难"
    E48 = "E48", "企业诉求"
    C1 = "C1", "咨询"


class Measure(Labeled):
    """What a parameter's number counts."""

    MINUTES = "minutes", "分钟"
    HOURS = "hours", "小时"
    CALENDAR_DAYS = "calendar_days", "日"
    WORKING_DAYS = "working_days", "工作日"
    TIMES = "times", "次"
    SWITCH = "switch", "开关"


class Grade(Labeled):
    """How well a number is evidenced (law.md 0.1)."""

    S = "S", "法定"
    N = "N", "标准或官方通报"
    P = "P", "媒体或研究报道"
    I = "I", "实际系统所见"  # noqa: E741
    C = "C", "外地或邻近领域"
    A = "A", "假定，待核定"


class DutyList(Labeled):
    """Which list of street duties a matter stands on (提纲:四(二)3)."""

    BASIC = "basic", "基本履职"
    ASSIST = "assist", "配合履职"
    RECLAIMED = "reclaimed", "上级收回"
    NONE = "none", "未列入"


class DayKind(Labeled):
    """Kinds of days in the work calendar."""

    WORKDAY = "workday", "工作日"
    WEEKEND = "weekend", "周末"
    HOLIDAY = "holiday", "法定节假日"
    LIEU_DAY_OFF = "lieu_day_off", "调休放假"
    MAKEUP_WORKDAY = "makeup_workday", "调休上班"


class Status(Labeled):
    """Where an order stands; derived from its acts, never typed."""

    REGISTERED = "registered", "已登记"
    ANSWERED = "answered", "已答复"
    DISPATCHED = "dispatched", "待签收"
    DISPUTED = "disputed", "异议中"
    HANDLING = "handling", "办理中"
    REPLIED = "replied", "已反馈"
    CLOSED = "closed", "已办结"
    EXCEPTED = "excepted", "例外处置"
    TRANSFERRED = "transferred", "已转出"
    WITHDRAWN = "withdrawn", "已撤单"
    RECORDED = "recorded", "仅作记录"
    LEDGER = "ledger", "挂账"


class Role(Labeled):
    """How a unit takes part in an order, strongest first."""

    LEAD = "lead", "主办"
    CO = "co", "协办"
    SUMMONED = "summoned", "应哨"
    ASKED = "asked", "受报协调"
    ALERTED = "alerted", "接报"
    SUPERIOR = "superior", "首接街乡"
    DISTRICT = "district", "区级督办"
    FORMER = "former", "曾主办"


class DispatchGround(Labeled):
    """Why a dispatch was made."""

    FIRST = "first", "首次派单"
    ONWARD = "onward", "区级转派"
    RULING = "ruling", "异议改派"
    SUCCESSOR = "successor", "职能承接"
    COMMUNITY = "community", "街乡转社区"
    REWORK = "rework", "回访重办"
    SHIELD = "shield", "举报回避"
    SUPERVISORY = "supervisory", "监督指导"


class DisposalKind(Labeled):
    """Ways an order ends without the handling of a unit (条例:十一, 二十一, 二十二)."""

    ANSWERED = "answered", "即时答复"
    EMERGENCY = "emergency", "E1 转紧急专线"
    LEGAL = "legal", "E2 告知法定途径"
    REPEAT = "repeat", "E3 重复诉求"
    SECRET = "secret", "E4 涉密涉隐私"
    BEYOND = "beyond", "E5 职责之外"
    UNLAWFUL = "unlawful", "E6 违法悖俗"
    CENTRAL = "central", "向在京单位反映"
    PROVINCE = "province", "转外省市"
    WITHDRAWN = "withdrawn", "诉求人撤单"
    PRAISE = "praise", "表扬感谢"
    INVALID = "invalid", "无效来电"


class EmergencyLine(Labeled):
    """The lines that stay outside the hotline (条例:二(3))."""

    POLICE = "110", "110 报警"
    FIRE = "119", "119 消防"
    AMBULANCE = "120", "120 急救"
    TRAFFIC = "122", "122 交通事故"


class LegalChannel(Labeled):
    """Channels of law a demand has to take (条例:十一(3)(二))."""

    LAWSUIT = "lawsuit", "诉讼"
    ARBITRATION = "arbitration", "仲裁"
    DISCIPLINE = "discipline", "纪检监察"
    REVIEW = "review", "行政复议"
    INFORMATION = "information", "政府信息公开"
    PETITION = "petition", "信访"
    OTHER = "other", "其他法定途径"


class CommunityRole(Labeled):
    """What a community does in a matter on its lists (条例:十七(2))."""

    OWN = "own", "依法自治，可以主办"
    ASSIST = "assist", "只协助，不主办"


class MediaKind(Labeled):
    """What an attachment is (条例:八(2))."""

    PICTURE = "picture", "图片"
    VOICE = "voice", "语音"
    VIDEO = "video", "视频"
    DOCUMENT = "document", "文件"


class Behaviour(Labeled):
    """What a complainant may not do (条例:九(3))."""

    REPEATED = "repeated", "恶意反复拨打"
    OCCUPYING = "occupying", "长时间占用热线"
    ABUSIVE = "abusive", "辱骂威胁工作人员"


class WhistleKind(Labeled):
    """What a street whistles for (条例:十六(1))."""

    RESIDENT = "resident", "居民诉求哨"
    ENFORCEMENT = "enforcement", "联合执法哨"
    EMERGENCY = "emergency", "应急处置哨"


class WhistleOutcome(Labeled):
    """What came of a summons (条例:三十三)."""

    SOLVED = "solved", "已解决"
    PARTLY = "partly", "部分解决"
    UNSOLVED = "unsolved", "未解决"
    ABSENT = "absent", "未报到"


class WhistleRating(Labeled):
    """How the street rates the unit that came."""

    GOOD = "good", "到位"
    FAIR = "fair", "一般"
    POOR = "poor", "不到位"


class SupervisionKind(Labeled):
    """How the lead is urged (条例:五(4), 十二(1)(一))."""

    URGE = "urge", "催办"
    SUPERVISE = "supervise", "督办"


class SocialKind(Labeled):
    """Social forces that may help (条例:六)."""

    PEOPLE = "people", "人民团体"
    ASSOCIATION = "association", "行业协会商会"
    CHARITY = "charity", "公益慈善组织"
    ENTERPRISE = "enterprise", "企事业单位"
    VOLUNTEERS = "volunteers", "志愿服务组织"


class AlertSign(Labeled):
    """Signs of a possible emergency (条例:二十九)."""

    LIFE = "life", "危及人身财产安全"
    HEALTH = "health", "公共卫生"
    CROWD = "crowd", "群体性、不稳定因素"
    SAFETY = "safety", "安全生产、消防"
    EXTREME = "extreme", "扬言极端行为"
    DISASTER = "disaster", "自然灾害、极端天气"


class LedgerCause(Labeled):
    """Why something cannot be solved now (条例:十五(二))."""

    POLICY = "policy", "政策限制"
    HISTORY = "history", "历史遗留"
    FUNDS = "funds", "资金待落实"
    PLANNING = "planning", "规划待调整"
    OWNERSHIP = "ownership", "权属争议"
    CONDITIONS = "conditions", "客观条件不具备"


class ReorganisationKind(Labeled):
    """How a body of government is changed."""

    MERGED = "merged", "撤并"
    RENAMED = "renamed", "改名"
    TRANSFERRED = "transferred", "职能划转"


class DelegationKind(Labeled):
    """Why one person acts for another."""

    AB = "ab", "AB角"
    DUTY = "duty", "值班"


class FindingKind(Labeled):
    """What may be held against a unit (条例:三十五(2))."""

    LATE = "late", "不办或逾期未说明理由"
    CONTRADICTED = "contradicted", "反馈与回访相悖"
    SHIFTING = "shifting", "推诿"
    LEAK = "leak", "举报信息到过被举报方"


class ExemptionGround(Labeled):
    """What a finding is weighed against (条例:三十六)."""

    DILIGENT = "diligent", "依法履职、尽到注意义务"
    EXPLORING = "exploring", "探索创新、先行先试"
    FORCE = "force", "不可抗力或客观条件所限"
    OTHERS = "others", "因他方原因所致"


class ContactWay(Labeled):
    """How the complainant was reached."""

    PHONE = "phone", "电话"
    MEETING = "meeting", "见面"
    SMS = "sms", "短信"
    NETWORK = "network", "网络"


class VisitWay(Labeled):
    """How a return visit is made (条例:二十三)."""

    PHONE = "phone", "电话"
    SMS = "sms", "短信"
    NETWORK = "network", "网络"


class ObjectionGround(Labeled):
    """Grounds an objection may rest on (条例:十二(3))."""

    DUTY = "duty", "不属本单位职责"
    JURISDICTION = "jurisdiction", "不属本单位管辖"
    CATALOGUE = "catalogue", "目录条目适用有误"


class Satisfaction(Labeled):
    """The complainant's own words on a valid visit."""

    SATISFIED = "satisfied", "满意"
    BASIC = "basic", "基本满意"
    DISSATISFIED = "dissatisfied", "不满意"


class Rounding(Labeled):
    """How a score is rounded, once, at the end."""

    HALF_UP = "half_up", "四舍五入"
    HALF_EVEN = "half_even", "四舍六入五成双"
    DOWN = "down", "舍去尾数"


class Totals(Labeled):
    """How the line of totals of a group comes about."""

    POOLED = "pooled", "各单位合并计算"
    MEAN = "mean", "各单位成绩平均"


class Rated(Labeled):
    """Whether a unit is ranked, and if not, why."""

    RANKED = "ranked", "参加排名"
    FEW = "few", "样本不足"
    NONE = "none", "不予评定"


class Band(Labeled):
    """Bands beside ranks."""

    EXCELLENT = "excellent", "优秀"
    GOOD = "good", "良好"
    PASSING = "passing", "合格"
    POOR = "poor", "待改进"


class Source(Labeled):
    """Where an act was first performed."""

    DESK = "desk", "本系统"
    IMPORT = "import", "导入"
    DEMO = "demo", "演示（合成）"
