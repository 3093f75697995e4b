"""Where the page may be served, and whether it says that it can answer."""

import sqlite3

import pytest

from ui.command import options
from ui.network import Network, UnsafeNetwork


def refusal(network, *, administrator=True):
    with pytest.raises(UnsafeNetwork) as error:
        network.check(administrator=administrator)
    assert len(str(error.value).splitlines()) == 1
    return str(error.value)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1"])
def test_on_this_machine_nobody_signs_in_and_nothing_is_asked(host):
    network = Network(host)
    network.check(administrator=False)
    assert (network.loopback, network.signing_in, network.scheme) == (True, False, "http")


def test_accounts_on_this_machine_need_an_administrator_and_no_certificate():
    network = Network(accounts=True)
    assert network.signing_in
    assert "python -m people user add 账号名 --roles 管理员" in refusal(network, administrator=False)
    network.check(administrator=True)


@pytest.mark.parametrize("host", ["0.0.0.0", "10.0.0.9", "::", "fe80::1", "wenda.example"])
def test_elsewhere_one_signs_in_over_tls_or_it_does_not_start(host, certificate):
    assert Network(host).signing_in
    told = refusal(Network(host, insecure=True), administrator=False)
    assert "python -m people user add" in told
    told = refusal(Network(host))
    for way in (host, "--cert", "--key", "--trusted-proxy", "--insecure-http"):
        assert way in told
    Network(host, insecure=True).check(administrator=True)
    Network(host, proxies=("10.0.0.2",)).check(administrator=True)
    pair = {"certificate": certificate / "one.pem", "key": certificate / "one.key"}
    Network(host, **pair).check(administrator=True)
    assert Network(host, **pair).scheme == "https"
    assert "user add" in refusal(Network(host, **pair), administrator=False)


@pytest.mark.parametrize("wrong", ["no file", "another's key", "no PEM", "a folder"])
def test_a_certificate_that_cannot_be_used_is_said_so(certificate, tmp_path, wrong):
    (tmp_path / "text.pem").write_text("no certificate")
    pairs = {
        "no file": (tmp_path / "nothing.pem", certificate / "one.key"),
        "another's key": (certificate / "one.pem", certificate / "two.key"),
        "no PEM": (tmp_path / "text.pem", certificate / "one.key"),
        "a folder": (tmp_path, certificate / "one.key"),
    }
    told = refusal(Network("0.0.0.0", certificate=pairs[wrong][0], key=pairs[wrong][1]))
    assert "证书或私钥不能用" in told
    assert str(pairs[wrong][0]) in told


def test_the_command_line_says_where():
    network = options(["--host", "localhost"]).network
    assert (network.host, network.loopback) == ("127.0.0.1", True)
    chosen = "--host 0.0.0.0 --port 8443 --cert a.pem --key a.key --trusted-proxy 10.0.0.2"
    network = options(chosen.split()).network
    assert (network.host, network.port, network.scheme) == ("0.0.0.0", 8443, "https")
    assert network.proxies == ("10.0.0.2",)
    assert not options([]).network.signing_in
    assert options(["--accounts"]).network.signing_in


@pytest.mark.parametrize(
    "wrong",
    [["--cert", "a.pem"], ["--key", "a.key"], ["--host", "wenda.example"], ["--host", "10.0.0.999"],
     ["--trusted-proxy", "x"], ["--host"], ["--acc"]],
)  # fmt: skip
def test_wrong_use_is_one_chinese_line_and_exit_2(wrong, capsys):
    with pytest.raises(SystemExit) as left:
        options(wrong)
    said = capsys.readouterr().err
    assert left.value.code == 2
    assert said.startswith("命令写法不对")
    assert len(said.splitlines()) == 1


def test_it_says_that_it_lives_and_can_answer(fresh):
    alive, ready = fresh.asked("GET", "/healthz"), fresh.asked("GET", "/readyz")
    assert (alive.status, alive.json) == (200, {"status": "ok"})
    assert (ready.status, ready.json["status"], ready.json["generation"]) == (200, "ready", 1)
    assert set(ready.json) == {"status", "version", "generation"}
    assert "no-store" in ready.headers["cache-control"]


def test_without_its_database_it_lives_and_cannot_answer(fresh, tmp_path):
    fresh.engine.dispose()
    (tmp_path / "app.db").write_bytes(b"no database " * 100)
    for left in tmp_path.glob("app.db-*"):
        left.unlink()
    ready = fresh.asked("GET", "/readyz")
    assert ready.status == 503
    assert set(ready.json) == {"status", "error"}
    assert str(tmp_path) not in ready.text
    assert fresh.asked("GET", "/healthz").status == 200


def test_without_its_store_it_lives_and_cannot_answer(fresh, tmp_path):
    for path in (tmp_path / "store").glob("*.db*"):
        path.write_bytes(b"no database " * 100)
    ready = fresh.asked("GET", "/readyz")
    assert (ready.status, ready.json["status"]) == (503, "unready")
    assert fresh.asked("GET", "/healthz").status == 200


def test_a_database_that_is_busy_is_still_there(fresh, tmp_path):
    with sqlite3.connect(tmp_path / "app.db") as writer:
        writer.execute("BEGIN IMMEDIATE")
        assert fresh.asked("GET", "/readyz").status == 200
        writer.execute("ROLLBACK")
    writer.close()
