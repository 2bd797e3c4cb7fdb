"""No secret is ever in a log, wherever it stood: in fields, keys, objects, exceptions, and other packages' records."""

from __future__ import annotations

import io
import json
import logging
import subprocess
import sys
import threading
import warnings
from time import process_time

import pytest
import structlog
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reviewbot.server.logs import configure_logs
from reviewbot.server.redaction import MOST_CHARACTERS, REDACTED, Redaction
from tests.github_peer.peer import private_key
from tests.server.logging_state import kept_logging

WEBHOOK_SECRET = 'a webhook\'s "secret" \\ of 3 words: ü'
DATABASE = "postgresql://reviewbot:pass%2Fword-of-it@db.example/reviewbot"
CONFIGURED = (private_key(), WEBHOOK_SECRET, DATABASE)


@pytest.fixture(autouse=True)
def logging_as_before():
    with kept_logging():
        yield


def written(log, format="json"):
    """What is written when `log` is called with a logger."""
    stream = io.StringIO()
    configure_logs(format, CONFIGURED, stream)
    log(structlog.get_logger("test"))
    return stream.getvalue()


def test_an_event_is_one_object_on_one_line():
    (line,) = written(lambda log: log.info("looked", lane="pull-1-2", seconds=0.5, none=None)).splitlines()
    event = json.loads(line)
    assert event.pop("timestamp").endswith("Z")
    assert event == {
        "event": "looked",
        "level": "info",
        "logger": "test",
        "lane": "pull-1-2",
        "seconds": 0.5,
        "none": None,
    }


def test_as_text_an_event_is_a_line_for_people():
    (line,) = written(lambda log: log.info("looked", lane="pull-1-2"), "text").splitlines()
    assert "looked" in line
    assert "lane=pull-1-2" in line


@pytest.mark.parametrize("format", ["json", "text"])
def test_nobody_can_forge_a_line(format):
    """A title or a branch name with line ends, colours or directions."""
    said = written(lambda log: log.info("a\nforged", title="x\n2026 forged\x1b[31m\u202e"), format)
    assert said.count("\n") == 1
    assert not set("\x1b\u202e") & set(said)


def test_what_is_not_worth_a_line_is_not_said():
    def log(_log):
        logging.getLogger("urllib3.connectionpool").info("GET")
        logging.getLogger("other").debug("x")

    assert written(log) == ""


# Secrets


def tokens():
    body = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=36, max_size=60)
    token = st.builds(str.__add__, st.sampled_from(["ghs_", "ghp_", "gho_", "ghu_", "ghr_", "github_pat_"]), body)
    word = st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="\"'\\"), min_size=8)
    return st.one_of(
        token,
        st.sampled_from([private_key(), WEBHOOK_SECRET, DATABASE, "pass%2Fword-of-it", "pass/word-of-it"]),
        st.sampled_from(private_key().splitlines()[1:-2]),
        st.builds("Authorization: {}".format, word),
        st.builds("authorization: Bearer {}".format, body),
        st.builds("AUTHORIZATION: basic {}".format, body),
        st.builds("https://x-access-token:{}@github.com/acme/shop.git".format, body),
        st.builds("x-access-token:{}@".format, word),
        st.builds("eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiIxIn0.{}".format, body),
        st.builds("-----BEGIN RSA PRIVATE KEY-----\n{}\n-----END RSA PRIVATE KEY-----".format, body),
        st.builds("-----BEGIN PRIVATE KEY-----\\n{}".format, body),
    )


def hidden_part(secret):
    """What of it must not be there."""
    lower = secret.lower()
    for mark, end in (("authorization: ", None), ("x-access-token:", "@"), ("private key-----", "-----end")):
        if mark in lower:
            begin = lower.index(mark) + len(mark)
            secret = secret[begin : lower.find(end, begin) if end and end in lower[begin:] else None]
            return secret.strip("\n\\").removeprefix("n").split(" ")[-1].strip()
    return secret


class Thing:
    """An object that shows what it holds."""

    def __init__(self, text):
        self.text = text

    def __repr__(self):
        return f"<Thing {self.text!r}>"


def raise_chained(text):
    try:
        raise ValueError(text)
    except ValueError as error:
        raise RuntimeError(f"because of {text}") from error


def caught(log, text):
    try:
        raise_chained(text)
    except RuntimeError:
        log.exception("failed")


def bound(log, text):
    with structlog.contextvars.bound_contextvars(where=text):
        log.warning("bound")


def foreign(format, *arguments):
    def log(_log, text):
        logging.getLogger("another.package").error(format, *[make(text) for make in arguments])

    return log


def foreign_exception(_log, text):
    try:
        raise_chained(text)
    except RuntimeError:
        logging.getLogger("another").exception("failed with %s", text, stack_info=True)


def thread_that_dies(_log, text):
    thread = threading.Thread(target=raise_chained, args=(text,))
    thread.start()
    thread.join()


PLACES = {
    "the event": lambda log, text: log.info(text),
    "the event with words": lambda log, text: log.info(f"got {text} from there"),
    "a field": lambda log, text: log.info("x", where=text),
    "a key": lambda log, text: log.info("x", **{text: 1}),
    "nested": lambda log, text: log.info("x", a={"b": [{"c": (text, {text})}]}),
    "too deep": lambda log, text: log.info("x", a=[[[[[[[[[[[[text]]]]]]]]]]]]),
    "bytes": lambda log, text: log.info("x", body=text.encode()),
    "an object": lambda log, text: log.info("x", thing=Thing(text)),
    "an object in a list": lambda log, text: log.info("x", things=[Thing(text)]),
    "an exception as a field": lambda log, text: log.info("x", error=ValueError(text)),
    "headers": lambda log, text: log.info("x", headers=[(b"authorization", text.encode()), ("Cookie", text)]),
    "a header": lambda log, text: log.info("x", headers={"X-Api-Key": text}),
    "an argument": lambda log, text: log.info("got %s", text),
    "an exception that was raised": caught,
    "the context": bound,
    "another package": foreign("got %s", str),
    "another package's object": foreign("got %r", Thing),
    "another package's mapping": foreign("got %(a)s", lambda text: {"a": text}),
    "another package's mistake": foreign("got %d", str),
    "another package's other mistake": foreign("got", str, str),
    "another package's exception": foreign_exception,
    "a warning": lambda _log, text: warnings.warn(text, stacklevel=1),
    "a thread that dies": thread_that_dies,
}
SURROUNDINGS = st.text(st.characters(codec="utf-8", exclude_characters="@/"), max_size=12)


@pytest.mark.parametrize("place", PLACES)
@settings(max_examples=40, deadline=None)
@given(secret=tokens(), before=SURROUNDINGS, after=SURROUNDINGS, format=st.sampled_from(["json", "text"]))
def test_no_secret_is_written(place, secret, before, after, format):
    hidden = hidden_part(secret)
    assume(len(hidden) >= 8 and hidden not in f"{before} {after} {REDACTED}")

    def log(log):
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            logging.captureWarnings(True)
            PLACES[place](log, f"{before}{secret}{after}")

    with kept_logging():
        said = written(log, format)
    assert said
    forms = {hidden, json.dumps(hidden)[1:-1], json.dumps(hidden, ensure_ascii=False)[1:-1], repr(hidden)[1:-1]}
    assert [form for form in forms if form in said] == []
    if format == "json":
        read = [json.loads(line) for line in said.splitlines()]
        assert hidden not in repr(read).replace("\\\\", "\\")


@pytest.mark.parametrize(
    "fields",
    [
        {"private_key": "what nobody knows"},
        {"headers": {"X-Api-Key": "what nobody knows"}},
        {"headers": [("Cookie", "what nobody knows"), (b"Authorization", b"what nobody knows")]},
        {"token": {"of": ["what nobody knows"]}},
    ],
)
def test_what_is_named_for_a_secret_is_one(fields):
    said = written(lambda log: log.info("x", **fields))
    assert REDACTED in said
    assert "nobody" not in said


def test_numbers_that_are_named_for_a_secret_are_none():
    assert json.loads(written(lambda log: log.info("x", tokens=3)))["tokens"] == 3


def test_what_cannot_be_written_is_not_printed_either(capsys):
    """The standard library prints such a record, with its arguments, to standard error."""
    said = written(lambda _log: logging.getLogger("another").error("got %d", "what nobody knows"))
    assert json.loads(said)["event"] == "an event is lost: TypeError"
    assert capsys.readouterr() == ("", "")


def test_a_line_of_the_key_alone_is_as_secret():
    line = private_key().splitlines()[3]
    assert line not in written(lambda log: log.info(f"bad base64 in {line}"))


@pytest.mark.parametrize(
    "text",
    [
        "authorization of the App",
        "see https://github.com/acme/shop",
        "the token ends soon",
        "acme/shop#12: 432 of 300 lines",
        "sha 0123456789abcdef0123456789abcdef01234567",
        "high_water_mark_of_the_cache",
        "a" * 100_000,
    ],
)
def test_what_is_no_secret_stays(text):
    assert Redaction(CONFIGURED).text(text)[:MOST_CHARACTERS] == text[:MOST_CHARACTERS]


def test_a_redacted_text_stays_as_it_is():
    redaction = Redaction(CONFIGURED)
    once = redaction.text(f"Authorization: x\n{private_key()} https://u:p@h/ ghs_{'a' * 36} {WEBHOOK_SECRET}")
    assert REDACTED in once
    assert redaction.text(once) == once


def test_values_that_json_has_not_are_written_all_the_same():
    class Broken:
        def __repr__(self):
            raise ValueError

    loop = []
    loop.append(loop)
    event = {"a": float("nan"), "b": 10**5000, "c": Broken(), "d": loop, "e": "\udc80", 1: 2}
    (line,) = written(lambda log: log.info("x", fields=event)).splitlines()
    assert json.loads(line)["fields"]["c"] == "<Broken>"


def test_long_texts_take_no_long_time():
    """Of an author's making: what nearly is a secret, again and again."""
    parts = ("eyJaaaaaaaa", "-----BEGIN A-----", "ghs_", "authorization", "://", "x-access-token", "bearer ", "token\n")
    began = process_time()
    for part in parts:
        Redaction(CONFIGURED).text(part * 10_000)
        Redaction(CONFIGURED).text(part + " " * 100_000 + part)
    assert process_time() - began < 10  # seconds; it takes one, and took ninety


PROGRAM = """\
import logging
from reviewbot.server.logs import configure_logs
configure_logs("json")
from dbos._logger import init_logger
init_logger()
logging.getLogger("dbos").error("ghs_" + "a" * 36)
logging.getLogger("uvicorn.error").error("ghs_" + "b" * 36)
raise ValueError("ghs_" + "c" * 36)
"""


def test_what_the_job_engine_and_nobody_says_is_redacted_too():
    """DBOS brings a handler of its own; an exception that nobody catches is printed by Python."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    events = [json.loads(line) for line in done.stderr.splitlines()]
    assert [event["event"] for event in events] == [REDACTED, REDACTED, "nobody caught this"]
    assert "ghs_" not in done.stderr
    assert "ValueError" in events[2]["exception"]
