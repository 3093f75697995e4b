"""What an account may do: four roles, several per account. Pure."""

from collections.abc import Collection, Iterable
from enum import StrEnum

from people.entries import NotAccepted


class Role(StrEnum):
    """A role as the page and the command line write it."""

    USER = "使用者"  # ask, check, train, one's own records
    TRAINER = "培训员"  # question bank, papers, results, appeals that are not one's own
    LIBRARIAN = "资料员"  # the library, feedback and approved answers
    ADMINISTRATOR = "管理员"  # everything, and accounts, keys, audit and backups


EVERYONE = frozenset(Role)


def allows(held: Collection[Role], needed: Role) -> bool:
    """Whether an account of these roles may do what asks for ``needed``.

    An administrator may do everything; a trainer and a librarian are users too.
    """
    return needed in held or Role.ADMINISTRATOR in held or (needed is Role.USER and bool(held))


def roles_in(words: str) -> frozenset[Role]:
    """The roles that are written with commas between them. Raises as ``roles_of``."""
    return roles_of(words.replace("，", ",").split(","))


def roles_of(words: Iterable[str]) -> frozenset[Role]:
    """The roles of these names. Raises NotAccepted for none at all, and for a name that is no role."""
    names = [word.strip() for word in words if word.strip()]
    unknown = next((name for name in names if name not in EVERYONE), None)
    if unknown is not None:
        raise NotAccepted(f"没有“{unknown[:20]}”这个角色；可用的有：{'、'.join(Role)}。")
    if not names:
        raise NotAccepted(f"没有写角色，至少要有一个；可用的有：{'、'.join(Role)}。")
    return frozenset(map(Role, names))
