"""An account, and who is behind a request."""

from dataclasses import dataclass
from datetime import datetime

from people.accounts.roles import Role, allows


@dataclass(frozen=True, slots=True)
class Account:
    """An account, without its password."""

    id: int
    name: str  # 1 to 40 code points, no two alike
    owner: str  # UUID that its conversations and checks are kept under
    roles: frozenset[Role]
    temporary: bool  # the password was set by somebody else and has to be changed
    disabled: bool
    created: datetime  # UTC
    locked_until: datetime | None  # UTC; None: not locked out
    trainee_id: int | None  # who it is in training; None until it trains


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks for something: an account with the roles that count for this request."""

    account: Account
    roles: frozenset[Role]  # a key may have fewer than its account
    address: str  # of the network, "" on the command line
    key: str = ""  # name of the key that was sent; "" from a browser

    def may(self, needed: Role) -> bool:
        """Whether what asks for ``needed`` is allowed."""
        return allows(self.roles, needed)
