"""Accounts: who may sign in and do what; passwords, sessions in browsers, keys of programs."""

from people.accounts.accounts import Accounts, Noted, Within, has_administrator
from people.accounts.elsewhere import Elsewhere
from people.accounts.groups import Groups, named
from people.accounts.keys import Key, Keys
from people.accounts.passwords import LEAST, MOST, Passwords
from people.accounts.records import Account, Caller
from people.accounts.roles import EVERYONE, Role, allows, roles_in, roles_of
from people.accounts.sessions import Sessions
from people.accounts.signing_in import SigningIn, SignInRefused

__all__ = [
    # accounts
    "Accounts",
    "Noted",
    "Within",
    "has_administrator",
    # elsewhere
    "Elsewhere",
    # groups
    "Groups",
    "named",
    # keys
    "Key",
    "Keys",
    # passwords
    "LEAST",
    "MOST",
    "Passwords",
    # records
    "Account",
    "Caller",
    # roles
    "EVERYONE",
    "Role",
    "allows",
    "roles_in",
    "roles_of",
    # sessions
    "Sessions",
    # signing_in
    "SignInRefused",
    "SigningIn",
]
