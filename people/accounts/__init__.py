"""Accounts: who may sign in and do what; passwords, sessions in browsers, keys of programs."""

from people.accounts.roles import EVERYONE, Role, allows, roles_of

__all__ = [
    # roles
    "EVERYONE",
    "Role",
    "allows",
    "roles_of",
]
