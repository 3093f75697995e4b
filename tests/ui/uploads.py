"""Files as a browser sends them: over the route, then named to a handler by their tokens."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

from ui.serving.browsers import Browsers
from ui.serving.transfers import Transfers

PORT = 7860
BROWSERS = Browsers(PORT)
SESSION, OTHER = BROWSERS.new(), BROWSERS.new()


def browser(session=SESSION, session_hash=None, **more):
    """A request of one browser, as handlers see it."""
    return SimpleNamespace(cookies={BROWSERS.cookie: session}, session_hash=session_hash, **more)


def transfers(folder, limits=None):
    folder.mkdir(exist_ok=True)
    return Transfers(folder, BROWSERS, limits)


def sent(files, name, data, session=SESSION, size=None):
    """What the page says of a file that it sent."""

    async def pieces():
        for at in range(0, len(data), 1000):
            yield data[at : at + 1000]

    with ThreadPoolExecutor(1) as thread:  # browser tests leave a loop running in this one
        token = thread.submit(asyncio.run, files.receive(session, name, pieces())).result()
    return {"name": name, "size": len(data) if size is None else size, "token": token, "said": ""}


def not_sent(name, size, said=""):
    """What the page says of a file that it did not send, or that was refused on its way."""
    return {"name": name, "size": size, "token": "", "said": said}
