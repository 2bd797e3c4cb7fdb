from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reviewbot.publish.limits import LONGEST_TITLE, Section, fitting, one_line
from reviewbot.render.text.escape import shown
from tests.render.strategies import harmful

SMALL, LARGE = Section("small ones", "s" * 10), Section("large ones", "l" * 1000)


def test_what_fits_is_all_there():
    assert fitting([SMALL, LARGE]) == f"{SMALL.text}\n\n{LARGE.text}\n"


def test_what_does_not_fit_is_left_out_whole_and_named_and_what_follows_may_fit():
    text = fitting([LARGE, SMALL], 500)
    assert text.startswith(f"{SMALL.text}\n\nLeft out, since GitHub takes no longer text: large ones.")
    assert "l" * 20 not in text


def test_bytes_count_not_characters():
    assert "Left out" in fitting([Section("emoji", "\U0001f600" * 300)], 1000)


@given(st.lists(st.builds(Section, st.sampled_from(["a", "b", "c"]), st.text(max_size=300)), max_size=8))
def test_no_text_is_too_long(sections):
    assert len(fitting(sections, 400).encode("utf-8", "surrogatepass")) <= 400


@given(st.lists(harmful, max_size=200).map("".join).map(shown))
def test_a_title_is_one_line_that_is_short_enough(text):
    line = one_line(text)
    assert len(line) <= LONGEST_TITLE
    assert "\n" not in line
