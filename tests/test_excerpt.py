import pytest

from rag.excerpt import excerpt

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
