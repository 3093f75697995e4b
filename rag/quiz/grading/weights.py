"""What each signal weighs when it is decided whether an answer makes a point. Fitted by bench.marking.fit."""

import math

from rag.quiz.grading.signals import Signals

# In the order of ``Signals``, then the bias.
WEIGHTS = (3.23, 1.39, -2.26, -5.78, 0.10, 0.41, 0.56, 4.75, 0.32, -0.65, -1.64, 1.04, -0.46)
CREDITED = 0.5  # probability from which a point is given


def probability(one: Signals) -> float:
    """The probability, 0..1, that a person would give the point."""
    total = WEIGHTS[-1] + sum(w * x for w, x in zip(WEIGHTS, one.row, strict=False))
    return 1 / (1 + math.exp(-total))
