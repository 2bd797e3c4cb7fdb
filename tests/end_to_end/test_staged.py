"""`--staged`: what a commit would hold, whatever the working tree looks like; the index itself stays as it is."""

from __future__ import annotations

from tests.end_to_end.cases import POLICY, Case, blocks, each, errors, never_passes, passes, warns
from tests.end_to_end.steps import ADD, after, configure, embed, entry, git, remove, write
from tests.repositories import executable, lines, link

FORBIDDEN, TOO_LONG = "forbidden-path", "max-diff-lines"
EVIL = write("config/evil.yml", "x\n")
EVIL_FOUND = blocks(FORBIDDEN, added=1, removed=0, files=1)
NOTHING = passes(files=0)
WATCHED = "version = 1\n[rules.mode-change]\n"
NOBODY = "1" * 40


def case(name, expect, *steps, **others):
    return after(name, expect, "--staged", *steps, **others)


def conflict(repository):
    blob = repository.blob("x\n")
    stages = "".join(f"100644 {blob} {stage}\tsrc/app.py\n" for stage in (1, 2, 3))
    removal = f"0 {'0' * 40}\tsrc/app.py\n"
    repository.git("update-index", "--index-info", stdin=(removal + stages).encode())


def lock(repository):
    (repository.git_dir / "index.lock").write_text("")


def no_index(repository):
    (repository.git_dir / "index").unlink()


def garbage(repository):
    (repository.git_dir / "index").write_bytes(b"DIRC\0\0\0\2\0\0\0\1garbage")


def cut_off(repository):
    index = repository.git_dir / "index"
    index.write_bytes(index.read_bytes()[:200])


def unborn(repository):
    repository.write("src/x", lines(301))
    repository.git("add", "--all")


SPLIT = git("update-index", "--split-index")
SPARSE = git("sparse-checkout", "set", "--cone", "src")
SPARSE_INDEX = git("sparse-checkout", "set", "--cone", "--sparse-index", "src")

CASES = [
    case("nothing", NOTHING),
    case("a guarded file", EVIL_FOUND, EVIL, ADD),
    case("a guarded file that is not added", NOTHING, EVIL),
    case("a guarded file edited and not added", NOTHING, write("config/settings.yml", "x\n")),
    case(
        "long in the index, short in the working tree",
        blocks(TOO_LONG, added=11, removed=0),
        write("x", lines(11)),
        ADD,
        write("x", "1\n"),
    ),
    case(
        "short in the index, long in the working tree",
        passes(added=1, removed=0),
        write("x", "1\n"),
        ADD,
        write("x", lines(11)),
    ),
    case("in the index only", EVIL_FOUND, EVIL, ADD, remove("config")),
    case(
        "removed from the index only",
        blocks(FORBIDDEN, added=0, removed=3),
        git("rm", "-q", "--cached", "config/settings.yml"),
    ),
    case("removed from the working tree only", NOTHING, remove("config")),
    case("with the intent to add", NOTHING, EVIL, git("add", "-N", "config/evil.yml")),
    case("a mode", blocks("mode-change"), git("update-index", "--chmod=+x", "src/app.py"), policy=WATCHED),
    case(
        "a mode in the working tree only", NOTHING, write("src/app.py", executable(lines(20, "code"))), policy=WATCHED
    ),
    case("a link in place of a file", blocks("symlink-target"), write("README.md", link("config")), ADD),
    case("a rename", blocks(FORBIDDEN, added=0, removed=0, files=1), git("mv", "src/app.py", "config/app.py")),
    case("an alias", EVIL_FOUND, write("CONFIG./x", "x\n"), ADD),
    case(
        "an ignored file, forced",
        EVIL_FOUND,
        write(".git/info/exclude", "config\n"),
        EVIL,
        git("add", "-f", "config/evil.yml"),
    ),
    case("the policy", blocks("policy-change"), write(".reviewbot.toml", POLICY + "# x\n"), ADD),
    case(
        "a lax policy beside a long file",
        blocks("policy-change", TOO_LONG),
        write(".reviewbot.toml", "version = 1\n"),
        write("x", lines(11)),
        ADD,
    ),
    case("an unmerged path", errors("unmerged"), conflict),
    case("a split index", EVIL_FOUND, SPLIT, EVIL, ADD),
    case("a split index, nothing staged", NOTHING, SPLIT),
    case("a split index that shares everything", EVIL_FOUND, EVIL, ADD, SPLIT),
    case("index version 4", EVIL_FOUND, git("update-index", "--index-version", "4"), EVIL, ADD),
    case("an untracked cache", EVIL_FOUND, git("update-index", "--force-untracked-cache"), EVIL, ADD),
    case("a sparse check-out", NOTHING, SPARSE),
    case(
        "a sparse check-out with something outside", EVIL_FOUND, SPARSE, EVIL, git("add", "--sparse", "config/evil.yml")
    ),
    case("a sparse index", NOTHING, SPARSE_INDEX),
    case(
        "a sparse index with something outside",
        EVIL_FOUND,
        SPARSE_INDEX,
        EVIL,
        git("add", "--sparse", "config/evil.yml"),
    ),
    case("a submodule", warns("submodule-change"), entry("160000", NOBODY, "lib/x")),
    case("a submodule at a guarded place", blocks(FORBIDDEN, "submodule-change"), entry("160000", NOBODY, "config/x")),
    case(
        "an embedded repository",
        warns("submodule-change"),
        embed("lib/x"),
        git("-c", "advice.addEmbeddedRepo=false", "add", "lib/x"),
    ),
    case("a blob that nobody has", errors(), entry("100644", NOBODY, "x")),
    case("a lock of somebody else", EVIL_FOUND, EVIL, ADD, lock),
    case("no index", blocks(FORBIDDEN, TOO_LONG, "policy-change", added=0), no_index),
    case("a garbled index", errors("index"), garbage),
    case("an index cut off", never_passes(), cut_off),
    case(
        "assumed to be unchanged", EVIL_FOUND, EVIL, ADD, git("update-index", "--assume-unchanged", "config/evil.yml")
    ),
    case(
        "bits of a filter",
        EVIL_FOUND,
        configure('[filter "f"]\n\tclean = touch canary\n\trequired = true\n'),
        EVIL,
        git("-c", "filter.f.clean=cat", "add", "-A"),
        write(".gitattributes", "* filter=f\n"),
    ),
    case("a hostile name", passes(added=1, removed=0), write(b"\xff\n\x1b[31m", "x\n"), ADD),
    case("SHA-256", EVIL_FOUND, EVIL, ADD, object_format="sha256"),
    case("conflict markers", blocks("conflict-marker"), write("x", "<<<<<<< HEAD\n"), ADD),
]


@each(CASES)
def test_staged(case, judge):
    judge(case)


def test_before_the_first_commit_everything_is_the_change(judge):
    judge(
        Case(
            "",
            blocks(TOO_LONG, added=301, removed=0, words=("built-in default",)),
            build=unborn,
            arguments=("--staged",),
        )
    )


def test_staged_takes_no_range(judge):
    judge(Case("", errors("--staged"), arguments=("main..topic", "--staged")))
