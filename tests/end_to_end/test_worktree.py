"""`--worktree`: what lies there, as git would store it, whatever the index says about it; nothing is touched or run."""

from __future__ import annotations

from tests.end_to_end.cases import Case, blocks, each, errors, never_passes, passes, warns
from tests.end_to_end.steps import ADD, after, configure, embed, fifo, git, remove, write
from tests.repositories import executable, lines, link, submodule

FORBIDDEN, TOO_LONG = "forbidden-path", "max-diff-lines"
EVIL = write("config/evil.yml", "x\n")
EDITED = write("config/settings.yml", "key 1\nkey 2\nkey x\n")
EVIL_FOUND = blocks(FORBIDDEN, added=1, removed=0, files=1)
EDIT_FOUND = blocks(FORBIDDEN, added=1, removed=1, files=1)
NOTHING = passes(files=0)
RUN = write("src/app.py", executable(lines(20, "code")))
WATCHED = "version = 1\n[rules.mode-change]\n"
CANARY = '[filter "f"]\n\tclean = touch canary\n\tsmudge = touch canary\n\tprocess = touch canary\n\trequired = true\n'


def case(name, expect, *steps, **others):
    return after(name, expect, "--worktree", *steps, **others)


def moved_submodule(repository):
    inner = repository.path / "lib/x"
    embed("lib/x")(repository)
    repository.git("-c", "advice.addEmbeddedRepo=false", "add", "lib/x")
    tree = repository.git("write-tree").decode().strip()
    repository.commit({}, repository.id("refs/heads/topic"), branch="topic", tree=tree)
    (inner / "more").write_text("1\n")
    (inner / ".git/refs/heads/main").write_text("2" * 40 + "\n")


FILES = [
    case("nothing", NOTHING),
    case("an untracked guarded file", EVIL_FOUND, EVIL),
    case("a staged guarded file", EVIL_FOUND, EVIL, ADD),
    case("an edited guarded file", EDIT_FOUND, EDITED),
    case("a guarded file in another case", EVIL_FOUND, write("CONFIG./x", "x\n")),
    case("a removed guarded file", blocks(FORBIDDEN, added=0, removed=3, files=1), remove("config/settings.yml")),
    case("a removed guarded folder", blocks(FORBIDDEN, added=0, removed=3, files=1), remove("config")),
    case("staged, then removed", NOTHING, EVIL, ADD, remove("config/evil.yml")),
    case(
        "short in the index, long in the working tree",
        blocks(TOO_LONG, added=11, removed=0),
        write("x", "1\n"),
        ADD,
        write("x", lines(11)),
    ),
    case("with the intent to add", EVIL_FOUND, EVIL, git("add", "-N", "config/evil.yml")),
    case(
        "a rename that nobody staged",
        blocks(FORBIDDEN, added=0, removed=0, files=1),
        write("config/app.py", lines(20, "code")),
        remove("src/app.py"),
    ),
    case("a mode", blocks("mode-change"), RUN, policy=WATCHED),
    case(
        "a mode where the repository keeps none", NOTHING, RUN, configure("[CORE]\n\tFILEMODE = off\n"), policy=WATCHED
    ),
    case("a mode where it keeps them", blocks("mode-change"), RUN, configure("[core]\n\tfileMode\n"), policy=WATCHED),
    case(
        "a mode where a file of the author's says that none are kept",
        blocks("mode-change"),
        RUN,
        write("said", "[core]\n\tfileMode = false\n"),
        configure("[include]\n\tpath = ../said\n"),
        policy=WATCHED,
    ),
    case(
        "a mode that the index brings where the repository keeps none",
        blocks("mode-change"),
        configure("[core]\n\tfileMode = false\n"),
        git("update-index", "--chmod=+x", "src/app.py"),
        policy=WATCHED,
    ),
    case("a hostile name", passes(added=1, removed=0), write(b"\xff\n\x1b[31m", "x\n")),
    case(
        "the policy",
        blocks("policy-change", TOO_LONG),
        write(".reviewbot.toml", "version = 1\n"),
        write("x", lines(11)),
    ),
    case("files that end in NUL", blocks(TOO_LONG, added=12, removed=0), write("x", lines(11) + "\0")),
    case("SHA-256", EVIL_FOUND, EVIL, object_format="sha256"),
    case("an empty folder", NOTHING, write("config/new/x", ""), remove("config/new/x")),
]

KINDS = [
    case(
        "a file that becomes a link",
        blocks("symlink-target", added=1, removed=1),
        remove("README.md"),
        write("README.md", link("config")),
    ),
    case(
        "a folder that becomes a link out",
        blocks("symlink-target", TOO_LONG, added=1, removed=20),
        remove("src"),
        write("src", link("/etc")),
    ),
    case(
        "a folder that becomes a link to a guarded one",
        blocks("symlink-target", TOO_LONG, added=1, removed=20),
        remove("src"),
        write("src", link("config")),
    ),
    case(
        "a guarded folder that becomes a link",
        blocks(FORBIDDEN, added=1, removed=3, files=2),
        remove("config"),
        write("config", link("src")),
    ),
    case("a pipe that nobody knows", NOTHING, fifo("config/pipe")),
    case("a pipe in place of a file", never_passes(), remove("config/settings.yml"), fifo("config/settings.yml")),
    case("an embedded repository", warns("submodule-change"), embed("lib/x")),
    case("an embedded repository at a guarded place", blocks(FORBIDDEN, "submodule-change"), embed("config/x")),
    case("an embedded repository without a commit", errors(), embed("lib/x", commit=False)),
    case("an embedded repository in place of a guarded folder", never_passes(), remove("config"), embed("config")),
    case(
        "a folder that only looks like a repository",
        never_passes(),
        write("lib/x/.git", "gitdir: /nonexistent\n"),
        write("lib/x/config", "x\n"),
    ),
    case("a submodule that moved", warns("submodule-change"), moved_submodule),
    case("a submodule that is not checked out", NOTHING, base={"lib/x": submodule()}),
]

STORED = [
    case(
        "line ends that attributes convert",
        NOTHING,
        write("README.md", "read me\r\n"),
        base={".gitattributes": "* text eol=crlf\n"},
    ),
    case(
        "line ends that only autocrlf would convert",
        passes(added=1, removed=1),
        configure("[core]\n\tautocrlf = true\n"),
        write("README.md", "read me\r\n"),
    ),
    case(
        "line ends made in every line",
        blocks(TOO_LONG, added=20, removed=20),
        write("src/app.py", lines(20, "code").replace("\n", "\r\n")),
    ),
    case(
        "a filter of the repository's", EDIT_FOUND, configure(CANARY), EDITED, base={".gitattributes": "* filter=f\n"}
    ),
    case(
        "a filter that is new",
        blocks(FORBIDDEN, added=2, removed=1),
        configure(CANARY),
        EDITED,
        write(".gitattributes", "* filter=f\n"),
    ),
    case(
        "a large file without its driver",
        blocks(TOO_LONG, added=11, removed=0),
        write("x.bin", lines(11)),
        base={".gitattributes": "*.bin filter=lfs -text\n"},
    ),
    case(
        "an encoding",
        blocks(TOO_LONG, added=11, removed=0),
        write("x.txt", lines(11).encode("utf-16-le")),
        base={".gitattributes": "*.txt working-tree-encoding=UTF-16LE\n"},
    ),
    case(
        "an encoding that does not fit",
        never_passes(),
        write("x.txt", b"\x00\xd8a\x00"),
        base={".gitattributes": "*.txt working-tree-encoding=UTF-16LE\n"},
    ),
    case(
        "an identity", NOTHING, write("id", "$Id: anything$\n"), base={".gitattributes": "id ident\n", "id": "$Id$\n"}
    ),
    case(
        "no diff",
        blocks(TOO_LONG, added=11, removed=0),
        write("x.py", lines(11)),
        base={".gitattributes": "*.py -diff\n"},
    ),
    case(
        "a monitor and hooks",
        EDIT_FOUND,
        configure("[core]\n\tfsmonitor = touch canary\n\thooksPath = hooks\n"),
        EDITED,
    ),
]


@each(FILES)
def test_files(case, judge):
    judge(case)


@each(KINDS)
def test_kinds(case, judge):
    judge(case)


@each(STORED)
def test_measures_what_git_would_store(case, judge):
    judge(case)


def test_before_the_first_commit_everything_is_the_change(judge):
    expect = blocks(FORBIDDEN, added=1, removed=0, words=("built-in default",))
    judge(Case("", expect, build=EVIL, arguments=("--worktree",)))


def test_from_a_folder_inside_the_whole_working_tree_is_judged(judge):
    judge(case("inside", EVIL_FOUND, EVIL), "--repo", "../repository/src")
