"""Groups: who may read a document that is not for everybody."""

import pytest

from people.accounts import Accounts, Caller, Groups, Passwords, Role
from people.entries import NotAccepted, NotFound

OLD, NEW, OTHER = "a" * 16, "b" * 16, "c" * 16


@pytest.fixture(scope="module")
def passwords():
    return Passwords()


@pytest.fixture
def caller(engine, passwords):
    accounts = Accounts(engine, passwords)

    def made(name, *roles):
        account, _ = accounts.add(name, set(roles) or {Role.USER})
        return Caller(account, account.roles, "")

    return made


def test_a_document_of_no_group_is_for_everybody(engine, caller):
    assert Groups(engine).closed_to(caller("甲")) == frozenset()


def test_a_limited_document_is_open_to_its_groups_only(engine, caller):
    groups, inside, outside = Groups(engine), caller("甲"), caller("乙")
    groups.place(inside.account.id, "办公室、纪检组")
    groups.limit([OLD], "纪检组、机关党委")
    assert groups.closed_to(inside) == frozenset()
    assert groups.closed_to(outside) == {OLD}
    assert groups.of_document(OLD) == ("机关党委", "纪检组")
    groups.place(inside.account.id, "")
    assert groups.closed_to(inside) == {OLD}
    groups.limit([OLD], "")
    assert groups.closed_to(outside) == frozenset()


@pytest.mark.parametrize("role", [Role.LIBRARIAN, Role.ADMINISTRATOR])
def test_who_keeps_the_library_reads_all_of_it(engine, caller, role):
    groups, keeper = Groups(engine), caller("甲", role)
    groups.limit([OLD], "纪检组")
    assert groups.closed_to(keeper) == frozenset()


def test_a_trainer_is_nobody_special(engine, caller):
    groups = Groups(engine)
    groups.limit([OLD], "纪检组")
    assert groups.closed_to(caller("甲", Role.TRAINER)) == {OLD}


def test_a_key_reads_no_more_than_its_roles(engine, caller):
    groups, keeper = Groups(engine), caller("甲", Role.LIBRARIAN)
    groups.limit([OLD], "纪检组")
    assert groups.closed_to(Caller(keeper.account, frozenset({Role.USER}), "")) == {OLD}


def test_a_new_version_is_limited_from_its_first_moment(engine, caller):
    groups = Groups(engine, lambda document: (OLD, NEW, OTHER))
    groups.limit([OLD], "纪检组")
    assert groups.closed_to(caller("甲")) == {OLD, NEW, OTHER}  # those between too
    assert groups.of_document(NEW) == ("纪检组",)
    assert groups.limited() == {OLD, NEW, OTHER}


def test_a_new_version_may_be_given_other_groups(engine, caller):
    groups, inside = Groups(engine, lambda document: (OLD, NEW)), caller("甲")
    groups.place(inside.account.id, "办公室")
    groups.limit([OLD], "纪检组")
    groups.limit([NEW], "办公室")
    assert groups.closed_to(inside) == {OLD}


def test_names_are_checked_and_kept_once(engine, caller):
    groups, who = Groups(engine), caller("甲")
    groups.place(who.account.id, " 办公室、办公室、")
    assert groups.of_account(who.account.id) == ("办公室",)
    assert groups.names() == ("办公室",)
    with pytest.raises(NotAccepted):
        groups.limit([OTHER], "一" * 41)
    with pytest.raises(NotAccepted):
        groups.limit([OTHER], "、".join(f"组{n}" for n in range(51)))
    assert groups.of_document(OTHER) == ()
    with pytest.raises(NotFound):
        groups.place(999, "办公室")


def test_a_change_and_what_is_written_with_it_are_one(engine, caller):
    groups = Groups(engine)

    def failing(session):
        raise RuntimeError("the audit is full")

    with pytest.raises(RuntimeError):
        groups.limit([OTHER], "纪检组", failing)
    assert groups.limited() == frozenset()
