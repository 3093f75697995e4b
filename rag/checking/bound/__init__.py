"""A claim beside the propositions its facts are bound to: what is named, what differs, what is exchanged."""
