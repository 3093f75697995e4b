"""The engine that settings name."""

from rag.settings import GenerationSettings
from rag.writing.engine import Engine


def open_engine(settings: GenerationSettings) -> Engine | None:
    """The engine that settings name; None for the extractive one.

    Nothing is loaded or connected to before the first question: a model that is not there costs the
    user a note, never the answer.
    """
    if settings.engine == "openai":
        from rag.writing.openai_engine import OpenAIEngine

        return OpenAIEngine(settings)
    if settings.engine == "transformers":
        from rag.writing.local_engine import TransformersEngine

        return TransformersEngine(settings)
    return None
