"""A draft -> a verdict for every sentence, with the words that prove it."""
