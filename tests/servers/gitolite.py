"""gitolite: it says who may push where, and passes on to the hook who pushes (GL_USER)."""

from __future__ import annotations

import subprocess

from tests.servers.processes import program
from tests.servers.server import Hosted, write_script
from tests.servers.ssh import SshServer

SETTINGS = {"%RC = (": 'LOCAL_CODE => "$rc{GL_ADMIN_BASE}/local",', "ENABLE => [": "'repo-specific-hooks',"}
HOOK_LINES = {"pre-receive": "option hook.pre-receive = {name}", "vref": "- VREF/REVIEWBOT = @all"}


class GitoliteServer(SshServer):
    """Its administration is written in place, followed by the commands that a push to gitolite-admin starts.

    Two types of hooks, both from an administrator's LOCAL_CODE; the update hook is gitolite's own.

    "pre-receive" is the repository's. "vref" is the program VREF/REVIEWBOT, of which there is one for all
    repositories: installing it once more replaces it for those that have it already.
    """

    programs = (*SshServer.programs, "gitolite")
    hook_types = ("pre-receive", "vref")

    def authorize(self) -> None:
        self._rules: dict[str, list[str]] = {}
        self._administration = self.home / ".gitolite"
        self._gitolite("setup", "-pk", str(self.key("alice").with_suffix(".pub")))
        (self._administration / "keydir/bob.pub").write_text(self.public_key("bob"))
        (self._administration / "local/hooks/repo-specific").mkdir(parents=True)
        settings = self.home / ".gitolite.rc"
        text = settings.read_text()
        for after, setting in SETTINGS.items():
            text = text.replace(after, f"{after}\n    {setting}", 1)
        settings.write_text(text)
        self._gitolite("trigger", "POST_COMPILE")

    def _gitolite(self, *arguments: str) -> None:
        outcome = subprocess.run(
            [program("gitolite"), *arguments], env=self.environment(), cwd=self.home, capture_output=True, check=False
        )
        assert outcome.returncode == 0, (arguments, outcome.stderr)

    def url(self, name: str) -> str:
        return f"{self.origin}/{name}"

    def make(self, hosted: Hosted) -> None:
        self._rules[hosted.name] = ["RW+ = @all"]
        self._compile()

    def install(self, hosted: Hosted, type: str, script: str) -> None:
        assert type in self.hook_types, type
        place = f"hooks/repo-specific/{hosted.name}" if type == "pre-receive" else "VREF/REVIEWBOT"
        write_script(self._administration / "local" / place, script)
        line = HOOK_LINES[type].format(name=hosted.name)
        if line not in self._rules[hosted.name]:
            self._rules[hosted.name].append(line)
            self._compile()
            self._gitolite("trigger", "POST_COMPILE")

    def _compile(self) -> None:
        blocks = ["\n    ".join([f"repo {name}", *rules]) + "\n" for name, rules in self._rules.items()]
        (self._administration / "conf/gitolite.conf").write_text("".join(blocks))
        self._gitolite("compile")
