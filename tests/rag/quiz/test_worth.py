"""Which questions are judged worth asking, and which are kept."""

import numpy as np
import pytest
from safetensors.numpy import save_file

from index.embedding import WORTH_FILE, Embedder
from index.errors import ModelUnavailable
from index.settings import CASE_READER, IndexRoot
from rag.quiz import WorthJudge, draw, from_json, make, to_json
from rag.quiz.maker import BANDS, LEAST
from rag.quiz.worth import COUNT, FAULTS, features, sight, texts_of
from rag.quiz.worth.model import NAMES
from tests.support.questions import question


@pytest.fixture(scope="module")
def embedder():
    return Embedder(IndexRoot().index)


@pytest.fixture(scope="module")
def judge(embedder):
    return WorthJudge.open(CASE_READER, embedder)


ASKED = {
    "a deadline": question("blank", "《经费管理办法》第五条：应当在活动结束后____个工作日内报销。", ["10"]),
    "who decides": question(
        "blank", "《经费管理办法》第八条：单笔支出5000元以上的，报____集体研究。", ["机关党委会议"]
    ),
}
POOR = {
    "somebody's age": question("blank", "《一盏灯》（市税务局）：窗口的老党员周桂兰今年____岁。", ["58"]),
    "told by its trade": question(
        "match",
        "下面这段话出自介绍哪个单位的材料？党员在河道巡查，清淤护堤，全年供水水质达标率提高。",
        ["市水务局"],
        ["市水务局", "市档案馆", "市教育局", "市税务局"],
    ),
}


@pytest.mark.parametrize("poor", POOR)
@pytest.mark.parametrize("good", ASKED)
def test_what_is_worth_knowing_is_judged_above_what_is_not(judge, good, poor):
    above, below = judge.worth([ASKED[good], POOR[poor]])
    assert 0 <= below < above <= 1


@pytest.mark.parametrize(
    "named",
    [
        "《县医保局党支部上门为行动不便的老》",  # the news's first words
        "《县医保局》",
        "《党员活动你问我答 （2024年修订本） 州直工委财务科 编》",
    ],
)
def test_a_title_that_is_none_costs_merit(judge, named):
    told = "：县医保局党支部上门为行动不便的老人办理认定，上半年服务____人次。"
    titled, torn = (question("blank", name + told, ["136"]) for name in ("《“上门办”暖人心》", named))
    above, below = judge.worth([titled, torn])
    assert below < above


def test_no_question_is_judged_by_those_beside_it(judge):
    questions = [*ASKED.values(), *POOR.values()]
    alone = [judge.worth([one])[0] for one in questions]
    assert judge.worth(questions) == pytest.approx(alone, abs=0.02)
    assert judge.worth([]) == []


def test_every_kind_has_as_many_features(embedder):
    kinds = [
        question("judge", "《细则》：每年1次。", ["正确"], ["正确", "错误"]),
        question("short", "简述《细则》的主要做法。", points=["开办夜校", "赠送教材"]),
        question("multi", "税务局做了哪些事？", ["开办夜校"], ["开办夜校", "修建桥梁", "赠送教材"]),
        ASKED["a deadline"],
    ]
    for one in map(sight, kinds):
        vectors = {text: np.ones(384, np.float32) / 384**0.5 for text in texts_of(one)}
        assert features(one, vectors).shape == (COUNT,)


def test_another_encoder_is_judged_by_form_alone(judge, embedder):
    class Other:
        fingerprint = "other"
        dimension = 2

        def encode_passages(self, texts):
            return np.array([[1.0, 0.0]] * len(texts), np.float32)

    worth = WorthJudge.open(CASE_READER, Other()).worth([*ASKED.values(), POOR["told by its trade"]])
    assert min(worth[:2]) > worth[2]


def test_weights_that_are_missing_or_others_are_refused_by_name(tmp_path, embedder):
    with pytest.raises(ModelUnavailable, match=WORTH_FILE):
        WorthJudge.open(tmp_path, embedder)
    file = tmp_path / WORTH_FILE
    save_file({name: np.zeros((2, 3), np.float32) for name in NAMES}, file, metadata={"faults": "age"})
    with pytest.raises(ModelUnavailable, match="age"):
        WorthJudge.open(tmp_path, embedder)
    file.write_bytes(b"nothing")
    with pytest.raises(ModelUnavailable, match=WORTH_FILE):
        WorthJudge.open(tmp_path, embedder)
    assert FAULTS == ("trivial", "guess", "form")


class Fixed:
    """Judges by what a question's answer is."""

    def __init__(self, merits):
        self._merits = merits

    def worth(self, questions):
        return [self._merits[one.answer[0]] for one in questions]


def test_what_has_no_merit_is_not_kept_and_what_has_most_is_drawn_first(chatbot):
    every = make(chatbot.store, chatbot.reader, seed=7, kinds=["judge"])
    merits = {"正确": BANDS[0], "错误": LEAST}
    made = make(chatbot.store, chatbot.reader, seed=7, kinds=["judge"], judge=Fixed(merits))
    assert [one.id for one in made.questions] == [one.id for one in every.questions]
    assert {(one.answer, one.merit) for one in made.questions} == {
        (("正确",), BANDS[0]),
        (("错误",), LEAST),
    }
    assert from_json(to_json(made.questions[0])) == made.questions[0]
    true = sum(one.answer == ("正确",) for one in made.questions)
    drawn = draw(made.questions, len(made.questions), seed=1)
    places = {(one.citations[0].document_id, one.citations[0].start) for one in made.questions}
    first = min(true, len(places)) // 2  # another one on the same sentence comes later than its merit
    assert [one.answer for one in drawn[:first]] == [("正确",)] * first
    assert len({(one.citations[0].document_id, one.citations[0].start) for one in drawn[:first]}) == first
    fewer = make(
        chatbot.store,
        chatbot.reader,
        seed=7,
        kinds=["judge"],
        judge=Fixed(merits | {"错误": LEAST - 0.01}),
    )
    assert {one.answer for one in fewer.questions} == {("正确",)}
    assert fewer.thrown["不值得考"] == len(every.questions) - true > 0
