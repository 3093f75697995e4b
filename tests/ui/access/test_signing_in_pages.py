"""Signing in and out over the served page: forms, cookies, other sites, a first password."""

import re
from http.cookies import SimpleCookie

import pytest

from people.accounts.signing_in import WRONG
from people.audit import Query
from tests.ui.access.offices import HERE, OTHER, PASSWORD, PEOPLE
from ui.serving.index_page import POLICY

OWN = PASSWORD + "二"
HTTPS = HERE.replace("http", "https")
SAID = re.compile(r'role="alert">([^<]*)<')


def cookie(house, answer):
    (morsel,) = SimpleCookie(answer.headers["set-cookie"]).values()
    assert morsel.key == house.office.door.cookie
    return morsel


def said(answer):
    return SAID.search(answer.text)[1]


def test_signing_in_gives_a_cookie_that_no_script_and_no_other_site_gets(house):
    answer = house.sent("/signin", form={"name": " 使用者甲 ", "password": OWN})
    assert (answer.status, answer.headers["location"]) == (303, "/")
    morsel = cookie(house, answer)
    assert morsel["httponly"]
    assert morsel["samesite"].lower() in ("lax", "strict")
    assert morsel["path"] == "/"
    assert (morsel["domain"], morsel["max-age"], morsel["expires"]) == ("", "", "")  # gone with the browser
    assert len(morsel.value) >= 43
    page = house.asked("GET", "/", morsel.value)
    assert page.status == 200
    assert 'data-account="使用者甲" data-roles="使用者"' in page.text
    assert morsel.value not in page.text


@pytest.mark.parametrize(("scheme", "secure"), [("http", False), ("https", True)])
def test_over_https_cookies_go_back_over_https_only(fresh, scheme, secure):
    form = {"name": "使用者甲", "password": OWN}
    signed = fresh.sent("/signin", form=form, scheme=scheme)
    assert bool(cookie(fresh, signed)["secure"]) is secure
    secret = cookie(fresh, signed).value
    page = fresh.asked("GET", "/", secret, scheme=scheme)
    assert ("Secure" in page.headers["set-cookie"]) is secure
    assert "HttpOnly" in page.headers["set-cookie"]
    changed = {"old": OWN, "new": OTHER, "again": OTHER}
    assert bool(cookie(fresh, fresh.sent("/password", secret, changed, scheme=scheme))["secure"]) is secure


def test_every_sign_in_has_a_cookie_of_its_own(house):
    given = "x" * 43
    first = cookie(house, house.sent("/signin", given, {"name": "使用者甲", "password": OWN})).value
    second = house.signed_in("使用者甲")
    assert len({given, first, second}) == 3
    assert house.asked("GET", "/", given).status == 303


@pytest.mark.parametrize(
    "form",
    [{"name": "使用者甲", "password": OTHER}, {"name": "谁", "password": OWN},
     {"name": "停用的", "password": OWN}, {"name": "使用者甲"}, {"password": OWN}, {},
     {"name": ["使用者甲", "谁"], "password": OWN},
     {"name": "使用者甲\x00", "password": OWN}],
)  # fmt: skip
def test_whatever_is_wrong_the_page_says_the_same(fresh, form):
    account = fresh.office.accounts.add("停用的", ["使用者"], OWN)[0]
    fresh.office.accounts.disable(account.id)
    answer = fresh.sent("/signin", form=form)
    assert answer.status == 401
    assert said(answer) == WRONG
    assert "set-cookie" not in answer.headers
    assert OWN not in answer.text
    assert OTHER not in answer.text
    entry = fresh.office.trail.search()[0]
    assert (entry.action, entry.outcome, entry.address) == ("登录", "refused", "127.0.0.1")
    assert OWN not in entry.detail


def test_wrong_passwords_lock_the_account_out_on_the_page(fresh):
    for _ in range(5):
        assert fresh.sent("/signin", form={"name": "使用者甲", "password": OTHER}).status == 401
    answer = fresh.sent("/signin", form={"name": "使用者甲", "password": OWN})
    assert answer.status == 401
    assert said(answer) == WRONG  # whoever does not know the password learns nothing
    assert '"locked":true' in fresh.office.trail.search()[0].detail
    assert fresh.office.trail.count(Query(account="使用者甲")) == 6


def test_a_form_that_is_no_form_is_refused(house):
    for kind, body in (("application/json", b'{"name": "x"}'), ("text/plain", b"name=x"), ("", b"")):
        answer = house.asked("POST", "/signin", body=body, content_type=kind)
        assert answer.status == 401
    many = "&".join(f"f{n}=1" for n in range(1000)).encode()
    kind = "application/x-www-form-urlencoded"
    assert house.asked("POST", "/signin", body=many, content_type=kind).status in (400, 401)
    file = b'--x\r\nContent-Disposition: form-data; name="name"; filename="a"\r\n\r\nx\r\n--x--\r\n'
    kind = "multipart/form-data; boundary=x"
    assert house.asked("POST", "/signin", body=file, content_type=kind).status in (400, 401)


@pytest.mark.parametrize("path", ["/signin", "/password", "/admin"])
def test_the_pages_run_no_script_but_their_own_and_stand_in_no_frame(house, path):
    answer = house.asked("GET", path, house.secret_of("管理员"))
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    for directive in ("form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"):
        assert directive in policy
    assert "unsafe" not in policy
    assert ("script-src 'self'" in policy) == (path != "/signin")
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["cache-control"] == "no-store"
    assert re.search(r"<script(?! type=\"module\" src=\")|\son\w+=|javascript:|style=", answer.text) is None
    assert ("<script" in answer.text) == (path != "/signin")
    assert set(re.findall(r'(?:href|src|action)="(\w+:)?//', answer.text)) == set()
    for form in re.findall("<form[^>]*>", answer.text):
        assert re.search(r'action="/[a-z/#]+"', form), form
    styles = re.search(r'rel="stylesheet" href="([^"]+)"', answer.text)[1]
    assert house.asked("GET", styles).status == 200  # also for nobody
    assert "form-action 'self'" in POLICY  # the page's own button to sign out


ELSEWHERE = [
    {"origin": "http://attacker.example"},
    {"origin": "http://127.0.0.1:9999"},
    {"origin": "null"},
    {"origin": HTTPS},
    {"origin": None},
    {"sec_fetch_site": "cross-site"},
    {"sec_fetch_site": "same-site"},
    {"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate", "sec_fetch_dest": "document"},
]
POSTS = [
    "/signin",
    "/signout",
    "/password",
    *(f"/admin/{name}" for name in ("add", "roles", "reset", "key", "disable")),
]


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("headers", ELSEWHERE)
def test_forms_of_other_pages_are_refused(house, path, headers):
    secret, before = house.signed_in("管理员"), house.office.accounts.list()
    form = {
        "name": "管理员",
        "password": OWN,
        "id": "1",
        "roles": "管理员",
        "old": OWN,
        "new": OTHER,
        "again": OTHER,
    }
    answer = house.sent(path, secret, form, **headers)
    assert answer.status == 403
    assert "来自别的网页" in answer.json["detail"]
    assert "set-cookie" not in answer.headers
    assert house.office.accounts.list() == before
    assert house.asked("GET", "/", secret).status == 200


@pytest.mark.parametrize("host", ["attacker.example", "127.0.0.1.attacker.example:7860"])
def test_a_name_that_leads_here_is_not_enough(house, host):
    answer = house.sent(
        "/signin", form={"name": "管理员", "password": OWN}, host=host, origin=f"http://{host}"
    )
    assert answer.status == 400


LINKED = {
    "origin": None,
    "sec_fetch_site": "cross-site",
    "sec_fetch_mode": "navigate",
    "sec_fetch_dest": "document",
}


@pytest.mark.parametrize("path", ["/", "/signin", "/password"])
def test_a_link_on_another_page_leads_to_the_form(house, path):
    """The office's own portal: a browser says cross-site of where it is sent on to, too."""
    answer = house.asked("GET", path, **LINKED)
    assert answer.status == (200 if path == "/signin" else 303), answer.text
    framed = house.asked("GET", path, **LINKED | {"sec_fetch_dest": "iframe"})
    assert framed.status == 403
    assert house.asked("POST", path, **LINKED).status == 403


@pytest.fixture
def first(fresh):
    """An account that has to change its first password, and its session."""
    fresh.office.accounts.add("新来的", ["管理员"], PASSWORD)
    return fresh.signed_in("新来的", PASSWORD)


def test_a_first_password_is_changed_before_anything_else(fresh, first):
    for path in ("/", "/admin"):
        answer = fresh.asked("GET", path, first)
        assert (answer.status, answer.headers.get("location")) == (303, "/password")
    for name in ("send.click", "library-desk.act:list", "load Chat.start"):
        for way in ("queue/join", "run/predict"):
            answer = fresh.joined(first, fresh.call_of(name), f"/gradio_api/{way}")
            assert (answer.status, answer.json["detail"]) == (401, "首次登录要先换密码。请刷新页面。")
    for method, path in (("POST", "/admin/add"), ("POST", "/files"), ("GET", "/gradio_api/heartbeat/abc"),
                         ("GET", "/gradio_api/queue/data"), ("GET", f"/files/{'x' * 43}")):  # fmt: skip
        assert fresh.asked(method, path, first).status == 401
    shown = fresh.asked("GET", "/password", first)
    assert "首次登录，请换一个自己的密码" in shown.text
    assert "/admin" not in shown.text
    changed = fresh.sent("/password", first, {"old": PASSWORD, "new": OTHER, "again": OTHER})
    assert (changed.status, changed.headers["location"]) == (303, "/")
    secret = cookie(fresh, changed).value
    assert fresh.asked("GET", "/", secret).status == 200
    assert fresh.asked("GET", "/admin", secret).status == 200
    assert fresh.asked("GET", "/", first).headers["location"] == "/signin"  # the old session ended


@pytest.mark.parametrize(
    ("form", "status", "words"),
    [({"old": OTHER, "new": OTHER, "again": OTHER}, 401, "现在的密码不对"),
     ({"old": PASSWORD, "new": OTHER, "again": PASSWORD}, 400, "两次填写的新密码不一样"),
     ({"old": PASSWORD, "new": PASSWORD, "again": PASSWORD}, 400, "和原来的一样"),
     ({"old": PASSWORD, "new": "12345678", "again": "12345678"}, 400, "只有数字"),
     ({"old": PASSWORD, "new": "", "again": ""}, 400, "请填写密码"), ({}, 401, "现在的密码不对"),
     ({"old": PASSWORD, "new": "新来的新来的1", "again": "新来的新来的1"}, 400, "至少要 8 个")],
)  # fmt: skip
def test_a_password_that_is_not_taken_changes_nothing(fresh, first, form, status, words):
    answer = fresh.sent("/password", first, form)
    assert answer.status == status
    assert words in said(answer)
    assert fresh.asked("GET", "/", first).headers["location"] == "/password"
    assert fresh.office.accounts.named("新来的").temporary
    assert {e.outcome for e in fresh.office.trail.search() if e.action == "密码"} <= {"refused"}


def test_changing_ones_password_ends_all_other_sessions(fresh):
    here, there = fresh.signed_in("使用者甲"), fresh.signed_in("使用者甲")
    answer = fresh.sent("/password", here, {"old": OWN, "new": OTHER, "again": OTHER})
    assert [fresh.asked("GET", "/", secret).status for secret in (here, there)] == [303, 303]
    assert fresh.asked("GET", "/", cookie(fresh, answer).value).status == 200
    assert fresh.sent("/signin", form={"name": "使用者甲", "password": OWN}).status == 401
    assert OTHER not in str(fresh.office.trail.search())


def test_guessing_ones_password_in_an_open_session_is_locked_out_too(fresh):
    secret = fresh.secret_of("使用者甲")
    for _ in range(5):
        assert fresh.sent("/password", secret, {"old": "错", "new": OTHER, "again": OTHER}).status == 401
    assert fresh.sent("/password", secret, {"old": OWN, "new": OTHER, "again": OTHER}).status == 401


def test_signing_out_ends_this_session_and_everywhere_all_of_them(fresh):
    secrets = [fresh.signed_in("使用者甲") for _ in range(4)]
    other = fresh.signed_in("使用者乙")
    answer = fresh.sent("/signout", secrets[0])
    assert (answer.status, answer.headers["location"]) == (303, "/signin")
    assert cookie(fresh, answer)["max-age"] == "0"
    assert [fresh.asked("GET", "/", secret).status for secret in secrets] == [303, 200, 200, 200]
    assert fresh.sent("/signout", secrets[1], {"everywhere": "1"}).status == 303
    assert [fresh.asked("GET", "/", secret).status for secret in secrets] == [303, 303, 303, 303]
    assert fresh.asked("GET", "/", other).status == 200
    assert [entry.action for entry in fresh.office.trail.search()[:2]] == ["退出", "退出"]
    assert fresh.sent("/signout").status == 401  # nobody signs out nobody


def test_the_page_tells_a_browser_what_its_account_may(house):
    roles = {who: re.search('data-roles="([^"]*)"', house.asked("GET", "/", house.secret_of(who)).text)[1]
             for who in PEOPLE}  # fmt: skip
    assert roles == {
        "使用者甲": "使用者", "使用者乙": "使用者", "培训员": "使用者 培训员", "资料员": "使用者 资料员",
        "管理员": "使用者 培训员 资料员 管理员",
    }  # fmt: skip
