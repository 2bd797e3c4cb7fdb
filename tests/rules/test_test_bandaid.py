from __future__ import annotations

import pytest

from reviewbot.diff.expressions import check_expression
from reviewbot.diff.path_patterns import covers
from reviewbot.model.change import AddedLine, FileStatus, RemovedLine
from reviewbot.rules.test_bandaid import LANGUAGES, RULE, TEST_FILES, TIMEOUT, Options, check, needs
from tests.builders import a_file, a_scope

RETRY, SLEEP, SKIP = "retries until it passes", "waits for a fixed time", "keeps a test from running"
PYTHON = "tests/test_a.py"
FILES = {
    "py": PYTHON, "ts": "src/a.spec.ts", "js": "web/a.test.js", "go": "pkg/a_test.go", "java": "src/CartTest.java",
    "kt": "src/CartTest.kt", "rb": "spec/a_spec.rb", "rs": "tests/a.rs",
}  # fmt: skip


def messages(*added, path=PYTHON, removed=(), number=1, **scope):
    gone = tuple(RemovedLine(number - 1, line.encode()) for line in removed)
    lines = tuple(AddedLine(number + index, line.encode()) for index, line in enumerate(added))
    statements = list(check(a_scope(a_file(path, lines=lines, removed_lines=gone), **scope), Options()))
    return [statement.message for statement in statements]


# Silence


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("py", "value = 1"),
        ("py", "time.sleep(0)"),
        ("py", "await asyncio.sleep( 0 )"),
        ("py", 'monkeypatch.setattr("time.sleep", fake)'),
        ("py", "# time.sleep(5)"),
        ("py", "def test_skips_what_is_old():"),
        ("py", "pytest.importorskip('numpy')"),
        ("py", "@pytest.mark.parametrize('retries', [1])"),
        ("py", "assert retries == 3"),
        ("py", "run(timeout=5)"),
        ("ts", "model.fit(data)"),
        ("ts", "setTimeout(tick, 10)"),
        ("ts", "// it.skip('x', () => {})"),
        ("ts", "it('skips', () => {})"),
        ("ts", "list.skip(3).only(x)"),
        ("ts", "const client = new Client({ retries: 3 })"),
        ("ts", "test.describe('x', () => {})"),
        ("go", "ctx.Skip(x)"),
        ("go", '// t.Skip("x")'),
        ("go", "require.Eventually(t, ready, time.Second, time.Millisecond)"),
        ("java", "verify(cart)"),
        ("java", "thread.sleeping()"),
        ("java", "@Test(enabled = true)"),
        ("kt", "delayed(3)"),
        ("rb", "it 'skips' do"),
        ("rb", "expect(sleep_time).to eq 3"),
        ("rb", "skipped = 3"),
        ("rs", "let ignore = true;"),
        ("rs", "#[derive(Debug)]"),
    ],
)
def test_says_nothing_of_ordinary_lines(language, line):
    assert messages(line, path=FILES[language]) == []


@pytest.mark.parametrize(
    "path", ["src/app.py", "src/latest.py", "src/Latest.java", "tests/data.txt", "src/contest/a.go"]
)
def test_says_nothing_outside_of_test_files(path):
    assert messages("time.sleep(5)", "t.Skip()", "Thread.sleep(5)", path=path) == []


@pytest.mark.parametrize(
    ("removed", "added"),
    [
        pytest.param(("time.sleep(5)",), ("    time.sleep(5)",), id="moved"),
        pytest.param(("assert a", "assert b"), ("assert b", "assert a"), id="assertions moved"),
        pytest.param(("assert a == 1",), ("assert a == 2",), id="an assertion changed"),
        pytest.param(("assert a",), ("self.assertTrue(a)",), id="an assertion in other words"),
        pytest.param(("# assert a",), (), id="a comment removed"),
        pytest.param(("@pytest.mark.skip",), (), id="a skip removed"),
        pytest.param(("run(timeout=60)",), ("run(timeout=5)",), id="a timeout lowered"),
        pytest.param(("run(timeout=5)",), ("walk(timeout=60)",), id="another call"),
        pytest.param(("run(5, timeout=5)",), ("run(6, timeout=6)",), id="two numbers"),
        pytest.param(("timeout = 5",), ("timeout = 5.0",), id="the same number"),
    ],
)
def test_says_nothing_of_what_is_as_strict_as_before(removed, added):
    assert messages(*added, removed=removed) == []


def test_a_timeout_far_away_is_another_one():
    far = a_file(
        PYTHON, lines=(AddedLine(100, b"run(timeout=60)"),), removed_lines=(RemovedLine(1, b"run(timeout=5)"),)
    )
    assert list(check(a_scope(far), Options())) == []


# What is said


@pytest.mark.parametrize(
    ("language", "line", "message"),
    [
        ("py", "@pytest.mark.flaky(reruns=3)", RETRY),
        ("py", "@flaky", RETRY),
        ("py", "    time.sleep(0.5)", SLEEP),
        ("py", "await asyncio.sleep(delay)", SLEEP),
        ("py", "    sleep(3)", SLEEP),
        ("py", "@pytest.mark.skip(reason='later')", SKIP),
        ("py", "pytestmark = pytest.mark.skipif(True)", SKIP),
        ("py", "    pytest.param(1, marks=pytest.mark.xfail)", SKIP),
        ("py", "    pytest.skip('later')", SKIP),
        ("py", "@unittest.skip('later')", SKIP),
        ("py", "    self.skipTest('later')", SKIP),
        ("js", "jest.retryTimes(3)", RETRY),
        ("js", "  this.retries(2)", RETRY),
        ("ts", "test.describe.configure({ mode: 'serial', retries: 2 })", RETRY),
        ("ts", "it('works', { retry: 3 }, () => {", RETRY),
        ("ts", "await new Promise(resolve => setTimeout(resolve, 1000))", SLEEP),
        ("ts", "await page.waitForTimeout(500)", SLEEP),
        ("js", "cy.wait(1000)", SLEEP),
        ("ts", "await sleep(100)", SLEEP),
        ("ts", "it.skip('works', () => {", SKIP),
        ("ts", "test.concurrent.skip('works'", SKIP),
        ("ts", "describe.only('one', () => {", SKIP),
        ("ts", "test.fixme('works', () => {", SKIP),
        ("ts", "  xit('works', () => {", SKIP),
        ("ts", "  this.skip()", SKIP),
        ("go", '\tt.Skip("later")', SKIP),
        ("go", "\tt.SkipNow()", SKIP),
        ("go", "\ttime.Sleep(time.Second)", SLEEP),
        ("go", "\tretry.Run(t, func(r *retry.R) {", RETRY),
        ("java", "@Disabled", SKIP),
        ("java", '@Ignore("later")', SKIP),
        ("java", "@Test(enabled = false)", SKIP),
        ("java", "Thread.sleep(1000);", SLEEP),
        ("java", "TimeUnit.SECONDS.sleep(1);", SLEEP),
        ("java", "@RetryingTest(3)", RETRY),
        ("kt", "    delay(100)", SLEEP),
        ("rb", "  xit 'works' do", SKIP),
        ("rb", "  skip 'later'", SKIP),
        ("rb", "  pending", SKIP),
        ("rb", "  it 'works', skip: true do", SKIP),
        ("rb", "  sleep 2", SLEEP),
        ("rb", "  it 'works', retry: 3 do", RETRY),
        ("rs", "#[ignore]", SKIP),
        ("rs", '#[ignore = "later"]', SKIP),
        ("rs", "thread::sleep(Duration::from_secs(1));", SLEEP),
        ("rs", "tokio::time::sleep(d).await;", SLEEP),
        ("rs", "#[flaky_test]", RETRY),
    ],
)
def test_finds_what_makes_a_test_pass(language, line, message):
    assert messages(line, path=FILES[language]) == [message]


def test_says_where():
    (found,) = check(a_scope(a_file(PYTHON, lines=(AddedLine(7, b"time.sleep(5)", b"a", b"b"),))), Options())
    assert (found.path, found.line, found.text) == (PYTHON.encode(), 7, b"a\ntime.sleep(5)\nb")
    assert RULE.severity.value == "warn"


@pytest.mark.parametrize(
    ("language", "old", "new", "message"),
    [
        ("py", "run(timeout=5)", "    run(timeout=60)", "raises a timeout from 5 to 60"),
        ("ts", "jest.setTimeout(5_000)", "jest.setTimeout(30_000)", "raises a timeout from 5_000 to 30_000"),
        (
            "go",
            "ctx := WithTimeout(c, 5*time.Second)",
            "ctx := WithTimeout(c, 50*time.Second)",
            "raises a timeout from 5 to 50",
        ),
        ("java", "@Test(timeout = 100)", "@Test(timeout = 1000)", "raises a timeout from 100 to 1000"),
        ("py", "TIME_OUT = 0.5", "TIME_OUT = 1.5", "raises a timeout from 0.5 to 1.5"),
    ],
)
def test_finds_a_timeout_that_grows(language, old, new, message):
    assert messages(new, removed=(old,), path=FILES[language], number=9) == [message]


@pytest.mark.parametrize(
    ("language", "removed", "added", "message"),
    [
        ("py", ("assert a", "assert b"), (), "removes 2 assertions and adds none"),
        ("py", ("assert a", "    assert b"), ("assert c",), "removes 2 assertions and adds 1"),
        ("py", ("assert a",), ("# assert a",), "removes 1 assertion and adds none"),
        ("py", ("self.assertEqual(a, b)",), ("pass",), "removes 1 assertion and adds none"),
        ("py", ("mock.assert_called_once()",), (), "removes 1 assertion and adds none"),
        ("ts", ("expect(a).toBe(1)",), (), "removes 1 assertion and adds none"),
        ("go", ('t.Errorf("x")', "require.NoError(t, err)"), (), "removes 2 assertions and adds none"),
        ("java", ("assertEquals(a, b);",), (), "removes 1 assertion and adds none"),
        ("rb", ("expect(a).to eq 1",), (), "removes 1 assertion and adds none"),
        ("rs", ("assert_eq!(a, b);",), (), "removes 1 assertion and adds none"),
    ],
)
def test_finds_lost_assertions(language, removed, added, message):
    assert messages(*added, removed=removed, path=FILES[language]) == [message]


def test_says_where_assertions_were_lost():
    file = a_file(PYTHON, removed_lines=(RemovedLine(8, b"assert a"), RemovedLine(3, b"assert b")))
    assert [found.line for found in check(a_scope(file), Options())] == [8]
    file = a_file(PYTHON, removed_lines=(RemovedLine(0, b"assert a"),))
    assert [found.line for found in check(a_scope(file), Options())] == [1]


def test_finds_a_test_file_that_is_deleted():
    (found,) = check(a_scope(a_file(PYTHON, status=FileStatus.DELETED), a_file("src/a.py")), Options())
    assert found.message == "deletes a test file"


# Hard cases


def test_match_says_in_its_place_which_files_are_tests():
    assert messages("time.sleep(5)", path="checks/a.py", match=("checks/",)) == [SLEEP]


def test_a_moved_line_covers_only_one_of_the_same():
    assert messages("time.sleep(5)", "time.sleep(5)", removed=("time.sleep(5)",)) == [SLEEP]


def test_one_line_may_do_two_things():
    assert messages("@pytest.mark.skip; time.sleep(5)") == [SLEEP, SKIP]


def test_numbers_of_any_length_are_no_error():
    assert messages(f"timeout = {'9' * 6000}", removed=(f"timeout = {'1' * 6000}",)) == []


@pytest.mark.parametrize("path", FILES.values())
def test_test_files_are_known_by_their_names(path):
    assert covers(TEST_FILES, path.encode())


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.suffixes[0].decode())
def test_every_expression_is_one_and_is_asked_for(language):
    for expression in (language.retry, language.sleep, language.skip, language.assertion, TIMEOUT):
        check_expression(expression)
        assert expression in needs(Options()).patterns
        assert expression in needs(Options()).removed_patterns
