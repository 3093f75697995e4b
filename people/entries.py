"""What may be entered, and how it is refused: the value, the limit, the next step. Pure."""

from unicodedata import category

UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # control, invisible, broken surrogates, line and paragraph ends
UNSTORABLE = {"\x00"}  # PostgreSQL has no text with it
SHOWN = 20  # code points of a refused value that its message repeats


class LearningError(Exception):
    """Something about learning cannot be done; the message is for the user, in plain Chinese."""


class NotAccepted(LearningError, ValueError):
    """A value is outside its limits; nothing was written."""


class NotFound(LearningError, LookupError):
    """There is nothing under this id."""


def one_line(value: str, what: str, most: int) -> str:
    """A name or title, without blanks at its ends.

    Raises:
        NotAccepted: not 1 to `most` code points, or one of them cannot be seen.

    """
    line = value.strip()
    if not 1 <= len(line) <= most:
        raise NotAccepted(f"{what}{_shown(line)}有 {len(line)} 个字，应为 1 到 {most} 个字；请重新填写。")
    if any(category(character) in UNSEEN for character in line):
        raise NotAccepted(
            f"{what}{_shown(line)}里有看不见的控制字符，应为 1 到 {most} 个普通的字；请删去后重新填写。"
        )
    return line


def prose(value: str, what: str, most: int) -> str:
    """A text of any shape, as it was written.

    Raises:
        NotAccepted: more than `most` code points, or one of them cannot be stored.

    """
    if len(value) > most:
        raise NotAccepted(f"{what}有 {len(value)} 个字，最多 {most} 个字；请写短一些。")
    if any(character in UNSTORABLE or category(character) == "Cs" for character in value):
        raise NotAccepted(f"{what}{_shown(value)}里有不能保存的字符（空字符或残缺的字）；请删去后重试。")
    return value


def _shown(value: str) -> str:
    cut = value if len(value) <= SHOWN else value[: SHOWN - 1] + "…"
    return f"“{''.join(c if c.isprintable() else ascii(c)[1:-1] for c in cut)}”"
