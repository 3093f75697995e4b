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
    if not line:
        raise NotAccepted(f"请填写{what}，最多 {most} 个字。")
    if len(line) > most:
        raise NotAccepted(f"{what}写了 {len(line)} 个字，最多 {most} 个字；请写短一些。")
    if any(category(character) in UNSEEN for character in line):
        raise NotAccepted(
            f"{what}{_shown(line)}里有看不见的字符，可能是从别处复制来的；请删去，或重新打一遍。"
        )
    return line


def prose(value: str, what: str, most: int) -> str:
    """A text of any shape, as it was written.

    Raises:
        NotAccepted: more than `most` code points, or one of them cannot be stored.

    """
    if len(value) > most:
        raise NotAccepted(f"{what}写了 {len(value)} 个字，最多 {most} 个字；请写短一些。")
    if any(character in UNSTORABLE or category(character) == "Cs" for character in value):
        raise NotAccepted(f"{what}{_shown(value)}里有存不下的残缺的字，可能是从别处复制来的；请删去后再试。")
    return value


def _shown(value: str) -> str:
    cut = value if len(value) <= SHOWN else value[: SHOWN - 1] + "…"
    return f"“{''.join(c if c.isprintable() else ascii(c)[1:-1] for c in cut)}”"
