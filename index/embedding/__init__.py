"""Texts -> vectors: the model, its faster runtime, and several machines."""
