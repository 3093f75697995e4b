"""A small OpenID Connect provider on loopback, sound unless a test has it otherwise."""

import asyncio
import hashlib
import json
import secrets
import time
from base64 import b64decode, urlsafe_b64encode
from contextlib import contextmanager
from urllib.parse import urlencode

from fastapi import FastAPI, Form, Header
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey, RSAKey
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse

from tests.support.asgi import listening

CLIENT, SECRET, SUB = "xinhuoshi", "s3cret", "8f1c 2a"
FORM = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>认证</title>
<form method="post" action="/login">
<input type="hidden" name="asked" value="{}"><button>同意</button></form>"""
RSA, EC, OTHER = (RSAKey.generate_key(2048, {"kid": "rsa"}), ECKey.generate_key("P-256", {"kid": "ec"}),
                  RSAKey.generate_key(2048, {"kid": "other"}))  # fmt: skip


class Provider:
    """What the next answers are made of; set its fields to make it lie."""

    def __init__(self):
        self.issuer = ""
        self.key, self.alg = RSA, "RS256"  # that it signs with
        self.published = [RSA, EC]
        self.kid = None  # in a token's header; None: the key's
        self.said = {}  # claims that differ; None: left out
        self.described = {}  # the same for what it publishes of itself
        self.token = None  # claims -> a token, in place of signing
        self.name = "甲"
        self.asks = False  # whether it shows a page of its own first
        self.wrong = {}  # path -> a coroutine function that answers in place of what is there
        self.codes = {}
        self.asked = []  # paths, in order
        self.shown = []  # what the token endpoint was told

    def tokens(self, asked):
        now = int(time.time())
        claims = {"iss": self.issuer, "sub": SUB, "aud": CLIENT, "iat": now, "exp": now + 300,
                  "nonce": asked["nonce"], "preferred_username": self.name} | self.said  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        signed = self.token(claims) if self.token else self.signed(claims)
        return {"access_token": "a", "token_type": "Bearer", "expires_in": 300, "id_token": signed}

    def signed(self, claims):
        header = {"alg": self.alg, "kid": self.kid or self.key.kid}
        return jwt.encode(header, claims, self.key, algorithms=[self.alg])


def part(value):
    """Base64url as tokens have it."""
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def unsigned(claims):
    """A token of the algorithm "none"."""
    header = {"alg": "none", "kid": "rsa"}
    return f"{part(json.dumps(header).encode())}.{part(json.dumps(claims).encode())}."


def confused(claims):
    """A token signed with the public key's text as if that were a shared secret."""
    key = OctKey.import_key(RSA.as_pem(private=False))
    return jwt.encode({"alg": "HS256", "kid": "rsa"}, claims, key, algorithms=["HS256"])


async def huge():
    async def pieces():
        yield b'{"x":"'
        for _ in range(64):
            yield b"x" * 65536

    return StreamingResponse(pieces(), media_type="application/json")


async def slow():
    """A byte now and then, so that no single wait is long."""

    async def pieces():
        for _ in range(160):
            yield b" "
            await asyncio.sleep(0.05)

    return StreamingResponse(pieces(), media_type="application/json")


def program(provider):
    """Its web pages."""
    app = FastAPI()

    @app.middleware("http")
    async def noted(request, further):
        provider.asked.append(request.url.path)
        wrong = provider.wrong.get(request.url.path)
        return await (wrong() if wrong else further(request))

    @app.get("/.well-known/openid-configuration")
    async def describe():
        at = provider.issuer
        return {"issuer": at, "authorization_endpoint": f"{at}/authorize", "token_endpoint": f"{at}/token",
                "jwks_uri": f"{at}/keys"} | provider.described  # fmt: skip

    @app.get("/keys")
    async def keys():
        return KeySet(provider.published).as_dict(private=False)

    @app.get("/authorize")
    async def authorize(
        response_type: str, client_id: str, redirect_uri: str, scope: str, state: str, nonce: str,
        code_challenge: str, code_challenge_method: str,
    ):  # fmt: skip
        assert (response_type, client_id, scope) == ("code", CLIENT, "openid profile")
        assert code_challenge_method == "S256"
        asked = {"back": redirect_uri, "nonce": nonce, "challenge": code_challenge, "state": state}
        key = secrets.token_urlsafe(8)
        provider.codes[key] = asked
        return HTMLResponse(FORM.format(key)) if provider.asks else sent_back(key)

    @app.post("/login")
    async def login(asked: str = Form()):
        return sent_back(asked)

    def sent_back(key):
        asked = provider.codes[key]
        back = {"code": key, "state": asked["state"], "iss": provider.issuer}
        return RedirectResponse(f"{asked['back']}?{urlencode(back)}", 303)

    @app.post("/token")
    async def token(
        grant_type: str = Form(), code: str = Form(), redirect_uri: str = Form(), code_verifier: str = Form(),
        authorization: str = Header(),
    ) -> Response:  # fmt: skip
        provider.shown.append(code)
        asked = provider.codes.pop(code, None)
        challenge = part(hashlib.sha256(code_verifier.encode()).digest())
        shown = b64decode(authorization.removeprefix("Basic ")).decode()
        sound = asked and (redirect_uri, challenge) == (asked["back"], asked["challenge"])
        if not sound or grant_type != "authorization_code" or shown != f"{CLIENT}:{SECRET}":
            return JSONResponse({"error": "invalid_grant", "error_description": "内部细节"}, 400)
        return JSONResponse(provider.tokens(asked))

    return app


@contextmanager
def served(app):
    """An application on a free port of 127.0.0.1; gives its address."""
    with listening(app, timeout_graceful_shutdown=1) as port:
        yield f"http://127.0.0.1:{port}"


@contextmanager
def providing():
    """A running provider."""
    provider = Provider()
    with served(program(provider)) as provider.issuer:
        yield provider
