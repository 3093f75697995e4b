"""What each clause of hard sentences is said of; the wanted parts are worked out by hand."""

import pytest

from index.parse import parse_text
from index.segment import segment
from index.segment.propositions import propositions_of


def read(text, name="某文.md"):
    """core -> (what it carries as role:words, what its values are to it)."""
    parsed = parse_text(text, name)
    words = parsed.document.text
    found = {}
    for one in propositions_of(parsed.document, parsed.blocks, segment(parsed.document, parsed.blocks)):
        carried = [f"{part.role}:{words[part.start : part.end]}" for part in one.carried]
        values = {words[value.start : value.end]: value.role for value in one.values}
        found[words[one.start : one.end]] = (carried, values)
    return found


@pytest.mark.parametrize(
    ("sentence", "core", "holds", "lacks"),
    [
        ("一等奖发800元，二等奖发500元。", "二等奖发500元", [], ["subject:一等奖"]),
        ("一等奖发800元，二等奖500元。", "二等奖500元", ["predicate:发"], ["subject:一等奖"]),
        # Alike but for their numbers: neither is the topic of the next, nor the first half of it.
        ("一等奖发给王平，二等奖发给李红。", "二等奖发给李红", [], ["subject:一等奖发给王平"]),
        (
            "召集人轮值：一季度财政局王平，二季度审计局李红，三季度水务局周舟。",
            "三季度水务局周舟",
            ["stem:召集人轮值"],
            ["predicate:财政局王平", "predicate:审计局李红"],
        ),
        ("经费由市里出380元，县里配套120元。", "县里配套120元", [], []),  # 经费 is no 经
        # A case of its own leaves out the rule's words.
        (
            "服务站每处补助不超过4万元，面积在80平方米以上的可上浮至5.5万元。",
            "面积在80平方米以上的可上浮至5.5万元",
            ["subject:服务站每处补助"],
            [],
        ),
        (
            "发现隐患拍照上传，一般隐患奖50元，较大隐患奖300元。",
            "较大隐患奖300元",
            ["predicate:发现隐患拍照上传"],
            [],
        ),
        ("电话：5230617（组织部）、5230642（党校）。", "5230642（党校）", ["stem:电话"], []),
        (
            "恒远汽配、康禾药业分别属于汽车零部件、生物医药。",
            "汽车零部件",
            ["subject:恒远汽配", "predicate:分别属于"],
            ["subject:康禾药业"],
        ),
        (
            "甲镇、乙镇分别由6.8%、9.1%降到0.4%、0.7%。",
            "0.7%",
            ["subject:乙镇", "predicate:降到"],
            ["subject:甲镇"],
        ),
        (
            "三个月内审批，特殊情况可延长，但不得超过六个月。",
            "三个月内审批",
            ["exception:特殊情况可延长"],
            [],
        ),
        (
            "三个月内审批，特殊情况可延长，但不得超过六个月。",
            "但不得超过六个月",
            ["condition:特殊情况可延长"],
            ["exception:特殊情况可延长"],
        ),
        (
            "“老兵驿站”建成23个，其中县级6个、镇级17个。",
            "镇级17个",
            ["group:“老兵驿站”建成"],
            ["subject:县级"],
        ),
        ("“跑了三趟，没办成。”王某说。", "跑了三趟", ["speaker:王某说"], []),
        ("王某说：“跑了三趟，没办成。”", "没办成", ["speaker:王某说"], []),
        ("东区设党员示范岗4个，西区设3个。", "西区设3个", ["predicate:设党员示范岗"], ["subject:东区"]),
        (
            "满意率低于85%的退回重办，征地未完成的除外。",
            "满意率低于85%的退回重办",
            ["exception:征地未完成的除外"],
            [],
        ),
        ("支部组织委员负责收，每月20日前交齐。", "每月20日前交齐", ["subject:支部组织委员"], []),
        (
            "会议要求，一是抓紧整改；二是每季度走访2次。",
            "每季度走访2次",
            ["stem:会议要求"],
            ["predicate:抓紧整改"],
        ),
        ("支出中，培训费3万元，慰问费2万元。", "慰问费2万元", ["subject:支出中"], ["subject:培训费"]),
        ("二等奖2队（甲县队91分、乙县队90分）。", "乙县队90分", ["group:二等奖"], ["subject:甲县队"]),
        ("甲镇：乙村，丙镇：丁村。", "丁村", ["stem:丙镇"], ["stem:甲镇"]),
        ("窗口好评率：2020年为96.1%，2024年为99.3%。", "2024年为99.3%", ["stem:窗口好评率"], ["time:2020年"]),
        # Amounts side by side, each with its own words: before it, behind it, or a time.
        ("考评定级，其中合格12家、一般3家。", "一般3家", [], ["subject:合格"]),
        (
            "三年植树9万株，其中2019年4万株、2020年5万株。",
            "2020年5万株",
            ["group:三年植树"],
            ["subject:2019年"],
        ),
        ("章程修改一项7票同意、2票反对。", "2票反对", ["subject:章程修改一项"], []),
        ("值班员须在15分钟内出动、1小时内报告。", "1小时内报告", ["subject:值班员须在"], []),
        ("如今填1张表、跑2个窗口、等4天。", "等4天", [], ["predicate:填1张表"]),
        ("每班不少于15人、不超过40人。", "不超过40人", ["subject:每班"], []),
        # A verb behind the last is said of all: not cut.
        ("沿线4个社区、9个小区参加共建。", "沿线4个社区、9个小区参加共建", [], []),
        ("支部初审（4个工作日）→张榜（6个工作日）→上报。", "张榜（6个工作日）", [], []),
        ("3月、4月分别受理信访21件、18件。", "18件", ["subject:4月", "predicate:分别受理信访"], ["time:3月"]),
        ("“春雨”“秋实”两个班分别培训干部70人、45人。", "70人", ["subject:“春雨”"], ["subject:“秋实”"]),
        (
            "金牌、银牌、铜牌分别记文明分9分、6分、3分。",
            "6分",
            ["subject:银牌", "predicate:分别记文明分"],
            ["subject:金牌"],
        ),
        # The rest is of the larger count before, not of the part beside it.
        ("今年接到报修64件，修好60件，其余4件待料。", "其余4件待料", ["group:接到报修"], ["group:修好"]),
        ("更换旧水表80只，装好71只，余下9只顺延。", "装好71只", [], ["exception:余下9只顺延"]),
        ("培训费计划开支9万元，比上年增加2万元。", "比上年增加2万元", ["subject:培训费计划开支"], []),
        ("好评率从首月的81%升至6月的96%。", "好评率从首月的81%", [], []),
        (
            "超过300元的由组长复核，超过900元的由主任复核。",
            "超过900元的由主任复核",
            [],
            ["predicate:由组长复核"],
        ),
    ],
)
def test_a_core_carries_what_it_is_said_of(sentence, core, holds, lacks):
    carried, _ = read(sentence)[core]
    assert set(holds) <= set(carried)
    assert not set(lacks) & set(carried)


@pytest.mark.parametrize(
    ("sentence", "roles"),
    [
        ("审批时间由3天压缩到0.5天。", {"3天": "from", "0.5天": "to"}),
        ("5万元以上不满10万元的由局长审批。", {"5万元以上": "at least", "不满10万元": "at most"}),
        ("明年将建12家。", {"12家": "planned"}),
        ("扶手不得高于1.2米。", {"高于1.2米": "at most"}),
        ("每班不得少于8人。", {"少于8人": "at least"}),
    ],
)
def test_what_a_value_is_to_its_core(sentence, roles):
    values = {}
    for _, found in read(sentence).values():
        values |= found
    assert roles.items() <= values.items()


def test_total_and_parts():
    values = {}
    for _, found in read("“老兵驿站”共23个，其中县级6个、镇级17个。").values():
        values |= found
    assert values == {"共23个": "total", "6个": "part", "17个": "part"} or values["6个"] == "part"
    assert values["17个"] == "part"


ARTICLE = """# 某办法

## 第二章　收缴

第三条　党费按下列比例交纳：

（一）五千元以下的，交0.5%；

（二）五千元以上的，交1%。

第四条　每月20日前交齐。
"""


def test_an_item_carries_its_stem_its_article_and_its_chapter():
    found = read(ARTICLE)
    carried, _ = found["五千元以上的，交1%"]
    assert {"path:第三条", "stem:党费按下列比例交纳"} <= set(carried)
    assert "stem:五千元以下的，交0.5%；" not in carried
    assert "path:第四条" in found["每月20日前交齐"][0]
    assert not [part for part in found["每月20日前交齐"][0] if part.startswith("stem")]


def test_a_nested_item_carries_the_outer_one():
    lines = "一、组织领导 （一）成立专班 1.办公室配3人。 2.联络组配5人。 （二）经费保障 1.拨付8万元。"
    found = read("# 某方案\n\n" + lines.replace(" ", "\n\n"))
    assert "组织领导" in " ".join(found["联络组配5人"][0])
    assert "成立专班" in " ".join(found["联络组配5人"][0])
    assert "成立专班" not in " ".join(found["拨付8万元"][0])


NAMED = """# 关于表彰的通报

## 名单

（一）红旗党委（2个）

县水务局机关党委

县气象局机关党委

（二）先锋支部（1个）

县档案馆党支部
"""


def test_a_numbered_name_heads_the_lines_under_it_up_to_the_next():
    found = read(NAMED)
    for name in ("县水务局机关党委", "县气象局机关党委"):
        assert "stem:红旗党委（2个）" in found[name][0]
    assert "stem:先锋支部（1个）" in found["县档案馆党支部"][0]
    assert "stem:红旗党委（2个）" not in found["县档案馆党支部"][0]


@pytest.mark.parametrize(
    ("lines", "last"),
    [
        ("1.申请书 2.自传 3.政审函 齐全后十日内报送。", "齐全后十日内报送"),
        ("1.申请书 （1）原件 （2）复印件 2.自传 齐全后十日内报送。", "齐全后十日内报送"),
        ("（一）报送时间 3月底前。 （二）严肃纪律 本通知自印发之日起施行。", "本通知自印发之日起施行"),
        ("（一）联系电话：8123456 请按时报送。", "请按时报送"),
        ("（一）申报时间 申报分两次： 3月一次。 （二）申报地点 县政务大厅。", "县政务大厅"),
    ],
)
def test_what_follows_a_list_leans_on_none_of_its_items(lines, last):
    found = read("# 某办法\n\n## 材料\n\n" + lines.replace(" ", "\n\n"))
    stems = [part for part in found[last][0] if part.startswith("stem")]
    assert stems == (["stem:申报地点"] if last == "县政务大厅" else [])


def test_an_answer_carries_its_question_and_no_other():
    lines = "问：几号前交齐？ 答：每月20日前交齐，遇长假顺延。 问：谁来收？ 答：组织委员收。"
    found = read("# 某问答\n\n" + lines.replace(" ", "\n\n"))
    assert "question:几号前交齐？" in found["每月20日前交齐"][0]
    assert "question:谁来收？" in found["组织委员收"][0]
    assert "question:几号前交齐？" not in found["组织委员收"][0]


def test_a_clause_without_a_subject_carries_the_unit_of_the_heading():
    first, second = "县水务局：一次办成\n\n现有党员17名。", "县教育局：先办后补\n\n现有党员9名。"
    found = read(f"# 案例汇编\n\n## 石桥{first}\n\n## 石桥{second}\n")
    assert "unit:石桥县水务局" in found["现有党员17名"][0]
    assert "unit:石桥县教育局" in found["现有党员9名"][0]
