"""A moment to look at: a conversation, a mood, an engine. For the picture and for tests."""

from __future__ import annotations

import math

from sel.events import AffectView, EngineView, HormoneMove, MessageView, ReplyStats

NOON = 1_700_000_000.0
"""A fixed moment: 22:13 in UTC."""


def affect(mood: str = "bonded", now: float = NOON) -> AffectView:
    """An inner state with something to see on every gauge."""
    levels = {
        "dopamine": 0.42,
        "serotonin": 0.36,
        "oxytocin": 0.55,
        "cortisol": 0.18,
        "adrenaline": 0.09,
        "melatonin": 0.24,
        "testosterone": 0.16,
        "estrogen": 0.13,
    }
    targets = dict(zip(levels, (0.17, 0.25, 0.10, 0.12, 0.05, 0.30, 0.14, 0.13), strict=True))
    history = {
        name: tuple(
            max(0.0, level * (0.45 + 0.55 * minute / 59) + 0.08 * math.sin(minute / 7 + index))
            for minute in range(60)
        )
        for index, (name, level) in enumerate(levels.items())
    }
    moves = (
        HormoneMove(hormone="cortisol", delta=0.05, reason="a worried question", at=now - 1500),
        HormoneMove(hormone="dopamine", delta=0.06, reason="it works", at=now - 200),
        HormoneMove(hormone="oxytocin", delta=0.04, reason="thanks", at=now - 65),
    )
    drives = {"curiosity": 0.62, "patience": 0.7, "warmth": 0.66, "energy": 0.4, "tension": 0.15}
    return AffectView(
        levels=levels, targets=targets, drives=drives, mood=mood, moves=moves, history=history
    )


def stats(**changes: object) -> ReplyStats:
    """What the last reply cost."""
    values: dict[str, object] = {
        "prompt_tokens": 448,
        "reused_tokens": 412,
        "read_tokens": 36,
        "made_tokens": 97,
        "read_seconds": 0.09,
        "make_seconds": 1.0,
        "first_token_seconds": 0.21,
        "brain_seconds": 0.002,
        "stop_reason": "end",
    }
    return ReplyStats(**{**values, **changes})  # type: ignore[arg-type]


READY = EngineView(
    state="ready", model="SmolLM2-135M-Instruct.Q4_1.gguf", context=2048, rung="no extra buffers"
)

REPLY = """\
You are nearly there. The loop starts at one, so the **first** name is never greeted:

```python
def greet(names: list[str]) -> None:
    # every name, from the first on
    for name in names:
        print(f"Hello, {name}!")
```

Two small things while we are here:

- iterate over the names, not over numbers;
- `enumerate` gives you both, if you need the place as well.
"""


OPENING = (
    MessageView(role="person", text="hi SEL, how are you tonight?", at=NOON - 420, turn_id="t0"),
    MessageView(
        role="sel",
        text="Calm, and glad that you are here. What are we looking at?",
        turn_id="t0",
        at=NOON - 418,
    ),
)
"""How the evening began."""


def talk() -> tuple[MessageView, ...]:
    """A conversation with every kind of message in it."""
    return (
        MessageView(
            role="person",
            text="good evening! my loop skips the first name, can you see why?",
            at=NOON - 300,
            turn_id="t1",
        ),
        MessageView(role="sel", text=REPLY, turn_id="t1", at=NOON - 298),
        MessageView(role="person", text="it works, thank you", at=NOON - 70, turn_id="t2"),
        MessageView(
            role="sel",
            text="I am glad. It was a pleasure to look at it with you; "
            "shall we give the greeting a time of day as well?",
            turn_id="t2",
            at=NOON - 68,
        ),
    )
