"""Signing in with an account elsewhere: a small provider, an office, and every way to cheat."""
