"""ssh: sshd lets two keys in, each to git and nothing else."""

from __future__ import annotations

import os
import pwd
import subprocess
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from tests.servers.processes import LOOPBACK, git_program, listen, program
from tests.servers.server import USERS, Server

# Sessions run as the user who started sshd, whatever home that user has: SetEnv gives them the server's.
CONFIGURATION = """\
Port {port}
ListenAddress {loopback}
HostKey {folder}/host
AuthorizedKeysFile {home}/.ssh/authorized_keys
SetEnv {environment}
PidFile none
UsePAM {pam}
PasswordAuthentication no
PermitRootLogin prohibit-password
StrictModes no
"""
CLIENT = "ssh -F none -i {key} -o IdentitiesOnly=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -q"
PRIVILEGE_SEPARATION_FOLDER = Path("/run/sshd")  # compiled in; root's sshd does not start without it


class SshServer(Server):
    """git-shell as the command of both keys. Nothing tells the hook whose key it was."""

    programs = ("setpriv", "sshd", "ssh", "ssh-keygen")

    def start(self, stack: ExitStack) -> None:
        for name in ("host", *USERS):
            key = ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", self.key(name)]
            subprocess.run([program("ssh-keygen"), *key], check=True)
        self.authorize()
        if os.geteuid() == 0:
            PRIVILEGE_SEPARATION_FOLDER.mkdir(mode=0o755, exist_ok=True)
        self._port = listen(stack, self._sshd, self.folder, self.environment())

    def key(self, name: str) -> Path:
        return self.folder / name

    def public_key(self, user: str) -> str:
        return self.key(user).with_suffix(".pub").read_text()

    def authorize(self) -> None:
        """Let the users in."""
        shell = f'command="{git_program("git-shell")} -c \\"$SSH_ORIGINAL_COMMAND\\"",restrict '
        file = self.home / ".ssh/authorized_keys"
        file.parent.mkdir()
        file.write_text("".join(shell + self.public_key(user) for user in USERS))

    def _sshd(self, port: int) -> Sequence[str]:
        file = self.folder / "sshd_config"
        environment = " ".join(f'"{name}={value}"' for name, value in self.environment().items())
        pam = "yes" if _is_locked() else "no"
        values = {"folder": self.folder, "home": self.home, "loopback": LOOPBACK, "port": port, "pam": pam}
        file.write_text(CONFIGURATION.format(**values, environment=environment))
        return [program("sshd"), "-D", "-e", "-f", str(file)]

    def url(self, name: str) -> str:
        return f"{self.origin}{self.repositories}/{name}.git"

    @property
    def origin(self) -> str:
        return f"ssh://{pwd.getpwuid(os.geteuid()).pw_name}@{LOOPBACK}:{self._port}"

    def client_environment(self, user: str) -> dict[str, str]:
        return {"GIT_SSH_COMMAND": CLIENT.format(key=self.key(user))}


def _is_locked() -> bool:
    """Root without a password, as on many machines: sshd refuses the keys too, unless PAM is asked, which knows better.

    PAM runs what the machine has set up for logins, so it is left out where it can be.
    """
    return os.geteuid() == 0 and any(line.startswith("root:!") for line in Path("/etc/shadow").read_text().split("\n"))
