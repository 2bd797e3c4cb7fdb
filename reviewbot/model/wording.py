"""Words of a policy in a sentence: quoted as code, so that a renderer can tell them from the sentence's own."""

from collections.abc import Sequence


def quoted(text: str) -> str:
    """The text as code, for a sentence."""
    return f"`{text}`"


def listed(texts: Sequence[str], joint: str) -> str:
    """Several texts as code, the last two joined by `joint`: `a`, `b` and `c`."""
    *rest, last = map(quoted, texts)
    return f"{', '.join(rest)} {joint} {last}" if rest else last


def patterns(texts: Sequence[str], joint: str) -> str:
    """gitignore patterns as `listed`, with those that take something out again (`!`) as exceptions."""
    kept = [text for text in texts if not text.startswith("!")]
    excepted = [text[1:] for text in texts if text.startswith("!")]
    if not kept or not excepted:
        return listed(texts, joint)
    return f"{listed(kept, joint)} except {listed(excepted, 'and')}"
