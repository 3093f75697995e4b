"""What the trained network and ranker make of layouts that no rule knows, and where rules have the say."""

from pathlib import Path

import pytest

from index.parse import parse_file, parse_text
from index.segment import segment
from index.segment.cases import by_rules
from index.settings import ROOT

CANTEEN = (
    "把食堂开到家门口，是老人们提得最多的一件事。市民政局机关党委把全局62名党员分成六个小组，一户一户走访，"
    "在六个街道开办长者食堂42家，每天为1900位老人供餐，子女可以在手机上查看当天的菜单。\n"
    "市民政局还把食堂交给社区老党员轮流值班，三个月收到意见87条，改了81条。"
)
RIVER = (
    "每周巡河一次，发现的问题当天交办。市水务局党员自己划船上河，三年清理河道垃圾800吨，水质优良比例提高到96%。\n"
    "市水务局把巡河记录贴在村口，谁家门前的河段谁来评，全年收到评议2300条，件件有回音。"
)
SCHOOL = (
    "针对群众反映的入学难，市教育局党员带头跑工地、盯进度，全市新建中小学校17所，新增学位2.6万个。\n"
    "课后服务延长到晚上六点，市教育局从机关抽调35名党员轮流到校值守，家长投诉下降了六成。"
)
RULE = "- - - - - - - - - - - - - - - -"


def cut(text: str, name: str = "a.txt") -> list[tuple[str, str, str]]:
    """(unit, first 6 and last 6 code points of the body) of every case."""
    parsed = parse_text(text, name)
    bodies = (
        (c.unit, parsed.document.text[c.start : c.end]) for c in segment(parsed.document, parsed.blocks).cases
    )
    return [(unit, body[:6], body[-6:]) for unit, body in bodies]


WANTED = [
    ("市民政局", "把食堂开到家", "改了81条。"),
    ("市水务局", "每周巡河一次", "件件有回音。"),
    ("市教育局", "针对群众反映", "下降了六成。"),
]


@pytest.mark.parametrize(
    "layout",
    [
        pytest.param(
            "临江机关一周见闻\n\n"
            + f"\n{RULE}\n\n".join(
                f"{plate}\n{title}\n{unit}\n\n{body}\n\n（{unit}供稿）\n"
                for plate, title, unit, body in (
                    ("No.1", "食堂开到家门口", "市民政局", CANTEEN),
                    ("No.2", "自己划船上河去", "市水务局", RIVER),
                    ("No.3", "学位从哪里来", "市教育局", SCHOOL),
                )
            )
            + "\n编辑：周明　审核：吴越\n",
            id="plates and rules",
        ),
        pytest.param(
            "临江市为民办实事案例集\n\n目　录\n\n食堂开到家门口……1\n自己划船上河去……3\n学位从哪里来……5\n\n"
            + "\n".join(
                f"{title}\n——{unit}为民办实事纪实\n\n{body}\n\n【点评】事情不大，办得实在。\n"
                for title, unit, body in (
                    ("食堂开到家门口", "市民政局", CANTEEN),
                    ("自己划船上河去", "市水务局", RIVER),
                    ("学位从哪里来", "市教育局", SCHOOL),
                )
            ),
            id="contents and comments",
        ),
    ],
)
def test_pieces_are_found_in_layouts_that_have_no_rule(layout: str):
    assert cut(layout) == WANTED


def test_a_report_of_one_office_with_parts_stays_one_case():
    parts = "\n\n".join(
        f"{number}、{title}\n\n{body}"
        for number, title, body in (
            ("一", "把学习抓在经常", RIVER),
            ("二", "把服务做到门口", RIVER),
            ("三", "存在的问题和打算", RIVER),
        )
    )
    lead = "2024年，市水务局党委抓党建促治水，各项任务全部完成。"
    title, signed = "临江市水务局2024年度机关党建工作总结", "临江市水务局\n\n2024年12月20日\n"
    text = f"{title}\n\n{lead}\n\n{parts}\n\n{signed}"
    ((unit, first, _),) = cut(text)
    assert unit in ("临江市水务局", "市水务局")
    assert first.startswith("2024年")


def test_a_booklet_is_cut_by_rules():
    text = "\n\n".join(f"问：第{n}个月的党费什么时候交？\n\n答：当月10日以前交到支部。" for n in range(1, 6))
    parsed = parse_text(f"党费问答\n\n{text}\n", "a.txt")
    learned = segment(parsed.document, parsed.blocks)
    assert learned == by_rules(parsed.document, parsed.blocks)
    assert len(learned.cases) == 5


def test_headings_in_a_row_over_their_bodies_are_paired_by_rules():
    (article,) = (ROOT / "docs").glob("*.txt")
    parsed = parse_file(Path(article))
    cut_by_rules = by_rules(parsed.document, parsed.blocks)
    assert segment(parsed.document, parsed.blocks) == cut_by_rules
    assert len(cut_by_rules.cases) == 10


@pytest.mark.parametrize("text", ["", "一", "。", "市水务局", "\n\n***\n\n", "标题\n\n\n"])
def test_almost_empty_documents_are_taken(text: str):
    parsed = parse_text(text, "a.txt")
    segmentation = segment(parsed.document, parsed.blocks)
    assert len(segmentation.cases) <= 1


def test_the_same_text_is_cut_the_same_way_every_time():
    parsed = parse_text(f"见闻\n\n市民政局\n\n{CANTEEN}\n\n市水务局\n\n{RIVER}\n", "a.txt")
    assert segment(parsed.document, parsed.blocks) == segment(parsed.document, parsed.blocks)


@pytest.mark.parametrize(
    ("file", "last"),
    [
        ("te/docs/03党支部工作应知应会问答.md", "以后有新规定的从其规定。"),
        ("tl/docs/支部书记手边书（二）.md", "话0799-8210xxx。"),
        ("ta/docs/村级党务口袋书_问答.md", "录要分两本写，签到也要分开。"),
    ],
)
def test_the_last_answer_of_a_booklet_ends_above_the_booklets_feet(file, last):
    parsed = parse_file(ROOT / "tests" / "quality" / "documents" / file)
    made = segment(parsed.document, parsed.blocks)
    text, case = parsed.document.text, made.cases[-1]
    assert text[case.start : case.end].rstrip("* \n").endswith(last)
    outside = [part for part in made.parts if part.start >= case.end]
    assert outside, "what stands below belongs to no case, but is kept"
