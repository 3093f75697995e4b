"""``python -m people``: one file a group of commands, each with a ``register``."""
