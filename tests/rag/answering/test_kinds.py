"""The kind of a question as the contract names it."""

import pytest

from rag.answering.kinds import kind_of
from rag.answering.question import analyse

KINDS = {
    "联盟有多少家成员单位": "value",
    "馆长是谁": "value",
    "八大机关包括哪些": "list",
    "哪几个项目用过二维码": "list",
    "为什么要结对共建": "explain",
    "是怎么做到的": "explain",
    "三单制是什么意思": "explain",
    "有没有评上优秀": "yesno",
    "介绍一下市检察院": "digest",
    "市检察院的做法和成效": "digest",
    "市检察院和市税务局的做法有什么不同": "compare",
    "在什么条件下可以延长": "explain",
    "1.8万是什么": "lookup",
    "军门社区": "keyword",
}


@pytest.mark.parametrize("question", KINDS)
def test_the_kind_follows_from_what_is_asked(question):
    assert kind_of(analyse(question)) == KINDS[question]
