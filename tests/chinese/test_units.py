import pytest

from chinese.named_organisations import abbreviates, core, find_organisations, names_unit, organisation_spans


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("滨海市水利局怎么巡河?", "滨海市水利局"),
        ("市水利局怎么巡河?", "市水利局"),
        ("水利局怎么巡河?", "市水利局"),
        ("市发改委出了什么政策?", "市发展和改革委员会"),
        ("市人社局有几个窗口?", "市人力资源和社会保障局"),
        ("市文旅局办了几场演出?", "市文化和旅游局"),
        ("市卫健委派了几名医生?", "市卫生健康委"),
        ("海港区教育局建了几所学校?", "海港区教育局"),
        ("市水利局建了什么?", "市林业局、市水利局"),
        ("市水利局建了什么?", "市林业局 市水利局"),
    ],
)
def test_a_unit_in_full_and_short(text, unit):
    assert names_unit(text, unit)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("省水利厅怎么巡河?", "市水利局"),
        ("省教育局怎么招生?", "市教育局"),  # another rank is another unit
        ("县教育局怎么招生?", "市教育局"),
        ("市林业局怎么护林?", "市水利局"),
        ("怎么巡河?", "市水利局"),
        ("", "市水利局"),
        ("市水利局怎么巡河?", ""),
        ("局里怎么巡河?", "市水利局"),
    ],
)
def test_not_this_unit(text, unit):
    assert not names_unit(text, unit)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("市水利局怎么巡河?", ["市水利局"]),
        ("省教育厅和市财政局一起出了什么办法?", ["省教育厅", "市财政局"]),
        ("市妇联组织了几场活动?", ["市妇联"]),
        ("怎么巡河?", []),
        ("打开新格局靠什么?", []),
        ("", []),
    ],
)
def test_organisations(text, expected):
    assert find_organisations(text) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("驿站由市总工会出资修建。", "市总工会"),
        ("码头由滨海航运公司运营。", "滨海航运公司"),
        ("体检由市人民医院负责。", "市人民医院"),
    ],
)
def test_organisation_spans(sentence, expected):
    spans = [sentence[a:b] for a, b in organisation_spans(sentence)]
    assert spans == [expected]


def test_organisation_spans_of_a_sentence_without_one():
    assert organisation_spans("每周巡河一次，三年清理垃圾八百吨。") == []


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("滨职院", "来自滨海职业学院的学生", True),
        ("卫健委", "市卫生健康委员会派出医生", True),
        ("水利局", "市水利局巡河", True),
        ("卫健委", "市水利局巡河", False),
        ("卫健委", "卫生所离得远，大家都盼着健康小屋早日建成，村委会也出了力", False),
        ("林业局", "", False),
    ],
)
def test_abbreviates(name, text, expected):
    assert abbreviates(name, text) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("市教育局", "教育局"),
        ("海港区教育局", "教育局"),
        ("滨海市水利局", "水利局"),
        ("水利局", "水利局"),
        ("省总工会", "总工会"),
    ],
)
def test_core(name, expected):
    assert core(name) == expected
