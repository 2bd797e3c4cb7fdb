"""How a function, its use elsewhere and its test are written in several languages, so that every file parses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Function(NamedTuple):
    """What is filled into the templates of a language. home: the words of the folder and of the file it is in."""

    name: str
    first: str
    second: str
    home: tuple[str, str]


@dataclass(frozen=True)
class Language:
    """Templates of lines. {name}: of the function; {a}, {b}: its parameters; {folder}, {stem}: where it is.

    In statements and tests {c} and {d} are any words and {n} is a number. has_packages: whether the files of a folder
    see each other, and others name the folder, as in Go.
    """

    ending: str
    test_path: str
    heading: str
    imports: str
    opening: tuple[str, ...]
    statements: tuple[str, ...]
    call: str
    closing: tuple[str, ...]
    test: tuple[str, ...]
    is_camel: bool = False
    has_packages: bool = False

    def name_of(self, words: list[str]) -> str:
        if not self.is_camel:
            return "_".join(words)
        first, *others = words
        return (first.title() if self.has_packages else first) + "".join(map(str.title, others))

    def call_of(self, function: Function, home: tuple[str, str]) -> str:
        """The template of its call from a file there."""
        return self.call.replace("{folder}.", "") if function.home[0] == home[0] else self.call

    def filled(self, templates: tuple[str, ...], function: Function, **more: str) -> list[bytes]:
        folder, stem = function.home
        words = {"name": function.name, "a": function.first, "b": function.second, "folder": folder, "stem": stem}
        return [f"{template.format(**words, **more)}\n".encode() for template in templates]


PYTHON = Language(
    ending="py",
    test_path="tests/{folder}/test_{stem}.py",
    heading='"""The {stem} of each {folder}."""',
    imports="from {folder}.{stem} import {name}",
    opening=("", "", "def {name}({a}, {b}):", '    """The {stem} of one {folder}."""', "    found = [{a}, {b}]"),
    statements=(
        '    found.append("{c} {d} {n}")',
        "    if {a} != {b} + {n}:\n        found.append({a})",
        '    for {c}_{d} in range({n}):\n        found.append(("{c}", {c}_{d}, {b}))',
        "    # The {c} of a {d} is what its {c} had before {n}.",
        '    found.extend([{a}, "{d}", {n}])',
        '    assert {b} is not None, "{c} without {d} {n}"',
    ),
    call="    found += {name}({a}, {b})",
    closing=("    return found",),
    test=("", "", "def test_{name}_{c}_{d}():", '    assert {name}({n}, "{c}")', '    assert {name}("{d}", {n}) != []'),
)
TYPESCRIPT = Language(
    ending="ts",
    test_path="tests/{folder}/{stem}.test.ts",
    heading="// The {stem} of each {folder}.",
    imports='import {{ {name} }} from "../../src/{folder}/{stem}";',
    opening=("", "export function {name}({a}: unknown, {b}: unknown): unknown[] {{", "  let found = [{a}, {b}];"),
    statements=(
        '  found.push("{c} {d} {n}");',
        "  if ({a} !== {b}) {{\n    found.push({n});\n  }}",
        "  const {c}{n} = {{ {d}: {n}, from: {a} }};\n  found.push({c}{n});",
        "  // The {c} of a {d} is what its {c} had before {n}.",
        '  found = found.concat([{b}, "{d}", {n}]);',
    ),
    call="  found = found.concat({name}({a}, {b}));",
    closing=("  return found;", "}}"),
    test=("", 'test("{name} {c} {d}", () => {{', '  expect({name}({n}, "{c}").length).toBeGreaterThan({n});', "}});"),
    is_camel=True,
)
GO = Language(
    ending="go",
    test_path="src/{folder}/{stem}_test.go",
    heading="package {folder}",
    imports='import "example.org/shop/{folder}"',
    opening=("", "func {name}({a} int, {b} int) []int {{", "\tfound := []int{{{a}, {b}}}"),
    statements=(
        "\tfound = append(found, {a}, {n})",
        "\tif {a} != {b}+{n} {{\n\t\tfound = append(found, {n})\n\t}}",
        '\tfound = append(found, len("{c} {d} {n}"))',
        "\t// The {c} of a {d} is what its {c} had before {n}.",
    ),
    call="\tfound = append(found, {folder}.{name}({a}, {b})...)",
    closing=("\treturn found", "}}"),
    test=(
        "",
        "func Test{name}{n}(t *testing.T) {{",
        "\tif len({name}({n}, {n})) == {n} {{",
        '\t\tt.Error("{c} {d}")',
        "\t}}",
        "}}",
    ),
    is_camel=True,
    has_packages=True,
)
RUST = Language(
    ending="rs",
    test_path="tests/{folder}_{stem}.rs",
    heading="//! The {stem} of each {folder}.",
    imports="use crate::{folder}::{stem}::{name};",
    opening=("", "pub fn {name}({a}: usize, {b}: usize) -> Vec<usize> {{", "    let mut found = vec![{a}, {b}];"),
    statements=(
        "    found.push({a} + {n});",
        "    if {a} != {b} + {n} {{\n        found.push({n});\n    }}",
        '    found.push("{c} {d} {n}".len());',
        "    // The {c} of a {d} is what its {c} had before {n}.",
    ),
    call="    found.extend({name}({a}, {b}));",
    closing=("    found", "}}"),
    test=("", "#[test]", "fn {name}_{c}_{n}() {{", "    assert!({name}({n}, {n}).len() > {n});", "}}"),
)
# As often as each is here: what a service and its pages are written in.
LANGUAGES = (PYTHON, PYTHON, PYTHON, PYTHON, TYPESCRIPT, TYPESCRIPT, GO, RUST)
