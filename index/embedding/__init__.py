"""Texts -> vectors: the model, its faster runtime, and several machines.

conversion.py is imported where it is needed and not shown here: it brings PyTorch.
"""

from index.embedding.batches import batches
from index.embedding.cluster import ClusterEmbedder
from index.embedding.embedder import (
    ANSWERS_FILE,
    CALIBRATION_FILE,
    PROPOSITIONS_FILE,
    READING_FILE,
    ROLES_FILE,
    VERDICT_FILE,
    WORTH_FILE,
    Embedder,
    SupportsEncoding,
    Vectors,
)
from index.embedding.encoder import INPUTS, Arrays, Run
from index.embedding.openvino import compiled, files_digest, wanted
from index.embedding.precision import Compute, compute_for, dtype_for
from index.embedding.sentence_models import quiet
from index.embedding.tokenizer import load_tokenizer, pad_with

__all__ = [
    # batches
    "batches",
    # cluster
    "ClusterEmbedder",
    # embedder
    "ANSWERS_FILE",
    "CALIBRATION_FILE",
    "Embedder",
    "PROPOSITIONS_FILE",
    "READING_FILE",
    "ROLES_FILE",
    "SupportsEncoding",
    "VERDICT_FILE",
    "WORTH_FILE",
    "Vectors",
    # encoder
    "Arrays",
    "INPUTS",
    "Run",
    # openvino
    "compiled",
    "files_digest",
    "wanted",
    # precision
    "Compute",
    "compute_for",
    "dtype_for",
    # sentence_models
    "quiet",
    # tokenizer
    "load_tokenizer",
    "pad_with",
]
