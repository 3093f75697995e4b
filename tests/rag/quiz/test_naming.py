"""How questions name what they are about."""

from dataclasses import replace

import pytest

from index.records import Case, Document
from rag.quiz.naming import sources, title_of
from rag.quiz.topics import Topic
from rag.quiz.verify import undated


def test_titles_are_named_as_somebody_would():
    issued = title_of("临江市委工委 财政局\n关于印发《小额经费细则（试行）》的通知")
    assert issued == "小额经费细则（试行）"
    assert title_of("首页 > 党建要闻 > 基层一线 跟着潮水上班——支部开到渔港") == "跟着潮水上班——支部开到渔港"
    assert title_of("【短讯】法院：把庭开到晒谷场") == "法院：把庭开到晒谷场"
    assert title_of("督 查 通 报") == "督查通报"
    assert title_of("学习《条例》的体会") == "学习〈条例〉的体会"
    for name in ('"先锋"攻坚队', "“先锋”攻坚队", "「先锋」攻坚队"):
        assert title_of(name) == name


@pytest.mark.parametrize(
    ("printed", "named"),
    [
        (
            "外出学习你问我答 （2024年修订本） 州委直属机关工委财务审计科 编",
            "外出学习你问我答",
        ),
        ("2024年机关党建 案例选编", "2024年机关党建 案例选编"),
        ("县统计局党务工作交接清单 移交人：殳建业（原组织委员）", "县统计局党务工作交接清单"),
        ("县乡村振兴局：三本账 一张图", "县乡村振兴局：三本账 一张图"),
        ("漏水少了 夜里的电话也少了 本报青屏讯（通讯员 申屠", "漏水少了 夜里的电话也少了"),
        ("支部设置情况的 调研报告 省自然资源厅机关党委课题组", "支部设置情况的 调研报告"),
        ("中共县委县直机关工作委员会 会 议 纪 要", "中共县委县直机关工作委员会 会议纪要"),
        ("你 我 同 行", "你我同行"),
        ("换届选举工作手册 （2022年修订） 中共苍梧市委", "换届选举工作手册"),
        ("县直党务工作手册\n（2024年修订本·内部使用）", "县直党务工作手册"),
        ("经费管理办法（试行）", "经费管理办法（试行）"),  # on the title's own line
        ("“七一”特别推送｜两座灯塔，一份守望", "两座灯塔，一份守望"),
        ("两座灯塔，一份守望｜海事局", "两座灯塔，一份守望"),
    ],
)
def test_who_signed_below_a_title_and_set_its_letters_apart_is_left_out(printed, named):
    assert title_of(printed) == named


def news(text, title, unit):
    """One of several cases of a page."""
    document = Document("d" * 16, "专版.txt", "先锋日报 第3版", text)
    start = text.index("\n") + 1 if text.startswith(f"{title}\n") else 0
    case = Case("d", 1, unit, title, 0, len(title), start, len(text))
    return Topic(document, case, ((start, len(text)),), title)


def test_a_unit_or_the_text_s_first_words_are_no_title():
    deed = "市水务局找漏党员突击队6月10日成立，分6个组夜查管网。"
    assert sources(news(deed, "市水务局", "市水务局")) == ["《先锋日报 第3版》中介绍市水务局的一段"]
    begun = news(deed, "市水务局找漏党员突击队6月", "市水务局")
    assert sources(begun) == ["《先锋日报 第3版》中介绍市水务局的一段"]
    marked = news(f"◇{deed}", "◇市水务局找漏党员突击队6月", "市水务局")
    assert sources(marked) == sources(begun)
    titled = news(f"夜查管网\n{deed}", "夜查管网", "市水务局")
    assert sources(titled)[0] == "《夜查管网》（市水务局）"


def test_whose_a_score_sheet_or_report_is_stands_beside_its_title():
    sheet = "被考核单位：市水务局机关党委。得分86分。"
    document = Document("d" * 16, "评分表.txt", "2024年度机关党建考核评分表", sheet)
    case = Case("d", 1, "市水务局机关党委", document.title, 0, 0, 0, len(sheet))
    whole = Topic(document, case, ((0, len(sheet)),), document.title, alone=True)
    assert sources(whole)[0] == "《2024年度机关党建考核评分表》（市水务局机关党委）"
    rules = replace(whole, name="机关党建考核办法")
    assert sources(rules)[0] == "《机关党建考核办法》"
    own = replace(whole, name="市水务局机关党委2024年工作总结")
    assert sources(own)[0] == "《市水务局机关党委2024年工作总结》"


def test_a_question_s_number_on_a_line_of_its_own_is_no_word_of_it():
    text = "11\n违规使用会费会怎样？\n追回。"
    document = Document("d" * 16, "问答.html", "会费问答", text)
    case = Case("d", 1, "", "11\n违规使用会费会怎样？", 0, 14, 15, len(text))
    asked = Topic(document, case, ((15, len(text)),), case.title)
    assert sources(asked)[0] == "《会费问答》对“违规使用会费会怎样？”的回答"


@pytest.mark.parametrize(
    ("stem", "tells"),
    [
        ("《总结》：今年3月底接待____人次。", False),
        ("《2024年工作总结》：去年接待____人次。", True),
        ("《通知》（直工〔2025〕6号）：今年轮训____人。", True),
        ("《总结》：二〇二四年以来，今年最多，共____人次。", True),
        ("《办法》：年底前报____备案。", True),
    ],
)
def test_this_year_is_told_only_beside_a_year(stem, tells):
    assert undated(stem) is not tells
