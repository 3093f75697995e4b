"""Accounts in the browser: signing in, what each role sees, whose the history is, 管理."""

import re

import pytest
from argon2 import PasswordHasher

from people.accounts import Accounts, Passwords, Role
from people.database import open_database
from tests.browser.conftest import Profile, Visitor, fake_command, running
from tests.browser.fake_page import SEED
from tests.browser.test_page import ENGLISH

QUESTION = "联盟有多少家成员单位？"
FIRST, OWN, NEXT = "翡翠灯塔秋千骆驼", "石榴树下听雨三更", "一叶扁舟过了晌午"
PEOPLE = {
    "王小明": [Role.USER],
    "李芳": [Role.USER],
    "陈培训": [Role.TRAINER],
    "周资料": [Role.LIBRARIAN],
    "主任": [Role.ADMINISTRATOR],
}
SIZES = [(390, 844), (1200, 800)]
LEAVING = re.compile("AbortError|Connection errored out")
HIDDEN = {"Clear", "Close"}  # of Gradio's notices, which nobody sees
ONCE = re.compile(
    r"xhs_[\w-]{43}|[a-z2-9]{4}(-[a-z2-9]{4}){2}|[0-9a-f]{64}"
)  # secrets and digests are no words


@pytest.fixture(scope="module")
def accounts(tmp_path_factory):
    folder = tmp_path_factory.mktemp("office")
    engine = open_database(f"sqlite:///{folder / 'app.db'}")
    accounts = Accounts(engine, Passwords(hasher=PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)))
    for name, roles in PEOPLE.items():
        accounts.set_password(accounts.add(name, roles, FIRST)[0].id, OWN)
    yield folder, accounts
    engine.dispose()


@pytest.fixture(scope="module")
def served(accounts):
    with running([*fake_command(accounts[0]), "--accounts"]) as server:
        yield server


class User(Visitor):
    """A user with a browser of their own."""

    def sign_in(self, name, password=OWN):
        page = self.page
        page.goto(self.url, timeout=60_000)
        page.fill("[name=name]", name)
        page.fill("[name=password]", password)
        page.press("[name=password]", "Enter")
        page.wait_for_load_state()
        return self

    def open(self):
        self.arrived()
        self.page.wait_for_selector(".signed-in")
        return self

    def wide(self):
        return self.page.evaluate("document.documentElement.scrollWidth")


@pytest.fixture
def arrive(chromium, served):
    """A browser of somebody new; afterwards nobody may have left the origin or seen a word of English."""
    users = []

    def arrived(width=1200, height=800):
        profile = Profile(chromium, "en-US")
        profile.page.on(
            "console", lambda said: "Security" in said.text and profile.complaints.append(said.text)
        )
        users.append(User(profile, served.url, width, height))
        return users[-1]

    yield arrived
    outside, complaints = [user.outside() for user in users], [user.profile.complaints for user in users]
    english = {text for user in users for text in user.texts() if ENGLISH.search(known(text))} - HIDDEN
    for user in users:
        user.context.close()
    assert (outside, english) == ([[] for _ in users], set())
    # Gradio complains of its own open connection when a page is left.
    assert [[each for each in said if not LEAVING.match(each)] for said in complaints] == [[] for _ in users]


def known(text):
    """A text without what is no word: secrets, the name of the seed."""
    return ONCE.sub("", text.replace(SEED.name, "")).replace("127.0.0.1", "")


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_new_account_signs_in_changes_its_password_and_asks(accounts, arrive, width, height):
    name = f"新人{width}"
    accounts[1].add(name, [Role.USER], FIRST)
    user = arrive(width, height).sign_in(name, "不是这个密码")
    page = user.page
    assert "账号或密码不对" in page.inner_text("[role=alert]")
    assert page.input_value("[name=name]") == name
    assert user.wide() == width
    page.fill("[name=password]", FIRST)
    page.press("[name=password]", "Enter")
    page.wait_for_selector("text=首次登录，请换一个自己的密码")
    assert user.wide() == width
    for new, again, said in ((NEXT, OWN, "两次填写的新密码不一样"), ("12345678", "12345678", "只有数字")):
        fill(page, FIRST, new, again)
        assert said in page.inner_text("[role=alert]")
    fill(page, FIRST, NEXT, NEXT)
    user.open()
    assert page.inner_text(".signed-in a >> nth=0") == name
    turn = user.ask(QUESTION)
    assert turn.locator("strong").first.inner_text() == "34家"
    turn.locator(".cite").first.click()
    page.wait_for_selector("#panel mark")
    assert user.wide() == width


def fill(page, old, new, again):
    for field, words in (("old", old), ("new", new), ("again", again)):
        page.fill(f"[name={field}]", words)
    page.press("[name=again]", "Enter")
    page.wait_for_load_state()


def test_history_is_the_accounts_in_every_browser_and_nobody_elses(arrive):
    question = "王小明问成员单位有多少？"
    first = arrive().sign_in("王小明").open()
    first.ask(question)
    second = arrive().sign_in("王小明").open()
    second.page.wait_for_selector("#transcript .turn.grounded")
    assert second.page.inner_text("#transcript .question") == question
    other = arrive().sign_in("李芳").open()
    assert question not in other.page.inner_text("body")
    # In the very browser that 王小明 used, too: what it kept of them opens nothing.
    first.page.click(".signed-in button")
    first.page.wait_for_selector("[name=password]")
    first.sign_in("李芳").open()
    first.page.wait_for_selector("#transcript .welcome, #transcript .turn", state="attached")
    assert question not in first.page.inner_text("body")


def visible(page, selector):
    return page.locator(selector).evaluate_all("all => all.filter(e => e.checkVisibility()).length > 0")


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("name", ["王小明", "陈培训", "周资料", "主任"])
def test_each_role_is_offered_what_it_may(arrive, name, width, height):
    user = arrive(width, height).sign_in(name).open()
    page, boss = user.page, name == "主任"
    assert user.wide() == width
    assert visible(page, ".signed-in [href='/admin']") is (boss and width > 760)
    for tab, wait in (
        ("check", "#draft textarea"),
        ("train", ".train .start"),
        ("library", "#library form.pick"),
    ):
        page.click(f"[data-tab={tab}]")
        page.wait_for_selector(wait)
        assert user.wide() == width
    assert visible(page, "#library input[type=file], #library label:has(input[type=file])") is (
        boss or name == "周资料"
    )
    page.click("[data-tab=train]")
    assert f"学员：{name}" in page.inner_text(".who").replace("\n", "")
    assert visible(page, "#train [data-do=bank]") is (boss or name == "陈培训")
    assert not visible(page, "#train [data-do=leave]")
    if visible(page, "#train [data-do=bank]"):
        page.click("#train [data-do=bank]")
        page.wait_for_selector("nav[aria-label=管理]")
        assert user.wide() == width


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_an_administrator_manages_accounts_keys_and_the_audit(arrive, width, height):
    name = f"赵{width}"
    user = arrive(width, height).sign_in("主任").open()
    page = user.page
    page.click(".signed-in a[href='/password']")  # on a phone the only way there
    page.click("header >> text=管理")
    page.wait_for_selector("h2:has-text('账号（')")
    assert user.wide() == width
    page.fill("form[action='/admin/add'] [name=name]", name)
    page.check("form[action='/admin/add'] [value=资料员]")
    page.click("form[action='/admin/add'] button")
    page.wait_for_selector(".said code")
    assert f"已增加账号“{name}”" in page.inner_text(".said")
    password = page.inner_text(".said code")
    assert user.wide() == width
    row = page.locator("tr", has=page.locator(f"th:text-is('{name}')")).first
    assert row.locator("[name=roles]:checked").evaluate_all("all => all.map(e => e.value)") == [
        "使用者",
        "资料员",
    ]
    row.locator("[value=资料员]").uncheck()
    row.locator("[value=培训员]").check()
    row.locator("text=保存角色").click()
    page.wait_for_selector(f".said >> text=账号“{name}”的角色现在是：使用者、培训员")
    other = arrive(width, height).sign_in(name, password)
    other.page.wait_for_selector("text=首次登录，请换一个自己的密码")
    row.locator("text=重置密码").click()
    page.wait_for_selector(".said >> text=已重置账号")
    assert page.inner_text(".said code") != password
    other.page.goto(user.url)
    other.page.wait_for_selector("form[action='/signin']")  # its session ended with the old password
    key_is_shown_once(page, name)
    audit_is_searched(user, name, width)
    page.click("header a[href='/password']")
    page.click("text=在所有地方退出")
    page.wait_for_selector("form[action='/signin']")
    page.goto(user.url + "/admin")
    page.wait_for_selector("form[action='/signin']")


def key_is_shown_once(page, name):
    form = page.locator("form[action='/admin/key']")
    form.locator("[name=name]").fill(f"报表{name}")
    form.locator("[name=id]").select_option(label=name)
    form.locator("button").click()
    page.wait_for_selector(".said >> text=增加密钥")
    secret = page.inner_text(".said code")
    assert re.fullmatch(r"xhs_[\w-]{43}", secret)
    page.goto(page.url.partition("/admin")[0] + "/admin")
    page.wait_for_selector(f"th:text-is('报表{name}')")
    assert secret not in page.content()
    page.locator("tr", has=page.locator(f"th:text-is('报表{name}')")).locator("text=吊销").click()
    page.wait_for_selector(".said >> text=已吊销")


def audit_is_searched(user, name, width):
    page = user.page
    page.fill("#audit [name=words]", name)
    page.select_option("#audit [name=action]", label="角色")
    page.click("#audit >> text=查找")
    page.wait_for_selector("#audit tbody tr")
    rows = page.locator("#audit tbody tr").all_inner_texts()
    assert len(rows) == 1
    assert all(words in rows[0] for words in ("主任", "127.0.0.1", "角色", name, "成功"))
    assert user.wide() == width
    page.click("text=核对审计记录是否完整")
    page.wait_for_selector(".said >> text=审计记录完整")


def test_who_may_not_is_told_so(arrive):
    user = arrive().sign_in("王小明").open()
    user.page.goto(user.url + "/admin")
    assert "没有“管理员”角色" in user.page.inner_text("[role=alert]")


def test_a_session_that_ended_says_so_on_an_open_page(accounts, arrive):
    user = arrive().sign_in("周资料").open()
    accounts[1].reset(accounts[1].named("周资料").id, FIRST)
    user.page.fill("#question textarea", QUESTION)
    user.page.press("#question textarea", "Enter")
    user.page.wait_for_selector(".banner >> text=登录已经过期，请重新登录。填写的内容都留着")
    assert user.page.input_value("#question textarea") == QUESTION
    user.page.reload()
    user.page.wait_for_selector("form[action='/signin']")
    accounts[1].set_password(accounts[1].named("周资料").id, OWN)


def test_the_forms_of_the_administrator_are_kept_until_they_are_sent(arrive):
    page = arrive().sign_in("主任").open().page
    page.click(".signed-in a[href='/admin']")
    add, key = "form[action='/admin/add']", "form[action='/admin/key']"
    for selector, words in ((f"{add} [name=name]", "钱新来"), (f"{key} [name=name]", "报表 密钥")):
        page.fill(selector, words)
        page.check(f"{selector.split(' ')[0]} [value=使用者]")
        page.reload()
        page.wait_for_function("([s, w]) => document.querySelector(s).value === w", arg=[selector, words])
    page.click(f"{add} button")
    page.wait_for_selector(".said >> text=已增加账号“钱新来”")
    page.wait_for_function(
        "words => document.querySelector('[data-form=admin-key] [name=name]').value === words",
        arg="报表 密钥",
    )
    assert page.input_value(f"{add} [name=name]") == ""
    page.fill(f"{add} [name=name]", "钱新来")
    page.click(f"{add} button")
    page.wait_for_selector(".said[data-failed] >> text=已经有了")
    page.wait_for_function(
        "() => document.querySelector('[data-form=admin-add] [name=name]').value === '钱新来'"
    )
    page.click("header >> text=返回")
    page.wait_for_selector(".signed-in")


def test_what_was_typed_when_the_session_ended_is_there_after_signing_in_again(accounts, arrive):
    user = arrive().sign_in("周资料").open()
    page = user.page
    page.click("[data-tab=check]")
    page.fill("#draft textarea", "保存过的")
    page.wait_for_selector("#draft .kept-sign[data-state=kept]")
    accounts[1].reset(accounts[1].named("周资料").id, FIRST)
    accounts[1].set_password(accounts[1].named("周资料").id, OWN)
    page.fill("#draft textarea", "过期以后写的 “一字不差” ")
    page.wait_for_selector("#draft .kept-sign >> text=未保存，正在重试")
    page.click(".banner >> text=重新登录")
    page.wait_for_selector("[name=password]")
    user.sign_in("周资料").open()
    page.wait_for_function("document.querySelector('#draft textarea')?.value === '过期以后写的 “一字不差” '")
    assert page.evaluate("document.body.dataset.tab") == "check"
    page.wait_for_selector("#draft .kept-sign[data-state=kept]")
    elsewhere = arrive().sign_in("周资料").open().page
    elsewhere.wait_for_function("document.querySelector('#draft textarea')?.value.startsWith('过期以后')")


def test_signing_out_leaves_nothing_in_the_browser_and_the_next_account_sees_nothing(arrive):
    user = arrive().sign_in("王小明").open()
    page = user.page
    page.click("[data-tab=check]")
    page.fill("#draft textarea", "王小明的稿子")
    page.click(".signed-in button")  # at once, before it is kept
    page.wait_for_selector("[name=password]")
    assert "王小明的稿子" not in page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    user.sign_in("李芳").open()
    page.click("[data-tab=check]")
    page.wait_for_timeout(1500)
    assert page.input_value("#draft textarea") == ""
    page.click(".signed-in button")
    page.wait_for_selector("[name=password]")
    user.sign_in("王小明").open()
    page.wait_for_function("document.querySelector('#draft textarea')?.value === '王小明的稿子'")
