"""Words put into a blank or gap, compared by value: numbers, dates, clock times, names. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from chinese import AnalysedText, bare
from chinese.values import (
    Quantity,
    date_relation,
    find_dates,
    find_quantities,
    narrow,
    number_value,
    same_measure,
)
from rag.quiz.grading.options import same_words
from rag.quiz.grading.told_facts import spelt, told_facts
from rag.quiz.records import Grade, QuizQuestion

_BOUNDS = re.compile(r"^(?:大约|大概|超过|将近|接近|不少于|共计?|为|是|约|近|超|逾)|(?:多|余|左右|以上)$")
_LEAST = re.compile(r"不少于|不低于|以上|(?<!不)超过|至少|最少|逾|起$")
_MOST = re.compile(r"不超过|不多于|不高于|以内|以下|不足|不满|不到|(?<!不)[低少]于|至多|最多|顶多|内$")
_LIMIT_AFTER = re.compile(r"(?:以上|以下|以内|之内|内|起)$")
_MORE = re.compile(r"(?<=[0-9万亿千百十])[余多]")
_DAYS = re.compile(r"^([0-9]+)日(?=$|以?内$)")  # a limit of 15日 is one of 15天
_YUAN = re.compile(r"块钱?$")
_NUMERAL = re.compile(r"[0-9][0-9,.]*[万亿]?|[〇零一二两三四五六七八九十百千万亿]+")
_SHORT_YEAR = re.compile(r"^([0-9]{2})年(?=[0-9一二三四五六七八九十]{1,2}月)")
_NUMBERED = re.compile(
    r"(?:[（(]([1-9])[）)]|([①-⑨])[:：、.]?|(?:^|[\n；;\s])\s*([1-9])(?:[、:：]|[.．](?![0-9])))\s*"
)


def fills(response: str, answers: Sequence[str]) -> bool:
    """Whether the words, the number or the date are one of the answers'."""
    if any(same_words(response, answer) for answer in answers):
        return True
    # A unit that is given must be the source's, so the answers that name one decide.
    full = [answer for answer in answers if (alone := _alone(answer)) and alone.amount.measure]
    return any(
        same(response, answer)
        for answer in full or answers
        for same in (_same_value, _same_date, _same_clock)
    )


def gaps(question: QuizQuestion, response: str) -> Grade:
    """材料题: each gap by value; answers numbered as the gaps are, or one a line in their order."""
    said = _numbered(response, len(question.points))
    met = tuple(i for i, point in enumerate(question.points) if fills(said[i], [point.text]))
    missed = tuple(i for i in range(len(question.points)) if i not in met)
    message = f"{len(question.points)} 处答对 {len(met)} 处。"
    return Grade(not missed, round(len(met) / len(question.points), 4), met, missed, message)


def _numbered(response: str, count: int) -> list[str]:
    """What is said for each gap, "" for none."""
    said = [""] * count
    marks = list(_NUMBERED.finditer(response))
    if not marks:
        lines = [line.strip() for line in re.split(r"[\n；;]", response) if line.strip()]
        return [*lines, *said][:count]
    for mark, after in zip(marks, [*marks[1:], None], strict=True):
        circled = mark.group(2)
        number = ord(circled) - ord("①") if circled else int(mark.group(1) or mark.group(3)) - 1
        if number < count:
            said[number] = response[mark.end() : after.start() if after else len(response)].strip(
                " \n；;，,。"
            )
    return said


def _same_value(response: str, answer: str) -> bool:
    """两万一千四百五十 for 2.145万名; 余 and 约 need not be repeated, a unit that is given must fit."""
    said, meant = _alone(response), _alone(answer)
    if meant is None:
        return False
    number = number_value(_bare(response))
    if number is not None and (said is None or not said.amount.measure):  # a number alone
        share = meant.amount.kind == "percent" and "." in response and number * 100 == meant.printed
        return meant.printed is not None and (number in (meant.printed, meant.numeral) or share)
    if said is None or (said.noun and not meant.noun.endswith(said.noun)):
        return False
    ours, theirs = said.amount, meant.amount
    if (ours.kind == "ordinal") != (theirs.kind == "ordinal") or not _fits(ours, theirs):
        return False
    if said.printed is None or meant.printed is None:
        return (ours.low, ours.high) == (theirs.low, theirs.high)
    return said.printed == meant.printed and (not said.limit or not meant.limit or said.limit == meant.limit)


@dataclass(frozen=True, slots=True)
class _Alone:
    """The only amount of a text, with the noun that it counts."""

    amount: Quantity
    noun: str
    limit: str  # "least", "most" or ""
    numeral: Fraction | None  # before its unit: 3 of 3公里, whose value is 3,000米

    @property
    def printed(self) -> Fraction | None:
        """The number that stands there; None for a range such as 3至5天."""
        low, high = self.amount.low, self.amount.high
        if high is None or self.limit == "least" or low == high:
            return low
        return high if self.limit == "most" else None


def _alone(text: str) -> _Alone | None:
    """Of a text that says nothing else; 余 and 约 aside."""
    words = _YUAN.sub("元", _DAYS.sub(r"\1天", spelt(narrow(text).strip(" 。.，,"))))
    limit = "least" if _LEAST.search(words) else "most" if _MOST.search(words) else ""
    kept = _MORE.sub("", words if limit else _bare(words))
    found = find_quantities(kept)
    if len(found) != 1 or _BOUNDS.sub("", kept[: found[0].start]).strip():
        return None
    after = bare(kept[found[0].end :])
    numeral = _NUMERAL.search(kept)
    value = number_value(numeral.group()) if numeral else None
    return _Alone(found[0], _LIMIT_AFTER.sub("", after), limit, value)


def _fits(ours: Quantity, theirs: Quantity) -> bool:
    return not ours.measure or not theirs.measure or same_measure(ours, theirs)


def _bare(text: str) -> str:
    """Without 约, 余 and the like."""
    return _BOUNDS.sub("", narrow(text).strip(" 。.，,"))


def _same_date(response: str, answer: str) -> bool:
    words = _SHORT_YEAR.sub(r"20\1年", narrow(response).strip(" 。.，,"))
    said, meant = find_dates(words), find_dates(narrow(answer))
    if len(said) != 1 or len(meant) != 1 or said[0].end - said[0].start < len(words):
        return False
    return date_relation(said[0], meant[0]) == "equal"


def _same_clock(response: str, answer: str) -> bool:
    """晚上8点半 for 20:30."""
    said, meant = _clock(response), _clock(answer)
    return said is not None and said == meant


def _clock(text: str) -> tuple[str, str] | None:
    """The clock time or weekday that a text is; None for anything else."""
    words = narrow(text).strip(" 。.，,")
    facts = told_facts(AnalysedText(words))
    if len(facts) != 1 or facts[0].end - facts[0].start < len(words):
        return None
    value = facts[0].value
    return value if isinstance(value, tuple) else None
