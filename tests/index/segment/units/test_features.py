import numpy as np

from index.records import Case
from index.segment.units import Ranker, case_candidates, same_office, shipped_ranker, units_of
from index.segment.units.features import WIDTH
from tests.index.segment.units.test_candidates import TEXT, case_of


def test_every_candidate_has_as_many_numbers_as_the_ranker_reads_and_the_last_is_none():
    (found,) = case_candidates(TEXT, "", [case_of(TEXT)], [None])
    assert found.names[-1] == ""
    assert found.features.shape == (len(found.names), WIDTH)
    assert shipped_ranker().tensors["direct.weight"].shape == (1, WIDTH)
    assert found.features[-1].sum() == 1  # nothing but that it is none


def test_the_unit_that_rules_give_is_a_candidate_too():
    (known,) = case_candidates(TEXT, "", [case_of(TEXT)], ["记者走进"])
    assert "记者走进" in known.names
    (unknown,) = case_candidates(TEXT, "", [case_of(TEXT)], ["市司法局"])  # stands nowhere
    assert "市司法局" not in unknown.names


def test_a_case_without_any_name_has_no_unit():
    text = "春天来了。"
    case = case_of(TEXT)
    bare = type(case)("d", 1, "", "", 0, 0, 0, len(text))
    assert units_of(text, "", [bare], [""], shipped_ranker()) == [""]


def test_the_ranker_takes_the_candidate_it_scores_highest():
    names = case_candidates(TEXT, "", [case_of(TEXT)], [None])[0].names
    wanted = names.index("县水利局")
    (found,) = case_candidates(TEXT, "", [case_of(TEXT)], [None])
    likes = np.linalg.pinv(found.features)[:, wanted].astype(
        np.float32
    )  # a row of weights that singles it out
    zeros = np.zeros((1, WIDTH), np.float32)
    tensors = {
        "direct.weight": likes[None], "direct.bias": np.zeros(1, np.float32),
        "hidden.weight": zeros, "hidden.bias": np.zeros(1, np.float32),
        "out.weight": np.zeros((1, 1), np.float32), "out.bias": np.zeros(1, np.float32),
    }  # fmt: skip
    assert units_of(TEXT, "", [case_of(TEXT)], [None], Ranker(tensors)) == ["县水利局"]
    # Rules have the last word on how an office is called.
    two = [case_of(TEXT), case_of(TEXT)]
    assert units_of(TEXT, "", two, ["石桥县水利局", None], Ranker(tensors)) == ["石桥县水利局", "县水利局"]


def test_where_the_ranker_finds_no_unit_that_of_the_rules_stays():
    nobodys = "河面宽了，岸也绿了。\n游人说，这里从前不是这样。"
    alone = [Case("d", 1, "", "", 0, 0, 0, len(nobodys))]
    assert units_of(nobodys, "", alone, [""], shipped_ranker()) == [""]
    assert units_of(nobodys, "", alone, ["石桥县委办"], shipped_ranker()) == ["石桥县委办"]


def test_one_office_has_several_names():
    assert same_office("市水务局", "临江市水务局")
    assert same_office("临江市水务局机关党委", "市水务局")
    assert same_office("中共石桥县水利局党组", "石桥县水利局")
    assert not same_office("市水务局", "市司法局")
    assert not same_office("", "市司法局")
    assert same_office("", "")
