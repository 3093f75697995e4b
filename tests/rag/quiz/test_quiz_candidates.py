"""What a question shows, what it is about and what the reader weighs, on made-up reports."""

import random
from collections import Counter
from dataclasses import replace

import pytest

from index.library.sources import read_files
from index.records import Case, Document
from index.store.opening import open_store
from rag.quiz.candidates import CLAIM, claim, frame, gives_away, shown
from rag.quiz.items import blanks, choices
from rag.quiz.maker import ENOUGH, make
from rag.quiz.statements import statements
from rag.quiz.topics import list_topics, text_topic
from rag.reading.reader import Weighing

TEXT = (
    "云川网讯 云川市税务局在文化馆开办夜校，招收学员32名。"
    "公司赠送夜校教材图书326册。他们都已经毕业并且找到工作。"
)


def told(text, title=""):
    return text_topic(Document("d", "云川.txt", title, text))


def test_the_reader_weighs_the_clauses_around_the_fact():
    words = "市税务局开办夜校，" * 6 + "招收学员1,280名，" + "赠送教材，" * 12 + "学员都已毕业。"
    at = words.index("1,280")
    clauses = claim(words, at, at + 5)
    assert "招收学员1,280名" in clauses
    assert clauses in words
    assert CLAIM / 2 < len(clauses) <= CLAIM
    assert claim("市税务局开办夜校。") == "市税务局开办夜校。"
    assert claim("……招收学员32名，毕业28名……") == "招收学员32名，毕业28名"
    alone = "招收学员" * 20 + "32名，毕业28名。"
    assert claim(alone, 80, 82) == alone.split("，")[0]  # a clause stays whole


def test_a_text_called_by_its_own_words_is_not_named_beside_them():
    topic = told(TEXT)
    assert topic.name == "云川市税务局在文化馆开办夜校，招收学员32名"
    assert frame(topic, TEXT) == "一篇资料写道"
    assert frame(topic, "公司赠送夜校教材图书326册。") == f"「{topic.name}」一文"
    assert frame(told(f"云川夜校\n{TEXT}", "云川夜校"), TEXT) == "《云川夜校》一文"
    assert frame(topic, "招收学员____名。", "32") is None


def test_a_fact_is_shown_once_though_two_statements_hold_it():
    topic = told(TEXT)
    spans = [span for group in statements(topic) for span in group]
    pair = [span for span in spans if "文化馆" in TEXT[slice(*span)] and "326" in TEXT[slice(*span)]]
    assert pair  # 公司赠送… leans on the sentence before
    times = Counter(candidate.answer for candidate in shown(topic, spans))
    assert (times["32"], times["326"]) == (1, 1)
    assert max(times.values()) == 1


def test_what_a_sentence_leans_on_is_shown_whole_and_not_asked_about():
    text = "云川市税务局在文化馆开办夜校，招收学员32名。" + "夜校开设课程，请来讲师，" * 8 + "28人毕业。"
    whole = (0, len(text))
    since = text.index("夜校开设")
    (candidate,) = shown(told(text), [whole], since=since, whole=len(text))
    assert candidate.answer == "28"
    assert candidate.words.text == text
    assert not list(shown(told(text), [whole], since=since))  # cut, its clause says nothing of who


def test_a_count_that_comes_up_time_and_again_is_a_name():
    text = "云川市税务局请来77人。77人唱了三首歌。77人又唱了一首。文化馆送出图书32册。"
    answers = [candidate.answer for candidate in shown(told(text), [(0, len(text))])]
    assert "32" in answers
    assert "77" not in answers


def test_of_a_text_no_fact_is_shown_without_its_doer():
    between = "深入开展各项安全检查工作，" * 5 + "检查食堂、宿舍和教室，" * 8
    long = f"云川市税务局开办夜校，{between}招收学员32名。"
    assert "32" not in [candidate.answer for candidate in shown(told(long), [(0, len(long))])]
    case = Case("d", 1, "市税务局", "星火夜校", 0, 0, 0, len(long))
    of_case = replace(told(long), case=case)
    assert "32" in [candidate.answer for candidate in shown(of_case, [(0, len(long))])]


def test_what_says_only_that_somebody_said_something_is_not_shown():
    said = "“夜校开到晚上九点，招收学员都不收学费，" + "教材由文化馆赠送，" * 10 + "欢迎报名”。"
    for verb, shows in (("发文称：", False), ("介绍夜校时说：", False), ("开办夜校，并表示：", True)):
        text = f"8月5日，云川市税务局{verb}{said}"
        assert bool(list(shown(told(text), [(0, len(text))]))) == shows, verb


def test_a_year_is_told_by_its_digits_alone():
    assert gives_away("2023年", "云川牌2023轻薄本荣获____")
    assert not gives_away("2023年", "云川牌12023号轻薄本荣获____")
    assert not gives_away("2023年", "云川牌2022轻薄本荣获____")


class Counting:
    """Supports what stands in the source, or nothing; counts what it is asked."""

    def __init__(self, *, believes):
        self.believes = believes
        self.weighed = []

    def read(self, question, passages):
        raise AssertionError("no fact is asked for")

    def weigh(self, pairs):
        self.weighed += pairs
        return [
            Weighing(9.0, 0.0, 0.0, 1.0) if self.believes else Weighing(0.0, 9.0, 0.0, 1.0) for _ in pairs
        ]


@pytest.fixture
def reports(tmp_path, ingest):
    clear = "".join(
        f"{unit}税务局在文化馆开办夜校招收学员。" for unit in ("云川市", "滨江区", "河口县", "海阳镇")
    )
    path = tmp_path / "云川.txt"
    path.write_text(
        f"云川网讯 {clear}深入开展安全检查、卫生检查和消防检查等各项工作。"
        "剪纸班学员32名每周三晚上自己带剪刀到文化馆上课。",
        encoding="utf-8",
    )
    ingest(tmp_path / "store", read_files([path]))
    with open_store(tmp_path / "store") as store:
        yield store


def test_others_are_asked_about_only_where_the_clear_ones_are_not_enough(reports):
    trusting, doubting = Counting(believes=True), Counting(believes=False)
    kept = make(reports, trusting, kinds=["judge"])
    assert len(kept.questions) == ENOUGH
    assert not kept.thrown
    assert all("税务局" in question.stem.split("：")[1] for question in kept.questions)
    quiz = make(reports, doubting, kinds=["judge"])
    assert not quiz.questions
    asked = {source for _, source in doubting.weighed}
    assert asked > {source for _, source in trusting.weighed}
    assert any("剪刀" in source for source in asked)
    # 深入开展…, nobody knows who did: told only between the one who is named and what is asked about.
    (chain,) = (source for source in asked if "深入开展" in source)
    assert chain.startswith("海阳镇税务局")
    assert chain.endswith("上课。")
    # 32 altered, alone and with those before
    assert quiz.thrown == {"阅读模型不认可原文的说法": len(asked), "阅读模型分不出真假": 2}
    assert len(list_topics(reports)) == 1


KINDS = ("name作品话剧", "name法规", "body集团", "body务局")


def options(sentence, names=()):
    """The answers of the 单选 that a sentence gives."""
    topic = told(TEXT + sentence)
    facts = shown(topic, [(len(TEXT), len(TEXT + sentence))])
    return {
        candidate.question.answer[0]
        for candidate in choices(facts, dict.fromkeys(KINDS, names), random.Random(0))
    }


def test_a_magazine_does_not_stand_for_a_newspaper():
    sentence = "云川市税务局为文化馆订了电影杂志《渡口人家报》。"
    others = ["河口春秋报", "滨江岁月报", "海阳往事报", "云川夜话报"]
    shows = list(shown(told(TEXT + sentence), [(len(TEXT), len(TEXT + sentence))]))
    shows = [candidate for candidate in shows if candidate.fact.kind == "name"]
    assert [candidate.answer for candidate in shows] == ["渡口人家报"]
    for kind, number in (("name报刊", 0), ("name报刊日报", 0), ("name报刊杂志", 1)):
        assert len(list(choices(shows, {kind: others}, random.Random(0)))) == number


def test_who_opens_a_statement_is_not_left_out_of_it():
    sentences = ("云川市税务局在文化馆开办夜校。", "夜校开班时，云川市税务局送出图书。")
    shows = [shown(told(sentence, "夜校"), [(0, len(sentence))]) for sentence in sentences]
    answers = [[candidate.question.answer[0] for candidate in blanks(each)] for each in shows]
    assert answers == [[], ["云川市税务局"]]


def test_a_law_is_not_asked_for_among_others():
    others = ("云川夜话的故事", "河口春秋的故事", "滨江岁月的故事", "海阳往事的故事")
    laws = ("云川市养犬管理条例", "云川市河道管理条例", "云川市公园管理条例", "云川市消防管理条例")
    assert options("云川市税务局排演了话剧《渡口人家的故事》。", others) == {"渡口人家的故事"}
    assert not options("云川市税务局宣讲了《云川市夜校管理条例》。", laws)


def test_a_work_is_asked_for_among_others_where_a_noun_tells_what_it_is():
    others = ("云川夜话", "河口春秋", "滨江岁月", "海阳往事")
    assert options("云川市税务局排演了话剧《渡口人家》。", others) == {"渡口人家"}
    assert not options("开课时，《渡口人家》由云川市税务局排演。", others)


def test_a_company_is_not_asked_for_among_others():
    offices = ("滨江区税务局", "河口县税务局", "海阳镇税务局", "桥头镇税务局")
    companies = ("滨江茶叶集团", "河口造船集团", "海阳水泥集团", "桥头丝绸集团")
    assert options("开班那天，河滨县税务局向学员送出图书。", offices) == {"河滨县税务局"}
    assert not options("开班那天，北京印刷集团向学员送出图书。", companies)


def test_the_day_of_what_comes_again_is_not_altered():
    assert options("云川市税务局于2023年5月6日召开专题会议。") == {"2023年5月"}
    again = "云川市税务局于2023年5月6日召开例行会议。"
    assert not options(again)
    assert not list(blanks(shown(told(TEXT + again), [(len(TEXT), len(TEXT + again))])))
