"""The OpenID Connect provider: where people sign in, and who it says came back (OpenID Connect Core 3.1)."""

import asyncio
import logging
import os
import ssl
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Self

from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oidc.core import CodeIDToken
from authlib.oidc.discovery import get_well_known_url
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from people.settings import OpenIdSettings, safe_address
from ui.account_pages.begun import Begun
from ui.account_pages.bounded import Bounded
from ui.network import UnsafeNetwork

log = logging.getLogger(__name__)

ALGORITHMS = ("RS256", "ES256", "PS256")  # of a token's signature: those with two keys only
WAIT_S = 10.0  # seconds for all that one step asks of the provider
KEPT_S = 3600.0  # seconds that its addresses and keys are taken as still valid
LEEWAY_S = 60  # seconds that its clock may be off
SUB_CHARS = 255  # OpenID Connect Core 2
NO_SECRET = "环境变量 {} 没有设置，里面应是认证服务给本程序的密钥（[accounts.openid] 的 client_secret_env）。"
BAD_CA = "[accounts.openid] 的 ca 文件不能用：{}（{}）。请核对它是 PEM 格式的证书，可以读取。"


class ProviderFailed(Exception):
    """It did not answer, or not soundly; the message is the fault's name, for the audit."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody who signed in at the provider."""

    subject: str  # issuer, a blank, and its name for this person, which nobody else ever gets
    name: str  # what the person is called there; anybody may be called so


@dataclass(frozen=True, slots=True)
class Described:
    """What the provider publishes of itself."""

    authorization: str  # addresses
    token: str
    method: str  # how this program shows its secret
    keys: KeySet
    until: float  # time.monotonic()


class Provider:
    """One provider. For one event loop; what it publishes is asked for once an hour."""

    def __init__(self, settings: OpenIdSettings, secret: str, tls: ssl.SSLContext) -> None:
        self.settings, self._secret, self._tls = settings, secret, tls
        self._described: Described | None = None
        self._lock = asyncio.Lock()  # of _described: one asks, the others wait for it

    @classmethod
    def of(cls, settings: OpenIdSettings) -> Self:
        """The provider of the settings; asks it nothing. Raises UnsafeNetwork."""
        name = settings.client_secret_env
        if name and not os.environ.get(name):
            raise UnsafeNetwork(NO_SECRET.format(name))
        try:
            tls = ssl.create_default_context(cafile=settings.ca)
        except (OSError, ssl.SSLError) as error:
            raise UnsafeNetwork(BAD_CA.format(settings.ca, error.strerror or error)) from error
        return cls(settings, os.environ.get(name, "") if name else "", tls)

    async def address(self, begun: Begun) -> str:
        """Where the browser goes to sign in. Raises ProviderFailed."""
        async with self._client(begun) as client:
            described = await self._current(client)
            address, _ = client.create_authorization_url(
                described.authorization, state=begun.state, code_verifier=begun.verifier, nonce=begun.nonce
            )
            return str(address)

    async def identity(self, code: str, begun: Begun) -> Identity:
        """Who came back with a code. Raises ProviderFailed."""
        async with self._client(begun) as client:
            described = await self._current(client)
            token = await client.fetch_token(
                described.token,
                grant_type="authorization_code",
                code=code,
                code_verifier=begun.verifier,
                auth=client.client_auth(described.method),
            )
            try:
                claims = self._claims(token, described.keys, begun.nonce)
            except InvalidKeyIdError:  # it has new keys by now
                self._described = None
                claims = self._claims(token, (await self._current(client)).keys, begun.nonce)
        name = claims.get(self.settings.name_claim)
        subject = f"{self.settings.issuer} {claims['sub']}"
        return Identity(subject, name if isinstance(name, str) else "")

    def _claims(self, token: dict[str, Any], keys: KeySet, nonce: str) -> dict[str, Any]:
        """What the token says, once signature, issuer, audience, time and nonce hold."""
        registry = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
        read = jwt.decode(token["id_token"], keys, registry=registry)
        client = self.settings.client_id
        wanted = {"iss": self.settings.issuer, "aud": client}
        options = {name: {"essential": True, "value": value} for name, value in wanted.items()}
        known = {"nonce": nonce, "client_id": client, "access_token": token.get("access_token")}
        claims: dict[str, Any] = CodeIDToken(read.claims, read.header, options, known)
        claims.validate(leeway=LEEWAY_S)  # type: ignore[attr-defined]
        sub = claims["sub"]
        if not (sub and len(sub) <= SUB_CHARS and sub.isascii() and sub.isprintable()):
            raise ValueError("sub is not 1 to 255 characters of ASCII")
        return claims

    async def _current(self, client: AsyncOAuth2Client) -> Described:
        async with self._lock:
            if self._described is None or self._described.until < time.monotonic():
                self._described = await self._asked(client)
            return self._described

    async def _asked(self, client: AsyncOAuth2Client) -> Described:
        issuer = self.settings.issuer
        said = await _fetched(client, get_well_known_url(issuer, external=True))
        if said["issuer"] != issuer:
            raise ValueError(f"it is {said['issuer']!r} and not {issuer!r}")
        keys = await _fetched(client, self._safe(said["jwks_uri"]))
        methods = said.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        method = "client_secret_basic" if "client_secret_basic" in methods else "client_secret_post"
        return Described(
            authorization=self._safe(said["authorization_endpoint"]),
            token=self._safe(said["token_endpoint"]),
            method=method if self._secret else "none",
            keys=KeySet.import_key_set(keys),  # type: ignore[arg-type]
            until=time.monotonic() + KEPT_S,
        )

    def _safe(self, address: str) -> str:
        """An address the provider names; only one on this machine may name another such."""
        if self.settings.issuer.startswith("https://") and not address.startswith("https://"):
            raise ValueError(f"{address!r} is not https")
        return safe_address(address)

    @asynccontextmanager
    async def _client(self, begun: Begun) -> AsyncIterator[AsyncOAuth2Client]:
        """Authlib's client for one step; whatever is wrong with the answers becomes a ProviderFailed."""
        try:
            async with (
                asyncio.timeout(WAIT_S),
                AsyncOAuth2Client(
                    self.settings.client_id,
                    self._secret,
                    scope=self.settings.scopes,
                    redirect_uri=begun.back,
                    code_challenge_method="S256",
                    transport=Bounded(verify=self._tls, trust_env=False),
                    trust_env=False,
                    timeout=WAIT_S,
                    headers={"Accept-Encoding": "identity"},
                ) as client,
            ):
                yield client
        except Exception as error:  # what is read comes from outside, and three libraries read it
            log.warning("the OpenID Connect provider: %s %r", type(error).__name__, str(error)[:300])
            raise ProviderFailed(type(error).__name__) from error


async def _fetched(client: AsyncOAuth2Client, address: str) -> dict[str, Any]:
    answer = await client.request("GET", address, withhold_token=True)
    answer.raise_for_status()  # redirections too: none is followed
    said = answer.json()
    if not isinstance(said, dict):
        raise TypeError(f"{address} is no JSON object")
    return said
