import pytest

from rag.checking.verbatim import excerpt

SOURCE = "夜校被列为市级改革试点、区级示范点、全市首批党员实践基地；甲组管收件、乙组管送件，不收费、不排队。"


@pytest.mark.parametrize(
    "statement",
    [
        "夜校被列为市级改革试点。",
        "夜校被列为区级示范点",
        "夜校被列为全市首批党员实践基地。",
        "夜校被列为区级示范点、全市首批党员实践基地",
        "夜校被列为市级改革试点、全市首批党员实践基地",
    ],
)
def test_whole_items_may_be_left_out(statement):
    assert excerpt(statement, SOURCE)


@pytest.mark.parametrize(
    "statement",
    [
        "甲组管送件、乙组管收件",  # turned round
        "甲组管送件，不收费",  # cut inside items
        "夜校被列为省级示范点",  # another word
        "甲组管收件，排队",  # a denial left out
        "夜校试点",  # too short to mean anything
        "区级示范点被列为夜校",  # another order
    ],
)
def test_anything_else_is_not_the_source_s_words(statement):
    assert not excerpt(statement, SOURCE)


OPENING = "滨河街道：夜校点亮骑手的夜\n本报讯 山前市滨河街道去年开办夜校，向江北街道取经。"


@pytest.mark.parametrize("place", ["滨河街道", "山前市滨河街道", "“滨河”街道"])
def test_the_place_at_the_beginning_may_be_what_the_text_tells_of(place):
    statement = f"在{place}，夜校被列为区级示范点。"
    assert excerpt(statement, SOURCE, OPENING)
    assert not excerpt(statement, SOURCE)
    assert not excerpt(f"在{place}，夜校被列为省级示范点。", SOURCE, OPENING)
    assert not excerpt(f"在{place}，不收费。", SOURCE, OPENING)  # too short to mean anything


@pytest.mark.parametrize(
    "statement",
    [
        "在江南街道，夜校被列为区级示范点。",  # of no place that it names
        "在山前市江北街道，夜校被列为区级示范点。",  # each of the two, but not together
        "滨河街道，夜校被列为区级示范点。",
        "在滨河街道夜校被列为区级示范点。",
        "夜校被列为区级示范点，在滨河街道，",
    ],
)
def test_any_other_word_has_to_stand_in_the_source(statement):
    assert not excerpt(statement, SOURCE, OPENING)
