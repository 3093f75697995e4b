"""Questions made of the seed with the reader that ships, and of made-up texts with a scripted reader."""

import json
from collections import Counter
from pathlib import Path

import pytest

import rag.__main__ as command
from chinese.folding import bare
from chinese.values.mentions import find_mentions
from index.library.sources import read_files
from index.settings import CASE_READER
from index.store.opening import open_store
from rag.citing.citations import covered, verbatim
from rag.cli import quiz as quiz_command
from rag.quiz.learning_card import SECTIONS, card, section_of
from rag.quiz.maker import LEAST, UnknownCase, draw, make
from rag.quiz.records import BLANK, FALSE, GAP, KINDS, TRUE, from_json, to_json
from rag.quiz.topics import DATELINE, list_topics
from rag.quiz.verify import verify
from rag.quiz.worth import WorthJudge
from rag.reading.reader import Weighing
from rag.reading.spans import Reading

ROOT = Path(__file__).resolve().parents[3]
TEXT = """云川市税务局“星火学堂”点亮社区夜校

2021年9月，云川市税务局开办“星火学堂”品牌夜校，由32名青年党员轮流授课。截至2023年底，夜校已开课186期，累计服务居民1.26万人次。夜校获评全市第四批优秀案例，学员满意率达到97.5%。
"""


@pytest.fixture(scope="session")
def quiz(chatbot):
    return make(chatbot.store, chatbot.reader, seed=7)


@pytest.fixture
def texts(chatbot):
    return {entry.id: chatbot.store.document(entry.id).text for entry in chatbot.store.documents()}


def test_enough_over_every_case_and_kind(quiz, chatbot):
    cases = {topic.name for topic in list_topics(chatbot.store)}
    assert len(quiz.questions) >= 120
    assert {q.case for q in quiz.questions} == cases
    assert {q.kind for q in quiz.questions} == set(KINDS) - {"order"}  # the article numbers no steps
    assert len({q.id for q in quiz.questions}) == len(quiz.questions)
    assert quiz.thrown.total() > 0  # the reader does object now and then


def test_the_judge_leaves_the_article_enough_questions(quiz, chatbot):
    merits = WorthJudge.open(CASE_READER, chatbot.embedder).worth(quiz.questions)
    assert sum(merit >= LEAST for merit in merits) >= 120


def test_every_question_is_proved_word_for_word(quiz, texts):
    for q in quiz.questions:
        assert q.citations
        assert all(verbatim(c, texts[c.document_id]) for c in q.citations), q.stem
        assert all(point.text in point.citation.quote for point in q.points)
        assert q.generation == quiz.questions[0].generation


def test_answers_stand_in_the_evidence_and_true_statements_are_the_sources(quiz):
    for q in quiz.questions:
        evidence = q.citations[0].quote
        if q.kind in ("blank", "choice"):
            assert q.answer[0] in evidence
            shown = q.stem.split("：", 1)[1].replace(BLANK, q.answer[0]).replace(GAP, q.answer[0])
            assert covered(shown, [evidence]) or all(p in evidence for p in shown.split("……"))
        if q.kind == "judge" and q.answer == (TRUE,):
            shown = q.stem.split("：", 1)[1]
            assert all(piece in evidence for piece in shown.split("……"))


def test_a_false_statement_says_what_it_should_say(quiz):
    false = [q for q in quiz.questions if q.answer == (FALSE,)]
    assert len(false) > 20
    for q in false:
        wrong, right = q.correction.split(" → ")
        assert all(part in q.stem for part in wrong.split("、"))
        assert wrong != right
        if "、" in q.correction:  # two amounts that have changed places
            one, other = right.split("、")
            assert f"{other}、{one}" == wrong
            assert one in q.citations[0].quote
            assert other in q.citations[0].quote
        elif "下面这段话" not in q.stem:
            assert right in q.citations[0].quote
            head, _, tail = q.stem.split("：", 1)[1].rpartition(wrong)
            told = f"{head}{right}{tail}"
            assert all(piece in q.citations[0].quote for piece in told.split("……")), q.stem


def test_no_question_answers_itself(quiz):
    for q in quiz.questions:
        if q.kind not in ("blank", "choice", "match"):
            continue
        assert bare(q.answer[0]) not in bare(q.stem) or len(bare(q.answer[0])) < 2, q.stem
        values = {
            m.value
            for m in find_mentions(q.stem.replace(BLANK, "\n").replace(GAP, "\n"))
            if m.kind == "number"
        }
        asked = {m.value for m in find_mentions(q.answer[-1]) if m.kind == "number"}
        assert not values & asked, q.stem


def test_no_option_gives_itself_away(quiz):
    longest = Counter()
    for q in quiz.questions:
        if q.kind not in ("choice", "match"):
            continue
        assert len(q.options) == len({bare(o) for o in q.options}) == 4
        assert q.options.count(q.answer[0]) == 1
        sizes = sorted(map(len, q.options))
        if q.kind == "choice":
            assert sizes[-1] <= 2 * sizes[0] + 1, q.options
        others = [len(o) for o in q.options if o != q.answer[0]]
        longest[len(q.answer[0]) > max(others)] += 1
    assert longest[True] / longest.total() < 0.25  # by chance a quarter


def test_right_answers_are_spread(quiz):
    places = Counter(q.options.index(q.answer[0]) for q in quiz.questions if len(q.options) == 4)
    assert set(places) == {0, 1, 2, 3}
    judged = Counter(q.answer[0] for q in quiz.questions if q.kind == "judge")
    assert 0.3 < judged[TRUE] / judged.total() < 0.7


def test_the_same_seed_makes_the_same_questions(quiz, chatbot):
    again = make(chatbot.store, chatbot.reader, seed=7, cases={"构建基层治理新格局"}, kinds={"judge"})
    wanted = [q for q in quiz.questions if q.case == "构建基层治理新格局" and q.kind == "judge"]
    assert list(again.questions) == wanted


def test_questions_are_drawn_over_cases_kinds_and_sentences(quiz):
    ten = draw(quiz.questions, 10, seed=1)
    assert [q.id for q in ten] == [q.id for q in draw(quiz.questions, 10, seed=1)]
    assert [q.id for q in ten] != [q.id for q in draw(quiz.questions, 10, seed=2)]
    assert len({q.citations[0].start for q in ten}) == 10
    assert len({q.case for q in ten}) >= 5
    kinds = Counter(q.kind for q in ten)
    assert set(kinds) == {q.kind for q in quiz.questions}
    assert max(kinds.values()) <= 2
    assert len(draw(quiz.questions, 10_000, seed=1)) == len(quiz.questions)
    assert draw([], 10) == []


def test_json_gives_every_question_back(quiz):
    for q in quiz.questions:
        assert from_json(json.loads(json.dumps(to_json(q)))) == q
    with pytest.raises(ValueError, match="essay"):
        from_json({**to_json(quiz.questions[0]), "kind": "essay"})


def test_an_unknown_case_is_named_with_those_there_are(chatbot):
    with pytest.raises(UnknownCase, match=r"没有案例“不存在”.*构建基层治理新格局"):
        make(chatbot.store, chatbot.reader, cases=["不存在"])


def test_cards_are_verbatim_and_sorted(chatbot, texts):
    for topic in list_topics(chatbot.store):
        lines = card(topic)
        assert lines
        assert all(verbatim(line.citation, texts[line.citation.document_id]) for line in lines)
        order = [SECTIONS.index(line.section) for line in lines]
        assert order == sorted(order)


@pytest.mark.parametrize(
    ("sentence", "section"),
    [
        ("组建服务队，开展上门走访，打造十分钟服务圈。", "做法"),
        ("累计服务居民1.2万人次，得到群众好评。", "成效"),
        ("该案例获评全省优秀党建品牌。", "荣誉"),
        ("云川地处闽江下游，人口六十万。", None),
    ],
)
def test_sections_of_a_card(sentence, section):
    assert section_of(sentence) == section


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("新华社北京9月5日电（记者 张三）夜校开办。", "夜校开办。"),
        ("本报讯（通讯员 李四）夜校开办。", "夜校开办。"),
        ("云川网讯 夜校开办。", "夜校开办。"),
        ("云川市广播电视局开办夜校。", "云川市广播电视局开办夜校。"),
        ("电影《巨浪》上映。", "电影《巨浪》上映。"),
    ],
)
def test_datelines_are_no_part_of_a_text(line, rest):
    match = DATELINE.match(line)
    assert line[match.end() if match else 0 :] == rest


class Reader:
    """Finds the spans it is given likeliest and supports what stands in the source."""

    def __init__(self, finds=()):
        self.finds = finds

    def read(self, question, passages):
        import numpy as np

        readings = []
        for text in passages:
            starts = np.arange(len(text))
            logits = np.where(np.isin(starts, [text.find(a) for a in self.finds]), 9.0, 0.0)
            readings.append(Reading(starts, starts + 1, logits.astype("f4"), logits.astype("f4"), 1.0))
        return readings

    def weigh(self, pairs):
        return [Weighing(9.0 if claim in text else 0.0, 0.0, 0.0, 1.0) for claim, text in pairs]


@pytest.fixture
def small(tmp_path, ingest):
    path = tmp_path / "云川.txt"
    path.write_text(TEXT, encoding="utf-8")
    ingest(tmp_path / "store", read_files([path]))
    with open_store(tmp_path / "store") as store:
        yield store


def test_what_the_reader_cannot_find_is_thrown_with_a_reason(small):
    kept = make(small, Reader(finds=["1.26"]), kinds=["blank"])
    assert [q.answer[0] for q in kept.questions if q.answer[-1].endswith(("名", "期", "人次"))] == ["1.26万"]
    assert kept.thrown["阅读模型没有找到答案"] >= 2


def test_what_the_reader_cannot_tell_apart_is_thrown(small):
    class Blind(Reader):
        def weigh(self, pairs):
            return [Weighing(1.0, 0.0, 0.0, 1.0) for _ in pairs]

    kept = make(small, Blind(), kinds=["choice", "judge"])
    assert {q.answer for q in kept.questions} == {(TRUE,)}
    assert kept.thrown["阅读模型分不出真假"] >= 3


def test_nothing_to_ask_makes_nothing(tmp_path, ingest):
    path = tmp_path / "空.txt"
    path.write_text("你好。", encoding="utf-8")
    ingest(tmp_path / "store", read_files([path]))
    with open_store(tmp_path / "store") as store:
        assert make(store, Reader()).questions == ()
        assert list(verify([], list_topics(store)[0], [], Reader())) == []


def test_stopping_keeps_what_was_made(chatbot):
    stops = iter([False, False, True])
    some = make(chatbot.store, chatbot.reader, kinds=["match"], cancelled=lambda: next(stops))
    assert 0 < len({q.case for q in some.questions}) <= 2


@pytest.fixture
def run(capsys, monkeypatch, chatbot):
    """The command in this process with the session's reader: exit code, standard output and error."""
    monkeypatch.setattr(quiz_command.CaseReader, "of", lambda settings: chatbot.reader)

    def called(*arguments):
        try:
            code = command.main(["quiz", *arguments])
        except SystemExit as leaving:
            code = leaving.code
        return code, *capsys.readouterr()

    return called


def test_the_command_prints_questions_and_counts(run, shipped_store):
    code, out, err = run(
        "--store", str(shipped_store), "--cases", "市水利局", *"-n 3 --seed 7 --json".split()
    )
    assert code == 0, err
    records = json.loads(out)
    assert [from_json(record).case for record in records] == ["“三三制”构筑水利特色的红色阵地"] * 3
    assert "本次给出 3 题" in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--kinds", "作文"], "没有题型“作文”，可用的是：判断、单选、多选、填空、归类、排序、简答、材料题"),
        (["-n", "0"], "-n 是 0，应在 1 到 1000 之间"),
        (["--store", "/nowhere"], "/nowhere"),
    ],
)
def test_wrong_use_is_one_chinese_line(run, arguments, said):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert len(err.splitlines()) == 1
