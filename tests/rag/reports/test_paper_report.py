"""A paper and its key as Word files: every version, points, and what stays on one page."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn

from rag.reports.exam_paper import PaperSheet, answer_line, key_word, paper_word, parts
from rag.reports.results_word import ReportTable, tables_word
from tests.support import questions as q

MADE = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
POINTS = (1.0, 2.0, 2.5, 2.5, 2.5, 2.5, 4.0, 10.0)
MULTI = q.question("multi", "哪些是夜校的课？", ["插花", "书法"], ["书法", "编程", "插花"])


def sheet(questions=q.ALL, points=POINTS, version=""):
    return PaperSheet(version, tuple(questions), tuple(points))


def written(*sheets, minutes=30, pass_mark=16.2):
    data = paper_word("冬季测验", sheets, minutes=minutes, pass_mark=pass_mark, created=MADE)
    return Document(BytesIO(data))


def lines(document):
    return [p.text for p in document.paragraphs]


def keyed(*sheets):
    return lines(Document(BytesIO(key_word("冬季测验", sheets, created=MADE))))


def test_the_paper_holds_questions_by_kind_their_points_and_no_answer():
    text_lines = lines(written(sheet()))
    assert text_lines[:4] == [
        "冬季测验",
        "考试时间：30 分钟　　共 8 题　　满分 27 分　　16.2 分及格",
        "单位：________________　　姓名：____________　　编号：____________",
        "得分：________",
    ]
    assert [line for line in text_lines if "题（共" in line] == [
        "一、判断题（共 1 题，每题 1 分，共 1 分）",
        "二、单选题（共 1 题，每题 2 分，共 2 分）",
        "三、填空题（共 4 题，每题 2.5 分，共 10 分）",
        "四、归类题（共 1 题，每题 4 分，共 4 分）",
        "五、简答题（共 1 题，每题 10 分，共 10 分）",
    ]
    assert "1. （1 分）夜校已开课168期。（　　）" in text_lines
    at = text_lines.index("2. （2 分）夜校已开课（　　）期。")
    assert text_lines[at + 1 :][:2] == ["A. 168", "B. 186"]
    assert "星火学堂" not in "".join(text_lines)
    assert q.SHORT.points[1].text not in "".join(text_lines)


def test_points_that_differ_within_a_part_are_told_by_question_only():
    (part,) = parts(sheet([q.BLANK, q.NAMED], [2.0, 3.5]))
    assert part.heading == "一、填空题（共 2 题，共 5.5 分）"


def test_a_question_stays_with_its_options_and_a_heading_with_its_first_question():
    paragraphs = written(sheet()).paragraphs
    assert all(p.paragraph_format.keep_together for p in paragraphs)
    kept = {p.text: p.paragraph_format.keep_with_next for p in paragraphs}
    assert kept["二、单选题（共 1 题，每题 2 分，共 2 分）"]
    assert kept["2. （2 分）夜校已开课（　　）期。"]
    assert [kept[o] for o in ("A. 168", "B. 186", "C. 198", "D. 216")] == [True, True, True, False]
    assert not kept["1. （1 分）夜校已开课168期。（　　）"]  # nothing belongs to it


def test_each_version_has_pages_of_its_own_that_are_numbered():
    one, two = (
        sheet(version="A"),
        sheet([*q.ALL[:1], *reversed(q.ALL[1:])][:1] + list(q.ALL[1:]), version="B"),
    )
    document = written(one, two)
    assert [line for line in lines(document) if line.endswith("卷）")] == ["（A 卷）", "（B 卷）"]
    assert len(document.sections) == 2
    for section in document.sections:
        fields = [f.get(qn("w:instr")) for f in section.footer._element.iter(qn("w:fldSimple"))]
        assert fields == ["PAGE", "SECTIONPAGES"]
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"


def test_the_key_holds_answers_points_and_sources():
    text_lines = keyed(sheet())
    assert "1. （1 分）错误（168 → 186）" in text_lines
    assert "2. （2 分）B. 186" in text_lines
    assert f"出处：《{q.CASE}》·{q.UNIT}·第1段：“{q.SOURCE}”" in text_lines
    assert f"（2）{q.SHORT.points[1].text}" in text_lines


def test_the_letters_of_a_key_are_those_of_its_version():
    assert answer_line(MULTI) == "A. 书法；C. 插花"
    assert answer_line(q.BLANK) == "1.26万"
    assert answer_line(q.SHORT) == ""


def test_a_question_of_ones_own_names_no_source():
    from dataclasses import replace

    own = replace(q.BLANK, citations=(), explanation="数字见年报。")
    assert keyed(sheet([own], [2.0]))[-2:] == ["解析：数字见年报。", "自编题，没有引用资料。"]


def test_what_xml_cannot_hold_does_not_break_the_file():
    broken = q.question("blank", "坏\x00字\x0b____", ["好\x1f的"])
    data = paper_word("题\x01目", [sheet([broken], [1.0])], minutes=None, pass_mark=None, created=MADE)
    assert any("坏\ufffd字" in line for line in lines(Document(BytesIO(data))))
    assert any("好\ufffd的" in line for line in keyed(sheet([broken], [1.0])))


def test_empty_and_long_papers():
    assert lines(written(sheet([], []), minutes=None, pass_mark=None))[0] == "冬季测验"
    many = [q.question("blank", f"第{n}题____。", [str(n)]) for n in range(200)]
    assert "200. （0.5 分）第199题____。" in lines(written(sheet(many, [0.5] * 200)))


@pytest.mark.parametrize("value", ["=1+1", "陈\x00晨", 82.5])
def test_tables_hold_what_they_are_given(value):
    table = ReportTable("成绩", ("学员", "得分"), [("甲", value), ("乙", "")], note="说明")
    document = Document(
        BytesIO(tables_word("测验 成绩", [table, ReportTable("空", ("甲",), [])], created=MADE))
    )
    (made,) = document.tables
    assert [cell.text for cell in made.rows[0].cells] == ["学员", "得分"]
    assert made.rows[1].cells[1].text == str(value).replace("\x00", "\ufffd")
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in made.rows)
    assert made.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert lines(document)[-1] == "还没有内容。"
