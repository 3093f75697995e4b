"""Which section a question names: by its headings, else by its paragraphs, else none."""

from index.parse import parse_text
from rag.answering.digest import asked_section, outline
from tests.rag.answering.digest.cases_told import case_text


def asked(question, wanted=()):
    text, _ = case_text()
    sentences = outline(text.document, text.blocks, text.span)
    found = asked_section(question, text.document, sentences, text.about, wanted)
    return [text.document.text[s.start : s.end] for s in found], len(sentences)


def test_a_heading_that_the_question_names_is_its_section():
    found, _ = asked("水务局听漏的做法", ("做法",))
    assert found == ["听漏队分3个小组，每周二23时沿街听漏。", "老队员把要领编成口诀。"]


def test_words_that_name_the_whole_case_name_no_section():
    found, every = asked("介绍市水务局的听漏队")
    assert len(found) == every


def test_a_role_alone_keeps_the_whole_case():
    found, every = asked("水务局有哪些不足", ("不足",))
    assert len(found) == every


def test_another_section_is_told_by_words_of_its_own_heading():
    found, _ = asked("水务局的阀门谁来守")
    assert found[0] == "一是责任上墙。"
    assert len(found) == 4


def test_without_headings_the_paragraphs_that_hold_the_words_are_the_section():
    lines = ["会费每月缴一次。", "食堂早餐七点开。", "报销二十日内办。", "转接组织关系开介绍信。"]
    parsed = parse_text("\n".join(lines), "甲.txt")
    sentences = outline(parsed.document, parsed.blocks, (0, len(parsed.document.text)))
    found = asked_section("转接组织关系怎么办", parsed.document, sentences, "", ("做法",))
    assert [parsed.document.text[s.start : s.end] for s in found] == [lines[3]]


def test_a_text_of_few_paragraphs_is_not_taken_apart():
    parsed = parse_text("会费每月缴一次。\n食堂早餐七点开。", "甲.txt")
    sentences = outline(parsed.document, parsed.blocks, (0, len(parsed.document.text)))
    assert asked_section("食堂早餐", parsed.document, sentences) == sentences
