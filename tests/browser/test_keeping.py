"""Nothing typed is lost: every form reloaded at every step, the program killed, the connection cut."""

import signal
import time

import pytest

from tests.browser.conftest import fake_command, running
from tests.support import checks

ODD = "“引号”<b>&amp;</b>  两个空格\t𠀀🙂 末尾 "
LINES = f"第一行\n{ODD}\n\n第四行"
ARTICLE = "# 河口镇案例\n\n## 县水利局 修好水渠\n\n修好水渠12条。\n\n## 县文化局 送书下乡\n\n送书1200册。\n"
SAVED = "document.querySelectorAll('.kept-sign[data-state=kept]').length > 0"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("keeping")


@pytest.fixture(scope="module")
def served(folder):
    """A page of its own: these tests kill it."""
    with running(fake_command(folder)) as server:
        yield server


def ready(page):
    page.wait_for_selector("#history .history", state="attached", timeout=60_000)
    page.wait_for_function("document.cookie.includes('xinhuoshi-owner-')")


def again(page):
    page.reload(timeout=60_000)
    ready(page)


def put(page, selector, words):
    """Type words into a field, the last of them by hand, as a reload meets somebody who types."""
    page.eval_on_selector(
        selector, "field => { const fold = field.closest('details'); if (fold) fold.open = true; }"
    )
    page.fill(selector, words[:-1])
    page.locator(selector).press_sequentially(words[-1])


def holds(page, selector, words):
    # One look, not two: a page that has found its connection again may load itself between them.
    page.wait_for_function(
        "([selector, words]) => document.querySelector(selector)?.value === words", arg=[selector, words]
    )


def kept(page):
    """What is shown is confirmed by the program."""
    page.wait_for_function(SAVED)
    page.wait_for_function("!Object.keys(localStorage).some((name) => name.startsWith('xinhuoshi-kept'))")


def learner(page, name):
    page.click("[data-tab=train]")
    page.wait_for_selector("#train [name=name]")
    page.fill("#train [name=name]", name)
    page.click("#train [data-do=add]")
    page.wait_for_selector("#train .start")


def view(page, region, does, wait):
    """Go to a view of a tab, whatever is shown."""
    page.locator(f"{region} [data-do={does}]").first.click()
    page.wait_for_selector(wait)


def filled(page, fields):
    """Fill field by field; after each the page is loaded again, and every character so far compared."""
    done = {}
    for selector, words in fields.items():
        page.wait_for_selector(selector, state="attached")
        put(page, selector, words)
        done[selector] = words
        again(page)
        for known, said in done.items():
            holds(page, known, said)


def test_question_and_draft_survive_a_reload_after_every_letter(served, visit):
    page = visit(served.url).page
    typed = ""
    for letter in "问𠀀“ b ":
        page.locator("#question textarea").press_sequentially(letter)
        typed += letter
        again(page)
        holds(page, "#question textarea", typed)
    page.click("[data-tab=check]")
    filled(page, {"#draft textarea": LINES})
    assert page.evaluate("document.body.dataset.tab") == "check"
    assert page.evaluate("document.activeElement.closest('#draft') !== null")
    holds(page, "#question textarea", typed)


def test_every_form_of_training_survives_a_reload_at_every_step(served, visit):
    page = visit(served.url).page
    page.click("[data-tab=train]")
    filled(page, {"#train [name=name]": "韩梅梅 "})
    page.click("#train [data-do=add]")
    page.wait_for_selector("#train .start")
    filled(
        page,
        {"#train [name=n]": "7", "#train [name=scope-units]": "云川市", "#train [name=scope-since]": "2021"},
    )
    page.check("#train [name=kinds][value=judge]")
    again(page)
    page.wait_for_selector("#train [name=kinds][value=judge]:checked")
    view(page, "#train", "bank", "#train [data-do=new]")
    filled(page, {"#train input[name=words]:not([type=hidden])": "夜校"})
    view(page, "#train", "compose", "#train [name=title]")
    filled(page, {"#train [name=title]": ODD, "#train [name=n]": "12", "#train [name=minutes]": "45"})
    view(page, "#train", "new", "#train [name=quote]")
    page.select_option("#train select[name=kind]", "choice")
    filled(
        page, {f"#train [name={name}]": f"{name} {LINES}" for name in ("quote", "stem", "options", "answer")}
    )
    assert page.input_value("#train select[name=kind]") == "choice"
    view(page, "#train", "bank", "#train [data-do=edit]")
    page.click("#train [data-do=edit] >> nth=0")
    page.wait_for_selector("#train h2:has-text('修改题目')")
    page.wait_for_function("decodeURIComponent(location.hash).includes('改题')")
    filled(page, {"#train [name=stem]": f"改过的{LINES}"})


def test_a_round_goes_on_where_it_was_with_its_half_written_answer(served, visit):
    page = visit(served.url).page
    learner(page, "李雷")
    page.check("#train [name=kinds][value=blank]")
    page.click("#train [data-do=practise]")
    page.wait_for_selector("#train [name=response]")
    first = page.inner_text("#train .stem")
    page.wait_for_function("decodeURIComponent(location.hash) === '#/培训/本轮'")
    filled(page, {"#train [name=response]": ODD.strip()})
    assert page.inner_text("#train .stem") == first
    page.click("#train [data-do=answer]")
    page.wait_for_selector("#train .graded")
    assert ODD.strip() in page.text_content("#train .yours")
    page.click("#train .appeal summary")
    page.fill("#train [name=words]", f"申诉{ODD}")
    again(page)  # what is answered is answered: on to the next question
    page.wait_for_selector("#train [name=response]")
    assert page.input_value("#train [name=response]") == ""
    second = page.inner_text("#train .stem")
    assert second != first
    served.restart()
    page.wait_for_selector(".banner:not([hidden])", state="detached", timeout=60_000)
    again(page)
    page.wait_for_selector("#train [name=response]")
    assert page.inner_text("#train .stem") == second
    page.click("#train header [data-do=home]")
    page.wait_for_selector("#train .start >> text=做到第 2 /")


def upload(page, name, text):
    page.click("[data-tab=library]")
    page.wait_for_selector("#library .entry")
    page.set_input_files(
        "#library .entry input[type=file]",
        [{"name": name, "mimeType": "text/markdown", "buffer": text.encode()}],
    )
    page.wait_for_selector("h2:has-text('入库前看一看')")


def test_files_looked_at_and_every_form_of_the_library_survive(served, visit):
    page = visit(served.url).page
    page.click("[data-tab=library]")
    filled(page, {"#library [name=words]": "简报 ", "#library [name=unit]": "水利"})
    upload(page, "河口简报.md", ARTICLE)
    page.wait_for_function("decodeURIComponent(location.hash) === '#/文库/待入库'")
    page.click("#library summary >> nth=0")
    filled(page, {"#library [name=title-0-1]": f"新名{ODD}", "#library [name=unit-0-1]": "县水务局"})
    filled(page, {"#library [name=about-unit]": f"河口{ODD}", "#library [name=about-tags]": "水利、试验"})
    page.click("#library [data-do=rename] >> nth=0")
    page.wait_for_selector(f"#library summary:has-text('新名{ODD.split('<')[0]}')")
    served.stop(signal.SIGKILL)
    page.wait_for_selector(".banner >> text=连接断开", timeout=10_000)
    served.restart()
    page.wait_for_selector(".banner >> text=连接断开", state="hidden", timeout=60_000)
    again(page)
    holds(page, "#library [name=title-0-1]", " ".join(f"新名{ODD}".split()))  # a title is one line
    holds(page, "#library [name=about-unit]", f"河口{ODD}")
    page.click("#library .pieces > li:nth-child(2) > details > summary")
    page.click("#library [data-do=merge]")
    page.wait_for_selector("#library .pieces > li:only-child")
    again(page)
    page.wait_for_selector("#library .pieces > li:only-child")
    holds(page, "#library [name=about-tags]", "水利、试验")
    page.click("#library [data-do=store]")
    page.wait_for_selector("#library .said >> text=新入库")
    page.click("#library [data-do=list]")
    page.wait_for_selector("#library [data-do=open]")
    page.click("#library [data-do=open] >> nth=0")
    page.wait_for_selector("#library [data-do=describe]")
    page.wait_for_function("decodeURIComponent(location.hash).startsWith('#/文库/看资料/')")
    filled(page, {f"#library [name=about-{name}]": f"{name}{ODD}" for name in ("title", "unit", "source")})
    page.goto(served.url + "/#/文库/待入库")
    again(page)
    page.wait_for_selector("#library-note >> text=没有等待入库的文件")


def test_an_answer_that_is_being_approved_survives_with_its_sources(served, visit):
    user = visit(served.url)
    page = user.page
    page.click("[data-tab=library]")
    view(page, "#feedback-desk", "lists", "#feedback-desk h2")
    page.click("#feedback-desk [data-do=write][data-id=new]")
    page.wait_for_selector("#feedback-desk [name=question]")
    page.wait_for_function("decodeURIComponent(location.hash) === '#/文库/核定答案/new'")
    filled(page, {"#feedback-desk [name=question]": ODD, "#feedback-desk [name=text]": LINES,
                  "#feedback-desk [name=by]": "王芳", "#feedback-desk [name=words]": "西湖区"})  # fmt: skip
    page.click("#feedback-desk [data-do=find]")
    page.wait_for_selector("#feedback-desk [name=cite]")
    quote = page.inner_text("#feedback-desk blockquote")
    page.check("#feedback-desk [name=cite]")
    again(page)
    page.wait_for_selector("#feedback-desk [name=cite]:checked")
    assert page.inner_text("#feedback-desk blockquote") == quote
    holds(page, "#feedback-desk [name=text]", LINES)
    page.click("#feedback-desk .do [data-do=lists]")
    page.wait_for_selector("#feedback-desk h2:text-is('反馈')")
    page.click("#feedback-desk [data-do=write][data-id=new]")
    page.wait_for_selector("#feedback-desk [name=text]")
    assert page.input_value("#feedback-desk [name=text]") == ""


def test_a_finished_check_its_scope_and_the_draft_outlive_the_program(served, visit):
    page = visit(served.url).page
    page.click("[data-tab=check]")
    page.click("#check-scope summary")
    page.fill("#check-scope [name=scope-units]", "云川市税务局")
    page.click("#check-scope [data-do=narrow]")
    page.wait_for_selector("#check-scope summary:has-text('云川市税务局')")
    page.fill("#draft textarea", checks.DRAFT)
    kept(page)
    page.click("#draft-go")
    page.wait_for_selector(".checked")
    colours = page.locator(".said").evaluate_all("all => all.map(e => e.className)")
    served.restart()
    again(page)
    page.wait_for_selector(".checked")
    assert page.locator(".said").evaluate_all("all => all.map(e => e.className)") == colours
    page.wait_for_selector("#check-scope summary:has-text('云川市税务局')", state="attached")
    page.focus(".said.contradicted")
    page.keyboard.press("Enter")
    page.wait_for_selector("#draft-detail .detail")
    page.click("[data-edit]")
    holds(page, "#draft textarea", checks.DRAFT)


@pytest.mark.parametrize("width", [1200, 390])
def test_a_cut_connection_is_told_and_picked_up_without_a_lost_letter(served, visit, width):
    user = visit(served.url, width=width, height=844)
    page = user.page
    page.fill("#question textarea", "先写的")
    kept(page)
    page.route("**/*", lambda route: route.abort())
    gone = time.monotonic()
    page.wait_for_selector(".banner >> text=连接断开，正在重连")
    assert time.monotonic() - gone < 5
    put(page, "#question textarea", f"断开时写的{ODD}")
    page.wait_for_selector(".kept-sign >> text=未保存，正在重试")
    box = page.locator(".kept-sign[data-state=failed]").bounding_box()
    assert box["x"] >= 0
    assert 0 <= box["y"] < 844
    assert box["x"] + box["width"] <= width
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.unroute("**/*")
    page.wait_for_selector(".banner", state="hidden", timeout=30_000)
    kept(page)
    ready(page)
    holds(page, "#question textarea", f"断开时写的{ODD}")
    again(page)
    holds(page, "#question textarea", f"断开时写的{ODD}")
    turn = user.ask("联盟有多少家成员单位？")  # the page works again
    assert "34家" in turn.inner_text()
    again(page)
    page.wait_for_selector("#transcript .turn")
    assert page.input_value("#question textarea") == ""


def test_a_killed_program_is_told_within_five_seconds_and_the_page_comes_back_by_itself(served, visit):
    page = visit(served.url).page
    page.click("[data-tab=check]")
    page.fill("#draft textarea", LINES)
    served.stop(signal.SIGKILL)
    gone = time.monotonic()
    page.wait_for_selector(".banner >> text=连接断开，正在重连")
    assert time.monotonic() - gone < 5
    page.locator("#draft textarea").press_sequentially("，接着写")
    words = page.input_value("#draft textarea")
    with page.expect_navigation(timeout=90_000):
        served.restart()
    ready(page)
    holds(page, "#draft textarea", words)
    page.wait_for_selector(".banner", state="hidden")
    page.wait_for_selector("#draft-go:not([disabled])")
    page.click("#draft-go")
    page.wait_for_selector(".checked")


def test_two_windows_tell_each_other_and_neither_is_overwritten(served, visit):
    page = visit(served.url).page
    page.click("[data-tab=check]")
    page.fill("#draft textarea", "第一窗口")
    kept(page)
    other = page.context.new_page()
    other.goto(page.url)
    ready(other)
    holds(other, "#draft textarea", "第一窗口")
    put(other, "#draft textarea", f"第二窗口{ODD}")
    page.wait_for_selector(".kept-other >> text=另一个窗口里改成了", timeout=20_000)
    assert page.input_value("#draft textarea") == "第一窗口"
    page.click(".kept-other >> text=采用")
    holds(page, "#draft textarea", f"第二窗口{ODD}")
    put(page, "#draft textarea", "又在第一窗口")
    other.wait_for_selector(".kept-other >> text=又在第一窗口", timeout=20_000)
    assert other.input_value("#draft textarea") == f"第二窗口{ODD}"
    other.click(".kept-other >> text=不用")
    kept(other)
    page.wait_for_selector(".kept-other", timeout=20_000)
    assert page.input_value("#draft textarea") == "又在第一窗口"
    again(page)
    holds(page, "#draft textarea", f"第二窗口{ODD}")  # the later choice counts
    other.close()


def test_addresses_lead_back_and_forward_and_to_what_they_name(served, visit):
    user = visit(served.url)
    page = user.page
    user.ask("联盟有多少家成员单位？")
    page.wait_for_function("decodeURIComponent(location.hash).startsWith('#/问答/对话/')")
    first = page.url
    page.click("[data-action=new]")
    page.wait_for_selector("#transcript .welcome")
    user.ask("它是哪个单位的案例？")
    page.wait_for_function(
        "first => location.href !== first && location.hash.split('/').length > 3", arg=first
    )
    page.go_back()
    page.wait_for_selector("#transcript .question >> text=联盟有多少家成员单位？")
    page.goto("about:blank")
    page.goto(first)
    ready(page)
    page.wait_for_selector("#transcript .question >> text=联盟有多少家成员单位？")
    learner(page, "何人")
    view(page, "#train", "cards", "#train select[name=case]")
    page.click("#train [data-do=wrong]")
    page.wait_for_selector("#train h2:has-text('错题本')")
    page.go_back()
    page.wait_for_selector("#train select[name=case]")
    page.go_forward()
    page.wait_for_selector("#train h2:has-text('错题本')")
    page.goto(served.url + "/#/培训/错题本/没有这道")
    page.wait_for_selector("#train-note >> text=你的错题本里没有这道题")
    page.goto(served.url + "/#/文库/看资料/ffffffffffffffff")
    page.wait_for_selector("#library-note >> text=这份资料已不在文库里")
    page.goto(served.url + "/#/问答/对话/999999")
    page.wait_for_selector("#note >> text=没有找到这个对话")
    page.goto(served.url + "/#/无此页")
    page.wait_for_selector(".banner >> text=没有这个地址")
    assert page.evaluate("document.body.dataset.tab") == "ask"


def test_leaving_asks_while_a_check_is_under_way(served, visit):
    asked = []
    page = visit(served.url).page.context.new_page()
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.goto(served.url)
    ready(page)
    page.click("[data-tab=check]")
    page.fill("#draft textarea", "慢慢核查。" * 60)
    page.click("#draft-go")
    page.wait_for_selector("#draft-live .running")
    page.close(run_before_unload=True)
    page.wait_for_function("document.querySelector('.checked')", timeout=60_000)  # who stays gets the result
    assert asked == ["beforeunload"]
    with page.expect_event("close"):
        page.close(run_before_unload=True)
    assert asked == ["beforeunload"]


def test_every_field_that_is_shown_has_a_row(served, visit):
    page = visit(served.url).page
    learner(page, "杨帆")
    views = ["bank", "new", "compose", "home", "cards"]
    everywhere = (
        "import(document.querySelector('script[src*=\"/page.js\"]').src.replace('/page.js', '/fields.js'))"
    )
    shown = {}
    for does in views:
        page.locator(f"#train [data-do={does}]").first.click()
        page.wait_for_function("does => !document.querySelector('#train .busy')", arg=does)
        page.wait_for_timeout(300)
        shown |= {f["key"]: f for f in page.evaluate(f"{everywhere}.then((fields) => fields.all())")}
    assert len(shown) > 25
    assert {f["form"] for f in shown.values() if not f["kept"]} <= {"card"}
