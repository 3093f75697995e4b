"""How the questions of a paper did, in the terms of classical test theory. Pure.

Difficulty is the mean share of a question's points (the p of Crocker and Algina, Introduction to Classical
and Modern Test Theory, 1986); discrimination is the correlation of its points with those of all other
questions (the corrected point-biserial; Pearson's where points come in parts), read with the bounds of
Ebel, Measuring Educational Achievement, 1965.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

DISCRIMINATION = (
    "难度是平均得到的分值比例，越接近 1 越容易。区分度是这道题的得分与其余各题总分的相关系数"
    "（点二列相关，已去掉本题），按 Ebel（1965）：0.40 以上好，0.30 到 0.39 尚好，0.20 到 0.29 勉强，"
    "低于 0.20 差；负数说明总分高的人反而答错。不到 30 份答卷时，这些数字只供参考。"
)
FEW = 3  # sheets, below which nothing correlates
UNSURE = 30  # sheets, below which figures are only a hint
HARD, EASY = 0.2, 0.95  # shares of points
POOR = 0.2  # discrimination
LEFT_BLANK = 0.3  # share

Sheet = Mapping[str, tuple[float, str]]  # question -> share of its points 0..1, response


@dataclass(frozen=True, slots=True)
class Item:
    """A question as the analysis needs it."""

    id: str
    points: float
    options: tuple[str, ...] = ()
    right: frozenset[str] = frozenset()  # of the options


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """How one question did over all sheets."""

    item: Item
    sheets: int
    difficulty: float | None  # mean share of points, 0..1; None without sheets
    discrimination: float | None  # -1..1; None where it cannot be told
    chosen: Mapping[str, int]  # option -> how often, every option in order
    blank: float  # share without an answer, 0..1


def analysed(items: Sequence[Item], sheets: Sequence[Sheet]) -> tuple[ItemFigures, ...]:
    """The figures of every item, in order; a question without an answer earned nothing."""
    earned = [[item.points * _share(sheet, item.id) for item in items] for sheet in sheets]
    return tuple(_figures(item, at, sheets, earned) for at, item in enumerate(items))


def hints(figures: ItemFigures) -> tuple[str, ...]:
    """What a trainer should look at, in Chinese; nothing for a sound item."""
    told = []
    p, d = figures.difficulty, figures.discrimination
    wrong = [n for option, n in figures.chosen.items() if option not in figures.item.right]
    right = sum(n for option, n in figures.chosen.items() if option in figures.item.right)
    if wrong and figures.item.right and max(wrong) > right:
        told.append("选错的比选对的还多，请核对答案和题干")
    if d is not None and d < 0:
        told.append("区分度为负：总分高的反而答错，请核对答案")
    elif d is not None and d < POOR:
        told.append("区分度低，分不出掌握得好坏")
    if p is not None and p < HARD:
        told.append("太难，或者题干不清楚")
    if p is not None and p > EASY:
        told.append("太容易，几乎人人得分")
    if figures.blank > LEFT_BLANK:
        told.append("空着没答的多")
    if wrong and figures.sheets >= UNSURE and 0 in wrong:
        told.append("有的错误选项没有人选，可以换掉")
    return tuple(told)


def _figures(item: Item, at: int, sheets: Sequence[Sheet], earned: Sequence[Sequence[float]]) -> ItemFigures:
    n = len(sheets)
    own = [row[at] for row in earned]
    rest = [sum(row) - row[at] for row in earned]
    counts = Counter(option for sheet in sheets for option in _options(sheet, item))
    return ItemFigures(
        item=item,
        sheets=n,
        difficulty=sum(own) / n / item.points if n else None,
        discrimination=_correlation(own, rest) if n >= FEW else None,
        chosen={option: counts[option] for option in item.options},
        blank=sum(item.id not in sheet for sheet in sheets) / n if n else 0.0,
    )


def _share(sheet: Sheet, question_id: str) -> float:
    return sheet[question_id][0] if question_id in sheet else 0.0


def _options(sheet: Sheet, item: Item) -> set[str]:
    """The options that a response names: all of it, or a line each where several may be chosen."""
    if item.id not in sheet or not item.options:
        return set()
    response = sheet[item.id][1].strip()
    return {response} & set(item.options) or set(response.splitlines()) & set(item.options)


def _correlation(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Pearson's; None where either never varies."""
    n = len(one)
    mean, others = sum(one) / n, sum(other) / n
    both = sum((a - mean) * (b - others) for a, b in zip(one, other, strict=True))
    spread = sum((a - mean) ** 2 for a in one) * sum((b - others) ** 2 for b in other)
    return both / sqrt(spread) if spread > 1e-12 else None
