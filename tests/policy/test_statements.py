from __future__ import annotations

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewbot.policy.statements import deep_bracket_line, deep_key_line, line_of, long_number_line

TEXT = '''\
version = 1

rules.max-files = { limit = 1 }

[[rules.forbidden-path]]   # [rules.x]
match = [
  "a",  # ]
  "b",
]
reason = """
[rules.y]
ignore = "no"
"""
ignore = ["c"]

[[rules.forbidden-path]]
"match" = ['d"']

[rules.max-commits]
limit = 1
ignore = ["e"]
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        pytest.param((), 1, id="everything"),
        pytest.param(("version",), 1, id="the first line"),
        pytest.param(("rules",), 3, id="a table that a dotted key makes"),
        pytest.param(("rules", "max-files", "limit"), 3, id="in an inline table"),
        pytest.param(("rules", "forbidden-path"), 5, id="an array of tables"),
        pytest.param(("rules", "forbidden-path", 0, "match"), 6, id="a list over several lines"),
        pytest.param(("rules", "forbidden-path", 0, "match", 1), 6, id="an entry of it"),
        pytest.param(("rules", "forbidden-path", 0, "reason"), 10, id="a text over several lines"),
        pytest.param(("rules", "forbidden-path", 0, "ignore"), 14, id="a key after a text that looks like it"),
        pytest.param(("rules", "forbidden-path", 1), 16, id="the second of an array"),
        pytest.param(("rules", "forbidden-path", 1, "match"), 17, id="a quoted key"),
        pytest.param(("rules", "max-commits", "ignore"), 21, id="the last line"),
        pytest.param(("rules", "x"), None, id="only in a comment"),
        pytest.param(("rules", "y"), None, id="only in a text"),
        pytest.param(("version", "x"), None, id="below what is no table"),
        pytest.param(("version", 0), None, id="an index into what is no list"),
    ],
)
def test_finds_the_line_that_first_makes_a_key_appear(path, line):
    assert line_of(TEXT, path) == line


def test_finds_the_line_in_a_text_with_windows_line_ends():
    assert line_of(TEXT.replace("\n", "\r\n"), ("rules", "forbidden-path", 1)) == 16


@settings(deadline=None)
@given(st.data())
def test_finds_every_key_of_any_order_of_statements(data):
    texts = st.sampled_from(
        ['"""\n[x]\n"""', "'''\n]\n'''", "[\n1,\n\n]", '"#"', "1  # [", "''", '"\\""', '["""\n""""]']
    )
    values = data.draw(st.lists(texts, min_size=1, max_size=12))
    gaps = data.draw(st.lists(st.sampled_from(["", "\n", "# [\n"]), min_size=len(values), max_size=len(values)))
    text = ""
    for number, (gap, value) in enumerate(zip(gaps, values, strict=True)):
        text += gap
        line = text.count("\n") + 1
        text += f"k{number} = {value}\n"
        assert line_of(text, (f"k{number}",)) == line
    assert len(tomllib.loads(text)) == len(values)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("a.b.c = 1", None, id="three parts"),
        pytest.param("a.b.c.d = 1", 1, id="four parts"),
        pytest.param("\n[a . b . c . d]", 2, id="with spaces"),
        pytest.param("a = 'b.c.d.e.f'", None, id="in a text"),
        pytest.param("a = 1 # b.c.d.e.f", None, id="in a comment"),
        pytest.param('a = """\nb.c.d.e\n"""\n', None, id="in a text over several lines"),
        pytest.param('a = """\n\n"""\nb.c.d.e = 1', 4, id="after a text over several lines"),
        pytest.param('"".\'\'."".a = 1', 1, id="quoted parts"),
        pytest.param("a = [1.5, 2.5, 3.5, 4.5]", None, id="fractions in a list"),
        pytest.param('a = """""a.b.c.d.e"""""', None, id="a text that begins and ends with quotes"),
    ],
)
def test_finds_a_key_of_more_parts_than_three(text, line):
    assert deep_key_line(text, 3) == line


def test_finds_brackets_deeper_than_three():
    assert deep_bracket_line('a = [[[]]]\nb = "[[[["\n', 3) is None
    assert deep_bracket_line("a = 1\nb = [{c = [\n[", 3) == 3


def test_finds_a_number_that_python_will_not_read():
    assert long_number_line("a = 1\nb = 2") is None
    assert long_number_line("a = 1\nb = " + "1_" * 4000) == 2
