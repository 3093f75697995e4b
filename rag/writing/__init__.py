"""A language model writes an answer; what its sources do not prove is taken out."""
