"""Accounts: adding and changing them; an administrator is left whatever is done."""

import pytest
from sqlalchemy.orm import Session

from people.accounts import Keys, Role
from people.entries import NotAccepted, NotFound
from people.trainees import NAME_CHARS, Trainees
from tests.people.accounts.given import NOW, OTHER, PASSWORD, at_once, rows

LAST = "最后一个可用的管理员"


def test_an_account_is_as_it_was_added(accounts):
    account, first = accounts.add(" 王小明 ", [Role.TRAINER, Role.USER, Role.USER], PASSWORD)
    assert (account.name, account.roles, first) == ("王小明", {Role.USER, Role.TRAINER}, PASSWORD)
    assert (account.temporary, account.disabled, account.locked_until, account.trainee_id) == (
        True, False, None, None,
    )  # fmt: skip
    assert accounts.list() == (account,)
    assert accounts.get(account.id) == accounts.named("王小明 ") == account


def test_a_first_password_is_made_up_and_kept_as_a_hash_only(engine, accounts):
    first = [accounts.add(name, [Role.USER])[1] for name in ("甲", "乙")]
    assert first[0] != first[1]
    assert [len(password) for password in first] == [14, 14]
    assert not any(password in row for row in rows(engine) for password in first)


@pytest.mark.parametrize(
    "name", ["", " ", "字" * (NAME_CHARS + 1), "王\n明", "王\u202e明", "王\x00", "\ud800"]
)
def test_names_outside_their_limits_are_refused(accounts, name):
    with pytest.raises(NotAccepted, match="请"):
        accounts.add(name, [Role.USER], PASSWORD)
    assert accounts.list() == ()


def test_no_two_names_are_alike(engine, accounts, wang):
    before = rows(engine)
    for name in ("王小明", " 王小明"):
        with pytest.raises(NotAccepted, match="账号“王小明”已经有了"):
            accounts.add(name, [Role.ADMINISTRATOR], PASSWORD)
    assert rows(engine) == before


def test_one_of_several_at_once_gets_the_name(accounts):
    results = at_once(*[lambda: accounts.add("王小明", [Role.USER], PASSWORD)] * 6)
    assert sum(isinstance(result, NotAccepted) for result in results) == 5
    assert [account.name for account in accounts.list()] == ["王小明"]


@pytest.mark.parametrize(("roles", "password"), [([], PASSWORD), ([Role.USER], "12345678")])
def test_what_is_refused_leaves_nothing(engine, accounts, roles, password):
    before = rows(engine)
    with pytest.raises(NotAccepted):
        accounts.add("王小明", roles, password)
    assert rows(engine) == before


def test_roles_are_replaced(accounts, wang):
    assert accounts.give_roles(wang.id, [Role.TRAINER, Role.LIBRARIAN]).roles == {
        Role.TRAINER,
        Role.LIBRARIAN,
    }
    assert accounts.get(wang.id).roles == {Role.TRAINER, Role.LIBRARIAN}
    with pytest.raises(NotAccepted, match="至少要有一个角色"):
        accounts.give_roles(wang.id, [])
    assert accounts.get(wang.id).roles == {Role.TRAINER, Role.LIBRARIAN}


def going(accounts, who):
    """Every way in which an administrator could be no more."""
    return {
        "disabled": lambda: accounts.disable(who.id),
        "another role": lambda: accounts.give_roles(who.id, [Role.USER]),
        "no role": lambda: accounts.give_roles(who.id, []),
    }


@pytest.mark.parametrize("way", ["disabled", "another role", "no role"])
def test_the_last_administrator_stays(engine, accounts, boss, wang, way):
    before = rows(engine)
    with pytest.raises(NotAccepted, match="至少" if way == "no role" else LAST):
        going(accounts, boss)[way]()
    assert rows(engine) == before
    assert accounts.has_administrator()


def test_a_disabled_administrator_counts_for_none(accounts, boss, wang):
    other = accounts.add("副主任", [Role.ADMINISTRATOR], PASSWORD)[0]
    accounts.disable(other.id)
    with pytest.raises(NotAccepted, match=LAST):
        accounts.disable(boss.id)
    accounts.enable(other.id)
    assert accounts.disable(boss.id).disabled
    with pytest.raises(NotAccepted, match=LAST):
        accounts.give_roles(other.id, [Role.USER])


@pytest.mark.parametrize("ways", [("disabled", "disabled"), ("another role", "disabled")])
def test_of_two_administrators_who_go_at_once_one_stays(accounts, boss, ways):
    pair = (boss, accounts.add("副主任", [Role.ADMINISTRATOR], PASSWORD)[0])
    for _ in range(8):
        results = at_once(*(going(accounts, who)[way] for who, way in zip(pair, ways, strict=True)))
        assert sum(isinstance(result, NotAccepted) for result in results) == 1, results
        assert accounts.has_administrator()
        for who in pair:
            accounts.enable(who.id)
            accounts.give_roles(who.id, [Role.ADMINISTRATOR])


def test_without_an_administrator_the_others_can_still_be_changed(accounts):
    only = accounts.add("王小明", [Role.USER], PASSWORD)[0]
    assert not accounts.has_administrator()
    assert accounts.disable(only.id).disabled


def test_disabling_ends_sessions_and_keys(engine, accounts, sessions, wang):
    keys, secret = Keys(engine), sessions.begin(wang.id, "10.0.0.9", NOW)
    key = keys.add("统计", wang, [Role.USER], None)
    assert sessions.account(secret, NOW) == wang
    assert keys.caller(key, "", NOW).account.id == wang.id
    accounts.disable(wang.id)
    assert sessions.account(secret, NOW) is None
    assert keys.caller(key, "", NOW) is None
    accounts.enable(wang.id)
    assert sessions.account(secret, NOW) is None  # one has to sign in again


@pytest.mark.parametrize("reset", [True, False])
def test_a_new_password_ends_sessions(accounts, signing_in, sessions, boss, wang, reset):
    secret, others = (sessions.begin(who.id, "", NOW) for who in (wang, boss))
    if reset:
        assert accounts.reset(wang.id, OTHER) == OTHER
    else:
        accounts.set_password(wang.id, OTHER)
    assert sessions.account(secret, NOW) is None
    assert sessions.account(others, NOW) == boss
    assert signing_in.account("王小明", OTHER, NOW).temporary is reset


def test_a_reset_makes_up_a_password_and_ends_a_lock(accounts, signing_in, wang):
    for _ in range(5):
        with pytest.raises(Exception, match="没有登录"):
            signing_in.account("王小明", OTHER, NOW)
    assert accounts.get(wang.id).locked_until is not None
    first = accounts.reset(wang.id)
    assert accounts.get(wang.id).locked_until is None
    assert signing_in.account("王小明", first, NOW).id == wang.id


@pytest.mark.parametrize(
    ("password", "said"), [(PASSWORD, "和原来的一样"), ("12345678", "只有数字"), ("短", "个字符")]
)
def test_a_password_that_is_refused_changes_nothing(engine, accounts, sessions, wang, password, said):
    sessions.begin(wang.id, "", NOW)
    before = rows(engine)
    with pytest.raises(NotAccepted, match=said):
        accounts.set_password(wang.id, password)
    assert rows(engine) == before


def test_what_is_written_with_a_change_goes_with_it(engine, accounts, boss, wang):
    def failing(session: Session) -> None:
        raise OSError("no room for the audit")

    before = rows(engine)
    for change in (
        lambda: accounts.add("李芳", [Role.USER], PASSWORD, failing),
        lambda: accounts.give_roles(wang.id, [Role.TRAINER], failing),
        lambda: accounts.disable(wang.id, failing),
        lambda: accounts.enable(wang.id, failing),
        lambda: accounts.reset(wang.id, OTHER, failing),
    ):
        with pytest.raises(OSError, match="no room"):
            change()
        assert rows(engine) == before


def test_an_account_that_is_not_there_is_said_so(accounts):
    for call in (
        lambda: accounts.get(77),
        lambda: accounts.named("谁"),
        lambda: accounts.disable(77),
        lambda: accounts.reset(77, PASSWORD),
        lambda: accounts.trainee(77),
    ):
        with pytest.raises(NotFound, match="没有"):
            call()


def test_a_trainee_of_the_same_name_is_not_taken_over(engine, accounts, wang):
    """Whoever chose the name 王小明 before there were accounts may be somebody else."""
    there = Trainees(engine).add("王小明")
    own = accounts.trainee(wang.id)
    assert own != there.id
    assert Trainees(engine).get(own).name == f"王小明（账号{wang.id}）"
    assert accounts.trainee(wang.id) == own


def test_an_account_trains_under_its_own_name(engine, accounts, wang):
    assert Trainees(engine).get(accounts.trainee(wang.id)).name == "王小明"
    assert [t.name for t in Trainees(engine).list()] == ["王小明"]


def test_a_long_name_still_fits(engine, accounts):
    name = "字" * NAME_CHARS
    Trainees(engine).add(name)
    account = accounts.add(name, [Role.USER], PASSWORD)[0]
    assert len(Trainees(engine).get(accounts.trainee(account.id)).name) <= NAME_CHARS


def test_an_account_becomes_one_trainee_however_often_at_once(engine, accounts, wang):
    results = at_once(*[lambda: accounts.trainee(wang.id)] * 6)
    assert len(set(results)) == 1
    assert len(Trainees(engine).list()) == 1


def test_an_administrator_joins_a_trainee_to_an_account(engine, accounts, boss, wang):
    there = Trainees(engine).add("小王")
    assert accounts.join(wang.id, there.id).trainee_id == there.id == accounts.trainee(wang.id)
    with pytest.raises(NotAccepted, match="已经是另一个账号的"):
        accounts.join(boss.id, there.id)
    with pytest.raises(NotFound, match="没有编号为 77 的学员"):
        accounts.join(boss.id, 77)
    assert accounts.get(boss.id).trainee_id is None


@pytest.mark.parametrize(
    "name", ["甲<b>", "甲\u3164", "甲\ufe0f", "命令行：root", "程序", "甲/乙", "\u202e甲"]
)
def test_a_name_that_could_be_taken_for_another_is_refused(accounts, name):
    with pytest.raises(NotAccepted, match="账号名"):
        accounts.add(name, [Role.USER])


def test_names_alike_in_width_are_one(accounts):
    accounts.add("Ａ处王芳", [Role.USER], PASSWORD)
    with pytest.raises(NotAccepted, match="已经有了"):
        accounts.add("A处王芳", [Role.USER], PASSWORD)
