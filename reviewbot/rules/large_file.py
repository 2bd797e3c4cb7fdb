"""A file is larger than a repository should carry.

What it does
    Finds every file that the change adds with more than `limit-bytes`, or that grows and has more afterwards. A large
    file that shrinks, moves or only changes its mode is not found. A submodule has no size.

Why
    Every version of a file stays in the history and is fetched with every clone; GitHub refuses files over 100 MiB:
    https://docs.github.com/en/repositories/working-with-files/managing-large-files/about-large-files-on-github.
    The default of 1,000,000 bytes is our choice: no file that people write by hand comes near it.

Example
    With the default, a recording of 3 MB that is added is found: 3000000 of 1000000 bytes.

Instead
    Keep large files in a release, a package registry or Git LFS, and commit how to fetch them.

Options
    ``limit-bytes``: bytes of one file, 1,000,000 unless given.
"""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

from reviewbot.model.change import MODE_ABSENT, MODE_SUBMODULE, ChangedFile, Needs
from reviewbot.model.options import Kind, Option
from reviewbot.model.policy import Instance
from reviewbot.model.rule import Found, NotJudged, Rule, Scope, Statement


class Options(NamedTuple):
    limit_bytes: Annotated[int, Option(Kind.INTEGER, "Bytes that one file may have.")] = 1_000_000


def needs(_options: Options) -> Needs:
    return Needs(blob_sizes=True)


def has_grown(file: ChangedFile, new_size: int) -> bool:
    """Whether the file is new or larger than before. An old size that is not known does not excuse a large file."""
    if file.old_mode in (MODE_ABSENT, MODE_SUBMODULE) or file.old_size is None:
        return True
    return new_size > file.old_size


def check(scope: Scope, options: Options) -> Iterator[Statement]:
    all_known = True
    for file in scope.files:
        if file.new_mode in (MODE_ABSENT, MODE_SUBMODULE):
            continue
        if file.new_size is None:
            all_known = False
        elif file.new_size > options.limit_bytes and has_grown(file, file.new_size):
            yield Found(
                path=file.path,
                message=f"{file.new_size} of {options.limit_bytes} bytes",
                help="keep large files outside of the repository (Git LFS, a release, a package) and fetch them",
            )
    if not all_known:
        yield NotJudged("the sizes of the changed files are not known")


def told(_instance: Instance, options: Options) -> str:
    return f"Add no file of more than {options.limit_bytes:,} bytes, and let none grow past that."


RULE = Rule(name="large-file", options=Options, check=check, needs=needs, lasting=True, told=told)
