"""Who does, approves or answers for something by a rule: 由…负责, 经…批准, 报…备案. Pure."""

import re
from collections.abc import Iterator

from chinese import find_persons, is_person
from rag.checking import TITLE
from rag.quiz.askable_facts import Asked

_DOES = (
    "负责|牵头|审批|批准|审定|核准|核定|审核|审查|审议|受理|备案|核实|担任|同意|研究|决定|确认|组织|召集|主持|承担|保管|管理|约谈"
    "|监督|实施|认定|公布|印发|解释|派出|安排|带队|会同(?!意)|汇总|命名|登记|组建|兼任|提出|办理|抽查|评定|验收|统筹"
)
BEHIND = 3  # code points of another deed behind an office: 由机关党委收回统筹
_NAME = r"[\u4e00-\u9fff（）()]{2,18}?"
_PARTY = re.compile(
    rf"(?:(?<![理缘自来事因])由|(?<![已未曾财])经(?![费营验济过常办手历])|报(?:送|请|经)?|提交|移送)(?P<party>{_NAME})"
    rf"(?=(?:统一|共同|集中|集体|具体|按[^，。；]{{1,6}}|会议|书面)?(?:{_DOES})(?![科部处室局委员股办组队中所站]))"
)
_NOBODY = re.compile(
    r"^(?:[其该本各此另]|有关|相关|所在|上级|双方|各方|[一二两三四五六七八九十几]+[方名人个至])|[的了着过]|(?:需要|调查|协商|批准|评审|同意|研究|查实)$"
    r"|[其该他她它此由经报]|半数|以上|以下|过半"
)
_OFFICE = re.compile(
    r"(?:[局厅署委院办部会科股室处组队站所校馆行社方]|党委|支部|中心|单位|街道|社区|公司|集团|机关|小组|工会)$"
)
# 活动在市文化馆: somebody's deed at a place.
_ELSEWHERE = re.compile("[\u4e00-\u9fff]{2,}[在于到对向赴进](?=[省市县区乡镇])")
_POST = re.compile(rf"(?:{TITLE}|领导|委员|负责人|代表|联络员|管理员|人员|党员|职工)$")
_END = re.compile(r"(?:会议|书面|统一|共同|具体)$")


def is_office(name: str) -> bool:
    """Whether a name ends as an office's, a body's or a company's does."""
    return bool(_OFFICE.search(name)) and not _ELSEWHERE.search(name)


def parties(sentence: str) -> Iterator[Asked]:
    """Those of a sentence whom its rule names, as facts to ask for: 工委组织部 of 由工委组织部审定."""
    for match in _PARTY.finditer(sentence):
        name = _END.sub("", match["party"])
        head, _, rest = name.partition("在")  # 由组织科在系统中审核
        name = _office_of(head if rest and is_office(head) else name)
        start = match.start("party")
        paired = name.count("（") == name.count("）") and name.count("(") == name.count(")")
        if len(name) >= 2 and paired and not _NOBODY.search(name) and not _within_quotes(sentence, start):
            yield Asked("party", start, start + len(name), start, start + len(name), _sort(name), False)


def _office_of(name: str) -> str:
    """The office or post that a name begins with, where it ends as neither: 机关党委 of 机关党委收回."""
    if _sort(name) != name:
        return name
    ends = range(len(name) - 1, max(len(name) - 1 - BEHIND, 1), -1)
    return next((name[:end] for end in ends if _sort(name[:end]) in ("office", "post")), name)


def _sort(name: str) -> str:
    """Which others it may be mistaken for: offices, somebody by his post, or somebody by his name."""
    if _OFFICE.search(name):
        return "office"
    if _POST.search(name):
        return "post"
    return "person" if is_person(name) or find_persons(name) else name  # nothing to mistake it for


def _within_quotes(sentence: str, at: int) -> bool:
    return sentence.count("“", 0, at) != sentence.count("”", 0, at)
