"""帮助: the tour, the keys, large print; fields for a day; the source beside an answer; paper."""

import pytest

from tests.browser.conftest import fake_command, running
from tests.browser.test_page import QUESTION
from tests.support import checks

REACH = """Math.max(...[...document.querySelectorAll('#page *, #masthead *')].filter(e => e.checkVisibility())
  .map(e => e.getBoundingClientRect().right))"""


@pytest.fixture
def user(served, visit):
    return visit(served.url)


def focused(page, selector):
    page.wait_for_function("s => document.activeElement?.matches(s)", arg=selector)


def test_the_tour_is_offered_once_and_again_from_help(user):
    page = user.page
    page.click(".invitation [data-help=tour]")
    for n in range(1, 6):
        assert page.inner_text("dialog.tour h2:visible").startswith(f"{n} / 5")
        assert page.locator(".pointed").count() == 1
        focused(page, "dialog.tour h2")
        page.click("[data-help=next]")
    page.wait_for_selector("dialog.tour", state="hidden")
    focused(page, ".ask-help")
    assert page.locator(".pointed").count() == 0
    page.reload()
    page.wait_for_selector("#history .history", state="attached")
    assert not page.is_visible(".invitation")
    page.click("[data-help=open]")
    page.click("dialog.help [data-help=tour]")
    page.click("[data-help=next]")
    page.click("[data-help=back]")
    assert page.is_disabled("[data-help=back]")
    page.keyboard.press("Escape")  # skipped
    page.wait_for_selector("dialog.tour", state="hidden")
    page.wait_for_selector(".pointed", state="detached")


def test_the_tour_can_be_declined(user):
    user.page.click(".invitation [data-help=decline]")
    assert not user.page.is_visible(".invitation")
    user.page.reload()
    user.page.wait_for_selector("#history .history", state="attached")
    assert not user.page.is_visible(".invitation")


def test_help_keeps_the_focus_and_gives_it_back(user):
    page = user.page
    page.focus(".ask-help")
    page.keyboard.press("Enter")
    focused(page, "dialog.help h2")
    for _ in range(12):  # past its end, and round
        page.keyboard.press("Tab")
        inside = "document.activeElement === document.body || !!document.activeElement.closest('dialog.help')"
        assert page.evaluate(inside)
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog.help", state="hidden")
    focused(page, ".ask-help")


def test_the_keys_that_help_names_do_what_it_says(user):
    page = user.page
    for n, tab in enumerate(("ask", "check", "train", "library"), 1):
        page.keyboard.press(f"Alt+{n}")
        page.wait_for_selector(f"[data-tab={tab}][aria-current=page]")
    page.focus(".ask-help")
    page.keyboard.press("/")
    focused(page, "#question textarea")
    assert page.input_value("#question textarea") == ""
    page.keyboard.type("a/b?")  # while typing they are letters
    assert page.input_value("#question textarea") == "a/b?"
    page.focus(".ask-help")
    page.keyboard.press("?")
    focused(page, "dialog.help h2")
    page.uncheck("[data-setting=keys]")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert not page.is_visible("dialog.help")
    page.keyboard.press("Alt+2")
    page.fill("#draft textarea", checks.DRAFT)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".checked")


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_large_print_is_kept_and_fits(served, visit, width, height):
    user = visit(served.url, width=width, height=height)
    page = user.page
    user.ask(QUESTION)

    def size():
        return page.locator(".sentence").first.evaluate(
            "e => { const r = document.createRange(); r.selectNodeContents(e);"
            " return r.getClientRects()[0].height }"
        )

    usual = size()
    page.click("[data-help=open]")
    page.check("[data-setting=large]")
    page.click("[data-help=close]")
    assert size() > 1.2 * usual
    page.reload()
    page.wait_for_selector("#transcript .sentence")
    assert size() > 1.2 * usual
    page.locator("#transcript .cite").first.click()
    page.wait_for_selector("#panel mark")
    for tab in ("check", "train", "library", "ask"):
        page.click(f"[data-tab={tab}]")
        page.wait_for_timeout(200)
        assert page.evaluate("document.documentElement.scrollWidth") == width, tab
        assert page.evaluate(REACH) <= width + 1, tab
    page.click("[data-help=open]")
    page.uncheck("[data-setting=large]")
    page.click("[data-help=close]")
    assert abs(size() - usual) < 1


@pytest.mark.parametrize(("width", "height"), [(390, 844), (390, 640), (900, 700)])
def test_an_opened_source_covers_neither_the_box_nor_the_next_answer(served, visit, width, height):
    user = visit(served.url, width=width, height=height)
    page = user.page
    user.ask(QUESTION).locator(".cite").first.click()
    page.wait_for_selector("#panel mark")
    turn = user.ask("第二问：成员单位有多少？")
    panel, box = (page.locator(s).bounding_box() for s in ("#aside", "#composer"))
    thread = page.locator("#thread").bounding_box()
    assert not overlap(panel, box)
    assert not overlap(panel, thread)
    assert thread["height"] > 100
    assert turn.locator(".sources").evaluate(
        "e => { e.scrollIntoView({ block: 'end', behavior: 'instant' }); const r = e.getBoundingClientRect();"
        " return e.contains(document.elementFromPoint(r.left + 8, r.bottom - 8)) }"
    )
    assert page.is_visible("#panel mark")


def overlap(a, b):
    return (
        a["x"] < b["x"] + b["width"] - 1
        and b["x"] < a["x"] + a["width"] - 1
        and a["y"] < b["y"] + b["height"] - 1
        and b["y"] < a["y"] + a["height"] - 1
    )


def test_the_button_of_the_history_says_what_it_did(served, visit):
    page = visit(served.url, width=390, height=844).page
    menu = page.locator("button[data-menu]")

    def expanded():
        assert menu.get_attribute("aria-expanded") == str(page.is_visible("#history .new")).lower()
        return menu.get_attribute("aria-expanded") == "true"

    assert not expanded()
    menu.click()
    assert expanded()
    focused(page, "#history .new")
    page.keyboard.press("Escape")
    assert not expanded()
    menu.click()
    page.click("[data-tab=check]")
    page.click("[data-tab=ask]")
    assert not expanded()
    menu.click()
    page.click("#history .new")
    page.wait_for_function(
        "document.querySelector('button[data-menu]').getAttribute('aria-expanded') === 'false'"
    )
    menu.click()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.wait_for_function("!document.querySelector('#middle').inert")
    user_can_type = "document.querySelector('#question textarea').matches(':enabled')"
    assert page.evaluate(user_can_type)


def test_an_answer_that_arrives_is_announced(user):
    page = user.page
    user.ask(QUESTION)
    page.wait_for_function("document.querySelector('#announcement').textContent.includes('34家成员单位')")
    assert page.inner_text("#announcement").endswith("有 2 处出处。")
    page.fill("#question textarea", "  ")
    page.click("#send")
    page.wait_for_function("document.querySelector('#announcement').textContent === '请先输入问题。'")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("2024年5月", "读作 2024年5月1日（按第一天算）"),
        ("2024-05", "读作 2024年5月1日（按第一天算）"),
        ("2024.5.1", "读作 2024年5月1日"),
        ("二〇二四年五月", "读作 2024年5月1日（按第一天算）"),
        ("前天", "没有读懂“前天”"),
    ],
)
def test_a_day_says_how_it_was_read(user, words, said):
    page = user.page
    page.click("#ask-scope summary")
    page.fill("#ask-scope [name=scope-since]", words)
    page.press("#ask-scope [name=scope-since]", "Tab")
    page.wait_for_selector(f"#ask-scope .read >> text={said}")


def test_a_scope_of_months_is_whole(user):
    page = user.page
    page.click("#ask-scope summary")
    page.fill("#ask-scope [name=scope-since]", "2024年5月")
    page.fill("#ask-scope [name=scope-until]", "二〇二四年六月")
    page.click("#ask-scope [data-do=narrow]")
    page.wait_for_selector("#ask-scope summary:has-text('2024-05-01至2024-06-30')")


def test_paper_shows_what_was_found_and_nothing_to_click(user):
    page = user.page
    user.ask(QUESTION)
    page.emulate_media(media="print")
    assert shown(page, ".question", ".sentence", ".sources")
    assert printed(page, "#masthead", "#side", "#composer", ".tools", ".judge", "#ask-scope") == []
    assert page.evaluate("getComputedStyle(document.querySelector('#thread')).overflowY") == "visible"
    page.emulate_media(media="screen")
    page.click("[data-tab=check]")
    page.fill("#draft textarea", checks.DRAFT)
    page.click("#draft-go")
    page.wait_for_selector(".checked")
    page.emulate_media(media="print")
    assert shown(page, ".legend", "article.draft", ".said .tag")
    assert printed(page, "#masthead", "#draft-editor", "#beside", ".checked .bar", "#middle") == []
    page.emulate_media(media="null")


def test_paper_shows_cards_and_results(tmp_path, visit):
    with running(fake_command(tmp_path)) as server:
        page = visit(server.url).page
        page.click("[data-tab=train]")
        page.fill("[name=name]", "甲")
        page.keyboard.press("Enter")
        page.wait_for_selector(".start")
        page.click(".train nav [data-do=cards]")
        page.wait_for_selector("section.card")
        page.emulate_media(media="print")
        assert shown(page, "section.card blockquote", ".printed")
        assert checks.CASE in page.inner_text(".printed")
        assert printed(page, "#masthead", ".train nav", "form.pick", "#middle") == []
        page.emulate_media(media="screen")
        page.click(".train nav [data-do=progress]")
        page.wait_for_selector(".train h2:has-text('我的进度')")
        page.emulate_media(media="print")
        assert shown(page, ".train h2")
        assert printed(page, ".train nav", ".who") == []
        page.emulate_media(media="null")


def shown(page, *selectors):
    return all(page.locator(s).first.is_visible() for s in selectors)


def printed(page, *selectors):
    """Which of these parts would be printed though they are of no use on paper."""
    return [s for s in selectors if any(e.is_visible() for e in page.locator(s).all())]
