"""What people/ reads of settings.toml: where the database is, the rules of accounts, who vouches for them."""

from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_settings import SettingsConfigDict

from index.settings import TomlSettings, listed
from people.accounts import LEAST, Role
from people.database import DEFAULT_URL


def safe_address(address: str) -> str:
    """The address, if what is sent there cannot be read on the way: https, or http on this machine.

    Raises ValueError.
    """
    parts = urlsplit(address)
    host = parts.hostname or ""
    plain = parts.scheme == "http" and (host == "localhost" or _is_loopback(host))
    odd = not host or "@" in parts.netloc or parts.fragment or any(map(str.isspace, address))
    if odd or not (plain or parts.scheme == "https"):
        raise ValueError("应为 https:// 开头的地址，只有本机可以用 http://")
    return address


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _with_openid(scopes: tuple[str, ...]) -> tuple[str, ...]:
    if "openid" not in scopes:
        raise ValueError("里面要有 openid")
    return scopes


# Whoever has an account there gets these, so no administrators are made this way.
Given = Literal[Role.USER, Role.TRAINER, Role.LIBRARIAN]


class OpenIdSettings(BaseModel):
    """The table [accounts.openid]: an OpenID Connect provider whose accounts may sign in here."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    issuer: Annotated[str, AfterValidator(safe_address)]  # exactly as the provider writes itself
    client_id: str = Field(min_length=1, max_length=255)
    # The variable that holds the client's secret; "" for a client without one.
    client_secret_env: str = Field("", pattern=r"^$|^[A-Za-z_][A-Za-z0-9_]*$")
    scopes: Annotated[tuple[str, ...], BeforeValidator(listed), AfterValidator(_with_openid)] = (
        "openid",
        "profile",
    )
    button: str = Field("统一身份认证登录", min_length=1, max_length=20)  # its words on the sign-in page
    create: bool = False  # whether somebody unknown gets an account
    roles: Annotated[frozenset[Given], BeforeValidator(listed), Field(min_length=1)] = frozenset(
        {Role.USER}
    )  # of such an account
    name_claim: str = Field("preferred_username", min_length=1)  # which claim is its name
    ca: Path | None = None  # PEM file of the authorities that vouch for it; None: those of the system


class AccountSettings(BaseModel):
    """The table [accounts]."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    password_chars: int = Field(LEAST, ge=8, le=64)  # fewest of a new password, code points
    idle_minutes: int = Field(60, ge=5, le=1440)  # without use, after which one has to sign in again
    whole_hours: int = Field(12, ge=1, le=168)  # after which one has to sign in again in any case
    audit_questions: bool = True  # whether the audit keeps a question's text, or only its length
    audit_days: int = Field(365, ge=180, le=3650)  # how long the audit is kept
    openid: OpenIdSettings | None = None  # None: nobody signs in with an account elsewhere

    @property
    def idle(self) -> timedelta:
        """The same as a time."""
        return timedelta(minutes=self.idle_minutes)

    @property
    def whole(self) -> timedelta:
        """The same as a time."""
        return timedelta(hours=self.whole_hours)


class PeopleRoot(TomlSettings):
    """Its own values; the tables of the other rooms are left to them."""

    model_config = SettingsConfigDict(extra="ignore")

    database: str = DEFAULT_URL
    accounts: AccountSettings = AccountSettings()
