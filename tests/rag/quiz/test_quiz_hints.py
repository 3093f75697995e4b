"""Whether the words beside an amount tell it, against sums worked out by hand."""

import pytest

from rag.quiz.hints import told_beside


def told(sentence, words):
    start = sentence.index(words)
    return told_beside(sentence, start, start + len(words))


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("夜校招收男学员120名，女学员80名，共计200名。", "200"),
        ("夜校招收男学员120名，女学员80名，共计200名。", "120"),
        ("夜校招收200名学员，其中男学员120名、女学员50名、孩子30名。", "50"),
        ("夜校今年有750人，去年有600人，增加150人。", "150"),
        ("夜校今年有750人，去年有600人，增长25%。", "25%"),
        ("夜校今年有750人，去年有600人，增长25%。", "600"),
        ("今年收入50亿元，去年收入40亿元，同比增长25%。", "50亿"),
        ("两个班分别在8点30分和9点10分下课，相隔40分钟。", "40"),
        ("夜校从2019年办到2023年，4年间没有停过课。", "4"),
        ("夜校设剪纸、木雕和刺绣3个班。", "3"),
        ("夜校推出“星火讲堂”“星火书屋”2个品牌。", "2"),
        ("夜校办到3件事：一是开课，二是送书，三是结对。", "3"),
        ("建校花去66万元（约9万美元）。", "66万"),
        ("每个班50人，相当于全镇的5%。", "5%"),
        ("夜校2021年9月开办，2022年9月扩建。", "2021年9月"),
        ("夜校3月5日招生，8日开课。", "3月5日"),
    ],
)
def test_what_the_words_beside_it_tell(sentence, words):
    assert told(sentence, words)


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("夜校招收男学员120名，女学员80名。", "120"),
        ("夜校有学员210名，开课45期。", "210"),
        ("夜校今年有750人，增长25%。", "750"),
        ("夜校设剪纸、木雕和刺绣等12个班。", "12"),
        ("下午8点30分下课，一节课40分钟。", "40"),
        ("夜校2021年9月开办。", "2021年9月"),
        ("夜校2021年开办，9月15日开课。", "2021年"),
        ("夜校开办得早。", "夜校"),
    ],
)
def test_what_they_do_not(sentence, words):
    assert not told(sentence, words)


def test_what_is_left_of_a_whole_is_told_by_its_other_parts():
    words = "未达标36个，组织生活不规范16个，缺少场所11个，班子不健全9个。"
    assert told_beside(words, words.index("11"), words.index("11") + 3)
    assert not told_beside(words.replace("36", "56"), words.index("11"), words.index("11") + 3)
