"""How a region of the page is bound to functions of the modules in ui/static. Pure."""

from ui.static_files import static_address


def on_load(*calls: str) -> str:
    """What a region runs when it is there, e.g. source.citations(element, trigger, 'open_source').

    Gradio hands over ``element``, ``trigger`` and ``watch``, and makes every quoted name an event of it.
    """
    return "; ".join(f"{_imported(call)}.then(({_module(call)}) => {call})" for call in calls)


def afterwards(call: str) -> str:
    """What an event runs when its handler is done and its outputs are on the page, e.g. source.shown()."""
    return f"() => {_imported(call)}.then(({_module(call)}) => {{ {call}; }})"


def begins_with(call: str) -> str:
    """What an event of (value, words) sends in place of the words, e.g. address.asked()."""
    return f"(value) => {_imported(call)}.then(({_module(call)}) => [value, {call}])"


def told(function: str) -> str:
    """A function that an event hands its input to when its handler is done, e.g. kept.known."""
    return f"(value) => {_imported(function)}.then(({_module(function)}) => {{ {function}(value); }})"


def _imported(call: str) -> str:
    return f"import('{static_address()}/{_module(call)}.js')"


def _module(call: str) -> str:
    return call.partition(".")[0]
