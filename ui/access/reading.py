"""Documents that are limited to groups: what is closed to whoever asks is neither found nor shown."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import gradio as gr

from index.records import Filter
from people.accounts import Caller, Groups
from ui.access.visitors import caller_of

CLOSED = "这份资料只对部分账号开放，你的账号不能查看。需要的话请找资料员。"


@dataclass(frozen=True, slots=True)
class Limits:
    """What is closed to whom; without accounts nothing is. Safe to share between threads."""

    groups: Groups | None = None
    disabled: Callable[[Caller], bool] = lambda caller: False  # whether an account is by now

    def barred(self, request: gr.Request | None) -> bool:
        """Whether the account behind a handler's request was disabled since: what runs for it shall end."""
        caller = caller_of(request)
        return caller is not None and self.disabled(caller)

    def closed(self, request: object) -> frozenset[str]:
        """Ids of the documents that the caller of a handler or a route may not read."""
        caller = caller_of(request)
        return self.groups.closed_to(caller) if self.groups and caller else frozenset()

    def limited(self) -> frozenset[str]:
        """Ids of all documents that are not for everybody."""
        return self.groups.limited() if self.groups else frozenset()

    def names(self) -> tuple[str, ...]:
        """Every group, by name."""
        return self.groups.names() if self.groups else ()

    def narrowed(self, where: Filter, request: gr.Request | None) -> Filter:
        """The same filter, which finds nothing that is closed to the caller."""
        closed = self.closed(request)
        return replace(where, without=tuple(sorted(closed))) if closed else where
