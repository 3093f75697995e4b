from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from index.records import Case, Document
from rag.citing.citations import Draft, Place, cite, covered, number, verbatim
from rag.records import Sentence

HEADING = "市科协 科普大篷车"
FIRST = "大篷车全年开进36个乡镇，受益群众1.2万人次。"
SECOND = "队员多是退休教师。"
TEXT = f"{HEADING}\n\n{FIRST}\n\n{SECOND}\n"
DOCUMENT = Document("0123456789abcdef", "科普.txt", "", TEXT)
BODY = TEXT.index(FIRST)
CASE = Case(DOCUMENT.id, 1, "市科协", "科普大篷车", 0, len(HEADING), BODY, TEXT.index(SECOND) + len(SECOND))


def place(words, case=CASE):
    start = TEXT.index(words)
    return Place(DOCUMENT, case, start, start + len(words))


def test_a_citation_holds_everything_a_reader_needs():
    citation = cite(place("受益群众1.2万人次"), 3)
    assert (citation.n, citation.document, citation.document_id) == (3, "科普.txt", DOCUMENT.id)
    assert (citation.case, citation.unit, citation.paragraph) == ("科普大篷车", "市科协", 1)
    assert TEXT[citation.start : citation.end] == citation.quote == "受益群众1.2万人次"


def test_paragraphs_count_from_the_body_and_the_heading_is_0():
    assert cite(place(SECOND), 1).paragraph == 2
    assert cite(place(HEADING), 1).paragraph == 0
    assert cite(place("科普大篷车"), 1).paragraph == 0


def test_outside_every_case_paragraphs_count_from_the_part():
    outside = replace(place(SECOND, case=None), part_start=0)
    citation = cite(outside, 1)
    assert (citation.case, citation.unit, citation.paragraph) == (None, None, 3)
    assert cite(replace(outside, part_start=TEXT.index(SECOND)), 1).paragraph == 1


def test_a_case_without_a_unit_cites_none():
    assert cite(place(SECOND, replace(CASE, unit="")), 1).unit is None


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (5, 5), (7, 4), (0, len(TEXT) + 1), (999, 1000)])
def test_a_place_out_of_range_raises_with_the_range(start, end):
    with pytest.raises(ValueError, match=rf"\[{start}, {end}\) outside 0\.\.{len(TEXT)}"):
        cite(Place(DOCUMENT, CASE, start, end), 1)


def test_blanks_and_punctuation_alone_are_no_citation():
    at = TEXT.index("，")
    for start, end in ((at, at + 1), (len(HEADING), len(HEADING) + 2)):
        with pytest.raises(ValueError, match="holds no word"):
            cite(Place(DOCUMENT, CASE, start, end), 1)


def test_verbatim():
    citation = cite(place("36个乡镇"), 1)
    assert verbatim(citation, TEXT)
    assert not verbatim(citation, TEXT.replace("36", "63"))
    assert not verbatim(citation, "，" + TEXT)
    assert not verbatim(citation, "")
    assert not verbatim(replace(citation, quote="", start=3, end=3), TEXT)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (FIRST, True),
        ("36个乡镇", True),
        ("市科协：大篷车全年开进36个乡镇", True),
        ("……受益群众1.2万人次。", True),
        ("市科协：……受益群众1.2万人次……", True),
        ("37个乡镇", False),
        ("大篷车全年开进36个乡镇，受益群众2万人次。", False),
        ("市文联：大篷车全年开进36个乡镇", False),
        ("市科协：大篷车从未开进36个乡镇", False),
        ("大篷车……受益群众1.3万人次。", False),
        ("３６个乡镇", False),
        ("……", False),
        ("", False),
    ],
)
def test_covered(text, expected):
    assert covered(text, [HEADING, FIRST]) is expected


def test_covered_without_quotes_covers_nothing():
    assert not covered("36个乡镇", [])


def test_a_colon_of_the_source_needs_no_split():
    assert covered("内容：讲座：参观", ["培训内容：讲座：参观。"])
    assert not covered("内容：讲座：旅游", ["培训内容：讲座：参观。"])


def test_the_same_place_keeps_its_number():
    sentences, citations = number(
        [
            Draft("36个乡镇", (place(FIRST),)),
            Draft(SECOND, (place(SECOND),)),
            Draft(f"市科协：{FIRST}", (place(HEADING), place(FIRST))),
        ]
    )
    assert [s.cites for s in sentences] == [(1,), (2,), (3, 1)]
    assert [(c.n, c.quote) for c in citations] == [(1, FIRST), (2, SECOND), (3, HEADING)]


def test_a_draft_that_claims_more_than_its_places_is_left_out_and_takes_no_number():
    sentences, citations = number(
        [
            Draft("36个乡镇，好评如潮", (place(FIRST),)),
            Draft(SECOND, (place(FIRST),)),  # true, but not there
            Draft("36个乡镇", ()),
            Draft("36个乡镇", (place(FIRST),)),
        ]
    )
    assert sentences == (Sentence("36个乡镇", (1,)),)
    assert [(c.n, c.quote) for c in citations] == [(1, FIRST)]


def test_equal_words_of_another_document_are_another_place():
    other = replace(DOCUMENT, id="fedcba9876543210", name="另一份.txt")
    _, citations = number(
        [Draft(SECOND, (place(SECOND),)), Draft(SECOND, (replace(place(SECOND), document=other),))]
    )
    assert [c.document for c in citations] == ["科普.txt", "另一份.txt"]


WORDS = st.text(st.sampled_from("党建双拥市县三十4５ab，。：……“”\r\n 　😀👩‍🚀繁體"), min_size=1, max_size=60)


@given(WORDS, st.data())
def test_1_what_is_numbered_is_verbatim_and_says_no_more(text, data):
    document = Document("d", "甲.txt", "", text)
    cut = data.draw(st.integers(0, len(text)))
    case = data.draw(st.sampled_from([None, Case("d", 1, "", "", 0, cut, cut, len(text))]))
    drafts = []
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        said = data.draw(st.one_of(st.just(text[start:end]), WORDS))
        drafts.append(Draft(said, (Place(document, case, start, end),)))
    assume(all(any(c.isalnum() for c in p.quote) for d in drafts for p in d.places))
    sentences, citations = number(drafts)
    assert [c.n for c in citations] == list(range(1, len(citations) + 1))
    assert len({(c.start, c.end) for c in citations}) == len(citations)
    quotes = {c.n: c.quote for c in citations}
    for citation in citations:
        assert document.text[citation.start : citation.end] == citation.quote
        assert citation.paragraph >= 0
    for sentence in sentences:
        (quote,) = [quotes[n] for n in sentence.cites]
        for part in sentence.text.split("……"):
            assert part in quote or all(piece in quote for piece in part.split("：", 1))
    verbatim_drafts = [d.text for d in drafts if d.text in d.places[0].quote and d.text.strip("…")]
    assert [s.text for s in sentences if s.text in verbatim_drafts] == verbatim_drafts
