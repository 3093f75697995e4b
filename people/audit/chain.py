"""The chain of the audit's rows: each holds the SHA-256 of itself over that of the row before. Pure.

What is hashed is UTF-8 of one JSON array without blanks, non-ASCII characters as they are:
``[before, id, at, account_id, account, address, action, object, outcome, detail]``, detail being a string
that holds JSON. Any program can work it out again from an export.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256

from people.audit.events import Action, Event, Fact, Outcome
from people.entries import NotAccepted

GENESIS = "0" * 64  # the hash before the first row
NAME_CHARS, OBJECT_CHARS, FACT_CHARS = 80, 400, 5000  # code points kept of what is longer
_UNSTORABLE = re.compile(
    "[\x00\ud800-\udfff]"
)  # PostgreSQL has no text with a NUL, UTF-8 none with the others


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the audit, as it is stored and hashed."""

    id: int  # 1, 2, 3 … without a gap
    at: str  # UTC, ISO 8601 with microseconds
    account_id: int | None
    account: str
    address: str
    action: str
    object: str
    outcome: str
    detail: str  # JSON
    before: str  # hash of the row before
    digest: str  # of this one

    @property
    def when(self) -> datetime:
        """The time, aware UTC."""
        return datetime.fromisoformat(self.at)

    @property
    def facts(self) -> dict[str, Fact]:
        """The detail. Raises ValueError where it was damaged."""
        facts = json.loads(self.detail)
        if not isinstance(facts, dict):
            raise ValueError(f"{self.detail[:40]!r} is no object of JSON")
        return facts


@dataclass(frozen=True, slots=True)
class Anchor:
    """The row the chain goes on from: the last one that was removed by age."""

    last: int  # its id; 0: nothing was removed
    digest: str


BEGINNING = Anchor(0, GENESIS)


@dataclass(frozen=True, slots=True)
class Fault:
    """Where the chain does not hold."""

    row: int  # id of the first row that does not fit, or is not there
    reason: str  # in Chinese


@dataclass(frozen=True, slots=True)
class Verified:
    """What verifying found."""

    count: int  # rows that hold, from the chain's beginning
    last: Anchor  # the last of them, with its hash
    fault: Fault | None


class Unreadable(Exception):
    """The next row cannot be read; says why."""


def stamp(at: datetime) -> str:
    """A time as the audit writes it: 32 characters that sort as times do. ValueError without a zone."""
    if at.tzinfo is None:
        raise ValueError(f"{at} has no time zone; give an aware time")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def sealed(event: Event, at: datetime, last: Anchor) -> Entry:
    """The row of an event that follows the row ``last``.

    Text that no database takes is replaced, text beyond the limits is cut: an event is never left out.
    """
    facts: Mapping[str, Fact] = {
        name: _kept(fact, FACT_CHARS) if isinstance(fact, str) else fact
        for name, fact in event.detail.items()
    }
    unsigned = Entry(
        id=last.last + 1,
        at=stamp(at),
        account_id=event.account_id,
        account=_kept(event.account, NAME_CHARS),
        address=_kept(event.address, NAME_CHARS),
        action=event.action.value,
        object=_kept(event.object, OBJECT_CHARS),
        outcome=event.outcome.value,
        detail=json.dumps(facts, ensure_ascii=False, allow_nan=False, separators=(",", ":")),
        before=last.digest,
        digest="",
    )
    return replace(unsigned, digest=digest_of(unsigned))


def digest_of(entry: Entry) -> str:
    """The hash of a row's content and of the hash it holds of the row before; 64 hexadecimal digits."""
    content = [
        entry.before,
        entry.id,
        entry.at,
        entry.account_id,
        entry.account,
        entry.address,
        entry.action,
        entry.object,
        entry.outcome,
        entry.detail,
    ]
    # repr: a value of another type than was written gives another hash; it does not end the verifying.
    line = json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=repr)
    return sha256(line.encode()).hexdigest()


def verified(entries: Iterable[Entry], anchor: Anchor = BEGINNING, expect: str | None = None) -> Verified:
    """Whether rows, in the order of their ids, are the chain that goes on from an anchor.

    Rows cut off at the end leave a chain that holds, and so does one that was worked out anew from a changed
    row on: only a hash that was noted elsewhere shows it. With ``expect`` a row of that hash has to be there.
    """
    last, cleaned, met = anchor, BEGINNING, expect in (None, anchor.digest)
    try:
        for entry in entries:
            reason = _misfit(entry, last)
            if reason:
                return Verified(last.last - anchor.last, last, Fault(_first(entry, last), reason))
            last = Anchor(entry.id, entry.digest)
            met = met or entry.digest == expect
            cleaned = _cleaned(entry) or cleaned
    except Unreadable as error:
        return Verified(last.last - anchor.last, last, Fault(last.last + 1, f"读不出来（{error}）"))
    return Verified(last.last - anchor.last, last, _closing(last, anchor, cleaned, met))


def known_digest(words: str) -> str:
    """A hash that somebody noted, in the form the audit writes. Raises NotAccepted for anything else."""
    digest = words.strip().lower()
    if not re.fullmatch("[0-9a-f]{64}", digest):
        raise NotAccepted(f"“{words[:20]}”不是散列值，应为 64 位十六进制数字；请照 audit verify 印出的抄写。")
    return digest


def _misfit(entry: Entry, last: Anchor) -> str:
    if entry.id > last.last + 1:
        return f"不见了：第 {last.last} 条之后接着的是第 {entry.id} 条"
    if entry.id <= last.last:
        return f"不该有：链从第 {last.last + 1} 条开始"
    if entry.digest != digest_of(entry):
        return "内容和它的散列值对不上，被改过"
    if entry.before != last.digest:
        return "和前一条接不上，前一条或这一条被换过"
    return ""


def _first(entry: Entry, last: Anchor) -> int:
    return min(entry.id, last.last + 1)


def _cleaned(entry: Entry) -> Anchor | None:
    """The anchor that a row of removal names."""
    if (entry.action, entry.outcome) != (Action.EXPIRE_AUDIT, Outcome.DONE):
        return None
    try:
        facts = entry.facts
    except (ValueError, RecursionError):  # somebody else wrote it, with a hash that fits
        return None
    last, digest = facts.get("last"), facts.get("digest")
    return Anchor(last, digest) if isinstance(last, int) and isinstance(digest, str) else None


def _closing(last: Anchor, anchor: Anchor, cleaned: Anchor, met: bool) -> Fault | None:
    if anchor != cleaned:
        return Fault(anchor.last + 1, f"没有哪条“{Action.EXPIRE_AUDIT}”说明前 {anchor.last} 条已按期清理")
    if not met:
        return Fault(
            last.last + 1, "记下的散列值不在链上：它之后的末尾被截去、整条链被改写，或那一条已按期清理"
        )
    return None


def _kept(text: str, most: int) -> str:
    cut = text if len(text) <= most else text[: most - 1] + "…"
    return _UNSTORABLE.sub("\ufffd", cut)
