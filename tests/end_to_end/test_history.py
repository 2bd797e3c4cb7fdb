"""Group history: merges, moved bases, and names that are not what they seem. The net change is judged."""

from __future__ import annotations

from tests.end_to_end.cases import Case, blocks, each, errors, first_commit, passes
from tests.repositories import lines

FORBIDDEN = "forbidden-path"
EVIL = {"config/evil.yml": "x\n"}
OURS = {"src/ours.py": "x\n"}
THEIRS = {"config/theirs.yml": "y\n"}


def evil_merge(repository):
    """Content that is in the merge commit only."""
    root = first_commit(repository)
    theirs = repository.commit(THEIRS, root, branch="main")
    ours = repository.commit(OURS, root)
    repository.commit({**THEIRS, **EVIL}, ours, theirs, branch="topic")


def clean_merge(repository):
    root = first_commit(repository)
    theirs = repository.commit(THEIRS, root, branch="main")
    ours = repository.commit(OURS, root)
    repository.commit(THEIRS, ours, theirs, branch="topic")


def merge_that_takes_ours(repository):
    """`git merge -s ours main`: what main did to config/ is undone, and no commit of topic's says so."""
    root = first_commit(repository)
    theirs = repository.commit(THEIRS, root, branch="main")
    ours = repository.commit(OURS, root)
    repository.commit({}, ours, theirs, branch="topic")


def base_moved_ahead(repository):
    root = first_commit(repository)
    repository.commit({**THEIRS, "src/far.py": lines(40)}, root, branch="main")
    repository.commit(OURS, root, branch="topic")


def revert_of_base(repository):
    root = first_commit(repository)
    theirs = repository.commit(THEIRS, root, branch="main")
    repository.commit({"config/theirs.yml": None}, theirs, branch="topic")


def criss_cross(more):
    """Both branches merged the other's first commit, so there are two merge-bases; then topic does `more`."""

    def build(repository):
        root = first_commit(repository)
        theirs = repository.commit(THEIRS, root)
        ours = repository.commit(OURS, root)
        repository.commit(OURS, theirs, ours, branch="main")
        changes = {path: content for path, content in {**THEIRS, **more}.items() if content is not None}
        repository.commit(changes, ours, theirs, branch="topic")

    return build


def many_small_commits(repository):
    tip = first_commit(repository)
    for number in range(1, 5):
        tip = repository.commit({f"src/{number}.py": lines(3)}, tip, branch="topic")


def added_then_deleted(repository):
    evil = repository.commit(EVIL, first_commit(repository))
    repository.commit({"config/evil.yml": None}, evil, branch="topic")


def octopus(repository):
    root = first_commit(repository)
    arms = [repository.commit({f"src/{number}.py": lines(4)}, root) for number in range(3)]
    repository.commit({f"src/{number}.py": lines(4) for number in range(1, 3)}, *arms, branch="topic")


def merged_an_unrelated_history(repository):
    root = first_commit(repository)
    stranger = repository.commit({**EVIL, "src/stranger.py": lines(20)})
    repository.commit({**EVIL, "src/stranger.py": lines(20)}, root, stranger, branch="topic")


def no_common_ancestor(repository):
    first_commit(repository)
    repository.commit(OURS, branch="topic")


def topic_is_behind(repository):
    root = first_commit(repository)
    repository.commit(THEIRS, root, branch="main")
    repository.ref("refs/heads/topic", root)


def topic_is_main(repository):
    repository.ref("refs/heads/topic", first_commit(repository))


def rewritten(repository):
    """A force push: the old tip of topic is in nobody's history any more."""
    root = first_commit(repository)
    repository.commit(OURS, root)
    repository.commit({**OURS, **EVIL}, root, branch="topic")


def only_a_root(repository):
    first_commit(repository)


BRANCHES = [
    Case("content added in the merge commit", blocks(FORBIDDEN, added=2, removed=0, files=2), build=evil_merge),
    Case("a clean merge of base", passes(added=1, removed=0, files=1), build=clean_merge),
    Case("a merge that undoes base", blocks(FORBIDDEN, added=1, removed=1, files=2), build=merge_that_takes_ours),
    Case("base moved ahead", passes(added=1, removed=0, files=1), build=base_moved_ahead),
    Case("a revert of what base did", blocks(FORBIDDEN, added=0, removed=1, files=1), build=revert_of_base),
    Case("many small commits", blocks("max-diff-lines", added=12, removed=0, files=4), build=many_small_commits),
    Case("added, then deleted", passes(added=0, removed=0, files=0), build=added_then_deleted),
    Case("criss-cross with something evil", blocks(FORBIDDEN), build=criss_cross(EVIL)),
    Case("criss-cross with nothing of its own", passes(added=0, removed=0, files=0), build=criss_cross({})),
    Case("criss-cross with a line of its own", passes(added=1, removed=0, files=1), build=criss_cross({"a": "1\n"})),
    Case("criss-cross that undoes base", blocks(FORBIDDEN), build=criss_cross({"config/theirs.yml": None})),
    Case("an octopus", blocks("max-diff-lines", added=12, removed=0, files=3), build=octopus),
    Case("an unrelated history merged in", blocks(FORBIDDEN, "max-diff-lines"), build=merged_an_unrelated_history),
    Case("no common ancestor", errors(), build=no_common_ancestor),
    Case("topic behind main", passes(files=0), build=topic_is_behind),
    Case("nothing changed", passes(files=0), build=topic_is_main),
    Case("the same revision twice", passes(files=0), arguments=("topic..topic",)),
    Case("rewritten", blocks(FORBIDDEN, added=2, removed=0, files=2), build=rewritten),
    Case("one root commit, nothing asked", passes(files=0), build=only_a_root, arguments=()),
    Case("base and head as options", blocks(FORBIDDEN), EVIL, arguments=("--base", "main", "--head", "topic")),
    Case("from topic to main", passes(files=0), EVIL, arguments=("topic..main",)),
]


@each(BRANCHES)
def test_judges_the_net_change_from_the_merge_base(case, judge):
    judge(case)
