"""What a browser does at an office whose people sign in elsewhere, and what is to be seen there."""

import html
import re
from contextlib import contextmanager

import httpx
import pytest

from people.accounts import Role
from people.audit import Action, Outcome, Query
from people.database import open_database
from tests.ui.openid.office import SECRET_ENV, open_office
from tests.ui.openid.provider import (
    SECRET,
    SUB,
)
from ui.account_pages.openid import FAILED, START

SAID = re.compile(r'<p class="said" role="alert">(.*?)</p>')
PASSWORD = "correct horse 马上 staple"


@contextmanager
def house(folder, issuer, **settings):
    """(An office with the administrator 管, its address), of its own database."""
    engine = open_database(f"sqlite:///{folder / 'app.db'}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SECRET_ENV, SECRET)
        with open_office(engine, folder / "files", issuer, **settings) as (office, address):
            office.accounts.add("管", [Role.ADMINISTRATOR], PASSWORD)
            yield office, address
    engine.dispose()


def linked(office, provider):
    account, _ = office.accounts.add("甲", [Role.USER])
    return office.elsewhere.link(account.id, f"{provider.issuer} {SUB}")


def browser(address):
    return httpx.Client(base_url=address, follow_redirects=False, trust_env=False, timeout=60)


def begin(user):
    """The address that the browser is sent to."""
    answer = user.get(START)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def came_back(user, begun_at):
    """The address that the provider sends back to."""
    answer = user.get(begun_at)
    assert answer.status_code == 303
    return answer.headers["location"]


def signed_in_as(user):
    answer = user.get("/")
    found = re.search('data-account="([^"]*)"', answer.text)
    return html.unescape(found[1]) if answer.status_code == 200 and found else None


def refused(user, answer, words=FAILED):
    """The sign-in page with one line, no session, and the line in the audit."""
    assert answer.status_code in (401, 503)
    assert [html.unescape(said) for said in SAID.findall(answer.text)] == [words]
    assert '<form class="card" method="post" action="/signin">' in answer.text
    assert "内部细节" not in answer.text
    assert signed_in_as(user) is None


def newest(office):
    return office.trail.search(Query(action=Action.SIGN_IN), limit=1)[0]


def reason(office):
    entry = newest(office)
    assert (entry.outcome, entry.address) == (Outcome.REFUSED.value, "127.0.0.1")
    return re.search('"reason": ?"([^"]*)"', entry.detail)[1]
