"""Passwords: which are taken, how they are kept and compared.

Length and guessing rules follow NIST SP 800-63B (3.1.1.2 of revision 4): any characters, no rules of
composition, no forced change by age; refused where common, repeated, sequential or made of the name.
Revision 3 asks for 8 characters, revision 4 for 15 where nothing else is asked for: a setting.
"""

import secrets
import threading
from functools import cached_property
from unicodedata import category, normalize

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from pypinyin import lazy_pinyin
from zxcvbn import zxcvbn

from people.entries import NotAccepted

MOST = 128  # code points
LEAST = 8
LOOKED_AT = 24  # code points that guessing is estimated from; 72 made up for it cost zxcvbn ten seconds
GUESSES = 10**8  # fewer than these find it: refused; zxcvbn's bound for guessing over a network
OURS = tuple(  # what anybody would try here
    "xinhuoshi 新活实问答 dangjian 党建 党务 机关党委 办公室 中国共产党 为人民服务 全心全意为人民服务 "
    "不忘初心 牢记使命 不忘初心牢记使命 一二三四五六七八九十 一二三四五六七八 beijing fuzhou admin "
    "admin@".split()
)
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # of a first password: none is taken for another
AT_ONCE = 2  # hashes made side by side, 64 MiB each


class Passwords:
    """Argon2id (RFC 9106, second choice: 64 MiB, 3 passes, 4 lanes). Safe to share between threads."""

    def __init__(self, least: int = LEAST, hasher: PasswordHasher | None = None) -> None:
        """``least`` is the fewest code points of a new password, ``hasher`` what guessing one costs."""
        self._least = least
        self._hasher = hasher or PasswordHasher()
        self._turn = threading.BoundedSemaphore(AT_ONCE)

    @cached_property
    def _nobody(self) -> str:
        """What is looked at where there is no account; made once, and only where anybody signs in."""
        return self._hash(secrets.token_urlsafe(16))

    def hashed(self, password: str, name: str) -> str:
        """The text to keep of a new password of the account ``name``. Raises NotAccepted."""
        password = _folded(password)
        if any(category(character) == "Cs" for character in password):
            raise NotAccepted("密码里有残缺的字，不能保存；请换一个。")
        check_strength(password, _folded(name), self._least)
        return self._hash(password)

    def fits(self, kept: str | None, password: str) -> bool:
        """Whether it is the password; takes the same time where no such account exists (None)."""
        nobody = self._nobody  # for everybody's first look, so that its time tells nothing
        with self._turn:
            try:
                right = self._hasher.verify(kept or nobody, _folded(password))
            except (VerificationError, InvalidHashError, UnicodeEncodeError):
                return False
        return right and kept is not None

    def _hash(self, password: str) -> str:
        with self._turn:
            return self._hasher.hash(password)


def first_password() -> str:
    """A password to be told to somebody who has to change it: 12 letters and digits, 59 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))


def check_strength(password: str, name: str, least: int) -> None:
    """Raises NotAccepted, with the reason and the next step, for one that is too short or easily guessed."""
    if not password:
        raise NotAccepted(f"请填写密码，至少 {least} 个字符；可以用一句话。")
    if len(password) < least:
        raise NotAccepted(f"密码只有 {len(password)} 个字符，至少要 {least} 个；请写长一些，可以用一句话。")
    if len(password) > MOST:
        raise NotAccepted(f"密码有 {len(password)} 个字符，最多 {MOST} 个；请写短一些。")
    if password.isdecimal():
        raise NotAccepted("密码只有数字，容易被猜到；请换一个，可以用几个不相干的词。")
    spoken = "".join(lazy_pinyin(name))
    guessed = zxcvbn(password[:LOOKED_AT], user_inputs=[name, spoken, *OURS])
    if name.casefold() in password.casefold() and len(password) < len(name) + least:
        raise NotAccepted("密码由账号名加几个字符组成，容易被猜到；请换一个，可以用一句话。")
    if int(guessed["guesses"]) < GUESSES:
        raise NotAccepted("这个密码太常见或太有规律，容易被猜到；请换一个，可以用几个不相干的词。")


def _folded(password: str) -> str:
    """One form for what looks alike: a full-width digit is the digit."""
    return normalize("NFKC", password)
