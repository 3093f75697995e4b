"""An amount that follows from a text's own numbers, and from which of them. Pure."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from chinese.values import Quantity
from chinese.values.intervals import exactly, interval_relation, last_unit
from rag.checking.stated import Stated

Operation = Literal["difference", "sum", "share", "growth", "multiple", "average", "duration"]
Nearby = tuple[float, Stated]  # a proposition and how much of a sentence's wording it holds, 0..1
_SIGNS: dict[Operation, str] = {
    "difference": "－",
    "sum": "＋",
    "share": "÷",
    "growth": "→",
    "multiple": "÷",
    "average": "÷",
    "duration": "→",
}
_TOLD: dict[Operation, str] = {
    "difference": "由{0}减{1}得出{result}",
    "share": "由{0}除以{1}得出{result}",
    "growth": "由{0}到{1}相差{result}",
    "multiple": "由{0}除以{1}得出{result}",
    "average": "由{0}除以{1}得出{result}",
    "duration": "由{0}到{1}得出{result}",
}


@dataclass(frozen=True, slots=True)
class Operand:
    """An amount or a date of a proposition's core."""

    stated: Stated
    start: int  # in the core
    end: int

    @property
    def words(self) -> str:
        """As the text prints it."""
        return self.stated.core.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Derivation:
    """What was reckoned from which operands."""

    operation: Operation
    operands: tuple[Operand, ...]
    result: str  # the exact percentage or multiple; else the claim's own words
    score: float  # share of the sentence's wording that the operands' propositions hold, and more (0..1.25)
    fits: bool = True  # whether it gives what is claimed

    @property
    def words(self) -> str:
        """The reckoning as the reader is told it, such as 52秒－41秒＝11秒."""
        sign = _SIGNS[self.operation]
        return f"{sign.join(operand.words for operand in self.operands)}＝{self.result}"

    @property
    def told(self) -> str:
        """The same as a user reads it: 由“52秒”减“41秒”得出11秒."""
        quoted = [f"“{operand.words}”" for operand in self.operands]
        if self.operation == "sum":
            return f"由{'、'.join(quoted)}相加得出{self.result}"
        return _TOLD[self.operation].format(*quoted, result=self.result)


def fits(claimed: Quantity, value: Fraction, loose: Fraction | None = None) -> bool:
    """Whether the claim, as exactly as it is put, allows the value; ``loose``: by how much it may be off."""
    if interval_relation(claimed.interval, exactly(value)) in ("equal", "entailed"):
        return True
    if claimed.low != claimed.high or not claimed.low or (value.denominator == 1 and not loose):
        return False
    off = loose or min(last_unit(claimed.low), Fraction(1)) / 2
    return abs(claimed.low - value) <= off


def printed(value: Fraction) -> str:
    """In figures, two decimals at most."""
    return f"{float(value):.2f}".rstrip("0").rstrip(".")
