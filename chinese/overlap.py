"""How much of a question's wording a text holds: rare terms count more, homophones count. Pure."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from chinese.folding import terms


class Wording:
    """Term weights over one pool of texts, for one question.

    A bigram the pool lacks is read as one it holds that sounds alike and shares a character,
    which is what a Chinese input method's typing mistakes look like (压仓 for 压舱).
    """

    def __init__(self, question: str, pool: Sequence[str]) -> None:
        terms_of_pool = [set(terms(text)) for text in pool]
        frequency = Counter(term for held in terms_of_pool for term in held)
        sounds = _by_sound(frequency)
        self._weights: dict[str, float] = {}
        self._found = 0.0
        for term in dict.fromkeys(terms(question)):
            known = term if term in frequency else sounds.get((sound(term), term[0]))
            known = known or sounds.get((sound(term), term[-1])) or term
            self._weights[known] = math.log(1 + len(pool) / (frequency.get(known, 0) + 0.5))
            self._found += self._weights[known] if known in frequency else 0.0

    def share(self, text: str) -> float:
        """Share of what any text of the pool holds that ``text`` holds, 0..1."""
        return self._held(text) / (self._found or 1.0)

    def overlap(self, text: str) -> float:
        """Weight of the question's terms that ``text`` holds, per term of ``text``."""
        return self._held(text) / (len(set(terms(text))) or 1)

    def _held(self, text: str) -> float:
        held = set(terms(text))
        return sum(weight for term, weight in self._weights.items() if term in held)


def holds(text: str, word: str) -> bool:
    """Whether ``text`` holds ``word``, both folded: exactly, or as a homophone half alike in writing."""
    if word in text:
        return True
    if len(word) < 2 or not all("\u4e00" <= c <= "\u9fff" for c in word):
        return False
    size = len(word)
    wanted = sound(word)
    syllables = sound(text)
    for at in range(len(text) - size + 1):
        if syllables[at : at + size] == wanted:
            alike = sum(a == b for a, b in zip(text[at : at + size], word, strict=True))
            if alike * 2 >= size:
                return True
    return False


def within(name: str, text: str) -> bool:
    """Whether the characters of ``name`` occur in ``text`` in order: a short form of a longer name."""
    rest = iter(text)
    return all(character in rest for character in name)


def sound(text: str) -> tuple[str, ...]:
    """Toneless pinyin of folded ``text``, one syllable a character; other characters as they are."""
    return tuple(map(_syllable, text))


@lru_cache(maxsize=32_768)
def _syllable(character: str) -> str:
    from pypinyin import lazy_pinyin

    return lazy_pinyin(character)[0]


def _by_sound(bigrams: Iterable[str]) -> dict[tuple[tuple[str, ...], str], str]:
    table: dict[tuple[tuple[str, ...], str], str] = {}
    for bigram in sorted(bigrams):
        if len(bigram) == 2 and not bigram.isascii():
            for character in bigram:
                table.setdefault((sound(bigram), character), bigram)
    return table
