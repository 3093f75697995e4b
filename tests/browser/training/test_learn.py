"""今日十题 over a reload and a restart, and a course walked to its certificate, in the browser."""

from io import BytesIO

import pytest
from docx import Document

from tests.browser.conftest import fake_command, running
from tests.browser.test_page import ENGLISH
from tests.browser.training.test_train import KNOWN, answer, entered, go, saved
from tests.support import checks


@pytest.fixture
def served(tmp_path):
    with running(fake_command(tmp_path)) as server:
        yield server


def again(user):
    """The page is loaded anew, at 培训."""
    user.page.reload()
    user.page.wait_for_selector("#history .history", state="attached", timeout=60_000)
    user.page.click("[data-tab=train]")


def test_today_s_ten_go_on_after_a_reload_a_restart_and_in_another_browser(served, visit):
    user = entered(visit(served.url), "陈晨")
    page = user.page
    page.click("[data-do=ten]")
    page.wait_for_selector("text=第 1 / 10 题")
    page.click("[data-do=answer]")
    page.wait_for_selector("#train-note >> text=请先作答")
    for n in (1, 2, 3):
        page.wait_for_selector(f"text=第 {n} / 10 题")
        answer(page, right=n != 2)
        page.click("[data-do=next]")
    page.wait_for_selector("text=第 4 / 10 题")
    fourth = page.inner_text("h2.stem")
    again(user)
    page.wait_for_selector("text=第 4 / 10 题")
    assert page.inner_text("h2.stem") == fourth
    assert page.locator(".went button").all_inner_texts() == ["1✓", "2✗", "3✓"]
    page.click(".went button >> nth=1")
    page.wait_for_selector(".graded.wrong")
    page.click("[data-do=next]")
    page.wait_for_selector("text=第 4 / 10 题")
    served.restart()
    again(user)
    page.wait_for_selector("text=第 4 / 10 题")
    assert page.inner_text("h2.stem") == fourth

    other = visit(served.url, width=390).page  # the same trainee elsewhere
    other.click("[data-tab=train]")
    other.click("[data-do=choose]:has-text('陈晨')")
    other.wait_for_selector("text=第 4 / 10 题")
    assert other.inner_text("h2.stem") == fourth
    answer(other, right=True)
    answer_again(page)
    for n in range(5, 11):
        page.click("[data-do=next]")
        page.wait_for_selector(f"text=第 {n} / 10 题")
        answer(page, right=True)
    page.click("[data-do=next]")
    page.wait_for_selector("text=今日十题已完成：10 题，答对 9 题")
    again(user)
    page.wait_for_selector("text=今天的 10 题已做完，答对 9 题")
    assert "达到每天 10 题的目标；已连续学习 1 天" in page.inner_text(".start")
    page.click("[data-do=ten]")
    page.wait_for_selector("text=今日十题已完成：10 题")
    page.click(".done [data-do=practise]")
    page.wait_for_selector("text=自选练习：第 1 / 10 题")
    assert other.evaluate("document.documentElement.scrollWidth <= innerWidth")


def answer_again(page):
    """The other browser was quicker: its answer counts, and this one is told."""
    question = KNOWN[page.inner_text("h2.stem")]
    if question.options:
        wrong = next(option for option in question.options if option not in question.answer)
        page.check(f'input[type=radio][value="{wrong}"]')
    else:
        page.fill("[name=response]", "别的内容")
    page.click("[data-do=answer]")
    page.wait_for_selector("text=以先交的答案为准")
    page.wait_for_selector(".graded.right")


def test_a_name_that_is_taken_is_said_and_offered(served, visit):
    entered(visit(served.url), "王芳")
    page = visit(served.url).page
    page.click("[data-tab=train]")
    page.fill("[name=name]", "王芳")
    page.click("[data-do=add]")
    page.wait_for_selector("text=已有学员叫“王芳”，没有另建")
    assert page.locator(".who").count() == 0
    page.click("[data-do=choose]:has-text('我就是王芳')")
    page.wait_for_selector(".who:has-text('王芳')")


def arranged(page):
    """A course of three steps, made in 管理."""
    go(page, "bank", "ol.book")
    go(page, "courses", "[name=title]")
    page.fill("[name=title]", "新人第一课")
    page.click("[data-do=course-make]")
    page.wait_for_selector("text=还没有步骤")
    for kind, n in (("read", ""), ("practice", "2"), ("test", "3")):
        page.select_option("[name=kind]", kind)
        if kind == "read":
            page.select_option("[name=case]", label=checks.CASE)
        page.fill("[name=n]", n or "10")
        page.fill("[name=mark]", "60")
        before = page.locator("ol.steps [name^=step-]").count()
        page.click("[data-do=step-add]")
        page.wait_for_selector(f"ol.steps li >> nth={before} >> [name^=step-]")
    page.click("ol.steps li >> nth=2 >> [data-do=step-up]")
    page.wait_for_selector("ol.steps li >> nth=1 >> text=60 分及格")
    page.click("ol.steps li >> nth=1 >> [data-do=step-down]")
    page.wait_for_selector("ol.steps li >> nth=2 >> text=60 分及格")


def test_a_course_is_arranged_walked_and_certified(served, visit):
    user = entered(visit(served.url), "李芳")
    page = user.page
    go(page, "study", "text=入门：从案例开始")  # made from what there is
    arranged(page)
    go(page, "study", "text=新人第一课")
    assert "入门" not in page.inner_text("ul.courses")
    page.click("[data-do=course]")
    page.wait_for_selector("ol.steps")
    assert page.locator("[data-do=step]").count() == 1
    page.click("[data-do=step]")
    page.wait_for_selector(".reading")
    assert checks.BODY[:20] in page.inner_text(".words")
    page.click("[data-do=read]")
    page.wait_for_selector("text=已完成 1 / 3 步")
    page.click("[data-do=step].primary")
    for n in (1, 2):
        page.wait_for_selector(f"text=练习：第 {n} / 2 题")
        answer(page, right=True)
        page.click("[data-do=next]")
    page.click(".done [data-do=course]")
    page.wait_for_selector("text=已完成 2 / 3 步")
    page.click("[data-do=step].primary")
    take_the_test(page, right=False)
    page.wait_for_selector("text=0 分，没有通过")
    page.click("[data-do=retry]")
    take_the_test(page, right=True)
    page.wait_for_selector("text=100 分，通过了")
    page.click(".done [data-do=course]")
    page.wait_for_selector(".passed")
    serial = page.inner_text(".passed b")
    lines = [p.text for p in Document(BytesIO(saved(page, "[data-do=certificate]"))).paragraphs]
    assert lines[:2] == ["结业证书", "李芳 同志："]
    assert "“新人第一课”" in lines[2]
    assert "100 分" in lines[2]
    assert lines[-1] == f"证书编号：{serial}"
    go(page, "bank", "ol.book")
    go(page, "courses", "[name=serial]")
    page.fill("[name=serial]", serial)
    page.click("[data-do=certificates]")
    page.wait_for_selector("td:has-text('新人第一课') >> text=新人第一课")
    assert page.locator(f"tr:has(th:text-is('{serial}'))").count() == 1
    # A serial ends with four random hexadecimal digits, which may look like a word.
    assert not [text for text in user.texts() if ENGLISH.search(text.replace(serial, ""))]


def take_the_test(page, *, right):
    for n in (1, 2, 3):
        page.wait_for_selector(f"text=测验：第 {n} / 3 题")
        assert page.locator(".graded").count() == 0
        answered_in_a_test(page, right=right)


def answered_in_a_test(page, *, right):
    """Answer without being told; the next question, or the result, is shown."""
    count = page.inner_text(".count")
    question = KNOWN[page.inner_text("h2.stem")]
    meant = question.answer[0] if question.answer else "，".join(p.text for p in question.points)
    if question.options:
        chosen = meant if right else next(o for o in question.options if o != meant)
        page.check(f'input[type=radio][value="{chosen}"]')
    else:
        page.fill("[name=response]", meant if right else "别的内容")
    page.click("[data-do=answer]")
    page.locator(f".count:text-is('{count}')").wait_for(state="detached")


def test_progress_and_courses_fit_a_phone(served, visit):
    user = entered(visit(served.url, width=390, height=800))
    page = user.page
    page.click("[data-do=ten]")
    page.wait_for_selector("form.asking")
    answer(page, right=True)
    for do, wait in (("progress", "table.bars"), ("study", "ul.courses"), ("bank", "ol.book"),
                     ("courses", "[name=serial]")):  # fmt: skip
        go(page, do, wait)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), do
    page.click("[data-do=course-edit]")
    page.wait_for_selector("ol.steps")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
