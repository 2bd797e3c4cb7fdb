"""Group attributes: nothing that a change, the repository or the user says about files hides lines."""

from __future__ import annotations

import pytest

from tests.end_to_end.cases import Case, blocks, each, never_passes, passes
from tests.repositories import Entry, lines, link

TOO_LONG = "max-diff-lines"
LONG = {"src/x.py": lines(11)}
HIDDEN = blocks(TOO_LONG, added=11, removed=0, files=1)
ATTRIBUTES: dict[str, str] = {
    "no diff": "*.py -diff\n",
    "binary": "*.py binary\n",
    "no diff for all": "* -diff\n",
    "a driver": "*.py diff=hide\n",
    "a driver of git's own": "*.py diff=python\n",
    "a macro": "[attr]hidden -diff -text\n*.py hidden\n",
    "binary as a macro of one's own": "[attr]binary diff\n[attr]diff -diff\n* binary\n",
    "a quoted pattern": '"*.py" -diff\n',
    "the whole path": "/src/x.py -diff\n",
    "line ends": "* text eol=crlf\n",
    "line ends of old": "* crlf=input\n",
    "encoding": "* working-tree-encoding=UTF-16\n",
    "an encoding that nobody knows": "* working-tree-encoding=nonsense\n",
    "identity": "* ident\n",
    "a filter": "* filter=lfs diff=lfs merge=lfs -text\n",
    "a filter that is required": "* filter=needed\n",
    "white space": "* whitespace=-all conflict-marker-size=100\n",
    "left out of archives": "* export-ignore export-subst\n",
    "generated": "* linguist-generated=true linguist-vendored linguist-documentation\n",
    "a very long line": "* " + "a" * 100_000 + " -diff\n* -diff\n",
    "not text": "\0\x01* -diff\n* -diff\n",
}
DRIVERS = (
    '[diff "hide"]\n\tbinary = true\n\ttextconv = true\n[filter "needed"]\n\trequired = true\n\tclean = false\n'
    '[filter "lfs"]\n\trequired = true\n\tclean = false\n\tprocess = false\n'
)


def lying_there(text, where=".gitattributes"):
    """The attributes are in the working tree too, which is where git reads them when it compares commits."""

    def arrange(repository):
        repository.configure(DRIVERS)
        repository.write(where, text)

    return arrange


def in_info(text):
    def arrange(repository):
        repository.configure(DRIVERS)
        (repository.git_dir / "info/attributes").write_text(text)

    return arrange


def of_the_user(text):
    def arrange(repository):
        folder = repository.path.parent / "home/.config/git"
        folder.mkdir(parents=True)
        (folder / "attributes").write_text(text)

    return arrange


def at_head(text, where=".gitattributes"):
    """The attributes come with the change; they are lines of it too."""
    count = text.count("\n")
    counted = sum(-(-len(line) // 512) or 1 for line in text.splitlines())
    return {
        "change": {**LONG, where: text},
        "arrange": lying_there(text, where),
        "expect": blocks(TOO_LONG, added=11 + count, removed=0, counted=11 + counted),
    }


@each(
    [Case(name, **at_head(text)) for name, text in ATTRIBUTES.items()]
    + [Case("nested", **at_head("* -diff\n", "src/.gitattributes"))]
)
def test_attributes_of_head_hide_nothing(case, judge):
    judge(case)


@each(
    [Case(name, HIDDEN, LONG, {".gitattributes": text}, arrange=lying_there(text)) for name, text in ATTRIBUTES.items()]
    + [Case("nested", HIDDEN, LONG, {"src/.gitattributes": "* -diff\n"})]
    + [Case("checked out", HIDDEN, LONG, {".gitattributes": "* -diff\n"}, checked_out=True)]
    + [Case("in a bare repository", HIDDEN, LONG, {".gitattributes": "* -diff\n"}, bare=True)]
)
def test_attributes_of_base_hide_nothing(case, judge):
    judge(case)


@each([Case(name, HIDDEN, LONG, arrange=in_info(text)) for name, text in ATTRIBUTES.items()])
def test_attributes_of_the_repository_hide_nothing(case, judge):
    judge(case)


def test_attributes_of_the_user_hide_nothing(judge):
    judge(Case("", HIDDEN, LONG, arrange=of_the_user("".join(ATTRIBUTES.values()))))


def test_a_file_that_was_hidden_at_base_counts_when_it_is_removed(judge):
    judge(Case("", blocks(TOO_LONG, added=0, removed=20), {"src/app.py": None}, {".gitattributes": "*.py binary\n"}))


GENERATED = "version = 1\n[rules.max-diff-lines]\nlimit = 10\nignore-generated = true\n"
MADE = {"gen/x.py": lines(11)}
EXEMPT = passes(added=11, removed=0, files=1)
COUNTED = blocks(TOO_LONG, added=11, removed=0, files=1)
FORMS = [
    ("set", "gen/* linguist-generated\n", EXEMPT),
    ("true", "gen/* linguist-generated=true\n", EXEMPT),
    ("any depth", "gen/** linguist-generated\n", EXEMPT),
    ("by name", "*.py linguist-generated\n", EXEMPT),
    ("false", "gen/* linguist-generated=false\n", COUNTED),
    ("unset", "gen/* -linguist-generated\n", COUNTED),
    ("unspecified again", "gen/* linguist-generated\ngen/x.py !linguist-generated\n", COUNTED),
    ("unset again", "gen/* linguist-generated\n*.py -linguist-generated\n", COUNTED),
    ("by a macro", "[attr]made linguist-generated\ngen/* made\n", EXEMPT),
    ("another value", "gen/* linguist-generated=yes\n", COUNTED),
    ("vendored", "gen/* linguist-vendored\n", COUNTED),
    ("a folder's name alone", "gen/ linguist-generated\n", COUNTED),
    ("commented out", "# gen/* linguist-generated\n", COUNTED),
    ("another case", "GEN/* linguist-generated\n", COUNTED),
]


def made(name, expect, *, base=None, change=None, **others):
    return Case(name, expect, {**MADE, **(change or {})}, base or {}, policy=GENERATED, **others)


MARK = "* linguist-generated\n"


@each([made(name, expect, base={".gitattributes": text}) for name, text, expect in FORMS])
def test_linguist_generated_at_base_as_git_reads_it(case, judge):
    judge(case)


@each(
    [
        made("at head", blocks(TOO_LONG, added=12, removed=0), change={".gitattributes": MARK}),
        made("at head, nested", blocks(TOO_LONG, added=12, removed=0), change={"gen/.gitattributes": MARK}),
        made(
            "at head, checked out",
            blocks(TOO_LONG, added=12, removed=0),
            change={".gitattributes": MARK},
            checked_out=True,
        ),
        made("nested at base", EXEMPT, base={"gen/.gitattributes": MARK}),
        made(
            "nested at base and unset",
            COUNTED,
            base={".gitattributes": MARK, "gen/.gitattributes": "* -linguist-generated\n"},
        ),
        made("beside it", COUNTED, base={"generated/.gitattributes": MARK}),
        made(
            "taken back at head",
            passes(added=11, removed=1),
            base={".gitattributes": MARK},
            change={".gitattributes": None},
        ),
        made("in the repository's info", COUNTED, arrange=in_info(MARK)),
        made("of the user", COUNTED, arrange=of_the_user(MARK)),
        made("in the working tree only", COUNTED, arrange=lambda repository: repository.write(".gitattributes", MARK)),
        made("in a link at base", COUNTED, base={".gitattributes": link("marks"), "marks": MARK}),
        made("in a bare repository", EXEMPT, base={".gitattributes": MARK}, bare=True),
        Case("where the policy does not ask", COUNTED, MADE, {".gitattributes": MARK}),
    ]
)
def test_linguist_generated_elsewhere(case, judge):
    judge(case)


def test_a_generated_file_moved_among_the_written_ones_counts(judge):
    base = {".gitattributes": "gen/* linguist-generated\n", "gen/x.py": lines(40)}
    change = {"gen/x.py": None, "src/x.py": lines(40)}
    judge(Case("", blocks(TOO_LONG), change, base, policy=GENERATED))


@pytest.mark.parametrize("depth", [1, 100])
def test_attributes_in_every_folder(depth, judge):
    base = {f"{'gen/' * level}.gitattributes": MARK for level in range(1, depth + 1)}
    change = {f"{'gen/' * depth}x": lines(11)}
    judge(Case("", EXEMPT, change, base, policy=GENERATED))


@each(
    [
        made("those that exempt", never_passes(), base={".gitattributes": Entry(id="1" * 40)}),
        made(
            "those that take back",
            never_passes(),
            base={".gitattributes": MARK, "gen/.gitattributes": Entry(id="1" * 40)},
        ),
    ]
)
def test_attributes_that_are_missing_from_the_store_exempt_nothing(case, judge):
    judge(case)
