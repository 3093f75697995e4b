"""How often a wrong password was given for an account, by address: who has to wait, and how long.

NIST SP 800-63B 3.2.2: at most 100 wrong ones in a row on one account. Here they are two halves: STRANGE from
all addresses together that its owner never signed in from, USUAL from those of the owner, so that the one
does not lock the other out. At each address, after TRIES in a row every further one locks it for twice as
long, up to LONGEST. What is used up stays so until an administrator resets the password or enables the
account; the owner's sign-in sets that address back, and forgets strangers who tried last a day ago.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from people.accounts.tables import AccountRow, TriesRow

TRIES = 5
FIRST, LONGEST = timedelta(minutes=1), timedelta(hours=1)
STRANGE = USUAL = 50  # wrong passwords in a row
KNOWN = timedelta(days=90)  # since the last sign-in from there an address is the owner's
STALE = timedelta(days=1)
ADDRESS_CHARS = 64


@dataclass(frozen=True, slots=True)
class Try:
    """One that was counted, or was not let through."""

    allowed: bool  # the password may be looked at
    locked: bool  # from now on, or already


def counted(session: Session, account: AccountRow, address: str, now: datetime) -> Try:
    """Count a try within the caller's transaction, which holds the account; unless it is locked out."""
    place = network_of(address)
    row = session.get(TriesRow, (account.id, place))
    usual = row is not None and row.signed_in is not None and now - row.signed_in <= KNOWN
    if row is not None and row.locked_until is not None and now < row.locked_until:
        return Try(allowed=False, locked=True)
    if (_usual(session, account.id, now) >= USUAL) if usual else (account.failures >= STRANGE):
        return Try(allowed=False, locked=True)
    if row is None:
        row = TriesRow(account_id=account.id, address=place, failures=0, locked_until=None, signed_in=None)
        session.add(row)
    row.failures, row.tried = row.failures + 1, now
    if not usual:
        account.failures += 1
    locked = row.failures >= TRIES
    if locked:
        row.locked_until = now + min(LONGEST, FIRST * 2 ** min(row.failures - TRIES, 10))
        account.locked_until = max(row.locked_until, account.locked_until or row.locked_until)
    return Try(allowed=True, locked=locked)


def signed_in(session: Session, account: AccountRow, address: str, now: datetime) -> None:
    """The right password came from there: its tries are forgotten, and those of strangers long gone."""
    place = network_of(address)
    own = TriesRow.account_id == account.id
    old = own & TriesRow.signed_in.is_(None) & (TriesRow.tried < now - STALE)
    gone = own & (TriesRow.signed_in < now - KNOWN)
    session.execute(delete(TriesRow).where(old | gone, TriesRow.address != place))
    here = update(TriesRow).where(own, TriesRow.address == place)
    session.execute(here.values(failures=0, locked_until=None, signed_in=now))
    left = select(func.sum(TriesRow.failures)).where(own, TriesRow.signed_in.is_(None))
    account.failures = session.scalar(left) or 0
    account.locked_until = session.scalar(select(func.max(TriesRow.locked_until)).where(own))


def forgotten(session: Session, account: AccountRow) -> None:
    """Everybody may try anew; where the owner signed in from stays known."""
    own = update(TriesRow).where(TriesRow.account_id == account.id)
    session.execute(own.values(failures=0, locked_until=None))
    session.execute(delete(TriesRow).where(TriesRow.account_id == account.id, TriesRow.signed_in.is_(None)))
    account.failures, account.locked_until = 0, None


def network_of(address: str) -> str:
    """What one client cannot change at will: an IPv4 address, the first 64 bits of an IPv6 one."""
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return address[:ADDRESS_CHARS]
    if isinstance(known, IPv6Address):
        return str(known.ipv4_mapped or ip_network((known, 64), strict=False))
    return str(known)


def _usual(session: Session, account_id: int, now: datetime) -> int:
    """Wrong passwords in a row from the owner's addresses."""
    query = select(func.sum(TriesRow.failures)).where(
        TriesRow.account_id == account_id, TriesRow.signed_in >= now - KNOWN
    )
    return session.scalar(query) or 0
