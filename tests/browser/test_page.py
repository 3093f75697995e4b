"""The page over the scripted chatbot: what a user sees and does, failures included."""

import re
import socket
from urllib.request import urlopen

import pytest

from tests.browser.conftest import fake_command, running
from tests.browser.fake_page import SEED
from ui.ports import free_socket

QUESTION = "联盟有多少家成员单位？"
QUOTE = (
    "截至目前,福州市“党建+双拥”联盟已扩充至34家成员单位,在基本完成第一轮6个方面18项具体措施"
    "和2个示范点建设任务的基础上,稳步推进第二轮“党建+双拥”工作。"
)
# .docx, Word and CSV name formats and are no English.
ENGLISH = re.compile(r"(?<![.A-Za-z])(?!(?:Word|Excel|CSV)(?![A-Za-z]))[A-Za-z]{2,}")


@pytest.fixture
def user(served, visit):
    return visit(served.url)


def in_view(page, selector):
    return page.locator(selector).evaluate(
        "e => { const r = e.getBoundingClientRect(), p = e.closest('.original').getBoundingClientRect();"
        " return r.height > 0 && r.top >= p.top - 1 && r.bottom <= p.bottom + 1 && r.bottom <= innerHeight }"
    )


def test_answer_carries_markers_and_sources(user):
    turn = user.ask(QUESTION)
    assert turn.locator(".sentence").all_inner_texts() == [
        "34家成员单位。[1]",
        QUOTE + "[1]",
        "该机制入选第六届全国基层党建创新典型案例。[2]",
    ]
    assert turn.locator(".sources button").all_inner_texts() == [
        "《探索推行全国首个“党建+双拥”工作机制》·市委市直机关工委·第1段",
        "《党建引领结对子促业务共进》·市检察院·第1段",
    ]
    assert turn.locator("strong").first.inner_text() == "34家"


def test_stage_shows_at_once_and_typing_goes_on(user):
    user.page.fill("#question textarea", "慢慢找成员单位")
    user.page.press("#question textarea", "Enter")
    assert user.page.locator("#live .stage").inner_text() == "正在检索资料…"
    user.page.fill("#question textarea", "下一个问题")
    user.page.wait_for_selector("#live .turn.grounded")
    assert user.page.input_value("#question textarea") == "下一个问题"


def test_citation_opens_the_case_with_the_quote_marked(user):
    user.ask(QUESTION).locator(".cite").first.click()
    page = user.page
    page.wait_for_selector("#panel mark")
    assert page.locator("#panel mark").inner_text() == QUOTE
    page.wait_for_function("document.querySelector('#panel h2') === document.activeElement")
    assert in_view(page, "#panel mark")
    assert page.locator("#panel dd").all_inner_texts() == [
        SEED.name, "探索推行全国首个“党建+双拥”工作机制", "市委市直机关工委", "第1段",
    ]  # fmt: skip
    shown = page.locator("#panel .original").inner_text()
    assert "市委市直机关工委 探索推行全国首个“党建+双拥”工作机制" in shown
    assert shown.endswith("2024年4月福州市在全省双拥工作会议上作创新工作经验交流。")
    assert "市检察院始终牢固" not in shown


def test_another_citation_replaces_and_the_same_reopens(user):
    page = user.page
    turn = user.ask(QUESTION)
    turn.locator(".cite").last.click()
    page.wait_for_selector("#panel mark:has-text('该机制入选')")
    page.click("#panel [data-close]")
    assert not page.is_visible("#aside")
    turn.locator(".cite").last.click()
    page.wait_for_selector("#panel mark", state="visible")


def test_removed_document_says_so(user):
    user.ask("已移除的资料").locator(".cite").first.click()
    user.page.wait_for_selector("#panel .failure")
    assert "已从资料库中移除" in user.page.inner_text("#panel .failure")


def test_refusal_names_what_is_missing_and_opens_the_nearest(user):
    turn = user.ask("西湖区有哪些做法？", "refused")
    assert turn.locator(".verdict").inner_text() == "资料中没有找到问题里说的“西湖区”。"
    assert turn.locator(".cite").count() == 0
    turn.locator(".nearest button").click()
    user.page.wait_for_selector("#panel mark")
    assert user.page.inner_text("#panel mark").startswith("2022年初,在市委、市政府重视和支持下")


def test_what_is_only_near_says_so_opens_its_sources_and_stays_so_after_a_reload(user):
    turn = user.ask("接近的有什么？", "related")
    assert turn.locator(".verdict").inner_text() == "资料中没有找到能确定的回答。下面是最接近的原文，供参考："
    assert turn.locator("strong").count() == 0
    turn.locator(".cite").first.click()
    user.page.wait_for_selector("#panel mark")
    assert user.page.inner_text("#panel mark") == QUOTE
    user.page.reload()
    user.page.wait_for_selector("#transcript .turn.related .verdict")


def test_help_has_no_sources(user):
    turn = user.ask("你好", "help")
    assert turn.locator(".answer").inner_text().strip() == "可以这样问。"


def test_keyboard_alone(user):
    page = user.page
    page.focus("#question textarea")
    page.keyboard.type("第一行")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("成员单位")
    assert page.input_value("#question textarea") == "第一行\n成员单位"
    page.keyboard.press("Enter")
    page.wait_for_selector("#live .turn.grounded")
    for _ in range(12):  # backwards from the question box to the first marker
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('.cite')"):
            break
    assert page.evaluate("document.activeElement.matches('.cite')")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel mark", state="visible")
    page.wait_for_function("document.querySelector('#panel h2') === document.activeElement")
    page.keyboard.press("Escape")
    assert not page.is_visible("#aside")
    assert page.evaluate("document.activeElement.matches('.cite')")


def test_examples_come_from_the_cases_and_ask(user):
    page = user.page
    examples = page.locator("[data-question]")
    examples.wait_for()
    assert examples.all_inner_texts() == [
        "《党建引领结对子促业务共进》是哪个单位的案例？"
    ]  # the answered one
    examples.click()
    page.wait_for_selector("#live .turn.grounded")
    assert page.inner_text("#live .question") == "《党建引领结对子促业务共进》是哪个单位的案例？"
    assert not examples.is_visible()
    page.click("[data-action=new]")
    examples.wait_for(state="visible")


def test_copy_gives_the_formal_citations(user):
    user.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=user.url)
    button = user.ask(QUESTION).locator("[data-copy]")
    button.click()
    user.page.wait_for_selector("text=已复制")
    copied = user.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("34家成员单位。[1]\n" + QUOTE + "[1]\n")
    assert copied.splitlines()[-3:] == [
        "出处：",
        f"[1] 《探索推行全国首个“党建+双拥”工作机制》·市委市直机关工委·第1段：“{QUOTE}”",
        "[2] 《党建引领结对子促业务共进》·市检察院·第1段：“该机制入选第六届全国基层党建创新典型案例。”",
    ]


def test_copy_without_the_clipboard_interface(user):
    user.page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    user.ask(QUESTION).locator("[data-copy]").click()
    user.page.wait_for_selector("text=已复制")
    user.page.focus("#question textarea")
    user.page.keyboard.press("Control+V")
    assert user.page.input_value("#question textarea").startswith("34家成员单位。[1]")


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>document.title='x'</script>成员单位",
        "<img src=x onerror=\"document.title='x'\">成员单位",
        "${document.title='x'} {{constructor}} `成员单位`",
        '西湖"><svg onload="document.title=\'x\'">',
    ],
)
def test_markup_in_a_question_is_text(user, hostile):
    user.ask(hostile, "grounded" if "成员单位" in hostile else "refused")
    page = user.page
    assert page.inner_text("#live .question") == hostile
    page.reload()
    page.wait_for_selector("#transcript .question")
    assert page.inner_text("#transcript .question") == hostile
    assert page.inner_text("#history .title") == hostile[:40] or page.inner_text("#history .title").endswith(
        "…"
    )
    assert page.title() == "新活实问答"
    assert page.locator("#page script, #page img, #page svg").count() == 0


def test_script_that_got_past_escaping_would_not_run(user):
    user.page.evaluate(
        "document.querySelector('#live').insertAdjacentHTML('beforeend',"
        ' \'<img src="data:," onerror="window.ran = 1">\')'
    )
    user.page.wait_for_timeout(300)
    assert user.page.evaluate("window.ran") is None


def test_empty_and_too_long_questions(user):
    page = user.page
    page.click("#send")
    page.wait_for_selector("#note:has-text('请先输入问题。')")
    page.fill("#question textarea", "长" * 201)
    page.press("#question textarea", "Enter")
    page.wait_for_selector("#note:has-text('问题太长：201 字，最多 200 字')")
    assert page.input_value("#question textarea") == "长" * 201
    assert page.locator("#history li").count() == 0
    user.ask(QUESTION)
    assert page.inner_text("#note").strip() == ""


def test_failure_is_said_logged_and_does_not_stop_the_next(user, served):
    page = user.page
    page.fill("#question textarea", "请出错")
    page.press("#question textarea", "Enter")
    page.wait_for_selector("#live .turn.failed .failure")
    assert "程序出了错" in page.inner_text("#live .failure")
    assert page.input_value("#question textarea") == "请出错"
    assert "RuntimeError: scripted failure" in served.log
    user.ask(QUESTION)


def test_double_click_asks_once(user):
    page = user.page
    page.fill("#question textarea", "慢慢找成员单位")
    page.dblclick("#send")
    page.wait_for_selector("#live .turn.grounded")
    page.wait_for_timeout(300)
    page.reload()
    page.wait_for_selector("#transcript .turn")
    assert page.locator(".turn").count() == 1


def test_history_survives_reload_and_can_be_deleted(user):
    page = user.page
    user.ask(QUESTION)
    user.ask("西湖区有哪些做法？", "refused")
    page.click("[data-action=new]")
    page.wait_for_selector(".welcome")
    user.ask("慢说成员单位")
    page.reload()
    page.wait_for_selector("#transcript .turn")
    assert page.locator("#history .title").all_inner_texts() == ["慢说成员单位", QUESTION]
    page.click(f"#history .open:has-text('{QUESTION}')")
    page.wait_for_selector("#transcript .turn >> nth=1")
    assert page.locator("#transcript .question").all_inner_texts() == [QUESTION, "西湖区有哪些做法？"]
    page.locator("#transcript .cite").first.click()
    page.wait_for_selector("#panel mark")
    assert page.inner_text("#panel mark") == QUOTE

    page.click(f"#history li:has-text('{QUESTION}') .delete")
    page.click("dialog [data-no]")
    assert page.locator("#history li").count() == 2
    page.click(f"#history li:has-text('{QUESTION}') .delete")
    page.click("dialog [data-yes]")
    page.wait_for_selector(".welcome")
    assert page.locator("#history .title").all_inner_texts() == ["慢说成员单位"]
    page.click("[data-action=clear]")
    page.keyboard.press("Escape")
    assert page.locator("#history li").count() == 1
    page.click("[data-action=clear]")
    page.click("dialog [data-yes]")
    page.wait_for_selector("#history .none")
    page.reload()
    page.wait_for_selector(".welcome")
    assert page.locator("#history li").count() == 0


def test_new_conversation_while_an_answer_is_on_its_way(user):
    page = user.page
    page.fill("#question textarea", "慢慢找成员单位")
    page.press("#question textarea", "Enter")
    page.wait_for_selector("#live .turn.pending")
    page.click("[data-action=new]")
    page.wait_for_selector(".welcome")
    user.ask(QUESTION)
    assert page.locator(".turn").count() == 1
    assert page.locator("#history .title").all_inner_texts() == [QUESTION, "慢慢找成员单位"]


def test_two_users_see_only_their_own(served, visit):
    first, second = visit(served.url), visit(served.url)
    for user, words in ((first, "甲慢问成员单位"), (second, "乙慢问成员单位")):
        user.page.fill("#question textarea", words)
        user.page.press("#question textarea", "Enter")
    for user, own, other in ((first, "甲", "乙"), (second, "乙", "甲")):
        user.page.wait_for_selector("#live .turn.grounded")
        user.page.reload()
        user.page.wait_for_selector("#transcript .turn")
        text = user.page.inner_text("body")
        assert own + "慢问成员单位" in text
        assert other + "慢问成员单位" not in text


def test_phone_width(served, visit):
    user = visit(served.url, width=390, height=844)
    page = user.page
    assert page.evaluate("document.activeElement === document.body")  # no keyboard unasked
    user.ask(QUESTION).locator(".cite").first.click()
    page.wait_for_selector("#panel mark")
    page.wait_for_timeout(200)
    assert in_view(page, "#panel mark")
    assert page.is_visible("#panel dd >> nth=3")
    page.click("#panel [data-close]")
    user.ask("西湖区有哪些做法？", "refused")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    reach = "Math.max(...[...document.querySelectorAll('#page *')].map(e => e.getBoundingClientRect().right))"
    assert page.evaluate(reach) <= 390.5
    page.click("[data-menu]")
    assert page.is_visible("#history .open")
    page.keyboard.press("Escape")
    assert not page.is_visible("#history .open")


@pytest.mark.parametrize("locale", ["en-US", "fr-FR"])
def test_only_chinese_for_a_foreign_browser(served, visit, locale):
    user = visit(served.url, locale=locale)
    assert user.page.evaluate("navigator.language") == locale
    user.ask(QUESTION).locator(".cite").first.click()
    user.page.wait_for_selector("#panel mark")
    user.ask("西湖区有哪些做法？", "refused")
    user.page.fill("#question textarea", "请出错")
    user.page.press("#question textarea", "Enter")
    user.page.wait_for_selector("#live .turn.failed")
    english = {t for t in user.texts() if ENGLISH.search(t.replace(SEED.name, ""))}
    assert english == set()
    assert user.page.evaluate("document.documentElement.lang") == "zh-CN"
    assert user.page.title() == "新活实问答"


def test_gradio_pages_lead_back_to_the_page(user):
    user.page.goto(user.url + "/?view=settings")
    user.page.wait_for_selector("#history .history")
    assert user.page.url.partition("#")[0] == user.url + "/"


@pytest.mark.parametrize("early", ["Enter", None])
def test_a_question_typed_before_the_page_is_open_is_not_lost(served, visit, early):
    user = visit(served.url)
    page, held, open_now = user.page, [], []
    page.evaluate("localStorage.clear()")  # a browser that was never here has no number yet
    page.route("**/queue/join*", lambda route: route.continue_() if open_now else held.append(route))
    page.reload()
    page.click("#question textarea")
    page.keyboard.type("慢慢找成员单位")
    if early:
        page.keyboard.press(early)
    else:
        assert page.is_disabled("#send")
    page.wait_for_timeout(300)
    assert page.input_value("#question textarea") == "慢慢找成员单位"
    assert page.locator(".turn").count() == 0
    open_now.append(True)
    for route in held:
        route.continue_()
    page.wait_for_selector("#send:enabled")
    if not early:
        assert page.input_value("#question textarea") == "慢慢找成员单位"
        assert page.evaluate("document.activeElement.matches('#question textarea')")
        page.keyboard.press("Enter")
    page.wait_for_selector("#live .turn.grounded .sources")
    assert page.locator("#live .turn.grounded .sentence").count() == 3
    page.unroute("**/queue/join*")
    page.reload()
    page.wait_for_selector("#transcript .turn")
    assert page.inner_text("#transcript .question") == "慢慢找成员单位"


def test_lost_and_found_server(tmp_path, visit):
    with running(fake_command(tmp_path)) as server:
        user = visit(server.url)
        user.ask(QUESTION)
        server.stop()
        assert "Traceback" not in server.log
        user.page.fill("#question textarea", "还在吗？")
        user.page.press("#question textarea", "Enter")
        user.page.wait_for_selector(".banner:has-text('连接断开，正在重连')")
        server.restart()
        user.page.wait_for_selector("#transcript .turn")  # the page came back by itself
        assert user.page.inner_text("#transcript .question") == QUESTION
        user.ask("西湖区有哪些做法？", "refused")
        assert user.page.locator("#history li").count() == 1


def test_a_taken_port_is_passed_over():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with free_socket(port) as free:
            assert port < free.getsockname()[1] < port + 100


def test_headers_forbid_other_origins(served):
    with urlopen(served.url) as response:
        policy, page = response.headers["Content-Security-Policy"], response.read().decode()
    assert "default-src 'self'" in policy
    assert "connect-src 'self'" in policy
    assert "http" not in policy
    nonce = re.search("'nonce-([^']+)'", policy)[1]
    inline = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", page)
    assert inline
    assert all(f'nonce="{nonce}"' in tag for tag in inline)
    assert '<html\n\tlang="zh-CN"' in page
