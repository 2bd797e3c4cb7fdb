"""Talking to another git server: which addresses are taken, what git is told for it, and what its failures mean.

The token goes to git in its environment, which only the user that runs us can read: never in an argument, in an address
or in a file. Of the caller's environment a fetch sees, besides PATH, how the network is reached: proxies and whom to
trust.
"""

from __future__ import annotations

import os
import re
from base64 import b64encode

from reviewbot.errors import LimitError, SourceError
from reviewbot.sources.git import GitError, printable

USER = "x-access-token"  # https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app
PASSED_ON = (
    "ALL_PROXY", "HTTPS_PROXY", "NO_PROXY", "all_proxy", "http_proxy", "https_proxy", "no_proxy", "GIT_SSL_CAINFO",
    "GIT_SSL_CAPATH", "SSL_CERT_DIR", "SSL_CERT_FILE",
)  # fmt: skip
_ADDRESS = re.compile(r"(https?)://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(?::[0-9]{1,5})?((?:/[A-Za-z0-9._~-]+)+)")
_TOKEN = re.compile(r"[\x21-\x7e]+")


class Moved(SourceError):
    """The server has something else by now than what was asked for: look again at what is true."""


class Denied(SourceError):
    """The server does not let us read the repository, or says that there is none."""


class Unreachable(SourceError):
    """The server could not be reached, or broke off: it may be there again in a while."""


class Malformed(SourceError):
    """git refuses objects that the server sent."""


class Unexplained(SourceError):
    """git failed for no reason that is known here; what it had fetched before may be broken."""


class TooLarge(LimitError):
    """More bytes would come than a repository may have."""


class DiskFull(SourceError):
    """There is no room for what the server sent."""


class Address:
    """Where a repository is fetched from: https, or http if allowed. Raises SourceError for all else.

    An address with a user, a query or anything unusual is refused: nothing of it may be read differently by git.
    """

    def __init__(self, url: str, *, allow_http: bool = False) -> None:
        found = _ADDRESS.fullmatch(url)
        if found is None or {".", ".."} & set(found[2].split("/")):
            raise SourceError("a repository is fetched from a plain https address only", where=printable(url))
        if found[1] == "http" and not allow_http:
            raise SourceError("a token is sent over https only", where=url)
        self.url = url
        self._protocol = found[1]

    def environment(self, token: str) -> dict[str, str]:
        """What git needs beyond its fixed environment to read from here with this token, and from nowhere else."""
        if not _TOKEN.fullmatch(token):
            raise Denied("the token for the git server is empty, or holds what no token does")
        passed_on = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        return {
            **passed_on,
            "GIT_ALLOW_PROTOCOL": self._protocol,
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": f"http.{self.url}.extraHeader",
            "GIT_CONFIG_VALUE_0": f"Authorization: Basic {_basic(token)}",
        }

    def explained(self, error: GitError, token: str) -> SourceError:
        """What a failed fetch means, without anything of the token."""
        said = error.stderr
        for text, shown in ((token, "***"), (_basic(token), "***"), (self.url, "")):  # a repository may be called "ssl"
            said = said.replace(text, shown)
        for pattern, kind, what, advice in _MEANINGS:
            if found := re.search(pattern, said):
                return kind(f"{what}: {printable(_line_at(said, found.start()))}", where=self.url, help=advice)
        last = next((line for line in reversed(said.splitlines()) if line.strip()), f"status {error.status}")
        return Unexplained(f"the repository could not be fetched: {printable(last)}", where=self.url)


def _basic(token: str) -> str:
    return b64encode(f"{USER}:{token}".encode()).decode("ascii")


def _line_at(text: str, position: int) -> str:
    return text[text.rfind("\n", 0, position) + 1 :].partition("\n")[0]


_AGAIN = "try again in a while"
# Words of git in the C locale, looked for in this order: what the server says goes before what git makes of it.
_MEANINGS: tuple[tuple[str, type[SourceError], str, str], ...] = (
    (r"couldn't find remote ref|not our ref", Moved, "the server has no such ref any more", "look again"),
    (r"URL returned error: 30[0-9]", Moved, "the repository has another address by now", "look again"),
    (
        r"could not read (?:Username|Password)|Authentication failed|URL returned error: 40[13]|not found|error: 404",
        Denied,
        "the server does not let us read this repository",
        "look whether the App is installed for it, and may read contents",
    ),
    (r"No space left|quota exceeded", DiskFull, "the disk is full", "make room, or lower the limit of the caches"),
    (r"fsck error|error: object [0-9a-f]{40,64}: ", Malformed, "git refuses what came", "git fsck --strict shows it"),
    (
        r"URL returned error: (?:429|5[0-9][0-9])|[Cc]ould not resolve|Failed to connect|Couldn't connect|timed out"
        r"|Connection (?:reset|refused)|RPC failed|protocol error|early EOF|hung up|unexpected disconnect"
        r"|transfer closed|SSL|certificate|Operation too slow|Proxy|proxy",
        Unreachable,
        "the git server could not be reached",
        _AGAIN,
    ),
)  # fmt: skip
