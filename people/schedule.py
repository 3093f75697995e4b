"""When a question comes back to a trainee: FSRS without its random spread. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from fsrs import Card, Rating, Scheduler

# One short step: a wrong answer comes back the same day, a right one only after days.
SOON = timedelta(minutes=10)
_SCHEDULER = Scheduler(learning_steps=(SOON,), relearning_steps=(SOON,), enable_fuzzing=False)


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A card after a review."""

    card: dict[str, object]  # JSON, to be given to the next review
    due: datetime  # UTC


def review(card: Mapping[str, object] | None, right: bool, at: datetime) -> Scheduled:
    """The card after an answer at an aware time; None for the first answer to the question.

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
    return Scheduled(dict(after.to_dict()), after.due)


def replay(answers: Iterable[tuple[bool, datetime]]) -> Scheduled | None:
    """The card after all answers (right, aware time), oldest first; None where there are none."""
    scheduled = None
    for right, at in answers:
        scheduled = review(scheduled.card if scheduled else None, right, at)
    return scheduled
