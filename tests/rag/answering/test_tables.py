"""Operations over the rows of a table, and which of them a question asks for."""

from fractions import Fraction

import pytest

from rag.answering.collection import frame_of
from rag.answering.question import analyse
from rag.answering.tables import Bound, Cell, operate, picked, tables_of, turned
from rag.answering.tables.operations import number_of
from tests.rag.answering.catalogues import held

TEXT = """# 兰溪县2024年度机关党建考核得分表

| 名次 | 单位 | 党员数（人） | 总分 | 经费（万元） | 等次 |
| --- | --- | --- | --- | --- | --- |
| 1 | 县水利局 | 46 | 94.6 | 8.4 | 优秀 |
| 2 | 县档案馆 | 17 | 93.3 | — | 优秀 |
| 3 | 县教育局 | 88 | 85.5 | 13.4 | 良好 |
| 4 | 县残联 | 9 | 78.5 | 2.6 | 一般 |
| 合计 | | 160 | | 24.4 | |
"""
CROSSWISE = """# 兰溪水务集团各片区对照表

| 指标 | 东片区 | 西片区 | 北片区 | 合计 |
| --- | --- | --- | --- | --- |
| 党员数（名） | 146 | 92 | 58 | 296 |
| 党费收缴（元） | 43,820 | 25,190 | 13,640 | 82,650 |
"""


def tables(text, name="表.md"):
    one = held(text, name)
    frame = frame_of(one.entries, one.document.text)
    return [(table, frame) for table in tables_of(one.document, one.propositions)]


TABLE = tables(TEXT)
(POINTS, FRAME), *_ = TABLE
ACROSS = tables(CROSSWISE)
ALL = ["县水利局", "县档案馆", "县教育局", "县残联"]


def names(answer):
    return [cell.words for cell in answer.names]


def test_rows_and_columns_are_read_from_cell_propositions():
    assert len(TABLE) == 1
    assert POINTS.columns == tuple(
        (w,) for w in ("名次", "单位", "党员数（人）", "总分", "经费（万元）", "等次")
    )
    assert [row.sums for row in POINTS.rows] == [False] * 4 + [True]
    for row in POINTS.rows:
        for cell in row.cells:
            assert POINTS.document.text[cell.start : cell.end].strip() == cell.words


@pytest.mark.parametrize(
    ("column", "operation", "value", "rows", "number"),
    [
        ("总分", "max", "", ["县水利局"], Fraction("94.6")),
        ("总分", "min", "", ["县残联"], Fraction("78.5")),
        ("党员数（人）", "max", "", ["县教育局"], 88),  # not the sum of all
        ("党员数（人）", "sum", "", ALL, 46 + 17 + 88 + 9),
        ("等次", "equal", "优秀", ["县水利局", "县档案馆"], 2),
        ("单位", "count", "", ALL, 4),
    ],
)
def test_operations_leave_sums_out(column, operation, value, rows, number):
    answer = operate(POINTS, (column,), operation, value)
    assert (names(answer), answer.value, answer.complete) == (rows, number, True)


def test_empty_cells_are_told():
    answer = operate(POINTS, ("经费（万元）",), "max")
    assert (names(answer), answer.complete) == (["县教育局"], False)


@pytest.mark.parametrize(("inclusive", "rows"), [(True, ["县残联"]), (False, [])])
def test_a_bound_of_money_is_held_to_cells_in_ten_thousands(inclusive, rows):
    bound = Bound(Fraction(26000), "元", inclusive, "不超过2.6万元")
    answer = operate(POINTS, ("经费（万元）",), "under", bound=bound)
    assert (names(answer) if answer else []) == rows


def test_words_are_no_numbers():
    assert operate(POINTS, ("等次",), "max") is None
    with pytest.raises(ValueError, match="over needs a bound"):
        operate(POINTS, ("总分",), "over")


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("96.8%", Fraction("96.8")),
        ("-5.3%", Fraction("-5.3")),
        ("43,820", 43820),
        ("13场", 13),
        ("1.38万元", 13800),
        ("优秀", None),
        ("9个、8个", None),
        ("约500人", None),
    ],
)
def test_the_number_of_a_cell(words, number):
    assert number_of(Cell(0, len(words), words)) == number


def test_a_day_is_ordered_by_the_calendar():
    days = [number_of(Cell(0, 10, words)) for words in ("2024年3月22日", "2023-12-28", "2024年6月7日")]
    assert sorted(days) == [days[1], days[0], days[2]]


def test_columns_are_compared_where_they_are_what_is_asked_for():
    (table, _), *_ = ACROSS
    answer = operate(turned(table), ("党费收缴（元）",), "min")
    assert names(answer) == ["北片区"]  # not what all make together
    assert names(picked(analyse("兰溪水务哪个片区党费收缴最少"), ACROSS)) == ["北片区"]


@pytest.mark.parametrize(
    ("question", "rows", "said"),
    [
        ("兰溪县哪个单位总分最高", ["县水利局"], "取“总分”一栏最大的"),
        ("兰溪党建考核总分最低的是哪个单位", ["县残联"], "取“总分”一栏最小的"),
        ("兰溪县考核哪个单位党员最多", ["县教育局"], "取“党员数（人）”一栏最大的"),
        ("兰溪考核评优秀的是哪几个单位", ["县水利局", "县档案馆"], "取“等次”一栏为“优秀”的"),
        ("兰溪县哪些单位总分在90分以上", ["县水利局", "县档案馆"], "取“总分”一栏90分以上的"),
        ("兰溪县经费超过10万元的有哪几家", ["县教育局"], "取“经费（万元）”一栏超过10万元的"),
        ("兰溪考核第三名是哪个单位", ["县教育局"], "取“名次”一栏为“3”的"),
        ("兰溪考核表里一共有几个单位", ALL, "按“单位”一栏计数"),
    ],
)
def test_a_question_picks_rows_by_an_operation_that_is_named(question, rows, said):
    answer = picked(analyse(question), TABLE)
    assert (names(answer), answer.said) == (rows, said)


@pytest.mark.parametrize(
    "question",
    [
        "兰溪县2023年哪个单位总分最高",  # another year
        "梅溪县哪个单位总分最高",  # another county
        "兰溪县哪个单位群众测评最高",  # no such column
        "兰溪县考核评不合格的是哪几个单位",  # nobody
        "兰溪县总分最高是多少分",  # asks for no row
        "兰溪县五个单位里谁总分最高",  # four
        "兰溪县哪个单位最好",
        "县水利局总分多少",
        "兰溪县第七名是哪个单位",
    ],
)
def test_what_the_table_does_not_say_is_left_alone(question):
    assert picked(analyse(question), TABLE) is None


def test_one_is_asked_for_and_two_are_alike():
    even = tables(TEXT.replace("93.3", "94.6"))
    assert picked(analyse("兰溪县哪个单位总分最高"), even) is None
    assert names(picked(analyse("兰溪县哪几个单位总分最高"), even)) == ["县水利局", "县档案馆"]


PAID = """# 梅溪县追缴情况表

| 事项 | 对象 | 金额（元） | 备注 |
| --- | --- | --- | --- |
| 多计工程款 | 施工单位 | 43,900 | 已缴 |
| 重复领取 | 县水利局 | 2,600 | 已缴 |
| 超标准发放 | 县档案馆 | 1,800 | 缓缴 |
"""
BOTH = [*TABLE, *tables(PAID)]


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("哪个单位金额最多", None),  # of which table is not said
        ("梅溪县追缴金额最多的是哪个事项", ["多计工程款"]),
        ("缓缴的有哪几项", ["超标准发放"]),
        ("施工单位是谁", None),  # asks who it is, not for its rows
        ("缓缴的是谁", None),  # what its rows are called is nobody
        ("哪些支部缓缴", None),  # no row is a branch
    ],
)
def test_a_table_is_told_from_those_of_other_documents(question, rows):
    answer = picked(analyse(question), BOTH)
    assert (names(answer) if answer else None) == rows


def test_every_cell_is_cited_with_what_it_stands_under():
    answer = picked(analyse("兰溪考核评优秀的是哪几个单位"), TABLE)
    text = POINTS.document.text
    for cell in answer.cells:
        assert text[cell.start : cell.end].strip() == "优秀"
        assert [text[slice(*span)] for span in cell.headers] == ["等次"]
        assert cell.proposition.startswith(POINTS.document.id)
