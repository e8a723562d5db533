"""What the engine's child is sent is what was asked for, field by field."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sel.engine.local import on_wire
from sel.engine.types import Message, Request, Sampling
from sel.engine.workers.llm.service import _request

MESSAGES = st.builds(
    Message,
    st.sampled_from(("system", "user", "assistant")),
    st.text(),
    st.tuples(st.text()) | st.just(()),
)
REQUESTS = st.builds(
    Request,
    id=st.text(),
    slot=st.text(),
    messages=st.lists(MESSAGES, max_size=4).map(tuple),
    sampling=st.builds(Sampling, temperature=st.floats(0, 2), seed=st.none() | st.integers(0, 9)),
    max_tokens=st.integers(0, 99),
    stop=st.lists(st.text(), max_size=2).map(tuple),
    resume=st.text(),
    json_schema=st.none() | st.just({"type": "object"}),
    logprobs=st.integers(0, 5),
    ahead=st.booleans(),
)


@given(REQUESTS)
def test_the_child_gets_what_was_asked_for(request: Request) -> None:
    sent: dict[str, Any] = json.loads(json.dumps(on_wire(request)))
    assert sent == json.loads(json.dumps(dataclasses.asdict(request)))
    got = _request(sent)
    assert (got.messages, got.sampling, got.stop) == (
        request.messages,
        request.sampling,
        request.stop,
    )
