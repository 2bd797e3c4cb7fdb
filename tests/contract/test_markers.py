from __future__ import annotations

import pytest

from reviewbot.contract import ContractError
from reviewbot.contract.text.markers import BEGIN, END, has_markers, put_between_markers

NEW = f"{BEGIN}\nnew\n{END}\n"
OLD = f"<!-- reviewbot contract: begin, of an older version -->\nold\nold\n{END}\n"


@pytest.mark.parametrize(
    ("present", "result"),
    [
        pytest.param("", NEW, id="no file"),
        pytest.param(NEW, NEW, id="current"),
        pytest.param("# Mine\n", f"# Mine\n\n{NEW}", id="a file without one"),
        pytest.param("# Mine", f"# Mine\n\n{NEW}", id="a file without an end of its last line"),
        pytest.param(f"above\n{OLD}below\n", f"above\n{NEW}below\n", id="stale, between other text"),
        pytest.param(OLD.rstrip("\n"), NEW, id="at the very end"),
        pytest.param("a\r\nb\r\n", f"a\nb\n\n{NEW}".replace("\n", "\r\n"), id="the line ends of the file"),
        pytest.param(NEW.replace("\n", "\r\n"), NEW.replace("\n", "\r\n"), id="current, checked out with CR"),
        pytest.param(f"write `{BEGIN}`\n", f"write `{BEGIN}`\n\n{NEW}", id="a marker that is only spoken of"),
    ],
)
def test_puts_it_there(present, result):
    assert put_between_markers(NEW, present) == result


@pytest.mark.parametrize(
    "present",
    [
        pytest.param(f"{BEGIN}\n", id="no end"),
        pytest.param(f"{END}\n", id="no begin"),
        pytest.param(f"{END}\n{BEGIN}\n", id="the wrong way round"),
        pytest.param(OLD + OLD, id="twice"),
        pytest.param(f"{BEGIN}\n{OLD}", id="begun twice"),
    ],
)
def test_does_not_guess(present):
    with pytest.raises(ContractError, match="markers do not stand once each"):
        put_between_markers(NEW, present)
    assert has_markers(present)


@pytest.mark.parametrize("present", ["", "# Mine\n", f"write `{BEGIN}`\n"])
def test_a_file_without_markers_holds_no_contract(present):
    assert not has_markers(present)
