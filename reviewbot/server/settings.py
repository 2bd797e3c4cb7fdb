"""The settings of the service, from the environment (`REVIEWBOT_APP_ID`) and a TOML file (`app_id`), the former first.

`config/server.example.toml` shows every one with a comment.
"""

from __future__ import annotations

import os
import tomllib
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from reviewbot.errors import UsageError
from reviewbot.github.app import PUBLIC, can_sign
from reviewbot.server.settings_errors import explained, place_in, refuse_unknown_variables
from reviewbot.server.settings_values import a_list, a_number, a_public_url, absolute, an_api_url

PREFIX = "REVIEWBOT_"
SYSTEM_FILE = "/etc/reviewbot/server.toml"
LEAST_SECRET = 16  # characters; whoever has one signed body can try short ones at leisure
MOST_SECRETS = 2  # the old one and the new one, while GitHub is told of the new one
_MOST_BYTES = 64 << 10
_PATHS = ("private_key_file", "webhook_secret_files", "data_folder", "floor")

Number = Annotated[int, BeforeValidator(a_number)]
Path = Annotated[str, BeforeValidator(absolute)]


class Settings(BaseSettings):
    """What the administrator says. Nothing of it is asked for again while the service runs.

    Secrets show as stars wherever the settings are printed. Made by `load_settings`, which also reads the files.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, extra="forbid", frozen=True, hide_input_in_errors=True
    )

    app_id: Annotated[Number, Field(ge=1)]
    private_key: SecretStr | None = None
    private_key_file: Path | None = None
    webhook_secrets: Annotated[tuple[SecretStr, ...], NoDecode, BeforeValidator(a_list)] = ()
    webhook_secret_files: Annotated[tuple[Path, ...], NoDecode, BeforeValidator(a_list)] = ()
    github_url: Annotated[str, AfterValidator(an_api_url)] = PUBLIC
    public_url: Annotated[str, AfterValidator(a_public_url)] | None = None
    host: Annotated[str, Field(min_length=1)] = "127.0.0.1"
    port: Annotated[Number, Field(ge=0, le=65535)] = 8080
    data_folder: Path = "/var/lib/reviewbot"
    database_url: SecretStr | None = None
    floor: Path | None = None
    default_policy: bool = False
    check_name: Annotated[str, Field(min_length=1, max_length=100, pattern=r"^\S(.*\S)?$")] = "reviewbot"
    commit_status: bool = False
    labels: bool = False
    concurrency: Annotated[Number, Field(ge=1, le=64)] = 4
    reconcile_seconds: Annotated[Number, Field(ge=1, le=86_400)] = 600
    cache_bytes: Annotated[Number, Field(ge=1 << 20)] = 10 << 30
    fetch_seconds: Annotated[Number, Field(ge=1, le=3600)] = 300
    log_format: Literal["json", "text"] = "json"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - pydantic calls it with these names
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment goes before what the file says, which `load_settings` hands in."""
        return env_settings, init_settings

    @model_validator(mode="after")
    def _one_of_each(self) -> Settings:
        if self.private_key and self.private_key_file:
            raise ValueError("private_key and private_key_file are both given; leave one out")
        if not self.private_key and not self.private_key_file:
            raise ValueError("private_key_file (or private_key) is missing")
        count = len(self.webhook_secrets) + len(self.webhook_secret_files)
        if not count:
            raise ValueError("webhook_secret_files (or webhook_secrets) is missing; without a secret nothing is taken")
        if count > MOST_SECRETS:
            raise ValueError(f"there are {count} webhook secrets; at most {MOST_SECRETS} hold while they are rotated")
        return self

    def read_private_key(self) -> str:
        """The App's key as PEM. Raises UsageError when it cannot be read or is none."""
        key, where = (self.private_key or SecretStr("")).get_secret_value(), "private_key"
        if self.private_key_file:
            key, where = _content("private_key_file", self.private_key_file), self.private_key_file
        key = key.replace("\\n", "\n") if "\n" not in key.strip() else key  # as environment files have to write it
        if not can_sign(key):
            raise UsageError(
                "the private key is no RSA key in PEM", where=where, help="take the .pem that GitHub made for the App"
            )
        return key

    def read_webhook_secrets(self) -> tuple[str, ...]:
        """The secrets of which each may have signed. Raises UsageError for one that cannot be read or is too short."""
        given = [("webhook_secrets", each.get_secret_value()) for each in self.webhook_secrets]
        given += [(name, _content("webhook_secret_files", name).strip("\r\n")) for name in self.webhook_secret_files]
        for where, secret in given:
            if len(secret) < LEAST_SECRET:
                raise UsageError(
                    f"a webhook secret has at least {LEAST_SECRET} characters",
                    where=where,
                    help="python3 -c 'import secrets; print(secrets.token_hex(32))' makes one; tell it to GitHub too",
                )
        return tuple(secret for _, secret in given)

    def store_url(self) -> str:
        """Where everything is kept: the database that was named, else SQLite in the data folder."""
        if self.database_url:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.data_folder}/reviewbot.sqlite"

    def secrets(self) -> tuple[str, ...]:
        """Every value that must not be shown. Raises UsageError as what reads them does."""
        database = (self.database_url.get_secret_value(),) if self.database_url else ()
        return (self.read_private_key(), *self.read_webhook_secrets(), *database)


def load_settings(config_file: str | None) -> Settings:
    """The settings, with key and secrets that can be read.

    config_file: what --config names; else SYSTEM_FILE holds where it is there. Raises UsageError with the setting that
    is wrong and what to do.
    """
    name = config_file if config_file is not None or not os.path.exists(SYSTEM_FILE) else SYSTEM_FILE
    values = {} if name is None else _read(name)
    fields = tuple(Settings.model_fields)
    refuse_unknown_variables(os.environ, PREFIX, fields)
    try:
        settings = Settings(**values)
    except ValidationError as error:
        raise explained(error, name, PREFIX, fields) from None
    settings.secrets()
    return settings


def _read(name: str) -> dict[str, Any]:
    """What the file says; its paths start at its folder."""
    try:
        with open(name, "rb") as file:
            text = file.read(_MOST_BYTES + 1)
        if len(text) > _MOST_BYTES:
            raise UsageError(f"the configuration is larger than {_MOST_BYTES >> 10} KiB", where=name)
        values = tomllib.loads(text.decode())
    except OSError as error:
        raise UsageError(f"the configuration cannot be read: {error.strerror}", where=name) from None
    except (ValueError, RecursionError) as error:
        # No more than the place is said of what is wrong: the text may hold a secret.
        raise UsageError(f"the configuration is no TOML{place_in(error)}", where=name) from None
    folder = os.path.dirname(os.path.abspath(name))
    for key in set(_PATHS) & set(values):
        values[key] = _from(folder, values[key])
    return values


def _from(folder: str, value: Any) -> Any:
    if isinstance(value, str) and value:
        return os.path.join(folder, value)
    return [_from(folder, each) for each in value] if isinstance(value, list) else value


def _content(key: str, name: str) -> str:
    try:
        with open(name, encoding="utf-8") as file:
            return file.read(_MOST_BYTES)
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "no text"
        raise UsageError(
            f"{key} cannot be read: {why}", where=name, help="name a file that the user of the service may read"
        ) from None
