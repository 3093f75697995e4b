"""Unfinished work of whoever calls a handler: kept where they are known, and never in the way of the work."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import gradio as gr

from people import DatabaseFailure, LearningError
from people.drafts import Unfinished
from ui.access.visitors import keeper_of

log = logging.getLogger(__name__)

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Work:
    """What is kept; nothing without a database. Safe to share between threads."""

    unfinished: Unfinished | None = None

    def keep(self, request: gr.Request | None, name: str, value: object) -> None:
        """Keep a JSON value in the place of the one before; what cannot be kept is told to the log alone."""
        owner = keeper_of(request)
        if self.unfinished and owner:
            try:
                self.unfinished.keep(owner, name, value)
            except (LearningError, DatabaseFailure):
                log.exception("%s is not kept", name)

    def kept(
        self, request: gr.Request | None, name: str, read: Callable[[object], Value], nothing: Value
    ) -> Value:
        """What ``read`` makes of what is kept; ``nothing`` where nothing is, or another version kept it."""
        owner = keeper_of(request)
        value = self.unfinished.kept(owner, name) if self.unfinished and owner else None
        if value is None:
            return nothing
        try:
            return read(value)
        except (ValueError, KeyError, TypeError, LearningError):
            log.info("%s of an earlier version is forgotten", name)
            self.drop(request, name)
            return nothing

    def drop(self, request: gr.Request | None, name: str) -> None:
        """Forget it: it is done or given up."""
        owner = keeper_of(request)
        if self.unfinished and owner:
            self.unfinished.drop(owner, name)
