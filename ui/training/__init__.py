"""培训: practice, papers, cards and progress; the question bank and results for the trainer."""

from ui.training.train import Training

__all__ = [
    # train
    "Training",
]
