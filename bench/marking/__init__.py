"""Marks of short answers: how far program and person agree, and the weights fitted to a person's marks."""
