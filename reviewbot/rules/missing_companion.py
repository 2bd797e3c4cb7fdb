"""A file changes without the file that belongs to it.

What it does
    For every file of head that the change touches and that `when` matches, finds it unless something that `needs`
    names is changed too, or with ``exists = true`` is at least there. Patterns are matched from the root, letter by
    letter: ``*`` and ``?`` stay within a part of the path, ``**`` is any number of parts. `when` may hold once each:
    ``{stem}``, which is one or more characters within a part, and ``{dir}``, which is any number of whole parts, also
    none. `needs` may hold the same, with what they stood for. A pattern that names a folder means every file below.
    A file that is deleted needs no companion, and a deleted companion is none.

Why
    Our choice: code without its test, or a model without its migration, is half a change.

Example
    With ``when = "src/{dir}/{stem}.py"`` and ``needs = ["tests/{dir}/test_{stem}.py"]``, a change to ``src/web/app.py``
    is found unless ``tests/web/test_app.py`` changes too, and one to ``src/app.py`` unless ``tests/test_app.py`` does.

Instead
    Change the companion with it, or add one.

Options
    ``when``: one pattern for the files that need a companion, required.
    ``needs``: patterns for the companions, of which one is enough, required.
    ``exists``: whether a companion that the change leaves alone is enough. Off unless given.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, NamedTuple

from reviewbot.diff.path_templates import PathSet, PathTemplate, path_template
from reviewbot.model.change import Needs
from reviewbot.model.options import Kind, Option
from reviewbot.model.policy import Instance
from reviewbot.model.rule import Found, NotJudged, Rule, Scope, Statement
from reviewbot.model.wording import listed, quoted

_PLAIN = re.compile(r"[\w./*?+@=-]+", re.ASCII)  # what a message shows of a name that an author chose


class Options(NamedTuple):
    when: Annotated[str, Option(Kind.TEXT, "A pattern for the files that need a companion, with {stem} and {dir}.")]
    needs: Annotated[tuple[str, ...], Option(Kind.TEXTS, "Patterns for the companions, of which one is enough.")]
    exists: Annotated[bool, Option(Kind.FLAG, "Whether a companion that the change leaves alone is enough.")] = False


def validate(options: Options) -> None:
    """Raise ValueError, saying what is wrong, for patterns that cannot be matched."""
    known = _template("when", options.when).names
    if len(set(known)) < len(known):
        raise ValueError("`when` holds a placeholder twice; it may stand there once")
    for name in (name for text in options.needs for name in _template("needs", text).names):
        if name not in known:
            raise ValueError(f"`needs` holds {{{name}}}, and `when` does not say what that is")


def _template(key: str, text: str) -> PathTemplate:
    try:
        return path_template(text)
    except ValueError as error:
        raise ValueError(f"`{key}` {error}") from None


def needs(options: Options) -> Needs:
    return Needs(head_paths=options.exists)


def check(scope: Scope, options: Options) -> Iterator[Statement]:
    changed = PathSet(file.path for file in scope.change.files if file.exists_in_head)
    head_paths = scope.change.head_paths
    present = PathSet(head_paths) if options.exists and head_paths is not None else None
    all_known = True
    for file in scope.files:
        values = path_template(options.when).captured(file.path) if file.exists_in_head else None
        if values is None or _is_met(options, values, changed):
            continue
        if options.exists and present is None:
            all_known = False
        elif present is None or not _is_met(options, values, present):
            shown = " or ".join(_shown(text, values) for text in options.needs)
            yield Found(
                path=file.path,
                message=f"{'has no companion' if options.exists else 'is changed without its companion'}: {shown}",
                help="add the companion" if options.exists else "change the companion too",
            )
    if not all_known:
        yield NotJudged("which files head holds is not known")


def companions(options: Options, path: bytes) -> tuple[str, ...]:
    """The gitignore patterns, from the root, of what may be the companion of this path; () when it needs none.

    What `{stem}` and `{dir}` stand for is in them letter by letter, bytes outside UTF-8 as surrogate escapes.
    """
    values = path_template(options.when).captured(path)
    return tuple(path_template(text).filled(values) for text in options.needs) if values is not None else ()


def companions_among(options: Options, sources: Iterable[bytes], paths: PathSet) -> set[bytes]:
    """Those of the paths that may be the companion of one of the sources."""
    captured = [path_template(options.when).captured(source) for source in sources]
    values = [each for each in captured if each is not None]
    return {path for text in options.needs for path in path_template(text).all_among(paths, values)}


def likely_sources(options: Options, paths: Iterable[bytes], companions: PathSet) -> Iterator[bytes]:
    """Of the paths all that have one of the companions, and few more: it is much faster than `companions_among`."""
    templates = [path_template(text) for text in options.needs]
    likely = PathSet(path for template in templates for path in template.likely_among(companions))
    for path in paths if likely.each else ():
        values = path_template(options.when).captured(path)
        if values is not None and any(template.may_be_among(likely, values) for template in templates):
            yield path


def _is_met(options: Options, values: Mapping[str, bytes], paths: PathSet) -> bool:
    return any(path_template(text).found_among(paths, values) for text in options.needs)


def _shown(text: str, values: Mapping[str, bytes]) -> str:
    """The pattern with its values, or as the policy wrote it when the author's names in it are not plain letters."""
    filled = path_template(text).filled(values)[1:]
    return filled if _PLAIN.fullmatch(filled) else text


def told(_instance: Instance, options: Options) -> str:
    needs = listed(options.needs, "or")
    if options.exists:
        return f"See that {quoted(options.when)} has its companion: {needs}."
    return f"When you change {quoted(options.when)}, change {needs} too."


RULE = Rule(name="missing-companion", options=Options, check=check, needs=needs, validate=validate, told=told)
