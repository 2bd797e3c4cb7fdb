"""What git's words after a failed fetch mean. Those of a real server are in test_fetch_secrets.py."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewbot.sources.git import GitError
from reviewbot.sources.network import Address, Denied, DiskFull, Malformed, Moved, Unexplained, Unreachable

URL = "https://github.example/acme/shop.git"
ACCESS = f"fatal: unable to access '{URL}/': "
SAID = {
    "fatal: couldn't find remote ref refs/heads/ssl-timed-out": Moved,
    "fatal: remote error: upload-pack: not our ref 1111111111111111111111111111111111111111": Moved,
    f"{ACCESS}The requested URL returned error: 301": Moved,
    f"remote: Repository not found.\nfatal: repository '{URL}/' not found": Denied,
    f"remote: Write access to repository not granted.\n{ACCESS}The requested URL returned error: 403": Denied,
    "remote: Invalid username or password.\nfatal: Authentication failed for 'https://github.example/': x": Denied,
    "fatal: could not read Username for 'https://github.example': terminal prompts disabled": Denied,
    f"{ACCESS}Could not resolve host: github.example": Unreachable,
    f"{ACCESS}Failed to connect to github.example port 443: Connection refused": Unreachable,
    f"{ACCESS}The requested URL returned error: 502": Unreachable,
    f"{ACCESS}The requested URL returned error: 429": Unreachable,
    f"{ACCESS}server certificate verification failed. CAfile: none CRLfile: none": Unreachable,
    f"{ACCESS}Operation too slow. Less than 1000 bytes/sec transferred the last 60 seconds": Unreachable,
    "error: RPC failed; curl 18 transfer closed with outstanding read data remaining\nfatal: early EOF": Unreachable,
    "fatal: protocol error: bad pack header": Unreachable,
    "fatal: write error: No space left on device\nfatal: fetch-pack: invalid index-pack output": DiskFull,
    "error: object 1111111111111111111111111111111111111111: treeNotSorted: x\nfatal: fsck error in packed": Malformed,
    "fatal: pack has 3 unresolved deltas\nfatal: fetch-pack: invalid index-pack output": Unexplained,
    "error: bad object": Unexplained,
    "": Unexplained,
}


@pytest.mark.parametrize("said", SAID, ids=ascii)
def test_git_s_words_are_told_apart(said):
    found = Address(URL).explained(GitError("fetch", 128, said), "ghs_x")
    assert type(found) is SAID[said]
    assert found.where == URL


@pytest.mark.parametrize("name", ["ssl", "proxy", "not-found", "No-space-left", "certificate", "early", "timed.out"])
def test_what_a_repository_is_called_means_nothing(name):
    url = f"https://github.example/{name}/{name}.git"
    said = GitError("fetch", 128, f"fatal: unable to access '{url}/': it is what it is")
    assert type(Address(url).explained(said, "ghs_x")) is Unexplained


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=8), st.sampled_from(list(SAID)))
def test_the_token_is_in_no_message_whoever_repeats_it(token, said):
    address = Address(URL)
    header = address.environment(token)["GIT_CONFIG_VALUE_0"].rpartition(" ")[2]
    error = GitError("fetch", 128, f"remote: {token} {header}\n{said} {token}\n{token}: {header} timed out\n")
    shown = str(address.explained(error, token)).replace(URL, "")
    assert header not in shown
    assert token not in shown or token in "".join(SAID) + "the git server could not be reached, look again"
