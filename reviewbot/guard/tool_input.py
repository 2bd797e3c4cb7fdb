"""The input of a tool to what it would do, by the names that agents give to the same things.

Tools are known by what they are handed, not only by their names: whatever names a path and something to put there is an
edit, so that a tool of a plug-in (MCP) is judged like the agent's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reviewbot.guard.asked import Asked, Edit, NotUnderstoodError
from reviewbot.guard.codex_patch import BEGIN, patch_edits

_PATHS = ("file_path", "path", "filePath", "notebook_path", "absolute_path", "target_file", "filename")
_CONTENTS = ("content", "contents", "file_text", "new_source", "code_edit", "text")
_OLD, _NEW = ("old_string", "old_str", "oldText"), ("new_string", "new_str", "newText", "insert_text")
_COMMANDS = ("command", "cmd", "script")
# What these agents call their own tools that write: without understanding them nothing is let through.
_WRITES = frozenset(
    ("write", "edit", "multiedit", "notebookedit", "write_file", "replace", "create", "apply_patch", "str_replace")
)
_SHELLS = frozenset(
    ("bash", "shell", "run_shell_command", "exec_command", "local_shell", "powershell", "execute_command", "terminal")
)


def asked_of(folder: str, tool: str, given: object) -> Asked:
    """What a tool would do with this input. Raises NotUnderstoodError for one that writes in an unknown way."""
    name = tool.lower()
    if not isinstance(given, Mapping):
        raise NotUnderstoodError(f"the input of {tool!a:.80} is no object")
    commands = tuple(_commands(name, given))
    patches = [text for text in (*commands, *_texts(given, ("input", "patch"))) if BEGIN in text]
    if patches:
        edits = tuple(edit for text in patches for edit in patch_edits(text))
        rest = () if name == "apply_patch" else commands
        return Asked(folder, tool, edits, rest)
    edits = tuple(_edits(given)) if not commands else ()
    if (name in _WRITES and not edits) or (name in _SHELLS and not commands):
        raise NotUnderstoodError(
            f"the input of {tool!a:.80} is not understood: it has {sorted(map(str, given))!a:.200}"
        )
    return Asked(folder, tool, edits, commands)


def _commands(name: str, given: Mapping[str, Any]) -> Sequence[str]:
    """Command lines. A tool that edits may name its action `command` too; then it names a path beside it."""
    found = next((given[key] for key in _COMMANDS if given.get(key)), None)
    if found is None or (name not in _SHELLS and _first(given, _PATHS) is not None):
        return ()
    if isinstance(found, str):
        return (found,)
    if isinstance(found, Sequence) and all(isinstance(word, str) for word in found):
        from shlex import join  # only for agents that hand over words

        return (join(found),)
    raise NotUnderstoodError(f"the command of {name!a:.80} is neither a text nor a list of words")


def _edits(given: Mapping[str, Any]) -> Sequence[Edit]:
    path = _first(given, _PATHS)
    if path is None:
        return ()
    several = given.get("edits")
    if isinstance(several, Sequence) and not isinstance(several, str) and several:
        replacements = [_replacement(each) for each in several]
        return (Edit(path, _in_turn([each for each in replacements if each is not None], len(replacements))),)
    replacement = _replacement(given)
    if replacement is not None:
        return (Edit(path, _in_turn([replacement], 1)),)
    content = _first(given, _CONTENTS)
    if content is None:
        return ()
    if "notebook_path" in given or "insert_line" in given:
        return (Edit(path, lambda old: (old or b"") + _bytes(content) + b"\n"),)
    return (Edit(path, lambda _old: _bytes(content)),)


def _replacement(given: object) -> tuple[str, str, bool] | None:
    """(old, new, everywhere) of an edit that replaces a text; None when it is none."""
    if not isinstance(given, Mapping):
        raise NotUnderstoodError("one of several edits is no object")
    new, old = _first(given, _NEW), _first(given, _OLD)
    if new is None:
        return None
    everywhere = bool(given.get("replace_all")) or given.get("expected_replacements", 1) != 1
    return old or "", new, everywhere


def _in_turn(replacements: Sequence[tuple[str, str, bool]], expected: int) -> Any:
    if len(replacements) != expected:
        raise NotUnderstoodError("one of several edits says not what it puts in the place of what")

    def apply(content: bytes | None) -> bytes | None:
        for old, new, everywhere in replacements:
            content = _replaced(content or b"", _bytes(old), _bytes(new), everywhere=everywhere)
        return content

    return apply


def _replaced(content: bytes, old: bytes, new: bytes, *, everywhere: bool) -> bytes:
    """The content with the new text; where the old one is not found as it is, the new one counts at the end."""
    if not old or old not in content:
        return content + (b"\n" if content and not content.endswith(b"\n") else b"") + new
    return content.replace(old, new, -1 if everywhere else 1)


def _texts(given: Mapping[str, Any], names: Sequence[str]) -> list[str]:
    return [value for name in names if isinstance(value := given.get(name), str)]


def _first(given: Mapping[str, Any], names: Sequence[str]) -> str | None:
    """The first of these that is there. Raises NotUnderstoodError when it is no text."""
    for name in names:
        if given.get(name) is not None:
            if not isinstance(given[name], str):
                raise NotUnderstoodError(f"`{name}` is no text")
            return str(given[name])
    return None


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
