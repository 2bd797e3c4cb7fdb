"""Group path: renames in and out of guarded, ignored and counted places; links, submodules, kinds of file."""

from __future__ import annotations

from tests.end_to_end.cases import STANDING, Case, blocks, each, passes, warns
from tests.repositories import executable, lines, link, submodule

SETTINGS = STANDING["config/settings.yml"]
APP = lines(20, "code")
EDITED_APP = APP.replace("code 7\n", "code seven\n")
VENDORED = lines(20, "vendored")
FULL = 'version = 1\n[[rules.max-diff-lines]]\nlimit = 10\nrenames = "full"\n'

FORBIDDEN = "forbidden-path"
TOO_LONG = "max-diff-lines"

RENAMES = [
    Case(
        "out of a guarded folder",
        blocks(FORBIDDEN, added=0, removed=0, files=1),
        {"config/settings.yml": None, "src/settings.yml": SETTINGS},
    ),
    Case(
        "into a guarded folder",
        blocks(FORBIDDEN, added=0, removed=0, files=1),
        {"src/app.py": None, "config/app.py": APP},
    ),
    Case(
        "within a guarded folder",
        blocks(FORBIDDEN, added=0, removed=0, files=1),
        {"config/settings.yml": None, "config/renamed.yml": SETTINGS},
    ),
    Case(
        "into an alias of a guarded folder",
        blocks(FORBIDDEN, added=0, removed=0, files=1),
        {"src/app.py": None, "Config./app.py": APP},
    ),
    Case(
        "out of a guarded folder with an edit",
        blocks(FORBIDDEN, added=1, removed=1, files=1),
        {"config/long.yml": None, "src/long.yml": EDITED_APP},
        {"config/long.yml": APP, "src/app.py": "other\n"},
    ),
    Case("elsewhere", passes(added=0, removed=0, files=1), {"src/app.py": None, "src/renamed.py": APP}),
    Case(
        "elsewhere with an edit",
        passes(added=1, removed=1, files=1),
        {"src/app.py": None, "src/renamed.py": EDITED_APP},
    ),
    Case(
        "elsewhere where renames count in full",
        blocks(TOO_LONG, added=0, removed=0, files=1),
        {"src/app.py": None, "src/renamed.py": APP},
        policy=FULL,
    ),
    Case(
        "too little alike to be a rename",
        blocks(TOO_LONG, added=20, removed=20, files=2),
        {"src/app.py": None, "src/renamed.py": lines(9, "code") + lines(11, "new")},
    ),
    Case(
        "a copy is new",
        blocks(TOO_LONG, added=20, removed=0, files=1),
        {"src/copy.py": APP},
    ),
    Case(
        "out of an ignored folder counts as added",
        blocks(TOO_LONG, added=0, removed=0, files=1),
        {"vendor/library.py": None, "src/library.py": VENDORED},
    ),
    Case(
        "into an ignored folder is a deletion where it was",
        blocks(TOO_LONG, added=0, removed=0, files=1),
        {"src/app.py": None, "vendor/app.py": APP},
    ),
    Case(
        "within an ignored folder",
        passes(added=0, removed=0, files=1),
        {"vendor/library.py": None, "vendor/renamed.py": VENDORED},
    ),
    Case(
        "brings forbidden content out of an ignored place",
        blocks("forbidden-content", added=0, removed=0, files=1),
        {"old.sql": None, "new.py": "DROP DATABASE x\n" + lines(9)},
        {"old.sql": "DROP DATABASE x\n" + lines(9)},
        policy="version = 1\n[[rules.forbidden-content]]\nmatch = ['*.py']\npatterns = ['DROP\\s+DATABASE']\n",
    ),
    Case(
        "swaps a guarded file with another",
        blocks(FORBIDDEN, TOO_LONG, added=23, removed=23, files=2),
        {"config/settings.yml": APP, "src/app.py": SETTINGS},
    ),
]

IGNORED = [
    Case("in an ignored folder", passes(added=40, removed=0), {"vendor/x": lines(40)}),
    Case("an ignored name anywhere", passes(added=40, removed=0), {"src/poetry.lock": lines(40)}),
    Case("the ignored folder in another case", blocks(TOO_LONG, added=40, removed=0), {"VENDOR/x": lines(40)}),
    Case("the ignored folder with a dot", blocks(TOO_LONG, added=40, removed=0), {"vendor./x": lines(40)}),
    Case("an ignored name in another case", blocks(TOO_LONG, added=40, removed=0), {"x.LOCK": lines(40)}),
    Case("an ignored name with a backslash", blocks(TOO_LONG, added=40, removed=0), {"vendor\\x": lines(40)}),
    Case("a stream of an ignored name", blocks(TOO_LONG, added=40, removed=0), {"app.py:x.lock": lines(40)}),
    Case("a prefix of an ignored name", blocks(TOO_LONG, added=40, removed=0), {"vendors/x": lines(40)}),
    Case("a guarded folder inside an ignored one", blocks(FORBIDDEN, added=1, removed=0), {"vendor/config/x": "x\n"}),
    Case(
        "out of an ignored folder by dots",
        blocks(TOO_LONG, "unsafe-path", added=40, removed=0),
        {"vendor/../src/x": lines(40)},
    ),
    Case("a file named as the ignored folder", blocks(TOO_LONG, added=40, removed=0), {"tools/vendor": lines(40)}),
]

LINKS = [
    Case("to a file beside it", passes(added=1, removed=0), {"src/link": link("app.py")}),
    Case("named as a guarded folder", blocks(FORBIDDEN), {"lib/config": link("../src")}),
    Case("into a guarded folder", blocks("symlink-target"), {"link": link("config/settings.yml")}),
    Case("at a guarded folder", blocks("symlink-target"), {"link": link("config")}),
    Case("at a guarded folder with a slash", blocks("symlink-target"), {"link": link("config/")}),
    Case("at an alias of a guarded folder", blocks("symlink-target"), {"link": link("CONFIG")}),
    Case("relative with dots", blocks("symlink-target"), {"src/a/link": link("../../config/settings.yml")}),
    Case("relative with dots and doublings", blocks("symlink-target"), {"src/link": link(".././/src/..//config/.")}),
    Case("over a folder that does not exist", blocks("symlink-target"), {"src/link": link("none/../../config")}),
    Case("absolute", blocks("symlink-target"), {"link": link("/etc/passwd")}),
    Case("absolute on Windows", blocks("symlink-target"), {"link": link("C:\\Windows")}),
    Case("out of the repository", blocks("symlink-target"), {"src/link": link("../../x")}),
    Case("out and in again", blocks("symlink-target"), {"link": link("../repository/src")}),
    Case("through another link of this change", blocks("symlink-target"), {"a": link("b"), "b": link("config")}),
    Case("through a link of base", blocks("symlink-target"), {"a": link("b/x")}, {"b": link("config")}),
    Case("through a link to a folder", blocks("symlink-target"), {"a": link("up/config")}, {"up": link(".")}),
    Case(
        "dots after a link",
        blocks("symlink-target"),
        {"a": link("d/../settings.yml")},
        {"d": link("config/deep"), "config/deep/x": ""},
    ),
    Case("a chain out of the repository", blocks("symlink-target"), {"a": link("b"), "b": link("c"), "c": link("/")}),
    Case("retargeted", blocks("symlink-target"), {"link": link("config")}, {"link": link("src")}),
    Case("a file that becomes a link", blocks("symlink-target"), {"README.md": link("config/settings.yml")}),
    Case(
        "moved so that it leaves the repository",
        blocks("symlink-target"),
        {"a/x": None, "x": link("../src")},
        {"a/x": link("../src")},
    ),
    Case(
        "in place of a folder",
        blocks("symlink-target"),
        {"src/app.py": None, "src": link("config")},
        {"src/app.py": "x\n"},
    ),
    Case("in circles", passes(added=2, removed=0), {"a": link("b"), "b": link("a")}),
    Case("at itself", passes(added=1, removed=0), {"a": link("a")}),
    Case("removed", passes(added=0, removed=1), {"link": None}, {"link": link("config")}),
    Case("an empty target", blocks("symlink-target", added=0, removed=0), {"link": link("")}),
    Case("not UTF-8", passes(added=1, removed=0), {"link": link(b"src/\xff\xfe")}),
    Case("a target longer than Linux allows", blocks("symlink-target"), {"link": link("n/../" * 900 + "config")}),
    Case(
        "a very long target",
        blocks("max-diff-lines", "symlink-target", added=1, removed=0, counted=20),
        {"link": link("n/" * 5000)},
    ),
]

KINDS = [
    Case("a submodule named as a guarded folder", blocks(FORBIDDEN, "submodule-change"), {"lib/config": submodule()}),
    Case("a submodule below a guarded folder", blocks(FORBIDDEN, "submodule-change"), {"config/x": submodule()}),
    Case(
        "a submodule in place of a guarded folder",
        blocks(FORBIDDEN, "submodule-change"),
        {"config/settings.yml": None, "config": submodule()},
    ),
    Case("a submodule elsewhere", warns("submodule-change"), {"lib/x": submodule()}),
    Case("a moved submodule", warns("submodule-change"), {"lib/x": submodule("2")}, {"lib/x": submodule("1")}),
    Case("a submodule with an id of zeros", warns("submodule-change"), {"lib/x": submodule("0")}),
    Case("a file in place of a guarded folder", blocks(FORBIDDEN), {"config/settings.yml": None, "config": "x\n"}),
    Case("a file that becomes a folder", passes(added=1, removed=1), {"README.md": None, "README.md/config.py": "x\n"}),
    Case(
        "a file that becomes a link of the same bytes",
        blocks("symlink-target", added=1, removed=1, files=1),
        {"up": link("../x")},
        {"up": "../x"},
    ),
    Case(
        "a link that becomes a file of the same bytes",
        passes(added=1, removed=1, files=1),
        {"up": "../x"},
        {"up": link("../x")},
    ),
    Case("a long file that becomes a link", blocks(TOO_LONG, added=1, removed=20, files=1), {"src/app.py": link("x")}),
    Case(
        "a mode that changes where nobody watches", passes(added=0, removed=0, files=1), {"src/app.py": executable(APP)}
    ),
    Case(
        "a mode that changes where it is guarded",
        blocks(FORBIDDEN, added=0, removed=0),
        {"config/settings.yml": executable(SETTINGS)},
    ),
    Case(
        "a mode that changes where it is watched",
        blocks("mode-change"),
        {"src/app.py": executable(APP)},
        policy="version = 1\n[rules.mode-change]\n",
    ),
    Case(
        "a mode that changes with a rename",
        blocks("mode-change"),
        {"src/app.py": None, "src/x.py": executable(APP)},
        policy="version = 1\n[rules.mode-change]\n",
    ),
    Case("an empty file at a guarded place", blocks(FORBIDDEN, added=0, removed=0, files=1), {"config/empty": ""}),
    Case("a guarded file removed", blocks(FORBIDDEN, added=0, removed=3, files=1), {"config/settings.yml": None}),
    Case("a folder 60 deep", passes(added=1, removed=0, files=1), {"d/" * 60 + "x": "x\n"}),
    Case("a guarded folder 60 deep", blocks(FORBIDDEN, added=1, removed=0, files=1), {"d/" * 60 + "config/x": "x\n"}),
]


@each(RENAMES)
def test_renames(case, judge):
    judge(case)


@each(IGNORED)
def test_ignore_covers_only_what_every_reading_of_the_name_ignores(case, judge):
    judge(case)


@each(LINKS)
def test_links(case, judge):
    judge(case)


@each(KINDS)
def test_kinds_of_files(case, judge):
    judge(case)
