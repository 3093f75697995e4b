"""The characters of Chinese numerals, for character classes; defined in chinese/data/numerals.toml."""

from chinese.language_data import topic

_CHARACTERS = topic("numerals").characters
ZERO = _CHARACTERS["zero"]
NONZERO = _CHARACTERS["nonzero"]  # in the order of their values, from 1
DIGITS = _CHARACTERS["digit"]
NUMERAL_CHARS = _CHARACTERS["numeral"]  # 十, 百 and 千 too
