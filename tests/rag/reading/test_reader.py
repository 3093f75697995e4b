"""The reader that ships, as it is used."""

import math
import unicodedata
from pathlib import Path

import numpy as np
import pytest

from index.errors import ModelUnavailable
from rag.reading.reader import CaseReader
from rag.reading.spans import BREVITY
from rag.reading.tokens import MAX_TOKENS
from tests.support.readings import reading as by_hand

FOLDER = Path(__file__).resolve().parents[3] / "models" / "case-reader"
QUESTION = "大篷车全年开进了多少个乡镇？"
COUNT = "大篷车全年开进36个乡镇，受益群众1.2万人次。"
TEACHERS = "队员多是退休教师，最年长的已有71岁。"
PASSAGES = (
    COUNT,
    TEACHERS,
    "科普大篷車開進三十六個鄉鎮，受到歡迎。",
    "大篷车全年开进３６个乡镇，ＡＩ展品最受欢迎！",
    "😀大篷车👩‍🚀开进36个乡镇🎉，孩子们喜欢。",
    "天气很好。",
    COUNT * 6,
    "𠮷田村的孩子第一次看到望远镜\r\n 　他们排起了长队。",
    "abc ABC 3.0版",
)


@pytest.fixture
def reader(exact_reader):
    return exact_reader


def test_a_batch_gives_what_reading_one_by_one_gives(reader):
    together = reader.read(QUESTION, PASSAGES)
    assert len(together) == len(PASSAGES)
    for passage, reading in zip(PASSAGES, together, strict=True):
        (alone,) = reader.read(QUESTION, [passage])
        assert reading.starts.tolist() == alone.starts.tolist()
        assert reading.ends.tolist() == alone.ends.tolist()
        np.testing.assert_allclose(reading.opens, alone.opens, atol=1e-3)
        np.testing.assert_allclose(reading.closes, alone.closes, atol=1e-3)
        assert reading.relevance == pytest.approx(alone.relevance, abs=1e-3)


def test_readings_come_in_the_order_of_the_passages(reader):
    forth, back = (reader.read(QUESTION, order) for order in (PASSAGES, PASSAGES[::-1]))
    relevances = [r.relevance for r in forth]
    assert relevances == pytest.approx([r.relevance for r in back[::-1]], abs=1e-3)
    assert [len(r.starts) for r in forth] == [len(r.starts) for r in back[::-1]]


def test_offsets_point_at_the_characters_of_the_passage(reader):
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(FOLDER, local_files_only=True)
    for passage, reading in zip(PASSAGES, reader.read(QUESTION, PASSAGES), strict=True):
        spans = list(zip(reading.starts.tolist(), reading.ends.tolist(), strict=True))
        assert all(0 <= a < b <= len(passage) for a, b in spans)
        covered = {n for a, b in spans for n in range(a, b)}
        assert {n for n, c in enumerate(passage) if c.isalnum()} <= covered
        # ▁ is a blank; the tokenizer also puts one before the first word.
        pieces = [piece.replace("▁", "") for piece in tokenizer.tokenize(passage)]
        words = [
            (unicodedata.normalize("NFKC", passage[a:b]).strip(), piece)
            for (a, b), piece in zip(spans, pieces, strict=True)
            if piece
        ]
        assert [surface for surface, _ in words] == [piece for _, piece in words]


@pytest.mark.parametrize(
    ("passage", "answer"),
    [
        (COUNT, "36"),
        ("科普大篷車全年開進三十六個鄉鎮，受到歡迎。", "三十六"),
        ("😀大篷车全年👩‍🚀开进36个乡镇🎉，孩子们喜欢。", "36"),
        ("大篷车全年开进３６个乡镇，ＡＩ展品最受欢迎！", "３６"),
    ],
)
def test_the_best_span_holds_the_answer_as_it_is_written(reader, passage, answer):
    (reading,) = reader.read(QUESTION, [passage])
    score, start, end = reading.best_span(0, len(passage))
    assert answer in passage[start:end]
    assert end - start <= len(answer) + 3
    assert score == pytest.approx(reading.score(start, end), abs=1e-5)


def test_a_span_stays_inside_the_sentence_it_is_asked_for(reader):
    passage = TEACHERS + COUNT + TEACHERS
    (reading,) = reader.read(QUESTION, [passage])
    middle = (len(TEACHERS), len(TEACHERS) + len(COUNT))
    for low, high in ((0, middle[0]), middle, (middle[1], len(passage))):
        score, start, end = reading.best_span(low, high)
        assert low <= start < end <= high
        assert np.isfinite(score)
    best = max(((0, middle[0]), middle, (middle[1], len(passage))), key=lambda at: reading.best_span(*at)[0])
    assert best == middle


def test_of_spans_as_likely_the_shorter_one_is_the_best():
    text = "渔港食堂供应三餐和夜宵。"
    at = text.index("三餐")
    both = by_hand(text, ("三餐", 5.0, 4.0), ("三餐和夜宵", 5.0, 4.0))
    assert both.best_span(0, len(text)) == (pytest.approx(9 - BREVITY * math.log(2)), at, at + 2)
    longer = by_hand(text, ("三餐", 5.0, 4.0), ("三餐和夜宵", 5.0, 4.1 + BREVITY * math.log(5 / 2)))
    assert longer.best_span(0, len(text))[1:] == (at, at + 5)
    assert longer.score(at, at + 5) == pytest.approx(longer.best_span(0, len(text))[0], abs=1e-5)
    assert longer.score(at, at) == float("-inf")


def test_the_expected_span_shares_most_with_all_likely_ones():
    text = "渔港食堂供应三餐和夜宵点心。"

    def spans(*gains):
        """The best and the expected span where spans of these words score so much, less what length costs."""
        some = [(words, 9.0, gain + BREVITY * math.log(len(words))) for words, gain in gains]
        reading = by_hand(text, *some)
        score, *best = reading.best_span(0, len(text))
        same, *expected = reading.expected_span(0, len(text))
        assert score == same
        return text[slice(*best)], text[slice(*expected)]

    assert spans(("三餐", 9.0)) == ("三餐", "三餐")
    assert spans(("三餐", 9.0), ("三餐和夜宵点心", 6.0)) == ("三餐", "三餐")
    # 0.40 alone against 0.30 and 0.30 that share nearly all.
    split = ("三餐", 9.0), ("三餐和夜宵点", 8.71), ("三餐和夜宵点心", 8.71)
    best, expected = spans(*split)
    assert (best, expected) == ("三餐", "三餐和夜宵点")


def test_the_expected_span_is_one_of_those_inside(reader):
    passage = TEACHERS + COUNT + TEACHERS
    (reading,) = reader.read(QUESTION, [passage])
    low, high = len(TEACHERS), len(TEACHERS) + len(COUNT)
    _, start, end = reading.expected_span(low, high)
    assert low <= start < end <= high
    assert "36" in passage[start:end]


def test_where_there_is_no_token_there_is_no_span(reader):
    (reading,) = reader.read(QUESTION, [COUNT])
    assert reading.best_span(3, 3) == (float("-inf"), 3, 3)
    assert reading.expected_span(3, 3) == (float("-inf"), 3, 3)
    assert reading.score(500, 600) == float("-inf")
    (empty,) = reader.read(QUESTION, [""])
    assert len(empty.starts) == 0
    assert empty.best_span(0, 3)[0] == float("-inf")


def test_a_long_passage_is_read_as_far_as_it_fits(reader):
    passage = COUNT * 100
    (reading,) = reader.read(QUESTION, [passage])
    assert 300 < len(reading.starts) < MAX_TOKENS
    assert 300 < int(reading.ends[-1]) < len(passage)
    assert reading.score(len(passage) - 5, len(passage)) == float("-inf")
    assert "36" in passage[slice(*reading.best_span(0, len(passage))[1:])]


def test_a_long_question_leaves_room_for_the_passage(reader):
    (reading,) = reader.read("大篷车开进了多少个乡镇，" * 40, [COUNT * 40])
    assert 300 < len(reading.starts) < MAX_TOKENS


def test_no_passages_no_readings(reader):
    assert reader.read(QUESTION, []) == []


def test_the_passage_that_answers_is_more_relevant(reader):
    answering, silent = reader.read(QUESTION, [COUNT, "天气很好。"])
    assert answering.relevance > silent.relevance + 1


def test_bfloat16_finds_the_same_spans(reader):
    half = CaseReader(FOLDER, precision="bfloat16")
    passages = (COUNT, TEACHERS + COUNT, PASSAGES[3])
    exact, rough = reader.read(QUESTION, passages), half.read(QUESTION, passages)
    for passage, fine, coarse in zip(passages, exact, rough, strict=True):
        assert fine.starts.tolist() == coarse.starts.tolist()
        assert fine.best_span(0, len(passage))[1:] == coarse.best_span(0, len(passage))[1:]
        assert fine.relevance == pytest.approx(coarse.relevance, abs=0.5)


def test_a_folder_without_weights_is_refused_with_its_name_and_the_setting(tmp_path):
    with pytest.raises(ModelUnavailable) as refused:
        CaseReader(tmp_path / "没有")
    assert str(tmp_path / "没有") in str(refused.value)
    assert "[reading] model" in str(refused.value)
