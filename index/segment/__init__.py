"""Blocks -> cases -> passages, and what a person corrects in them."""
