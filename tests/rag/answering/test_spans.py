"""Short answers, chosen with logits set by hand."""

import math
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chinese.overlap import Wording
from chinese.phrases import CLOSE, OPEN
from rag.answering.question import analyse
from rag.answering.short_answer import find_span
from rag.reading.spans import BREVITY, Reading
from tests.support.readings import reading


def span_of(question, sentence, *answers, before=""):
    """The short answer when ``sentence`` follows ``before`` in the passage."""
    asked = analyse(question)
    span = find_span(
        asked, sentence, reading(before + sentence, *answers), len(before), Wording(asked.text, [sentence])
    )
    return span and sentence[span.start : span.end]


OPENED = "大桥2019年3月动工，2021年10月通车，投资3.5亿元，全长36公里，日均车流2万辆次。"


@pytest.mark.parametrize("wanted", ["2019年3月", "2021年10月"])
def test_the_reader_chooses_among_dates(wanted):
    assert span_of("大桥哪一年通车？", OPENED, (wanted, 5, 5)) == wanted


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("大桥投资多少钱？", "3.5亿元"),
        ("大桥有多长？", "36公里"),
        ("每天通过多少辆车？", "2万辆"),
    ],
)
def test_a_number_has_the_measure_asked_for(question, wanted):
    # the reader would rather have the date
    assert span_of(question, OPENED, ("2019年3月", 9, 9)) == wanted


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("每人每次开支不超过150元，含交通费。", "不超过150元"),
        ("每场不少于20人参加。", "不少于20人"),
        ("年度积分80分以上的，评为五星党员。", "80分以上"),
        ("区教育局比上年增长-7.1%。", "-7.1%"),
    ],
)
def test_a_value_keeps_its_bound_and_its_sign(sentence, wanted):
    bare = wanted.strip("不超过少于以上-")
    assert span_of("多少？", sentence, (bare, 5, 5)) == wanted


def test_no_single_value_where_several_are_asked_for():
    assert span_of("一等奖和二等奖分别多少元？", "一等奖800元，二等奖500元。", ("800元", 5, 5)) is None


@pytest.mark.parametrize("wanted", ["12家", "30家"])
def test_the_reader_chooses_among_numbers(wanted):
    assert span_of("开了多少？", "城里开了12家，乡下开了30家。", (wanted, 5, 5)) == wanted


@pytest.mark.parametrize(
    ("question", "sentence", "wanted"),
    [
        ("龙舟赛是第几届？", "2021年举办第十二届龙舟赛，共30队。", "第十二届"),
        ("满意率是多少？", "走访300户，满意率98%。", "98%"),
        ("投诉下降了百分之几？", "走访300户，投诉下降百分之三十五。", "百分之三十五"),
        ("开渔节是几月？", "开渔节始于2008年，每年8月16日举行。", "8月16日"),
    ],
)
def test_typed(question, sentence, wanted):
    assert span_of(question, sentence) == wanted


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("大桥哪一年通车？", "大桥通车后，渔民出门快了一半。"),
        ("龙舟赛是第几届？", "龙舟赛有30队参加。"),
        ("投资多少钱？", "2021年通车，全长36公里。"),
        ("2021年是哪年？", "大桥2021年通车。"),  # the date is given, not asked for
        ("有多少机制？", "推出“3问”机制，服务一线。"),
        ("办了多久？", "开办食堂42家。"),
    ],
)
def test_nothing_of_the_type(question, sentence):
    assert span_of(question, sentence) is None


def test_two_numbers_were_asked_for():
    sentence = "三年新建书屋12间、食堂30家，还修了一条长36公里的绿道。"
    assert (
        span_of("新建书屋多少间、食堂多少家？", sentence, ("12间", 5, 5), ("30家", 4, 4)) == "12间、食堂30家"
    )
    assert span_of("新建书屋多少间？", sentence, ("12间", 5, 5), ("30家", 4, 4)) == "12间"


def test_the_best_span_elsewhere_in_the_passage_is_no_answer():
    before = "大桥2018年立项。"
    assert span_of("大桥哪一年通车？", "大桥2021年通车。", ("2018年", 9, 9), before=before) == "2021年"
    assert span_of("如何架桥？", "先打桩，后架梁。", ("立项", 9, 9), ("打桩", 3, 3), before=before) == "打桩"


def test_a_free_span_is_the_readers_own_trimmed_and_balanced():
    sentence = "书屋靠“以书换书”留住读者，天天满座。"
    assert span_of("书屋靠什么留住读者？", sentence, ("以书换书”留住读者，", 9, 9)) == "“以书换书”留住读者"


def test_typed_spans_say_so():
    asked, sentence = analyse("大桥哪一年通车？"), "大桥2021年通车。"
    span = find_span(asked, sentence, reading(sentence, ("2021年", 4, 3)), 0, Wording(asked.text, [sentence]))
    assert span is not None
    assert (span.start, span.end, span.typed) == (2, 7, True)
    # Two logits, and 通车 follows; five characters cost the log of five.
    assert span.score == pytest.approx(4 + 3 + 3 - BREVITY * math.log(5))


def test_offsets_hold_when_folding_lengthens_the_sentence():
    assert span_of("哪一年开放？", "占地３０㎡的书屋２０２１年开放。") == "２０２１年"


SENTENCES = st.lists(
    st.sampled_from(
        [
            "渔港",
            "书屋",
            "获评",
            "“海风奖”",
            "《渔歌》",
            "2021年",
            "第3届",
            "12家",
            "，",
            "、",
            "。",
            "（甲）",
            "市总工会",
            "周海涛",
            "㎡",
        ]
    ),
    min_size=1,
    max_size=10,
).map("".join)
QUESTIONS = [
    "哪一年？", "多少家？", "第几届？", "获得什么荣誉？", "叫什么名字？", "哪些书屋？", "如何做？",
    "为什么？", "谁做的？", "在哪里？", "哪个单位？", "队长是谁？", "是什么意思？", "开放吗？",
]  # fmt: skip


@given(st.sampled_from(QUESTIONS), SENTENCES, SENTENCES, st.randoms(use_true_random=False))
def test_spans_lie_inside_the_sentence_balanced_and_no_punctuation(question, before, sentence, random):
    passage = before + sentence
    starts = np.arange(len(passage))
    logits = [np.array([random.uniform(-9, 9) for _ in passage], np.float32) for _ in range(2)]
    asked = analyse(question)
    span = find_span(
        asked,
        sentence,
        Reading(starts, starts + 1, *logits, 0.0),
        len(before),
        Wording(asked.text, [sentence]),
    )
    if span is None:
        return
    assert 0 <= span.start < span.end <= len(sentence)
    text = sentence[span.start : span.end]
    assert any(c.isalnum() for c in text)
    for opening, closing in zip(OPEN, CLOSE, strict=True):
        assert text.count(opening) == text.count(closing), text
    assert span.typed is (asked.asked in ("date", "number", "ordinal"))


def test_finding_spans_needs_no_torch():
    code = (
        "import sys, rag.answering.refusal_rules, rag.answering.short_answer\n"
        "print([m for m in ('torch', 'transformers') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
