"""Made-up case texts for digests: a document from its lines, and a model of roles that is told them."""

import numpy as np

from index.parse import parse_text
from index.segment import segment
from index.segment.propositions import propositions_of
from rag.answering.digest import ROLES, CaseText

HARBOUR = """# 汐口市典型案例选编

## 市水务局：听漏队守住千家水

2022年漏损率高达18.6%。

### 一、主要做法

#### （一）夜里听漏

听漏队分3个小组，每周二23时沿街听漏。老队员把要领编成口诀。

#### （二）谁家的阀门谁来守

一是责任上墙。98座泵房各挂一块牌。二是限时到场。泵房水质异常的，20分钟内响应。

### 二、工作成效

漏损率降至11.2%。群众来信由57件降到19件。

### 三、所获荣誉

2024年5月，听漏队被省总工会授予“工人先锋号”。

### 四、存在的不足

还有5处漏点没有修复。

汐口市水务局机关党委供稿
"""
SAYS = {
    "2022年漏损率": "背景",
    "听漏队分3个小组": "做法",
    "老队员把要领": "做法",
    "98座泵房各挂": "做法",
    "泵房水质异常": "做法",
    "漏损率降至": "成效",
    "群众来信由": "成效",
    "2024年5月": "荣誉",
    "还有5处漏点": "不足",
}


class ToldRoles:
    """A model that gives each sentence the role of the words it begins with; 其他 where it is told none."""

    def __init__(self, says=None, sure=0.94):
        self.says = SAYS if says is None else says
        self.sure = sure

    def roles(self, document, sentences, span):
        """Probability ``sure`` of that role, 0.01 of each other one."""
        rows = np.full((len(sentences), len(ROLES)), (1 - self.sure) / (len(ROLES) - 1), dtype=np.float32)
        for row, one in zip(rows, sentences, strict=True):
            words = document.text[one.start : one.end]
            row[ROLES.index(self.of(words))] = self.sure
        return rows

    def of(self, words):
        """The role of a sentence."""
        return next((role for begin, role in self.says.items() if words.startswith(begin)), "其他")


def case_text(text=HARBOUR, name="甲.md", order=1):
    """A case of a document as its digest is made from, and the case."""
    parsed = parse_text(text, name)
    document, found = parsed.document, segment(parsed.document, parsed.blocks)
    case = found.cases[order - 1]
    span = (case.start, case.end)
    inside = [p for p in propositions_of(document, parsed.blocks, found) if span[0] <= p.start < span[1]]
    about = f"{document.title} {document.text[case.heading_start : case.heading_end]} {case.unit}"
    return CaseText(document, parsed.blocks, span, inside, about), case
