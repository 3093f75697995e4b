"""What Gradio tells a browser of the page, less what no browser needs to draw it. Pure."""

from collections.abc import Mapping
from typing import Any

UNUSED = frozenset({"api_info", "api_info_as_input", "api_info_as_output", "example_inputs"})
INTERNAL = frozenset({"delete_callback", "time_to_live"})  # of a State: addresses in memory
NAMES = frozenset({"api_name", "api_description"})  # of a function: called by its number alone


def public_config(config: Mapping[str, Any]) -> dict[str, Any]:
    """The configuration of Blocks without versions, descriptions, examples and names of functions."""
    return {
        **config,
        "version": "",
        "components": [_component(component) for component in config["components"]],
        "dependencies": [
            {**function, **dict.fromkeys(NAMES & function.keys())} for function in config["dependencies"]
        ],
    }


def _component(component: Mapping[str, Any]) -> dict[str, Any]:
    props = {name: value for name, value in component["props"].items() if name not in INTERNAL}
    return {name: value for name, value in component.items() if name not in UNUSED} | {"props": props}
