import pytest

from rag.checking.swapped_names import exchanges

SOURCE = "全县推行乡镇“红色议事厅”、村居“百姓说事点”办法，设置站点40个。"


def words(statement):
    return [
        (m.kind, statement[slice(*m.claimed)], SOURCE[slice(*m.source)])
        for m in exchanges(statement, SOURCE).mismatches
    ]


def test_names_given_to_one_anothers_bearers_are_both_named():
    assert words("全县推行的是乡镇“百姓说事点”、村居“红色议事厅”。") == [
        ("name", "“百姓说事点”", "“红色议事厅”"),
        ("name", "“红色议事厅”", "“百姓说事点”"),
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "全县推行乡镇“红色议事厅”、村居“百姓说事点”办法。",
        "全县推行村居“百姓说事点”、乡镇“红色议事厅”办法。",
        "全县推行“百姓说事点”和“红色议事厅”。",
        "乡镇“红色议事厅”办得红火。",
        "乡镇“百姓说事点”办得红火。",  # half an exchange may be another true sentence
        "推行“百姓说事点”，推行“红色议事厅”。",
        "",
    ],
)
def test_anything_less_is_no_exchange(statement):
    assert words(statement) == []


def test_a_source_that_has_both_pairings_is_not_contradicted():
    both = SOURCE + "此后乡镇“百姓说事点”也开办起来。"
    mismatches = exchanges("乡镇“百姓说事点”、村居“红色议事厅”。", both).mismatches
    assert all(both[slice(*m.source)] == "“百姓说事点”" for m in mismatches)


ROLES = "按“甲岗”收信访、“乙岗”送文书、“丙岗”管档案分工。"


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("“甲岗”送文书。", [("送文书", "收信访")]),
        ("“甲岗”收信访，“丙岗”送文书。", [("送文书", "管档案分工")]),
        ("“乙岗”送文书、“甲岗”收信访。", []),
        ("“甲岗”写总结。", []),  # nobody's: for others to judge
        ("“丁岗”送文书。", []),  # a name the source does not hold
    ],
)
def test_what_is_said_of_one_name_is_not_another_s(statement, expected):
    alignment = exchanges(statement, ROLES)
    words = [(statement[slice(*m.claimed)], ROLES[slice(*m.source)]) for m in alignment.mismatches]
    assert words == expected
