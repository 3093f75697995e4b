"""Cases -> verified questions for trainees, grades for their answers, and learning cards."""
