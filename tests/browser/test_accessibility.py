"""axe-core over every view of the page, as wide as a desk and a phone: nothing serious or critical."""

import re

import pytest
from argon2 import PasswordHasher

from people.accounts import Accounts, Passwords, Role
from people.database import open_database
from tests.browser import axe
from tests.browser.conftest import fake_command, running
from tests.browser.test_page import ENGLISH, QUESTION, SEED
from tests.support import checks

SIZES = [(1280, 800), (390, 844)]
FIRST, OWN = "翡翠灯塔秋千骆驼", "石榴树下听雨三更"
FILE = [{"name": "云川.txt", "mimeType": "text/plain", "buffer": checks.TEXT.encode()}]


@pytest.fixture(scope="module", autouse=True)
def there():
    axe.missing()


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with running(fake_command(tmp_path_factory.mktemp("views"))) as server:
        yield server


@pytest.fixture(params=SIZES, ids=["desk", "phone"])
def user(request, served, visit):
    width, height = request.param
    user = visit(served.url, width=width, height=height)
    yield user
    assert not {t for t in user.texts() if ENGLISH.search(KNOWN.sub("", t)) and not VEGA.match(t)}


# Names of programs, and what is printed on keys.
KNOWN = re.compile(f"{re.escape(SEED.name)}|Word|Excel|CSV|Alt|Enter|Shift|Ctrl|Esc")
VEGA = re.compile("Vega visualization|.* titled ")  # of a chart, for a moment


class Views:
    """Looks at one view after the other and keeps what is wrong with each."""

    def __init__(self, page):
        self.page, self.faults = page, {}

    def __call__(self, name, wait=None):
        if wait:
            self.page.wait_for_selector(wait)
        self.page.wait_for_timeout(350)  # colours that change, change slowly
        if found := axe.faults(self.page):
            self.faults[name] = found
        wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 0:
            self.faults[f"{name}: width"] = [f"{wide} px too wide"]


def test_asking(user):
    page, look = user.page, Views(user.page)
    look("start", "[data-question]")
    page.click("[data-help=open]")
    look("help", "dialog.help h2")
    page.click("dialog [data-help=tour]")
    for n in range(1, 6):
        look(f"tour {n}", f"dialog.tour h2:visible:has-text('{n} / 5')")
        page.click("[data-help=next]")
    user.ask(QUESTION).locator(".cite").first.click()
    look("source", "#panel mark")
    page.click("#live [data-judge=why]")
    look("judging", ".judge .why input")
    page.keyboard.press("Escape")
    user.ask("西湖区有哪些做法？", "refused")
    page.click("#ask-scope summary")
    page.fill("#ask-scope [name=scope-since]", "昨天")
    page.click("#ask-scope [data-do=narrow]")
    look("refused, and a scope that is none", "#ask-scope .failure")
    page.fill("#question textarea", "请出错")
    page.press("#question textarea", "Enter")
    look("failed", "#live .turn.failed")
    if page.is_visible("[data-menu]"):
        page.click("[data-menu]")
        look("history", "#history .open")
    page.click("[data-action=clear]")
    look("confirming", "dialog.confirm")
    page.keyboard.press("Escape")
    assert look.faults == {}


def test_checking(user):
    page, look = user.page, Views(user.page)
    page.click("[data-tab=check]")
    look("start", "#check-start .about")
    page.click("#draft-go")
    look("empty", "#draft-note .failure")
    page.fill("#draft textarea", checks.DRAFT)
    page.click("#draft-go")
    look("result", ".checked")
    page.locator(".said.contradicted .words").first.click()
    look("detail", "#beside .detail")
    page.click("#beside .whole")
    look("source", "#panel mark")
    page.keyboard.press("Escape")
    page.click("[data-fold]") if page.is_visible("[data-fold]") else None
    page.click("[data-show=problems]")
    look("problems")
    assert look.faults == {}


def test_training(user):
    page, look = user.page, Views(user.page)
    page.click("[data-tab=train]")
    look("entry", ".train .entry")
    page.fill("[name=name]", f"学员{page.viewport_size['width']}")
    page.keyboard.press("Enter")
    look("home", ".train .start")
    page.click("[data-do=ten]")
    look("asking", "form.asking")
    field = page.locator("form.asking :is(input, textarea)").first
    field.check() if field.get_attribute("type") == "radio" else field.fill("别的内容")
    page.click("[data-do=answer]")
    look("told", ".graded")
    for do, wait in (
        ("wrong", "h2"),
        ("cards", "section.card"),
        ("progress", "svg.columns"),
        ("papers", "h2"),
    ):
        page.click(f".train nav [data-do={do}]")
        look(do, f".train {wait}")
    page.click(".train nav [data-do=bank]")
    look("bank", ".train ol.book")
    page.locator("ol.book [data-do=edit]").first.click()
    look("edit", "form.edit")
    for do, wait in (("compose", "[name=title]"), ("results", "h2"), ("appeals", "h2")):
        page.click(f".train nav.inner [data-do={do}]")
        look(do, f".train {wait}")
    page.click(".train nav.inner [data-do=mastery]")
    look("mastery", "#train-chart [aria-label^='柱状图']")
    english = (
        "() => ![...document.querySelectorAll('[aria-label]')].some((e) => / titled /.test(e.ariaLabel))"
    )
    page.wait_for_function(english)  # the chart describes its parts a moment after it is drawn
    page.click(".train nav.inner [data-do=new]")
    look("new", "[name=quote]")
    assert look.faults == {}


def test_the_library(user):
    page, look = user.page, Views(user.page)
    page.click("[data-tab=library]")
    look("list", ".library .book")
    page.set_input_files(".library .entry input[type=file]", FILE)
    page.wait_for_selector(".preview")
    page.locator(".preview summary").first.click()
    page.fill("[name=about-valid]", "2020年1月")
    page.press("[name=about-valid]", "Tab")
    look("preview", ".day .read:has-text('已经过期')")
    page.click("[data-do=store]")
    look("stored", ".library h2:has-text('入库结果')")
    assert "有效期到 2020年1月31日，已经过期" in page.inner_text(".library .said")
    page.click(".library [data-do=list]")
    page.click(".library ol.book [data-do=open]")
    look("document", "text=上传新版")
    page.click("[data-do=ask-remove]")
    look("removing", "[data-do=remove]")
    page.click("[data-do=remove]")
    look("removed", ".library h2:text-is('已删除')")
    page.click(".library [data-do=list]")
    page.click("#feedback-desk [data-do=lists]")
    look("feedback", ".feedback h2")
    page.click("#feedback-desk [data-do=write][data-id=new]")
    look("writing", "form.write")
    page.click("#feedback-desk [data-do=lists]")
    page.click("#feedback-desk [data-do=close]")
    assert look.faults == {}


@pytest.mark.parametrize(("width", "height"), SIZES, ids=["desk", "phone"])
def test_signing_in_passwords_and_accounts(tmp_path, chromium, width, height):
    engine = open_database(f"sqlite:///{tmp_path / 'app.db'}")
    accounts = Accounts(engine, Passwords(hasher=PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)))
    boss = accounts.add("主任", [Role.ADMINISTRATOR], FIRST)[0]
    accounts.add("王小明", [Role.USER], FIRST)
    engine.dispose()
    with running([*fake_command(tmp_path), "--accounts"]) as server:
        context = chromium.new_context(viewport={"width": width, "height": height}, locale="en-US")
        page = context.new_page()
        look = Views(page)
        page.goto(server.url, timeout=60_000)
        look("signing in", "[name=password]")
        page.fill("[name=name]", boss.name)
        page.fill("[name=password]", OWN)
        page.press("[name=password]", "Enter")
        look("refused", "[role=alert]")
        page.fill("[name=password]", FIRST)
        page.press("[name=password]", "Enter")
        look("first password", "[name=again]")
        for field, words in (("old", FIRST), ("new", OWN), ("again", OWN)):
            page.fill(f"[name={field}]", words)
        page.press("[name=again]", "Enter")
        look("the page", ".signed-in")
        page.goto(f"{server.url}/password")
        look("password", "[name=again]")
        page.goto(f"{server.url}/admin")
        look("accounts", "#audit")
        page.fill("form[action='/admin/add'] [name=name]", "李芳")
        page.click("form[action='/admin/add'] button")
        look("told", ".said code")
        context.close()
    assert look.faults == {}
