"""Questions whose parts come bound by propositions: made-up rules, tables, booklets and cases."""

import random
from collections import Counter
from dataclasses import replace

import pytest

from index.records import Case, Document
from index.segment.propositions import propositions_of
from rag.checking.bound.binding import Sharing
from rag.quiz.bound.cells import look_ups
from rag.quiz.bound.exchanges import swapped
from rag.quiz.bound.facts import facts_in
from rag.quiz.bound.lists import belongings, lists_of, named_points
from rag.quiz.bound.making import bound_candidates
from rag.quiz.bound.owners import owners
from rag.quiz.bound.parties import is_office, parties
from rag.quiz.bound.sequences import events, steps
from rag.quiz.bound.statements import marked, statements_of
from rag.quiz.candidates import holds_value
from rag.quiz.naming import sources
from rag.quiz.records import BLANK, FALSE, KINDS, TRUE
from rag.quiz.short_answers import shorts
from rag.quiz.topics import Topic, list_topics
from tests.support.layouts import take_apart

RULES = """临江市市直机关活动室管理办法

第一章 总则

第一条 活动室每周开放不少于4天，其中至少1天开放至21时。图书不少于320册，每年更新比例不低于15%。

第二条 使用活动室的，应当提前3个工作日预约；同一支部每月预约不超过6场。

第三条 活动室由市直机关工委宣传部负责统筹，经费支出由机关服务中心审核，报工委组织部备案。

第四条 有下列情形之一的，暂停使用资格：
（一）连续2次预约后无故不到的；
（二）将活动室用于经营活动的；
（三）损坏设备拒不赔偿的。

第五条 有下列情形之一的，给予通报表扬：
（一）自愿承担开放日值守的；
（二）提出改进建议并被采纳的；
（三）全年没有违规记录的。

第六条 该办法自2024年5月1日起施行。联系电话：0591-1234567。
"""
TABLE = """2023年度临江市党费收支表

一、收入情况

| 项目 | 金额（元） | 经办人 |
| --- | --- | --- |
| 党员交纳 | 12000 | 许砚秋 |
| 上级下拨 | 3600 | 龚立群 |
| 利息收入 | 215 | 穆春来 |
| 其他收入 | 840 | 陶正年 |
| 合计 | 16655 | — |
"""


def topics(text, suffix=".txt"):
    parsed, segmentation = take_apart(text, suffix)
    document = parsed.document
    said = propositions_of(document, parsed.blocks, segmentation)
    cases = segmentation.cases

    class Store:
        def documents(self):
            return [document]

        def document(self, document_id):
            return document

        def cases(self, document_id):
            return cases

        def propositions_of(self, document_id, start, end):
            return said

    return list_topics(Store())


def chances():
    return {kind: random.Random(1) for kind in KINDS}


@pytest.fixture(scope="module")
def rules():
    (topic,) = topics(RULES)
    return topic


def test_a_statement_names_its_article_and_holds_what_it_leans_on(rules):
    found = {one.text: one for one in statements_of(rules)}
    week = found["活动室每周开放不少于4天，其中至少1天开放至21时。"]
    assert (week.place.startswith("第一条"), week.stem) == (True, None)
    assert sources(rules, week.place)[0] == f"《临江市市直机关活动室管理办法》{week.place}"
    assert all("电话" not in text and "该办法" not in text for text in found)
    for one in found.values():
        assert rules.document.text[one.start : one.end] == one.text
        assert all(one.start <= p.start and p.end <= one.end for p in one.propositions)


def test_an_item_is_shown_after_its_stem(rules):
    item = next(one for one in statements_of(rules) if one.text.startswith("将活动室用于经营"))
    assert "暂停使用资格" in item.lead
    for shown in facts_in(statements_of(rules)):
        assert all(one.words.text.count(one.answer) >= 1 for one in shown)


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("（一）连续60日未开放的", "连续60日未开放的"),
        ("**第三条**　资金专账管理", "资金专账管理"),
        ("3.2023年度收入12元", "2023年度收入12元"),
        ("3.5万元用于慰问", "3.5万元用于慰问"),
        ("1. 每人颁发证书", "每人颁发证书"),
        ("5月9日 图书站投用", "5月9日 图书站投用"),
    ],
)
def test_numbers_before_a_sentence_are_left_out(line, rest):
    assert line[marked(line) :] == rest


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("本办法由工委阵地建设科负责解释。", ["工委阵地建设科"]),
        ("金额1万元以上的，报工委会议研究。", ["工委"]),
        ("情况紧急的，经工委书记批准，可先行垫付。", ["工委书记"]),
        ("活动经费由综合科统一管理。", ["综合科"]),
        ("本办法由县直机关工委组织科负责解释。", ["县直机关工委组织科"]),
        ("病重等经支部党员大会同意的，可不计入。", ["支部党员大会"]),
        ("连续两年未用完的，由机关党委收回统筹。", ["机关党委"]),
        ("支委会由3至5人组成。", []),
        ("有异议的，由其所在单位另行研究。", []),
        ("理由是经费不足，由此形成决议。", []),
    ],
)
def test_who_does_something_by_a_rule(sentence, named):
    assert [sentence[fact.start : fact.end] for fact in parties(sentence)] == named


def test_lists_give_choices_of_several_and_points(rules):
    lists = lists_of(rules)
    assert [len(one.items) for one in lists] == [3, 3]
    several = list(belongings(rules, lists, random.Random(3)))
    assert several
    for candidate in several:
        made = candidate.question
        own = next(one for one in lists if one.lead in made.stem)
        words = {own.words(item) for item in own.items}
        assert set(made.answer) == words & set(made.options)
        assert 2 <= len(made.answer) < len(made.options) == 4
    points = [candidate.question for candidate in named_points(rules, lists)]
    assert [len(made.points) for made in points] == [3, 3]
    assert all(point.text in point.citation.quote for made in points for point in made.points)


def test_sentences_after_each_other_are_no_list():
    text = RULES.replace("（一）连续2次预约后无故不到的；\n（二）", "连续2次预约后无故不到的。").replace(
        "；\n（三）损坏", "。损坏"
    )
    (topic,) = topics(text)
    assert [one.lead for one in lists_of(topic) if "暂停" in one.lead] == []


@pytest.fixture(scope="module")
def table():
    (topic,) = topics(TABLE, ".md")
    return topic


def test_cells_are_asked_by_row_and_column_and_mistaken_for_their_column(table):
    made = [candidate.question for candidate in look_ups(table, [], random.Random(2))]
    amounts = {"12000", "3600", "215", "840"}
    names = {"许砚秋", "龚立群", "穆春来", "陶正年"}
    rows = {"党员交纳", "上级下拨", "利息收入", "其他收入"}
    assert {q.kind for q in made} >= {"blank", "choice", "judge"}
    for q in made:
        assert "合计" not in q.stem
        assert "2023年度临江市党费收支表" in q.stem
        if q.kind == "choice":
            assert set(q.options) in (amounts, names, rows)
        if q.kind == "judge" and q.answer == (FALSE,):
            wrong, right = q.correction.split(" → ")
            assert {wrong, right} <= amounts or {wrong, right} <= names
        assert q.citations[0].quote.strip() in amounts | names


def test_a_table_that_names_other_cases_is_none_of_one(table):
    other = Topic(table.document, Case("d", 2, "", "利息收入", 0, 1, 1, 2), (), "利息收入")
    assert list(look_ups(table, [other], random.Random(2))) == []


def test_steps_and_dated_events_are_put_in_order():
    (plan,) = topics(
        "临江市品牌评选办法\n\n一、评选范围\n\n市直机关品牌均可参评，每个单位限报2个。\n\n二、评选步骤\n\n"
        "（一）组织申报（4月7日至4月25日）。每个单位报送材料1份。\n（二）资格审查（5月6日）。由宣传科会同纪工委审查。\n"
        "（三）专家初评（5月12日）。抽取9名评委打分。\n（四）现场展演（6月18日）。每个品牌限时6分钟。\n"
    )
    (candidate,) = steps(plan, random.Random(5))
    made = candidate.question
    marks = dict(zip("①②③④", [line[1:] for line in made.stem.splitlines()[1:]], strict=True))
    order = [marks[mark] for mark in made.answer[0].split("→")]
    assert order == ["组织申报", "资格审查", "专家初评", "现场展演"]
    assert len(set(made.options)) == 4
    assert made.answer[0] in made.options
    (chronicle,) = topics(
        "2024年临江市机关党建大事记\n\n一、概况\n\n本大事记记载市直机关党建工作的情况。\n\n二、大事\n\n"
        "1月23日，暖冬敲门行动走访独居老人612户。\n\n3月5日，机关志愿日活动在枫桥广场举办。\n\n"
        "5月9日，党员图书漂流站12个站点投用。\n\n8月19日，亮灯预警通报红灯支部2个。\n"
    )
    for candidate in events(statements_of(chronicle), random.Random(5)):
        listed = candidate.question.stem.splitlines()[1:]
        assert not any("月" in line for line in listed)  # the date would tell
        told = dict(zip("①②③④", (line[1:] for line in listed), strict=False))
        order = [told[mark] for mark in candidate.question.answer[0].split("→")]
        places = [chronicle.document.text.index(words) for words in order]
        assert places == sorted(places)


BODIES = {
    "市档案馆": "馆里把婚姻、退役、知青三类卷宗全部扫描，等候时间由40分钟缩短为5分钟。",
    "市税务局": "每月8日请纳税人喝茶说事，全年收集意见389条，办结377条，满意度升到95.1分。",
    "市水利局": "党员把课堂搬到河边，全年开课36次，排查排污口157个，整治149个。",
    "市总工会": "为夜班职工建成暖夜驿站14个，一年接待6.7万人次，追回欠薪86.5万元。",
}


def cases_topics():
    text = "\n".join(f"{unit}的做法\n{body}" for unit, body in BODIES.items())
    document, found = Document("d" * 16, "汇编.txt", "汇编", text), []
    for order, (unit, body) in enumerate(BODIES.items(), start=1):
        start = text.index(body)
        heading = (start - len(f"{unit}的做法\n"), start - 1)
        case = Case("d", order, unit, f"{unit}的做法", *heading, start, start + len(body))
        found.append(Topic(document, case, ((start, start + len(body)),), case.title))
    return found


def test_whose_a_passage_is_is_asked_where_nothing_in_it_tells():
    found = cases_topics()
    for topic in found:
        others = [other for other in found if other is not topic]
        span = topic.sentences[0]

        class Fact:
            stem = None

        fact = Fact()
        fact.span = span
        made = [candidate.question for candidate in owners(topic, others, [fact], random.Random(1))]
        if topic.unit == "市税务局":  # 纳税人: 税 alone is no hint, 税务 would be
            assert made
        for q in made:
            assert q.answer[0] in ({*BODIES} if q.kind == "match" else {TRUE, FALSE})
            assert topic.unit not in q.stem or q.kind == "judge"
    twice = [found[0], *(other for other in found[1:3])]
    assert list(owners(twice[0], twice[1:], [], random.Random(1))) == []


def test_a_page_s_path_is_no_title_where_the_file_has_a_name(table):
    hung = replace(table, name="您现在的位置：首页 >> 制度文件 >> 经费管理")
    named = replace(hung, document=replace(hung.document, name="活动经费管理办法.txt"))
    assert sources(named)[0] == "《活动经费管理办法》"
    assert sources(hung)[0] == "《经费管理》"


def test_a_number_that_a_page_tore_is_not_asked_for(rules):
    (torn,) = topics(RULES.replace("320册", "3 20册"))
    assert not any("3 20" in one.text for one in statements_of(torn))
    assert any("320" in one.text for one in statements_of(rules))


def test_somebody_s_deed_at_a_place_is_no_office():
    assert is_office("市文化馆")
    assert not is_office("主题活动在市文化馆")


def test_an_article_s_number_gives_no_amount_away():
    assert holds_value("3", "每组3人")
    assert not holds_value("3", "《办法》第三条“甲方职责”")
    assert holds_value("2023年", "《2023年度收支表》")
    assert not holds_value("机关党委", "《机关党支部换届手册》")
    assert not holds_value("2%", "《党支部工作问答（2024年版）》")


def test_an_exchange_that_its_own_word_shows_is_not_asked():
    said = "零星报销平均办结时间由9个工作日缩短到4个工作日。"
    parted = "零星报销平均9个工作日办结，异地备案平均4个工作日办结。"
    for sentence, asked in ((said, False), (parted, True)):
        (topic,) = topics(
            f"市医保局办事提速办法\n\n第一条 {sentence}\n\n第二条 本办法自2024年5月1日起施行。\n"
        )
        facts = [facts_in([one]) for one in statements_of(topic)]
        assert bool(list(swapped([found for some in facts for found in some], random.Random(1)))) is asked


def test_a_year_that_the_title_tells_is_not_asked_for():
    text = (
        "临江市水务局2024年党建工作报告\n\n第一条 龙口断面水质由{year}年的Ⅳ类提升为Ⅲ类，排污口整治198个。\n"
    )
    for year, asked in ((2023, False), (2019, True)):
        (topic,) = topics(text.format(year=year))
        shown = [one for found in facts_in(statements_of(topic)) for one in found]
        assert (f"{year}年" in [one.answer for one in shown]) is asked


def test_a_line_cut_off_inside_bold_print_is_no_statement():
    (whole,) = topics("窗口值守办法\n\n第一条 局里实行积分制度，每守一晚记2分，全年累计不少于60分。\n")
    assert statements_of(whole)
    (torn,) = topics("窗口值守办法\n\n第一条 局里实行积分**制度，每守一晚记2分，全年累计不少于60分。\n")
    assert not any("**" in one.text for one in statements_of(torn))


def test_all_kinds_come_of_rules_and_none_of_what_cannot_stand_alone(rules):
    made = [candidate.question for candidate in bound_candidates(rules, [], {}, chances())]
    kinds = Counter(q.kind for q in made)
    assert {"judge", "choice", "blank", "multi", "short"} <= set(kinds)
    assert all("《临江市市直机关活动室管理办法》" in q.stem for q in made)
    assert not any("1234567" in q.stem or "该办法" in q.stem for q in made)
    for q in made:
        if q.kind == "blank":
            shown = q.stem.replace(BLANK, q.answer[0])
            assert q.citations[0].quote.rstrip("。；") in shown
    again = [candidate.question for candidate in bound_candidates(rules, [], {}, chances())]
    assert [q.id for q in made] == [q.id for q in again]


def test_an_altered_statement_is_denied_by_what_it_is_bound_to(rules):
    from chinese import AnalysedText
    from rag.quiz.verify import denied

    assert isinstance(rules.sharing, Sharing)
    assert denied(AnalysedText("活动室每周开放不少于6天"), "6", rules)
    assert not denied(AnalysedText("活动室每周开放不少于4天"), "4", rules)


CASE = """把支部会开在塘埂上

一、背景

2022年入秋后，全镇尾水不达标的养殖塘达到318口，两次收到整改通知。

二、成效

截至11月底，318口塘中完成改造287口，退养复垦22口。

尾水抽检达标率由75.0%提高到97.2%，排名由第六位前移到第二位。
"""


def test_what_came_of_a_case_is_told_by_the_part_that_is_called_so():
    (topic,) = topics(CASE)
    asked = {one.question.stem: [point.text for point in one.question.points] for one in shorts(topic)}
    (points,) = [points for stem, points in asked.items() if "取得了哪些成效" in stem]
    assert [("318口塘中" in point, "97.2%" in point) for point in points] == [(True, False), (False, True)]


def test_a_workbook_is_named_by_its_file_and_no_table_by_its_measure(table):
    sheet = replace(table, document=replace(table.document, name="党费统计表.xlsx"))
    assert sources(sheet)[0] == "《党费统计表》"
    measured = topics(TABLE.replace("一、收入情况", "单位：元"))
    assert not any("单位：元" in one.question.stem for one in look_ups(measured[0], [], random.Random(1)))


def test_whoever_acts_ends_before_where_he_does():
    (one,) = parties("须由组织科在系统中审核一次，审核时限为3个工作日。")
    assert (one.start, one.end) == (2, 5)
