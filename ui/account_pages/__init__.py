"""Pages beside Gradio's, where there are accounts: signing in, one's password, 管理."""

from ui.account_pages.admin import AdminPages
from ui.account_pages.office import Office
from ui.account_pages.routes import Route, router_of
from ui.account_pages.signing_in import SigningInPages

__all__ = [
    # admin
    "AdminPages",
    # office
    "Office",
    # routes
    "Route",
    "router_of",
    # signing_in
    "SigningInPages",
]
