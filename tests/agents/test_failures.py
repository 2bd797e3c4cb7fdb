"""Whatever becomes of the guard, an agent never takes it for an approval."""

from __future__ import annotations

from pathlib import Path

from tests.servers.server import write_script

# What it says and how it ends, in turn; the count of calls is in a file. An end with 0 would be an honest approval.
BROKEN = """\
#!/bin/sh
echo x >>"$0.calls"
case $(wc -l <"$0.calls") in
1) echo garbage; exit 1 ;;
2) echo '{"decision": "allow", "permission": "allow"}'; exit 3 ;;
3) echo '{"hookSpecificOutput": {"hookEventName": "PreToolUse", "permissionDecision": "allow"}}'; exit 2 ;;
4) kill -KILL $$ ;;
esac
"""


def test_a_guard_whose_program_is_gone_denies(shop):
    shop.install_guard()
    shop.spoil_guard(Path("/nonexistent/python"))
    (told,) = shop.let(shop.write("shop/new.py", "new\n"))
    assert "/nonexistent/python" in told
    assert shop.changed() == []


def test_a_broken_guard_denies_whatever_it_says(shop, tmp_path):
    shop.install_guard()
    write_script(tmp_path / "broken", BROKEN)
    shop.spoil_guard(tmp_path / "broken")
    names = [f"shop/new-{number}.py" for number in range(4)]
    shop.let(*(shop.write(name, "new\n") for name in names))
    assert (tmp_path / "broken.calls").read_text() == "x\n" * 4
    assert shop.changed() == []
