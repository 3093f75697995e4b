"""A paper and its key as Word files and as text."""

from datetime import UTC, datetime
from io import BytesIO

from docx import Document

from rag.reports.exam_paper import answer_line, key_text, key_word, paper_text, paper_word
from tests.support import questions as q

MADE = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def lines(data):
    return [p.text for p in Document(BytesIO(data)).paragraphs]


def test_the_paper_holds_questions_by_kind_and_no_answer():
    text_lines = lines(paper_word("冬季测验", q.ALL, minutes=30, created=MADE))
    assert text_lines[0] == "冬季测验"
    assert "时间：30 分钟" in text_lines[1]
    sections = [line for line in text_lines if "题（共" in line]
    assert sections == [
        "一、判断题（共 1 题）",
        "二、单选题（共 1 题）",
        "三、填空题（共 4 题）",
        "四、归类题（共 1 题）",
        "五、简答题（共 1 题）",
    ]
    assert "1. 夜校已开课168期。（　　）" in text_lines
    assert text_lines[text_lines.index("2. 夜校已开课（　　）期。") + 1 :][:2] == ["A. 168", "B. 186"]
    assert "星火学堂" not in "".join(text_lines)
    assert q.SHORT.points[1].text not in "".join(text_lines)


def test_the_key_holds_answers_points_and_sources():
    text_lines = lines(key_word("冬季测验", q.ALL, created=MADE))
    assert "1. 错误（168 → 186）" in text_lines
    assert "2. B. 186" in text_lines
    assert f"出处：《{q.CASE}》·{q.UNIT}·第1段：“{q.SOURCE}”" in text_lines
    assert f"（2）{q.SHORT.points[1].text}" in text_lines


def test_text_says_the_same():
    assert "B. 186" in paper_text("甲", q.ALL, minutes=None)
    assert "时间" not in paper_text("甲", q.ALL, minutes=None)
    assert "1. 错误（168 → 186）" in key_text("甲", q.ALL)


def test_what_xml_cannot_hold_does_not_break_the_file():
    broken = q.question("blank", "坏\x00字\x0b____", ["好\x1f的"])
    assert any(
        "坏\ufffd字" in line for line in lines(paper_word("题\x01目", [broken], minutes=None, created=MADE))
    )
    assert any("好\ufffd的" in line for line in lines(key_word("题\x01目", [broken], created=MADE)))


def test_empty_and_long_papers():
    assert lines(paper_word("空卷", [], minutes=None, created=MADE))[0] == "空卷"
    many = [q.question("blank", f"第{n}题____。", [str(n)]) for n in range(200)]
    assert "200. 第199题____。" in lines(paper_word("长卷", many, minutes=600, created=MADE))


def test_a_question_without_options_shows_its_words():
    assert answer_line(q.BLANK) == "1.26万"
    assert answer_line(q.SHORT) == ""
