"""What the administrator says: from a file and the environment, strict, and no secret is ever shown."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from pydantic import SecretStr

from reviewbot.errors import UsageError
from reviewbot.server import settings as module
from reviewbot.server.settings import Settings, load_settings
from tests.github_peer.peer import private_key

EXAMPLE = Path(__file__).parents[2] / "config" / "server.example.toml"
NO_KEY = "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n"
SECRET = "0123456789abcdef-webhook"


@pytest.fixture(autouse=True)
def nothing_else_is_set(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "SYSTEM_FILE", str(tmp_path / "system.toml"))


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "key.pem").write_text(private_key())
    (tmp_path / "secret").write_text(SECRET + "\n")
    return tmp_path


REQUIRED = 'app_id = 1\nprivate_key_file = "key.pem"\nwebhook_secret_files = ["secret"]\n'


@pytest.fixture
def load(folder):
    """Load a file with what is required and this text."""

    def run(text="", required=REQUIRED):
        (folder / "server.toml").write_text(required + text)
        return load_settings(str(folder / "server.toml"))

    return run


# The example


def test_the_example_loads_and_says_no_more_than_what_is_required(folder, load):
    text = EXAMPLE.read_text().replace("/etc/reviewbot/private-key.pem", "key.pem")
    text = text.replace("/etc/reviewbot/webhook-secret", "secret")
    assert load("", text).model_copy(update={"app_id": 1}) == load()


def shown():
    """The example with every setting that is commented out."""
    return tomllib.loads(re.sub(r"^# (?=\w+ = )", "", EXAMPLE.read_text(), flags=re.MULTILINE))


def test_the_example_shows_every_setting():
    assert list(shown()) != []
    assert set(shown()) == set(Settings.model_fields)


def test_what_the_example_shows_is_the_default_or_said_to_be_none(load):
    loaded = load()
    shown_defaults = {
        name: value
        for name, value in shown().items()
        if f"# {name} = " in EXAMPLE.read_text() and value not in ("", [])
    }
    different = {name for name, value in shown_defaults.items() if getattr(loaded, name) != value}
    assert different == {"public_url", "database_url", "floor"}
    assert EXAMPLE.read_text().count("Default: none.") == len(different)


# Where it is read from


def test_a_file_is_read_with_its_paths_from_its_folder(folder, load, monkeypatch):
    monkeypatch.chdir("/")
    loaded = load('floor = "floor.toml"\ndata_folder = "data"\n')
    assert (loaded.app_id, loaded.floor, loaded.data_folder) == (1, f"{folder}/floor.toml", f"{folder}/data")
    assert loaded.read_private_key() == private_key()
    assert loaded.read_webhook_secrets() == (SECRET,)


def test_the_environment_is_enough(folder, monkeypatch):
    for name, value in {
        "APP_ID": "7",
        "PRIVATE_KEY": private_key().replace("\n", "\\n"),
        "WEBHOOK_SECRETS": SECRET,
        "LABELS": "true",
        "PUBLIC_URL": "",  # as compose has it for what is not set
        "DATA_FOLDER": "data",
    }.items():
        monkeypatch.setenv(f"REVIEWBOT_{name}", value)
    monkeypatch.chdir(folder)
    loaded = load_settings(None)
    assert (loaded.app_id, loaded.labels, loaded.public_url) == (7, True, None)
    assert loaded.data_folder == f"{folder}/data"
    assert loaded.read_private_key() == private_key()
    assert loaded.read_webhook_secrets() == (SECRET,)


def test_the_environment_goes_before_the_file(load, monkeypatch):
    monkeypatch.setenv("REVIEWBOT_PORT", "9000")
    assert load("port = 8000\n").port == 9000


def test_several_values_are_a_json_list(folder, load, monkeypatch):
    (folder / "new").write_text(SECRET[::-1])
    monkeypatch.setenv("REVIEWBOT_WEBHOOK_SECRET_FILES", f'["{folder}/secret", "{folder}/new"]')
    assert load().read_webhook_secrets() == (SECRET, SECRET[::-1])


def test_the_systems_file_holds_where_none_is_named(folder):
    Path(module.SYSTEM_FILE).write_text(REQUIRED + "port = 8001\n")
    assert load_settings(None).port == 8001


def test_what_is_kept_is_in_the_data_folder_unless_a_database_is_named(load):
    assert load('data_folder = "/data"\n').store_url() == "sqlite:////data/reviewbot.sqlite"
    assert load('database_url = "postgresql://u:p@db/r"\n').store_url() == "postgresql://u:p@db/r"


# Secrets


def test_no_secret_is_in_what_is_printed(folder):
    database = "postgresql://user:hidden@db/reviewbot"
    loaded = Settings(
        app_id=1,
        private_key=SecretStr(private_key()),
        webhook_secrets=(SecretStr(SECRET),),
        database_url=SecretStr(database),
    )
    assert loaded.secrets() == (private_key(), SECRET, database)
    for text in (repr(loaded), str(loaded), str(loaded.model_dump()), loaded.model_dump_json()):
        assert not any(secret in text for secret in (SECRET, "hidden", "BEGIN"))


@pytest.mark.parametrize(
    "text",
    [
        f'webhook_secrets = {{ x = "{SECRET}" }}',
        f'webhook_secrets = ["{SECRET}", 1]',
        f'app_id = "{SECRET}"',
        f'github_url = "https://{SECRET}:{SECRET}@api.github.com"',
        f'database_url = ["{SECRET}"]',
        f'log_format = "{SECRET}"',
        f'private_key = "{SECRET}"\nprivate_key = 1',
        f'private_key = "{SECRET}\n"',
        f'private_key = "{SECRET}"',
    ],
)
def test_no_secret_is_in_an_error(load, text):
    with pytest.raises(UsageError) as error:
        load(text, required=REQUIRED.replace("app_id = 1\n", "") if "app_id" in text else REQUIRED)
    assert SECRET not in str(error.value)
    assert error.value.__cause__ is None


def test_no_secret_of_the_environment_is_in_an_error(load, monkeypatch):
    monkeypatch.setenv("REVIEWBOT_WEBHOOK_SECRETS", f'["{SECRET}"')
    with pytest.raises(UsageError, match="`webhook_secrets`") as error:
        load()
    assert SECRET not in str(error.value)


# What is wrong


def without(key):
    return "".join(line for line in REQUIRED.splitlines(keepends=True) if not line.startswith(key))


@pytest.mark.parametrize("key", ["app_id", "private_key", "webhook_secret"])
def test_what_is_missing_is_named(load, key):
    with pytest.raises(UsageError, match=f"{key}.* is missing"):
        load(required=without(key))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("flor = 'x'", "`flor` is no setting"),
        ("port = true", "`port` should be a whole number"),
        ("port = 1.5", "`port` should be a whole number"),
        ("port = 70000", "`port` should be less than or equal to 65535"),
        ("port = 70000\nlabels = 7", "`labels` should be a valid boolean"),
        ("concurrency = 0", "`concurrency` should be greater"),
        ("log_format = 'xml'", "`log_format` should be 'json' or 'text'"),
        ("check_name = ' x'", "`check_name` should neither begin"),
        ("floor = ''", "`floor` should be a path"),
        ("private_key = 'x'", "are both given"),
        ("webhook_secrets = ['0123456789abcdef', '0123456789abcdef']", "at most 2"),
        ("github_url = 'https://github.com'", "`github_url` should be https://api.github.com"),
        ("github_url = 'https://github.example.com'", "https://HOST/api/v3"),
        ("github_url = 'https://api.github.com/'", "without a slash"),
        ("github_url = 'http://api.github.com'", "https://, since every request carries a token"),
        ("github_url = 'api.github.com'", "an address"),
        ("public_url = 'https://x.example/webhook'", "without /webhook"),
        ("public_url = 'https://x.example/?a'", "no user, password"),
        ("x = ", "no TOML (end of document"),
        ("x = " + "[" * 5000, "no TOML"),
        ("#" * (64 << 10), "larger than"),
    ],
)
def test_what_is_wrong_is_said(load, text, words):
    with pytest.raises(UsageError, match=re.escape(words)) as error:
        load(text)
    assert "server.toml" in error.value.where


def test_the_nearest_setting_is_named(load):
    with pytest.raises(UsageError) as error:
        load("cashe_bytes = 1")
    assert error.value.help == "did you mean `cache_bytes`?"


@pytest.mark.parametrize(
    "url", ["https://api.github.com", "https://ghe.example.com/api/v3", "https://api.acme.ghe.com"]
)
def test_every_kind_of_github_is_known(load, url):
    assert load(f'github_url = "{url}"').github_url == url


def test_a_slash_at_the_end_of_the_public_address_is_taken_off(load):
    assert load('public_url = "https://x.example/bot/"').public_url == "https://x.example/bot"


def test_a_variable_that_is_no_setting_is_an_error(load, monkeypatch):
    """A mistyped floor would otherwise hold nobody to anything."""
    monkeypatch.setenv("REVIEWBOT_FLOR", "/etc/floor.toml")
    with pytest.raises(UsageError, match="`REVIEWBOT_FLOR` is no setting") as error:
        load()
    assert error.value.help == "did you mean `floor`?"


def test_variables_of_others_are_left_alone(load, monkeypatch):
    for name in ("REVIEWBOT_AUTHOR", "REVIEWBOT_SERVICE_HOST", "REVIEWBOT_PORT_8080_TCP_ADDR"):
        monkeypatch.setenv(name, "x")
    assert load().port == 8080


def test_what_kubernetes_tells_of_a_service_is_no_port(load, monkeypatch):
    monkeypatch.setenv("REVIEWBOT_PORT", "tcp://10.0.0.1:8080")
    with pytest.raises(UsageError, match="enableServiceLinks"):
        load()


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(UsageError, match="cannot be read: No such file"):
        load_settings(str(tmp_path / "nothing.toml"))


def test_a_secret_that_is_not_there(folder, load):
    (folder / "secret").unlink()
    with pytest.raises(UsageError, match="webhook_secret_files cannot be read") as error:
        load()
    assert error.value.where == f"{folder}/secret"


@pytest.mark.parametrize("content", ["", "short", "\n"])
def test_a_secret_that_could_be_guessed(folder, load, content):
    (folder / "secret").write_text(content)
    with pytest.raises(UsageError, match="at least 16 characters"):
        load()


@pytest.mark.parametrize("content", ["", "key", NO_KEY])
def test_a_key_that_is_none(folder, load, content):
    (folder / "key.pem").write_text(content)
    with pytest.raises(UsageError, match="no RSA key in PEM") as error:
        load()
    assert f"{folder}/key.pem" in error.value.where
