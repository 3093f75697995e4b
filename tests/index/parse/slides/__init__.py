"""Slides: what they say, in which order, what is left out and told."""
