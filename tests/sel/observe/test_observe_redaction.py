"""What may stand in the log: numbers and SEL's own words, whatever is handed in."""

import ast
import enum
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from watch_stage import unhurried

from sel.errors import StoreError
from sel.observe.redaction import LEFT_OUT, SECRET, message, own, scrub

ROOT = Path(__file__).resolve().parents[3]
CANARY = "quetzalwren"
LOUDNESS = {"debug", "info", "warning", "error", "exception", "critical"}


class Colour(enum.Enum):
    RED = CANARY


@pytest.mark.parametrize(
    ("template", "arguments", "text"),
    [
        ("rung %d of %s", (2, 3.5), "rung 2 of 3.5"),
        ("rung %r failed", (own("plainest"),), "rung 'plainest' failed"),
        ("%s: kept nothing", (StoreError("Full.", hint="Make room."),), ": kept nothing"),
        ("said %s", (CANARY,), f"said {LEFT_OUT}"),
        ("said %r", ([CANARY],), f"said '{LEFT_OUT}'"),
        ("in %s", (Path(CANARY),), f"in {LEFT_OUT}"),
        ("%s and %s", (ValueError(CANARY), KeyError), "ValueError and KeyError"),
        ("it is %s", (Colour.RED,), "it is Colour.RED"),
        ("%(a)s of %(b)d", {"a": CANARY, "b": 2}, f"{LEFT_OUT} of 2"),
        ("%s is %s", (True, None), "True is None"),
        ("100 %", (), "100 %"),
        ("too many", (1,), f"too many {LEFT_OUT}"),
        ("%d", (CANARY,), f"%d {LEFT_OUT}"),
        ("%(c)s", {"a": 1}, f"%(c)s {LEFT_OUT}"),
        (ValueError(CANARY), (), "ValueError"),
        ([CANARY], (), LEFT_OUT),
    ],
)
def test_what_is_written(template: object, arguments: object, text: str) -> None:
    written = message(template, arguments)
    assert written.endswith(text)
    assert CANARY not in written


HARMLESS = st.none() | st.booleans() | st.integers() | st.floats()
WORDS = st.text(min_size=1).map(lambda text: CANARY + text)
LADEN = WORDS | st.lists(WORDS) | st.dictionaries(WORDS, WORDS) | WORDS.map(str.encode)


@unhurried
@given(st.lists(HARMLESS | LADEN | WORDS.map(Path) | WORDS.map(ValueError), max_size=5))
def test_no_argument_brings_words_in(arguments: list[Any]) -> None:
    template = "told" + " %s" * len(arguments)
    assert CANARY not in message(template, tuple(arguments))


def test_an_error_of_sels_own_is_told_in_its_sentence() -> None:
    error = StoreError("The disk is full.", where="memory", hint="Make room.")
    assert message("kept nothing: %s", (error,)) == f"kept nothing: {error.sentence()}"


@pytest.mark.parametrize(
    "secret",
    [
        "sk-proj-aB3dE6gH9jK2mN5pQ8s",
        "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
        "github_pat_11ABCDEFG0123456789_abc",
        "hf_AbCdEfGhIjKlMnOpQrSt",
        "xoxb-123456789012-abcdefghij",
        "AKIAIOSFODNN7EXAMPLE",
        "AIzaSyA1234567890abcdefghijklmnopqrstu",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N",
        "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    ],
)
def test_what_looks_like_a_secret_is_taken_out(secret: str) -> None:
    for text in (f"key {secret} refused", f"({secret})", f"at https://x.org/?k={secret}&b=1"):
        assert secret not in scrub(text)
        assert SECRET in scrub(text)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("password=hunter2 next", f"password={SECRET} next"),
        ("DISCORD_TOKEN: abc, next", f"DISCORD_TOKEN: {SECRET}, next"),
        ('{"api_key": "a b c"}', f'{{"api_key": {SECRET}}}'),
        ("Authorization: Bearer abc.def", f"Authorization: {SECRET}"),
        ("with bearer abc now", f"with bearer {SECRET} now"),
        ("http://ann:pass@host/x", f"http://{SECRET}@host/x"),
    ],
)
def test_what_is_called_a_secret_is_taken_out(text: str, clean: str) -> None:
    assert scrub(text) == clean


@pytest.mark.parametrize(
    "text",
    [
        "engine: rung 'without extra buffers' failed",
        "token limit of 128 reached after 3.25 s",
        "    sel/engine/workers/llm/scheduler.py:153 in decode_one_batch_of_many_sequences",
        "https://docs.example.org/a-page-about-nothing-in-particular",
        "2026-11-24 02:10:00,123 WARNING sel.engine.supervisor",
        "größe: 12",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert scrub(text) == text


@unhurried
@given(st.text("XYZ", min_size=1), st.text(), st.text())
def test_the_secrets_of_the_settings_are_never_there(secret: str, one: str, other: str) -> None:
    assert secret not in scrub(f"{one}{secret}{other}", [secret, ""])


def test_a_secret_within_a_secret_leaves_nothing_behind() -> None:
    assert scrub("the key is hushhush!", ["hush", "hushhush!"]) == f"the key is {SECRET}"


def test_control_characters_are_made_visible_and_lines_stay() -> None:
    assert scrub("a\x1b[31m\rb\n\x9bc\x00") == "a\\x1b[31m\\x0db\n\\x9bc\\x00"


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Calls that log something."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        logger = ast.unparse(node.func.value).lower().removeprefix("self.").strip("_")
        named = logger in ("log", "logger", "logging") or "getlogger" in logger
        if named and node.func.attr in LOUDNESS | {"log"} and node.args:
            yield node


def spelled_out(call: ast.Call) -> bool:
    """Whether what is logged is a literal of the program."""
    assert isinstance(call.func, ast.Attribute)
    template = call.args[1 if call.func.attr == "log" else 0]
    return isinstance(template, ast.Constant) and isinstance(template.value, str)


def test_every_log_call_of_the_program_says_a_literal() -> None:
    """An f-string would carry anybody's words past all that is done with arguments."""
    found = [
        (f"{path.relative_to(ROOT)}:{call.lineno}", spelled_out(call))
        for package in ("sel", "tui", "bridge")
        for path in (ROOT / package).rglob("*.py")
        for call in calls(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert len(found) >= 8
    assert [place for place, good in found if not good] == []


@pytest.mark.parametrize(
    ("code", "good"),
    [
        ("log.info(f'said {text}')", False),
        ("self._log.error('said ' + text)", False),
        ("logging.getLogger('x').warning(text)", False),
        ("logger.log(10, text)", False),
        ("_log.info('said %s', text)", True),
        ("logger.log(10, 'said')", True),
    ],
)
def test_the_search_for_them_finds_what_is_there(code: str, good: bool) -> None:
    (call,) = calls(ast.parse(code))
    assert spelled_out(call) == good
    assert logging.getLevelName("INFO") == 20
