"""Question -> hits: dense and full text, fused, narrowed to what the user chose."""

from rag.search.filters import holds, narrowed_to, told
from rag.search.merging import merged
from rag.search.retriever import Retriever

__all__ = [
    # filters
    "holds",
    "narrowed_to",
    "told",
    # merging
    "merged",
    # retriever
    "Retriever",
]
