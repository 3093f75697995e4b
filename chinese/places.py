"""Names of China's provinces and prefecture-level cities: which words of a question are places. Pure."""

import re
from itertools import pairwise

from chinese.language_data import any_of, topic
from chinese.words import Words

_DATA = topic("places")
_KNOWN = re.compile(any_of(word for names in _DATA.words.values() for word in names))
_NOT_NAMES = frozenset(_DATA.characters["no_names"])
_SUFFIX = re.compile(_DATA.expression("suffix"))
_LOCALITY = re.compile(_DATA.expression("locality"))
_FUNCTION = frozenset(_DATA.characters["no_localities"])


def find_places(text: str, words: Words | None = None) -> list[str]:
    """Places named in folded ``text``, without 市, 区, 县 …: known cities, and districts by form.

    ``words`` are those of ``text``, if known.
    """
    names = [match.group() for match in _KNOWN.finditer(text)]
    for (word, tag), (after, _) in pairwise([*(words or Words.of(text)), ("", "")]):
        stem = _SUFFIX.sub("", word)
        named = stem != word or after in ("区", "县", "市", "镇", "乡")
        # 城市 and 河水 carry the same tag; only a name before its suffix is sure.
        repeated = stem.startswith(tuple(names))  # 西双版纳傣族自治州
        if tag == "ns" and named and not repeated and len(stem) >= 2 and not set(stem) & _NOT_NAMES:
            names.append(stem)
    return list(dict.fromkeys(names))


def localities(text: str, words: Words | None = None) -> list[str]:
    """Named neighbourhoods of folded ``text``: 张庙街道, 石泉社区; never 老旧小区 or 示范村.

    ``words`` are those of ``text``, if known.
    """
    import rjieba

    tagged = list(words or Words.of(text))
    names, at = [], 0
    for i, (word, _) in enumerate(tagged):  # a name begins where a word does
        match = _LOCALITY.match(text, at)
        at += len(word)
        if not match:
            continue
        stem, suffix = match.groups()
        common = rjieba.has_word(stem) and rjieba.tag(stem)[0][1] not in ("ns", "nr", "nz")
        named = all(tag[0] in "nja" for _, tag in _covering(tagged[i:], len(stem)))
        if named and not common and not set(stem) & _FUNCTION and not rjieba.has_word(stem[-1] + suffix):
            names.append(stem + suffix)
    return list(dict.fromkeys(names))


def _covering(words: list[tuple[str, str]], length: int) -> list[tuple[str, str]]:
    """The first words that together reach ``length`` characters."""
    covered, reached = [], 0
    for pair in words:
        if reached >= length:
            break
        covered.append(pair)
        reached += len(pair[0])
    return covered
