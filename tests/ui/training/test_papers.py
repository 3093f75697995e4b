"""Versions of papers, the trainer's form, what is shown to whom, the importer."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from people.database import open_database
from people.learning import Learning
from people.papers import AttemptOver, Terms
from rag.quiz import FALSE, TRUE
from tests.browser.fake_page import TrainingStore, Weighing, training_questions
from tests.support import questions as q
from ui.desk import Act, Desk, Refused
from ui.training.papers.closer import Closer, grader_of
from ui.training.papers.paper_form import points_by_kind, terms_of
from ui.training.papers.paper_versions import sheet_of
from ui.training.papers.taken_papers import TakenPapers
from ui.training.question_bank import QuestionBank, stored
from ui.training.trainer import Trainer

POINTS = {question.id: 1.0 + at for at, question in enumerate(q.ALL)}
NOW = datetime.now(UTC)


def act(do="", row="", **form):
    return Act(do, str(row), form)


@pytest.fixture
def place(tmp_path):
    engine = open_database(f"sqlite:///{tmp_path / 'app.db'}")
    learning = Learning(engine)
    bank = QuestionBank(learning.bank, TrainingStore(), None)
    learning.bank.put([stored(question, "made") for question in training_questions()])
    papers = learning.papers.graded_by(grader_of(bank, Weighing()))
    yield bank, learning, papers
    bank.close()
    engine.dispose()


def test_versions_hold_the_same_questions_and_points_in_other_orders():
    sheets = [sheet_of(q.ALL, POINTS, 7, version, 4) for version in range(1, 5)]
    assert [sheet.version for sheet in sheets] == ["A", "B", "C", "D"]
    assert [question.id for question in sheets[0].questions] == [question.id for question in q.ALL]
    for sheet in sheets:
        assert {question.id: p for question, p in zip(sheet.questions, sheet.points, strict=True)} == POINTS
        kinds = [question.kind for question in sheet.questions]
        assert kinds == [question.kind for question in q.ALL]  # the parts stay in order
        for question in sheet.questions:
            before = next(one for one in q.ALL if one.id == question.id)
            assert sorted(question.options) == sorted(before.options)
            assert question.answer == before.answer  # by words: the key follows
    assert len({tuple(question.id for question in sheet.questions) for sheet in sheets}) > 1
    assert len({next(x for x in s.questions if x.id == q.CHOICE.id).options for s in sheets}) > 1
    assert sheet_of(q.ALL, POINTS, 7, 3, 4) == sheets[2]  # the same always
    assert sheet_of(q.ALL, POINTS, 7, 1, 1).version == ""


def test_true_and_false_are_never_exchanged_nor_is_what_its_letters_answer():
    lettered = replace(q.CHOICE, id="x" * 16, answer=("B",))
    for version in range(2, 9):
        for question in sheet_of([q.JUDGE, lettered], {q.JUDGE.id: 1, "x" * 16: 1}, 1, version, 8).questions:
            assert question.options in ((TRUE, FALSE), q.CHOICE.options)


@pytest.mark.parametrize(
    "words", ["2026-12-01T09:00", "2026年12月1日 9:00", "２０２６/12/1 9：00", "2026-12-01 09:00"]
)
def test_times_are_taken_as_people_write_them(words):
    assert terms_of(act(opens=words)).opens == datetime(2026, 12, 1, 9, 0).astimezone()


@pytest.mark.parametrize(
    ("form", "said"),
    [({"opens": "下周一"}, "开放时间填的是“下周一”，请按 2026-12-01 09:00 的样子填写"),
     ({"closes": "2026-13-01 09:00"}, "截止时间"), ({"pass_mark": "六十"}, "及格线填的是“六十”，请填写数字"),
     ({"minutes": "0"}, "时限填的是“0”，应为 1 到 600 的整数"), ({"versions": "9"}, "卷数")],
)  # fmt: skip
def test_what_is_no_number_or_time_is_told(form, said):
    with pytest.raises(Refused, match=said):
        terms_of(act(**form))


def test_points_come_from_the_form_else_from_the_question():
    own = replace(q.BLANK, worth=4.0)
    assert points_by_kind(act(), [q.CHOICE, own]) is None
    form = act(**{"points-choice": "2.5分"})
    assert points_by_kind(form, [q.CHOICE, own]) == {q.CHOICE.id: 2.5, own.id: 4.0}
    assert points_by_kind(act(), [own]) == {own.id: 4.0}
    with pytest.raises(Refused, match="请填写填空题每题的分值"):
        points_by_kind(form, [q.CHOICE, q.BLANK])


def texts(value):
    return value.html if hasattr(value, "html") else value


def test_nothing_of_a_key_is_shown_before_the_paper_is_over(place):
    bank, learning, papers = place
    who = learning.trainees.add("陈晨")
    taken, desk = TakenPapers(bank, Weighing(), papers), Desk(who)
    asked = [q.NAMED.id, q.SHORT.id]
    paper = papers.make("卷", asked, Terms(30, attempts=2))
    attempt_id = None
    for n in (1, 2):
        shown = [taken.views[do](desk, act(do, paper)) for do in ("papers", "paper", "start")]
        attempt_id = papers.standing(paper, who.id, NOW).under_way.id
        shown.append(taken.views["hand"](desk, act("hand", attempt_id)))
        over = taken.views["finish"](desk, act("finish", attempt_id))
        secret = [q.NAMED.answer[0], q.SHORT.points[0].text, "原文", "出处"]
        assert not [word for word in secret for view in shown if word in view]
        assert all(word in over for word in secret[:2]) == (n == 2)
        assert "还有 2 题未答" in shown[3]
    assert "已交卷" in taken.views["papers"](desk, act("papers"))


def test_a_paper_that_is_over_tells_no_key_of_another_under_way(place):
    bank, learning, papers = place
    who = learning.trainees.add("陈晨")
    taken, desk = TakenPapers(bank, Weighing(), papers), Desk(who)
    first, other = (papers.make(title, [q.NAMED.id], Terms()) for title in ("卷", "补考"))
    over = papers.start(first, who.id, NOW)
    assert q.NAMED.answer[0] in taken.views["finish"](desk, act("finish", over.id))
    again = papers.start(other, who.id, NOW)
    shown = taken.views["marked"](desk, act("marked", over.id))
    assert q.NAMED.answer[0] not in shown
    assert "正在作答的试卷" in shown
    papers.submit(again.id, who.id, NOW)
    assert q.NAMED.answer[0] in taken.views["marked"](desk, act("marked", over.id))


def test_opening_a_paper_begins_nothing_and_starting_twice_begins_once(place):
    bank, learning, papers = place
    who = learning.trainees.add("陈晨")
    taken, desk = TakenPapers(bank, Weighing(), papers), Desk(who)
    paper = papers.make("卷", [q.NAMED.id], Terms(30, pass_mark=60.0))
    notice = taken.views["paper"](desk, act("paper", paper))
    assert papers.results(paper) == ()
    for words in ("满分", "100 分，60 分及格", "30 分钟", "共 1 次，还有 1 次", "开始作答"):
        assert words in notice
    for _ in range(2):
        taken.views["start"](desk, act("start", paper))
    assert len(papers.results(paper)) == 1
    assert "data-ticket" in taken.views["paper"](desk, act("paper", paper))  # goes on


def test_a_paper_of_a_closed_document_is_not_listed_and_not_opened(place):
    bank, learning, papers = place
    taken, desk = TakenPapers(bank, Weighing(), papers), Desk(learning.trainees.add("陈晨"))
    paper = papers.make("密卷", [q.NAMED.id])
    closed = frozenset(bank.documents_of([q.NAMED.id]))
    assert "密卷" not in taken.views["papers"](desk, replace(act("papers"), closed=closed))
    for do in ("paper", "start"):
        with pytest.raises(Refused, match="只对部分账号开放"):
            taken.views[do](desk, replace(act(do, paper), closed=closed))
    trainer = Trainer(bank, learning, papers)
    for do in ("result", "word", "key", "csv", "settings", "items-csv", "results-word"):
        with pytest.raises(Refused, match="只对部分账号开放"):
            trainer.views[do](replace(act(do, paper), closed=closed))
    assert "密卷" not in trainer.views["results"](replace(act("results"), closed=closed)).html


def test_the_server_hands_in_when_the_time_is_over_though_nobody_is_there(place):
    import threading

    from people.papers import Response

    _, learning, papers = place
    who = learning.trainees.add("陈晨").id
    paper = papers.make("卷", [q.NAMED.id], Terms(1))
    began = datetime(2026, 1, 1, tzinfo=UTC)
    attempt = papers.start(paper, who, began)
    papers.save(attempt.id, who, Response(q.NAMED.id, "星火学堂", began))
    handed_in = threading.Event()

    class Watched:
        def close_expired(self, now):
            papers.close_expired(now)
            handed_in.set()

    closer = Closer(Watched(), every=0.01)
    assert handed_in.wait(30)
    closer.close()
    result = papers.result(attempt.id, who)
    assert (result.submitted, result.right) == (attempt.deadline, 1)
    with pytest.raises(AttemptOver, match="答题时间已到"):
        papers.save(attempt.id, who, Response(q.NAMED.id, "改", began.replace(year=2027)))


def test_page_and_files_show_the_same_numbers(place):
    import csv
    import re
    from io import BytesIO, StringIO

    from docx import Document

    from people.papers import Response

    bank, learning, papers = place
    asked = [q.CHOICE.id, q.NAMED.id]
    paper = papers.make("=卷", asked, Terms(pass_mark=2.0), {q.CHOICE.id: 2.0, q.NAMED.id: 1.5})
    for name, chosen in (("甲", "186"), ("=乙", "168"), ("丙", "186")):
        who = learning.trainees.add(name).id
        attempt = papers.start(paper, who, NOW)
        papers.save(attempt.id, who, Response(q.CHOICE.id, chosen, NOW))
        papers.submit(attempt.id, who, NOW)
    views = Trainer(bank, learning, papers).views
    page = views["result"](act("result", paper)).html
    cells = [re.sub("<[^>]*>", "", cell) for cell in re.findall("<td>(.*?)</td>", page, re.S)]
    rows = list(csv.reader(StringIO(views["csv"](act("csv", paper)).file.data.decode("utf-8-sig"))))
    items = list(csv.reader(StringIO(views["items-csv"](act("csv", paper)).file.data.decode("utf-8-sig"))))
    shown = [cell.removeprefix("'") for row in rows[1:] for cell in row[1:]]
    shown += [cell for row in items[1:] for cell in row]
    assert [cell.replace("&#34;", '"') for cell in cells] == shown
    assert rows[2][:2] == ["'=卷", "'=乙"]
    assert [row[5] for row in rows[1:]] == ["2.0", "0.0", "2.0"]
    assert [row[9] for row in rows[1:]] == ["及格", "不及格", "及格"]
    assert items[1][5] == "0.67"
    assert "“186”2 人（对）" in items[1][8]
    tables = Document(BytesIO(views["results-word"](act("csv", paper)).file.data)).tables
    told = [[cell.text for row in table.rows[1:] for cell in row.cells] for table in tables]
    assert told[0] == [cell.removeprefix("'") for row in rows[1:] for cell in row]
    assert told[1] == [cell for row in items[1:] for cell in row]


def test_an_import_is_looked_at_then_taken_once(place):
    bank, learning, papers = place
    trainer = Trainer(bank, learning, papers)
    before = len(bank.bank.list())
    quote = "由32名青年党员轮流授课"
    data = (
        f"题型,题干,答案,原文依据\r\n判断,党费按月交。,对,\r\n判断,授课的有32人。,对,{quote}\r\n判断,,对,\r\n"
    )
    looked = trainer.importing.look("题.csv", data.encode(), frozenset())
    assert len(bank.bank.list()) == before
    for words in ("读到 2 题，1 处有问题", "题干是空的", "自编题", "党费按月交。"):
        assert words in looked.html
    token = looked.html.split('data-do="take" data-id="')[1].split('"')[0]
    with pytest.raises(Refused, match="一题也没有选"):
        trainer.views["take"](act("take", token))
    assert "已导入 2 题" in trainer.views["take"](act("take", token, take=["0", "1", "7", "x"])).html
    with pytest.raises(Refused, match="预览已经过期"):
        trainer.views["take"](act("take", token, take=["0"]))
    added = {entry.content["stem"]: entry for entry in bank.bank.list() if entry.origin == "added"}
    own, cited = added["党费按月交。"], added["授课的有32人。"]
    assert (own.document_id, own.content["citations"]) == ("own", [])
    assert cited.content["citations"][0]["quote"] == quote
    assert isinstance(own.content, Mapping)
    bank.bank.retire([])
    assert not bank.bank.get(own.id).retired  # it stands on no document
    again = trainer.importing.look("题.csv", data.encode(), frozenset())
    assert "题库里已有题干一样的题目" in again.html
    edited = trainer.views["bank"](act("bank", 0))
    assert "自编题" in edited.html


def test_words_of_a_closed_document_are_not_found(place):
    bank, learning, papers = place
    data = "题型,题干,答案,原文依据\r\n判断,授课的有32人。,对,由32名青年党员轮流授课\r\n".encode()
    closed = frozenset(entry.id for entry in bank.store.documents())
    looked = Trainer(bank, learning, papers).importing.look("题.csv", data, closed)
    assert "没有找到，按自编题收下" in looked.html
