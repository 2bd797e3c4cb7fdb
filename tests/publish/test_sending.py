"""What is sent is what stands at GitHub afterwards, and sending it again, or from half-way, changes nothing."""

from __future__ import annotations

import pytest

from reviewbot.github.errors import Limited, Unavailable
from reviewbot.model.report import Severity, Verdict
from reviewbot.publish.check_run import check_run
from reviewbot.publish.identity import external_id
from reviewbot.publish.sending import Place, send_check_run, send_review, start_check_run
from tests.github_peer.peer import INSTALLATION
from tests.github_peer.wire import answering
from tests.render.reports import LINES, POLICY, REPORTS, a_finding, a_report, over_budget

AT_A_LINE = a_finding("src/a.py", line=2, rule="forbidden-content", fingerprint="00000000000000aa")
BLOCK = a_report(verdict=Verdict.BLOCK, findings=(over_budget(), AT_A_LINE), budgets=(LINES._replace(used=432),))
LOGIN = "reviewbot[bot]"


@pytest.fixture
def client(peer):
    return peer.app().installation(INSTALLATION)


@pytest.fixture
def pull(peer, client):
    peer.write("feature", "src/a.py", "1\n2\n3\n")
    number = peer.open_pull_request("feature")
    return client.pull_request(client.repositories()[0].id, number)


@pytest.fixture
def place(pull):
    key = external_id(pull.repository.id, pull.base_sha, pull.head_sha, (POLICY,))
    return Place(pull.repository.id, pull.head_sha, "reviewbot", key)


def runs(client, place):
    return client.check_runs(place.repository, place.head_sha, place.name)


def changing(peer):
    return [each for each in peer.log if each.method != "GET" and "/access_tokens" not in each.target]


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS.keys())
def test_a_report_is_one_completed_check_run(client, place, report):
    text = check_run(report)
    send_check_run(client, place, text)
    (run,) = runs(client, place)
    assert (run.status, run.conclusion, run.external_id) == ("completed", text.conclusion, place.external_id)
    assert run.annotations == len(text.annotations)


def test_one_that_is_in_progress_is_completed(client, place):
    started = start_check_run(client, place)
    assert start_check_run(client, place) == started
    assert send_check_run(client, place, check_run(BLOCK)).id == started.run.id
    assert len(runs(client, place)) == 1


def test_sent_again_it_is_the_same_one_with_the_same_annotations(client, place):
    first = send_check_run(client, place, check_run(BLOCK))
    assert send_check_run(client, place, check_run(BLOCK)) == first


def test_another_base_is_another_check_run(client, place):
    send_check_run(client, place, check_run(BLOCK))
    send_check_run(client, place._replace(external_id="another"), check_run(REPORTS["pass"]))
    assert [run.conclusion for run in runs(client, place)] == ["success", "failure"]


def test_what_is_of_the_same_base_again_is_the_newest_again(client, place):
    """GitHub goes by the newest check run of a name; the one before last says nothing any more."""
    send_check_run(client, place, check_run(BLOCK))
    send_check_run(client, place._replace(external_id="another"), check_run(REPORTS["pass"]))
    send_check_run(client, place, check_run(BLOCK))
    assert [run.conclusion for run in runs(client, place)] == ["failure", "success", "failure"]


def test_an_annotation_that_is_solved_does_not_stay(client, place):
    """GitHub takes none back, so another check run takes over."""
    send_check_run(client, place, check_run(BLOCK))
    passed = check_run(REPORTS["pass"])
    assert not passed.annotations
    send_check_run(client, place, passed)
    send_check_run(client, place, passed)
    newest, older = runs(client, place)
    assert (newest.conclusion, newest.annotations) == ("success", 0)
    assert older.annotations == 1


MANY = a_report(
    verdict=Verdict.BLOCK,
    findings=(*(a_finding(f"src/{number}.py", severity=Severity.WARN) for number in range(120)), a_finding()),
)


def test_many_annotations_come_in_batches_and_the_conclusion_last(peer, client, place):
    send_check_run(client, place, check_run(MANY))
    assert [run.annotations for run in runs(client, place)] == [121]
    updates = [each for each in changing(peer) if each.method == "PATCH"]
    assert [each.body.count(b'"annotation_level"') for each in updates] == [50, 50, 21]
    assert [b'"conclusion"' in each.body for each in updates] == [False, False, True]


def test_who_is_stopped_half_way_goes_on_from_there(peer, client, place):
    sent = []

    def spoil(exchange):
        if exchange.method == "PATCH":
            sent.append(exchange)
        return answering("", 502, {})(exchange) if exchange.method == "PATCH" and len(sent) == 2 else None

    peer.spoil = spoil
    with pytest.raises(Unavailable):
        send_check_run(client, place, check_run(MANY))
    assert [(run.status, run.annotations) for run in runs(client, place)] == [("in_progress", 50)]
    peer.spoil = lambda _exchange: None
    send_check_run(client, place, check_run(MANY))
    assert [(run.status, run.annotations) for run in runs(client, place)] == [("completed", 121)]


def test_an_answer_that_was_lost_makes_no_second_check_run(peer, client, place):
    """GitHub made it, and we were told otherwise."""

    def spoil(exchange):
        if exchange.method != "POST" or not exchange.target.endswith("/check-runs"):
            return None
        assert peer.overlay.answer(exchange)[0].status == 201
        return answering("", 502, {})(exchange)

    peer.spoil = spoil
    with pytest.raises(Unavailable):
        send_check_run(client, place, check_run(BLOCK))
    peer.spoil = lambda _exchange: None
    send_check_run(client, place, check_run(BLOCK))
    assert [run.status for run in runs(client, place)] == ["completed"]


def test_a_limit_goes_up_to_whoever_asked(peer, client, place):
    peer.spoil = answering("/check-runs", 429, {}, retry_after="9")
    with pytest.raises(Limited):
        send_check_run(client, place, check_run(BLOCK))


def our_login(client, pull):
    """The emulator lets an App write as somebody else than GitHub does, so it is looked up."""
    return client.reviews(pull.repository.id, pull.number)[0].author


def test_a_review_is_said_once(peer, client, pull):
    send_review(client, pull, BLOCK, LOGIN)
    (review,) = client.reviews(pull.repository.id, pull.number)
    (comment,) = client.review_comments(pull.repository.id, pull.number)
    assert review.body.startswith("### block: 432 of 300 lines")
    assert (comment.path, comment.line) == (b"src/a.py", 2)
    before = len(changing(peer))
    send_review(client, pull, BLOCK, our_login(client, pull))
    assert len(changing(peer)) == before


def test_what_is_solved_is_taken_back(client, pull):
    send_review(client, pull, BLOCK, LOGIN)
    send_review(client, pull, REPORTS["pass"], our_login(client, pull))
    (review,) = client.reviews(pull.repository.id, pull.number)
    assert review.body.startswith("### pass: 120 of 300 lines")
    assert client.review_comments(pull.repository.id, pull.number) == ()


def test_where_nothing_is_found_no_review_is_made(peer, client, pull):
    before = len(changing(peer))
    send_review(client, pull, REPORTS["pass"], LOGIN)
    assert len(changing(peer)) == before


def test_at_a_line_that_github_does_not_show_the_summary_says_it(client, pull):
    report = BLOCK._replace(findings=(over_budget(), AT_A_LINE._replace(line=900)))
    send_review(client, pull, report, LOGIN)
    (review,) = client.reviews(pull.repository.id, pull.number)
    assert client.review_comments(pull.repository.id, pull.number) == ()
    assert "`src/a.py:900`" in review.body
    assert "00000000000000aa" in review.body
    send_review(client, pull, report, our_login(client, pull))
    assert len(client.reviews(pull.repository.id, pull.number)) == 1
