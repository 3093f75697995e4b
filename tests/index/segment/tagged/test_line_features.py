import numpy as np

from index.parse import parse_text
from index.segment.tagged import LineFeatures, line_features, shipped_network
from index.segment.tagged.line_features import _FIRST, PIECES

TEXT = """一、市水务局：河长上岸

市水务局每周巡河一次，三年清理河道垃圾八百吨，水质优良比例提高到百分之九十六。

二、市民政局：食堂下楼

市民政局开办长者食堂四十二家，每天为一千九百位老人供餐，子女可以在手机上查看记录。
"""


def features_of(text: str, name: str = "a.txt") -> LineFeatures:
    parsed = parse_text(text, name)
    return line_features(parsed.document.text, parsed.blocks)


def test_every_line_has_numbers_from_0_to_1_and_as_many_as_the_network_reads():
    lines = features_of(TEXT)
    assert lines.numbers.shape == (4, shipped_network().width)
    assert lines.numbers.min() >= 0
    assert lines.numbers.max() <= 2  # lines of a document, in hundreds, at most 200
    assert lines.pieces.shape == (4, 6)
    assert 0 <= lines.pieces.min() <= lines.pieces.max() <= PIECES


def test_lines_printed_alike_look_alike_and_text_looks_otherwise():
    lines = features_of(TEXT)
    numbers = lines.numbers
    headings, text = np.abs(numbers[0] - numbers[2]).sum(), np.abs(numbers[0] - numbers[1]).sum()
    assert headings < text / 2
    assert lines.styles.tolist() == [0, 1, 0, 1]
    assert (lines.pieces[0] != lines.pieces[2]).any()  # 一、 and 二、


def test_headings_of_one_level_are_printed_alike_however_long_they_are():
    lines = features_of("## 短\n\n正文。\n\n## 长得多的另一个标题写了不少字\n\n正文。\n\n### 下级\n", "a.md")
    assert lines.styles.tolist() == [0, 1, 0, 1, 2]


def test_the_first_of_a_series_is_told_from_the_others():
    for first in ("一、起因", "1. 起因", "01 起因", "（一）起因", "案例一 起因", "第一章 总则", "【1】"):
        assert _FIRST.match(first), first
    for other in ("二、经过", "10. 经过", "十一、经过", "12月", "案例十一"):
        assert not _FIRST.match(other), other


def test_a_long_document_takes_no_square_time():
    lines = "\n\n".join(f"第{n}条\n\n每季度检查一次，发现的问题在十五个工作日内整改。" for n in range(3000))
    assert len(features_of(lines).numbers) == 6000


def test_a_line_of_signs_and_one_of_a_single_character_have_features():
    lines = features_of("***\n\n！\n\n一\n\n市水务局每周巡河一次。")
    assert np.isfinite(lines.numbers).all()
