"""培训 in the browser: ten questions, the wrong-answer book, papers, exports; over made-up questions."""

import csv
from io import StringIO

import pytest

from tests.browser.conftest import fake_command, running
from tests.browser.fake_page import training_questions
from tests.browser.test_page import ENGLISH
from tests.support import checks, questions

KNOWN = {q.stem: q for q in training_questions()}
NAMES = iter(f"学员{n}" for n in range(100))


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with running(fake_command(tmp_path_factory.mktemp("train"))) as server:
        yield server


@pytest.fixture
def user(served, visit):
    return entered(visit(served.url))


def entered(user, name=None):
    page = user.page
    page.click("[data-tab=train]")
    page.fill("[name=name]", name or next(NAMES))
    page.keyboard.press("Enter")
    page.wait_for_selector(".start")
    return user


def go(page, do, wait):
    page.click(f".train nav [data-do={do}]")
    page.wait_for_selector(wait)


def answer(page, *, right):
    question = KNOWN[page.inner_text("h2.stem")]
    meant = question.answer[0] if question.answer else "，".join(p.text for p in question.points)
    if question.options:
        chosen = meant if right else next(o for o in question.options if o != meant)
        page.check(f'input[type=radio][value="{chosen}"]')
    else:
        page.fill("[name=response]", meant if right else "别的内容")
    page.click("[data-do=answer]")
    page.wait_for_selector(".graded")
    return question


def test_ten_questions_two_wrong_and_the_book(user):
    page = user.page
    page.click("[data-do=ten]")
    wrong = []
    for n in range(1, 11):
        page.wait_for_selector(f"text=第 {n} / 10 题")
        question = answer(page, right=n not in (3, 7))
        assert page.inner_text(".graded h3") == ("✓ 答对了" if n not in (3, 7) else "✗ 答错了")
        assert page.inner_text(".evidence blockquote") == question.citations[0].quote
        wrong += [question.stem] if n in (3, 7) else []
        page.click("[data-do=next]")
    page.wait_for_selector("text=今日十题已完成：10 题，答对 8 题")
    assert "已连续学习 1 天" in page.inner_text(".done")
    assert "第二天起会再出现在今日十题里" in page.inner_text(".done")
    page.click(".done [data-do=wrong]")
    page.wait_for_selector("text=错题本（2 题）")
    stems = [text.split("\n")[-1] for text in page.locator("ol.book .stem").all_inner_texts()]
    assert [any(w in s for s in stems) for w in wrong] == [True, True]
    page.click("[data-do=again]")
    for n in (1, 2):
        page.wait_for_selector(f"text=第 {n} / 2 题")
        answer(page, right=True)
        page.click("[data-do=next]")
    page.wait_for_selector("text=本轮完成：2 题，答对 2 题")
    go(page, "progress", "table.bars")
    cells = page.locator("table.bars >> nth=0 >> tbody td").all_inner_texts()
    assert cells == ["12", "10", "10", "100.0"]
    rows = list(csv.DictReader(StringIO(saved(page, "[data-do=progress-csv]").decode("utf-8-sig"))))
    assert list(rows[0].values()) == ["案例", checks.CASE, *cells]
    assert page.locator("svg.columns title").text_content() == "近 30 天每天做题数"


def test_an_answer_that_says_nothing_is_not_taken(user):
    page = user.page
    page.click("[data-do=ten]")
    page.wait_for_selector("text=第 1 / 10 题")
    for n in range(1, 11):
        if not KNOWN[page.inner_text("h2.stem")].options:
            break
        answer(page, right=True)
        page.click("[data-do=next]")
        page.wait_for_selector(f"text=第 {n + 1} / 10 题")
    page.fill("[name=response]", "不知道")
    page.click("[data-do=answer]")
    page.wait_for_selector("text=请先作答")
    assert page.locator(".graded").count() == 0
    answer(page, right=True)
    assert page.inner_text(".graded h3") == "✓ 答对了"


def test_the_source_opens_and_an_appeal_reaches_the_trainer(user):
    page = user.page
    page.click("[data-do=ten]")
    page.wait_for_selector("form.asking")
    answer(page, right=False)
    page.click(".evidence .cite")
    page.wait_for_selector("#panel mark")
    assert page.inner_text("#panel mark") == checks.BODY[: checks.BODY.index("。") + 1]
    page.keyboard.press("Escape")
    page.click(".appeal summary")
    page.fill("[name=words]", "<b>文中也这样说</b>")
    page.click("[data-do=appeal]")
    page.wait_for_selector("text=已申诉，等培训员处理")
    go(page, "bank", "ol.book")
    go(page, "appeals", "[data-do=uphold]")
    assert "<b>文中也这样说</b>" in page.inner_text("ol.book")
    page.click("[data-do=uphold]")
    page.wait_for_selector("text=没有待处理的申诉")
    go(page, "wrong", "text=没有错题")


def test_the_chart_of_mastery_is_drawn_in_chinese(user):
    page = user.page
    page.click("[data-do=ten]")
    page.wait_for_selector("form.asking")
    answer(page, right=True)
    go(page, "bank", "ol.book")
    go(page, "mastery", "#train-chart svg, #train-chart canvas")
    assert "掌握率" in page.inner_text("#train-desk table")
    page.wait_for_selector("#train-chart >> text=掌握率（%）")
    page.wait_for_selector("#train-chart [aria-label='柱状图：各案例、各学员的掌握率']")
    go(page, "home", ".start")
    page.wait_for_selector("#train-chart", state="hidden")


def test_the_same_view_twice_can_be_used_again(user):
    page = user.page
    go(page, "wrong", "#train-desk h2:has-text('错题本')")
    shown = page.inner_html("#train-desk")
    for _ in range(2):
        page.click(".train nav [data-do=wrong]")
        page.wait_for_selector("#train-desk .busy", state="detached")
        page.wait_for_selector(".train nav [data-do=wrong]:enabled")
    assert page.inner_html("#train-desk") == shown
    go(page, "home", ".start")


def test_the_card_quotes_the_case(user):
    page = user.page
    go(page, "cards", "section.card")
    assert page.input_value("[name=case]") == checks.CASE
    for quote in page.locator("section.card blockquote").all_inner_texts():
        assert quote in checks.SOURCE.text


def test_two_trainees_do_not_see_each_other(served, visit):
    first, second = entered(visit(served.url), "甲同志").page, entered(visit(served.url), "乙同志").page
    first.click("[data-do=ten]")
    first.wait_for_selector("form.asking")
    answer(first, right=False)
    go(second, "wrong", "text=没有错题")
    go(first, "wrong", "text=错题本（1 题）")
    assert "乙同志" in second.inner_text(".who")


def test_everything_is_chinese_and_fits_a_phone(served, visit):
    user = entered(visit(served.url, width=390, height=800))
    page = user.page
    views = {
        "wrong": ".train h2",
        "cards": "section.card",
        "papers": ".train h2",
        "bank": "ol.book",
        "home": ".start",
    }
    for do, wait in views.items():
        go(page, do, wait)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), do
    assert not [text for text in user.texts() if ENGLISH.search(text)]


def test_questions_are_edited_hidden_and_added(user):
    page = user.page
    go(page, "bank", "ol.book")
    row = f"li:has-text('{questions.MATCH.stem[-5:]}')"
    page.click(f"{row} [data-do=hide]")
    page.wait_for_selector(f"{row} >> text=已隐藏")
    page.click(f"{row} [data-do=show]")
    page.wait_for_selector(f"{row} [data-do=hide]")
    page.click("li:has-text('开办“____”夜校') [data-do=edit]")
    page.wait_for_selector("form.edit")
    page.fill("[name=stem]", "没有横线")
    page.click("[data-do=save]")
    page.wait_for_selector("#train-note >> text=填空题的题干里没有“____”")
    page.fill("[name=stem]", "云川市税务局开办了“____”夜校。")
    page.click("[data-do=save]")
    page.wait_for_selector("li:has-text('开办了“____”夜校') >> text=已修改")
    page.click("[data-do=new]")
    page.wait_for_selector("[name=quote]")
    page.select_option("[name=kind]", "blank")
    page.fill("[name=quote]", "原文里没有这句话")
    page.fill("[name=stem]", "授课的青年党员有____名。")
    page.fill("[name=answer]", "32\n32名")
    page.click("[data-do=insert]")
    page.wait_for_selector("#train-note >> text=里没有这段原文")
    page.fill("[name=quote]", "由32名青年党员轮流授课")
    page.click("[data-do=insert]")
    page.wait_for_selector("li:has-text('授课的青年党员有____名') >> text=手工添加")


def saved(page, button):
    with page.expect_download() as download:
        page.click(button)
    return download.value.path().read_bytes()
