"""What `reviewbot doctor` looks at: this machine, the App at GitHub, and what branches require.

Nothing is changed anywhere, but for a file that is made in the data folder and taken away again.
"""

from __future__ import annotations

from reviewbot.errors import UsageError
from reviewbot.github.app import App
from reviewbot.server.doctor.check import Check
from reviewbot.server.doctor.data import data_checks
from reviewbot.server.doctor.machine import clock_check, file_checks, floor_checks, version_checks
from reviewbot.server.doctor.registration import registration_checks
from reviewbot.server.doctor.required import MOST_REPOSITORIES, required_checks
from reviewbot.server.doctor.webhook import webhook_checks
from reviewbot.server.logs import configure_logs
from reviewbot.server.settings import Settings, load_settings

__all__ = ["MOST_REPOSITORIES", "Check", "checks", "examine"]


def checks(
    settings: Settings, app: App, config_file: str | None = None, most_repositories: int = MOST_REPOSITORIES
) -> list[Check]:
    """Everything that was looked at. config_file: where the settings are from. Raises nothing that GitHub can cause."""
    found = version_checks(settings) + file_checks(settings, config_file) + floor_checks(settings)
    found += data_checks(settings)
    found.append(clock_check(settings.github_url))
    registered, installations = registration_checks(settings, app)
    found += registered
    if installations is None:
        return [*found, Check("github", None, "nothing else at GitHub was looked at", "see to what is above first")]
    found += webhook_checks(settings, app)
    return found + required_checks(settings, app, installations, most_repositories)


def examine(config_file: str | None, most_repositories: int = MOST_REPOSITORIES) -> list[Check]:
    """Everything, from the settings on."""
    try:
        settings = load_settings(config_file)
    except UsageError as error:
        where = f" ({error.where})" if error.where else ""
        return [Check("settings", False, f"{error.what}{where}", error.help)]
    configure_logs("text", settings.secrets())  # whatever a library has to say
    app = App(settings.app_id, settings.read_private_key(), settings.github_url)
    found = [Check("settings", True, "valid; key and secrets can be read")]
    return found + checks(settings, app, config_file, most_repositories)
