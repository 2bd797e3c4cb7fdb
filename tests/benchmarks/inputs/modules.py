"""A source file as functions with their uses of others, and the lines that it, its test and its document have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.benchmarks.inputs.contents import Lines
from tests.benchmarks.inputs.languages import Function, Language


@dataclass
class Body:
    """A function and its statements. uses: the functions of other files that it calls. test: b"" for none."""

    function: Function
    statements: list[bytes]
    uses: list[Function] = field(default_factory=list)
    test: list[bytes] = field(default_factory=list)


@dataclass
class Module:
    """One source file. imports: lines that it has besides those for the functions it uses."""

    language: Language
    home: tuple[str, str]
    heading: Lines
    imports: Lines = field(default_factory=list)
    bodies: list[Body] = field(default_factory=list)

    @property
    def path(self) -> bytes:
        return f"src/{self.home[0]}/{self.home[1]}.{self.language.ending}".encode()

    @property
    def test_path(self) -> bytes:
        folder, stem = self.home
        return self.language.test_path.format(folder=folder, stem=stem).encode()

    @property
    def document_path(self) -> bytes:
        return f"docs/{self.home[0]}/{self.home[1]}.md".encode()

    def files(self) -> dict[bytes, Lines]:
        """The source file and its test."""
        return {self.path: self.lines(), self.test_path: self.test_lines()}

    def lines(self) -> Lines:
        used = (function for body in self.bodies for function in body.uses if not self._is_near(function))
        imports = {line for each in used for line in self.language.filled((self.language.imports,), each)}
        return [*self.heading, *sorted({*self.imports, *imports}), *self._functions()]

    def test_lines(self) -> Lines:
        language, tested = self.language, [body for body in self.bodies if body.test]
        if language.has_packages:
            imports = [b'import "testing"\n']
        else:
            imports = [line for body in tested for line in language.filled((language.imports,), body.function)]
        return [*self.heading, *imports, *(line for body in tested for line in body.test)]

    def document_lines(self) -> Lines:
        folder, stem = self.home
        listed = [b"- `%b`: one %b\n" % (body.function.name.encode(), stem.encode()) for body in self.bodies]
        return [f"# The {stem} of each {folder}\n".encode(), b"\n", *listed]

    def _functions(self) -> Iterator[bytes]:
        for body in self.bodies:
            yield from self.language.filled(self.language.opening, body.function)
            for statement in body.statements:
                yield from statement.splitlines(keepends=True)
            for used in body.uses:
                yield from self.language.filled((self.language.call_of(used, self.home),), self._called(used, body))
            yield from self.language.filled(self.language.closing, body.function)

    def _called(self, used: Function, body: Body) -> Function:
        """The used function with what the user hands it."""
        return used._replace(first=body.function.first, second=body.function.second)

    def _is_near(self, function: Function) -> bool:
        """Whether it is used without an import."""
        return function.home == self.home or (self.language.has_packages and function.home[0] == self.home[0])
