import pytest

from chinese.values.asked_measure import answers, asked_count, counted


@pytest.mark.parametrize(
    ("surface", "kind"),
    [
        ("3250名", "people"),
        ("十二人", "people"),
        ("七位", "people"),
        ("8万人次", "visits"),
        ("40场次", "visits"),
        ("42家", "things"),
        ("十七所", "things"),
        ("206部", "things"),
        ("3年", "time"),
        ("15分钟", "time"),
        ("6个月", "time"),
        ("2周", "time"),
        ("36公里", "size"),
        ("5600平方米", "size"),
        ("800吨", "size"),
        ("8.5亩", "size"),
        ("500万元", "money"),
        ("3.5亿元", "money"),
        ("96%", "share"),
        ("百分之九十", "share"),
        ("六成", "share"),
        ("12个百分点", "share"),
        ("3250", "any"),
        ("3万", "any"),
        ("300余", "any"),
    ],
)
def test_counted(surface, kind):
    assert counted(surface) == kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("滨海市修码头花了多少钱?", "money"),
        ("公交月票价格是多少?", "money"),
        ("环湖路总投资是多少?", "money"),
        ("垃圾分类的参与率是多少?", "share"),
        ("老年人的比例有多少?", "share"),
        ("成本降低了百分之几?", "share"),
        ("办一张证要多久?", "time"),
        ("修桥用了几个月?", "time"),
        ("渡轮运营了多少年?", "time"),
        ("公园面积是多少?", "size"),
        ("绿道有多长?", "size"),
        ("清理垃圾多少吨?", "size"),
        ("接待了多少人次?", "visits"),
        ("来了多少人?", "people"),
        ("有几位调解员?", "people"),
        ("招了多少名司机?", "people"),
        ("开了几家食堂?", "things"),
        ("装了多少部电梯?", "things"),
        ("种了多少棵树?", "things"),
        ("办事效率提高了多少?", "any"),
        ("志愿者有多少?", "any"),
    ],
)
def test_asked_count(question, kind):
    assert asked_count(question) == kind


@pytest.mark.parametrize(
    ("asked", "offered", "expected"),
    [
        ("people", "people", True),
        ("people", "any", True),
        ("people", "things", True),  # 15个 may be people
        ("people", "money", False),
        ("people", "time", False),
        ("things", "people", False),
        ("things", "things", True),
        ("things", "time", False),
        ("time", "time", True),
        ("time", "any", False),
        ("money", "money", True),
        ("money", "share", False),
        ("money", "any", False),
        ("size", "size", True),
        ("size", "time", False),
        ("share", "share", True),
        ("share", "money", False),
        ("any", "things", True),
        ("any", "share", True),
        ("any", "time", False),
        ("visits", "people", True),
    ],
)
def test_answers(asked, offered, expected):
    assert answers(asked, offered) is expected
