"""The language, below both halves: a text and the lines, sentences, words and names in it. No I/O."""
