"""What the words of a heading or of a question make of a part of a case. Pure."""

import re
from typing import Literal, get_args

from chinese import ornament, read_numbering
from chinese.language_data import any_of, topic

Role = Literal["背景", "做法", "成效", "荣誉", "不足", "打算", "其他"]
ROLES: tuple[Role, ...] = get_args(Role)
_NAMES: dict[Role, str] = {
    "背景": "background",
    "做法": "measures",
    "成效": "results",
    "荣誉": "honours",
    "不足": "gaps",
    "打算": "plans",
}
_DATA = topic("roles")
_HEADING = {role: re.compile(_DATA.expression(f"heading_{name}")) for role, name in _NAMES.items()}
_ASKED = {role: re.compile(_DATA.expression(f"asked_{name}")) for role, name in _NAMES.items()}
_QUOTED = re.compile(r"[“《「][^”》」]*[”》」]")
_DIGEST = re.compile(_DATA.expression("asked_digest"))
_ASKING = re.compile(any_of(_DATA.words["asking"]))


def heading_role(heading: str) -> Role | None:
    """What the part under a heading tells, where its words are those of any case; else None."""
    words = heading[ornament(heading) :]
    words = words[read_numbering(words)[1] :].strip(" \t\u3000*#【】〔〕[]［］▍■◆")
    return next((role for role, pattern in _HEADING.items() if pattern.match(words)), None)


def asked_roles(question: str) -> tuple[Role, ...]:
    """The roles that a question names outside quotation marks, in the order of a digest; () for none."""
    plain = _QUOTED.sub("“”", question)
    return tuple(role for role, pattern in _ASKED.items() if pattern.search(plain))


def asks_digest(question: str) -> bool:
    """Whether a question asks for a summary by its words."""
    return _DIGEST.search(question) is not None


def topic_words(question: str) -> str:
    """What a question is about: without the words that ask, or say what kind of answer is wanted."""
    for pattern in (*_ASKED.values(), _DIGEST, _ASKING):
        question = pattern.sub(" ", question)
    return question
