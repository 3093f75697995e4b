"""Questions in files as offices write them; real Word and Excel files, opened as the program opens them."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from docx import Document
from openpyxl import Workbook, load_workbook

from chinese import bare
from index.errors import UnreadableSource
from rag.question_files import LARGEST, MOST, excel_template, read_questions, word_template
from rag.question_files.checking import Home
from rag.question_files.templates import EXAMPLES
from rag.records import Citation
from tests.support.questions import SOURCE, citation

HOME = Home("own", 7)


def sources(quote):
    """One document is known."""
    return citation(quote) if quote and quote in SOURCE else None


def read(name, data, known=()):
    return read_questions(name, data, sources, HOME, known)


def word(*lines):
    document = Document()
    for line in lines:
        paragraph = document.add_paragraph()
        for at, part in enumerate(line.split("\n")):
            if at:
                paragraph.add_run().add_break()
            paragraph.add_run(part)
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


def sheet(*rows, title="题目"):
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def told(reading):
    """What was taken, shortly."""
    return [
        (q.question.kind, q.question.stem, q.question.options, q.question.answer) for q in reading.questions
    ]


@pytest.mark.parametrize(
    ("name", "data"),
    [("模板.xlsx", excel_template()), ("模板.docx", word_template(datetime(2026, 11, 24, tzinfo=UTC)))],
)
def test_each_template_is_read_as_it_stands(name, data):
    reading = read(name, data)
    assert reading.faults == ()
    found = [one.question for one in reading.questions]
    assert [q.kind for q in found] == ["choice", "multi", "judge", "blank", "short"]
    assert [q.worth for q in found] == [float(example.points) for example in EXAMPLES]
    assert found[0].answer == ("每季度",)
    assert found[1].answer == ("支部党员大会", "支部委员会会议", "党小组会")
    assert found[3].answer == ("月", "个月")
    assert [p.text for p in found[4].points] == ["开展学习", "谈心谈话", "查摆问题"]
    assert found[0].explanation == "示例题，导入前请删去。"
    assert not any(one.guessed for one in reading.questions)
    assert {q.document_id for q in found} == {"own"}
    assert {q.citations for q in found} == {()}


OPTIONS = ("168", "186", "198", "216")
CHOICE = ("choice", "夜校已开课（　　）期。", OPTIONS, ("186",))


@pytest.mark.parametrize(
    "lines",
    [
        ["1. 夜校已开课（　　）期。", "A. 168", "B. 186", "C. 198", "D. 216", "答案：B"],
        ["1、夜校已开课（　　）期。", "A、168 B、186 C、198 D、216", "正确答案：B"],
        ["（1）夜校已开课（　　）期。", "A．168　B．186　C．198　D．216", "【答案】B"],
        ["1．夜校已开课（ B ）期。", "A.168 B.186", "C.198 D.216"],
        ["第1题：夜校已开课（　　）期。A. 168 B. 186 C. 198 D. 216", "答案: b"],
        ["一、单项选择题（每题2分，共2分）", "１．夜校已开课（　　）期。", "（A）168 （B）186",
         "（C）198 （D）216", "参考答案：Ｂ"],
        ["1. 夜校已开课（　　）期。\nA. 168\nB. 186\nC. 198\nD. 216\n答案：186"],
        ["单选题", "夜校已开课（　　）期。", "A. 168", "B. 186", "C. 198", "D. 216",
         "答案：B 解析：见原文。"],
        ["1. （2分）【单选题】夜校已开课（　　）期。", "A: 168", "B: 186", "C: 198", "D: 216",
         "【正确答案】 B"],
    ],
)  # fmt: skip
def test_a_choice_is_read_however_it_is_numbered_and_lettered(lines):
    reading = read("题.docx", word(*lines))
    assert reading.faults == ()
    assert told(reading) == [CHOICE]
    assert read("题.txt", "\n".join(lines).encode()).questions == reading.questions or len(lines) == 1


def test_a_whole_paper_of_parts_is_read():
    reading = read("卷.docx", word(
        "2026年党务知识测试题",
        "一、判断题（每小题1分，共3分）",
        "1. 预备期为一年。（√）", "2. 支委会每年一次。（　　）", "答案：×", "3. 党费按月交。", "答案：对",
        "二、多项选择题（每题3分）",
        "1. “三会”有（　　）。", "A. 党员大会  B. 支委会", "C. 党小组会  D. 职代会", "答案：A、B、C",
        "解析：第四项不是。",
        "三、填空题",
        "1. 支委会每____召开一次。", "答案：月",
        "四、简答题（每题10分）",
        "1. 组织生活会怎么准备？", "答案：1. 开展学习", "2. 谈心谈话", "3. 查摆问题",
        "2. 为什么要谈心？", "答案：①沟通思想②增进团结",
    ))  # fmt: skip
    assert reading.faults == ()
    found = [one.question for one in reading.questions]
    assert [q.kind for q in found] == ["judge", "judge", "judge", "multi", "blank", "short", "short"]
    assert [q.answer for q in found[:3]] == [("正确",), ("错误",), ("正确",)]
    assert found[3].answer == ("党员大会", "支委会", "党小组会")
    assert found[3].explanation == "第四项不是。"
    assert [q.worth for q in found] == [1, 1, 1, 3, None, 10, 10]
    assert [p.text for p in found[5].points] == ["开展学习", "谈心谈话", "查摆问题"]
    assert [p.text for p in found[6].points] == ["沟通思想", "增进团结"]


def test_a_point_that_has_an_answer_of_its_own_was_a_question():
    reading = read("题.docx", word(
        "1. 怎么准备？", "答案：1. 开展学习", "2. 选一个（　　）", "A. 甲 B. 乙", "答案：A",
        "3. 对吗？", "答案：对",
    ))  # fmt: skip
    assert reading.faults == ()
    assert [one.question.kind for one in reading.questions] == ["short", "choice", "judge"]
    assert [p.text for p in reading.questions[0].question.points] == ["开展学习"]


def test_numbers_that_word_counts_itself_are_read():
    document = Document()
    for stem in ("党费按月交。", "预备期为两年。"):
        document.add_paragraph(stem, style="List Number")
        document.add_paragraph("答案：" + ("正确" if "月" in stem else "错误"))
    saved = BytesIO()
    document.save(saved)
    assert [answer for *_, answer in told(read("题.docx", saved.getvalue()))] == [("正确",), ("错误",)]


def test_the_kind_is_guessed_and_said_to_be():
    reading = read("题.xlsx", sheet(
        ["题目", "A", "B", "C", "答案"],
        ["选一个", "甲", "乙", "丙", "A"],
        ["选几个", "甲", "乙", "丙", "AC"],
        ["对不对", None, None, None, "√"],
        ["每____一次", None, None, None, "月"],
        ["说说做法", None, None, None, "（1）学习（2）谈心"],
    ))  # fmt: skip
    assert [one.question.kind for one in reading.questions] == ["choice", "multi", "judge", "blank", "short"]
    assert all(one.guessed for one in reading.questions)
    assert [one.place for one in reading.questions] == [f"第 {n} 行" for n in range(2, 7)]


def test_all_options_in_one_cell_are_read():
    head = ["题型", "题干", "选项", "答案"]
    for cell in ("A. 甲 B. 乙 C. 丙", "A、甲\nB、乙\nC、丙", "甲\n乙\n丙", "甲；乙；丙"):
        (found,) = told(read("题.xlsx", sheet(head, ["单选", "哪个", cell, "C"])))
        assert found[2:] == (("甲", "乙", "丙"), ("丙",)), cell


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (["单选", "", "甲", "乙", "A"], "题干是空的"),
        (["单选", "哪个", "甲", "乙", ""], "没有答案"),
        (["单选", "哪个", "甲", "", "A"], "只读到 1 个选项"),
        (["单选", "哪个", "甲", "乙", "C"], "答案里的 C 不在选项里"),
        (["单选", "哪个", "甲", "乙", "AB"], "单选题的答案有 2 个"),
        (["多选", "哪些", "甲", "乙", "A"], "答案只有一个"),
        (["单选", "哪个", "甲", "甲", "A"], "有两个选项一样"),
        (["判断", "对吗", "", "", "也许"], "应为“正确”或“错误”"),
        (["填空", "没有空", "", "", "月"], "题干里没有空"),
        (["填空", "____和____", "", "", "月"], "有 2 个空"),
        (["连线", "甲乙", "", "", "A"], "没有“连线”这种题型"),
        (["判断", "题" * 1001, "", "", "对"], "题干有 1001 个字，最多 1000 个字"),
    ],
)
def test_every_wrong_row_is_told_with_why(row, why):
    reading = read(
        "题.xlsx", sheet(["题型", "题干", "选项A", "选项B", "答案"], row, ["判断", "好的题", "", "", "对"])
    )
    (fault,) = reading.faults
    assert fault.place == "第 2 行"
    assert why in fault.why
    assert len(reading.questions) == 1


def test_points_out_of_range_are_told():
    (fault,) = read("题.xlsx", sheet(["题干", "答案", "分值"], ["对吗", "对", "很多"])).faults
    assert "分值写的是“很多”" in fault.why


def test_a_source_that_is_known_is_cited_and_one_that_is_not_is_told():
    head = ["题型", "题干", "答案", "原文依据"]
    known, unknown = read("题.xlsx", sheet(
        head, ["判断", "夜校已开课186期", "对", "截至2023年底已开课186期"],
        ["判断", "别的", "对", "没有这句话"],
    )).questions  # fmt: skip
    assert [c.quote for c in known.question.citations] == ["截至2023年底已开课186期"]
    assert known.question.document_id == known.question.citations[0].document_id
    assert known.notes == ()
    assert unknown.question.citations == ()
    assert "没有找到" in unknown.notes[0]
    assert isinstance(known.question.citations[0], Citation)


def test_duplicates_are_told():
    rows = [["题干", "答案"], ["党费按月交。", "对"], ["党费，按月交", "错"], ["预备期一年。", "对"]]
    reading = read("题.xlsx", sheet(*rows), known={bare("预备期一年")})
    assert [one.question.stem for one in reading.questions] == ["党费按月交。"]
    assert [(f.place, f.why[:12]) for f in reading.faults] == [
        ("第 3 行", "与第 2 行的题干一样，"), ("第 4 行", "题库里已有题干一样的题目"),
    ]  # fmt: skip


def test_formulas_are_never_run():
    """A formula's stored result is read, as the library reads it; without one the cell is told of."""
    reading = read(
        "题.xlsx",
        sheet(["题干", "答案"], ["党费按月交。", '=WEBSERVICE("http://x/")'], ["预备期一年。", "对"]),
    )
    assert [one.question.stem for one in reading.questions] == ["预备期一年。"]
    assert "没有答案" in reading.faults[0].why
    assert any("公式没有存下结果（B2）" in notice for notice in reading.notices)
    csv = "题干,答案\r\n=1+1 等于二,对\r\n".encode()
    assert told(read("题.csv", csv))[0][1] == "=1+1 等于二"


def test_too_many_are_told_where_it_ends():
    rows = [["题干", "答案"], *([f"第{n}题说得对", "对"] for n in range(MOST + 5))]
    reading = read("题.xlsx", sheet(*rows))
    assert len(reading.questions) == MOST
    assert [fault.place for fault in reading.faults] == [f"第 {MOST + 2} 行"]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("题.docm", b"PK", "不能读"),
        ("题.xlsm", b"PK", "不能读"),
        ("题.pdf", b"%PDF-", "不能读"),
        ("题.docx", b"MZ\x90", "是程序"),
        ("题.xlsx", word("甲"), "其实是Word 文档"),
        ("题.docx", b"PK\x03\x04broken", "打不开|不是|已损坏"),
        ("题.docx", b"x" * (LARGEST + 1), "题目文件最多 10 MB"),
        ("题.txt", "只有一段话，没有题。".encode(), "没有读到题目"),
        ("题.txt", b"", "没有读到题目|空"),
    ],
)
def test_hostile_and_wrong_files_are_refused_in_plain_words(name, data, said):
    with pytest.raises(UnreadableSource, match=said):
        read(name, data)


def test_a_zip_bomb_is_refused_before_it_swells():
    import zipfile

    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/workbook.xml", b" " * (300 * 2**20))
    assert len(packed.getvalue()) < 2**20
    with pytest.raises(UnreadableSource, match="可能是恶意文件"):
        read("题.xlsx", packed.getvalue())


def test_a_sheet_without_its_headings_is_told():
    reading = read("题.xlsx", sheet(["党费按月交。", "对"]))
    assert reading.questions == ()
    assert "没有找到表头" in reading.faults[0].why


def test_the_excel_template_holds_what_it_asks_for():
    head = [cell.value for cell in load_workbook(BytesIO(excel_template())).active[1]]
    assert head[:3] == ["题型", "题干", "选项A"]
    assert head[-5:] == ["答案", "解析", "分值", "原文依据", "案例"]
