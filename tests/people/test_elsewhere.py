"""Accounts whose owners sign in elsewhere: found, made and linked by their subject alone."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from pydantic import ValidationError

from index.settings import ROOT
from people.__main__ import main
from people.accounts import Accounts, Elsewhere, Passwords, Role, Sessions, SigningIn, SignInRefused
from people.audit import Query, Trail
from people.database import open_database
from people.entries import NotAccepted, NotFound
from people.settings import AccountSettings, OpenIdSettings, PeopleRoot

ISSUER = "https://idp.example/realms/office"
SUBJECT = f"{ISSUER} 8f1c"
PASSWORD = "correct horse 马上 staple"


def nothing(session, account):
    """No more in this transaction."""


@pytest.fixture(scope="module")
def passwords():
    return Passwords()


@pytest.fixture
def accounts(engine, passwords):
    return Accounts(engine, passwords)


@pytest.fixture
def elsewhere(engine):
    return Elsewhere(engine)


def test_nobody_is_known_until_linked_and_equal_names_are_nothing(accounts, elsewhere):
    mine, _ = accounts.add("甲", [Role.USER])
    assert elsewhere.account(SUBJECT, nothing) is None
    elsewhere.link(mine.id, SUBJECT)
    seen = []
    found = elsewhere.account(SUBJECT, lambda session, account: seen.append(account.name))
    assert (found.id, seen) == (mine.id, ["甲"])
    for other in (SUBJECT.upper(), SUBJECT + " ", "https://idp.example 8f1c", "", "甲"):
        assert elsewhere.account(other, nothing) is None


def test_an_account_that_is_made_has_no_password(accounts, elsewhere, engine, passwords):
    made = elsewhere.add("乙", [Role.USER, Role.TRAINER], SUBJECT, nothing)
    assert (made.roles, made.temporary) == ({Role.USER, Role.TRAINER}, False)
    assert elsewhere.account(SUBJECT, nothing) == accounts.get(made.id)
    for guess in ("", "None", "!"):
        with pytest.raises(SignInRefused):
            SigningIn(engine, passwords).account("乙", guess)


@pytest.mark.parametrize("taken", ["name", "subject"])
def test_neither_name_nor_subject_is_given_twice(accounts, elsewhere, taken):
    elsewhere.add("乙", [Role.USER], SUBJECT, nothing)
    name, subject = ("乙", ISSUER + " b") if taken == "name" else ("丙", SUBJECT)
    with pytest.raises(NotAccepted, match=f"账号“{name}”已经有了"):
        elsewhere.add(name, [Role.USER], subject, nothing)
    assert [account.name for account in accounts.list()] == ["乙"]


def test_of_many_first_sign_ins_at_once_one_makes_the_account(accounts, elsewhere):
    def first(_):
        try:
            return elsewhere.add("乙", [Role.USER], SUBJECT, nothing).id
        except NotAccepted:
            return None

    with ThreadPoolExecutor(8) as pool:
        made = [one for one in pool.map(first, range(8)) if one]
    assert made == [accounts.named("乙").id]


def test_what_cannot_be_noted_is_not_done(accounts, elsewhere):
    def failing(*_):
        raise RuntimeError("no room")

    mine, _ = accounts.add("甲", [Role.USER])
    with pytest.raises(RuntimeError):
        elsewhere.add("乙", [Role.USER], SUBJECT, failing)
    with pytest.raises(RuntimeError):
        elsewhere.link(mine.id, SUBJECT, failing)
    assert elsewhere.account(SUBJECT, nothing) is None
    assert [account.name for account in accounts.list()] == ["甲"]


def test_a_disabled_account_is_refused(accounts, elsewhere):
    made = elsewhere.add("乙", [Role.USER], SUBJECT, nothing)
    accounts.disable(made.id)
    with pytest.raises(SignInRefused, match="已停用"):
        elsewhere.account(SUBJECT, nothing)


def test_linking_ends_sessions_and_a_first_password_of_somebody_else(accounts, elsewhere, engine, passwords):
    mine, first = accounts.add("甲", [Role.USER])
    sessions = Sessions(engine)
    secret = sessions.begin(mine.id, "")
    assert not elsewhere.link(mine.id, SUBJECT).temporary
    assert sessions.account(secret) is None
    with pytest.raises(SignInRefused):
        SigningIn(engine, passwords).account("甲", first)


def test_linking_leaves_a_password_of_ones_own(accounts, elsewhere, engine, passwords):
    mine, _ = accounts.add("甲", [Role.USER])
    accounts.set_password(mine.id, PASSWORD)
    elsewhere.link(mine.id, SUBJECT)
    assert SigningIn(engine, passwords).account("甲", PASSWORD).id == mine.id
    elsewhere.link(mine.id, "")
    assert elsewhere.account(SUBJECT, nothing) is None
    assert SigningIn(engine, passwords).account("甲", PASSWORD).id == mine.id


def test_a_subject_is_one_accounts(accounts, elsewhere):
    mine, other = (accounts.add(name, [Role.USER])[0] for name in "甲乙")
    elsewhere.link(mine.id, SUBJECT)
    with pytest.raises(NotAccepted, match="已经关联了另一个账号"):
        elsewhere.link(other.id, SUBJECT)
    with pytest.raises(NotFound, match="999"):
        elsewhere.link(999, SUBJECT)
    assert elsewhere.account(SUBJECT, nothing).id == mine.id


@pytest.mark.parametrize("subject", ["8f1c", ISSUER, ISSUER + " ", "idp 8f1c", ISSUER + " " + "x" * 600])
def test_what_is_no_subject_is_not_linked(accounts, elsewhere, subject):
    mine, _ = accounts.add("甲", [Role.USER])
    with pytest.raises(NotAccepted, match="写法不对"):
        elsewhere.link(mine.id, subject)


def test_the_command_links_and_is_audited(tmp_path, capsys):
    url = f"sqlite:///{tmp_path / 'app.db'}"
    assert main(["--database", url, "user", "add", "甲"]) == 0
    assert main(["--database", url, "user", "link", "甲", "--subject", SUBJECT]) == 0
    assert "账号“甲”已关联" in capsys.readouterr().err
    assert main(["--database", url, "user", "link", "甲", "--subject", "8f1c"]) == 2
    assert "写法不对" in capsys.readouterr().err
    engine = open_database(url)
    assert Elsewhere(engine).account(SUBJECT, nothing).name == "甲"
    newest = Trail(engine).search(Query(words=SUBJECT), limit=5)
    assert [(entry.action, entry.object) for entry in newest] == [("账号", "甲")]
    engine.dispose()


def told(**values):
    return OpenIdSettings(**{"issuer": ISSUER, "client_id": "c", **values})


def test_the_settings_of_least_privilege():
    assert AccountSettings().openid is None
    settings = told()
    assert (settings.create, settings.roles) == (False, {Role.USER})
    assert settings.scopes == ("openid", "profile")


@pytest.mark.parametrize(
    "values",
    [
        {"issuer": "http://idp.example"},
        {"issuer": "http://127.0.0.1.attacker.example"},
        {"issuer": "https://user@idp.example"},
        {"issuer": "https://idp.example/#x"},
        {"issuer": "https://idp.example/a b"},
        {"issuer": "idp.example"},
        {"client_id": ""},
        {"client_secret_env": "not a name"},
        {"scopes": ["profile"]},
        {"roles": ["管理员"]},
        {"roles": []},
        {"client_secret": "s3cret"},
    ],
)
def test_settings_that_are_not_taken(values):
    with pytest.raises(ValidationError) as caught:
        told(**values)
    assert {error["loc"][0] for error in caught.value.errors()} == values.keys()


@pytest.mark.parametrize("issuer", [ISSUER, "http://127.0.0.1:8080", "http://[::1]:80/x", "http://localhost"])
def test_issuers_that_are_taken(issuer):
    assert told(issuer=issuer).issuer == issuer


def test_the_file_and_the_variables(tmp_path, monkeypatch):
    path = tmp_path / "settings.toml"
    path.write_text(
        f'[accounts.openid]\nissuer = "{ISSUER}"\nclient_id = "c"\nroles = ["使用者", "培训员"]\n',
        encoding="utf8",
    )
    monkeypatch.setitem(PeopleRoot.model_config, "toml_file", path)
    assert PeopleRoot().accounts.openid.roles == {Role.USER, Role.TRAINER}
    monkeypatch.setenv("XHS_ACCOUNTS__OPENID__ROLES", "资料员, 使用者")
    monkeypatch.setenv("XHS_ACCOUNTS__OPENID__CREATE", "true")
    monkeypatch.setenv("XHS_ACCOUNTS__OPENID__SCOPES", "openid,email")
    settings = PeopleRoot().accounts.openid
    assert (settings.roles, settings.create) == ({Role.USER, Role.LIBRARIAN}, True)
    assert settings.scopes == ("openid", "email")


def test_the_example_loads_once_its_marks_are_removed(tmp_path, monkeypatch):
    example = (ROOT / "settings.example.toml").read_text(encoding="utf8")
    table = example[example.index("# [accounts.openid]") :]
    path = tmp_path / "settings.toml"
    path.write_text(
        "\n".join(line.removeprefix("# ") for line in table.splitlines() if " = " in line or "[" in line)
    )
    monkeypatch.setitem(PeopleRoot.model_config, "toml_file", path)
    shown = PeopleRoot().accounts.openid
    default = told(issuer=shown.issuer, client_id=shown.client_id)
    assert {name for name, value in default if value != getattr(shown, name)} == {"client_secret_env", "ca"}
