"""What is typed on the page and not sent yet: which fields are kept, and the routes that keep them."""

from ui.drafts.fields import DECLARED, Field, kept_fields
from ui.drafts.routes import drafts_router

__all__ = [
    # fields
    "DECLARED",
    "Field",
    "kept_fields",
    # routes
    "drafts_router",
]
