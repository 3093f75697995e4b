"""The facts of a sentence that are worth asking for: counts, shares, dates, ordinals, names. Pure."""

import re
from dataclasses import dataclass
from typing import Literal

from chinese import (
    DIGITS,
    NONZERO,
    NUMERAL_CHARS,
    find_organisations,
    find_persons,
    organisation_spans,
    quotations,
)
from chinese.values import ARABIC, Fact, Quantity, Rank, facts, find_dates, narrow
from rag.checking import TITLE

FactKind = Literal["number", "ordinal", "date", "name", "body", "person", "party"]

# Measures that number things instead of counting them, or tell the time of day.
_NUMBERING = frozenset(
    {"号", "路", "线", "版", "时", "分", "秒", "级", "层", "栋", "室", "大", "步", "点", "度", "角", "成", ""}
)
_ROUNDS = frozenset({"批", "届", "期", "次", "轮", "季"})
_COMPOUND = re.compile("[0-9](?:年|个?月|周|天|日|小?时|分钟?)零?$")
_NUMERAL = re.compile(rf"(?:{ARABIC}|[{NUMERAL_CHARS}]+(?:点[{NUMERAL_CHARS}]+)?)[百千]?[万亿]*")
_DIGITS = re.compile(r"(?:[12][0-9]{3}年)?(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?")
_ENCLOSED = re.compile(r"“[^“”]*”|《[^《》]*》|「[^「」]*」|[(（][^()（）]*[)）]")
# A quoted name is one that something is called, not something said; what it names tells which others
# could stand in its place.
_CLASSES = (
    "机制 模式 工作法 体系 制度 做法 格局 理念 路径",
    "平台 小程序 系统 热线",
    "活动 行动 工程 项目 计划 专项 志愿 服务",
    "品牌",
    "基地 阵地 驿站 讲堂 课堂 工作室",
    "号 轮 舰",
    "服务队 宣讲队 队 联盟",
    "奖 称号 荣誉 单位 集体 个人 案例",
    "栏目 频道 节目 专栏",
    "大赛 论坛 展 节 赛 杯 大会 峰会",
)
_CLASS = {word: words.split()[0] for words in _CLASSES for word in words.split()}
_WORDS = "|".join(sorted(_CLASS, key=len, reverse=True))
_CALLED_AFTER = re.compile(rf"^”?(?:党建|工作|主题|系列|特色|教育|志愿|服务){{0,2}}(?P<word>{_WORDS})")
_CALLED_BEFORE = re.compile(r"(?:评为|列为|获评|荣获|荣膺|获得|入选|授予)了?[^，。；、“”]{0,10}$")
# 六个一, 三个基本: what such a name counts tends to be listed beside it.
_COUNTED = re.compile(r"^[" + NUMERAL_CHARS + r"0-9]+[个大项条]")
_BEFORE_BODY = "，。；、：,;:由与和及向被经对在据以为从是到往，（( "
_LAW = re.compile(
    r"(?:法|条例|规定|办法|规则|意见|通知|方案|规划|解释|决定|细则|公约|宪章|协定|纲要|规程|准则|规范|标准|章程"
    r"|书|函|公报|宣言|声明|目录|名录|清单|报告|手册|指南|计划|措施|合同|协议|协定|倡议|公告|通报|预案|白皮书)$"
)
# 《倡议书》, 领导小组办公室: what others have as well.
_GENERIC = re.compile(
    r".{0,2}(?:倡议书|通知书?|报告|公告|通报|办法|条例|规定|意见|方案|规划|计划|手册|指南|声明|公约|措施|细则|章程|白皮书|蓝皮书)"
    r"|(?:交警|消防|特警|治安|刑侦|巡逻)?[大支中]队|人民(?:检察院|法院)"
    r"|(?:领导小组|指挥部|工作组|工作|专班|筹备|联席会议).{0,8}"
)
_PUBLIC = re.compile("(?:局|厅|署|委|院|办|办公室|部|委员会|联合会|总工会|妇联|党校|海关|支队|大队|派出所)$")
_INSTITUTION = re.compile(
    "(?:公司|集团|银行|[分支]行|大学|学院|医院|研究[院所]|中心|协会|学会|商会|基金会|俱乐部|出版社|[博图][物书]馆|街道|社区)$"
)
_PUBLIC_END = re.compile("(?:[局厅署委院会部办府校所站社团行]|中心|公司|集团|大学|医院)$")
_PREPOSITIONS = "由被经向与和在对据"
_NO_NAME = re.compile(
    r"[0-9在是与和及、从被由已的了给经将对把向()（）]|记者|联合(?!会|国)|一[些家所党个]|推进|扎实|^(?:可|当地|时任|原|现任|各|全|有关|相关|一些|部分|多家|境外|双方)"
    r"|(?:签署|评委|常委|村委|[时当]局|母公司|卫生院)$"
)
_TITLE_BEFORE = re.compile(rf"(?:{TITLE}|同志|代表|选手|队员|主播|导演|演员|作家|专家|医生|民警|律师|记者)$")
_SAYS_AFTER = re.compile(
    r"同志|先生|女士|教授|(?:在?[^，。；]{0,8})?(?:表示|介绍|指出|强调|认为|告诉|主持|出席|率队|带队|夺冠|夺得)"
)
# When somebody heard of it is no fact of what the text tells.
_HEARD = re.compile(r"^[^，。；]{0,10}(?:获悉|消息|报道|讯|发文|看到|了解到|来到|走进|采访)")
# A name in foreign sounds stands among Chinese ones for all to see.
_FOREIGN = re.compile(r"[尔斯克姆诺娜莎蒂茨莱萨茜琳妮伊埃弗维·]")
_SAID = re.compile(r"[，。！？；：,!?;:、‘’我你他她它吗呢吧了]")


@dataclass(frozen=True, slots=True)
class Asked:
    """A fact to ask for: the words to blank, and the whole fact with its bound and measure."""

    kind: FactKind
    start: int  # of the words to blank, offsets into the sentence
    end: int
    full_start: int
    full_end: int
    measure: str  # canonical; of a name what kind of thing it names; "" for dates
    rough: bool  # 余, 多, 约, 近, 超过: another value must lie well outside


def askable(sentence: str) -> list[Asked]:
    """The facts worth asking for, in order: written out, not part of a name, and of one value."""
    enclosed = [m.span() for m in _ENCLOSED.finditer(sentence)]
    found = [
        asked
        for fact in facts(sentence)
        if not any(a < fact.end and fact.start < b for a, b in enclosed)
        and (asked := _of_fact(sentence, fact))
    ]
    named = [one for one in _bodies(sentence) if not any(a < one.end and one.start < b for a, b in enclosed)]
    return sorted([*found, *_names(sentence), *named], key=lambda asked: asked.start)


def _of_fact(sentence: str, fact: Fact) -> Asked | None:
    if isinstance(fact, Quantity):
        return _of_quantity(sentence, fact)
    if isinstance(fact, Rank):
        return None
    words = narrow(sentence[fact.start : fact.end])
    match = _DIGITS.search(words)
    whole = [m for m in _DIGITS.finditer(words) if m.group()]
    if match is None or len(whole) != 1 or fact.relative or re.search(r"[至到~—-]", words):
        return None
    start, end = fact.start + whole[0].start(), fact.start + whole[0].end()
    if not re.search("[年月]", words[slice(*whole[0].span())]) or len(find_dates(sentence[start:end])) != 1:
        return None
    if _HEARD.match(sentence[fact.end :]) or sentence.startswith("度", end):
        return None  # 2023年度 is half a name
    return Asked("date", start, end, fact.start, fact.end, "", False)


def _of_quantity(sentence: str, fact: Quantity) -> Asked | None:
    words = narrow(sentence[fact.start : fact.end])
    numerals = [m for m in _NUMERAL.finditer(words) if m.group()]
    if len(numerals) != 1 or (fact.measure in _NUMBERING and fact.kind not in ("percent", "multiple")):
        return None
    numeral = numerals[0]
    arabic, exact = numeral.group()[0].isdigit(), fact.low == fact.high
    if fact.kind == "ordinal":
        if fact.measure not in _ROUNDS or not words.startswith("第") or not 1 < fact.low <= 30:
            return None
    elif not arabic and not re.search("[" + DIGITS + "].*[百千万亿]", numeral.group()):
        return None  # 两年, 三方, 百公里: too easily part of a set phrase
    if fact.low in (0, 1) or (not exact and fact.high is not None and not re.search("[余多约近来]", words)):
        return None
    compound = _COMPOUND.search(sentence[: fact.start]) or sentence[fact.end : fact.end + 1].isdecimal()
    if (
        compound  # 3小时10分钟 is one duration
        or re.search(r"[几数]|点[^0-9" + NONZERO + r"]|^(?:19|20)[0-9]{2} ?款$", words)
        or sentence[fact.start - 1 : fact.start] == "前"
    ):
        return None  # 2024款 is a year, 前20位中占17席 is told by the 17
    kind: FactKind = "ordinal" if fact.kind == "ordinal" else "number"
    start, end = fact.start + numeral.start(), fact.start + numeral.end()
    return Asked(kind, start, end, fact.start, fact.end, fact.measure, not exact)


def _names(sentence: str) -> list[Asked]:
    """Quoted names of 3 to 14 characters that stand where something is called so."""
    found = []
    for start, end in quotations(sentence):
        if sentence[start] == "《":
            # 书籍《…》 may only be taken for what others call 书籍.
            kind = _work(sentence[start + 1 : end - 1])
            called = kind if kind == "法规" else f"{kind}{sentence[max(0, start - 2) : start]}"
            start, end = start + 1, end - 1
        else:
            called = _called(sentence, start, end)
        name = sentence[start:end]
        if (
            called
            and 3 <= len(name) <= 14
            and name == name.strip()
            and not (_SAID.search(name) or _COUNTED.match(name) or _GENERIC.fullmatch(name))
        ):
            found.append(Asked("name", start, end, start, end, called, False))
    return found


def _called(sentence: str, start: int, end: int) -> str:
    """What kind of thing the quoted name at ``[start, end)`` names; "" when nothing beside it tells."""
    if after := _CALLED_AFTER.match(sentence[end:]):
        return _CLASS[after["word"]]
    return "奖" if _CALLED_BEFORE.search(sentence[: start - 1]) else ""


def _work(title: str) -> str:
    """What kind of work a title names: only other laws may stand in a law's place."""
    if _LAW.search(title):
        return "法规"
    return "报刊" if re.search(r"(?:报|日报|时报|晚报|新闻|周刊|杂志|邮报)$", title) else "作品"


def _bodies(sentence: str) -> list[Asked]:
    """Public bodies, companies and the like, and persons told by their title or by what they say."""
    names = [name.lstrip(_PREPOSITIONS) for name in find_organisations(sentence)]
    names += [sentence[slice(*span)] for span in organisation_spans(sentence)]
    found: dict[int, Asked] = {}
    for name in dict.fromkeys(names):
        if not 4 <= len(name) <= 20 or _NO_NAME.search(name) or _GENERIC.fullmatch(name) or _acts(name):
            continue
        if not (_PUBLIC.search(name) or (_INSTITUTION.search(name) and is_proper(name))):
            continue
        for match in re.finditer(re.escape(name), sentence):
            start, end = match.span()
            if _starts(sentence, start) and _ends(sentence, end):
                # 法院 may only be taken for what others call 法院.
                found.setdefault(start, Asked("body", start, end, start, end, name[-2:], False))
    return [*found.values(), *_persons(sentence)]


def _acts(name: str) -> bool:
    """Whether it begins with a verb: 地处云川省西部."""
    import rjieba

    return rjieba.tag(name)[0][1] == "v"


def is_proper(name: str) -> bool:
    """Whether it begins with a name: 一家公司 and 按摩椅公司 are anybody's."""
    import rjieba

    return rjieba.tag(name)[0][1] in ("ns", "nt", "nz", "nr", "j", "eng")


def _persons(sentence: str) -> list[Asked]:
    found = []
    for start, end in find_persons(sentence):
        name, after = sentence[start:end], sentence[end:]
        bounded = not re.match(r"[\u4e00-\u9fff]", after)  # 张雨 of 张雨霏 is nobody
        part = re.search("[·•・]", sentence[max(0, start - 1) : end + 1])  # 文森特·让布伦
        told = (bounded and _TITLE_BEFORE.search(sentence[:start])) or _SAYS_AFTER.match(after)
        poor = part or re.search(r"[人某士生]$|[先女]", name) or _FOREIGN.search(name)
        if told and len(name) == 3 and not poor:
            found.append(Asked("person", start, end, start, end, "", False))
    return found


def _starts(sentence: str, at: int) -> bool:
    """Whether a name begins there; 社会保障局 of 人力资源和社会保障局 does not."""
    if at and sentence[at - 1] in "和与及、":  # 省属单位党支部 of 中央、省属单位党支部 is half of it
        return bool(_PUBLIC_END.search(sentence[: at - 1]))
    return not at or sentence[at - 1] in _BEFORE_BODY


def _ends(sentence: str, end: int) -> bool:
    """Whether a name ends there: no noun goes on with it, and no title makes it somebody's office."""
    import rjieba

    after = rjieba.tag(sentence[end : end + 8])
    return not after or after[0][1][0] in "vdpcuxmtf"
