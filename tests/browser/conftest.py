"""Real Chromium against the page running as a child process."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = "/usr/bin/chromium"
MISSING = f"没有 Chromium，网页测试不能运行；{CHROMIUM} 可以用 apt-get install chromium fonts-noto-cjk 安装"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
START_SECONDS = 90  # a limit for hanging, not a measurement
# Collects every text a user could meet, also what was on the page only for a moment.
COLLECT = """
window.seen = new Set();
const note = (node) => {
  if (node.nodeType === 3) {
    const parent = node.parentElement; // hidden for everyone: also from a screen reader
    if (parent && parent.checkVisibility() && node.data.trim()) seen.add(node.data.trim());
  } else if (node.nodeType === 1) {
    for (const name of ["aria-label", "title", "placeholder", "alt"])
      if (node.getAttribute(name)) seen.add(node.getAttribute(name));
    node.childNodes.forEach(note);
  }
};
new MutationObserver((all) => all.forEach((m) => {
  if (m.type === "childList") m.addedNodes.forEach(note); else note(m.target);
})).observe(document, { childList: true, subtree: true, characterData: true, attributes: true });
"""


class Served:
    """A page program running as a child process; its standard error is kept in ``lines``."""

    def __init__(self, command, environment=None):
        self.command = [str(part) for part in command]
        self.environment = {**os.environ, **(environment or {})}
        self.lines, self.url, self.process = [], "", None

    def start(self):
        self.url, self.lines = "", []
        self.process = subprocess.Popen(
            self.command, cwd=ROOT, env=self.environment, stderr=subprocess.PIPE, text=True
        )
        ready = threading.Event()
        self.reader = threading.Thread(target=self._read, args=(ready,), daemon=True)
        self.reader.start()
        assert ready.wait(START_SECONDS), "the page did not start:\n" + self.log
        assert self.url, "the page ended at once:\n" + self.log
        return self

    def _read(self, ready):
        for line in self.process.stderr:
            self.lines.append(line)
            if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                self.url = self.url or found[0]
                ready.set()
        ready.set()

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        self.process.wait(30)
        self.reader.join(10)
        self.process.stderr.close()

    def restart(self):
        """Stop, then start again on the same port."""
        port = self.url.rsplit(":", 1)[1]
        if self.process.poll() is None:
            self.stop()
        self.command[self.command.index("--port") + 1] = port
        self.start()

    @property
    def log(self):
        return "".join(self.lines)


@contextmanager
def running(command, environment=None):
    served = Served(command, environment)
    try:
        yield served.start()
    finally:
        if served.process and served.process.poll() is None:
            served.stop()


def fake_command(folder, port=0):
    """The page over the scripted chatbot, with all it keeps in ``folder``."""
    database, store = f"sqlite:///{folder / 'app.db'}", folder / "store"
    program = [sys.executable, "-m", "tests.browser.fake_page"]
    return [*program, "--port", port, "--database", database, "--store", store]


@pytest.fixture(scope="package")
def kept(tmp_path_factory):
    """Where the page that the tests share keeps everything."""
    return tmp_path_factory.mktemp("fake")


@pytest.fixture(scope="package")
def served(kept):
    """One page for all tests that leave it running: users are told apart by what their browser keeps."""
    with running(fake_command(kept)) as server:
        yield server


@pytest.fixture(scope="package")
def chromium():
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path).exists()
        if not own and not Path(CHROMIUM).exists():
            (pytest.fail if os.environ.get("REQUIRE_CHROMIUM") else pytest.skip)(MISSING)
        program = CHROMIUM if Path(CHROMIUM).exists() else None  # None: Playwright's own
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


class Profile:
    """A browser profile with one page, which records all requests and complaints; used by one user at a time.

    Loading the page in a browser that has its scripts already takes a third of the work.
    """

    def __init__(self, chromium, locale):
        self.locale, self.requests, self.complaints = locale, [], []
        self.context = chromium.new_context(locale=locale)
        self.context.on("request", lambda request: self.requests.append(request.url))
        self.context.add_init_script(COLLECT)
        self.page = self.context.new_page()
        self.page.set_default_timeout(45_000)  # for hanging, not a measurement
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append("dialog: " + dialog.message))

    def empty(self, url):
        """Leave the page at ``url`` and forget everything but its scripts."""
        for page in self.context.pages:
            if page != self.page:
                page.close()
        self.page.goto("about:blank")
        self.context.clear_cookies()
        self.context.clear_permissions()
        session = self.context.new_cdp_session(self.page)
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(url))
        session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
        session.detach()
        self.requests.clear()
        self.complaints.clear()


class Visitor:
    """One user, with a browser profile that nobody else uses meanwhile."""

    def __init__(self, profile, url, width=1280, height=800):
        self.profile, self.url = profile, url
        self.context, self.page = profile.context, profile.page
        self.page.set_viewport_size({"width": width, "height": height})

    def open(self):
        # Two cores that run other tests too: a limit for hanging, not a measurement.
        self.page.goto(self.url, timeout=60_000)
        self.arrived()
        return self

    def arrived(self):
        """Wait for the page's first answer."""
        self.page.wait_for_selector("#history .history", state="attached", timeout=60_000)

    def ask(self, question, state="grounded"):
        self.page.fill("#question textarea", question)
        self.page.press("#question textarea", "Enter")
        turn = self.page.locator(f"#live .turn.{state}")
        turn.filter(has_text=question[:30]).wait_for()
        return turn

    def texts(self):
        return set(json.loads(self.page.evaluate("JSON.stringify([...window.seen])")))

    def outside(self):
        home = urlsplit(self.url).netloc
        return [u for u in self.profile.requests if urlsplit(u).scheme in ("http", "https", "ws", "wss")
                and urlsplit(u).netloc != home]  # fmt: skip


@pytest.fixture(scope="package")
def profiles():
    """Empty browser profiles that no test uses at the moment."""
    return []


@pytest.fixture
def visit(chromium, profiles):
    """Opens the page as a new user; afterwards nobody may have left the origin or seen an error."""
    visitors = []

    def opened(url, *, locale="en-US", **size):
        free = next((p for p in profiles if p.locale == locale), None)
        if free:
            profiles.remove(free)
        visitors.append(Visitor(free or Profile(chromium, locale), url, **size))
        return visitors[-1].open()

    yield opened
    outside = [visitor.outside() for visitor in visitors]
    complaints = [list(visitor.profile.complaints) for visitor in visitors]
    for visitor in visitors:
        visitor.profile.empty(visitor.url)
        profiles.append(visitor.profile)
    assert outside == [[] for _ in visitors]
    assert complaints == [[] for _ in visitors]
