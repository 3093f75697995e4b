"""What the people command reads of settings.toml: where the database is."""

from pydantic_settings import SettingsConfigDict

from index.settings import TomlSettings
from people.database import DEFAULT_URL


class PeopleRoot(TomlSettings):
    """Its own values; the tables of the other rooms are left to them."""

    model_config = SettingsConfigDict(extra="ignore")

    database: str = DEFAULT_URL
