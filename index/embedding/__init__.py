"""Texts -> vectors: the model, its faster runtime, and several machines."""

from index.embedding.cluster import ClusterEmbedder
from index.embedding.embedder import (
    CALIBRATION_FILE,
    READING_FILE,
    VERDICT_FILE,
    Embedder,
    SupportsEncoding,
    Vectors,
    dtype_for,
    quiet,
)
from index.embedding.openvino import Run, compiled, uncompiled, wanted

__all__ = [
    # cluster
    "ClusterEmbedder",
    # embedder
    "CALIBRATION_FILE",
    "Embedder",
    "READING_FILE",
    "SupportsEncoding",
    "VERDICT_FILE",
    "Vectors",
    "dtype_for",
    "quiet",
    # openvino
    "Run",
    "compiled",
    "uncompiled",
    "wanted",
]
