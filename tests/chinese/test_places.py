import pytest
from hypothesis import given
from hypothesis import strategies as st

from chinese.places import find_places, localities


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("青岛市修了几座码头?", ["青岛"]),
        ("宁波和舟山谁先通桥?", ["宁波", "舟山"]),
        ("内蒙古的牧区怎么看病?", ["内蒙古"]),
        ("大连市中山区有几家食堂?", ["大连", "中山"]),
        ("宜昌市夷陵区的花市在哪里?", ["宜昌", "夷陵"]),
        ("西双版纳傣族自治州有多少茶园?", ["西双版纳"]),
        ("台湾来的客商有多少?", ["台湾"]),
        ("青岛、青岛", ["青岛"]),
    ],
)
def test_places(text, expected):
    assert find_places(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "全市有多少老人?",
        "各区县如何巡河?",
        "老城区改造花了多少钱?",
        "城市绿道有多长?",
        "社区食堂几点开门?",
        "本省有哪些做法?",
    ],
)
def test_no_place(text):
    assert find_places(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("石泉社区有几部电梯?", ["石泉社区"]),
        ("柳河镇怎么修路?", ["柳河镇"]),
        ("清溪社区和东湖社区谁先装电梯?", ["清溪社区", "东湖社区"]),
        ("枫桥街道的食堂在哪里?", ["枫桥街道"]),
    ],
)
def test_localities(text, expected):
    assert localities(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "老旧小区改造了多少个?",
        "示范村有几个?",
        "每个社区配几名医生?",
        "各街道怎么排班?",
        "农村社区怎么养老?",
        "那个小区装了电梯吗?",
        "社区委员会有几人?",
        "全市街道有多少?",
    ],
)
def test_no_locality(text):
    assert localities(text) == []


@given(st.text(alphabet="石泉柳河枫桥街道社区镇村老旧小区的在青岛市县", max_size=16))
def test_localities_stand_in_the_text(text):
    assert all(name in text for name in localities(text))
    assert all(name in text for name in find_places(text))
