"""Gemini CLI."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from json import dumps, loads
from pathlib import Path

from tests.agents.agent import Agent
from tests.agents.gemini_content import API
from tests.agents.scripted_model import Call

SETTINGS = {
    "security": {"auth": {"selectedType": "gemini-api-key"}},
    "privacy": {"usageStatisticsEnabled": False},
    "general": {"enableAutoUpdate": False, "enableAutoUpdateNotification": False},
}


class Gemini(Agent):
    name = "gemini"
    api = API
    program = "@google/gemini-cli/bundle/gemini.js"
    trusted = True

    def prepare(self, home: Path, repository: Path, url: str) -> None:
        folder = home / ".gemini"
        folder.mkdir(exist_ok=True)
        settings = folder / "settings.json"  # the guard may be in it already
        known = loads(settings.read_text()) if settings.exists() else {}
        settings.write_text(dumps(known | SETTINGS))
        (folder / "trustedFolders.json").write_text(dumps({str(repository): "TRUST_FOLDER"} if self.trusted else {}))

    def arguments(self) -> Sequence[str]:
        return ("--model", "gemini-2.5-flash", "--approval-mode", "yolo", "--prompt", "go")

    def environment(self, url: str) -> Mapping[str, str]:
        key = {"GEMINI_API_KEY": "none", "GOOGLE_GEMINI_BASE_URL": url}
        return key | {"GEMINI_CLI_NO_RELAUNCH": "1", "GEMINI_TELEMETRY_ENABLED": "false"}

    def write(self, path: str, content: str) -> Sequence[Call]:
        return [Call("write_file", {"file_path": path, "content": content})]

    def replace(self, path: str, old: str, new: str) -> Sequence[Call]:
        edit = {"file_path": path, "old_string": old, "new_string": new, "instruction": f"put {new!r} there"}
        return [Call("replace", edit)]

    def run(self, command: str) -> Sequence[Call]:
        return [Call("run_shell_command", {"command": command, "description": "a command"})]


class SkippingGemini(Gemini):
    """By somebody who never said that the folder is trusted, and wants no questions."""

    trusted = False

    def arguments(self) -> Sequence[str]:
        return ("--skip-trust", *super().arguments())
