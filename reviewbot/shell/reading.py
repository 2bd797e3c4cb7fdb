"""A syntax tree -> the simple commands in it, wherever they stand, as they are written.

Every branch of a condition, every body of a loop or function and every substitution counts as run.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from reviewbot.shell.command import Command, Unclear, UnclearError
from reviewbot.shell.here_documents import HereDocument, as_quoted_text, take_out
from reviewbot.shell.syntax import MAX_DEPTH, Unit, check_text, faults, text_of, units
from reviewbot.shell.words import text_of_word, words_of

if TYPE_CHECKING:
    from tree_sitter import Node

_BODIES = frozenset((
    "program", "list", "compound_statement", "subshell", "if_statement", "elif_clause", "else_clause",
    "while_statement", "do_group", "case_statement", "case_item", "for_statement", "c_style_for_statement",
    "negated_command", "function_definition", "variable_assignments", "array", "subscript",
    "command_name", "concatenation", "string", "translated_string", "expansion", "simple_expansion",
    "arithmetic_expansion", "brace_expression", "parenthesized_expression", "binary_expression", "unary_expression",
    "ternary_expression", "postfix_expression", "file_redirect", "herestring_redirect", "process_substitution",
    "word", "number", "raw_string", "ansi_c_string", "string_content", "variable_name", "special_variable_name",
    "test_operator", "extglob_pattern", "regex", "file_descriptor", "comment", "heredoc_start", "heredoc_body",
    "heredoc_end", "heredoc_content",
))  # fmt: skip
# Variables whose value a program runs, or loads before it does anything.
_LOADS = re.compile(
    r"BASH_ENV|ENV|LD_\w+|DYLD_\w+|PROMPT_COMMAND|PS[0-4]|SHELLOPTS|BASHOPTS|GIT_CONFIG\w*|BASH_FUNC.*|"
    r"PYTHONSTARTUP|NODE_OPTIONS|PERL5OPT|RUBYOPT"
)
_IN_CODE = re.compile(r"\$\(|`|<\(")
_WORDS = ("word", "string", "raw_string", "ansi_c_string", "translated_string", "concatenation", "number", "expansion",
          "simple_expansion", "command_substitution", "process_substitution", "brace_expression",
          "arithmetic_expansion")  # fmt: skip


class _Input(NamedTuple):
    """Where a command reads from: text that is known, or something that is not."""

    text: str = ""
    fed: bool = False


class Reader:
    """Collects the commands of one text, and of the texts inside of it that the shell reads again."""

    def __init__(self, line: int = 0) -> None:
        self.commands: list[Command] = []
        self.unclear: list[Unclear] = []
        self._documents: dict[int, HereDocument] = {}
        self._lines: tuple[int, ...] = ()
        self._line = line

    def read(self, text: str) -> None:
        """Take in a text. What is not understood goes to `unclear`; what is found beside it counts all the same."""
        try:
            check_text(text)
            left, documents, lines = take_out(text)
            for unit in units(left, documents):
                self._lines = lines[unit.line :]
                self._read_unit(unit, 0)
        except UnclearError as error:
            self._unclear(error)

    def _read_unit(self, unit: Unit, depth: int) -> None:
        for why in dict.fromkeys(faults(unit)):
            self._unclear(UnclearError(why, garbled=True))
        outer, self._documents = self._documents, {each.start[0]: each for each in unit.documents}
        self._walk(unit.root, _Input(), depth)
        self._documents = outer

    def _unclear(self, error: UnclearError) -> None:
        self.unclear.append(error.unclear._replace(line=self._line))

    def _inner(self, text: str, depth: int) -> list[Command]:
        """The commands of a text that the shell reads inside of this one."""
        if depth > MAX_DEPTH:
            raise UnclearError("is nested too deep")
        inner = Reader(self._line)
        check_text(text)
        left, documents, _ = take_out(text)
        for unit in units(left, documents):
            inner._read_unit(unit, depth)
        self.unclear += inner.unclear
        return inner.commands

    def _walk(self, node: Node, source: _Input, depth: int) -> None:
        """Everything below a node; a piece that is not understood does not hide what stands beside it."""
        self._line = self._line_of(node)
        try:
            if depth > MAX_DEPTH:
                raise UnclearError("is nested too deep")
            reader = _READERS.get(node.type)
            if reader is not None:
                reader(self, node, source, depth + 1)
                return
            if node.is_named and node.type not in _BODIES and node.type != "ERROR":
                raise UnclearError(f"holds what is not understood ({node.type})")
            self._walk_all(node, source, depth + 1)
        except UnclearError as error:
            self._line = self._line_of(node)
            self._unclear(error)

    def _line_of(self, node: Node) -> int:
        row = node.start_point[0]
        return self._lines[row] if row < len(self._lines) else self._line

    def _walk_all(self, node: Node, source: _Input, depth: int) -> None:
        for child in node.children:
            if child.child_count or child.is_named:
                self._walk(child, source, depth)

    def _command(self, node: Node, source: _Input, depth: int, more: tuple[Node, ...] = ()) -> None:
        self._walk_all(node, source, depth)
        source = self._redirected(node, source, depth)
        words: list[str] = []
        assignments: list[str] = []
        previous: Node | None = None
        for child in (*node.children, *more):
            _check_apart(previous, child)
            previous = child
            if child.type == "variable_assignment":
                assignments.append(text_of_word(child))
            elif child.type.endswith("_redirect"):
                words += (word for each in _words_behind(child) for word in words_of(each))
            else:
                words += words_of(child)
        if words:
            found = Command(tuple(words), source.text, tuple(assignments), source.fed, line=self._line_of(node))
            self.commands.append(found)

    def _redirected(self, node: Node, source: _Input, depth: int) -> _Input:
        """Where a statement with these redirections reads from."""
        for child in node.children:
            if child.type == "herestring_redirect":
                source = _Input(text_of_word(child.children[-1]) + "\n")
            elif child.type == "heredoc_redirect":
                source = self._here_document(child, depth)
            elif child.type == "file_redirect" and any(each.type in ("<", "<&", "<>") for each in child.children):
                source = _Input(fed=True)
        return source

    def _here_document(self, node: Node, depth: int) -> _Input:
        start = next((each for each in node.children if each.type == "heredoc_start"), None)
        document = self._documents.get(start.start_byte) if start is not None else None
        if document is None:
            return _Input(fed=True)
        if document.quoted:
            return _Input(document.body)
        *commands, last = self._inner(f": {as_quoted_text(document.body)}", depth + 1) or [Command(("",))]
        self.commands += commands
        return _Input(last.words[-1])

    def _statement(self, node: Node, source: _Input, depth: int) -> None:
        """A statement with redirections; further words and commands may stand behind the start of a here-document."""
        inner = self._redirected(node, source, depth)
        body = next((each for each in node.children if not each.type.endswith("_redirect")), None)
        more: list[Node] = []
        for previous, child in zip(node.children, node.children[1:], strict=False):
            _check_apart(previous, child)
        for child in (each for each in node.children if each is not body):
            more += _words_behind(child)
            for part in child.children:
                self._walk(part, source, depth)
        if body is None:
            if more:
                raise UnclearError("holds words behind a redirection that are not understood")
            return
        if body.type == "command":
            self._command(body, inner, depth, tuple(more))
            return
        if more:
            raise UnclearError("holds words behind a redirection that are not understood")
        self._walk(body, inner, depth)

    def _pipeline(self, node: Node, source: _Input, depth: int) -> None:
        for child in node.children:
            if child.is_named:
                self._walk(child, source, depth)
            elif text_of(child).startswith("|"):
                source = _Input(fed=True)

    def _declaration(self, node: Node, source: _Input, depth: int) -> None:
        """`export A=1`, `unset A`: a command whose words may assign, and whose subscripts bash evaluates."""
        words = [text_of(node.children[0])]
        for child in node.children[1:]:
            self._walk(child, source, depth)
            if not child.type.endswith("_redirect"):
                words.append(text_of_word(child))
        self._evaluated(" ".join(words[1:]))
        self.commands.append(Command(tuple(words), line=self._line_of(node)))

    def _test(self, node: Node, source: _Input, depth: int) -> None:
        self._walk_all(node, source, depth)
        waiting = [node]
        while waiting:
            each = waiting.pop()
            if each.type in ("raw_string", "ansi_c_string"):
                self._evaluated(text_of(each))
            waiting += each.children

    def _evaluated(self, text: str) -> None:
        """Some builtins evaluate the subscript in a name that they are given, with the substitutions in it."""
        if _IN_CODE.search(text):
            raise UnclearError("holds a substitution that a builtin may evaluate")

    def _assignment(self, node: Node, source: _Input, depth: int) -> None:
        self._walk_all(node, source, depth)
        check_assigned(text_of_word(node))

    def _substitution(self, node: Node, source: _Input, depth: int) -> None:
        """`$(...)` as it is. In backquotes, a backslash is taken away before the text is read."""
        text = text_of(node)
        if not text.startswith("`"):
            self._walk_all(node, source, depth)
            return
        if "\\" in text:
            in_quotes = node.parent is not None and node.parent.type == "string"
            escaped = r'\\([$`\\"])' if in_quotes else r"\\([$`\\])"
            self.commands += self._inner(re.sub(escaped, r"\1", text[1:-1]), depth)
        elif "`" in text[1:-1]:
            raise UnclearError("holds backquotes that are not understood")
        else:
            self._walk_all(node, source, depth)

    def _process(self, node: Node, source: _Input, depth: int) -> None:
        self._walk_all(node, _Input(fed=True) if text_of(node).startswith(">") else source, depth)


def _words_behind(redirect: Node) -> list[Node]:
    """The words that the parser counts to a redirection and bash to the command: all but the first of a file's."""
    words = [each for each in redirect.children if each.type in _WORDS]
    nested = [word for each in redirect.children if each.type == "file_redirect" for word in _words_behind(each)]
    for previous, each in zip(redirect.children, redirect.children[1:], strict=False):
        if each.type in _WORDS:
            _check_apart(previous, each, may_touch=not previous.is_named)
    has_file = redirect.type == "file_redirect" and not any(each.type in ("<&-", ">&-") for each in redirect.children)
    return nested + (words[1:] if has_file or redirect.type == "herestring_redirect" else words)


def _check_apart(previous: Node | None, node: Node, *, may_touch: bool = False) -> None:
    """The parser takes some words apart that are one to bash, and joins some commands that are two."""
    parent = node.parent
    if previous is None or parent is None or parent != previous.parent:
        return
    between = (parent.text or b"")[previous.end_byte - parent.start_byte : node.start_byte - parent.start_byte]
    blanks = between.replace(b"\\\n", b"")
    if b"\n" in blanks or (not blanks and "redirect" not in node.type and not may_touch):
        raise UnclearError("holds words that are not understood", garbled=True)


def check_assigned(assignment: str) -> None:
    """Raise UnclearError for a variable by whose value programs load or run something."""
    name = re.split(r"[+\[=]", assignment, maxsplit=1)[0]
    if _LOADS.fullmatch(name):
        raise UnclearError(f"sets {name}, which makes programs run what it names")


_READERS = {
    "command": Reader._command,
    "redirected_statement": Reader._statement,
    "pipeline": Reader._pipeline,
    "declaration_command": Reader._declaration,
    "unset_command": Reader._declaration,
    "test_command": Reader._test,
    "variable_assignment": Reader._assignment,
    "command_substitution": Reader._substitution,
    "process_substitution": Reader._process,
}
