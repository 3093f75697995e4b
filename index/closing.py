"""What is opened by a ``with`` statement and closed at its end."""

from abc import ABC, abstractmethod
from typing import Self


class Closing(ABC):
    """Gives whatever has a ``close`` the two methods of a ``with`` statement."""

    __slots__ = ()

    @abstractmethod
    def close(self) -> None:
        """Release what is held; safe to call twice."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.close()
