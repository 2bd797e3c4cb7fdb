"""Names as git writes and reads them in patches and lists (core.quotePath, git-config(1))."""


def quoted_name(name: bytes) -> bytes:
    """The name as git writes it: in quotes when it holds what is not plain."""
    plain = all(0x20 <= byte < 0x7F and byte not in b'"\\' for byte in name)
    return name if plain else b'"%s"' % b"".join(_escaped(byte) for byte in name)


def _escaped(byte: int) -> bytes:
    if byte in b'"\\':
        return b"\\%c" % byte
    return b"%c" % byte if 0x20 <= byte < 0x7F else b"\\%03o" % byte
