"""Whether a sentence names what it is about: how its first clause that is no setting begins. Pure."""

import re
from collections.abc import Sequence
from itertools import dropwhile
from typing import Literal

from chinese import CLOSE, NONZERO, NUMERAL_CHARS, OPEN, organisation_spans

# A name; a common noun; one that tells which only after what was said before (公司, 民警); nothing.
Subject = Literal["named", "common", "bare", "none"]

RECURRING = 3  # times a name comes up in its text
CLAUSES = 2  # in which the subject is looked for
NAME = 6  # code points of a name that the segmenter does not know
_OPENERS = """
此外 另外 同时 与此同时 据悉 据介绍 据了解 据统计 据报道 据透露 实际上 事实上 总的来看 总体来看 具体来看
整体来看 数据显示 记者了解到 记者还了解到 记者也了解到 值得注意的是 值得一提的是 值得关注的是
需要指出的是 不过 然而 因此 所以 于是 但是 最终 不仅如此 除此之外 更为重要的是 也就是说 换句话说
无独有偶 对此 事实证明
"""
# What a sentence may open with and be the same without.
OPENER = re.compile(rf"^(?:(?:{'|'.join(_OPENERS.split())})，|但(?=[A-Z《“\u4e00-\u9fff]))")
_TIME = (
    r"(?:[0-9" + NUMERAL_CHARS + r"]+ ?[年月日号时点分周天届]|近[日期来]|日前|[今去昨明]?[年日天晚晨]"
    r"|[上下]?半年"
    r"|[上下中]午|[凌早清]晨|[早中晚]上|傍晚|夜间|深夜|晚间|目前|当前|如今|现在|当地时间|周[一二三四五六日末]|[初中下上]旬"
    r"|[年月][初底末]|第?[一二三四]季度|以来|期间|[春夏秋冬][季天]|赛季|财年"
    r"|[至到截止自从于在起许前后左右多约的第\-—－~～:：.0-9（）() ])"
)
_WHEN = re.compile(rf"^{_TIME}+$")
# A clause that only says when, where, why or by whose account: the subject comes after it.
_ACCOUNT = re.compile(
    r"^(?:根?据|经(?!济)|记者.{0,24}(?:获悉|了解到|看到)$"
    r"|.{2,24}(?:数据|统计|资料|报告|公告|研究|调查|信息)(?:显示|表明)$)"
)
_SETTING = re.compile(
    r"^(?:[在自从为由因当除与和同就以]|截[至止]|随着|通过|按照?|依照|面对|针对|对|围绕|依托|作为|经过|经由|凭借|本着"
    r"|比起?|相[比较]|较|立足|结合|受.{1,16}影响)"
)
_NO_SETTING = re.compile(
    r"^(?:为首|为期|因特|以色列|同济|和田|从江|从化|自治|自来|与会|同仁|同学|对方|对手|当事|当代|当地|以岭|在校|在职|在岗)"
)
_SETTING_END = re.compile(r"(?:[之以]?[后前]|以来|期间|之际|[的之]?同时|[时中内下上里]|方面|现场|过程中)$")
NAMES = frozenset({"ns", "nt", "nr", "nrt", "nrfg", "nz", "eng"})
_GENERAL = frozenset("全国 国内 国外 当地 世界 国际 全球 全市 全省 全县 全区 我国 境外 海外".split())
_POINTING = re.compile(
    r"^[“‘]?(?:[他她它我你您咱俺]|[该其此](?!他)|[这那](?!曲)|双方|[两二三四五]人|[两二三]者|两[家国地队]|前者|后者|对方"
    r"|上述|以上|本[次届报案文书]|大家|有[人的关些]|部分|希(?![望腊])|某|不少|许多|很多|多[名位家个]|其中|另|之后|随后"
    r"|[" + NONZERO + r"][是要]|[0-9]+[、.．])"
)
_VERBS = """
深入 深化 充分 全面 不断 积极 认真 严格 持续 扎实 大力 着力 切实 进一步 有效 主动 坚决 坚持 统筹 努力 加强
加大 加快 强化 推进 推动 开展 组织 召开 举办 落实 完善 建立 健全 优化 提升 提高 促进 实施 制定 出台 聚焦
确保 防止 避免 采取 利用 采用 责令 要求 允许 把握 打好 筑牢 守卫 树立 弘扬 践行 鼓励 支持
引导 督促 指导 破获 抓获 查处
"""
# What official prose does without saying who; the segmenter takes many such phrases for nouns.
_ACTS = re.compile(
    rf"^(?:{'|'.join(_VERBS.split())})(?!部|者|员|队|区|中心|委|法|[^，。]{{0,12}}的[^，。]{{0,12}}[是为])"
)
# Nouns that stand for somebody or something named before.
_ROLES = """
公司 企业 集团 银行 支行 平台 项目 活动 会议 会上 会后 比赛 赛事 本场 展览 现场 记者 笔者 工作人员 民警
警方 法院 检察院 法官 男子 女子 女生 男生 孩子 家长 老人 患者 司机 车主 游客 乘客 居民 村民 市民 网友
顾客 客户 消费者 志愿者 志愿 消防员 消防 队员 选手 专家 医生 街道 医院 学校 学生 学员 老师 校方 院方 店家
店员 酒店 商场 超市 大队 支队 中队 派出所 科室 部门 单位 各单位 通知 文件 报告 报道 文章 视频 画面 新车
车型 车辆 整车 产品 系统 游戏 影片 电影 节目 作品 基金 股价 公告 方案 意见 计划 工程 基地 中心 社区 村里
镇里 球队 主队 客队 主帅 教练 嫌疑人 犯罪嫌疑人 被告 原告 当事人 受害人 目击者 事故 事件 案件 火灾 仪式
论坛 大会 讲座 培训 课程 夏令营 专区 官方 媒体 外媒 分析 机构 监管 投资者 团队 小队 队伍 代表团 观众
嘉宾 领导 干部 党员 员工 职工 产业 行业 市场 业务 主题 内容 功能 价格 售价 外观 内饰 车身 动力 机身 屏幕
电池 全文 全书 庭审 判决 上诉 诉讼 合同 协议 整个 全程 期间 过程 结果 结局 原因 目的 作者 主持 评委 父亲
母亲 妻子 丈夫 儿子 女儿 爸爸 妈妈 父母 女孩 男孩 小伙 行动
"""
_BARE = re.compile(
    rf"^(?:{'|'.join(_ROLES.split())}"
    r"|[0-9" + NUMERAL_CHARS + r"几数万余多近约]+[余多]?[名位个家支辆人项条份场户])"
)

# 市民张先生: nobody knows which.
COURTESY = "先生|女士|小姐|阿姨|大[爷妈伯叔]|奶奶|爷爷|师傅|同学"
_SURNAMED = re.compile(rf"^[\u4e00-\u9fff]{{1,7}}(?:{COURTESY}|某某?)$")


def subject(sentence: str, text: str = "") -> tuple[Subject, int]:
    """How the first clause that is no setting begins, and where that clause ends, offset into the sentence.

    ``text`` is what the sentence is from: who comes up in it time and again has a name, known or not.
    """
    bounds = [(a, b) for a, b in _clauses(sentence) if sentence[a:b].strip()]
    left = CLAUSES
    for a, b in bounds:
        clause, last = sentence[a:b], (a, b) == bounds[-1]
        if not last and (_WHEN.match(clause) or _ACCOUNT.match(clause) or _is_setting(clause)):
            continue
        found = _opening(clause, text, alone=last)
        if found == "named" or (found and found != "none" and left == CLAUSES):
            return found, b
        # 看着粉丝越来越多，史黛西…: the subject may come after what is told of it.
        left -= found is not None
        if not left or _POINTING.match(clause):
            break
    return "none", len(sentence)


def _clauses(sentence: str) -> list[tuple[int, int]]:
    """Parts between commas, quotations and brackets kept whole; offsets."""
    found, depth, begun = [], 0, 0
    for at, character in enumerate(sentence):
        depth = max(0, depth + (character in OPEN) - (character in CLOSE))
        if depth == 0 and character in "，,；;：:。":
            found.append((begun, at))
            begun = at + 1
    return [*found, (begun, len(sentence))]


def _is_setting(clause: str) -> bool:
    if _SETTING.match(clause) and not _NO_SETTING.match(clause):
        return True
    return len(clause) <= 30 and bool(_SETTING_END.search(clause))


def _opening(clause: str, text: str, *, alone: bool) -> Subject | None:
    """What stands before the clause's first verb, adverb or preposition; None for nothing but a noun."""
    import rjieba

    clause = _timeless(clause)
    tagged = rjieba.tag(clause)
    if _POINTING.match(clause) or _ACTS.match(clause) or _does([tag for _, tag in tagged]):
        return "none"
    at, named = 0, False
    for word, tag in tagged:
        if (tag[0] in "vdpyz" and tag != "vn") or (tag[0] == "c" and word not in "和与及、以及"):
            break
        named |= word in "“《" or _is_name(word, tag)
        at += len(word)
    if at == len(clause) and not named:
        return "none" if alone else None
    surnamed = _SURNAMED.match(clause[:at])
    bodies = organisation_spans(clause[: at + 1])
    if (named and not surnamed) or any(start < max(at, 1) for start, _ in bodies):
        return "named"
    if surnamed or _BARE.match(clause):
        return "bare"
    if _recurs(clause, text):
        return "named"
    return "common" if at else "none"


def _does(tags: Sequence[str]) -> bool:
    """Whether a clause begins with a verb taken for a noun: 设置4座…, 主要投给了…."""
    begun = list(dropwhile(lambda tag: tag in "bd", tags))[:2]
    return begun[:1] == ["vn"] and begun[-1] in ("ul", "ug", "uz", "m")


def _is_name(word: str, tag: str) -> bool:
    """Whether the segmenter takes it for a name; its persons of four characters are phrases: 安全检查."""
    phrase = tag.startswith("nr") and len(word) == 4
    return tag in NAMES and len(word) > 1 and not phrase and word not in _GENERAL


def _timeless(clause: str) -> str:
    """The clause without the time it begins with; 32 of 32名 is none."""
    when = re.match(rf"(?:{_TIME})+", clause)
    tells = when and re.search("[年月日号时点天周午晨晚前期来今去昨]", when.group())
    return clause[when.end() :] if when and tells else clause


def _recurs(clause: str, text: str) -> bool:
    """Whether it begins with what is no word of the dictionary and comes up time and again: 王云蕗, 豹8."""
    import rjieba

    heads = (clause[:size] for size in range(NAME, 1, -1))
    found = next((head for head in heads if text.count(head) >= RECURRING), "")
    return bool(found) and not rjieba.has_word(found) and not re.search("[，。、：“”《》（）]|们", found)
