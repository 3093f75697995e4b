"""Checks and exam papers as Word files and plain text, in the words a user reads."""
