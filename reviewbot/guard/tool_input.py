"""The input of a tool to what it would do, by the names that agents give to the same things.

Tools are known by what they are handed, not only by their names: whatever names a path and something to put there is an
edit, so that a tool of a plug-in (MCP) is judged like the agent's own. What may be read in two ways is not understood,
for the tool might choose the other one.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reviewbot.guard.asked import Asked, Edit, NotUnderstoodError
from reviewbot.guard.codex_patch import BEGIN, patch_edits
from reviewbot.guard.new_content import Apply, Replacement, appending, as_it_was, putting, removing, replacing

_PATHS = (
    "file_path", "path", "filePath", "notebook_path", "notebookPath", "absolute_path", "target_file", "filename",
    "target_notebook", "file", "filepath", "file_name", "fileName", "relative_path", "relativePath",
)  # fmt: skip
_CONTENTS = ("content", "contents", "file_text", "new_source", "code_edit", "text", "code")
_OLD = ("old_string", "old_str", "oldText", "oldString")
_NEW = ("new_string", "new_str", "newText", "newString", "insert_text")
_EVERYWHERE = ("replace_all", "replaceAll", "allow_multiple")
_FROM = ("source", "source_path", "from", "old_path", "src")
_TO = ("destination", "destination_path", "to", "new_path", "dest", "dst")
_COMMANDS = ("command", "cmd", "script", "chars")
_WITHIN = frozenset(("notebook_path", "notebookPath", "target_notebook", "insert_line"))  # it is put into what is there
_FOLDERS = ("workdir", "cwd")
_ACTIONS = ("view", "create", "str_replace", "insert", "undo_edit")  # what an editor calls its `command`
# What these agents call their own tools that write: without understanding them nothing is let through.
_WRITES = frozenset(
    ("write", "edit", "multiedit", "notebookedit", "write_file", "replace", "create", "apply_patch", "str_replace")
)
_SHELLS = frozenset(
    ("bash", "shell", "run_shell_command", "exec_command", "local_shell", "powershell", "execute_command", "terminal")
)
# And words in the names of other tools: such a tool that names a path does something to it.
_REMOVING = frozenset(("delete", "remove", "unlink"))
_MOVING = frozenset(("move", "rename", "copy"))
_WRITING = (
    frozenset(("write", "edit", "create", "replace", "insert", "append", "patch", "apply", "save", "update"))
    | _REMOVING
    | _MOVING
)
_FOLDER_WORDS = frozenset(("directory", "folder"))  # git knows no empty folder: making one changes nothing


def asked_of(folder: str, tool: str, given: object) -> Asked:
    """What a tool would do with this input. Raises NotUnderstoodError for one that writes in an unknown way."""
    name = tool.lower()
    if not isinstance(given, Mapping):
        raise NotUnderstoodError(f"the input of {tool!a:.80} is no object")
    lines = tuple(_commands(name, given))
    commands = tuple(line if isinstance(line, str) else _joined(line) for line in lines)
    texts = [text for line in lines for text in ((line,) if isinstance(line, str) else line)]
    texts += [text for key in ("input", "patch") if isinstance(text := given.get(key), str)]
    edits = [edit for text in texts if BEGIN in text for edit in patch_edits(text)]
    if edits:
        folder = os.path.join(folder, *(text for key in _FOLDERS if isinstance(text := given.get(key), str)))
    if given.get("command") != "view":
        edits += _edits(given, tool)
    if (name in _WRITES and not edits) or (name in _SHELLS and not commands):
        raise _unclear(tool, given)
    return Asked(folder, tool, tuple(edits), () if name == "apply_patch" else commands)


def _commands(name: str, given: Mapping[str, Any]) -> Iterator[str | list[str]]:
    """Command lines, as texts or as words. A tool that edits may name its action `command` too, beside a path."""
    for key in _COMMANDS:
        found = given.get(key)
        if not found or (name not in _SHELLS and found in _ACTIONS and _values(given, _PATHS)):
            continue
        if not isinstance(found, str) and not (
            isinstance(found, list) and all(isinstance(word, str) for word in found)
        ):
            raise NotUnderstoodError(f"the command of {name!a:.80} is neither a text nor a list of words")
        yield found


def _joined(words: list[str]) -> str:
    from shlex import join  # only for agents that hand over words

    return join(words)


def _edits(given: Mapping[str, Any], tool: str) -> Iterator[Edit]:
    """The edits that this names, and those of each object or list of objects in it."""
    yield from _edits_of_one(given, tool)
    for value in given.values():
        for each in value if isinstance(value, list) else (value,):
            if isinstance(each, Mapping):
                yield from _edits(each, tool)


def _edits_of_one(given: Mapping[str, Any], tool: str) -> Iterator[Edit]:
    words = _words(tool)
    sources, targets = _values(given, _FROM), _values(given, _TO)
    if words & _MOVING and sources and targets:
        source, target = _only_text(sources, tool, given), _only_text(targets, tool, given)
        yield Edit(target, as_it_was, source=source)
        if "copy" not in words:
            yield Edit(source, removing)
        return
    if not (paths := _values(given, _PATHS)):
        return
    changes = [*_contents(given, tool), *_replacements(given, tool)]
    if not changes and words & _REMOVING:
        changes = [removing]
    if len(changes) == 1:
        yield Edit(_only_text(paths, tool, given), changes[0])
    elif changes or (words & _WRITING and not words & _FOLDER_WORDS):
        raise _unclear(tool, given)


def _contents(given: Mapping[str, Any], tool: str) -> Iterator[Apply]:
    """Putting the whole content; into a notebook or at a line, that part of it."""
    if contents := _values(given, _CONTENTS):
        content = _only_text(contents, tool, given)
        yield (appending(content) if given.keys() & _WITHIN else putting(content))


def _replacements(given: Mapping[str, Any], tool: str) -> Iterator[Apply]:
    """Putting one text in the place of another; with `edits`, several in turn."""
    several = given.get("edits")
    if isinstance(several, list) and several and not any(_values(each, _PATHS) for each in several):
        yield replacing([_replacement(each, tool) for each in several])
    if _values(given, _NEW) or _values(given, _OLD):
        yield replacing([_replacement(given, tool)])


def _replacement(given: Mapping[str, Any], tool: str) -> Replacement:
    old, new = _values(given, _OLD), _values(given, _NEW)
    if not old and not new:
        raise _unclear(tool, given)
    everywhere = any(given.get(key) for key in _EVERYWHERE) or given.get("expected_replacements", 1) != 1
    return Replacement(
        _only_text(old, tool, given) if old else "", _only_text(new, tool, given) if new else "", everywhere
    )


def _words(tool: str) -> frozenset[str]:
    """The words of a tool's own name, without that of the plug-in that brings it."""
    own = re.split(r"__|[:/.]", tool)[-1]
    return frozenset(word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", own))


def _values(given: object, names: Sequence[str]) -> list[object]:
    """What stands under these names, each value once."""
    found: list[object] = []
    for value in map(given.get, names) if isinstance(given, Mapping) else ():
        if value is not None and value not in found:
            found.append(value)
    return found


def _only_text(values: list[object], tool: str, given: Mapping[str, Any]) -> str:
    """The value, when it is a single text. Which of several the tool would take is not known."""
    if len(values) != 1 or not isinstance(values[0], str):
        raise _unclear(tool, given)
    return values[0]


def _unclear(tool: str, given: Mapping[str, Any]) -> NotUnderstoodError:
    return NotUnderstoodError(f"the input of {tool!a:.80} is not understood: it has {sorted(map(str, given))!a:.200}")
