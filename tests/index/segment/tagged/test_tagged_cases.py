import pytest

from index.parse import ParsedFile, parse_text
from index.segment.tagged import tagged_cases, tags_of
from index.segment.tagged.network import FIRST, HEADING, INSIDE, OUTSIDE

TEXT = """临江市机关党建简报

经验交流

市水务局：河长上岸

市水务局每周巡河一次。

三年清理河道垃圾八百吨。

工作动态

【市民政局】长者食堂开到四十二家。

责任编辑：周明
"""
TAGS = [OUTSIDE, OUTSIDE, HEADING, FIRST, INSIDE, OUTSIDE, FIRST, OUTSIDE]


@pytest.fixture
def parsed() -> ParsedFile:
    return parse_text(TEXT, "a.txt")


def test_a_case_is_a_body_with_the_heading_right_above_it(parsed: ParsedFile):
    text = parsed.document.text
    first, second = tagged_cases(parsed.document, parsed.blocks, TAGS).cases
    assert (first.order, first.unit, first.title) == (1, "市水务局", "河长上岸")
    assert text[first.heading_start : first.heading_end] == "市水务局：河长上岸"
    assert text[first.start : first.end] == "市水务局每周巡河一次。\n\n三年清理河道垃圾八百吨。"
    assert second.heading_start == second.heading_end == second.start
    assert (second.order, second.unit) == (2, "市民政局")
    assert text[second.start : second.end] == "【市民政局】长者食堂开到四十二家。"


def test_every_line_lies_in_one_case_or_part(parsed: ParsedFile):
    apart = tagged_cases(parsed.document, parsed.blocks, TAGS)
    for block in parsed.blocks:
        inside = [
            c for c in apart.cases
            if c.heading_start <= block.start < c.heading_end or c.start <= block.start < c.end
        ]  # fmt: skip
        beside = [part for part in apart.parts if part.start <= block.start < part.end]
        assert len(inside) + len(beside) == 1


def test_a_heading_between_cases_stands_over_those_below_it(parsed: ParsedFile):
    blocks = [
        block if n != 5 else type(block)("heading", block.start, block.end)
        for n, block in enumerate(parsed.blocks)
    ]
    apart = tagged_cases(parsed.document, blocks, TAGS)
    assert apart.paths == ((), ("工作动态",))
    assert [parsed.document.text[p.start : p.end] for p in apart.parts if p.kind == "section"] == ["工作动态"]


def test_cases_have_the_tags_that_made_them(parsed: ParsedFile):
    assert tags_of(parsed.blocks, tagged_cases(parsed.document, parsed.blocks, TAGS).cases) == TAGS


def test_without_a_body_there_is_no_case(parsed: ParsedFile):
    assert tagged_cases(parsed.document, parsed.blocks, [HEADING] * len(TAGS)).cases == ()


@pytest.mark.parametrize(("line", "title"), [
    ("机关党委9月5日举办党费管理业务培训，42名支部组织委员参加。", "机关党委9月5日举办党费管理业务培训"),
    ("走访慰问了辖区内的困难党员和老党员今年一共1386户，发放了慰问金。",
     "走访慰问了辖区内的困难党员和老党员今年一共…"),
    ("短讯一则。", "短讯一则。"),
])  # fmt: skip
def test_a_body_without_a_heading_is_called_by_its_first_clauses_and_no_number_is_torn(line: str, title: str):
    parsed = parse_text(f"{line}\n", "a.txt")
    (case,) = tagged_cases(parsed.document, parsed.blocks, [FIRST]).cases
    assert case.title == title
