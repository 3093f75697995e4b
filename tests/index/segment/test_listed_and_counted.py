"""What repetition tells: titles that a table of contents lists, questions under numbers that count on."""

from tests.support.layouts import CANTEEN, LIFT, RIVER, SCHOOL, cases_of

TITLES = ("巡河的人换了一茬又一茬", "一把剪刀剪出的好邻居", "老楼的电梯是这样装上的")
LIST = "目录\n\n" + "".join(f"{title}……{page}\n\n" for page, title in enumerate(TITLES, start=2))


def test_a_listed_title_printed_as_text_heads_its_piece_as_the_other_listed_ones_do():
    text = (
        f"# 临江市为民实事案例选编\n\n{LIST}## {TITLES[0]}\n\n{RIVER}\n\n## {TITLES[1]}\n\n{SCHOOL}\n\n"
        f"{TITLES[2]}\n\n——临江市住房保障局\n\n{LIFT}\n"
    )
    told = cases_of(text, ".md")
    assert [title[: len(TITLES[0])] for _, title, _ in told] == list(TITLES)
    assert told[2][0] == "临江市住房保障局"
    assert [body for _, _, body in told] == [RIVER, SCHOOL, LIFT]


def test_a_line_that_comes_again_heads_nothing_where_no_listed_line_is_a_heading():
    pieces = "".join(
        f"{title}\n\n{body}\n\n" for title, body in zip(TITLES, (RIVER, SCHOOL, LIFT), strict=True)
    )
    assert len(cases_of(f"# 临江市工作报告\n\n{LIST}{pieces}", ".md")) == 1


def test_a_question_under_its_number_opens_a_case_though_its_answer_has_no_mark():
    asked = ("谁能来食堂吃饭？", "电梯的钱谁来出？", "课后服务收费吗？", "河道多久巡一次？")
    answers = (f"答：{CANTEEN}", f"答：{LIFT}", SCHOOL, f"答：{RIVER}")
    text = "# 办事四问\n\n" + "".join(
        f"0{n}\n\n{question}\n\n{answer}\n\n"
        for n, (question, answer) in enumerate(zip(asked, answers, strict=True), start=1)
    )
    told = cases_of(text, ".md")
    assert [title for _, title, _ in told] == list(asked)
    assert [body for _, _, body in told] == list(answers)


def test_the_pages_of_a_booklet_are_no_numbers_of_its_questions():
    text = "# 办事问答\n\n"
    for page, (asked, answer) in enumerate((("食堂", CANTEEN), ("电梯", LIFT), ("上学", SCHOOL)), start=1):
        text += f"{asked}怎么申请？\n\n答：{answer}\n\n还要带什么材料？\n\n答：带身份证。\n\n{page}\n\n"
    assert len(cases_of(text, ".md")) == 6
