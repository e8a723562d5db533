"""One reply in the making: what goes out when, and what it is said to have cost."""

from __future__ import annotations

import itertools
from types import SimpleNamespace

import pytest

from sel.engine.types import Message, Request
from sel.engine.workers.llm import reply as module
from sel.engine.workers.llm.reply import FLUSH_SECONDS, Reply
from sel.engine.workers.llm.slots import Slot
from sel.engine.workers.llm.text import TextStream

PROMPT = list(range(10))


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """One second passes between two looks at the clock."""
    seconds = itertools.count(100)
    monkeypatch.setattr(module, "time", SimpleNamespace(perf_counter=lambda: float(next(seconds))))


def make_reply(*stop: str) -> Reply:
    request = Request(id="r1", slot="desk", messages=(Message("user", "hi"),))
    return Reply(request, PROMPT, TextStream(stop), arrived=100.0)


def make_slot(tokens: list[int]) -> Slot:
    slot = Slot(sequence=1)
    slot.tokens = tokens
    return slot


def test_it_reads_until_its_whole_prompt_is_in_the_slot() -> None:
    reply = make_reply()
    assert not reply.reads, "nobody has let it in yet"
    slot = make_slot(PROMPT[:4])
    reply.admit(slot, 4)
    assert reply.reads
    slot.tokens = list(PROMPT)
    assert not reply.reads


def test_text_waits_to_be_sent_together_but_the_first_goes_at_once() -> None:
    reply = make_reply()
    assert not reply.due(500.0), "there is nothing to send"
    reply.add(1, b"Hello")
    assert reply.due(500.0)
    assert reply.take_outbox(500.0) == {
        "event": "piece",
        "id": "r1",
        "text": "Hello",
        "logprobs": [],
    }
    reply.add(2, b" there")
    assert not reply.due(500.0 + FLUSH_SECONDS / 2)
    assert reply.due(500.0 + 2 * FLUSH_SECONDS)
    assert reply.take_outbox(501.0)["text"] == " there"
    assert reply.text == "Hello there"


def test_a_torn_character_goes_out_when_it_is_whole_or_the_reply_over() -> None:
    reply = make_reply()
    reply.add(1, "é".encode()[:1])
    assert not reply.due(500.0)
    reply.add(2, "é".encode()[1:])
    assert reply.take_outbox(500.0)["text"] == "é"
    reply.add(3, "é".encode()[:1])
    reply.close_text()
    assert reply.take_outbox(600.0)["text"] == "\N{REPLACEMENT CHARACTER}"


def test_figures_add_up() -> None:
    reply = make_reply()
    slot = make_slot(PROMPT[:4])
    reply.admit(slot, 4)  # at 100
    slot.tokens = list(PROMPT)
    for token in range(3):
        reply.add(token, b"x")  # at 101, 102, 103
    done = reply.done("end")
    assert (done.prompt_tokens, done.reused_tokens, done.read_tokens) == (10, 4, 6)
    assert done.made_tokens == 3
    assert done.stop_reason == "end"
    assert (done.queue_seconds, done.read_seconds, done.make_seconds) == (0.0, 1.0, 2.0)


def test_a_reply_cancelled_while_reading_read_only_so_much() -> None:
    reply = make_reply()
    reply.admit(make_slot(PROMPT[:7]), 4)
    done = reply.done("cancelled")
    assert (done.reused_tokens, done.read_tokens, done.made_tokens) == (4, 3, 0)
    assert done.make_seconds == 0.0


def test_a_reply_cancelled_while_it_waits_cost_only_its_wait() -> None:
    done = make_reply().done("cancelled")
    assert done.queue_seconds >= 0.0
    assert done.read_seconds == 0.0
    assert (done.made_tokens, done.reused_tokens, done.read_tokens) == (0, 0, 0)
