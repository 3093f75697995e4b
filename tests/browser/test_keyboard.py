"""Each job done with the keyboard alone: no click, no field filled but by typing where the focus is."""

import pytest

from tests.browser.conftest import fake_command, running
from tests.browser.test_page import QUESTION, QUOTE
from tests.browser.training.test_train import KNOWN
from tests.support import checks

FILE = {"name": "云川.txt", "mimeType": "text/plain", "buffer": checks.TEXT.encode()}
STEPS = 80  # of the Tab key before something counts as out of reach


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with running(fake_command(tmp_path_factory.mktemp("keyboard"))) as server:
        yield server


class Hands:
    """Somebody without a mouse."""

    def __init__(self, page):
        self.page = page

    def to(self, selector, key="Tab"):
        """Walk the focus to an element; it must be seen there."""
        self.page.wait_for_selector(selector)
        for _ in range(STEPS):
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                break
            self.page.keyboard.press(key)
        else:
            raise AssertionError(f"{selector} cannot be reached in {STEPS} steps")
        seen = self.page.evaluate(SEEN)
        assert seen, f"the focus on {selector} cannot be seen"
        return self

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def write(self, words):
        self.page.keyboard.type(words)
        return self


# An outline, or a shadow, on the element or on what stands around a hidden file field.
SEEN = """() => { const e = document.activeElement; const shown = (x) => { const s = getComputedStyle(x);
  return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0 || s.boxShadow !== 'none'; };
  return shown(e) || shown(e.parentElement) || e.matches('input[type=radio], input[type=checkbox]'); }"""


@pytest.fixture
def hands(served, visit):
    return Hands(visit(served.url).page)


def test_ask_and_open_a_citation(hands):
    page = hands.page
    hands.press("/").write(QUESTION).press("Enter")
    page.wait_for_selector("#live .sources")
    hands.to("#live .cite", "Shift+Tab").press("Enter")
    page.wait_for_selector("#panel mark")
    page.wait_for_function("document.activeElement.matches('#panel h2')")
    assert page.inner_text("#panel mark") in QUOTE or page.locator("#panel mark").count()
    hands.press("Escape")
    assert not page.is_visible("#aside")
    assert page.evaluate("document.activeElement.matches('.cite')")


def test_do_a_practice_question(hands):
    page = hands.page
    hands.press("Alt+3").to("#train [name=name]").write("键盘学员").press("Enter")
    hands.to("[data-do=ten]").press("Enter")
    page.wait_for_selector("form.asking")
    question = KNOWN[page.inner_text("h2.stem")]
    hands.to("form.asking :is(input, textarea)")
    if question.options:
        hands.press("Space")
    else:
        hands.write("别的内容")
    hands.to("[data-do=answer]").press("Enter")
    page.wait_for_selector(".graded")
    hands.to(".evidence .cite").press("Enter")
    page.wait_for_selector("#panel mark")
    hands.press("Escape").to("[data-do=next]").press("Enter")
    page.wait_for_selector("text=第 2 / 10 题")


def test_check_a_draft(hands):
    page = hands.page
    hands.press("Alt+2").to("#draft textarea")
    page.keyboard.insert_text(checks.DRAFT)
    hands.press("Control+Enter")
    page.wait_for_selector(".checked")
    hands.to(".said.contradicted").press("Enter")
    page.wait_for_selector("#beside .detail h2")
    hands.to("#beside .whole").press("Enter")
    page.wait_for_selector("#panel mark")
    hands.press("Escape")
    assert not page.is_visible("#aside")


def test_upload_and_confirm_a_document(hands):
    page = hands.page
    hands.press("Alt+4").to("#library .entry input[type=file]")
    with page.expect_file_chooser() as choosing:
        hands.press("Space")
    choosing.value.set_files(FILE)
    page.wait_for_selector(".preview")
    hands.to("#library [name=about-date]").write("二〇二四年五月")
    hands.to("#library [name=about-source]")
    page.wait_for_selector(".day .read >> text=读作 2024年5月1日")
    hands.to("[data-do=store]").press("Enter")
    page.wait_for_selector(".library h2:has-text('入库结果')")
    hands.to("#library [data-do=list]").press("Enter")
    page.wait_for_selector(".library h2:has-text('文库（1 篇）')")
    assert "2024-05-01" in page.inner_text(".library ol.book")


def test_a_view_that_comes_late_leaves_the_focus_where_somebody_has_put_it(hands):
    page = hands.page
    hands.press("Alt+4").to("#library select[name=valid]")
    shown = """async (at) => { const desk = await import(at);
      desk.shown(document.querySelector("#library-desk .html-container > div"));
      return document.activeElement.name; }"""
    at = page.locator("script[src*='/page.js']").evaluate("e => e.src.replace('page.js', 'desk.js')")
    assert page.evaluate(shown, at) == "valid"
    page.evaluate("document.activeElement.blur()")
    assert page.evaluate(f"(at) => ({shown})(at).then(() => document.activeElement.tagName)", at) == "H2"


def test_choose_in_a_list_by_key(hands):
    page = hands.page
    hands.press("Alt+4").to("#library select[name=valid]")
    hands.press("ArrowDown")
    assert page.input_value("#library select[name=valid]") == "现行有效"
    drawn = page.locator("#library select[name=valid]").evaluate("e => getComputedStyle(e).backgroundImage")
    assert "svg" in drawn  # the sign of a list


def test_try_the_draft_that_the_page_offers(hands):
    page = hands.page
    hands.press("Alt+2")
    page.wait_for_selector("#check-start .about")
    page.evaluate(  # this store gives no draft of its own
        "document.querySelector('#check-start .about').insertAdjacentHTML('afterend',"
        ' \'<button type="button" data-sample="示例。">试试</button>\')'
    )
    hands.to("#draft textarea").write("我的稿子。")
    hands.to("[data-sample]", "Shift+Tab").press("Enter")
    assert page.input_value("#draft textarea") == "我的稿子。\n示例。"  # what was typed stays
