"""Contradicted only by a difference with a name; supported only where every value is bound."""

import pytest

from index.library.sources import read_files
from rag.checking.checker import Checker
from rag.program import Program
from rag.reading.reader import Weighing
from rag.settings import Settings

TEXT = """河口区直机关技能竞赛办法
获得一等奖的支部发奖金800元，获得二等奖的支部发奖金500元。
书法比赛由周一鸣负责评审，绘画比赛由沈知秋负责评审。
发展对象应当有2名正式党员作入党介绍人。
投诉件由2020年的58件降至2024年的9件。
作品由评审组在15日内书面反馈意见。
三号楼查出隐患126处，其中4处要等学校立项才能改。
仓库另有14处消防栓换新。
"""
DENIED = Weighing(-9.0, 9.0, -9.0, 0.9)
SAID = Weighing(9.0, -9.0, -9.0, 0.9)


class Insisting:
    """A reader that says the same of everything."""

    def __init__(self, word):
        self._word = word

    def weigh(self, pairs):
        return [self._word for _ in pairs]


@pytest.fixture(scope="module")
def checker(tmp_path_factory, ingest):
    folder = tmp_path_factory.mktemp("named")
    (folder / "竞赛办法.txt").write_text(TEXT, encoding="utf8")
    ingest(folder / "store", read_files([folder / "竞赛办法.txt"]))
    with Program.open(Settings(store=folder / "store")) as opened:
        yield opened.checker


def insisting(checker, word):
    return Checker(checker._store, checker._retriever, Insisting(word), checker._settings)


def only(check):
    (sentence,) = check.sentences
    return sentence


@pytest.mark.parametrize(
    "claim",
    [
        "发展对象要有2名正式党员作入党介绍人。",
        "支部书记常到评审现场看望大家。",
        "到2024年投诉件比2020年少了49件。",
    ],
)
def test_the_readers_word_alone_contradicts_nothing(checker, claim):
    assert only(insisting(checker, DENIED).check(claim)).verdict != "contradicted"


@pytest.mark.parametrize("claim", ["获得一等奖的支部还会奖励30000元。", "评审组有17名成员负责评审。"])
def test_the_readers_word_alone_supports_no_value(checker, claim):
    assert only(insisting(checker, SAID).check(claim)).verdict != "supported"


def test_a_value_said_of_something_else_supports_nothing_whatever_the_reader_says(checker):
    said, exchanged = (
        only(insisting(checker, SAID).check(f"三号楼查出隐患126处，其中{n}处要等学校立项才能整改。"))
        for n in (4, 14)
    )
    assert said.verdict == "supported"
    assert exchanged.verdict != "supported"


@pytest.mark.parametrize(
    ("claim", "claimed", "source"),
    [
        ("获得二等奖的支部发奖金800元。", "800元", "500元"),
        ("作品由评审组在10日内书面反馈意见。", "10日内", "15日内"),
    ],
)
def test_the_difference_is_named_on_both_sides(checker, claim, claimed, source):
    sentence = only(checker.check(claim))
    assert sentence.verdict == "contradicted"
    assert (claimed, source) in [(d.claimed, d.source) for d in sentence.differences]
    for difference in sentence.differences:
        assert TEXT[difference.source_start : difference.source_end] == difference.source


@pytest.mark.parametrize(
    "claim",
    [
        "获得一等奖的支部发奖金500元，获得二等奖的支部发奖金800元。",
        "书法比赛由沈知秋负责评审，绘画比赛由周一鸣负责评审。",
        "获得二等奖的支部发奖金800元。",
    ],
)
def test_an_exchange_is_never_supported(checker, claim):
    assert only(checker.check(claim)).verdict != "supported"


def test_a_verbatim_sentence_is_supported(checker):
    assert only(checker.check("发展对象应当有2名正式党员作入党介绍人。")).verdict == "supported"


def test_a_value_that_the_texts_numbers_give_is_supported_and_says_from_which(checker):
    sentence = only(insisting(checker, SAID).check("投诉件从2020年到2024年减少了49件。"))
    assert sentence.verdict == "supported"
    assert [part.reason for part in sentence.parts] == ["由“58件”减“9件”得出49件。"]
    assert "58件" in sentence.evidence[0].quote


def test_a_value_for_which_the_texts_numbers_give_another_is_never_supported(checker):
    sentence = only(insisting(checker, SAID).check("投诉件从2020年到2024年减少了48件。"))
    assert sentence.verdict != "supported"
    sentence = only(insisting(checker, DENIED).check("投诉件从2020年到2024年减少了48件。"))
    assert ("48件", "58件") in [(d.claimed, d.source) for d in sentence.differences]
