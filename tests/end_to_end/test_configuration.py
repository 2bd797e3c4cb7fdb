"""Group configuration: nothing in the repository's, the user's or the system's git configuration changes a verdict."""

from __future__ import annotations

from tests.end_to_end.cases import Case, blocks, each, never_passes
from tests.end_to_end.judging import Untouched
from tests.repositories import Repository, lines

APP = lines(20, "code")
CHANGE = {
    "README.md": lines(6, "new"),
    "config/evil.yml": "x\n",
    "src/app.py": None,
    "src/moved.py": APP.replace("code 7\n", "code seven\n"),
    ".gitattributes": None,
}
BASE = {"README.md": lines(6, "old"), ".gitattributes": "*.yml diff=yaml filter=yaml\n*.py merge=ours\n"}
EXPECTED = blocks("forbidden-path", "max-diff-lines", added=8, removed=9, files=4)
CHECKED_OUT = {"change": CHANGE, "base": BASE, "expect": EXPECTED, "checked_out": True}

# CANARY becomes a command that leaves a file behind; FOLDER the folder around the repository.
CONFIGURATIONS = {
    "external diff": "[diff]\n\texternal = CANARY\n",
    "no prefix": "[diff]\n\tnoprefix = true\n",
    "mnemonic prefix": "[diff]\n\tmnemonicPrefix = true\n",
    "other prefixes": "[diff]\n\tsrcPrefix = x/\n\tdstPrefix = config/\n",
    "no renames": "[diff]\n\trenames = false\n",
    "copies": "[diff]\n\trenames = copies\n",
    "rename limit": "[diff]\n\trenameLimit = 1\n",
    "another algorithm": "[diff]\n\talgorithm = patience\n\tindentHeuristic = true\n",
    "relative": "[diff]\n\trelative = true\n",
    "order file": "[diff]\n\torderFile = FOLDER/nowhere\n",
    "stat only": "[diff]\n\tstatGraphWidth = 1\n\tcontext = 0\n\tinterHunkContext = 99\n",
    "word diff": "[diff]\n\twordRegex = .\n\tcolorMoved = zebra\n\twsErrorHighlight = all\n",
    "submodules out": "[diff]\n\tignoreSubmodules = all\n\tsubmodule = log\n",
    "blank context": "[diff]\n\tsuppressBlankEmpty = true\n",
    "text conversion": '[diff "yaml"]\n\ttextconv = CANARY\n\tcommand = CANARY\n\tbinary = true\n\txfuncname = "!.*"\n',
    "filters": '[filter "yaml"]\n\tclean = CANARY\n\tsmudge = CANARY\n\tprocess = CANARY\n\trequired = true\n',
    "merge driver": '[merge "ours"]\n\tdriver = CANARY\n',
    "attributes file": "[core]\n\tattributesFile = FOLDER/attributes\n",
    "quoted paths": "[core]\n\tquotePath = false\n",
    "big files": "[core]\n\tbigFileThreshold = 1\n",
    "colours": "[color]\n\tui = always\n\tdiff = always\n",
    "pager": "[core]\n\tpager = CANARY\n[pager]\n\tdiff-tree = CANARY\n",
    "hooks": "[core]\n\thooksPath = FOLDER/hooks\n",
    "file system monitor": "[core]\n\tfsmonitor = CANARY\n\tfsmonitorHookVersion = 2\n",
    "untracked cache": "[core]\n\tuntrackedCache = true\n\tsplitIndex = true\n\tpreloadIndex = false\n",
    "ignored case": "[core]\n\tignoreCase = true\n\tprecomposeUnicode = true\n\tfilemode = false\n\tsymlinks = false\n",
    "line ends": "[core]\n\tautocrlf = true\n\teol = crlf\n\tsafecrlf = true\n\twhitespace = cr-at-eol\n",
    "replace refs": "[core]\n\tuseReplaceRefs = true\n\twarnAmbiguousRefs = false\n\tcommitGraph = true\n",
    "aliases": "[alias]\n\tdiff-tree = !CANARY\n\trev-parse = !CANARY\n\tcat-file = !CANARY\n",
    "editors": "[core]\n\teditor = CANARY\n\taskPass = CANARY\n",
    "transports": "[core]\n\tsshCommand = CANARY\n\tgitProxy = CANARY\n[gpg]\n\tprogram = CANARY\n",
    "included file": "[include]\n\tpath = FOLDER/included\n",
    "a tab and quotes": '[diff]\n\texternal = "\\"CANARY\\"\\t"\n',
    "tracing": "[trace2]\n\tnormalTarget = FOLDER/trace\n\teventTarget = FOLDER/trace\n\tperfTarget = FOLDER/trace\n",
    "another work tree": "[core]\n\tworktree = FOLDER\n",
    "bare": "[core]\n\tbare = true\n",
    "attribute tree": "[attr]\n\ttree = main\n",
    "logs of merges": "[log]\n\tdiffMerges = off\n\tshowSignature = true\n[diff]\n\tnoIndex = true\n",
    "automatic repair": "[gc]\n\tauto = 1\n[maintenance]\n\tauto = true\n",
    "work tree configuration": "[extensions]\n\tworktreeConfig = true\n",
}
OF_THE_USER = ["external diff", "no renames", "text conversion", "attributes file", "big files", "colours", "pager"]


def surround(repository: Repository, text: str) -> str:
    """What the configurations point at, and the text with those places in it."""
    folder = repository.path.parent
    script = f"#!/bin/sh\necho >> {folder}/canary\ncat\n"
    hooks = ["post-index-change", "reference-transaction", "pre-commit", "post-checkout", "fsmonitor-watchman"]
    for path in ["command", *(f"hooks/{name}" for name in hooks)]:
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(script)
        (folder / path).chmod(0o755)
    (folder / "attributes").write_text("* -diff binary\n")
    (folder / "included").write_text(f"[diff]\n\texternal = {folder}/command\n\tnoprefix = true\n")
    return text.replace("CANARY", f"{folder}/command").replace("FOLDER", str(folder))


def in_the_repository(text):
    def arrange(repository):
        repository.configure(surround(repository, text))
        (repository.git_dir / "config.worktree").write_text("[diff]\n\trenames = false\n")

    return arrange


def of_the_user(text):
    def arrange(repository):
        written = surround(repository, text)
        git_folder = repository.path.parent / "home/.config/git"
        git_folder.mkdir(parents=True)
        (git_folder / "config").write_text(written)
        (git_folder / "attributes").write_text("* -diff\n")
        (git_folder / "ignore").write_text("*\n")
        (git_folder.parent.parent / ".gitconfig").write_text(written)

    return arrange


def everywhere(texts):
    """All of them at once, for the repository and for the user."""

    def arrange(repository):
        in_the_repository("".join(texts))(repository)
        of_the_user("".join(texts))(repository)

    return arrange


@each([Case(name, arrange=in_the_repository(text), **CHECKED_OUT) for name, text in CONFIGURATIONS.items()])
def test_the_repository_s_configuration_changes_nothing(case, judge):
    judge(case)


@each(
    [
        *(Case(name, arrange=of_the_user(CONFIGURATIONS[name]), **CHECKED_OUT) for name in OF_THE_USER),
        Case("all at once", arrange=of_the_user("".join(CONFIGURATIONS.values())), **CHECKED_OUT),
        Case("broken syntax", arrange=of_the_user("[diff\nexternal ="), **CHECKED_OUT),
        Case("not text", arrange=of_the_user("\0\x01[core]\n"), **CHECKED_OUT),
    ]
)
def test_the_user_s_configuration_changes_nothing(case, judge):
    judge(case)


def test_the_system_s_configuration_changes_nothing(judge_apart):
    def arrange(repository):
        (repository.path.parent / "system").write_text(surround(repository, "".join(CONFIGURATIONS.values())))

    hostile = {"GIT_CONFIG_SYSTEM": "{folder}/system", "GIT_CONFIG_NOSYSTEM": "0"}
    judge_apart(Case("system", arrange=arrange, environment=hostile, **CHECKED_OUT))


@each(
    [
        Case(
            name,
            never_passes(),
            {"config/evil.yml": "x\n"},
            arrange=lambda repository, text=text: repository.configure(text),
        )
        for name, text in {
            "broken syntax": "[diff\nexternal =",
            "a format of the future": "[core]\n\trepositoryformatversion = 99\n",
            "an extension of the future": "[core]\n\trepositoryformatversion = 1\n[extensions]\n\tfuture = true\n",
            "a hash of the future": "[core]\n\trepositoryformatversion = 1\n[extensions]\n\tobjectformat = sha3\n",
        }.items()
    ]
)
def test_a_repository_that_git_cannot_read_never_passes(case, judge):
    judge(case)


HOSTILE = [text for name, text in CONFIGURATIONS.items() if name not in {"bare", "another work tree"}]


def test_everything_at_once_gives_the_same_bytes(tmp_path, answer_in_process):
    """Range, index and working tree, read before and after all those settings are there."""
    repository = Case("clean", **CHECKED_OUT).make(tmp_path)
    repository.write("staged.yml", lines(5))
    repository.git("add", "staged.yml")
    repository.write("README.md", lines(7, "newer"))
    repository.write("untracked.yml", lines(3))
    calls = [
        ["lint-diff", *selector, "--repo", str(repository.path), "--format", "json"]
        for selector in (["main..topic"], ["--staged"], ["--worktree"], ["--base", "main"])
    ]
    before = [answer_in_process(call) for call in calls]
    everywhere(HOSTILE)(repository)
    with Untouched(tmp_path):
        assert [answer_in_process(call) for call in calls] == before
    assert [answer.report["totals"]["added_lines"] for answer in before] == [8, 5, 15, 8]
