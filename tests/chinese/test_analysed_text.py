"""A text analysed once: its parts against the rules asked one by one, and the segmenter counted."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import rjieba
from hypothesis import given
from hypothesis import strategies as st

from chinese import AnalysedText, fold, lines_of, terms
from chinese.named_organisations import find_organisations
from chinese.persons import find_persons
from chinese.places import find_places, localities
from chinese.polarity import directions, negations
from chinese.values import find_dates, find_quantities, find_ranks
from chinese.words import Words

SENTENCE = "2023年5月，臨江市园林局没有新建口袋公园，补种香樟３００棵，获省级表彰，园长周文清每周巡园。"
WORDS = "２０２３年5月 市园林局 臨江市 没有 增加 300棵 一等奖 ㍿ ﬁ İ a.b Ａ 🚢 周文清说 由市"
PIECES = st.sampled_from([*WORDS.split(), *"，,；：（…“”《》 \u3000\n", "e\u0301"])
TEXTS = st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=20)


@given(TEXTS)
def test_the_map_leads_back_to_the_characters_that_were_folded(text):
    folding = AnalysedText(text).folding
    assert len(folding.origin) == len(folding.text) + 1
    assert folding.origin[-1] == len(text)
    assert list(folding.origin) == sorted(folding.origin)
    for at, character in enumerate(folding.text):
        assert character in fold(text[folding.origin[at]])


@given(TEXTS)
def test_each_part_is_what_the_rule_finds_in_the_text_alone(text):
    analysed, folded = AnalysedText(text), fold(text)
    assert analysed.folded == folded
    assert analysed.terms == tuple(terms(text))
    assert list(analysed.words) == rjieba.tag(text)
    assert list(analysed.folded_words) == rjieba.tag(folded)
    assert analysed.folded_each == tuple(fold(word) for word in rjieba.cut(text))
    assert analysed.dates == tuple(find_dates(text))
    assert analysed.quantities == tuple(find_quantities(text))
    assert analysed.ranks == tuple(find_ranks(text))
    assert analysed.persons == tuple(find_persons(text, reporters=True))
    assert analysed.organisations == tuple(find_organisations(folded))
    assert analysed.places == tuple(dict.fromkeys([*find_places(folded), *localities(folded)]))
    assert analysed.negations == tuple(negations(text))
    assert analysed.directions == tuple(directions(text))


@given(TEXTS)
def test_every_span_lies_inside_the_text(text):
    analysed = AnalysedText(text)
    facts = [
        *analysed.dates,
        *analysed.quantities,
        *analysed.ranks,
        *analysed.negations,
        *analysed.directions,
    ]
    spans = [(fact.start, fact.end) for fact in facts] + [*analysed.persons, *analysed.quotations]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(name in analysed.folded for name in [*analysed.organisations, *analysed.places])


@given(TEXTS, st.data())
def test_a_part_has_the_words_of_a_text_of_its_own(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    part = AnalysedText(text).part(start, end)
    assert part == AnalysedText(text[start:end])
    assert list(part.words) == rjieba.tag(text[start:end])


@given(st.lists(TEXTS, min_size=1, max_size=3))
def test_lines_have_the_words_of_a_text_of_their_own(texts):
    analysed = lines_of([AnalysedText(text.replace("\r", "")) for text in texts])
    assert analysed.text == "\n".join(text.replace("\r", "") for text in texts)
    assert list(analysed.words) == rjieba.tag(analysed.text)


def test_two_of_one_text_are_equal_and_neither_can_be_changed():
    first, second = AnalysedText(SENTENCE), AnalysedText(SENTENCE)
    assert first.quantities  # what was worked out of it makes no difference
    assert first == second
    assert hash(first) == hash(second)
    with pytest.raises(AttributeError):
        first.text = ""


def test_threads_find_the_same():
    parts = ("words", "dates", "quantities", "ranks", "persons", "organisations", "places", "negations")
    analysed = AnalysedText(SENTENCE)

    def read(name):
        value = getattr(analysed, name)
        return list(value) if isinstance(value, Words) else value

    with ThreadPoolExecutor(8) as threads:
        results = list(threads.map(read, parts * 20))
    alone = [list(AnalysedText(SENTENCE).words), *(getattr(AnalysedText(SENTENCE), n) for n in parts[1:])]
    assert results == alone * 20


def test_a_sentence_its_clauses_and_its_lines_are_segmented_once(monkeypatch):
    segmented, tag = [], rjieba.tag
    monkeypatch.setattr(rjieba, "tag", lambda text: segmented.append(text) or tag(text))
    sentence, other = AnalysedText("市园林局新建公园，补种香樟。"), AnalysedText("市水利局清淤。")
    both = lines_of([sentence, other])
    for text in (sentence, sentence.part(0, 8), sentence.part(9, 14), other, both):
        assert text.quantities == text.ranks == text.negations == text.persons == text.places == ()
        assert text.directions == (() if "新建" not in text.text else text.directions)
        assert text.organisations or text.text == "补种香樟。"
    assert segmented == [sentence.text, other.text]
