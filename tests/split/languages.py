"""An example of each language that is read: two functions, and a text that is not of it."""

from __future__ import annotations

import pytest

JAVASCRIPT = (
    b"function f() {\n  return 1;\n}\n\n// about g\nfunction g() {\n  return f();\n}\n",
    b"function f( { return 1;\n",
)
TYPESCRIPT = (
    b"function f(): number {\n  return 1;\n}\n\n// about g\nfunction g() {\n  return f();\n}\n",
    b"const a: = ;\n",
)
C = (b"int f(void) {\n  return 1;\n}\n\n// about g\nint g(void) {\n  return f();\n}\n", b"int f(void { return\n")
CPP = (b"int f() {\n  return 1;\n}\n\n// about g\nauto g() -> int {\n  return f();\n}\n", b"class A { int f( };;(\n")
CLASSES = (b"class F {\n  int f;\n}\n\n// about G\nclass G {\n  F f() { return null; }\n}\n", b"class A { int f( {\n")
LANGUAGES = {
    "py": (b"def f():\n    return 1\n\n\n# about g\ndef g():\n    return f()\n", b"def f(:\n"),
    "pyi": (b"def f() -> int:\n    ...\n\n\n# about g\ndef g() -> int:\n    ...\n", b"def f(:\n"),
    "js": JAVASCRIPT,
    "mjs": JAVASCRIPT,
    "cjs": JAVASCRIPT,
    "jsx": (JAVASCRIPT[0] + b"const h = <a href={f()}>x</a>;\n", JAVASCRIPT[1]),
    "ts": TYPESCRIPT,
    "tsx": (TYPESCRIPT[0] + b"const h = <a href={f()}>x</a>;\n", TYPESCRIPT[1]),
    "go": (
        b"func f() int {\n\treturn 1\n}\n\n// about g\nfunc g() int {\n\treturn f()\n}\n",
        b"package a\n\nfunc f( int {\n",
    ),
    "rs": (b"fn f() -> i32 {\n    1\n}\n\n// about g\nfn g() -> i32 {\n    f()\n}\n", b"fn f( -> {\n"),
    "java": CLASSES,
    "rb": (b"def f\n  1\nend\n\n# about g\ndef g\n  f\nend\n", b"def f(\n  1\n"),
    "c": C,
    "h": C,
    "cc": CPP,
    "cpp": CPP,
    "hpp": CPP,
    "cs": CLASSES,
    "sh": (b"f() {\n  echo 1\n}\n\n# about g\ng() {\n  f\n}\n", b"if true; then (\n"),
}
each_language = pytest.mark.parametrize("ending", LANGUAGES)


def path_of(ending):
    return f"a.{ending}".encode()
