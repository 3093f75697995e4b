"""When a question comes back to a trainee: FSRS without its random spread, in whole local days. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from fsrs import Card, Rating, Scheduler

SOON = timedelta(minutes=10)  # FSRS's one short step: in whole days, the next day
_SCHEDULER = Scheduler(learning_steps=(SOON,), relearning_steps=(SOON,), enable_fuzzing=False)


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A card after a review."""

    card: dict[str, object]  # JSON, to be given to the next review
    due: datetime  # UTC: the beginning of a local day, the next one at the earliest


def review(card: Mapping[str, object] | None, right: bool, at: datetime) -> Scheduled:
    """The card after an answer at an aware time; None for the first answer to the question.

    It is due as the local day begins that FSRS names, never on the day of the answer itself.
    A time before the card's last review counts as that review's: two processes' clocks may differ.
    """
    known = None if card is None else Card.from_dict({**card})  # type: ignore[typeddict-item]
    when = at.astimezone(UTC)
    if known is None:
        known = Card(card_id=0, due=when)  # the id would come from the clock
    elif known.last_review is not None:
        when = max(when, known.last_review)
    rating = Rating.Good if right else Rating.Again
    after, _ = _SCHEDULER.review_card(known, rating, review_datetime=when)
    day = max(local_day(after.due), local_day(when) + timedelta(days=1))
    return Scheduled(dict(after.to_dict()), day_start(day))


def replay(answers: Iterable[tuple[bool, datetime]]) -> Scheduled | None:
    """The card after all answers (right, aware time), oldest first; None where there are none."""
    scheduled = None
    for right, at in answers:
        scheduled = review(scheduled.card if scheduled else None, right, at)
    return scheduled


def local_day(at: datetime) -> date:
    """The day of an aware time on the server's wall clock, whose time zone is the office's."""
    return at.astimezone().date()


def day_start(day: date) -> datetime:
    """When a local day begins, UTC."""
    return datetime.combine(day, time.min).astimezone(UTC)
