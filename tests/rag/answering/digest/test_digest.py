"""The lines of a digest: their roles, their words, their room, what they lean on."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.answering.digest import digest, digest_asked, draft_of, outline
from rag.citing import number
from tests.rag.answering.digest.cases_told import ToldRoles, case_text


def shown(question, says=None, room=600, text=None):
    """Each line as (role, words as shown)."""
    made, case = text or case_text()
    lines = digest_asked(question, made, ToldRoles(says), room)
    return [(line.role, draft_of(line, made.document, case).text) for line in lines]


def test_a_case_is_told_in_measures_results_and_honours():
    assert shown("介绍市水务局的听漏队") == [
        ("做法", "夜里听漏：听漏队分3个小组，每周二23时沿街听漏。老队员把要领编成口诀。"),
        ("做法", "一是责任上墙。98座泵房各挂一块牌。"),
        ("做法", "二是限时到场。泵房水质异常的，20分钟内响应。"),
        ("成效", "漏损率降至11.2%。群众来信由57件降到19件。"),
        ("荣誉", "2024年5月，听漏队被省总工会授予“工人先锋号”。"),
    ]


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        ("水务局的成效怎么样", [("成效", "漏损率降至11.2%。群众来信由57件降到19件。")]),
        ("水务局得过什么荣誉", [("荣誉", "2024年5月，听漏队被省总工会授予“工人先锋号”。")]),
        ("水务局还有哪些不足", [("不足", "还有5处漏点没有修复。")]),
        ("水务局有什么打算", []),
    ],
)
def test_one_role_alone(question, lines):
    assert shown(question) == lines


def test_a_section_that_is_named_is_told_alone():
    assert shown("水务局听漏的做法") == [
        ("做法", "听漏队分3个小组，每周二23时沿街听漏。老队员把要领编成口诀。"),
    ]


def test_each_section_is_told_before_any_says_more():
    lines = shown("水务局的做法", room=95)
    assert [words for _, words in lines] == [
        "夜里听漏：听漏队分3个小组，每周二23时沿街听漏。",
        "一是责任上墙。98座泵房各挂一块牌。",
        "二是限时到场。泵房水质异常的，20分钟内响应。",
    ]


def test_a_long_sentence_is_cut_at_a_clause_where_sections_are_many():
    clauses = "，".join(f"第{n}组每周巡查{n}次" for n in range(10, 40))
    text = case_text(
        f"# 甲县案例\n\n## 甲局：巡河\n\n### 一、巡河\n\n{clauses}。\n\n### 二、护堤\n\n{clauses}。\n"
    )
    lines = shown("介绍甲局", {"第10组": "做法"}, 300, text)
    assert len(lines) == 2
    assert all(words.endswith("次……") for _, words in lines)
    assert sum(len(words) for _, words in lines) <= 300


def test_a_sentence_that_points_back_comes_with_the_one_before():
    text = case_text("# 甲县案例\n\n## 甲局：提速\n\n材料减到6份。历史遗留件不适用上述规定，最长60日。\n")
    lines = shown("介绍提速", {"材料": "成效", "历史": "做法"}, text=text)
    assert lines == [("成效", "材料减到6份。历史遗留件不适用上述规定，最长60日。")]


def test_what_stands_under_the_heading_asked_for_is_told_whatever_it_looks_like():
    assert shown("水务局还有哪些不足", {"还有5处": "做法"}) == [("不足", "还有5处漏点没有修复。")]
    assert shown("水务局还有哪些不足", {"还有5处": "打算"}) == []


def test_a_text_without_these_roles_is_summed_up_whatever_it_tells():
    text = case_text("# 甲县案例\n\n## 甲局：来由\n\n全县有渡口47处。渡工白天离不开船。\n")
    lines = shown("介绍来由", {"全县": "背景", "渡工": "背景"}, text=text)
    assert lines == [("背景", "全县有渡口47处。渡工白天离不开船。")]


def test_a_line_names_what_its_propositions_carry_and_it_does_not_show():
    made, _ = case_text(
        "# 甲县案例\n\n## 甲局：积分\n\n申报材料包括：\n\n（一）申请表2份；\n\n（二）事迹材料1份。\n"
    )
    lines = digest_asked("介绍积分", made, ToldRoles({"（一）": "做法", "（二）": "做法"}))
    words = made.document.text
    assert [words[line.start : line.end] for line in lines] == ["（一）申请表2份；", "（二）事迹材料1份。"]
    for line in lines:
        assert ("stem", "申报材料包括") in [(part.role, words[part.start : part.end]) for part in line.leans]
        assert not any(line.start <= part.start and part.end <= line.end for part in line.leans)


def test_a_heading_with_a_colon_leads_by_its_first_part_so_that_it_can_be_cited():
    made, case = case_text(
        "# 甲县案例\n\n## 甲局：田头仓\n\n"
        "### 一、建仓：扎在产地\n\n建仓共计3座。\n\n### 二、驻人\n\n每仓派驻5人。\n"
    )
    lines = digest_asked("介绍甲局", made, ToldRoles({"建仓": "做法", "每仓": "做法"}))
    drafts = [draft_of(line, made.document, case) for line in lines]
    assert [draft.text for draft in drafts] == ["建仓：建仓共计3座。", "驻人：每仓派驻5人。"]
    assert len(number(drafts)[0]) == 2


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(["背景", "做法", "成效", "荣誉", "不足", "打算", "其他"]), min_size=11, max_size=11
    ),
    st.integers(40, 600),
)
def test_lines_are_verbatim_fit_the_room_and_never_are_a_heading_alone(roles, room):
    made, case = case_text()
    sentences = outline(made.document, made.blocks, made.span)
    words = made.document.text
    says = {words[s.start : s.end]: role for s, role in zip(sentences, roles, strict=False)}
    model = ToldRoles(says)
    lines = digest(
        made.document,
        sentences,
        model.roles(made.document, sentences, made.span),
        made.propositions,
        room=room,
    )
    drafts = [draft_of(line, made.document, case) for line in lines]
    assert sum(len(draft.text) for draft in drafts) + 6 * len(drafts) <= room
    cited, citations = number(drafts)
    assert len(cited) == len(drafts)
    assert all(words[c.start : c.end] == c.quote for c in citations)
    told = [s for s in sentences if not s.heads]
    assert all(any(s.start < line.end and line.start < s.end for s in told) for line in lines)


def test_room_is_kept_when_leads_make_lines_longer():
    made, _ = case_text()
    for room in range(30, 260, 10):
        lines = digest_asked("介绍市水务局的听漏队", made, ToldRoles(), room)
        assert sum(line.cost for line in lines) <= room


def test_nothing_is_told_of_an_empty_case():
    made, _ = case_text()
    assert digest_asked("介绍", replace(made, span=(made.span[0], made.span[0])), ToldRoles()) == []
