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
    made, folded = AnalysedText(text), fold(text)
    assert made.folded == folded
    assert made.terms == tuple(terms(text))
    assert list(made.words) == rjieba.tag(text)
    assert list(made.folded_words) == rjieba.tag(folded)
    assert made.folded_each == tuple(fold(word) for word in rjieba.cut(text))
    assert made.dates == tuple(find_dates(text))
    assert made.quantities == tuple(find_quantities(text))
    assert made.ranks == tuple(find_ranks(text))
    assert made.persons == tuple(find_persons(text, reporters=True))
    assert made.organisations == tuple(find_organisations(folded))
    assert made.places == tuple(dict.fromkeys([*find_places(folded), *localities(folded)]))
    assert made.negations == tuple(negations(text))
    assert made.directions == tuple(directions(text))


@given(TEXTS)
def test_every_span_lies_inside_the_text(text):
    made = AnalysedText(text)
    facts = [*made.dates, *made.quantities, *made.ranks, *made.negations, *made.directions]
    spans = [(fact.start, fact.end) for fact in facts] + [*made.persons, *made.quotations]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(name in made.folded for name in [*made.organisations, *made.places])


@given(TEXTS, st.data())
def test_a_part_has_the_words_of_a_text_of_its_own(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    part = AnalysedText(text).part(start, end)
    assert part == AnalysedText(text[start:end])
    assert list(part.words) == rjieba.tag(text[start:end])


@given(st.lists(TEXTS, min_size=1, max_size=3))
def test_lines_have_the_words_of_a_text_of_their_own(texts):
    made = lines_of([AnalysedText(text.replace("\r", "")) for text in texts])
    assert made.text == "\n".join(text.replace("\r", "") for text in texts)
    assert list(made.words) == rjieba.tag(made.text)


def test_two_of_one_text_are_equal_and_neither_can_be_changed():
    one, other = AnalysedText(SENTENCE), AnalysedText(SENTENCE)
    assert one.quantities  # what was worked out of it makes no difference
    assert one == other
    assert hash(one) == hash(other)
    with pytest.raises(AttributeError):
        one.text = ""


def test_threads_find_the_same():
    parts = ("words", "dates", "quantities", "ranks", "persons", "organisations", "places", "negations")
    made = AnalysedText(SENTENCE)

    def read(name):
        found = getattr(made, name)
        return list(found) if isinstance(found, Words) else found

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(read, parts * 20))
    alone = [list(AnalysedText(SENTENCE).words), *(getattr(AnalysedText(SENTENCE), n) for n in parts[1:])]
    assert found == alone * 20


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
