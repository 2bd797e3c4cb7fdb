from __future__ import annotations

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt

from reviewbot.render.text.escape import shown
from reviewbot.render.text.markup import code, prose
from tests.render.strategies import texts

PARSER = MarkdownIt("commonmark")


@pytest.mark.parametrize(
    "text",
    [
        "432 of 300 lines, 2 more findings",
        "split the change: mechanical edits first, then one subject at a time (or two).",
        "1,234 of 300 bytes",
        "don't touch the on-call list",
        "Größe überschritten!",
    ],
)
def test_plain_words_stay_prose(text):
    assert prose(text) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("ask @acme/dba, please", "ask `@acme/dba`, please"),
        ("see https://x.example/a b", "see `https://x.example/a` b"),
        ("must not be modified (matches config/).", "must not be modified (matches `config/`)."),
        ("call f(x)", "call `f(x)`"),
        ("...", "`...`"),
        ("hello @everyone and all", "hello `@everyone` and all"),
        ("fixes #12", "fixes `#12`"),
        ("as in GH-12", "as in `GH-12`"),
        ("since 0123abc", "since `0123abc`"),
        ("a | b", "a `|` b"),
        ("<img src=x>", "`<img src=x>`"),
        ("one `two three`, four", "one `two three`, four"),
        ("one `@two <b>` three", "one `@two <b>` three"),
        ("one `two", "one `` `two ``"),
        ("``one``", "``` ``one`` ```"),
        ("_all_ *of* it", "`_all_ *of*` it"),
        ("1. one", "`1`. one"),
        ("  1. one", "`1`. one"),
        ("    indented", "indented"),
        ("", ""),
    ],
)
def test_anything_else_becomes_code(text, written):
    assert prose(text) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("config/ touched", "config/ touched"),
        ("my-app/ touched", "my-app/ touched"),
        ("a/b/ touched", "`a/b/` touched"),
        ("/config/ touched", "`/config/` touched"),
        ("0123abc/ touched", "`0123abc/` touched"),
        ("@acme/ touched", "`@acme/` touched"),
        ("https:// touched", "`https://` touched"),
    ],
)
def test_a_folder_may_be_prose(text, written):
    assert prose(text, folders=True) == written


@pytest.mark.parametrize("text", ["a", "`", "``", "a`b``c", " a", "a ", " a ", "  ", "`a`", "|", "\\"])
def test_a_code_span_holds_any_text(text):
    (block,) = (token for token in PARSER.parse(f"x {code(text)} y") if token.type == "inline")
    assert [inline.content for inline in block.children if inline.type == "code_inline"] == [text]


@settings(deadline=None)
@given(texts)
def test_prose_is_one_paragraph_and_keeps_the_words(text):
    blocks = PARSER.parse(f"- {prose(shown(text))}")
    assert [block.type for block in blocks if block.type.endswith("_open")] in (
        ["bullet_list_open", "list_item_open", "paragraph_open"],
        ["bullet_list_open", "list_item_open"],
    )
    content = "".join(inline.content for block in blocks for inline in block.children or ())
    assert content.replace("`", "").split() == shown(text).replace("`", "").split()
