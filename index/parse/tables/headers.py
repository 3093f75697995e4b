"""Which rows of a grid are headers: what their words are, against what stands below them. Pure.

A row is scored, a cell's mean of these features:

    contrast   its shape is another than most of the column below has (words over numbers): 1; it has the
               same shape, and not of words: -1 (a number over numbers is a record, and so is a person's name
               over such names)
    name       it is one of the words that stand over columns anywhere, or names its unit in brackets: 0.5
    emphatic   it is set off (bold, shaded, <th>) while the column below is not: 1
    told       it is a sentence, a remark, or longer than a header: -2

and the topmost row gets ``TOPMOST`` more, for tables of nothing but words say no more than that.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal

from chinese import (
    is_column_name,
    is_form_label,
    is_header_like,
    is_moment,
    is_numbering_header,
    is_person_name,
    is_value,
    names_title_column,
    names_unit_column,
)

Shape = Literal["nothing", "number", "amount", "moment", "words", "told"]
CONTRAST, ALIKE, NAME, EMPHATIC, TOLD = 1.0, -1.0, 0.5, 1.0, -2.0
TOPMOST = 0.5
PEOPLE = 3  # cells below a person's name that make a column of persons
NAME_CHARS = 3
_MEASURED = re.compile(r"[（(][^（）()]{1,8}[)）]\s*$")  # 金额（元）
_NUMBER = re.compile(r"[-+－]?[0-9０-９][0-9０-９,，.．]*\s*[%％‰]?")
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_BLANK = re.compile(r"[-—–－/／\\＼]+|无|〃|同上")


def shape(words: str) -> Shape:
    """What a cell is, by its form alone."""
    bare = "".join(words.split())
    if not bare or _BLANK.fullmatch(bare):
        return "nothing"
    if _YEAR.fullmatch(bare):
        return "moment"
    if _NUMBER.fullmatch(bare):
        return "number"
    if is_moment(words):
        return "moment"
    if is_value(words):
        return "amount"
    return "words" if is_header_like(words) else "told"


def most(shapes: Sequence[Shape]) -> Shape:
    """The shape that most filled cells of a column have; "nothing" for none."""
    counts = Counter(each for each in shapes if each != "nothing")
    return counts.most_common(1)[0][0] if counts else "nothing"


def is_known_name(words: str) -> bool:
    """Whether a cell is one of the words that stand over columns in any office, or ends with its unit."""
    known = (is_column_name, is_form_label, is_numbering_header, names_unit_column, names_title_column)
    return any(knows(words) for knows in known) or bool(_MEASURED.search(words) and is_header_like(words))


def cell_score(words: str, emphatic: bool, below: Sequence[tuple[str, bool]]) -> float:
    """How much a cell looks like the header of the cells ``below`` it: (words, emphatic) each."""
    own = shape(words)
    common = most([shape(each) for each, _ in below])
    score = NAME if is_known_name(words) else 0.0
    if own == "told":
        return TOLD
    if common not in ("nothing", own) and not (own == "amount" and common == "moment"):
        score += CONTRAST
    elif own == common and (own != "words" or (not score and _names_alike(words, below))):
        score += ALIKE
    if emphatic and 2 * sum(each for _, each in below) <= len(below):
        score += EMPHATIC
    return score


def _names_alike(words: str, below: Sequence[tuple[str, bool]]) -> bool:
    """Whether a cell is a person's name of three characters, and a third and more of those below are names.

    Of two characters 成员 and 方案 have the form of a name too; 申请人 has it of three.
    """
    bare = "".join(words.split())
    named = sum(is_person_name(each) for each, _ in below)  # 邬怀玉（女） is not told
    known = len(bare) == NAME_CHARS and bare[-1] not in "人员者" and is_person_name(bare)
    return known and len(below) >= PEOPLE and 3 * named >= len(below)
