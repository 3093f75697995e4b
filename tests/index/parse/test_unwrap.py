"""Plain text broken at a width: its paragraphs are found again, other texts are left alone."""

import textwrap

from hypothesis import example, given
from hypothesis import strategies as st

from index.parse import parse_text
from index.parse.unwrap import columns, unwrapped

PARAGRAPHS = [
    "石桥县水务局党委从6个党支部选派48名党员担任河管家，其中党龄10年以上的19名，分片联系沿河村组765户，"
    "每季度上门1次，汛期每周上门1次，发现隐患当天报告，三天以内回复处理结果，逾期的由支部书记说明原因。",
    "截至4月底，党员上门1320次，解决问题286个，其中当场解决214个，其余转相关部门办理，全县堤段平均处置时间"
    "由8.6天压缩到4.1天，群众满意率由八成提高到九成六，两个堤段被评为全市标准化堤防。",
]
WRAPPED = "\n".join("\n".join(textwrap.wrap("　　" + p, 24, break_on_hyphens=False)) for p in PARAGRAPHS)


def test_paragraphs_broken_at_a_width_are_whole_again():
    assert unwrapped(f"标题\n\n{WRAPPED}\n") == "标题\n\n" + "\n".join("　　" + p for p in PARAGRAPHS) + "\n"


def test_they_become_paragraphs_and_no_headings():
    parsed = parse_text(f"一份简报\n\n{WRAPPED}\n", "简报.txt")
    assert [block.kind for block in parsed.blocks] == ["heading", "paragraph", "paragraph"]
    assert [parsed.document.text[b.start : b.end] for b in parsed.blocks[1:]] == PARAGRAPHS


def test_items_labels_and_tables_keep_their_lines():
    lines = [
        f"{mark}{'各支部按时收齐党费并于次月十日以前上交县直机关工委财务室' * 2}"
        for mark in ("一、", "（二）", "3.", "●", "地点：", "　　", "甲      乙      ", "【要求】")
    ]
    text = "\n".join(lines)
    assert unwrapped(text) == text


def test_whole_paragraphs_of_one_length_stay_apart():
    text = "\n".join(["这一段话说完了，下一段话也是这么长，每一段都以句号结束，没有一段在半句话里断开。"] * 9)
    assert unwrapped(text) == text


def test_columns_count_a_hanzi_as_two():
    assert columns("党员48名") == 8


@given(st.lists(st.sampled_from([*WRAPPED.splitlines(), "标题", "", "（一）做法", "a b c d"]), max_size=20))
@example([*[WRAPPED.splitlines()[0]] * 4, "标题", WRAPPED.splitlines()[1]])
def test_only_breaks_and_blanks_go_and_nothing_goes_twice(lines):
    text = "\n".join(lines)
    once = unwrapped(text)
    assert "".join(once.split()) == "".join(text.split())
    assert unwrapped(once) == once
