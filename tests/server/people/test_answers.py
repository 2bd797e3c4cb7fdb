from __future__ import annotations

from reviewbot.publish.identity import marked
from reviewbot.publish.limits import LONGEST_TEXT_BYTES
from reviewbot.server.people.answers import MOST_AT_ONCE, MOST_IN_ALL, Answer, bodies, send_answers
from tests.server.people.conversation import PULL, says

LOGIN = "reviewbot[bot]"


class Told:
    """Stands in for a Client: a conversation that one can write into."""

    def __init__(self, *comments):
        self.said = list(comments)
        self.asked = 0

    def comments(self, repository, number):
        self.asked += 1
        return tuple(self.said)

    def create_comment(self, repository, number, body):
        self.said.append(says(LOGIN, body, len(self.said) + 1))

    @property
    def bodies(self):
        return [each.body for each in self.said]


def answer(comment=1, position=0, body="an answer"):
    return Answer(f"answer-{comment}-{position}", body, comment)


def test_where_nobody_asks_nothing_is_said_nor_looked_for():
    told = Told()
    send_answers(told, PULL, LOGIN, ())
    assert (told.said, told.asked) == ([], 0)


def test_an_answer_is_said_once():
    told = Told()
    for _look in range(3):
        send_answers(told, PULL, LOGIN, [answer()])
    assert told.bodies == ["an answer\n\n<!-- reviewbot: answer-1-0 -->\n"]


def test_the_commands_of_a_comment_are_answered_together():
    told = Told()
    asked = [answer(1, 0, "one"), answer(2, 0, "other"), answer(1, 1, "two"), answer(1, 2, "two")]
    send_answers(told, PULL, LOGIN, asked)
    assert [body.count("two") for body in told.bodies] == [1, 0]
    assert marked(told.bodies[0]) == {"answer-1-0", "answer-1-1", "answer-1-2"}


def test_what_is_new_is_said_though_the_rest_was():
    told = Told()
    send_answers(told, PULL, LOGIN, [answer()])
    send_answers(told, PULL, LOGIN, [answer(), answer(1, 1, "more")])
    assert marked(told.bodies[1]) == {"answer-1-1"}


def test_buttons_are_answered_apart():
    assert len(bodies([Answer("explain-a", "x"), Answer("split-a", "y")])) == 2


def test_what_others_mark_does_not_count():
    told = Told(says("mallory", "<!-- reviewbot: answer-1-0 -->"))
    send_answers(told, PULL, LOGIN, [answer()])
    assert len(told.said) == 2


def test_our_login_is_the_same_in_any_case():
    told = Told(says("ReviewBot[bot]", "<!-- reviewbot: answer-1-0 -->"))
    send_answers(told, PULL, LOGIN, [answer()])
    assert len(told.said) == 1


def test_a_flood_is_answered_little_by_little_and_not_for_ever():
    told = Told()
    flood = [answer(number) for number in range(1, 2 * MOST_IN_ALL)]
    send_answers(told, PULL, LOGIN, flood)
    assert len(told.said) == MOST_AT_ONCE
    for _look in range(2 * MOST_IN_ALL):
        send_answers(told, PULL, LOGIN, flood)
    assert len(told.said) == MOST_IN_ALL


def test_an_answer_that_is_too_long_is_left_out_and_says_so():
    (body,) = bodies([answer(body="x" * LONGEST_TEXT_BYTES)])
    assert "Left out" in body
    assert marked(body) == {"answer-1-0"}
