"""A model that writes, in the browser: unverified looks unverified, stopping, what was removed; scripted."""

import pytest

from tests.browser.conftest import fake_command, running


@pytest.fixture(scope="module")
def writing(tmp_path_factory):
    with running([*fake_command(tmp_path_factory.mktemp("model")), "--model"]) as server:
        yield server


@pytest.fixture
def page(writing, visit):
    return visit(writing.url).page


def ask(page, question):
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")


def test_what_is_written_looks_unverified_until_it_is_checked(page):
    ask(page, "慢慢写：有多少家成员单位？")
    page.wait_for_selector(".unverified:has-text('联盟有34家')")
    assert "还没有核对" in page.inner_text("#live .stage")
    assert page.locator("#live .cite").count() == 0
    style = page.locator(".unverified").evaluate("e => getComputedStyle(e).borderLeftStyle")
    assert style == "dashed"
    page.wait_for_selector("#live .turn.grounded")
    assert page.locator(".unverified").count() == 0
    assert page.inner_text("#live .sentence").startswith("联盟有34家成员单位。")
    assert "由模型 试验模型 写成" in page.inner_text("#live .engine")


def test_what_was_removed_is_shown_on_request_and_as_text(page):
    ask(page, "有多少家成员单位？")
    page.wait_for_selector("#live .turn.grounded")
    assert not page.is_visible("#live .removed li")
    page.click("#live .removed summary")
    assert page.inner_text("#live .removed li") == "<b>也许</b>还有更多。（没有依据）"


def test_stopping_gives_the_sources_words(page):
    ask(page, "慢慢写：有多少家成员单位？")
    page.click("[data-stop]")
    page.wait_for_selector("text=已停止生成，下面是资料原文。")
    assert page.locator("#live .sentence").count() == 3


def test_the_reader_may_choose_the_sources_words(page):
    page.check("#way input[value='摘录原文']")
    ask(page, "有多少家成员单位？")
    page.wait_for_selector("#live .turn.grounded")
    assert page.locator("#live .engine").count() == 0


def test_without_a_model_there_is_no_choice(served, visit):
    page = visit(served.url).page
    assert page.locator("#way:visible").count() == 0
    ask(page, "“党建+双拥”联盟有多少家成员单位？")
    page.wait_for_selector("#live .turn.grounded")
    assert page.locator("#live .understood").count() == 0
    ask(page, "它有多少家成员单位？")
    page.wait_for_selector("text=理解为：“党建+双拥”联盟有多少家成员单位？")
    page.click("#live [data-fill]")
    assert page.input_value("#question textarea") == "“党建+双拥”联盟有多少家成员单位？"


def test_a_question_sent_while_sentences_still_come_waits_for_them(served, visit):
    page = visit(served.url).page
    ask(page, "“党建+双拥”联盟有多少家成员单位？")
    page.wait_for_selector(".turn.pending")
    ask(page, "它有多少家成员单位？")
    page.wait_for_selector("#live .understood:has-text('理解为：“党建+双拥”联盟有多少家成员单位？')")
    assert page.locator("#transcript .turn").count() == 1
