"""Facts bound to the propositions that say them; words said of one another's subject."""

import pytest

from chinese import AnalysedText
from index.records import Carried, Document, Proposition, Value
from rag.checking.bound.binding import Sharing, bind
from rag.checking.bound.crosswise import crossing
from rag.checking.stated import stated_of

TEXT = (
    "一等奖发奖金800元，二等奖发奖金500元。东区办提取，西区办贷款。"
    "叫应平均用时由25分钟降到8分钟。2023年，市档案馆获省级先进。"
)


def stated(*cores, kind="clause", carried=(), values=()):
    """The propositions of TEXT whose cores are these words."""
    document = Document("0" * 16, "甲.txt", "甲", TEXT)

    def place(words):
        at = TEXT.index(words)
        return at, at + len(words)

    leaning = tuple(Carried(role, *place(words)) for role, words in carried)
    roles = tuple(Value(*place(words), role) for words, role in values)
    return stated_of(
        document, [Proposition(document.id, None, kind, *place(core), leaning, roles) for core in cores]
    )


def bound(claim, propositions):
    return bind(AnalysedText(claim), propositions, Sharing(propositions)).facts


PRIZES = ("一等奖发奖金800元", "二等奖发奖金500元")


def test_a_value_is_held_by_the_proposition_of_its_own_subject():
    (value,) = [b for b in bound("一等奖发奖金八百元", stated(*PRIZES)) if b.fact.kind == "number"]
    assert value.holder.stated.core.text == PRIZES[0]
    assert value.margin < 0


def test_a_value_given_to_another_subject_is_denied_by_that_subjects_own():
    (value,) = [b for b in bound("二等奖发奖金800元", stated(*PRIZES)) if b.fact.kind == "number"]
    assert value.opposer.stated.core.text == PRIZES[1]
    start, end = value.opposer.stated.place(*value.opposer.span)
    assert (TEXT[start:end], value.margin > 0) == ("500元", True)


def test_from_and_to_exchanged_hold_nothing():
    told = "叫应平均用时由25分钟降到8分钟"
    propositions = stated(told, values=(("25分钟", "from"), ("8分钟", "to")))
    right = bound("叫应平均用时由25分钟降到8分钟", propositions)
    turned = bound("叫应平均用时由8分钟升到25分钟", propositions)
    assert all(b.holder and b.holder.span for b in right)
    assert all(b.opposer and b.margin > 0 for b in turned)


def test_a_heading_dates_nothing_whose_own_words_give_another_date():
    propositions = stated("2023年，市档案馆获省级先进", carried=(("path", TEXT[:3]),))
    (date,) = [b for b in bound("市档案馆2022年获省级先进", propositions) if b.fact.kind == "date"]
    assert date.holder is None
    assert date.opposer.stated.core.text.startswith("2023年")


@pytest.mark.parametrize(
    ("claim", "crossed"),
    [("东区办贷款、西区办提取", True), ("东区办提取，西区办贷款", False), ("西区办贷款，东区办提取", False)],
)
def test_words_that_change_places_are_seen_where_no_value_differs(claim, crossed):
    propositions = stated("东区办提取", "西区办贷款", *PRIZES)
    exchange = crossing(AnalysedText(claim), propositions, Sharing(propositions))
    assert (exchange is not None) is crossed


def test_what_follows_respectively_is_paired_in_order():
    text = "支部党员编成流程组、技术组，分别为6人、5人。"
    document = Document("1" * 16, "乙.txt", "乙", text)
    propositions = stated_of(document, [Proposition(document.id, None, "clause", 0, len(text) - 1)])
    sharing = Sharing(propositions)
    assert crossing(AnalysedText("流程组5人、技术组6人"), propositions, sharing)
    assert crossing(AnalysedText("流程组6人、技术组5人"), propositions, sharing) is None
