"""app.py as an office runs it: a real store and model, real TLS, accounts in a real database."""

import os
import re
import shutil
import signal
import ssl
import subprocess
import sys
import threading

import httpx
import pytest

import app
from index.library.sources import read_folder
from people.accounts import Accounts, Passwords, Role
from people.database import open_database
from tests.browser.conftest import ROOT, START_SECONDS
from tests.ui.access.offices import OTHER, PASSWORD

ARTICLE = "# 河口镇案例\n\n## 县水利局 修好水渠\n\n县水利局修好水渠12条，受益农户300户。\n"


@pytest.fixture(scope="module")
def store(tmp_path_factory, ingest):
    folder = tmp_path_factory.mktemp("office-store")
    (folder / "docs").mkdir()
    (folder / "docs" / "河口镇.md").write_text(ARTICLE, encoding="utf-8")
    ingest(folder / "store", read_folder(folder / "docs"))
    return folder / "store"


def database(folder):
    """A new database's address, with an administrator in it."""
    url = f"sqlite:///{folder / 'app.db'}"
    engine = open_database(url)
    Accounts(engine, Passwords()).add("主任", [Role.ADMINISTRATOR], PASSWORD)
    engine.dispose()
    return url


@pytest.mark.parametrize(
    ("arguments", "administrator", "said"),
    [(["--accounts"], False, "python -m people user add 账号名 --roles 管理员"),
     (["--host", "0.0.0.0", "--insecure-http"], False, "python -m people user add 账号名 --roles 管理员"),
     (["--host", "0.0.0.0"], True, "--insecure-http"),
     (["--host", "0.0.0.0", "--cert", "nothing.pem", "--key", "nothing.key"], True, "证书或私钥不能用"),
     (["--host", "198.51.100.7", "--insecure-http"], True, "198.51.100.7 不是这台机器的地址")],
)  # fmt: skip
def test_what_is_not_safe_does_not_start(
    store, tmp_path, monkeypatch, capsys, arguments, administrator, said
):
    url = database(tmp_path) if administrator else f"sqlite:///{tmp_path / 'app.db'}"
    monkeypatch.setenv("XHS_DATABASE", url)
    code = app.main(["--store", str(store), "--port", "0", "--no-browser", *arguments])
    told = capsys.readouterr().err
    assert code == 2
    assert len(told.splitlines()) == 1
    assert said in told


def test_the_program_itself_ends_with_2_where_nobody_administrates(store, tmp_path):
    command = [sys.executable, "app.py", "--store", store, "--port", "0", "--no-browser", "--accounts"]
    environment = {**os.environ, "XHS_DATABASE": f"sqlite:///{tmp_path / 'app.db'}"}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", timeout=120
    )
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert "python -m people user add" in done.stderr


@pytest.fixture(scope="module")
def served(store, certificate, tmp_path_factory):
    """The program over https on this machine; its address, what it said, and a client that trusts it."""
    folder = tmp_path_factory.mktemp("office")
    own = shutil.copytree(store, folder / "store")
    command = [sys.executable, "app.py", "--store", own, "--port", "0", "--no-browser", "--accounts",
               "--cert", certificate / "one.pem", "--key", certificate / "one.key"]  # fmt: skip
    environment = {**os.environ, "XHS_DATABASE": database(folder)}
    lines, ready = [], threading.Event()
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)

    def read():
        for line in process.stderr:
            lines.append(line)
            ready.set()
        ready.set()

    thread = threading.Thread(target=read, daemon=True)
    thread.start()
    assert ready.wait(START_SECONDS)
    url = re.search(r"https://127\.0\.0\.1:\d+", lines[0])[0]
    trusting = ssl.create_default_context(cafile=certificate / "one.pem")
    with httpx.Client(base_url=url, verify=trusting, timeout=60, headers={"origin": url}) as client:
        yield url, lines, client
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 0
    thread.join(10)
    process.stderr.close()


def test_an_office_signs_in_over_https(served, certificate):
    url, lines, client = served
    assert client.get("/readyz").json()["status"] == "ready"
    sent_on = client.get("/")
    assert (sent_on.status_code, sent_on.headers["location"]) == (303, "/signin")
    assert client.post("/signin", data={"name": "主任", "password": OTHER}).status_code == 401
    signed = client.post("/signin", data={"name": "主任", "password": PASSWORD})
    assert signed.status_code == 303
    assert re.search("; secure", signed.headers["set-cookie"], re.IGNORECASE)
    assert client.get("/").headers["location"] == "/password"
    changed = client.post("/password", data={"old": PASSWORD, "new": OTHER, "again": OTHER})
    assert (changed.status_code, changed.headers["location"]) == (303, "/")
    page = client.get("/")
    assert page.status_code == 200
    assert 'data-account="主任"' in page.text
    assert f'"root":"{url}"' in page.text.replace('": "', '":"')  # Gradio calls the page where it is
    assert client.get("/admin").status_code == 200
    assert client.post("/admin/add", data={"name": "李芳", "roles": "使用者"}).status_code == 200
    assert client.post("/signout").headers["location"] == "/signin"
    assert len(lines) == 1  # nothing is logged of all this


def test_whoever_does_not_trust_the_certificate_sees_it(served, certificate):
    url = served[0]
    with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"), httpx.Client() as client:
        client.get(url)
    done = subprocess.run(
        ["curl", "-ks", "-o", "/dev/null", "-w", "%{http_code}", f"{url}/healthz"],
        capture_output=True,
        text=True,
    )
    assert done.stdout == "200"
    with httpx.Client() as client, pytest.raises(httpx.HTTPError):
        client.get(url.replace("https", "http"))  # no plain HTTP on this port
