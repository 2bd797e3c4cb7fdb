"""Group content: bytes that make tools see fewer lines, no lines, or other lines than there are."""

from __future__ import annotations

from tests.end_to_end.cases import Case, blocks, each, passes
from tests.repositories import lines

TOO_LONG = "max-diff-lines"
FOUND = "forbidden-content"
DROP = "DROP DATABASE x;\n"
MEGABYTE = 1_000_000


def one_file(name, content, expect, before=""):
    """topic adds x with this content, or changes it when there is something before."""
    return Case(name, expect, {"x": content}, {"x": before} if before else {})


LONG = [
    one_file("a line of 1 MB", "a" * MEGABYTE + "\n", blocks(TOO_LONG, added=1, removed=0, counted=1954)),
    one_file("a line of 1 MB without an end", "a" * MEGABYTE, blocks(TOO_LONG, added=1, removed=0, counted=1954)),
    one_file("a line of 512 bytes", "a" * 512 + "\n", passes(added=1, removed=0, counted=1)),
    one_file("a line of 512 bytes and CR LF", "a" * 512 + "\r\n", passes(added=1, removed=0, counted=1)),
    one_file("a line of 513 bytes", "a" * 513 + "\n", passes(added=1, removed=0, counted=2)),
    one_file(
        "a removed line of 6,000 bytes", "y\n", blocks(TOO_LONG, added=1, removed=1, counted=13), "a" * 6000 + "\n"
    ),
    one_file("ten lines of 513 bytes", ("a" * 513 + "\n") * 10, blocks(TOO_LONG, added=10, removed=0, counted=20)),
    one_file("a long line that did not change", "a" * 9000 + "\nx\n", passes(added=1, removed=0), "a" * 9000 + "\n"),
    one_file("only CR", "a\r" * 400, blocks(TOO_LONG, added=1, removed=0, counted=400)),
    one_file("only CR, removed", "b\n", blocks(TOO_LONG, added=1, removed=1, counted=401), "a\r" * 400),
    one_file("CR CR LF", "a\r\r\n" * 5, passes(added=5, removed=0, counted=5)),
    one_file("line separators", "a\u2028" * 400 + "\n", blocks(TOO_LONG, added=1, removed=0, counted=400)),
    one_file("paragraph separators", "a\u2029" * 400, blocks(TOO_LONG, added=1, removed=0, counted=400)),
    one_file("next line", "a\u0085" * 400 + "\n", blocks(TOO_LONG, added=1, removed=0, counted=400)),
    one_file("vertical tabs", "a\v" * 400 + "\n", blocks(TOO_LONG, added=1, removed=0, counted=400)),
    one_file("form feeds", "a\f" * 400 + "\n", blocks(TOO_LONG, added=1, removed=0, counted=400)),
    one_file(
        "all separators mixed", "a\rb\vc\fd\u0085e\u2028f\u2029g" * 2, blocks(TOO_LONG, added=1, removed=0, counted=13)
    ),
    one_file("only separators", "\r" * 400 + "\n", passes(added=1, removed=0, counted=1)),
    one_file("ten lines, one in pieces", lines(9) + "a\rb\n", blocks(TOO_LONG, added=10, removed=0, counted=11)),
    one_file("a separator's first bytes alone", b"a\xe2\x80b\xc2c\xe2d\n", passes(added=1, removed=0, counted=1)),
    one_file("tiny lines", "\n" * 5000, blocks(TOO_LONG, added=5000, removed=0)),
]

BINARY = [
    one_file("NUL in the new side", "\0\n" + lines(11), blocks(TOO_LONG, added=12, removed=0)),
    one_file("NUL at the end", lines(11) + "\0", blocks(TOO_LONG, added=12, removed=0)),
    one_file(
        "NUL after 9,000 bytes", "a" * 9000 + "\n\0\n" + lines(11), blocks(TOO_LONG, added=13, removed=0, counted=30)
    ),
    one_file("NUL in the old side", lines(11), blocks(TOO_LONG, added=11, removed=1), "\0\n"),
    one_file("NUL in a removed file", "", blocks(TOO_LONG, added=0, removed=12), "\0\n" + lines(11)),
    one_file("UTF-16 little endian", "a\n".encode("utf-16-le") * 11, blocks(TOO_LONG, added=12, removed=0)),
    one_file("UTF-16 big endian", "a\n".encode("utf-16-be") * 11, blocks(TOO_LONG, added=11, removed=0)),
    one_file("UTF-32", "a\n".encode("utf-32-be") * 11, blocks(TOO_LONG, added=11, removed=0)),
    one_file("every byte", bytes(range(256)) * 11, blocks(TOO_LONG, added=12, removed=0)),
    one_file("a picture's magic number", b"\x89PNG\r\n\x1a\n" + b"\0\n" * 11, blocks(TOO_LONG, added=13, removed=0)),
    one_file("Latin-1", "\xe9\n".encode("latin-1") * 11, blocks(TOO_LONG, added=11, removed=0)),
    Case(
        "binary where it is forbidden", blocks("binary-file"), {"x": "\0"}, policy="version = 1\n[rules.binary-file]\n"
    ),
]

LOOK_ALIKES = "".join(
    f"{line}\n"
    for line in [
        "diff --git a/x b/x",
        "--- a/x",
        "+++ b/x",
        "@@ -1 +1 @@",
        "-- ",
        "-",
        "+",
        "++ b/config/x",
        "\\ No newline at end of file",
        "GIT binary patch",
        "Binary files a/x and b/x differ",
    ]
)

TEXT = [
    one_file("look-alikes of a patch", LOOK_ALIKES, blocks(TOO_LONG, added=11, removed=0)),
    one_file("look-alikes removed", "", blocks(TOO_LONG, added=0, removed=11), LOOK_ALIKES),
    one_file("two dashes removed and a file header to see", "", passes(added=0, removed=2), "-- a/x\n++ b/x\n"),
    one_file("no newline at the end", lines(11).rstrip("\n"), blocks(TOO_LONG, added=11, removed=0)),
    one_file("the last newline goes", "1\n2", passes(added=1, removed=1), "1\n2\n"),
    one_file("the last newline comes", "1\n2\n", passes(added=1, removed=1), "1\n2"),
    one_file("to CR LF", lines(6).replace("\n", "\r\n"), blocks(TOO_LONG, added=6, removed=6), lines(6)),
    one_file("white space only", lines(6).replace(" ", "  "), blocks(TOO_LONG, added=6, removed=6), lines(6)),
    one_file("white space at the ends", lines(6).replace("\n", " \n"), blocks(TOO_LONG, added=6, removed=6), lines(6)),
    one_file("blank lines only", lines(1) + "\n" * 11, blocks(TOO_LONG, added=11, removed=0), lines(1)),
    one_file("case only", lines(6).upper(), blocks(TOO_LONG, added=6, removed=6), lines(6)),
    one_file("exactly the budget", lines(10), passes(added=10, removed=0)),
    one_file("moved lines count twice", "b\nc\na\n", passes(added=1, removed=1), "a\nb\nc\n"),
]


def hit(name, content, before=""):
    return one_file(name, content, blocks(FOUND), before)


PATTERNS = [
    hit("in the only line", "drop\nDROP DATABASE x\n"),
    hit("in the first line", DROP + lines(8)),
    hit("in the last line without an end", lines(8) + "DROP DATABASE"),
    hit("in a CR LF line", "a\r\nDROP DATABASE\r\n"),
    hit("behind NUL", "\0\n\0" + DROP),
    hit("between Latin-1 bytes", b"\xe9\xff DROP DATABASE \xe9\n"),
    hit("in UTF-8 after a cut sequence", b"\xe2\x80DROP DATABASE\n"),
    hit("in the last piece of a CR line", "a\rb\rDROP DATABASE\n"),
    hit("after 5,000 bytes of one line", "a" * 5000 + DROP),
    hit("in a line that looks like a header", "--- DROP DATABASE\n"),
    hit("in a line that looks like a hunk", "@@ -1 +1 @@ DROP DATABASE\n"),
    hit("in a changed line", "1\nDROP  DATABASE\n3\n", "1\n2\n3\n"),
    hit("at the start of a line", "x\npassword=1\n"),
    hit("at the start of the file", "password=1\n"),
    hit("at the end of a line", "the end of story\nx\n"),
    hit("at the end of a CR LF line", "the end of story\r\nx\r\n"),
    hit("at the end of the file without an end", "x\nend of story"),
    one_file("not at the start", "no password=1\n", passes(added=1, removed=0)),
    one_file("not at the end", "end of story?\n", passes(added=1, removed=0)),
    one_file("over two lines", "DROP\nDATABASE\n", passes(added=2, removed=0)),
    one_file("in a removed line", "x\n", passes(added=1, removed=1), DROP),
    one_file("in a line that stays", DROP + "x\n", passes(added=1, removed=0), DROP),
]

MARKED = [
    one_file("conflict markers", "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> topic\n", blocks("conflict-marker")),
    one_file("a closing conflict marker with CR", "a\r\n>>>>>>> topic\r\n", blocks("conflict-marker")),
    one_file("a heading is no conflict", "Title\n=======\n", passes(added=2, removed=0)),
    one_file("a quotation is no conflict", "> > > > > > > x\n", passes(added=1, removed=0)),
    one_file("a bidirectional override", "a \u202e b\n", blocks("invisible-character")),
    one_file("an isolate", "a \u2066 b\n", blocks("invisible-character")),
    one_file("zero width space", "a\u200bb\n", blocks("invisible-character")),
    one_file("behind a NUL", "\0\n\u202e\n", blocks("invisible-character")),
    one_file("removed", "x\n", passes(added=1, removed=1), "a \u202e b\n"),
    one_file("letters written right to left", "\u05d0\u05d1 \u0627\u0628\n", passes(added=1, removed=0)),
]


@each(LONG)
def test_charges_long_lines_and_every_separator(case, judge):
    judge(case)


@each(BINARY)
def test_counts_what_git_calls_binary(case, judge):
    judge(case)


@each(TEXT)
def test_counts_text_as_it_lies(case, judge):
    judge(case)


@each(PATTERNS)
def test_looks_at_added_lines_only_and_at_all_of_them(case, judge):
    judge(case)


@each(MARKED)
def test_markers_and_invisible_characters(case, judge):
    judge(case)


def test_a_finding_names_the_line_in_head(judge):
    answer = judge(hit("in the middle", lines(3) + DROP + lines(3), lines(3)))
    (finding,) = answer.report["findings"]
    assert (finding["path"], finding["line"]) == ("x", 4)
