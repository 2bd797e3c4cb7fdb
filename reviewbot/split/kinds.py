"""What a file is by its name: a test, documentation, code, a lock file.

The names are those that the tools themselves write, see the URLs.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from posixpath import basename, splitext

from reviewbot.model.change import ChangedFile


class Kind(StrEnum):
    CODE = "code"
    TEST = "test"
    DOCUMENTATION = "documentation"
    LOCK = "lock"
    OTHER = "other"


CODE_ENDINGS = frozenset(
    b".py .pyi .js .mjs .cjs .jsx .ts .tsx .go .rs .java .rb .c .h .cc .cpp .hpp .cs .php .kt .swift .scala".split()
)
_DOCUMENTATION = frozenset(b".md .rst .txt .adoc".split())
# The lock file of each package manager, and the manifest that it follows.
LOCKS = {
    b"package-lock.json": b"package.json",  # https://docs.npmjs.com/cli/configuring-npm/package-lock-json
    b"npm-shrinkwrap.json": b"package.json",
    b"yarn.lock": b"package.json",  # https://yarnpkg.com/configuration/manifest
    b"pnpm-lock.yaml": b"package.json",
    b"bun.lock": b"package.json",
    b"cargo.lock": b"cargo.toml",  # https://doc.rust-lang.org/cargo/guide/cargo-toml-vs-cargo-lock.html
    b"go.sum": b"go.mod",  # https://go.dev/ref/mod#go-sum-files
    b"poetry.lock": b"pyproject.toml",
    b"uv.lock": b"pyproject.toml",
    b"pdm.lock": b"pyproject.toml",
    b"pipfile.lock": b"pipfile",
    b"gemfile.lock": b"gemfile",
    b"composer.lock": b"composer.json",
    b"flake.lock": b"flake.nix",
    b"mix.lock": b"mix.exs",
}
_TEST_FOLDER = re.compile(rb"(^|/)(tests?|__tests__|specs?|testing|testdata|fixtures)(/|$)")
_TEST_NAME = re.compile(rb"(^test_|[_.-]tests?\.|[_.-]spec\.)")
_VENDORED = re.compile(rb"(^|/)(vendor|vendored|third_party|third-party|node_modules|_vendor)/")
_GENERATED = re.compile(rb"(\.min\.(js|css)|\.snap|\.pb\.go|_pb2(_grpc)?\.pyi?|\.g\.dart|\.generated\.\w+)$")


@lru_cache(maxsize=1 << 16)
def kind_of(path: bytes) -> Kind:
    name = basename(path).lower()
    ending = splitext(name)[1]
    if name in LOCKS or ending == b".lock":
        return Kind.LOCK
    if _TEST_FOLDER.search(path) or _TEST_NAME.search(name):
        return Kind.TEST
    if ending in _DOCUMENTATION or path.startswith(b"docs/") or name in (b"changes", b"authors", b"changelog"):
        return Kind.DOCUMENTATION
    return Kind.CODE if ending in CODE_ENDINGS else Kind.OTHER


def is_vendored(path: bytes) -> bool:
    return _VENDORED.search(path) is not None


def is_generated(file: ChangedFile) -> bool:
    """By what the attributes of base say, where the policy had them read, and by the name."""
    return file.generated or _GENERATED.search(file.path.lower()) is not None


def is_written_by_a_program(file: ChangedFile) -> bool:
    """Whether the file is generated, or a lock file."""
    return kind_of(file.path) is Kind.LOCK or is_generated(file)
