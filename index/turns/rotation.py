"""Users in turn: each waits with a few things in order, and goes to the end when one was taken. Pure."""

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Rotation(Generic[Item]):
    """Round robin between users, within one user the lowest first. Not for several threads."""

    def __init__(self, order: Callable[[Item], tuple[int, ...]]) -> None:
        """``order`` is by what the things of one user go; no two are equal."""
        self._order = order
        self._users: dict[str, list[Item]] = {}  # in the order of their turns; no list is empty

    def __len__(self) -> int:
        return sum(map(len, self._users.values()))

    def of(self, user: str) -> int:
        """How many things of a user wait."""
        return len(self._users.get(user, ()))

    def add(self, user: str, item: Item) -> None:
        """A user who had nothing comes last."""
        items = self._users.setdefault(user, [])
        items.append(item)
        items.sort(key=self._order)

    def first(self, may: Callable[[str], bool] = lambda user: True) -> Item | None:
        """Whose turn it is among those users who may; None when nobody."""
        return next((items[0] for user, items in self._users.items() if may(user)), None)

    def take(self, user: str, item: Item) -> None:
        """It was this one's turn: the user's next thing waits until all others had theirs."""
        self.remove(user, item)
        if user in self._users:
            self._users[user] = self._users.pop(user)

    def remove(self, user: str, item: Item) -> None:
        """It waits no longer; nothing happens where it did not."""
        items = self._users.get(user, [])
        if item in items:
            items.remove(item)
        if not items:
            self._users.pop(user, None)

    def before(self, user: str, item: Item) -> int:
        """How many of a user's own things go before one. Raises ValueError where it does not wait."""
        return self._users.get(user, []).index(item)

    def ahead(self, user: str, item: Item) -> int:
        """How many of all users' do, if nobody comes or leaves. Raises ValueError."""
        place = self.before(user, item)
        ahead, before = place, True
        for other, items in self._users.items():
            if other == user:
                before = False
            else:
                ahead += min(len(items), place + before)
        return ahead

    def __iter__(self) -> Iterator[Item]:
        return (item for items in self._users.values() for item in items)
