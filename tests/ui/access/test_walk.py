"""Every function, action and address of the page times every role, and nobody: as declared, or refused."""

import json

import gradio as gr
import pytest

from people.accounts import Role
from tests.support.visitors import run
from tests.ui.access.offices import PEOPLE
from tests.ui.test_handlers import DECLARED
from tests.ui.uploads import transfers
from ui.access import Declared, Needs, Undeclared
from ui.account_pages import AdminPages, SigningInPages
from ui.serving import build_server

# What a user may not, by hand: a role that is declared too low does not pass because it is declared.
MANAGES = {
    Role.TRAINER: {f"train-desk.act:{do}" for do in (
        "bank", "hide", "show", "edit", "save", "new", "insert", "compose", "make", "results", "result",
        "word", "key", "csv", "xlsx", "mastery", "mastery-csv", "mastery-xlsx", "appeals", "uphold",
        "reject", "settings", "set", "items-csv", "results-word", "import", "take", "template-word",
        "template-excel", "courses", "certificates", "course-make", "course-edit", "course-rename",
        "course-assign", "course-archive", "course-revive", "step-add", "step-up", "step-down", "step-rename",
        "step-remove")} | {"train-desk.bring"},
    Role.LIBRARIAN: {"library-desk.upload", "library-desk.stop"} | {f"library-desk.act:{do}" for do in (
        "store", "remove", "ask-remove", "describe", "merge", "split", "rename", "discard", "shelf",
        "scan-page", "scan-correct", "scan-restore")}
        | {f"feedback-desk.act:{do}" for do in (
            "lists", "close", "settle", "dismiss", "withdraw", "write", "find", "approve")},
}  # fmt: skip
CALLS = sorted(name for name in DECLARED if not name.startswith("unload"))
ADDRESSES = [("GET", "/signin"), ("POST", "/signin"), ("POST", "/signout"), ("GET", "/password"),
             ("POST", "/password"), ("GET", "/admin")] + [("POST", f"/admin/{name}") for name in (
                 "add", "roles", "groups", "disable", "enable", "reset", "join", "signout", "key", "revoke",
                 "verify")]  # fmt: skip


def needed(name):
    return next((role for role, names in MANAGES.items() if name in names), Role.USER)


def has(name, role):
    held = PEOPLE[name]
    return role in held or Role.ADMINISTRATOR in held or role is Role.USER


@pytest.fixture(scope="module")
def secrets(house):
    return {name: house.secret_of(name) for name in PEOPLE}


def test_the_walk_is_of_everything_there_is(house):
    assert set(house.functions) == set(DECLARED)
    needs = house.declared.of(house.page)
    assert set(needs) == {number for number, function in house.page.fns.items() if function.fn}
    told = {needs[house.functions[name]].told_by for name in DECLARED if ":" in name}
    assert told == {"do", "action"}
    actions = {(number, do) for number, need in needs.items() for do in need.actions}
    assert actions == {(house.functions[name], name.partition(":")[2]) for name in DECLARED if ":" in name}
    assert set.union(*MANAGES.values()) <= set(DECLARED)


@pytest.mark.parametrize("name", CALLS)
def test_a_call_is_allowed_or_refused_as_it_says(house, secrets, name):
    for path in ("/gradio_api/queue/join", "/gradio_api/run/predict"):
        assert house.joined("", house.call_of(name), path).status == 401
        assert house.joined("x" * 43, house.call_of(name), path).status == 401
    statuses = {who: house.joined(secret, house.call_of(name)) for who, secret in secrets.items()}
    wanted = {who: 200 if has(who, needed(name)) else 403 for who in PEOPLE}
    assert {who: answer.status for who, answer in statuses.items()} == wanted
    for who, answer in statuses.items():
        assert wanted[who] == 200 or f"“{needed(name)}”角色" in answer.json["detail"]
        assert wanted[who] == 403 or list(answer.json) == ["event_id"]


@pytest.mark.parametrize("name", sorted(set.union(*MANAGES.values())))
def test_what_is_refused_in_the_queue_is_refused_outside_of_it(house, secrets, name):
    for who, secret in secrets.items():
        if not has(who, needed(name)):
            assert house.joined(secret, house.call_of(name), "/gradio_api/run/predict").status == 403


@pytest.mark.parametrize(
    "do", ["", "Bank", "bank ", "drop", "__class__", 1, None, True, ["bank"], {"do": "bank"}]
)
@pytest.mark.parametrize("name", ["train-desk.act:home", "library-desk.act:list", "history.choose:new"])
def test_an_action_that_nobody_declared_is_refused_to_everybody(house, secrets, name, do):
    called = house.call_of(name, do=do, action=do)
    assert {house.joined(secret, called | {"session_hash": f"{who}x"}).status
            for who, secret in zip("abcde", secrets.values(), strict=True)} == {403}  # fmt: skip


@pytest.mark.parametrize("event", [None, [], "bank", 1, {}])
def test_an_event_without_an_action_is_refused(house, secrets, event):
    called = house.call_of("train-desk.act:home") | {"event_data": event}
    assert house.joined(secrets["管理员"], called).status == 403


def test_a_name_that_is_given_twice_is_read_in_one_way(house, secrets):
    """What is looked at is what runs: the first or the last, but the same for both."""
    plain = house.call_of("train-desk.act:home")
    event = json.dumps(plain.pop("event_data"))
    other = event.replace('"home"', '"bank"')
    for first, last in ((event, other), (other, event)):
        twice = json.dumps(plain)[:-1] + f', "event_data": {first}, "event_data": {last}}}'
        assert house.joined(secrets["使用者甲"], twice.encode()).status == (403 if "bank" in last else 200)
    smuggled = event.replace('"do": "home"', '"do": "home", "do": "bank"')
    body = json.dumps(plain)[:-1] + f', "event_data": {smuggled}}}'
    assert house.joined(secrets["使用者甲"], body.encode()).status == 403
    function = f'"fn_index": {plain["fn_index"]}'
    upload = f'"fn_index": {house.functions["library-desk.upload"]}'
    body = json.dumps(plain).replace(function, f"{function}, {upload}")[:-1] + f', "event_data": {event}}}'
    assert house.joined(secrets["使用者甲"], body.encode()).status == 403


@pytest.mark.parametrize(("method", "path"), ADDRESSES)
def test_an_address_is_allowed_or_refused_as_it_says(house, method, path):
    for who in ("", *PEOPLE):
        secret, form = house.secret_of(who), {"content_type": "application/x-www-form-urlencoded"}
        answer = house.asked(method, path, secret, **form)
        if path == "/signin":
            assert answer.status in (200, 401)
        elif not who:
            assert answer.status == (303 if method == "GET" else 401)
            assert method == "POST" or answer.headers["location"] == "/signin"
        elif path.startswith("/admin") and Role.ADMINISTRATOR not in PEOPLE[who]:
            assert answer.status == 403
            assert "没有“管理员”角色" in answer.text
        else:
            assert answer.status in (200, 303, 400, 401), (who, answer.text)
            assert "没有“" not in answer.text


def test_every_address_is_walked(house):
    office = house.office
    pages = SigningInPages(office.accounts, office.signing_in, office.door, office.trail)
    sessions, trainees = office.door.sessions, office.trainees
    admin = AdminPages(office.accounts, office.keys, sessions, trainees, office.groups, office.trail)
    assert [(route.method, route.path) for route in (*pages.routes, *admin.routes)] == ADDRESSES
    assert {route.role for route in admin.routes} == {Role.ADMINISTRATOR}
    assert [route.path for route in pages.routes if route.role is None] == ["/signin", "/signin"]


@pytest.mark.parametrize("who", ["", *PEOPLE])
@pytest.mark.parametrize(
    "path",
    ["/admin/nothing", "/admin/../admin", "/page/../admin", "/signin/x", "//admin", "/admin/", "/ADMIN",
     "/api", "/v1", "/mcp", "/api/v1/ask", "/config", "/gradio_api/info", "/gradio_api/upload", "/login",
     "/openapi.json", "/gradio_api/file=/etc/passwd", "/monitoring", "/page/../../app.py"],
)  # fmt: skip
def test_no_other_address_leads_anywhere(house, who, path):
    for method in ("GET", "POST"):
        answer = house.asked(method, path, house.secret_of(who), b"{}", content_type="application/json")
        assert answer.status in (401, 403, 404, 405, 307), (method, answer.status)
        assert "gradio_config" not in answer.text
        assert answer.status != 307 or who  # a slash too many: to what is refused or not all the same


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/", 303), ("GET", "/theme.css", 401), ("GET", "/gradio_api/app_id", 401),
     ("POST", "/files", 401), ("GET", "/gradio_api/startup-events", 401), ("GET", f"/files/{'x' * 43}", 401),
     ("GET", "/gradio_api/heartbeat/abc", 401), ("GET", "/gradio_api/queue/data", 401),
     ("GET", "/drafts", 401), ("POST", "/drafts", 401), ("GET", "/drafts/new", 401),
     ("POST", "/gradio_api/cancel", 401), ("POST", "/gradio_api/reset", 401), ("HEAD", "/", 303),
     ("GET", "/signin", 200), ("GET", "/healthz", 200), ("GET", "/readyz", 200)],
)  # fmt: skip
def test_nobody_gets_the_form_and_whether_it_runs(house, method, path, status):
    answer = house.asked(method, path, query="session_hash=abc")
    assert answer.status == status
    assert status != 303 or answer.headers["location"] == "/signin"
    for told in ("使用者甲", "gradio_config", "session_hash"):
        assert told not in answer.text


def test_a_function_that_does_not_say_who_may_call_it_is_not_served(tmp_path):
    async def built(*, declare):
        with gr.Blocks() as page:
            box, declared = gr.Textbox(), Declared()
            first = box.submit(lambda words: words, box, box)
            second = page.load(lambda: "", None, box)
            declared(first, Needs())
            if declare:
                declared(second, Needs())
        return build_server(page, declared, "试验", transfers(tmp_path / "files"))

    with pytest.raises(Undeclared, match=r"functions \[1\] of the page do not declare"):
        run(built(declare=False))
    assert run(built(declare=True))


def test_a_function_of_one_use_has_one_role_and_others_one_an_action():
    one, several = (
        Needs(Role.LIBRARIAN),
        Needs(told_by="do", actions={"see": Role.USER, "sell": Role.TRAINER}),
    )
    assert one.asked({"do": "see"}) is Role.LIBRARIAN
    assert [several.asked({"do": do}) for do in ("see", "sell", "", "other")] == [
        Role.USER,
        Role.TRAINER,
        None,
        None,
    ]
    assert several.asked(None) is several.asked(["see"]) is None
