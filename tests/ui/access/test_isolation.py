"""Accounts beside each other on the page at work: nobody's conversations, papers, appeals are another's."""

import json
import re
from uuid import uuid4

import httpx
import pytest

from tests.support import checks, questions
from tests.ui.access.offices import PEOPLE

QUESTION = "有多少家成员单位？"


def said(updates):
    return re.sub("<[^>]*>", "", json.dumps(updates, ensure_ascii=False))


def rows(working, table):
    from sqlalchemy import text

    with working.engine.connect() as connection:
        return [dict(row) for row in connection.execute(text(f"SELECT * FROM {table}")).mappings()]


def of(working, name):
    """The conversations an account has."""
    return working.conversations.list(working.people[name].owner)


@pytest.mark.parametrize("path", ["queue/join", "run/predict"])
def test_a_page_belongs_to_the_account_that_used_it_first(house, path):
    page, secrets = uuid4().hex, {name: house.secret_of(name) for name in PEOPLE}
    called = house.call_of("ask-scope.act:everything", page)
    assert house.joined(secrets["使用者甲"], called).status == 200
    for name in set(PEOPLE) - {"使用者甲"}:
        answer = house.joined(secrets[name], called, f"/gradio_api/{path}")
        assert answer.status == 403
        assert "另一个账号打开的" in answer.json["detail"]
    assert house.joined(house.secret_of("使用者甲"), called).status == 200  # signed in again: still theirs


@pytest.mark.parametrize("path", ["queue/data?session_hash={}", "heartbeat/{}", "heartbeat/{}/",
                                  "queue/data?session_hash=mine&session_hash={}",
                                  "queue/data?session%5Fhash={}",
                                  "queue/data/?x=1&session_hash={}"])  # fmt: skip
def test_nobody_listens_to_anothers_page(house, path):
    page = uuid4().hex
    assert house.joined(house.secret_of("使用者甲"), house.call_of("send.click", page)).status == 200
    path, _, query = path.format(page).partition("?")
    answer = house.asked("GET", f"/gradio_api/{path}", house.secret_of("管理员"), query=query)
    assert answer.status == 403
    assert "另一个账号打开的" in answer.json["detail"]


@pytest.mark.parametrize("name", ["cancel", "reset"])
@pytest.mark.parametrize("form", ["object", "twice"])
def test_nobody_cancels_what_anothers_page_does(house, name, form):
    page = uuid4().hex
    called = house.call_of("send.click", page)
    event = house.joined(house.secret_of("使用者甲"), called).json["event_id"]
    body = json.dumps({"session_hash": page, "fn_index": called["fn_index"], "event_id": event})
    if form == "twice":
        body = body.replace("{", '{"session_hash": "mine", ', 1)
    answer = house.joined(house.secret_of("使用者乙"), body.encode(), f"/gradio_api/{name}")
    assert answer.status == (403 if name == "cancel" else 200), answer.text  # Gradio's reset does nothing
    if name == "cancel":
        mine = house.joined(house.secret_of("使用者甲"), body.encode(), "/gradio_api/cancel")
        assert mine.status == 200


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"1", b'{"session_hash": 1}', b'{"session_hash": ["x"]}', b"{}"]
)
def test_a_cancel_that_names_no_page_cancels_nothing(house, body):
    answer = house.joined(house.secret_of("使用者乙"), body, "/gradio_api/cancel")
    assert answer.status in (400, 422)


def test_conversations_are_the_accounts_whatever_the_browser_says(working, browser):
    first, second = browser("使用者甲"), browser("使用者乙")
    own, others = working.people["使用者甲"].owner, working.people["使用者乙"].owner
    for given in ("", str(uuid4()), others, None, 7):
        first.call("send.click", {"BrowserState": given, "Textbox": QUESTION})
    assert len(of(working, "使用者甲")) >= 1
    assert of(working, "使用者乙") == ()
    assert {row["browser"] for row in rows(working, "conversations")} == {own}
    started = second.call("load Chat.start", {"BrowserState": own})
    assert QUESTION not in said(started)
    (conversation, *_) = of(working, "使用者甲")
    for do in ("open", "delete"):
        answer = second.call(f"history.choose:{do}", {"BrowserState": own}, id=conversation.id)
        assert "没有找到这个对话" in said(answer)
    second.call("history.choose:clear", {"BrowserState": own})
    assert conversation in of(working, "使用者甲")
    assert QUESTION in said(
        browser("使用者甲").call("load Chat.start", {"BrowserState": ""})
    )  # elsewhere too
    assert QUESTION in said(first.call("history.choose:open", {"BrowserState": others}, id=conversation.id))


@pytest.mark.parametrize("more", [{"batched": True}, {"request": {"x": 1}},
                                  {"request": None, "batched": True},
                                  {"simple_format": True}, {"trigger_id": 1}, {"event_id": "x"},
                                  {"oauth_token": "x", "username": "管理员"}])  # fmt: skip
def test_nothing_else_in_a_call_says_who_asks(working, browser, more):
    """Gradio reads more fields of a call than the page sends."""
    stranger, other = browser("资料员"), working.people["使用者乙"].owner
    before = len(of(working, "资料员"))
    stranger.call("send.click", {"BrowserState": other, "Textbox": "谁在问成员单位"}, raw=more)
    assert of(working, "使用者乙") == ()
    assert len(of(working, "资料员")) == before + 1
    assert {row["browser"] for row in rows(working, "conversations")} <= {
        working.people[name].owner for name in ("使用者甲", "资料员")
    }


def test_what_is_asked_and_checked_is_audited_with_the_account(working, browser):
    page = browser("培训员")
    page.call("send.click", {"Textbox": "审计要记下的成员单位"})
    page.call("draft-go.click", {"Textbox": checks.DRAFT})
    page.call("history.choose:clear", {})
    entries = [entry for entry in working.office.trail.search() if entry.account == "培训员"]
    assert [entry.action for entry in entries][:3] == ["删除记录", "核查", "提问"]
    assert {entry.address for entry in entries} == {"127.0.0.1"}
    asked = json.loads(entries[2].detail)
    assert asked == {"chars": 10, "question": "审计要记下的成员单位", "status": "grounded",
                     "generation": working.office.auditor.generation()}  # fmt: skip


def test_what_is_refused_is_audited(house):
    house.joined(house.secret_of("使用者乙"), house.call_of("library-desk.act:remove", id="f" * 16))
    entry = house.office.trail.search()[0]
    assert (entry.action, entry.account, entry.outcome) == ("访问", "使用者乙", "refused")
    assert "remove" in entry.object
    assert "f" * 16 in entry.object


def test_an_account_trains_as_itself_and_chooses_nobody(working, browser):
    page = browser("使用者乙")
    assert "学员：使用者乙" in said(page.call("load Training.start"))
    other = working.learning.trainees.add("别人").id
    for do, event in (("choose", {"id": str(other)}), ("add", {"form": {"name": "别人"}}), ("leave", {})):
        assert "登录的账号就是学员" in said(page.call(f"train-desk.act:{do}", **event))
    assert "学员：使用者乙" in said(page.call("train-desk.act:home"))


def appealed(working, name):
    """An appeal of an account's against the marking of an answer."""
    trainee = working.office.accounts.trainee(working.people[name].id)
    answer = working.learning.answers.record(trainee, questions.NAMED.id, f"{name}答的", 0.0, False)
    return working.learning.answers.appeal(answer, trainee, "写得对")


def upheld(working, appeal):
    return {row["id"]: row["upheld"] for row in rows(working, "appeals")}[appeal]


@pytest.mark.parametrize("do", ["uphold", "reject"])
def test_nobody_decides_their_own_appeal(working, browser, do):
    own, others = appealed(working, "培训员"), appealed(working, "使用者甲")
    page = browser("培训员")
    page.call("load Training.start")
    assert "这是你自己的申诉" in said(page.call(f"train-desk.act:{do}", id=str(own)))
    assert upheld(working, own) is None
    page.call(f"train-desk.act:{do}", id=str(others))
    assert upheld(working, others) == (do == "uphold")
    boss = browser("管理员")
    boss.call("load Training.start")
    boss.call("train-desk.act:reject", id=str(own))
    assert upheld(working, own) == 0
    # Decided by another, it is still their own: they do not decide it again.
    assert "这是你自己的申诉" in said(page.call(f"train-desk.act:{do}", id=str(own)))
    assert upheld(working, own) == 0


def test_a_trainers_own_desk_is_needed_to_decide(working, browser):
    """A page that never opened 培训 has no trainee: nothing is decided as nobody."""
    own, page = appealed(working, "培训员"), browser("培训员")
    page.call("train-desk.act:uphold", id=str(own))
    assert upheld(working, own) is None


def test_papers_are_answered_by_their_own_account(working, browser):
    from datetime import UTC, datetime

    from people.papers import Terms

    papers = working.learning.papers
    paper = papers.make("冬季测验", [questions.NAMED.id], Terms(30))
    trainee = working.office.accounts.trainee(working.people["使用者甲"].id)
    begun = papers.start(paper, trainee, datetime.now(UTC))
    attempt, sent = begun.id, {"ticket": begun.ticket, "question": questions.NAMED.id, "response": "乙写的"}
    other = browser("使用者乙")
    other.call("load Training.start")
    for do in ("hand", "finish", "marked"):
        answer = other.call(f"train-desk.act:{do}", id=str(attempt))
        assert f"没有找到你的第 {attempt} 号答卷" in said(answer)
    kept = other.client.post("/papers/answers", json=sent)  # even with the ticket
    assert (kept.status_code, rows(working, "drafts")) == (404, [])
    own = browser("使用者甲")
    assert own.client.post("/papers/answers", json=sent | {"ticket": "x" * 43}).status_code == 404
    for field in ("ticket", "question"):
        torn = json.dumps(sent | {field: "\x00\ud83d"})
        assert own.client.post("/papers/answers", content=torn).status_code == 400
    assert own.client.post("/papers/answers", json=sent).json()["answered"] == 1
    assert [row["response"] for row in rows(working, "drafts")] == ["乙写的"]


def test_a_check_is_its_own_pages(working, browser):
    own, other = browser("使用者甲"), browser("使用者乙")
    own.call("draft-go.click", {"Textbox": checks.DRAFT})
    assert said(own.call("draft-result.detail", number=0)) != said(
        other.call("draft-result.detail", number=0)
    )
    assert other.call("draft-result.detail", page=own.page, number=0).status_code == 403


def test_signing_out_closes_the_page_at_once(working, browser):
    page = browser("使用者乙")
    assert page.client.get("/").status_code == 200
    assert page.client.post("/signout").status_code == 303
    assert page.call("send.click", {"Textbox": QUESTION}).status_code == 401
    assert page.client.get("/").headers["location"] == "/signin"


def test_roles_that_are_taken_away_are_gone_from_an_open_page(working, browser):
    page, account = browser("资料员"), working.people["资料员"]
    assert isinstance(page.call("library-desk.act:discard"), list)
    working.office.accounts.give_roles(account.id, ["使用者"])
    assert page.call("library-desk.act:discard").status_code == 403
    working.office.accounts.give_roles(account.id, ["资料员"])


def test_files_wait_for_their_own_browser(working, browser):
    own, other = browser("使用者甲"), browser("使用者乙")
    sent = own.client.post("/files", params={"name": "稿.txt"}, content="甲的稿件".encode())
    upload = {"name": "稿.txt", "size": 12, "token": sent.json()["token"]}
    assert "没有传完整" in said(other.call("draft-file.read_file", file=upload))
    assert "甲的稿件" in said(own.call("draft-file.read_file", file=upload))
    nobody = httpx.Client(
        base_url=own.client.base_url, headers={"origin": str(own.client.base_url).rstrip("/")}
    )
    with nobody:
        assert nobody.post("/files", params={"name": "稿.txt"}, content=b"x").status_code == 401
