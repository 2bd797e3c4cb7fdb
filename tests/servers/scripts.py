"""Hooks that are as small as can be, to test servers with."""

ACCEPT = "#!/bin/sh\ncat >/dev/null\n"
REFUSE = "#!/bin/sh\ncat >/dev/null\necho 'reviewbot: no'\necho 'reviewbot:  because  '\nexit 1\n"
REFUSE_VREF = '#!/bin/sh\necho "$7 reviewbot: no"\n'
REFUSE_TOPIC = '#!/bin/sh\n[ "$1" != refs/heads/topic ] || { echo "reviewbot: not $1"; exit 1; }\n'
UPDATE_A_REF = "#!/bin/sh\nread old new ref\ngit update-ref refs/heads/unrelated $new\n"


def shows(*names: str) -> str:
    """A hook that prints these environment variables, and accepts."""
    return "#!/bin/sh\ncat >/dev/null\n" + "".join(f'echo "{name}=${{{name}-}}"\n' for name in names)
