"""Counts, rows of tables and digests on the seed article and on a table, with the models that ship."""

from contextlib import contextmanager

import pytest

from index.parse import parse_text
from rag.answering.chatbot import Chatbot
from rag.search import Retriever
from training.corpora import fill

TABLE = """# 云岭县2024年支部经费表

| 支部 | 党员数 | 经费（万元） |
|---|---|---|
| 水务局支部 | 21 | 3.5 |
| 林草局支部 | 34 | 2.8 |
| 档案馆支部 | 12 | 4.1 |
| 合计 | 67 | 10.4 |
"""


def assert_verbatim(answer, chatbot):
    for citation in answer.citations:
        text = chatbot.store.document(citation.document_id).text
        assert text[citation.start : citation.end] == citation.quote


def test_cases_are_counted_and_every_row_is_cited(chatbot):
    answer = chatbot.ask("一共有几个案例？")
    assert (answer.status, answer.span, len(answer.rows)) == ("grounded", "10个", 10)
    assert "按案例计数" in answer.note
    assert all(row.cites for row in answer.rows)
    assert [row["text"] for row in answer.to_json()["rows"]] == [row.text for row in answer.rows]
    assert_verbatim(answer, chatbot)


def test_a_digest_is_told_by_roles_within_its_room(chatbot):
    answer = chatbot.ask("介绍一下市检察院的做法和成效")
    assert answer.status == "grounded"
    assert answer.sentences[0].group == "做法"
    assert answer.answer.startswith("做法：")
    assert len(answer.answer) <= 600
    assert {citation.unit for citation in answer.citations} == {"市检察院"}
    assert_verbatim(answer, chatbot)


@contextmanager
def chatbot_over(text, name, folder, chatbot):
    """A chatbot like another one, over one text."""
    settings = chatbot.settings
    with fill(folder, [parse_text(text, name)], chatbot.embedder, settings.index) as store:
        retriever = Retriever(store, chatbot.embedder, settings.retrieval)
        yield Chatbot(store, retriever, chatbot.reader, chatbot.propositions, settings)


@pytest.fixture(scope="module")
def tabular(tmp_path_factory, chatbot):
    """A chatbot over one table."""
    with chatbot_over(TABLE, "经费表.md", tmp_path_factory.mktemp("table"), chatbot) as bot:
        yield bot


@pytest.mark.parametrize(
    ("question", "name", "value"),
    [("哪个支部经费最多？", "档案馆支部", "4.1"), ("哪个支部党员数最多？", "林草局支部", "34")],
)
def test_the_row_of_the_largest_value_is_named_and_no_total(question, name, value, tabular):
    answer = tabular.ask(question)
    assert (answer.status, answer.span) == ("grounded", name)
    assert value in answer.answer
    assert "最大" in answer.note
    assert_verbatim(answer, tabular)


def test_a_follow_up_that_points_back_counts_nothing_by_itself(chatbot):
    told = chatbot.ask("坊巷讲习所接待了多少参观者？")
    assert chatbot.ask("那有几个案例？", [told]).rows == ()
    assert len(chatbot.ask("一共有几个案例？", [told]).rows) == 10


def test_every_case_that_is_counted_has_its_row(chatbot):
    answer = chatbot.ask("都有哪些单位的案例？")
    assert len(answer.rows) == len({row.text for row in answer.rows}) == 10
    assert all("\n" not in row.text for row in answer.rows)


class Silent:
    """A model that must not be asked."""

    name = "不该问的模型"

    def stream(self, messages, *, cancelled):
        raise AssertionError("asked to count")


def test_a_model_is_not_asked_to_write_a_count(chatbot):
    answer = chatbot.ask("一共有几个案例？", engine=Silent())
    assert (answer.span, answer.engine, len(answer.rows)) == ("10个", "extractive", 10)
    assert "按案例计数" in answer.note


LISTED = """# 云岭县机关党建简报

## 县水务局

水务局今年督查发现问题168个，截至5月10日，已整改149个。

支部交接班要做的事：

1.填写交班记录；

2.清点钥匙；

3.关闭电源。
"""


@pytest.fixture(scope="module")
def listed(tmp_path_factory, chatbot):
    """A chatbot over a list and a sentence of two numbers."""
    with chatbot_over(LISTED, "简报.md", tmp_path_factory.mktemp("list"), chatbot) as bot:
        yield bot


@pytest.mark.parametrize(
    "question", ["支部交接班要做哪些事？", "支部交接班要做的事有哪些", "支部交接班做哪些事"]
)
def test_a_list_is_given_whole_and_every_line_is_cited(question, listed):
    answer = listed.ask(question)
    assert [sentence.text for sentence in answer.sentences] == [
        "支部交接班要做的事", "1.填写交班记录；", "2.清点钥匙；", "3.关闭电源。",
    ]  # fmt: skip
    assert answer.note == "资料在这里列了3条。"
    assert_verbatim(answer, listed)


def test_a_list_whose_stem_says_less_than_the_question_is_no_sure_answer(listed):
    assert listed.ask("支部交接班哪些领导要到场？").status != "grounded"


def test_what_is_left_is_reckoned_and_said_how(listed):
    answer = listed.ask("水务局督查发现的问题还剩多少个没整改？")
    assert (answer.span, answer.note) == ("19个", "168个减去149个，得19个。")
    assert "已整改149个" in answer.answer
    assert_verbatim(answer, listed)
