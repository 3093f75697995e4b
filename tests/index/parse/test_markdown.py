from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import UnreadableSource
from index.parse import parse_file
from index.parse.markdown import markdown_blocks
from tests.support.layouts import CANTEEN, SCHOOL


def lines_of(text):
    return [(b.level if b.kind == "heading" else "", text[b.start : b.end]) for b in markdown_blocks(text)]


def test_headings_begin_after_their_marks_and_end_before_closing_ones():
    text = f"# 办实事\r\n\r\n##  长者食堂 ##\r\n{CANTEEN}\r\n\r\n课后服务\r\n----\r\n{SCHOOL}\r\n"
    assert lines_of(text) == [
        (1, "办实事"),
        (2, "长者食堂"),
        ("", CANTEEN),
        (2, "课后服务"),
        ("", SCHOOL),
    ]


def test_hashes_without_a_blank_are_headings_but_topics_are_not():
    assert lines_of("# 一\n\n##食堂\n\n#办实事#\n\n## 学校") == [
        (1, "一"),
        (2, "食堂"),
        ("", "#办实事#"),
        (2, "学校"),
    ]


def test_a_rule_under_a_paragraph_makes_no_heading():
    assert lines_of(f"# 一\n## 二\n{CANTEEN}\n---\n{SCHOOL}")[2:] == [("", CANTEEN), ("", SCHOOL)]


def test_lists_quotes_and_inline_marks():
    text = "# 一\n## 二\n- **四十二**家\n  * 每天供餐\n1. 选址\n> 引用 `代码`\n- [x] 完成\n"
    assert [line for _, line in lines_of(text)[2:]] == [
        "**四十二**家",
        "每天供餐",
        "1. 选址",
        "引用 `代码`",
        "完成",
    ]


def test_code_is_paragraphs_and_never_headings():
    text = "# 一\n## 二\n```python\n# 注释\n- 不是列表\n```\n\n    # 缩进\n"
    assert lines_of(text)[2:] == [("", "# 注释"), ("", "- 不是列表"), ("", "# 缩进")]


def test_tables_lose_their_rulings_only():
    text = "# 一\n## 二\n| 单位 | 数量 |\n| --- | ---: |\n| 市民政局 | 42 |\n\n***\n"
    assert lines_of(text)[2:] == [("", "| 单位 | 数量 |"), ("", "| 市民政局 | 42 |")]


def test_front_matter_is_no_heading():
    text = "---\ntitle: 办实事\n---\n# 食堂\n## 选址\n正文。"
    assert lines_of(text) == [("", "title: 办实事"), (1, "食堂"), (2, "选址"), ("", "正文。")]


def test_without_marked_headings_lines_are_judged_like_plain_text():
    text = f"**为民办实事**\n\n市民政局 长者食堂\n\n{CANTEEN}\n\n- 列表项\n\n一、背景\n\n{SCHOOL}"
    assert lines_of(text) == [
        (0, "为民办实事"),
        (0, "市民政局 长者食堂"),
        ("", CANTEEN),
        ("", "列表项"),
        (1, "一、背景"),
        ("", SCHOOL),
    ]


@given(st.text(alphabet="#-*>|`=1. \n\r\t一市。~[x]", max_size=60))
def test_offsets_hold_for_any_marks_and_nothing_but_marks_is_lost(text):
    blocks = markdown_blocks(text)
    assert all(a.end < b.start for a, b in pairwise(blocks))
    joined = "".join(text[b.start : b.end] for b in blocks)
    assert [c for c in joined if c in "一市。"] == [c for c in text if c in "一市。"]


def test_files_are_dispatched_by_suffix_and_refused_by_name(tmp_path):
    (tmp_path / "甲.MD").write_bytes("# 食堂\r\n正文。".encode())
    parsed = parse_file(tmp_path / "甲.MD")
    assert (parsed.document.name, parsed.document.title) == ("甲.MD", "食堂")
    assert parsed.document.text == "# 食堂\r\n正文。"
    # printf '# 食堂\r\n正文。' | sha256sum
    assert parsed.document.id == "3723c99eba021fef"
    (tmp_path / "乙.rar").write_bytes(b"PK")
    (tmp_path / "丙.xyz").write_bytes(b"PK")
    (tmp_path / "无后缀").write_bytes(b"a")
    (tmp_path / "夹.txt").mkdir()
    for name, said in [
        ("乙.rar", "「乙.rar」是压缩包.*请先解压"),
        ("丙.xyz", "不支持.*丙.xyz.*\\.txt、\\.md"),
        ("无后缀", "没有扩展名"),
        ("没有.txt", "找不到文件.*没有.txt"),
        ("夹.txt", "是文件夹"),
    ]:
        with pytest.raises(UnreadableSource, match=said):
            parse_file(tmp_path / name)
