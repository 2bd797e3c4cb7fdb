"""The shapes that a generated change may have: what each path holds before and after."""

from __future__ import annotations

from collections.abc import Callable

from tests.benchmarks.inputs.contents import Contents
from tests.benchmarks.inputs.programs import programs
from tests.benchmarks.inputs.source_text import WORDS, SourceText

LARGE_FILE_LINES = 100_000


def path_of(number: int, folder: str = "src", ending: str = "py") -> bytes:
    """A distinct path three folders deep, about 30 files in each folder; one in ten has capitals, few are not ASCII."""
    area, module = WORDS[number // 900 % len(WORDS)], WORDS[number // 30 % len(WORDS)]
    name = f"{WORDS[number * 7 % len(WORDS)]}_{number}"
    if number % 10 == 3:
        name = name.title().replace("_", "")
    if number % 300 == 5:
        name += "_é"
    return f"{folder}/{area}/{module}/{name}.{ending}".encode()


def lines_per_file(changed_lines: int) -> int:
    """How much one file changes, the more the larger the change is: 50 to 100 in weeks, 300 in years of history."""
    return 30 if changed_lines < 1_000 else 80 if changed_lines < 300_000 else 300


def many_files(text: SourceText, changed_lines: int) -> Contents:
    """Source files as in real history: 70 % modified, 20 % added, 4 % deleted, 6 % renamed; as many again untouched."""
    contents = Contents()
    number = 0
    left = changed_lines
    while left:
        share = min(left, max(1, int(text.random.expovariate(1 / lines_per_file(changed_lines)))))
        left -= share
        path, kind = path_of(number), text.random.random()
        if kind < 0.7:
            size = 2 * share + int(text.random.expovariate(1 / 250))
            contents.base[path] = before = text.lines(size)
            contents.head[path] = text.edited(before, share)
        elif kind < 0.9:
            contents.head[path] = text.new_lines(share)
        elif kind < 0.94:
            contents.base[path] = text.lines(share)
            contents.head[path] = None
        else:
            contents.base[path] = before = text.lines(6 * share + 20)
            contents.head[path] = None
            contents.head[path_of(number, "lib")] = text.edited(before, share)
        contents.base[path_of(number, "tests")] = text.lines(int(text.random.expovariate(1 / 250)) + 1)
        number += 1
    return contents


def few_large_files(text: SourceText, changed_lines: int) -> Contents:
    """Files of 100,000 lines, about 20,000 changed in each, spread over the whole file."""
    contents = Contents()
    files = max(1, round(changed_lines / 20_000))
    size = max(200, min(LARGE_FILE_LINES, changed_lines * 10))
    for number in range(files):
        path = path_of(30 * number, "data", "sql")
        share = changed_lines // files + (number < changed_lines % files)
        contents.base[path] = before = text.lines(size)
        contents.head[path] = text.edited(before, share)
    return contents


def added_lines(text: SourceText, changed_lines: int) -> Contents:
    """New files of about 400 lines, nothing else."""
    contents = Contents(base={b"README": text.lines(20)})
    for number, start in enumerate(range(0, changed_lines, 400)):
        contents.head[path_of(number)] = text.new_lines(min(400, changed_lines - start))
    return contents


def one_added_file(text: SourceText, changed_lines: int) -> Contents:
    """One new file, nothing else: git reads all of it before it prints any."""
    return Contents(base={b"README": text.lines(20)}, head={path_of(0): text.new_lines(changed_lines)})


def many_paths(text: SourceText, paths: int) -> Contents:
    """Paths with a line or two each: 70 % modified, 20 % added, 10 % deleted; one in 50 lies where patterns point."""
    contents = Contents()
    for number in range(paths):
        folder = f"group_{number // 200 % 50:02d}" if number % 50 == 7 else "src"
        path, kind = path_of(number, folder), number % 10
        if kind != 8 and kind != 5:
            contents.base[path] = text.lines(3)
        contents.head[path] = None if kind == 1 else [*contents.base.get(path, []), b"line %d\n" % number]
    return contents


SHAPES: dict[str, Callable[[SourceText, int], Contents]] = {
    "many files": many_files,
    "few large files": few_large_files,
    "added lines": added_lines,
    "one added file": one_added_file,
    "many paths": many_paths,
    "programs": programs,
}
