"""What a sentence's place and words say of its role, beside its vector. Pure."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from chinese import fold
from chinese.language_data import topic
from chinese.values import AWARDED
from index.records import Span
from rag.answering.digest.outline import Sentence
from rag.answering.digest.roles import ROLES, Role, heading_role

Features = NDArray[np.float32]
_DATA = topic("roles")
_CUES = [AWARDED, re.compile("[0-9]")] + [
    re.compile(_DATA.expression(f"cue_{name}"))
    for name in ("changed", "planned", "lacking", "said", "ruled", "counted", "before")
]
EDGE = 0.15  # share of a text that is its beginning, or its end
SHORT, LONG = 12, 60  # code points of a sentence
_ENDS = tuple("。！？；…”")
COUNT = len(ROLES) + 3 + len(_CUES) + 3


def features(text: str, sentences: Sequence[Sentence], span: Span) -> Features:
    """(sentences, 22) of 0 and 1 and one place, 0..1: role of the heading above, place in ``span``, cues."""
    rows = np.zeros((len(sentences), COUNT), dtype=np.float32)
    for row, one in zip(rows, sentences, strict=True):
        row[:] = [*_heading(text, one), *_place(one, span), *_words(text[one.start : one.end])]
    return rows


def role_above(text: str, sentence: Sentence) -> Role | None:
    """The role that the innermost heading of known words gives."""
    roles = (heading_role(text[start:end]) for start, end in reversed(sentence.path))
    return next((role for role in roles if role), None)


def _heading(text: str, sentence: Sentence) -> list[float]:
    above = role_above(text, sentence) or ROLES[-1]
    return [float(role == above) for role in ROLES]


def _place(sentence: Sentence, span: Span) -> list[float]:
    at = (sentence.start - span[0]) / max(1, span[1] - span[0])
    return [at, float(at < EDGE), float(at > 1 - EDGE)]


def _words(sentence: str) -> list[float]:
    words = fold(sentence)
    found = [float(cue.search(words) is not None) for cue in _CUES]
    return [*found, float(len(words) < SHORT), float(len(words) > LONG), float(not words.endswith(_ENDS))]
