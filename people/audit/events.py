"""What is audited: an action on an object, its outcome, who did it and from where. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

Fact = str | int | float | bool | None


class Action(StrEnum):
    """What somebody did, as a reader of the audit sees it."""

    SIGN_IN = "登录"
    SIGN_OUT = "退出"
    ACCESS = "访问"  # of a page or route; recorded where it was refused
    ASK = "提问"
    SEARCH = "检索"
    CHECK = "核查"
    EXPORT = "导出"
    UPLOAD = "上传"
    CHANGE_DOCUMENT = "修改资料"
    DELETE_DOCUMENT = "删除资料"
    DOCUMENT_GROUPS = "资料范围"  # which groups of accounts may read a document
    DELETE_RECORDS = "删除记录"  # conversations and checks
    ACCOUNT = "账号"  # added, disabled, enabled, joined to a trainee
    ROLES = "角色"
    PASSWORD = "密码"  # changed, reset
    KEY = "密钥"  # made, revoked
    QUESTION_BANK = "题库"
    PAPER = "试卷"
    COURSE = "课程"
    APPEAL = "申诉"
    FEEDBACK = "反馈"
    APPROVED_ANSWER = "核定答案"
    BACKUP = "备份"
    RESTORE = "恢复"
    EXPIRE_AUDIT = "审计清理"


class Detail(StrEnum):
    """What the facts of a detail are called, whether a page, a program or the command line did it."""

    QUESTION = "question"  # its words, where a setting keeps them
    DRAFT = "draft"  # the same of what was checked
    CHARS = "chars"  # how long either is, code points
    STATUS = "status"  # of an answer: grounded, related, refused or help
    SENTENCES = "sentences"  # of what was checked, how many
    GENERATION = "generation"  # of the store that answered
    GROUPS = "groups"  # that a document is limited to, as they were written
    CHANGE = "change"  # which of several things an action was
    USEFUL = "useful"  # of a judgement
    COUNT = "count"  # how many things, or events, one row stands for
    KEYS = "keys"  # how many keys were revoked with it
    SESSIONS = "sessions"  # how many ended
    EVERYWHERE = "everywhere"  # whether one signed out of every session
    ROLES = "roles"
    ACCOUNT = "account"  # whose a key is
    TRAINEE = "trainee"  # joined to an account
    SUBJECT = "subject"  # of an identity elsewhere
    BY = "by"  # the other way of signing in: openid
    LOCKED = "locked"  # whether it was refused as tries were too many
    REASON = "reason"  # why somebody was not signed in, for whoever administrates
    WHY = "why"  # the words that somebody was refused with
    DAYS = "days"  # that the audit is kept
    REMOVED = "removed"  # how many of its rows
    LAST = "last"  # the last of those
    DIGEST = "digest"  # and its hash
    FAULT = "fault"  # the row where it does not hold
    KEY = "key"  # name of the key that was used
    HTTP = "http"  # status of the answer to a program
    MS = "ms"  # milliseconds that took
    ADDRESS = "address"  # of a program that nobody knows; it goes to the row's own address


WORDS = frozenset({Detail.QUESTION, Detail.DRAFT})  # what is left out where a setting keeps no words


class Outcome(StrEnum):
    """How it ended; what is stored is short, ``label`` is what a reader sees."""

    DONE = "done"
    REFUSED = "refused"  # not allowed, or a value was not accepted
    FAILED = "failed"  # allowed, but something broke

    @property
    def label(self) -> str:
        """The word on the page and in a table."""
        return {"done": "成功", "refused": "被拒", "failed": "出错"}[self.value]


class Named(Protocol):
    """The part of an account that is audited."""

    @property
    def id(self) -> int:
        """Its id."""

    @property
    def name(self) -> str:
        """Its name now."""


class Actor(Protocol):
    """Who does something; people.accounts.Caller is one. Stands here so that accounts can use the audit."""

    @property
    def account(self) -> Named:
        """Its account."""

    @property
    def address(self) -> str:
        """Of the network, "" on the command line."""

    @property
    def key(self) -> str:
        """Name of the key that was sent; "" from a browser."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that was done, or tried."""

    action: Action
    object: str  # what it was done to, as its reader knows it: a file's name, an account, a paper's title
    outcome: Outcome
    account_id: int | None  # None: nobody was signed in, or the command line
    account: str  # the account's name; of a refused sign-in the name that was tried
    address: str  # of the network, "" on the command line
    detail: Mapping[str, Fact] = field(default_factory=dict)  # never a password or a key

    @classmethod
    def of(
        cls,
        caller: Actor | None,
        action: Action,
        on: str = "",
        outcome: Outcome = Outcome.DONE,
        *,
        account: str = "",
        address: str = "",
        detail: Mapping[str, Fact] | None = None,
    ) -> "Event":
        """What ``caller`` did to ``on``; the key that was used is noted in the detail.

        Where nobody is signed in, None, with the name and address that are known.
        """
        facts = dict(detail or {})
        if caller is None:
            return cls(action, on, outcome, None, account, address, facts)
        if caller.key:
            facts[Detail.KEY] = caller.key
        return cls(action, on, outcome, caller.account.id, caller.account.name, caller.address, facts)


def asked(question: str, *, status: str, generation: int, text: bool) -> dict[str, Fact]:
    """The detail of a question that was answered.

    Args:
        question: as it was asked.
        status: of the answer: grounded, related, refused or help.
        generation: of the store that gave it: which documents it knew.
        text: whether the question's words are kept (a setting), or only how many code points it has.

    """
    return {
        **_words(Detail.QUESTION, question, text),
        Detail.STATUS: status,
        Detail.GENERATION: generation,
    }


def checked(draft: str, *, sentences: int, generation: int, text: bool) -> dict[str, Fact]:
    """The detail of a text that was checked, of so many sentences; the rest as for ``asked``."""
    return {
        **_words(Detail.DRAFT, draft, text),
        Detail.SENTENCES: sentences,
        Detail.GENERATION: generation,
    }


def _words(name: Detail, words: str, text: bool) -> dict[str, Fact]:
    return {Detail.CHARS: len(words), **({name: words} if text else {})}
