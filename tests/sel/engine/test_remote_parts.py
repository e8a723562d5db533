"""Back-off, breaker, dialect, addresses and event streams: the remote engine's pure parts."""

import dataclasses
import json
import random
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sel.engine.remote import backoff
from sel.engine.remote.breaker import CircuitBreaker
from sel.engine.remote.dialect import Dialect, clean, guess_tokens
from sel.engine.remote.door import Door, base_of
from sel.engine.remote.failures import Lost, Refused, mapped
from sel.engine.remote.stream import EventLines, Reply
from sel.engine.types import Done, Message, Piece, Request, Sampling, StreamItem
from sel.errors import PromptTooLong, SettingError

TALK = (
    Message("system", "persona"),
    Message("user", "hi"),
    Message("assistant", "hello"),
    Message("system", "mood"),
    Message("user", "how are you"),
)
ASK = Request(id="r", slot="desk", messages=TALK)


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


# ---------------------------------------------------------------- back-off


@given(st.integers(1, 100), st.integers(), st.none() | st.floats(0, 1e6))
def test_waits_are_bounded(failures: int, seed: int, asked_for: float | None) -> None:
    got = backoff.wait(failures, random.Random(seed), asked_for)
    assert min(asked_for or 0.0, 32.0) <= got <= 32.0
    assert got <= max(2.0 ** (failures - 1), asked_for or 0.0)


def test_waits_differ() -> None:
    chance = random.Random(1)
    assert len({backoff.wait(3, chance) for _ in range(20)}) == 20


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7.0),
        ("Thu, 01 Jan 1970 00:01:40 GMT", 40.0),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0),
        ("", None),
        ("soon", None),
        ("-3", None),
    ],
)
def test_retry_after(value: str, seconds: float | None) -> None:
    assert backoff.retry_after(value, now=60.0) == seconds


# ---------------------------------------------------------------- breaker


def test_it_opens_probes_and_closes() -> None:
    clock = Clock()
    breaker = CircuitBreaker(clock, threshold=2, cooldown=10)
    for _ in range(2):
        assert breaker.admits()
        breaker.failed()
    assert (breaker.state, breaker.admits(), breaker.remaining) == ("open", False, 10)
    clock.now = 10
    assert breaker.admits()
    assert not breaker.admits()
    breaker.failed()
    assert breaker.state == "open"
    clock.now = 20
    assert breaker.admits()
    breaker.abandoned()
    assert breaker.admits()
    breaker.succeeded()
    assert breaker.admits()


@given(st.lists(st.sampled_from(["ok", "bad", "gone", "wait"]), max_size=60), st.integers(1, 5))
def test_never_more_failures_in_a_row_than_the_threshold_and_one_per_cooldown(
    steps: list[str], threshold: int
) -> None:
    clock = Clock()
    breaker = CircuitBreaker(clock, threshold=threshold, cooldown=10)
    in_a_row, failed_at = 0, [-10.0]
    for step in steps:
        clock.now += 4 if step == "wait" else 0
        if step == "wait" or not breaker.admits():
            continue
        if step == "bad":
            breaker.failed()
            in_a_row += 1
            failed_at += [clock.now] if in_a_row >= threshold else []
        elif step == "ok":
            breaker.succeeded()
            in_a_row, failed_at = 0, [-10.0]
        else:
            breaker.abandoned()
        assert (breaker.state == "closed") == (in_a_row < threshold)
    assert all(later - earlier >= 10 for earlier, later in pairwise(failed_at))


# ---------------------------------------------------------------- dialect


def roles(body: dict[str, Any]) -> list[str]:
    return [message["role"] for message in body["messages"]]


def test_the_full_request() -> None:
    sampling = Sampling(temperature=0.5, top_p=0.8, seed=3, dry_multiplier=0.5)
    body = Dialect().payload(dataclasses.replace(ASK, sampling=sampling, stop=("x",)), "m")
    assert (body["model"], body["stream"], body["max_tokens"]) == ("m", True, 128)
    assert (body["temperature"], body["top_p"], body["seed"], body["stop"]) == (0.5, 0.8, 3, ["x"])
    assert body["stream_options"] == {"include_usage": True}
    assert (body["top_k"], body["dry_multiplier"]) == (40, 0.5)
    assert roles(body) == ["system", "user", "assistant", "system", "user"]


def test_resuming_sends_the_beginning_as_the_last_message() -> None:
    body = Dialect().payload(dataclasses.replace(ASK, resume="I am"), "m")
    assert body["messages"][-1] == {"role": "assistant", "content": "I am"}
    assert body["continue_final_message"] is True


def test_constraints_are_never_left_out() -> None:
    dialect = Dialect()
    dialect.extras = False
    asked = dataclasses.replace(ASK, grammar='root ::= "a"', logprobs=2)
    assert dialect.payload(asked, "m")["grammar"] == 'root ::= "a"'
    assert dialect.payload(asked, "m")["top_logprobs"] == 2
    asked = dataclasses.replace(ASK, json_schema={"type": "object"})
    assert dialect.payload(asked, "m")["response_format"]["type"] == "json_schema"


def test_what_refusals_teach() -> None:
    dialect = Dialect()
    assert dialect.learn(422, "body.top_k: Extra inputs are not permitted")
    assert "top_k" not in dialect.payload(ASK, "m")
    assert dialect.learn(500, "Conversation roles must alternate user/assistant")
    assert roles(dialect.payload(ASK, "m")) == ["system", "user", "assistant", "user"]
    assert dialect.learn(400, "System role not supported")
    assert roles(dialect.payload(ASK, "m")) == ["user", "assistant", "user"]
    assert dialect.learn(400, "unknown field stream_options")
    assert "stream_options" not in dialect.payload(ASK, "m")
    assert dialect.learn(400, "use max_completion_tokens")
    assert dialect.payload(ASK, "m")["max_completion_tokens"] == 128
    assert not dialect.learn(400, "System role not supported")


@given(st.lists(st.tuples(st.sampled_from([400, 401, 422, 500]), st.text()), min_size=12))
def test_learning_ends(refusals: list[tuple[int, str]]) -> None:
    dialect = Dialect()
    assert sum(dialect.learn(status, body) for status, body in refusals) <= 5


@given(st.text(st.characters(categories=["Cs", "L", "Zs"])))
def test_clean_text_can_be_encoded(text: str) -> None:
    assert clean(text).encode().decode() == clean(text)
    assert guess_tokens(text) >= 0


# ---------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    "url",
    [
        "http://h:8/v1",
        "http://h:8",
        "http://h:8/",
        "http://h:8/v1/",
        "http://h:8/v1/chat/completions",
    ],
)
def test_addresses_as_people_paste_them(url: str) -> None:
    assert base_of(url) == "http://h:8/v1"


@pytest.mark.parametrize(
    "url", ["", "localhost:8080", "ftp://h/v1", "http://", "http://h:99999", "http://[x"]
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(SettingError):
        Door(url)


def test_keys_in_addresses_and_unsendable_keys_are_refused() -> None:
    with pytest.raises(SettingError) as caught:
        Door("http://me:secret@h/v1")
    assert "secret" not in caught.value.sentence()
    with pytest.raises(SettingError) as caught:
        Door("http://h/v1", "sec\nret")
    assert "ret" not in caught.value.title.replace("remote", "")


# ---------------------------------------------------------------- streams


def chunk(text: str | None = None, **more: object) -> str:
    return json.dumps({"choices": [{"delta": {"content": text}, **more}]})


def feed(reply: Reply, *events: str) -> list[StreamItem]:
    return [item for event in events for item in reply.take(event)] + list(reply.ending())


def spoken(items: list[StreamItem]) -> str:
    return "".join(item.text for item in items if isinstance(item, Piece))


def new(request: Request = ASK) -> Reply:
    return Reply(request, 10, Clock(), 0.0)


@given(st.lists(st.text(), max_size=5), st.integers(1, 7), st.sampled_from(["\n", "\r\n"]))
def test_bytes_may_be_torn_anywhere(texts: list[str], size: int, newline: str) -> None:
    payloads = [json.dumps({"t": clean(text)}, ensure_ascii=False) for text in texts]
    stream = "".join(f": note{newline}data: {p}{newline}{newline}" for p in payloads).encode()
    lines = EventLines()
    got = [d for at in range(0, len(stream), size) for d in lines.feed(stream[at : at + size])]
    assert got == payloads


def test_an_endless_line_is_given_up() -> None:
    lines = EventLines()
    with pytest.raises(Lost):
        list(lines.feed(b"data: " + b"x" * 5_000_000))


def test_a_reply_with_its_counts() -> None:
    usage = {
        "prompt_tokens": 9,
        "completion_tokens": 2,
        "prompt_tokens_details": {"cached_tokens": 4},
    }
    events = (chunk(""), chunk("a"), chunk("b", finish_reason="length"))
    items = feed(new(), *events, json.dumps({"choices": [], "usage": usage}))
    assert spoken(items) == "ab"
    done = items[-1]
    assert isinstance(done, Done)
    assert (done.stop_reason, done.prompt_tokens, done.reused_tokens) == ("length", 9, 4)
    assert (done.read_tokens, done.made_tokens) == (5, 2)


def test_a_torn_emoji_is_whole_again() -> None:
    end = chunk(finish_reason="stop")
    torn = [
        '{"choices":[{"delta":{"content":"a\\ud83d"}}]}',
        '{"choices":[{"delta":{"content":"\\ude00"}}]}',
    ]
    assert spoken(feed(new(), *torn, end)) == "a😀"


def test_a_server_that_begins_anew_is_not_heard_twice() -> None:
    request = dataclasses.replace(ASK, resume="Once upon a time there")
    end = chunk(finish_reason="stop")
    repeated = [chunk("Once upon"), chunk(" a time there was"), chunk(" tea."), end]
    assert spoken(feed(new(request), *repeated)) == " was tea."
    assert spoken(feed(new(request), chunk("Once"), chunk(" more."), end)) == " Once more."
    assert spoken(feed(new(request), chunk(" was tea."), end)) == " was tea."
    assert spoken(feed(new(request), chunk("Once"), end)) == " Once"


@pytest.mark.parametrize("data", ["", "nonsense", "[1]", "null"])
def test_bad_json_is_no_chat_server(data: str) -> None:
    with pytest.raises(Lost, match="foreign"):
        feed(new(), data)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["choices", "delta", "content", "usage", "logprobs", "error", "code"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=12,
)


@given(json_values)
def test_strange_chunks_raise_nothing_else(value: object) -> None:
    try:
        list(new().take(json.dumps(value)))
    except (Lost, Refused):
        return


def test_logprobs() -> None:
    top = [{"token": "a", "logprob": -0.5}, {"token": "b", "logprob": -1.5}]
    content = [{"token": "a", "logprob": -0.5, "top_logprobs": top}]
    items = list(new().take(chunk("a", logprobs={"content": content})))
    piece = items[-1]
    assert isinstance(piece, Piece)
    assert piece.logprobs[0].top == (("a", -0.5), ("b", -1.5))


# ---------------------------------------------------------------- sentences


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (Refused(401), "does not accept the key"),
        (Refused(404), "no such address or model"),
        (Refused(418), "HTTP 418"),
        (Refused(500, "secret words"), "failed (HTTP 500)"),
        (Lost("refused"), "Is the server running"),
        (Lost("foreign"), "not a chat server"),
    ],
)
def test_failures_in_sentences(failure: Refused | Lost, words: str) -> None:
    error = mapped(failure, "http://h/v1")
    assert words in error.sentence()
    assert "secret" not in error.sentence()


def test_a_prompt_too_long_is_named() -> None:
    failure = Refused(400, "This model's maximum context length is 4096 tokens")
    assert isinstance(mapped(failure, ""), PromptTooLong)
    assert not failure.passing
