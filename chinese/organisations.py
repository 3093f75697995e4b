"""Which part of a heading names an organisation: told by how Chinese organisations are called.

The lists are general knowledge of the language: endings of organisations' names, verbs that
official headings open with, and words that only look like a name's ending (格局, 通办, 城市).
"""

import re

from chinese.numbering import read_numbering

MAX_NAME = 30  # code points of one organisation's name
MAX_LINE = 200  # a longer heading is no printed one, and is not searched for a unit

_ENDING = re.compile(
    r"(?:局|厅|署|委|院|公司|集团|银行|[分支总]行|大学|学院|学校|中学|小学|幼儿园|党校|政府|街道办|附中|附小"
    r"|[一二三四五六七八九十]中|中心|街道|社区|办事处|委员会|办公室|[委府信编改审]办|党组|支部|总支"
    r"|指挥部|组织部|宣传部|统战部|工作部|武装部|编辑部|人武部|部队|[总支大中]队|派出所|研究所|事务所|供电所"
    r"|税务所|司法所|研究室|[政党]研室|公安处|车务段|边检站|农商行|服务站|总站|车站|机场|海关|口岸|协会|学会|商会|联合会|基金会|红十字会|工会|妇联|团市委"
    r"|科协|侨联|文联|残联|工商联|台联|社科联|供销社|合作社|联社|报社|电视台|广播台|出版社|档案馆|博物馆|图书馆|文化馆"
    r"|展览馆|纪念馆|开发区|高新区|新区|园区|管理[处所站]|监狱|戒毒所|工厂|卷烟厂|气象台|地震台|人大|政协)$"
)
_PLACE = re.compile(r"[\u4e00-\u9fff]{1,7}(?:省|市|县|区|州|旗|镇|乡|村)$")
# Endings too common in other words to stand alone: they need a place or a rank before them.
_WEAK_ENDING = re.compile(
    r"[省市县区州旗镇乡国党政总].*(?:部|处|科|所|站|队|馆|社|台|会|组|办|厂|库|场|园|校|司|机关)$"
)
_NOT_AN_ENDING = re.compile(
    r"(?:[新格布开破大结困僵变胜棋]局|(?<!安)全局|[客餐大展]厅|[小大庭宅]院|[为个]中心"
    r"|[通就能好快协督联代帮会承主举创开兴一次心]办|[小片辖景厂特误盲禁专社街战雷校山]区|(?:^|[老新主旧])城区"
    r"|[超城股夜集都闹门]市|[城小集]镇|[家城故老水下]乡|[乡农山渔]村|[社机]会|工场|战场|市场|现场|商场|立场|广场"
    r"|驿站|团队|示范区|先行区|试验区|全会|大会|小组|干部|内部|全部|晚会|盛会|约会)$"
)
_REAL_DISTRICT = re.compile(r"(?:社区|校区)$")
_NO_OPENING = re.compile(
    r"智慧|平安|幸福|红色|和谐|文明|美丽|数字|未来|近邻|先锋|示范|最美|清廉|绿色|温馨|流动|空中|掌上|没有"
    r"|一流|和美|时间|积分|爱心|暖心|贴心|网上|线上|云上|云端|全[省市县区镇乡村]|[本我各该][省市县区镇乡村]"
    r"|跨[省市县区]|新时代|五星|邻里|一站|[让把以用在]"
)
OPENING_VERB = re.compile(
    r"走[进好出访]|打[造通响好赢]|建[设强立好成]|推[进动行出广]|深[化入耕]|构[建筑]|创[新建优]|坚[持守定]|聚[焦力集]|探[索路]"
    r"|服务|助[力推]|赋能|激[活发]|筑[牢起]|擦亮|做[强实优活好细大]|加[强快]|强化|提[升振]|促进|围绕|紧[扣盯]|立足|开[展辟创启]"
    r"|实[施行]|落实|发[挥展]|突[出破]|引领|凝[聚心]|守[护好牢]|优化|完善|健全|扎[根实]|用[好活]|抓[好实牢]|搭[建好起]"
    r"|绘[就制]|谱写|书写|点[亮燃]|唱[响好]|奏响|破[解题]|培[育养]|锻[造就]|锤炼|厚植|传承|弘扬|践行|牢记|争[创当做先]"
    r"|共[建享]|情[系暖]|心系|温暖|当好|织[密牢]|架[起设]|铺[就设]|跑出|按下|念好|下好|写好|种好|拓[展宽]|整合|盘活"
    r"|全面|着力|持续|积极|努力|严[格把]|规范|勇[当立]|管好|答好|交出|展现|彰显|吹响|汇聚|合力|携手|联[建动合]|以|让|把|用"
    r"|出台|启动|举办|召开|印发|首创|率先|成立|设立|获评|荣获|党建"
)
_IN_SENTENCES = re.compile(r"[的了着让把为]|不(?!动产)|[进入到下][社小园校乡村企学]")
_RANKS_ONLY = re.compile(r"[省市县区州镇乡村]+|(?:街道|社区|学校|医院|机关|支部|公司|中心|党委|工会|家庭)+")
_OPEN_BRACKET, _CLOSE_BRACKET = "【［[（(〔", "】］]）)〕"
_SEPARATOR = re.compile(r"[\s　]*(?:[：:|｜]|—{1,2}|－－|--)[\s　]*|[\s　]+")
_NAME = re.compile(r"[\u3400-\u9fffA-Za-z\d〇（）()·]{2,}")


def split_heading(line: str) -> tuple[str, str]:
    """``line`` as (unit, title), its numbering left out of both; the unit is "" when none is named.

    The unit stands before the first blank, colon or bar, in brackets at either end, after a dash
    at the end, or directly before a quotation mark or a verb; in the last case the title keeps
    it, being a sentence of its own. A line that is nothing but a name is unit and title at once.
    """
    rest = line[read_numbering(line)[1] :].strip()
    if len(rest) > MAX_LINE:
        return "", rest
    if is_organisation(rest):
        return rest, rest
    return (
        _in_brackets(rest)
        or _before_separator(rest)
        or _after_dash(rest)
        or _run_together(rest)
        or ("", rest)
    )


def is_organisation(text: str) -> bool:
    """Whether ``text`` is nothing but the name of an organisation, or several joined by 、 or blanks."""
    names = [name for name in re.split(r"[、\s　]+", text) if name]
    return bool(names) and all(_is_name(name) for name in names)


def _is_name(name: str) -> bool:
    if not (len(name) <= MAX_NAME and _NAME.fullmatch(name)):
        return False
    if _NO_OPENING.match(name) or OPENING_VERB.match(name) or _IN_SENTENCES.search(name):
        return False
    if _NOT_AN_ENDING.search(name) and not _REAL_DISTRICT.search(name):
        return False
    if _RANKS_ONLY.fullmatch(name):  # 学校 alone is a word, not a name
        return False
    return bool(_ENDING.search(name) or _WEAK_ENDING.search(name) or _PLACE.fullmatch(name))


def _in_brackets(rest: str) -> tuple[str, str] | None:
    """【市水利局】打造… or 打造…（市水利局）."""
    if rest[0] in _OPEN_BRACKET:
        pair = _CLOSE_BRACKET[_OPEN_BRACKET.index(rest[0])]
        name, _, title = rest[1:].partition(pair)
        if title.strip() and is_organisation(name):
            return name.strip(), title.strip(" 　：:")
    if rest[-1] in _CLOSE_BRACKET:
        pair = _OPEN_BRACKET[_CLOSE_BRACKET.index(rest[-1])]
        title, _, name = rest[:-1].rpartition(pair)
        if title.strip() and is_organisation(name):
            return name.strip(), title.strip()
    return None


def _before_separator(rest: str) -> tuple[str, str] | None:
    """市水利局 打造…, 市水利局：打造…; several units one after the other are one name."""
    end = title_at = 0
    for found in _SEPARATOR.finditer(rest):
        if not is_organisation(rest[end and title_at : found.start()]):
            break
        end, title_at = found.start(), found.end()
        if found.group().strip():
            break
    return (rest[:end], rest[title_at:]) if end and title_at < len(rest) else None


def _after_dash(rest: str) -> tuple[str, str] | None:
    """打造…——市水利局."""
    title, dash, name = rest.rpartition("—")
    title = title.rstrip("— 　")
    return (name.strip(), title) if dash and title and is_organisation(name.strip()) else None


def _run_together(rest: str) -> tuple[str, str] | None:
    """市水利局“三三制”… and 市水利局打造…."""
    for at in (found.start() for found in re.finditer(r"[“「『\"《]", rest)):
        if at and is_organisation(rest[:at]):
            return rest[:at], rest[at:]
    for found in OPENING_VERB.finditer(rest):
        if found.start() and is_organisation(rest[: found.start()]):
            return rest[: found.start()], rest
    return None
