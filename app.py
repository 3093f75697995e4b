"""The web page: ``python app.py [--store DIR] [--port N] [--no-browser] [--host ADDRESS …]``. Wiring only."""

import sys
import tomllib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from pydantic import ValidationError

from index.cli import settings_error
from index.errors import IndexFailure
from people import DatabaseUnusable, open_database
from rag.settings import Settings
from ui.command import UNUSABLE, announce, options
from ui.network import Network, UnsafeNetwork
from ui.ports import NoFreePort, free_socket
from ui.temporary import own_folder

DONE = 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve the page until interrupted; returns 0, or 2 when something it needs is not usable."""
    chosen = options(arguments)
    try:
        settings = Settings(store=chosen.store) if chosen.store else Settings()
        network = chosen.network.behind(settings.serving.proxies, settings.serving.root_path)
        with own_folder() as folder:  # before Gradio is imported, which makes itself a folder of its own
            run(settings, network, folder, browser=chosen.browser)
    except (IndexFailure, DatabaseUnusable, NoFreePort, UnsafeNetwork) as error:
        return _refuse(str(error))
    except ValidationError as error:
        return _refuse(settings_error(error))
    except tomllib.TOMLDecodeError as error:
        return _refuse(f"settings.toml 写法有误：{error}。写法见 settings.example.toml。")
    except KeyboardInterrupt:
        pass
    return DONE


def run(settings: Settings, network: Network, folder: Path, *, browser: bool) -> None:
    """Open everything, then answer on the first free port from the wished one; files wait in ``folder``."""
    from api import ApiFirst, Around, Workers, build_api
    from index.library import Library
    from people.accounts import has_administrator
    from people.operations import places_of, refuse_half_restored
    from people.settings import PeopleRoot
    from rag.program import Program
    from ui.account_pages import Office
    from ui.feedback import ApprovedFirst
    from ui.handlers import Handlers
    from ui.page import TITLE
    from ui.serving import Browsers, Transfers, build_server, configure_logging, serve

    configure_logging(settings.serving)
    refuse_half_restored(places_of(settings.store, settings.database))
    database = open_database(settings.database)
    network.check(administrator=has_administrator(database))
    # Leaving the pool waits for its task: torch aborts a process that ends under a running model.
    with (
        free_socket(network.port, network.host) as listening,
        Program.open(settings) as program,
        Workers(settings.api) as workers,
        ThreadPoolExecutor(1) as background,
    ):
        port, store = listening.getsockname()[1], program.chatbot.store
        office = Office.of(database, PeopleRoot().accounts, port, store)
        library = Library(settings.store, program.chatbot.embedder, settings.index)
        files = Transfers(folder, Browsers(port))
        signing_in, first = office if network.signing_in else None, ApprovedFirst.of(database, store)
        around = Around(
            office.keys.caller, office.auditor.called, office.groups.closed_to, office.barred, first.answer,
            missed=lambda caller, answer: first.missed(answer, caller.account.owner),
            limit=office.limit, root=network.root,
        )  # fmt: skip
        api_first = partial(ApiFirst, api=build_api(program, library, around, workers))
        with office, Handlers.of(settings, program, library, database, files, first, signing_in) as handlers:
            background.submit(handlers.chat.examples.questions)  # warms the model while the browser starts
            background.submit(office.tidy)
            page, declared = handlers.page()
            announce(network.address(port), browser=browser)
            served = office.served(network, settings.serving, api_first)
            serve(build_server(page, declared, TITLE, files, handlers.beside(served)), listening, network)


def _refuse(message: str) -> int:
    print(message, file=sys.stderr)
    return UNUSABLE


if __name__ == "__main__":
    sys.exit(main())
