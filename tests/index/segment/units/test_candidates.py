from index.records import Case
from index.segment.units.candidates import candidates

TEXT = """石桥县机关党建简报

县水利局

河长上岸

记者走进石桥县水利局第二党支部，看到党员每周巡河一次。县人大常委会办公室来过两回。

（县水利局 王小明供稿）
"""


def case_of(text: str) -> Case:
    start = text.index("记者")
    heading = text.index("县水利局\n")
    return Case("d", 1, "", "河长上岸", heading, text.index("上岸") + 2, start, text.index("两回。") + 3)


def test_a_name_is_found_wherever_it_stands_with_the_places():
    found = candidates(TEXT, "石桥县机关党建简报", [case_of(TEXT)], 0)
    assert {"head", "head=", "head<", "foot"} <= found["县水利局"]
    assert "lead" in found["石桥县水利局第二党支部"]
    assert "lead" in found["石桥县水利局"]
    assert "head=" not in found["石桥县水利局"]


def test_a_name_is_not_cut_inside_its_ending():
    found = candidates(TEXT, "", [case_of(TEXT)], 0)
    assert "县人大常委会" in found
    assert "县人大常委" not in found
    assert "县人大常委会办" not in found


def test_names_are_neither_very_short_nor_very_long():
    found = candidates(TEXT, "", [case_of(TEXT)], 0)
    assert {len(name) for name in found} <= set(range(3, 25))
