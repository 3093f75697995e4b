"""管理 over the served page: what its forms do, what they refuse, and that words in it stay words."""

import re
from html import unescape

import pytest

from people.accounts import Role
from people.audit import Action, Event
from tests.ui.access.offices import PASSWORD
from tests.ui.test_escaping import HOSTILE, Shape

SECRET = re.compile(r"<code>([^<]*)</code>")
SAID = re.compile(r'role="status"(?: data-failed)?><p>([^<]*)</p>')


@pytest.fixture
def boss(fresh):
    return fresh.secret_of("管理员")


def done(fresh, boss, name, form, status=200):
    """What the page says of a form that was posted, and the secret it shows."""
    answer = fresh.sent(f"/admin/{name}", boss, form)
    assert answer.status == status, answer.text
    assert answer.headers["cache-control"] == "no-store"
    secret = SECRET.search(answer.text)
    return unescape(SAID.search(answer.text)[1]), secret and secret[1]


def newest(fresh):
    entry = fresh.office.trail.search(limit=1)[0]
    return entry.account, entry.action, entry.object, entry.outcome


def test_an_account_is_added_and_its_password_shown_once(fresh, boss):
    said, secret = done(fresh, boss, "add", {"name": " 李芳 ", "roles": ["培训员", "资料员"]})
    assert said == "已增加账号“李芳”。首次登录的密码（只显示这一次）："
    assert newest(fresh) == ("管理员", "账号", "李芳", "done")
    assert secret not in str(fresh.office.trail.search())
    assert secret not in fresh.asked("GET", "/admin", boss).text
    assert fresh.signed_in("李芳", secret)
    assert fresh.office.accounts.named("李芳").roles == {Role.TRAINER, Role.LIBRARIAN}


def test_roles_sessions_and_passwords_of_others_are_changed(fresh, boss):
    wang, secret = fresh.people["使用者甲"], fresh.signed_in("使用者甲")
    one = {"id": wang.id}
    assert (
        done(fresh, boss, "roles", one | {"roles": ["资料员"]})[0] == "账号“使用者甲”的角色现在是：资料员。"
    )
    assert 'data-roles="使用者 资料员"' in fresh.asked("GET", "/", secret).text
    assert done(fresh, boss, "signout", one)[0] == "账号“使用者甲”已退出 1 处登录，吊销了 0 个密钥。"
    assert fresh.asked("GET", "/", secret).status == 303
    said, password = done(fresh, boss, "reset", one)
    assert "只显示这一次" in said
    assert fresh.asked("GET", "/", fresh.signed_in("使用者甲", password)).headers["location"] == "/password"
    assert "已停用" in done(fresh, boss, "disable", one)[0]
    assert fresh.sent("/signin", form={"name": "使用者甲", "password": password}).status == 401
    assert "已启用" in done(fresh, boss, "enable", one)[0]
    assert fresh.signed_in("使用者甲", password)
    actions = [entry.action for entry in fresh.office.trail.search() if entry.account == "管理员"]
    assert actions == ["账号", "账号", "密码", "退出", "角色"]


def test_a_key_is_shown_once_and_revoked(fresh, boss):
    form = {"name": "报表", "id": fresh.people["培训员"].id, "roles": ["使用者", "培训员"], "days": "30"}
    said, secret = done(fresh, boss, "key", form)
    assert said == "已给账号“培训员”增加密钥“报表”，30 天内有效（只显示这一次）："
    assert fresh.office.keys.caller(secret, "").roles == {Role.USER, Role.TRAINER}
    shown = fresh.asked("GET", "/admin", boss).text
    assert secret not in shown
    assert "报表" in shown
    assert secret not in str(fresh.office.trail.search())
    (key,) = fresh.office.keys.list()
    assert done(fresh, boss, "revoke", {"id": key.id})[0] == f"已吊销第 {key.id} 号密钥。"
    assert fresh.office.keys.caller(secret, "") is None


def test_a_trainee_is_joined_to_an_account(fresh, boss):
    trainee = fresh.learning.trainees.add("小王")
    said, _ = done(fresh, boss, "join", {"id": fresh.people["使用者甲"].id, "trainee": "小王"})
    assert said == "学员“小王”的记录现在是账号“使用者甲”的。"
    assert fresh.office.accounts.named("使用者甲").trainee_id == trainee.id
    other = {"id": fresh.people["使用者乙"].id, "trainee": "小王"}
    assert "已经是另一个账号的" in done(fresh, boss, "join", other, 400)[0]


@pytest.mark.parametrize(
    ("name", "form", "said"),
    [("add", {"name": "使用者甲", "roles": "使用者"}, "已经有了"),
     ("add", {"name": "新人"}, "没有写角色"), ("add", {"roles": "使用者"}, "请填写账号名，最多 40 个字"),
     ("add", {"name": "新人", "roles": "主席"}, "没有“主席”这个角色"),
     ("add", {"name": "新\u202e人", "roles": "使用者"}, "看不见的字符"), ("add", {}, "没有写角色"),
     ("roles", {"id": 5, "roles": "使用者"}, "最后一个可用的管理员"), ("roles", {"id": 1}, "没有写角色"),
     ("disable", {"id": 5}, "最后一个可用的管理员"), ("disable", {"id": 77}, "没有编号为 77 的账号"),
     ("disable", {"id": "1 OR 1=1"}, "请填一个整数"), ("disable", {"id": "9" * 30}, "请填一个整数"),
     ("reset", {}, "请填一个整数"), ("enable", {"id": "-1"}, "请填一个整数"),
     ("signout", {"id": "\x00"}, "请填一个整数"),
     ("revoke", {"id": "7"}, "没有编号"),
     ("key", {"name": "报表", "id": 1, "roles": "管理员", "days": "90"}, "没有管理员角色"),
     ("key", {"name": "报表", "id": 1, "roles": "使用者", "days": "0"}, "填的是 0，请填 1 到"),
     ("key", {"name": "报表", "id": 1, "roles": "使用者", "days": "九"}, "请填一个整数"),
     ("key", {"name": "", "id": 1, "roles": "使用者", "days": "90"}, "密钥名称"),
     ("join", {"id": 1, "trainee": "谁"}, "没有叫“谁”的学员")],
)  # fmt: skip
def test_what_cannot_be_done_changes_nothing_and_says_why(fresh, boss, name, form, said):
    before, audit = fresh.office.accounts.list(), fresh.office.trail.count()
    assert said in done(fresh, boss, name, form, 400)[0]
    assert (fresh.office.accounts.list(), fresh.office.keys.list()) == (before, ())
    assert fresh.office.trail.count() == audit + 1
    entry = fresh.office.trail.search()[0]
    assert (entry.action, entry.object, entry.outcome) == ("访问", f"/admin/{name}", "refused")


def test_an_administrator_who_was_one_is_refused_at_once(fresh, boss):
    fresh.office.accounts.add("副主任", [Role.ADMINISTRATOR], PASSWORD)
    assert fresh.asked("GET", "/admin", boss).status == 200
    fresh.office.accounts.give_roles(fresh.people["管理员"].id, [Role.LIBRARIAN])
    assert fresh.asked("GET", "/admin", boss).status == 403
    assert fresh.sent("/admin/add", boss, {"name": "新人", "roles": "管理员"}).status == 403
    assert len(fresh.office.accounts.list()) == 6


def test_the_audit_is_searched_page_by_page(fresh, boss):
    for n in range(120):
        fresh.office.trail.record(Event.of(None, Action.UPLOAD, f"简报{n}.md", account="资料员"))
    first = fresh.asked("GET", "/admin", boss, query={"action": "上传", "account": "资料员"})
    assert shown(first) == [f"简报{n}.md" for n in range(119, 69, -1)]
    older = unescape(re.search(r'href="(/admin\?before=[^"#]+)#audit">更早的', first.text)[1])
    path, _, query = older.partition("?")
    assert shown(fresh.asked("GET", path, boss, query=query)) == [f"简报{n}.md" for n in range(69, 19, -1)]
    assert shown(fresh.asked("GET", "/admin", boss, query={"words": "简报7.md"})) == ["简报7.md"]
    for none in (
        {"words": "没有这个"},
        {"account": "资料"},
        {"words": "%"},
        {"action": "上传", "words": "_"},
    ):
        assert "没有符合条件的记录" in fresh.asked("GET", "/admin", boss, query=none).text
    for odd in ({"before": "x"}, {"before": "-1"}, {"before": "9" * 30}, {"action": "没有"}, {"before": ""}):
        assert len(shown(fresh.asked("GET", "/admin", boss, query=odd))) == 50


def shown(answer):
    assert answer.status == 200
    rows = re.findall(r"<tr><td>\d+</td>(.*?)</tr>", answer.text)
    return [re.findall(r"<td[^>]*>(.*?)</td>", row)[4] for row in rows]


def test_the_audit_is_verified_on_the_page(fresh, boss):
    said, digest = done(fresh, boss, "verify", {})
    assert said.startswith("审计记录完整：共 ")
    assert re.fullmatch("[0-9a-f]{64}", digest)


@pytest.mark.parametrize(
    "name", [HOSTILE[:40], "<script>alert(1)</script>", '"\' onload="b', "<!--", "{{ 7*7 }}&lt;"]
)
def test_names_stay_words_in_accounts_keys_trainees_and_the_audit(fresh, boss, name):
    """The same elements as with a plain name: nothing of a name becomes one."""
    plain = "甲" * len(name)

    def page(word):
        account = fresh.people["管理员"]
        fresh.learning.trainees.add(word)
        fresh.office.keys.add(word, account, [Role.USER], 90)
        fresh.office.trail.record(Event.of(None, Action.UPLOAD, word, account=word, detail={"name": word}))
        own = fresh.secret_of("管理员")
        search = {"account": word, "words": word}
        answers = [fresh.asked("GET", path, own) for path in ("/admin", "/password", "/")]
        return [*answers, fresh.asked("GET", "/admin", own, query=search)]

    hostile, first = page(name), page(plain)
    assert "<script>alert" not in hostile[0].text
    assert set(Shape(hostile[0].text).elements) == set(Shape(first[0].text).elements)
    assert sum(name.strip() in words for words in Shape(hostile[0].text).words) >= 4
    assert set(Shape(hostile[3].text).elements) == set(Shape(first[3].text).elements)
    for one in (1, 2):
        assert Shape(hostile[one].text).elements == Shape(first[one].text).elements
    wrong = fresh.sent("/signin", form={"name": name, "password": "错"})
    assert "<script>alert" not in wrong.text
    assert name.strip() in Shape(wrong.text).words
    refused = fresh.sent("/admin/add", boss, {"name": name, "roles": "使用者"})
    assert "<script>alert" not in refused.text
