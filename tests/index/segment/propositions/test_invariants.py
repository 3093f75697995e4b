"""Invariants 1, 2 and 7 of DESIGN.md for propositions, on the seed article and on random texts."""

import unicodedata
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from index.parse import parse_file, parse_text
from index.segment import segment
from index.segment.propositions import propositions_of
from index.segment.propositions.build import LONGEST
from index.settings import ROOT

WORDS = """
县水务局 该局 一等奖 800元 由3天 压缩到0.5天 其中 分别为 3人 、 ， ； 。 ： “
” （ ） 《 》 王某说 一是 （一） 1. ① 第三条 问： 答： ？ 特殊情况可延长 不得超过
六个月 的 除外 2023年 明年将建12家 和 党员 但 遇 时 A √
""".split()
PIECES = (*WORDS, "\n", " ", "\u3000")
TEXTS = st.one_of(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.text(max_size=120))


def propositions(text, name="某文.txt"):
    parsed = parse_text(text, name)
    return parsed, propositions_of(parsed.document, parsed.blocks, segment(parsed.document, parsed.blocks))


def words_outside(parsed, found):
    """The words of a document outside all cores and carried words, lines of numbering alone aside."""
    taken = set()
    for one in found:
        for start, end in [(one.start, one.end), *((c.start, c.end) for c in one.carried)]:
            taken.update(range(start, end))
    text = parsed.document.text
    inside = [at for block in parsed.blocks for at in range(block.start, block.end)]
    return "".join(
        text[at] for at in inside if at not in taken and unicodedata.category(text[at])[0] in "LNSM"
    )


def assert_sound(parsed, found):
    text = parsed.document.text
    for one in found:
        assert 0 <= one.start < one.end <= len(text)
        for part in one.carried:
            assert 0 <= part.start < part.end <= len(text)
            assert not (one.start <= part.start and part.end <= one.end)
        for value in one.values:
            assert one.start <= value.start < value.end <= one.end
    ids = [one.id for one in found]
    assert len(set(ids)) == len(ids)


def test_every_word_of_the_seed_article_is_said():
    path = next(path for path in sorted((ROOT / "docs").iterdir()) if path.name != "README.md")
    parsed = parse_file(path)
    found = propositions_of(parsed.document, parsed.blocks, segment(parsed.document, parsed.blocks))
    assert_sound(parsed, found)
    assert set(words_outside(parsed, found)) <= set("一二三四五六七八九十是其第要")


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_every_word_of_a_random_text_is_said(text):
    parsed, found = propositions(text)
    assert_sound(parsed, found)
    outside = words_outside(parsed, found)
    assert set(outside) <= set(
        "0123456789一二三四五六七八九十是其第要条问答AaQq①例章节之部分典型案优秀创新编篇单元板块则题复"
    ) | {c for c in outside if unicodedata.category(c) in ("No", "So", "Nd")}


@given(TEXTS)
@settings(max_examples=50, deadline=None)
def test_the_same_text_gives_the_same_ids(text):
    assert [one.id for one in propositions(text)[1]] == [one.id for one in propositions(text)[1]]


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_cores_do_not_cross(text):
    """Two cores are the same words or have none in common."""
    cores = sorted({(one.start, one.end) for one in propositions(text)[1]})
    for (_, end), (start, _) in pairwise(cores):
        assert end <= start


def test_an_endless_heading_is_cut_before_it_is_analysed():
    heading = "第一条　计划新增3家。" * 2000
    parsed, found = propositions(f"# 总结\n\n## {heading}\n\n正文说了一件事。\n", "某文.md")
    cores = [one for one in found if one.kind == "heading"]
    assert max(one.end - one.start for one in cores) <= LONGEST
    assert not words_outside(parsed, found)
