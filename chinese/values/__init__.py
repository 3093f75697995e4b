"""Values in Chinese texts: numbers, amounts, dates, ranks and honours -> canonical ones that compare."""

from chinese.values.asked_measure import answers, asked_count, counted
from chinese.values.dates import DateSpan, date_relation, find_dates
from chinese.values.honours import AWARDED, AWARDING
from chinese.values.intervals import Relation
from chinese.values.mentions import Fact, Mention, fact_relation, facts, find_mentions
from chinese.values.numerals import ARABIC, narrow, number_value, written
from chinese.values.quantities import Quantity, find_quantities, same_measure
from chinese.values.ranks import Rank, find_ranks
from chinese.values.written_day import HOW, spoken, written_day, written_span

__all__ = [
    # asked_measure
    "answers",
    "asked_count",
    "counted",
    # dates
    "DateSpan",
    "date_relation",
    "find_dates",
    # honours
    "AWARDED",
    "AWARDING",
    # intervals
    "Relation",
    # mentions
    "Fact",
    "Mention",
    "fact_relation",
    "facts",
    "find_mentions",
    # numerals
    "ARABIC",
    "narrow",
    "number_value",
    "written",
    # quantities
    "Quantity",
    "find_quantities",
    "same_measure",
    # ranks
    "Rank",
    "find_ranks",
    # written_day
    "HOW",
    "spoken",
    "written_day",
    "written_span",
]
