"""What a number counts: people, things, time, area, money or a share. Pure."""

import re
from typing import Literal

Counted = Literal["people", "visits", "things", "countable", "time", "size", "money", "share", "any"]

# The last measure of a mention decides; longer ones first, so that 人次 is not read as 次.
_BY_MEASURE: tuple[tuple[Counted, str], ...] = (
    ("money", r"元"),
    ("visits", r"人次|批次|场次|户次|车次|架次|班次"),
    ("size", r"平方米|平方公里|平米|立方米|公顷|公里|千米|厘米|毫米|公斤|千克|米|亩|吨|克|斤|度"),
    ("share", r"[%％‰成倍]|百分之.+|百分点"),
    ("time", r"小时|分钟|秒钟?|个月|星期|季度|年度|周年?|[年月日天岁时号]"),
    ("people", r"[名人位员]"),
)
_BY_QUESTION: tuple[tuple[Counted, str], ...] = (
    (
        "money",
        r"多少(?:钱|元|块|资金|经费)|投资|预算|奖金|费用|票价|价格|造价|金额|收费|罚款|工资|多少水电费",
    ),
    ("share", r"百分之几|比例|占比|几成|[^效频]率(?!先)"),
    ("time", r"多久|多长时间|多少(?:年|天|个?月|小时|分钟|周|岁)|几(?:年|天|个?月|小时|分钟|周|岁)"),
    ("time", r"多大(?:年纪|年龄|岁数)|年龄"),
    ("size", r"多大(?!规模|范围)|面积|多少(?:平方米|平米|亩|公里|米|吨|斤|公斤)|多[长远重高]"),
    ("visits", r"多少(?:人次|批次|场次)"),
    ("people", r"(?:多少|几)(?:名|位|个?人)(?!次|家)"),
    (
        "things",
        r"(?:多少|几)[家所处座项种类条件场次批支间辆台本篇起例户套幅部棵株个]",
    ),
)


def counted(surface: str) -> Counted:
    """What a number with its measure counts; "any" for a bare number."""
    for kind, pattern in _BY_MEASURE:
        if re.search(rf"(?:{pattern})$", surface):
            return kind
    return "any" if surface[-1:].isdigit() or surface[-1:] in "万亿余多" else "things"


def asked_count(question: str) -> Counted:
    """What a folded question asks to count; "any" when it does not say."""
    for kind, pattern in _BY_QUESTION:
        if re.search(pattern, question):
            return kind
    return "any"


def answers(asked: Counted, found: Counted) -> bool:
    """Whether a count of ``found`` can answer a question for ``asked``."""
    return found in _ALIKE.get(asked, {asked, "any"})


# People are counted with 个 and visits with 人 in speech; things never with 年, 元 or %.
_COUNTABLE: set[Counted] = {"people", "visits", "things", "any"}
_ALIKE: dict[Counted, set[Counted]] = {
    "any": {*_COUNTABLE, "money", "share"},
    "people": _COUNTABLE,
    "visits": _COUNTABLE,
    "countable": _COUNTABLE,
    "things": {"things", "any", "visits"},
    "time": {"time"},
    "size": {"size"},
    "money": {"money"},
}
