"""How the tokenizers that an object holds are set up: what threads share must not change."""

import gc
import json
from types import FunctionType, ModuleType

from tokenizers import Tokenizer


def tokenizers_in(root):
    """Every tokenizer that can be reached from an object, by identity, with how it truncates and pads."""
    seen, waiting, states = set(), [root], {}
    while waiting:
        thing = waiting.pop()
        if id(thing) in seen or isinstance(thing, type | ModuleType):
            continue
        seen.add(id(thing))
        if isinstance(thing, Tokenizer):
            states[id(thing)] = json.dumps([thing.truncation, thing.padding], sort_keys=True)
        # A function's globals are its module's, not the object's: they lead everywhere.
        waiting += [thing.__closure__] if isinstance(thing, FunctionType) else gc.get_referents(thing)
    return states
