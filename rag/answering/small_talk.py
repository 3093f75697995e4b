"""What is said to the program and asks nothing of the documents -> what the program is for. Pure."""

import re

from chinese import fold
from chinese.language_data import topic

HELP = (
    "我只根据文库里的资料回答，每句话都附出处，可以点开核对；资料里没有的，会如实说没有。"
    "可以问一个单位的做法、成效、数字、时间、人名或荣誉，也可以问一共有几个案例、哪些单位得过奖，"
    "还可以接着上一个问题追问。要核对写好的稿件，请用“核查”；要出题练习，请用“培训”。"
)
_DATA = topic("small_talk")
_SAID = tuple(re.compile(_DATA.expression(group)) for group in ("talk", "program", "orders"))


def is_small_talk(question: str) -> bool:
    """Whether it greets, thanks, asks after the program itself, or gives it orders."""
    said = fold(question).strip().rstrip("。！？!?.~～ ")
    return any(one.search(said) for one in _SAID)
