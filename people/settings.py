"""What people/ reads of settings.toml: where the database is, and the rules of accounts."""

from datetime import timedelta

from pydantic import BaseModel, ConfigDict, Field
from pydantic_settings import SettingsConfigDict

from index.settings import TomlSettings
from people.accounts import LEAST
from people.database import DEFAULT_URL


class AccountSettings(BaseModel):
    """The table [accounts]."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    password_chars: int = Field(LEAST, ge=8, le=64)  # fewest of a new password, code points
    idle_minutes: int = Field(60, ge=5, le=1440)  # without use, after which one has to sign in again
    whole_hours: int = Field(12, ge=1, le=168)  # after which one has to sign in again in any case
    audit_questions: bool = True  # whether the audit keeps a question's text, or only its length
    audit_days: int = Field(365, ge=180, le=3650)  # how long the audit is kept

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
