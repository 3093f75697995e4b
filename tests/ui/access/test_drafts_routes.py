"""GET and POST /drafts: to each account its own, in bounds, and never from another account's page."""

import json
from urllib.parse import quote

import pytest

from people.drafts import FIELDS, VALUE_CHARS

ONE, OTHER = "使用者甲", "使用者乙"
WORDS = "第一行\n“引号” 𠀀 "


@pytest.fixture
def secrets(house):
    for name in (ONE, OTHER):
        house.office.drafts.forget(house.people[name].owner)
    return {name: house.secret_of(name) for name in (ONE, OTHER)}


def posted(house, secret, body, account=ONE):
    said = body if isinstance(body, bytes) else json.dumps(body).encode()
    return house.asked("POST", "/drafts", secret, said, x_account=quote(account))


def change(field, value, ago=0):
    return {"field": field, "value": value, "ago": ago}


def kept(house, secret, account=ONE, path="/drafts", query=""):
    answer = house.asked("GET", path, secret, query=query, x_account=quote(account))
    assert answer.status == 200, answer.text
    return {one["field"]: one["value"] for one in answer.json["fields"]}


def test_to_each_their_own(house, secrets):
    assert posted(house, secrets[ONE], {"page": "p", "changes": [change("draft", WORDS)]}).status == 200
    assert kept(house, secrets[ONE]) == {"draft": WORDS}
    assert kept(house, secrets[OTHER], OTHER) == {}


def test_the_page_of_another_account_neither_reads_nor_writes(house, secrets):
    body = {"page": "p", "changes": [change("draft", WORDS)]}
    for account in (OTHER, "", "没有这个人"):
        assert posted(house, secrets[ONE], body, account).status == 403
        assert house.asked("GET", "/drafts", secrets[ONE], x_account=quote(account)).status == 403
    assert kept(house, secrets[ONE]) == {}


def test_what_is_new_since_a_revision(house, secrets):
    first = posted(house, secrets[ONE], {"page": "p", "changes": [change("a", "1")]})
    posted(house, secrets[ONE], {"page": "p", "changes": [change("b", "2")]})
    after = f"after={first.json['fields'][0]['revision']}"
    assert kept(house, secrets[ONE], path="/drafts/new", query=after) == {"b": "2"}


def test_the_later_change_is_told_to_whoever_comes_late(house, secrets):
    posted(house, secrets[ONE], {"page": "one", "changes": [change("draft", "后写")]})
    late = posted(house, secrets[ONE], {"page": "two", "changes": [change("draft", "先写", ago=60_000)]})
    assert late.json["fields"][0]["newer"]["value"] == "后写"
    long = posted(house, secrets[ONE], {"page": "one", "changes": [change("a", "长" * (VALUE_CHARS + 1))]})
    assert str(VALUE_CHARS) in long.json["fields"][0]["refused"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b'{"page": "p"}',
        {"page": "p", "changes": [change("", "x")]},
        {"page": "p", "changes": [change("a\nb", "x")]},
        {"page": "p", "changes": [change("a", 7)]},
        {"page": "p", "changes": [change("a", "x", ago=-1)]},
        {"page": "p" * 37, "changes": []},
        {"page": "p", "changes": [change(str(n), "x") for n in range(FIELDS + 1)]},
    ],
    ids=lambda body: str(body)[:40],
)
def test_what_no_page_sends_is_refused_and_writes_nothing(house, secrets, body):
    assert posted(house, secrets[ONE], body).status == 400
    assert kept(house, secrets[ONE]) == {}
