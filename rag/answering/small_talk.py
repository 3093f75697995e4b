"""What is said to the program and asks nothing of the documents -> what it does and does not do. Pure."""

import re

from chinese import fold
from chinese.language_data import topic

HELP = (
    "我只根据文库里的资料回答，每句话都附出处，可以点开核对；资料里没有的，会如实说没有。"
    "可以问一个单位的做法、成效、数字、时间、人名或荣誉，也可以问一共有几个案例、哪些单位得过奖，"
    "还可以接着上一个问题追问。要核对写好的稿件，请用“核查”；要出题练习，请用“培训”。"
)
NO_MERIT = (
    "我不评价哪个更好、更值得学，只说资料里写了什么。可以问数得清的：各有什么荣誉、哪些获得过国家级荣誉、"
    "一共有几个案例；也可以让两个单位的做法并排列出来自己比较。"
)
_DATA = topic("small_talk")
_GREETING, _MERIT = (re.compile(_DATA.expression(group)) for group in ("greeting", "merit"))
_SAID = tuple(re.compile(_DATA.expression(group)) for group in ("talk", "program", "orders"))
_STOPS = "。！？!?.~～,， "


def talked_back(question: str) -> str:
    """What is answered to talk about the program and to a question which is best; "" to all others."""
    said = fold(question).strip(_STOPS)
    greeting = _GREETING.match(said)
    rest = said[greeting.end() :] if greeting else said
    if greeting and rest and rest[0] not in _STOPS:  # 你好窗口
        rest = said
    rest = rest.strip(_STOPS)
    if not rest or any(one.search(rest) for one in _SAID):
        return HELP
    return NO_MERIT if _MERIT.search(rest) else ""
