"""试卷 in the browser: what it is before it begins, every answer kept, the server's clock, files."""

import csv
import signal
from io import BytesIO, StringIO

import pytest
from docx import Document
from openpyxl import load_workbook

from rag.question_files import excel_template
from tests.browser.conftest import fake_command, running
from tests.browser.fake_page import training_questions
from tests.browser.training.test_train import entered, go, saved
from tests.support import questions

BLANK = next(one.id for one in training_questions() if one.stem == questions.BLANK.stem)
NAMED = next(one.id for one in training_questions() if one.stem == questions.NAMED.stem)
CHOICE = next(one.id for one in training_questions() if one.stem == questions.CHOICE.stem)
TITLES = iter(f"测验{n}号" for n in range(100))


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with running(fake_command(tmp_path_factory.mktemp("papers"))) as server:
        yield server


@pytest.fixture
def page(served, visit):
    return entered(visit(served.url)).page


def made(page, **fields):
    """A paper of all questions under a title of its own, through the form."""
    title = next(TITLES)
    go(page, "bank", "ol.book")
    go(page, "compose", "[name=title]")
    for name, value in {"title": title, "n": "12", **fields}.items():
        if name == "counts":
            page.select_option("[name=counts]", value)
        else:
            page.fill(f"[name={name}]", value)
    page.click("[data-do=make]")
    page.wait_for_selector(f"li:has-text('{title}') [data-do=result]")
    return title


def listed(page, title):
    go(page, "papers", ".papers")
    return f"li:has-text('{title}')"


def opened(page, title):
    page.click(f"{listed(page, title)} [data-do=paper]")
    page.wait_for_selector("[data-do=start]")


def begun(page, title):
    opened(page, title)
    page.click("[data-do=start]")
    page.wait_for_selector("form.paper")


def field(question):
    return f"[name='{question}']"


def kept(page, question, state="已保存"):
    page.wait_for_selector(f"[data-kept='{question}']:has-text('{state}')")


def answered(page, question, words):
    page.fill(field(question), words)
    kept(page, question, "已保存 ")


def reopened(page):
    page.reload()
    page.wait_for_selector("#history .history", state="attached")
    page.click("[data-tab=train]")
    page.wait_for_selector("form.paper")


def handed_in(page, wait):
    page.click("[data-do=hand]")
    page.wait_for_selector("[data-do=finish]")
    told = page.inner_text(".handing")
    page.click("[data-do=finish]")
    page.wait_for_selector(wait)
    return told


def test_a_paper_says_what_it_is_and_only_then_begins(page):
    title = made(page, pass_mark="60", attempts="2")
    opened(page, title)
    said = page.inner_text(".notice-of-paper")
    for words in (
        "满分\n100 分，60 分及格",
        "30 分钟",
        "共 2 次，还有 2 次；以最好一次的成绩为准",
        "共 12 题",
    ):
        assert words in said, said
    assert "还没有作答" in page.inner_text(listed(page, title))  # looking began nothing
    begun(page, title)
    assert page.locator("form.paper li").count() == 12
    page.wait_for_selector("text=/剩余时间 (29|30) 分/")


def test_every_answer_is_acknowledged_and_a_reload_goes_on(page):
    title = made(page)
    begun(page, title)
    answered(page, BLANK, "一万二千六百")
    page.wait_for_selector("[data-saving]:has-text('已答 1 题，共 12 题')")
    page.check(f"{field(CHOICE)}[value='186']")
    kept(page, CHOICE)
    reopened(page)
    assert page.input_value(field(BLANK)) == "一万二千六百"
    assert page.is_checked(f"{field(CHOICE)}[value='186']")
    told = handed_in(page, f"text={title}：16.67 分")
    assert "还有 10 题未答" in told
    assert page.locator(".graded.right").count() == 2
    assert "已交卷，16.67 分" in page.inner_text(listed(page, title))


def test_typed_without_leaving_the_field_it_is_kept_too(page):
    begun(page, made(page))
    page.type(field(NAMED), "星火学堂")
    kept(page, NAMED, "已保存 ")
    page.fill(field(NAMED), "")
    kept(page, NAMED, "没有作答")
    page.wait_for_selector("[data-saving]:has-text('已答 0 题')")


def test_handing_in_can_be_thought_over_and_names_what_is_blank(page):
    begun(page, made(page))
    page.fill(field(BLANK), "一万")  # not saved yet when it is handed in
    page.click("[data-do=hand]")
    page.wait_for_selector("h2:has-text('还有 11 题未答，要交卷吗？')")
    page.click(".handing [data-do=paper]")
    page.wait_for_selector("form.paper")
    assert page.input_value(field(BLANK)) == "一万"


def test_the_server_gone_the_answer_waits_and_is_saved_by_itself(tmp_path, visit):
    with running(fake_command(tmp_path)) as server:
        page = entered(visit(server.url)).page
        begun(page, made(page))
        answered(page, BLANK, "一万")
        server.stop(signal.SIGKILL)
        page.fill(field(BLANK), "一万二千六百")
        page.wait_for_selector("[data-saving].bad:has-text('还没有保存：连不上程序')")
        server.restart()
        kept(page, BLANK, "已保存 ")
        page.wait_for_selector("[data-saving]:not(.bad)")
        reopened(page)
        assert page.input_value(field(BLANK)) == "一万二千六百"


def test_what_could_not_be_saved_outlives_the_page(tmp_path, visit):
    with running(fake_command(tmp_path)) as server:
        user = visit(server.url)
        page = entered(user).page
        begun(page, made(page))
        server.stop(signal.SIGKILL)
        page.fill(field(NAMED), "星火学堂")
        page.wait_for_selector("[data-saving].bad")
        server.restart()
        page.once("dialog", lambda dialog: dialog.accept())
        reopened(page)
        assert page.input_value(field(NAMED)) == "星火学堂"
        kept(page, NAMED, "已保存")
        user.profile.complaints.clear()  # leaving with something unsaved asked first


def test_two_tabs_on_one_paper_keep_what_each_was_given(page):
    title = made(page)
    begun(page, title)
    other = page.context.new_page()
    other.goto(page.url)
    other.wait_for_selector("form.paper", timeout=60_000)
    answered(page, BLANK, "一万二千六百")
    answered(other, NAMED, "星火学堂")
    told = handed_in(other, f"text={title}：16.67 分")
    assert "还有 10 题未答" in told
    page.fill(field(BLANK), "太晚了")  # handed in elsewhere: it is told
    page.wait_for_selector(f"text={title}：16.67 分")
    other.close()


def test_when_the_time_is_over_it_is_handed_in_whatever_the_clock_says(page):
    title = made(page, minutes="1")
    page.clock.install()
    begun(page, title)
    answered(page, NAMED, "星火学堂")
    page.evaluate("Date.now = () => 0")  # set back: nothing counts by it
    page.clock.fast_forward(61_000)
    page.wait_for_selector(f"text={title}：8.33 分")


def test_several_attempts_show_answers_only_at_the_end_and_the_best_counts(page):
    title = made(page, attempts="2")
    begun(page, title)
    answered(page, NAMED, "星火学堂")
    handed_in(page, f"text={title}：8.33 分")
    assert page.locator(".meant, .evidence, .graded").count() == 0
    page.wait_for_selector("text=还可以作答 1 次")
    begun(page, title)
    handed_in(page, f"text={title}：0 分")
    assert page.locator(".meant").count() == 12
    page.wait_for_selector("button:has-text('第 1 次：8.33 分（计入成绩）')")
    assert "已交卷，8.33 分" in page.inner_text(listed(page, title))


def test_points_are_set_by_question_and_versions_printed(page):
    title = made(page, versions="2", **{"points-short": "20", "points-blank": "3", "points-choice": "2",
                                        "points-judge": "2", "points-match": "2"})  # fmt: skip
    row = f"li:has-text('{title}')"
    page.click(f"{row} [data-do=settings]")
    page.fill(f"[name='points-{NAMED}']", "三分")
    page.click("[data-do=set]")
    page.wait_for_selector("#train-note >> text=请填写数字，如 2 或 2.5")
    page.fill(f"[name='points-{NAMED}']", "4.5")
    page.fill("[name=pass_mark]", "30")
    page.click("[data-do=set]")
    page.wait_for_selector(f"{row} >> text=满分 51.5 分")
    paper, key = (
        [p.text for p in Document(BytesIO(saved(page, f"{row} [data-do={do}]"))).paragraphs]
        for do in ("word", "key")
    )
    assert [line for line in paper if line.endswith("卷）")] == ["（A 卷）", "（B 卷）"]
    assert sum("（4.5 分）云川市税务局开办“____”夜校。" in line for line in paper) == 2
    assert sum("错误（168 → 186）" in line for line in key) == 2


def test_results_and_items_are_the_same_on_the_page_and_in_the_files(page):
    title = made(page)
    begun(page, title)
    answered(page, NAMED, "星火学堂")
    handed_in(page, f"text={title}：8.33 分")
    go(page, "bank", "ol.book")
    go(page, "results", "[data-do=result]")
    page.click(f"li:has-text('{title}') [data-do=result]")
    page.wait_for_selector(".wide.items")
    rows = list(csv.reader(StringIO(saved(page, "[data-do=csv]").decode("utf-8-sig"))))
    shown = [cell.inner_text() for cell in page.query_selector_all(".wide.results tbody td")]
    assert shown == rows[1][1:]
    assert (rows[1][0], rows[1][5]) == (title, "8.33")
    sheet = load_workbook(BytesIO(saved(page, "[data-do=xlsx]")))["Sheet"]
    assert sheet["F2"].value == 8.33
    tables = Document(BytesIO(saved(page, "[data-do=results-word]"))).tables
    items = [cell.inner_text() for cell in page.query_selector_all(".wide.items tbody td")]
    assert [cell.text for row in tables[1].rows[1:] for cell in row.cells] == items


def test_what_is_wrong_in_the_form_is_said_and_nothing_typed_is_lost(page):
    go(page, "bank", "ol.book")
    go(page, "compose", "[name=title]")
    page.click("[data-do=make]")
    page.wait_for_selector("#train-note >> text=请填写试卷名称。")
    page.fill("[name=title]", "冬季测验")
    page.fill("[name=minutes]", "很久")
    page.click("[data-do=make]")
    page.wait_for_selector("#train-note >> text=时限填的是“很久”，应为 1 到 600 的整数")
    assert page.input_value("[name=title]") == "冬季测验"


def test_questions_are_imported_from_a_file_after_a_look(page):
    go(page, "bank", "ol.book")
    page.click(".inner [data-do=import]")
    page.wait_for_selector("[data-import]")
    template = saved(page, "[data-do=template-excel]")
    assert load_workbook(BytesIO(template)).active["B1"].value == "题干"
    assert saved(page, "[data-do=template-word]").startswith(b"PK")
    book = load_workbook(BytesIO(excel_template()))
    book.active.append(["单选", "缺答案的题", "甲", "乙"])
    changed = BytesIO()
    book.save(changed)
    file = {"name": "题库.xlsx", "mimeType": "application/octet-stream", "buffer": changed.getvalue()}
    page.set_input_files("[data-import]", file)
    page.wait_for_selector("h2:has-text('题库.xlsx：读到 5 题，1 处有问题')")
    assert "没有答案" in page.inner_text(".faults")
    page.uncheck("[name=take][value='0']")
    page.click("[data-do=take]")
    page.wait_for_selector("h2:has-text('已导入 4 题')")
    page.click(".done [data-do=bank]")
    page.wait_for_selector("li:has-text('预备党员的预备期为一年') >> text=自编题")
    assert page.locator("li:has-text('多长时间召开一次')").count() == 0
    page.click(".inner [data-do=import]")
    page.wait_for_selector("[data-import]")
    evil = {"name": "坏.docx", "mimeType": "application/octet-stream", "buffer": b"MZ"}
    page.set_input_files("[data-import]", evil)
    page.wait_for_selector("#train-note >> text=是程序，不是文档")


def test_a_paper_fits_a_phone(served, visit):
    page = entered(visit(served.url, width=390, height=800)).page
    title = made(page)
    opened(page, title)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.click("[data-do=start]")
    page.wait_for_selector("form.paper")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
