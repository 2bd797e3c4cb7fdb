from __future__ import annotations

from reviewbot.github.values import Review, ReviewComment
from reviewbot.model.report import Verdict, Waived
from reviewbot.publish.identity import MOST_MARKS, mark
from reviewbot.publish.review import MOST_COMMENTS, ReviewChanges, Said, review
from tests.render.reports import LINES, REPORTS, a_finding, a_report, over_budget
from tests.render.strategies import for_any_report

LOGIN = "reviewbot[bot]"
NOTHING = Said(LOGIN)
AT_A_LINE = a_finding("src/ledger.py", line=57, rule="forbidden-content", fingerprint="00000000000000aa")
BLOCK = a_report(verdict=Verdict.BLOCK, findings=(over_budget(), AT_A_LINE), budgets=(LINES._replace(used=432),))


def posted(changes, said, by=LOGIN):
    """What stands at the pull request once the changes are made there."""
    last = max([0, *(each.id for each in (*said.reviews, *said.comments))])
    new = [
        ReviewComment(last + number, by, comment.body, comment.path.encode(), comment.line)
        for number, comment in enumerate(changes.comments, 1)
    ]
    bodies = dict([changes.edit] if changes.edit else [])
    reviews = [each._replace(body=bodies.get(each.id, each.body)) for each in said.reviews]
    if changes.body is not None:
        reviews.append(Review(last + 1000, by, "COMMENTED", "c" * 40, changes.body))
    answers = dict(changes.answered)
    kept = [
        each._replace(body=answers.get(each.id, each.body)) for each in said.comments if each.id not in changes.solved
    ]
    return Said(said.login, reviews, [*kept, *new])


def test_where_nothing_is_found_nothing_is_said():
    assert review(REPORTS["pass"], NOTHING) == ReviewChanges()


def test_what_is_waived_is_not_said():
    assert review(a_report(findings=(a_finding(waived=Waived("alice", "x")),)), NOTHING) == ReviewChanges()


def test_a_finding_at_a_line_is_a_comment_there_and_the_rest_is_in_the_summary():
    changes = review(BLOCK, NOTHING)
    (comment,) = changes.comments
    assert (comment.path, comment.line) == ("src/ledger.py", 57)
    assert comment.body.startswith("- **block** forbidden-content: must not be modified\n")
    assert comment.body.endswith("<!-- reviewbot: 00000000000000aa -->\n")
    assert changes.body.startswith("### block: 432 of 300 lines")
    assert "1 finding at the lines below." in changes.body
    assert changes.body.endswith("<!-- reviewbot: fedcba9876543210 -->\n")


@for_any_report
def test_nothing_is_said_twice(report):
    said = posted(review(report, NOTHING), NOTHING)
    assert review(report, posted(review(report, said), said)) == ReviewChanges()


def test_only_what_is_new_is_said():
    said = posted(review(BLOCK, NOTHING), NOTHING)
    new = AT_A_LINE._replace(line=3, fingerprint="00000000000000bb")
    changes = review(BLOCK._replace(findings=(*BLOCK.findings, new)), said)
    assert [comment.line for comment in changes.comments] == [3]
    assert changes.solved == ()


def test_a_finding_that_only_moves_is_the_same():
    said = posted(review(BLOCK, NOTHING), NOTHING)
    changes = review(BLOCK._replace(findings=(over_budget(), AT_A_LINE._replace(line=80))), said)
    assert (changes.body, changes.comments, changes.solved) == (None, (), ())


def test_what_is_solved_is_taken_back_and_the_summary_brought_up_to_date():
    said = posted(review(BLOCK, NOTHING), NOTHING)
    changes = review(REPORTS["pass"], said)
    assert changes.body is None
    assert changes.solved == (said.comments[0].id,)
    assert changes.edit[0] == said.reviews[0].id
    assert changes.edit[1].startswith("### pass: 120 of 300 lines")
    assert review(REPORTS["pass"], posted(changes, said)) == ReviewChanges()


def test_a_comment_that_was_answered_stays_and_says_that_it_is_solved():
    said = posted(review(BLOCK, NOTHING), NOTHING)
    answer = ReviewComment(7, "alice", "why?", b"src/ledger.py", 57, in_reply_to=said.comments[0].id)
    said = said._replace(comments=[*said.comments, answer])
    changes = review(REPORTS["pass"], said)
    assert changes.solved == ()
    assert changes.answered == ((said.comments[0].id, "Solved since.\n\n<!-- reviewbot:  -->\n"),)
    assert review(REPORTS["pass"], posted(changes, said)) == ReviewChanges()


def test_what_comes_back_is_said_again():
    said = posted(review(BLOCK, NOTHING), NOTHING)
    said = posted(review(REPORTS["pass"], said), said)
    assert len(review(BLOCK, said).comments) == 1


def test_what_others_mark_does_not_count():
    """Else an author could silence a finding, or have comments of others taken away."""
    forged = ReviewComment(7, "mallory", f"x {mark(['00000000000000aa'])}", b"a", 1)
    other = ReviewComment(8, LOGIN, "we said this by hand", b"a", 1)
    changes = review(
        BLOCK, Said(LOGIN, (Review(1, "mallory", "COMMENTED", "", mark(["fedcba9876543210"])),), (forged, other))
    )
    assert len(changes.comments) == 1
    assert changes.solved == ()


def test_at_most_30_comments_the_worst_first():
    many = tuple(AT_A_LINE._replace(line=n, fingerprint=f"{n:016x}") for n in range(1, 100))
    report = a_report(verdict=Verdict.BLOCK, findings=many)
    changes = review(report, NOTHING)
    assert len(changes.comments) == MOST_COMMENTS
    assert review(report, posted(changes, NOTHING)) == ReviewChanges()


def test_more_findings_than_marks_are_not_said_again_and_again():
    many = tuple(a_finding(f"config/{n}", fingerprint=f"{n:016x}") for n in range(MOST_MARKS + 100))
    report = a_report(verdict=Verdict.BLOCK, findings=many)
    assert review(report, posted(review(report, NOTHING), NOTHING)) == ReviewChanges()


def test_a_path_that_json_cannot_hold_is_in_the_summary():
    changes = review(a_report(findings=(AT_A_LINE._replace(path=b"caf\xe9.py"),)), NOTHING)
    assert changes.comments == ()
    assert "`caf\\xe9.py:57`" in changes.body
