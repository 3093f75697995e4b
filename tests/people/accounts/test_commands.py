"""``python -m people user|key``, as a program: codes, secrets on the last line of standard output only."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest

from people.__main__ import main
from people.accounts import Accounts, Keys, Passwords, Role, Sessions, SigningIn
from people.audit import Trail
from people.database import open_database
from people.trainees import Trainees
from tests.people.accounts.given import OTHER, PASSWORD, rows

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A database with 主任, the administrator, and 王小明: for all tests, which add names of their own."""
    url = f"sqlite:///{tmp_path_factory.mktemp('people') / 'app.db'}"
    engine = open_database(url)
    accounts = Accounts(engine, Passwords())
    accounts.add("主任", [Role.ADMINISTRATOR], PASSWORD)
    accounts.add("王小明", [Role.USER], PASSWORD)
    yield url, engine, accounts
    engine.dispose()


@pytest.fixture
def people(office, capsys, monkeypatch):
    """A command run in this process: its exit code, standard output and error."""

    def run(*arguments, typed=""):
        monkeypatch.setattr(sys, "stdin", StringIO(typed))
        try:
            code = main(["--database", office[0], *arguments])
        except SystemExit as left:
            code = left.code
        return code, *capsys.readouterr()

    return run


def program(office, *arguments, typed=b""):
    """The same as a program of its own."""
    command = [sys.executable, "-m", "people", "--database", office[0], *arguments]
    done = subprocess.run(command, cwd=ROOT, input=typed, capture_output=True, timeout=120)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_an_account_is_added_and_its_password_printed_once(office):
    code, out, err = program(office, "user", "add", "李芳", "--roles", "培训员，资料员")
    assert code == 0
    (password,) = out.splitlines()
    assert password not in err
    account = SigningIn(office[1], Passwords()).account("李芳", password)
    assert (account.roles, account.temporary) == ({Role.TRAINER, Role.LIBRARIAN}, True)
    (entry,) = [entry for entry in Trail(office[1]).search() if entry.object == "李芳"]
    assert (entry.action, entry.account[:4], entry.address) == ("账号", "命令行：", "")
    assert not [row for row in rows(office[1]) if password in row]


@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
def test_a_password_that_was_typed_is_not_repeated(office, people, end):
    name = f"打字{len(end)}"
    code, out, err = people("user", "add", name, "--password-stdin", typed=OTHER + end)
    assert (code, out) == (0, "")
    assert OTHER not in err
    assert SigningIn(office[1], Passwords()).account(name, OTHER).roles == {Role.USER}


@pytest.mark.parametrize(
    ("arguments", "typed", "said"),
    [
        (["user", "add", "王小明"], "", "账号“王小明”已经有了"),
        (["user", "add", "  "], "", "请填写账号名"),
        (["user", "add", "新人", "--roles", "主席"], "", "没有“主席”这个角色；可用的有：使用者"),
        (["user", "add", "新人", "--roles", ","], "", "没有写角色"),
        (["user", "add", "新人", "--password-stdin"], "12345678\n", "只有数字"),
        (["user", "add", "新人", "--password-stdin"], "", "请填写密码"),
        (["user", "reset", "谁"], "", "没有账号“谁”"),
        (["user", "disable", "主任"], "", "最后一个可用的管理员"),
        (["user", "roles", "主任", "--roles", "使用者"], "", "最后一个可用的管理员"),
        (["user", "join", "王小明", "--trainee", "谁"], "", "没有叫“谁”的学员"),
        (["user", "add"], "", "命令写法不对"),
        (["user"], "", "命令写法不对"),
        (["key", "add", "报表", "--user", "谁"], "", "没有账号“谁”"),
        (["key", "add", "报表", "--user", "王小明", "--roles", "管理员"], "", "没有管理员角色，密钥不能有"),
        (["key", "add", "报表", "--user", "王小明", "--days", "0"], "", "有效天数填的是 0"),
        (["key", "add", "报表", "--user", "王小明", "--days", "x"], "", "命令写法不对"),
        (["key", "revoke", "77"], "", "没有编号为 77 的密钥"),
    ],
)
def test_what_cannot_be_done_is_one_chinese_line_and_exit_2(office, people, arguments, typed, said):
    before = rows(office[1])
    code, out, err = people(*arguments, typed=typed)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert said in err
    assert rows(office[1]) == before


def test_bytes_that_are_no_text_are_refused_in_words(office):
    code, out, err = program(office, "user", "add", "甲", "--password-stdin", typed=b"\xff\xfe" * 8 + b"\n")
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert "密码里有残缺的字" in err


def test_a_key_is_printed_once_on_the_last_line(office, people):
    code, out, err = people("key", "add", "报表", "--user", "王小明", "--days", "30")
    assert code == 0
    (secret,) = out.splitlines()
    assert secret not in err
    keys = Keys(office[1])
    caller = keys.caller(secret, "10.0.0.9")
    assert (caller.account.name, caller.roles, caller.key) == ("王小明", {Role.USER}, "报表")
    (key,) = json.loads(people("key", "list", "--json")[1])
    assert (key["name"], key["account"], key["roles"], key["holds"]) == ("报表", "王小明", ["使用者"], True)
    assert secret not in people("key", "list")[1]
    assert people("key", "revoke", str(key["id"]))[0] == 0
    assert keys.caller(secret, "10.0.0.9") is None
    assert "已失效" in people("key", "list")[1]


def test_an_account_is_changed_at_the_command_line(office, people):
    _, engine, accounts = office
    account = accounts.add("周文", [Role.USER], PASSWORD)[0]
    secret = Sessions(engine).begin(account.id, "")
    assert people("user", "signout", "周文")[0] == 0
    assert Sessions(engine).account(secret) is None
    assert people("user", "roles", "周文", "--roles", "培训员")[0] == 0
    assert accounts.get(account.id).roles == {Role.TRAINER}
    assert people("user", "disable", "周文")[0] == 0
    assert accounts.get(account.id).disabled
    assert people("user", "enable", "周文")[0] == 0
    assert not accounts.get(account.id).disabled
    (password,) = people("user", "reset", "周文")[1].splitlines()
    assert SigningIn(engine, Passwords()).account("周文", password).temporary
    trainee = Trainees(engine).add("小周")
    assert people("user", "join", "周文", "--trainee", "小周")[0] == 0
    assert accounts.get(account.id).trainee_id == trainee.id
    listed = json.loads(people("user", "list", "--json")[1])
    record = next(each for each in listed if each["name"] == "周文")
    assert (record["roles"], record["disabled"], record["trainee"]) == (["培训员"], False, trainee.id)
    assert datetime.fromisoformat(record["created"]) < datetime.now(UTC)
    assert "周文\t培训员\t首次登录后要换密码" in people("user", "list")[1]
    audited = [entry for entry in Trail(engine).search(limit=20) if "周文" in entry.object]
    assert {"账号", "角色", "密码"} <= {entry.action for entry in audited}
    assert Trail(engine).verify().fault is None


def test_without_a_database_it_says_so(capsys):
    assert main(["--database", "mysql://x", "user", "list"]) == 2
    assert "数据库地址不能用" in capsys.readouterr().err
