"""培训: practice, papers, cards and progress; the question bank and results for the trainer."""
