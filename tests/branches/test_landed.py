"""Branches made anew once some parts have landed: what is carried, what is proved, and what is never overwritten."""

from __future__ import annotations

import copy
import json
import shutil

import pytest

from reviewbot.cli.main import main
from tests.repositories import lines
from tests.split.changes import changed, split, tree

SETTINGS = "".join(f"setting_{number} = {number}\n" for number in range(1, 41))
GIVER = "def give_something():\n    return 1\n" + "# filler\n" * 40
USER = "from giver import give_something\n\n\ndef use():\n    return give_something()\n" + "# other\n" * 40
LATER = "from user import use\n\nprint(use())\n" + "# later\n" * 40


class Split:
    """A repository whose change was split by a saved plan, and whose branches p/1-..., p/2-... were made."""

    def __init__(self, repository, budget):
        self.repository = repository
        self.plan_file = repository.path.parent / "saved.json"
        self.plan = split(repository, "--budget", str(budget), "--apply", "p")
        self.plan_file.write_text(json.dumps(self.plan))
        self.names = [branch["name"] for branch in self.plan["branches"]]
        self.made = self.refs()

    def copied(self, folder):
        """The same anew, which takes less time than planning it."""
        made = copy.copy(self)
        made.repository = copy.deepcopy(self.repository)
        made.repository.path = folder / "repository"
        made.repository.git_dir = made.repository.path / ".git"
        shutil.copytree(self.repository.path, made.repository.path, symlinks=True)
        return made

    def again(self, *arguments, status=0, span="main..topic"):
        return split(
            self.repository, "--plan", str(self.plan_file), "--apply", "p", *arguments, status=status, span=span
        )

    def refused(self, *arguments, capsys):
        """What is said; nothing may have changed."""
        before = self.refs()
        capsys.readouterr()
        self.again(*arguments, status=2)
        assert self.refs() == before
        return capsys.readouterr().err

    def refs(self):
        listing = self.repository.git("for-each-ref", "--format=%(refname) %(objectname)").decode().splitlines()
        return dict(line.split() for line in listing)

    def id(self, revision):
        return self.repository.git("rev-parse", revision).decode().strip()

    def land(self, number, *, edit=None, how="squash"):
        """Let the branch of this part land on main, after the review edited it."""
        git = self.repository.git
        git("checkout", "--quiet", "-B", "review", self.names[number - 1])
        if edit:
            self.person(edit)
        git("checkout", "--quiet", "main")
        if how == "squash":
            git("merge", "--quiet", "--squash", "review")
            git("commit", "--quiet", "--allow-empty", "-m", f"part {number} (#7)")
        else:
            git("merge", "--quiet", *(["--no-ff", "-m", "merge"] if how == "merge" else ["--ff-only"]), "review")
        git("branch", "-D", "review")

    def person(self, files):
        """A commit of a person on what is checked out."""
        for path, content in files.items():
            self.repository.write(path, content)
        self.repository.git("add", "--all")
        self.repository.git("commit", "--quiet", "-m", "by a person")


@pytest.fixture
def stack(stack_once, tmp_path):
    return stack_once.copied(tmp_path)


@pytest.fixture(scope="module")
def stack_once(tmp_path_factory):
    """Three parts, each on the one before it."""
    after = {"giver.py": GIVER, "user.py": USER, "later.py": LATER}
    made = Split(ready(changed(tmp_path_factory.mktemp("stack"), {"a": "1\n"}, after)), 60)
    assert [branch["on"] for branch in made.plan["branches"]] == [None, 1, 2]
    return made


@pytest.fixture
def apart(apart_once, tmp_path):
    return apart_once.copied(tmp_path)


@pytest.fixture(scope="module")
def apart_once(tmp_path_factory):
    """Two parts that do not need each other."""
    after = {"docs/guide.md": lines(120), "lib/other.js": lines(150, "var")}
    made = Split(ready(changed(tmp_path_factory.mktemp("apart"), {"config.txt": lines(9)}, after)), 200)
    assert [branch["on"] for branch in made.plan["branches"]] == [None, None]
    return made


@pytest.fixture
def shared(tmp_path):
    """Two parts, each with its lines of the same file."""
    return sharing(tmp_path, 5, 30)


def sharing(tmp_path, *numbers, budget=2):
    """Parts that each change some of these lines of the same file."""
    return Split(ready(changed(tmp_path, {"settings.ini": SETTINGS}, {"settings.ini": settings(*numbers)})), budget)


def settings(*numbers, word="new", text=SETTINGS):
    """The settings with these lines changed."""
    for number in numbers:
        text = text.replace(f"_{number} = {number}\n", f"_{number} = {word}\n")
    return text


def ready(repository):
    repository.head("refs/heads/main")
    repository.check_out()
    return repository


@pytest.mark.parametrize("how", ["squash", "merge", "rebase"])
@pytest.mark.parametrize("said", [("--landed", "1"), ("--landed", "auto"), ("--onto", "main")], ids=" ".join)
def test_what_landed_unchanged_gives_head_again(stack, how, said, capsys):
    stack.land(1, how=how)
    plan = stack.again(*said)
    named = said == ("--landed", "1")
    assert plan["carried"] == {
        "onto": stack.id("main"), "landed": [1], "found": [] if named else [1], "identical": True,
    }  # fmt: skip
    assert [(branch["name"], branch["on"]) for branch in plan["branches"]] == [
        (stack.names[1], None),
        (stack.names[2], 2),
    ]
    assert stack.id(f"{stack.names[1]}^") == stack.id("main")
    assert stack.id(f"{stack.names[2]}^") == stack.id(stack.names[1])
    assert stack.id(f"{stack.names[2]}^{{tree}}") == stack.id("topic^{tree}")
    assert "together they give head's tree" in capsys.readouterr().err


def test_an_edit_in_review_stays_and_the_others_are_carried(shared, capsys):
    shared.land(1, edit={"settings.ini": settings(5, word="better")})
    plan = shared.again("--landed", "1")
    assert plan["carried"] == {"onto": shared.id("main"), "landed": [1], "found": [], "identical": False}
    carried = shared.repository.git("show", f"{shared.names[1]}:settings.ini").decode()
    assert carried == settings(30, text=settings(5, word="better"))
    said = capsys.readouterr().err
    assert f"carried, for {shared.id('main')[:12]} holds more: together they give what git makes of it and head" in said
    assert "head's tree" not in said


def test_an_edit_elsewhere_is_seen_to_be_one_and_nothing_is_guessed(stack, capsys):
    stack.land(1, edit={"giver.py": GIVER.replace("# filler\n" * 40, "# filler\n" * 30)})
    said = stack.refused("--landed", "auto", capsys=capsys)
    assert "part 1" in said
    assert "--landed" in said
    stack.again("--landed", "1")
    assert tree(stack.repository, stack.names[2])[b"giver.py"] == tree(stack.repository, "main")[b"giver.py"]


def test_a_part_that_landed_without_some_of_its_lines_is_there_only_partly(tmp_path, capsys):
    made = sharing(tmp_path, 5, 7, 30, 32, budget=4)
    assert [part["counted_lines"] for part in made.plan["parts"]] == [4, 4]
    made.land(1, edit={"settings.ini": settings(5)})
    said = made.refused("--onto", "main", capsys=capsys)
    assert "part 1 is in main only partly: 2 of its 4 lines are missing there" in said
    assert "if it landed so, name it: --landed 1; if the rest is still to come: --landed none" in said
    rest = made.again("--landed", "none")
    assert (rest["carried"]["landed"], len(rest["branches"])) == ([], 2)
    assert made.id(f"{rest['branches'][0]['commit']}^") == made.id("main")
    assert made.again("--landed", "1")["carried"]["landed"] == [1]
    assert made.repository.git("show", f"{made.names[1]}:settings.ini").decode() == settings(5, 30, 32)


def test_an_edit_of_lines_that_a_later_part_touches_is_a_conflict(stack, capsys):
    stack.land(1, edit={"user.py": "print('the review wanted it here')\n"})
    said = stack.refused("--landed", "1", capsys=capsys)
    assert "error: part 2 cannot be carried onto main: conflicts in user.py\n" in said
    upper, onto = stack.names[1], stack.id("main")[:12]
    by_hand = f"git rebase --update-refs --onto {onto} {upper}~1 {upper}"
    assert by_hand in said
    assert f"--landed 1,2 --onto {upper}" in said


def test_what_a_conflict_says_to_do_works(stack, capsys):
    stack.land(1, edit={"user.py": "print('the review wanted it here')\n"})
    said = stack.refused("--landed", "1", capsys=capsys)
    command = said.partition("git rebase ")[2].partition(", and then")[0].split()
    git = stack.repository.git
    with pytest.raises(AssertionError, match="Resolve all conflicts"):
        git("rebase", *command)
    stack.repository.write("user.py", USER)
    git("add", "user.py")
    git("-c", "core.editor=true", "rebase", "--continue")
    plan = stack.again(*said.rpartition("the others: ")[2].split())
    assert [(branch["part"], branch["on"]) for branch in plan["branches"]] == [(3, None)]
    assert stack.id(f"{stack.names[2]}^") == stack.id(stack.names[1])
    assert stack.id(f"{stack.names[2]}^{{tree}}") == stack.id("topic^{tree}")


def test_a_conflict_of_an_upper_part_names_the_whole_stack(stack, capsys):
    stack.land(1, edit={"later.py": "mine\n"})
    said = stack.refused("--landed", "1", capsys=capsys)
    assert "part 3 cannot be carried" in said
    assert f"{stack.names[1]}~1 {stack.names[2]}" in said
    assert f"--landed 1,2,3 --onto {stack.names[2]}" in said


def test_commits_of_others_stay(shared, capsys):
    shared.repository.git("checkout", "--quiet", "main")
    shared.person({"others.txt": "theirs\n", "settings.ini": settings(15, word="theirs")})
    shared.land(1)
    shared.person({"more.txt": "theirs too\n"})
    plan = shared.again("--onto", "main")
    assert plan["carried"] == {"onto": shared.id("main"), "landed": [1], "found": [1], "identical": False}
    last = tree(shared.repository, shared.names[1])
    assert last.keys() == {b"others.txt", b"more.txt", b"settings.ini"}
    assert last[b"settings.ini"][1].decode() == settings(5, 30, text=settings(15, word="theirs"))
    diff = shared.repository.git("diff", "--stat", "main", shared.names[1]).decode()
    assert "1 file changed, 1 insertion(+), 1 deletion(-)" in diff


def test_a_file_that_others_moved_is_followed(shared):
    shared.land(1)
    shared.repository.git("mv", "settings.ini", "moved.ini")
    shared.person({})
    shared.again("--landed", "1")
    assert tree(shared.repository, shared.names[1])[b"moved.ini"][1].decode() == settings(5, 30)


def test_a_folder_that_others_divided_is_a_conflict_though_git_names_no_file(tmp_path, capsys):
    before = {f"docs/{number}.md": lines(20, f"text {number}") for number in range(4)}
    made = Split(ready(changed(tmp_path, before, {"docs/new.md": lines(30, "new")})), 200)
    for number in range(4):
        made.repository.write(f"part{number % 2}/{number}.md", lines(20, f"text {number}"))
        (made.repository.path / f"docs/{number}.md").unlink()
    made.person({})
    assert "part 1 cannot be carried onto main: conflicts in docs" in made.refused("--onto", "main", capsys=capsys)


@pytest.mark.parametrize("number", [1, 2])
def test_independent_parts_land_in_any_order(apart, number):
    apart.land(number)
    plan = apart.again("--onto", "main")
    assert (plan["carried"]["landed"], plan["carried"]["identical"]) == ([number], True)
    (branch,) = plan["branches"]
    assert (branch["part"], branch["on"], branch["name"]) == (3 - number, None, apart.names[2 - number])
    assert apart.id(f"{branch['name']}^{{tree}}") == apart.id("topic^{tree}")


def test_independent_parts_stay_independent_and_merge_to_what_git_makes_of_head(apart):
    apart.repository.git("checkout", "--quiet", "main")
    apart.person({"others.txt": "theirs\n"})
    plan = apart.again("--onto", "main")
    assert plan["carried"]["landed"] == []
    assert [branch["on"] for branch in plan["branches"]] == [None, None]
    apart.repository.git("merge", "--quiet", "--no-edit", apart.names[0])
    apart.repository.git("merge", "--quiet", "--no-edit", apart.names[1])
    assert tree(apart.repository, "main") == tree(apart.repository, "topic") | {b"others.txt": (b"100644", b"theirs\n")}


def test_parts_that_touch_each_other_are_seen_together(tmp_path):
    functions = "".join(f"def {name}():\n" + f"    {name} = 1\n" * 40 + "\n\n" for name in ("one", "two", "three"))
    made = Split(ready(changed(tmp_path, {"a": "1\n"}, {"new.py": functions})), 50)
    assert [branch["on"] for branch in made.plan["branches"]] == [None, 1, 2]
    made.land(2)
    plan = made.again("--onto", "main")
    assert (plan["carried"]["found"], plan["carried"]["identical"]) == ([1, 2], True)
    assert [(branch["part"], branch["on"]) for branch in plan["branches"]] == [(3, None)]


def test_what_was_reverted_has_not_landed(stack):
    stack.land(1)
    stack.repository.git("revert", "--no-edit", "HEAD")
    plan = stack.again("--onto", "main")
    assert plan["carried"]["landed"] == []
    assert len(plan["branches"]) == 3
    assert stack.id(f"{stack.names[2]}^{{tree}}") == stack.id("topic^{tree}")


def test_one_after_the_other_until_nothing_is_left(stack, capsys):
    stack.land(1, edit={"giver.py": GIVER + "# better\n"})
    stack.again("--landed", "1")
    stack.repository.git("checkout", "--quiet", "main")
    stack.person({"others.txt": "theirs\n"})
    stack.land(2, how="merge")
    assert stack.again("--landed", "1")["carried"]["landed"] == [1, 2]
    stack.land(3)
    before = stack.refs()
    capsys.readouterr()
    plan = stack.again("--landed", "1")
    assert (plan["branches"], plan["carried"]["landed"]) == (None, [1, 2, 3])
    assert "nothing is left to do, and nothing was changed" in capsys.readouterr().err
    assert stack.refs() == before
    assert tree(stack.repository, "main") == tree(stack.repository, "topic") | {
        b"others.txt": (b"100644", b"theirs\n"),
        b"giver.py": (b"100644", GIVER.encode() + b"# better\n"),
    }


def test_a_first_part_that_is_edited_and_has_not_landed_yet(stack):
    stack.repository.git("checkout", "--quiet", stack.names[0])
    stack.person({"giver.py": GIVER + "# better\n"})
    plan = stack.again("--landed", "1", "--onto", stack.names[0])
    assert stack.id(f"{stack.names[1]}^") == stack.id(stack.names[0])
    assert [branch["part"] for branch in plan["branches"]] == [2, 3]
    assert tree(stack.repository, stack.names[2])[b"giver.py"][1].endswith(b"# better\n")


def test_a_part_over_budget_that_has_landed_is_nobodys_business_any_more(stack):
    assert [part["counted_lines"] for part in stack.plan["parts"]] == [42, 45, 43]
    stack.land(1)
    stack.again("--onto", "main", "--budget", "44", status=1)
    stack.land(2)
    stack.again("--onto", "main", "--budget", "44", status=0)


def test_the_same_again_is_nothing_new(stack):
    stack.land(1)
    first = stack.again("--landed", "1")
    before = stack.refs()
    assert stack.again("--landed", "1") == first
    assert stack.refs() == before


def test_a_dry_run_tells_and_changes_nothing(stack, capsys):
    stack.land(1)
    before = stack.refs()
    plan = stack.again("--landed", "1", "--dry-run")
    assert stack.refs() == before
    said = capsys.readouterr().err
    assert "would make 2 branches p/... on" in said
    assert "nothing was changed" in said
    assert stack.again("--landed", "1") == plan


def test_only_the_branches_that_are_left_are_touched(stack):
    stack.land(1)
    stack.again("--landed", "1")
    after = stack.refs()
    left = {f"refs/heads/{name}" for name in stack.names[1:]} | {"refs/heads/main"}
    assert {name for name in after if after[name] != stack.made.get(name)} == left
    assert after.keys() == stack.made.keys()
    assert after["refs/reviewbot/backup/p"] == stack.id("topic")


def test_neither_working_tree_nor_index_is_touched(stack):
    stack.land(1)
    stack.repository.write("new.txt", "untracked\n")
    before = stack.repository.git("status", "--porcelain=v2", "--branch")
    stack.again("--landed", "1")
    assert stack.repository.git("status", "--porcelain=v2", "--branch") == before


def test_a_branch_that_was_deleted_is_made(stack):
    stack.land(1)
    stack.repository.git("branch", "-D", *stack.names)
    stack.again("--landed", "1")
    assert {f"refs/heads/{name}" for name in stack.names[1:]} <= stack.refs().keys()
    assert f"refs/heads/{stack.names[0]}" not in stack.refs()


def test_without_the_plan_it_is_worked_out_again(stack):
    stack.land(1)
    plan = split(stack.repository, "--budget", "60", "--apply", "p", "--onto", "main")
    assert [branch["name"] for branch in plan["branches"]] == stack.names[1:]


def test_head_may_be_what_was_kept(stack):
    stack.land(1)
    stack.repository.git("branch", "-D", "topic")
    plan = stack.again("--landed", "1", span="main..refs/reviewbot/backup/p")
    assert plan["carried"]["identical"]


def test_a_branch_that_a_person_amended_is_not_overwritten(stack, capsys):
    stack.land(1)
    stack.repository.git("checkout", "--quiet", stack.names[2])
    stack.repository.git("commit", "--quiet", "--amend", "-m", "by a person")
    stack.repository.git("checkout", "--quiet", "main")
    said = stack.refused("--landed", "1", capsys=capsys)
    assert f"refs/heads/{stack.names[2]} is no longer what reviewbot made of this plan" in said


def test_a_branch_on_which_a_person_went_on_is_not_overwritten_after_it_was_carried(stack, capsys):
    stack.land(1)
    stack.again("--landed", "1")
    stack.repository.git("checkout", "--quiet", stack.names[2])
    stack.person({"later.py": LATER + "# more\n"})
    stack.repository.git("checkout", "--quiet", "main")
    stack.land(2)
    assert "is no longer what reviewbot made" in stack.refused("--landed", "1,2", capsys=capsys)


@pytest.mark.parametrize("said", [b"Part 3 of 3", b", carried onto", b"give_something"])
def test_whatever_a_commit_says_it_is_made_again_and_compared(stack, said, capsys):
    stack.land(1)
    stack.again("--landed", "1")
    commit = stack.repository.git("cat-file", "commit", stack.names[2])
    tree_line = b"tree " + stack.id("main^{tree}").encode()
    forged = stack.repository.object("commit", tree_line + commit[commit.index(b"\n") :])
    stack.repository.git("update-ref", f"refs/heads/{stack.names[2]}", forged)
    stack.person({"others.txt": "theirs\n"})
    assert "is no longer what reviewbot made" in stack.refused("--landed", "1", capsys=capsys)


def test_a_colleague_carries_on_what_another_made(stack):
    stack.land(1)
    stack.again("--landed", "1")
    stack.repository.configure("[user]\n\tname = Col League\n\temail = colleague@example.com\n")
    stack.land(2)
    assert [branch["part"] for branch in stack.again("--onto", "main")["branches"]] == [3]
    assert stack.repository.git("log", "-1", "--format=%cn", stack.names[2]) == b"Col League\n"


def test_a_branch_that_is_checked_out_somewhere_is_not_moved(stack, tmp_path, capsys):
    stack.land(1)
    stack.repository.git("worktree", "add", "--quiet", str(tmp_path / "linked"), stack.names[2])
    said = stack.refused("--landed", "1", capsys=capsys)
    assert f"refs/heads/{stack.names[2]} is checked out" in said


def test_another_branch_of_the_prefix_and_another_backup_are_in_the_way(stack, capsys):
    stack.land(1)
    stack.repository.ref("refs/heads/p/9-else", stack.id("main"))
    assert "refs/heads/p/9-else is there already, and is no part of this plan" in stack.refused(
        "--landed", "1", capsys=capsys
    )
    stack.repository.git("branch", "-D", "p/9-else")
    stack.repository.ref("refs/reviewbot/backup/p", stack.id("main"))
    assert "refs/reviewbot/backup/p is there already and is something else" in stack.refused(
        "--landed", "1", capsys=capsys
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--landed", "4"], "there is no part 4: the plan has 3 parts"),
        (["--landed", "0"], "there is no part 0"),
        (["--landed", "2"], "part 2 needs part 1, which is not seen to have landed"),
        (["--landed", "one"], "--landed takes numbers of parts, none or auto"),
        (["--landed", "1,"], "--landed takes numbers of parts, none or auto"),
        (["--landed", "\u0661"], "--landed takes numbers of parts, none or auto"),
        (["--landed", "9" * 5000], "--landed takes numbers of parts, none or auto"),
        (["--landed", ""], "--landed takes numbers of parts, none or auto"),
        (["--onto", "nowhere"], "unknown revision 'nowhere'"),
        (["--onto", ""], "unknown revision ''"),
        (["--onto", "-x"], "unknown revision '-x'"),
        (["--onto", "unrelated"], "unrelated does not hold"),
        (
            ["--landed", "1", "--format", "git"],
            "plain git commands cannot carry parts onto what landed: that takes a merge, which may conflict",
        ),
    ],
    ids=lambda value: " ".join(value)[:30] if isinstance(value, list) else "",
)
def test_what_makes_no_sense_is_refused(stack, arguments, said, capsys):
    stack.repository.commit({"b": "1\n"}, branch="unrelated")
    assert said in stack.refused(*(f"{arguments[0]}={arguments[1]}", *arguments[2:]), capsys=capsys)


@pytest.mark.parametrize(
    "arguments", [["main..topic", "--landed", "1"], ["main..topic", "--onto", "main"]], ids=" ".join
)
def test_only_branches_can_be_carried(shared, arguments, capsys):
    assert main(["split", "--repo", str(shared.repository.path), *arguments]) == 2
    assert "give --apply PREFIX too" in capsys.readouterr().err


def test_only_commits_can_have_landed(shared, capsys):
    shared.repository.write("settings.ini", settings(5))
    split(shared.repository, "--worktree", "--apply", "q", "--landed", "auto", span="", status=2)
    assert "only the parts of commits can have landed" in capsys.readouterr().err


def test_every_format_says_what_landed(stack, capsys):
    stack.land(1)
    onto = stack.id("main")[:12]

    def shown(name):
        capsys.readouterr()
        given = ["--plan", str(stack.plan_file), "--apply", "p", "--landed", "1", "--dry-run", "--format", name]
        assert main(["split", "main..topic", "--repo", str(stack.repository.path), *given]) == 0
        return capsys.readouterr().out

    terminal = shown("terminal")
    assert f"landed in {onto}" in terminal
    assert f"{stack.names[1]}  on {onto}" in terminal
    assert f"{stack.names[2]}  on part 2" in terminal
    assert stack.names[0] not in terminal
    assert f"landed in `{onto}`: part 1." in shown("markdown")
    assert shown("gh-stack") == f"gh stack init {stack.names[1]} {stack.names[2]}\ngh stack submit\n"
