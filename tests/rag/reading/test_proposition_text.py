"""What the reader reads of a proposition: verbatim pieces, in the order of the document."""

from index.records import Carried, Document, Proposition
from rag.reading.proposition_text import LEAD, LEFT_OUT, proposition_text

TEXT = "竞赛奖励办法\n一等奖发给2人，每人800元；二等奖发给5人，每人500元。"


def proposition(core, *carried, text=TEXT):
    parts = tuple(Carried(role, text.index(words), text.index(words) + len(words)) for role, words in carried)
    start = text.index(core)
    return Proposition("d", None, "clause", start, start + len(core), parts)


def read(title, core, *carried, text=TEXT):
    return proposition_text(Document("d", "甲.txt", title, text), proposition(core, *carried, text=text))


def test_carried_words_come_first_and_the_core_last():
    told = read("", "每人500元", ("path", "竞赛奖励办法"), ("subject", "二等奖"))
    assert told.text == "竞赛奖励办法；二等奖：每人500元"
    assert told.core == "每人500元"


def test_carried_words_that_touch_are_read_as_they_stand():
    assert (
        read("", "每人500元", ("subject", "二等奖"), ("predicate", "发给5人")).text
        == "二等奖发给5人：每人500元"
    )


def test_the_documents_title_comes_first_once():
    assert read("竞赛奖励办法", "每人500元", ("path", "竞赛奖励办法")).text == "竞赛奖励办法：每人500元"
    assert read("某通知", "每人500元", ("subject", "二等奖")).text == "某通知｜二等奖：每人500元"


def test_nothing_carried_is_the_core_alone():
    told = read("", "每人500元")
    assert (told.text, told.at) == ("每人500元", 0)


def test_a_long_lead_keeps_its_ends():
    text = "甲" * 300 + "。每人500元"
    told = read("", "每人500元", ("path", "甲" * 300), text=text)
    assert told.at == LEAD
    assert LEFT_OUT in told.text
    assert told.text.endswith("甲：每人500元")
