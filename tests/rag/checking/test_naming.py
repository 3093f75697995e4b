"""A statement's names against a ground, in text about made-up units and towns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.checking import align_names as names
from rag.checking.align_facts import Alignment
from tests.rag.checking.test_grounds import ground_of
from tests.support.analysed import analysing

align_names = analysing(names.align_names)

LEAD = "临江市公园建设纪实"
PARKS = "市园林局推出“一园一长”制度，在青禾镇建成公园12座。"
KEEPER = "园长周文清每周巡园。"
SCHOOL = "“花木课堂”开到石泉社区。"
OTHERS = "市水利局派来挖泥船7艘，市教育局派来教师3名。"
GROUND = ground_of("市园林局", "口袋公园进家门", PARKS, KEEPER, SCHOOL, OTHERS, lead=LEAD)


def compared(statement, source):
    """The number of names held, the words missing, and the pairs of words that differ with their kind."""
    alignment = align_names(statement, source, GROUND)
    differing = []
    for m in alignment.mismatches:
        text = GROUND.document.text if m.absolute else source
        differing.append((m.kind, statement[slice(*m.claimed)], text[slice(*m.source)]))
    return alignment.held, [statement[a:b] for a, b in alignment.missing], differing


@pytest.mark.parametrize(
    ("statement", "source", "held"),
    [
        ("市园林局推出“一园一长”制度。", PARKS, 2),
        ("市园林局推出「一园一长」制度。", PARKS, 2),
        ("园林局推出制度。", PARKS, 1),
        ("青禾镇建成公园12座。", PARKS, 1),
        ("园长周文清每周巡园。", KEEPER, 1),
        ("“花木课堂”开到石泉社区。", SCHOOL, 2),
        ("推出“花木课堂”。", PARKS, 1),  # another sentence of the case names it
        ("推出《花木课堂》。", PARKS, 1),
        ("市园林局每周巡园。", KEEPER, 1),  # the heading names it
        ("临江市每周巡园。", KEEPER, 1),  # the lead names it
        ("市水利局派来挖泥船。", OTHERS, 1),
    ],
)
def test_names_that_stand_there(statement, source, held):
    assert compared(statement, source) == (held, [], [])


@pytest.mark.parametrize(
    ("statement", "source", "difference"),
    [
        ("推出“花木大课堂”。", SCHOOL, ("name", "花木大课堂", "花木课堂")),
        ("园长李国强每周巡园。", KEEPER, ("person", "李国强", "周文清")),
        ("园长李国强，每周巡园。", KEEPER, ("person", "李国强", "周文清")),
    ],
)
def test_another_name_in_its_place(statement, source, difference):
    assert compared(statement, source) == (0, [], [difference])


@pytest.mark.parametrize(
    ("statement", "source", "place", "instead"),
    [
        ("建成公园，在白沙镇建成公园12座。", PARKS, "白沙镇", "青禾镇"),
        ("课堂开到柳溪社区。", SCHOOL, "柳溪社区", "石泉社区"),
        ("宁波市建成公园12座。", PARKS, "宁波", "青禾镇"),
    ],
)
def test_another_place(statement, source, place, instead):
    assert ("place", place, instead) in compared(statement, source)[2]


@pytest.mark.parametrize("claimed", ["市交通局", "省园林局", "市财政局", "县园林局"])
def test_a_deed_of_the_case_s_unit_given_to_another(claimed):
    """The source is the unit in the heading, by its offsets in the document."""
    statement = f"{claimed}推出“一园一长”制度。"
    alignment = align_names(statement, PARKS, GROUND)
    (mismatch,) = alignment.mismatches
    start = len(LEAD) + 1
    assert (mismatch.kind, mismatch.absolute, mismatch.claimed) == ("unit", True, (0, 4))
    assert mismatch.source == (start, start + 4)
    assert GROUND.document.text[slice(*mismatch.source)] == "市园林局"
    assert (alignment.held, alignment.missing) == (1, ())


def test_a_body_of_another_deed_in_the_same_frame():
    ground = ground_of("市园林局", "公园", "市水利局派来挖泥船7艘。", "市教育局派来教师3名。")
    statement, source = "市教育局派来挖泥船7艘。", "市水利局派来挖泥船7艘。"
    (mismatch,) = align_names(statement, source, ground).mismatches
    assert (mismatch.kind, mismatch.claimed, mismatch.source) == ("unit", (0, 4), (0, 4))
    assert not mismatch.absolute


def test_a_body_named_late_is_missing_not_wrong():
    statement = "青禾镇建成公园12座，开园那天来了很多游客，市交通局派员学习。"
    assert compared(statement, PARKS) == (1, ["市交通局"], [])


def test_a_ground_without_a_unit_gives_no_deed_to_anybody():
    ground = ground_of("", "口袋公园进家门", "推出“一园一长”制度。")
    statement = "市交通局推出“一园一长”制度。"
    assert align_names(statement, "推出“一园一长”制度。", ground) == Alignment(held=1, missing=((0, 4),))


def test_a_place_at_the_beginning_that_the_text_never_names():
    """Told of, instead: the place the text opens with."""
    statement = "杭州市园林局推出制度。"
    (mismatch,) = align_names(statement, "推出制度。", GROUND).mismatches
    assert (mismatch.kind, mismatch.absolute, mismatch.source) == ("place", True, (0, 2))
    assert GROUND.document.text[:2] == "临江"


@pytest.mark.parametrize(
    ("statement", "source", "missing"),
    [
        ("推出“双色灯笼”。", PARKS, "双色灯笼"),
        ("推出《双色灯笼》。", PARKS, "《双色灯笼》"),
        ("园长由赵海平担任。", PARKS, "赵海平"),
    ],
)
def test_a_name_without_its_like_is_missing(statement, source, missing):
    assert compared(statement, source) == (0, [missing], [])


@pytest.mark.parametrize("statement", ["", "新建公园12座。", "各社区、全市和老旧小区都有公园。"])
def test_no_names(statement):
    assert align_names(statement, PARKS, GROUND) == Alignment()


PIECES = [*"“”，🙂ﬁ㍿", "市园林局", "市水利局", "花木课堂", "青禾镇", "白沙镇", "周文清", "园长", "推出"]


@given(st.lists(st.sampled_from(PIECES), max_size=10).map("".join), st.sampled_from([PARKS, KEEPER, SCHOOL]))
def test_offsets_lie_in_their_texts(statement, source):
    alignment = align_names(statement, source, GROUND)
    spans = [*alignment.missing, *(m.claimed for m in alignment.mismatches)]
    assert all(0 <= a < b <= len(statement) for a, b in spans)
    for m in alignment.mismatches:
        text = GROUND.document.text if m.absolute else source
        assert 0 <= m.source[0] < m.source[1] <= len(text)
