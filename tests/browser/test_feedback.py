"""Judging, missing, approving and being answered with 已核定, in the browser over the scripted chatbot."""

import re

import pytest

from tests.browser.conftest import fake_command, running
from tests.browser.test_page import ENGLISH

ASKED, NOWHERE = "“党建+双拥”联盟有多少家成员单位？", "西湖区有哪些做法？"
SAID = (
    "截至目前,福州市“党建+双拥”联盟已扩充至34家成员单位,在基本完成第一轮6个方面18项具体措施"
    "和2个示范点建设任务的基础上,稳步推进第二轮“党建+双拥”工作。"
)
WIDTH = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A page of its own: an approved answer is everybody's."""
    with running(fake_command(tmp_path_factory.mktemp("feedback"))) as server:
        yield server


def narrow_enough(page, region):
    """Whether nothing of a region reaches over the edge of the page."""
    assert page.evaluate(WIDTH)
    assert page.evaluate(
        "region => ((box) => box.scrollWidth <= box.clientWidth)(document.querySelector(region))", region
    )


def judged_wrong(turn, page):
    """With the keyboard alone."""
    turn.locator("[data-judge=why]").focus()
    page.keyboard.press("Enter")
    assert turn.locator("[data-judge=why]").get_attribute("aria-expanded") == "true"
    page.keyboard.type("数字旧了")
    page.keyboard.press("Enter")
    turn.locator(".told", has_text="已记下：有误").wait_for()
    assert page.evaluate("document.activeElement.dataset.judge") == "why"
    assert not turn.locator("[name=reason]").is_visible()


def test_judged_missed_approved_and_answered_with_it(served, visit):
    user = visit(served.url, width=390, height=800)
    page = user.page
    turn = user.ask(ASKED)
    judged_wrong(turn, page)
    narrow_enough(page, "#thread")
    missed = user.ask(NOWHERE, state="refused")
    missed.locator("[data-judge=useful]").click()
    missed.locator(".told", has_text="已记下：有用").wait_for()
    page.reload()
    page.wait_for_selector("#transcript .turn.refused")
    pressed = "#transcript .turn.{} [data-judge={}][aria-pressed=true]"
    assert page.locator(pressed.format("grounded", "why")).count() == 1
    assert page.locator(pressed.format("refused", "useful")).count() == 1
    assert page.locator("#transcript [aria-pressed=true]").count() == 2

    page.click("[data-tab=library]")
    page.click("#feedback-desk [data-do=lists]")
    page.wait_for_selector(".feedback h3:has-text('有误（1 条）')")
    assert page.evaluate("document.activeElement.innerText") == "反馈"
    assert not page.locator("#library-desk").is_visible()
    assert "理由：数字旧了" in page.inner_text(".feedback")
    narrow_enough(page, "#library")
    page.locator(".feedback li", has_text=NOWHERE).locator("[data-do=write]").click()
    page.wait_for_selector(".feedback form.write")
    assert page.input_value("[name=question]") == NOWHERE
    narrow_enough(page, "#library")
    page.click(".feedback .offered [data-open]")
    page.wait_for_selector("#panel mark")
    page.keyboard.press("Escape")
    page.fill("[name=text]", "联盟另有90家企业。[1]")
    page.fill("[name=by]", "王芳")
    page.click("[data-do=approve]")
    page.wait_for_selector("#feedback-note >> text=“联盟另有90家企业。”")
    assert page.input_value("[name=text]") == "联盟另有90家企业。[1]"
    page.fill("[name=text]", f"{SAID}[1]")
    page.click("[data-do=approve]")
    page.wait_for_selector(".feedback h3:has-text('核定答案（1 个）')")
    assert "没有找到的问题（0 个）" in page.inner_text(".feedback")
    page.click("[data-do=close]")
    page.wait_for_selector("#library-desk .book")
    assert page.evaluate("document.activeElement.dataset.do") == "lists"

    other = visit(served.url)
    given = other.ask(f"请问{NOWHERE}")
    assert re.search(r"已核定（王芳，\d{4}年\d+月\d+日）", given.inner_text())
    given.locator(".cite").first.click()
    other.page.wait_for_selector("#panel mark")
    assert "".join(other.page.locator("#panel mark").all_inner_texts()) == SAID
    for words in user.texts() | other.texts():
        assert not ENGLISH.search(words), words


def test_a_verdict_is_judged_beside_its_sources(served, visit):
    from tests.support import checks

    page = visit(served.url).page
    page.click("[data-tab=check]")
    page.fill("#draft textarea", checks.DRAFT)
    page.click("#draft-go")
    page.locator(".said.contradicted").first.press("Enter")
    page.locator("#draft-detail [data-judge=useful]").click()
    page.locator("#draft-detail .told", has_text="已记下：有用").wait_for()
    page.locator(".said.unverifiable").first.press("Enter")
    page.wait_for_selector("#draft-detail .part.unverifiable")
    page.locator(".said.contradicted").first.press("Enter")
    page.wait_for_selector("#draft-detail [data-judge=useful][aria-pressed=true]")
