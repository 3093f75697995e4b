"""What running an encoder means, whatever runs it: token ids in, layers of token vectors out."""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

INPUTS = ("input_ids", "attention_mask", "token_type_ids")
Arrays = Mapping[str, NDArray[np.int64]]  # the inputs by name, each (batch, tokens)
Layers = tuple[NDArray[np.float32], ...]  # each (batch, tokens, width)
Run = Callable[[Arrays], Layers]
