"""Whether an answer says nothing. Pure."""

import re
from collections.abc import Sequence

from chinese import bare

_MARKS = "√×✓✗"  # answers by themselves
# What people write who have no answer; words before and after that change nothing are left out first.
_NOTHING = re.compile(
    r"(?:我|这[题个道]?|题目?|对此|真的?|还|都|也|实在|暂时|有点|完全)*"
    r"(?:(?:不|记不)(?:太|是很|大)?(?:知道|清楚|会|懂|记得|晓得|了解|明白|确定)|记不[清得住]|没(?:有)?(?:学过|看过|印象|复习|作答|答案|想好)|忘(?:记|掉)?了?"
    r"|(?:暂)?[略无空]|没有|未(?:作)?答|(?:没|想)不?(?:起来|出来)|待(?:补|填|定)|none|na|null|idk|同上|跳过|pass)"
    r"(?:了|啊|呀|吧|呢|的|怎么(?:答|写|填|做)|做|答案?|这题|什么|作答|回答|具体|情况|该|选|哪个|写)*"
)


def is_blank(response: str, meant: Sequence[str]) -> bool:
    """Whether nothing is said: no letter, digit or mark, or words such as 不知道, 略 and 忘了.

    What stands among ``meant``, the accepted answers and the options, is an answer.
    """
    said = bare(response)
    if not said:
        return not any(mark in response for mark in _MARKS)
    return bool(_NOTHING.fullmatch(said)) and all(bare(words) != said for words in meant)
