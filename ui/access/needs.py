"""What a call of the page asks of whoever makes it. Every function the page offers declares it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import gradio as gr
from gradio.events import Dependency

from people.accounts import Role


@dataclass(frozen=True, slots=True)
class Needs:
    """The role that a function asks for, or each of its actions."""

    role: Role = Role.USER
    told_by: str = ""  # the field of the event that names the action; "" for a function of one use
    actions: Mapping[str, Role] = field(default_factory=dict)  # another action is refused

    def asked(self, event: object) -> Role | None:
        """The role that a call with this event asks for; None for an action that nobody declared."""
        if not self.told_by:
            return self.role
        return self.actions.get(self.named(event))

    def named(self, event: object) -> str:
        """The action that an event names; "" where it names none."""
        named = event.get(self.told_by) if isinstance(event, Mapping) else ""
        return named if isinstance(named, str) else ""


class Undeclared(RuntimeError):
    """A function of the page that does not say who may call it."""


class Declared:
    """The needs of a page's functions, by their number; filled while the page is built."""

    def __init__(self) -> None:
        self._needs: dict[int, Needs] = {}

    def __call__(self, function: Dependency, needs: Needs) -> Dependency:
        """Declare what an event's function asks for."""
        self._needs[int(function["id"])] = needs
        return function

    def of(self, page: gr.Blocks) -> dict[int, Needs]:
        """The needs of every function that ``page`` can be asked to run.

        What runs when a page is closed stops that page's own work only. Raises Undeclared.
        """
        runs = {number: function for number, function in page.fns.items() if function.fn}
        closing = {
            n for n, f in runs.items() if f.targets and all(event == "unload" for _, event in f.targets)
        }
        undeclared = sorted(runs.keys() - self._needs.keys() - closing)
        if undeclared:
            raise Undeclared(f"functions {undeclared} of the page do not declare who may call them")
        return {number: self._needs.get(number, Needs()) for number in runs}
