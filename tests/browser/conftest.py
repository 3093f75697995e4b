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
    database = f"sqlite:///{folder / 'app.db'}"
    return [sys.executable, "-m", "tests.browser.fake_page", "--port", port, "--database", database]


@pytest.fixture(scope="session")
def chromium():
    if not Path(CHROMIUM).exists():
        pytest.fail(f"{CHROMIUM} is missing; install it: apt-get install -y chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


class Visitor:
    """One user: a browser profile of its own, everything it requested and complained about recorded."""

    def __init__(self, chromium, url, width=1280, height=800, locale="en-US"):
        self.context = chromium.new_context(viewport={"width": width, "height": height}, locale=locale)
        self.url, self.requests, self.complaints = url, [], []
        self.context.on("request", lambda request: self.requests.append(request.url))
        self.context.add_init_script(COLLECT)
        self.page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append("dialog: " + dialog.message))

    def open(self):
        self.page.goto(self.url)
        # Two cores that run other tests too: a limit for hanging, not a measurement.
        self.page.wait_for_selector("#history .history", state="attached", timeout=60_000)
        return self

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
        return [u for u in self.requests if urlsplit(u).scheme in ("http", "https", "ws", "wss")
                and urlsplit(u).netloc != home]  # fmt: skip


@pytest.fixture
def visit(chromium):
    """Opens the page as a new user; afterwards nobody may have left the origin or seen an error."""
    visitors = []

    def opened(url, **options):
        visitors.append(Visitor(chromium, url, **options))
        return visitors[-1].open()

    yield opened
    for visitor in visitors:
        visitor.context.close()
    assert [v.outside() for v in visitors] == [[] for _ in visitors]
    assert [v.complaints for v in visitors] == [[] for _ in visitors]
