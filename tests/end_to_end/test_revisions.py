"""Group history: revisions are taken for what they are, whatever branches, tags and options are named."""

from __future__ import annotations

from tests.end_to_end.cases import Case, blocks, each, errors, never_passes

FORBIDDEN = "forbidden-path"
EVIL = {"config/evil.yml": "x\n"}


def detached(repository):
    repository.head(repository.id("refs/heads/topic"))


def on_topic(repository):
    repository.head("refs/heads/topic")


def tags(repository):
    repository.tag("before", repository.id("refs/heads/main"))
    inner = repository.tag("inner", repository.id("refs/heads/topic"))
    repository.tag("after", inner, "tag")


def odd_branch(name):
    return lambda repository: repository.ref(f"refs/heads/{name}", repository.id("refs/heads/topic"))


def tag_named_as_base(repository):
    """Whoever may push tags makes base look like head; git itself prefers the tag, with a warning."""
    repository.ref("refs/tags/main", repository.id("refs/heads/topic"))


def tag_named_as_the_remote_s_branch(repository):
    remote(repository)
    repository.ref("refs/tags/origin/trunk", repository.id("refs/heads/topic"))


def branch_named_as_head(repository):
    on_topic(repository)
    repository.ref("refs/heads/HEAD", repository.id("refs/heads/main"))


def branch_named_as_an_id(repository):
    evil = repository.id("refs/heads/topic")
    repository.ref(f"refs/heads/{evil}", repository.id("refs/heads/main"))
    repository.head(evil)


def remote(repository):
    """A clone: nothing is asked, so what a push to the remote's default branch would ask is judged."""
    repository.ref("refs/remotes/origin/trunk", repository.id("refs/heads/main"))
    (repository.git_dir / "refs/remotes/origin/HEAD").write_text("ref: refs/remotes/origin/trunk\n")
    (repository.git_dir / "refs/heads/main").unlink()
    on_topic(repository)


def packed(repository):
    repository.git("pack-refs", "--all")
    repository.git("repack", "-a", "-d", "-q")


def tag_of_a_blob(repository):
    repository.tag("thing", repository.blob("x\n"), "blob")


HEX_OF_NOBODY = "1" * 40
NAMES = [
    Case("detached HEAD", blocks(FORBIDDEN), EVIL, arrange=detached, arguments=("main..HEAD",)),
    Case("head left out", blocks(FORBIDDEN), EVIL, arrange=on_topic, arguments=("--base", "main")),
    Case("nothing asked, a local main", blocks(FORBIDDEN), EVIL, arrange=on_topic, arguments=()),
    Case("nothing asked, a remote", blocks(FORBIDDEN), EVIL, arrange=remote, arguments=()),
    Case("tags", blocks(FORBIDDEN), EVIL, arrange=tags, arguments=("before..after",)),
    Case("packed", blocks(FORBIDDEN), EVIL, arrange=packed),
    Case(
        "an option as a branch",
        blocks(FORBIDDEN),
        EVIL,
        arrange=odd_branch("--output=x"),
        arguments=("--base", "main", "--head=--output=x"),
    ),
    Case(
        "an option behind dots",
        blocks(FORBIDDEN),
        EVIL,
        arrange=odd_branch("--output=x"),
        arguments=("main..--output=x",),
    ),
    Case("a branch with an at sign", blocks(FORBIDDEN), EVIL, arrange=odd_branch("@x"), arguments=("main..@x",)),
    Case("a full ref", blocks(FORBIDDEN), EVIL, arguments=("refs/heads/main..refs/heads/topic",)),
    Case("a tag named as base", never_passes(), EVIL, arrange=tag_named_as_base),
    Case(
        "a tag named as the remote's branch",
        never_passes(),
        EVIL,
        arrange=tag_named_as_the_remote_s_branch,
        arguments=("origin/trunk..topic",),
    ),
    Case(
        "a tag named as the remote's branch, nothing asked",
        blocks(FORBIDDEN),
        EVIL,
        arrange=tag_named_as_the_remote_s_branch,
        arguments=(),
    ),
    Case(
        "a tag named as base, base in full",
        blocks(FORBIDDEN),
        EVIL,
        arrange=tag_named_as_base,
        arguments=("refs/heads/main..topic",),
    ),
    Case("a branch named HEAD", blocks(FORBIDDEN), EVIL, arrange=branch_named_as_head, arguments=("--base", "main")),
    Case(
        "a branch named as the head's id",
        blocks(FORBIDDEN),
        EVIL,
        arrange=branch_named_as_an_id,
        arguments=("--base", "main"),
    ),
    Case("a tag of a blob", errors("thing"), EVIL, arrange=tag_of_a_blob, arguments=("main..thing",)),
    Case("an unknown revision", errors("nowhere"), EVIL, arguments=("main..nowhere",)),
    Case("an unknown base", errors("nowhere"), EVIL, arguments=("nowhere..topic",)),
    Case("an id that nobody has", errors(HEX_OF_NOBODY[:7]), EVIL, arguments=(f"main..{HEX_OF_NOBODY}",)),
    Case("an id of zeros", errors(), EVIL, arguments=(f"{'0' * 40}..topic",)),
    Case("a negated revision", errors(), EVIL, arguments=("main..^topic",)),
    Case("an option of git as base", errors(), EVIL, arguments=("--base=--all", "--head", "topic")),
    Case("a revision with a newline", errors(), EVIL, arguments=("main..topic\nHEAD",)),
    Case("a revision with an escape sequence", errors(), EVIL, arguments=("main..\x1b[31m",)),
    Case("a search in messages", never_passes(), EVIL, arguments=("main..:/a commit",)),
    Case("a path in a revision", errors(), EVIL, arguments=("main..topic:config",)),
    Case("no head after the dots", never_passes(), EVIL, arrange=on_topic, arguments=("main..",)),
    Case("three dots", never_passes(), EVIL, arguments=("main...topic",)),
]


@each(NAMES)
def test_takes_every_revision_for_what_it_is(case, judge):
    judge(case)
