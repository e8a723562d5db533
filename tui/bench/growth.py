"""What a very long reply costs: CPU for its last thousand tokens over that for its first."""

from __future__ import annotations

import time

LENGTH = 20_000
"""Tokens."""
TOKEN = 4
"""Characters."""
AFTER = 200
"""Tokens before the first thousand: what is imported and compiled then is paid once."""

UNITS = {
    "mixed": (
        "The morning light came slowly over the hills, with the first **small** sounds.\n\n"
        "- a list has items\n- some with `code` in them\n\n"
        "```python\ndef greet(names):\n    for name in names:\n        print(name)\n```\n\n"
        "| a | b |\n|---|---|\n| one | two |\n| three | four |\n\n"
    ),
    "code": "def greet(names):\n    for name in names:\n        print(f'Hello, {name}!')\n",
    "table": "| a row | some words about it | 7 |\n",
    "list": "- an item with some words in it, `code` too\n",
    "paragraph": "words that go on and on, with **some** of them strong, ",
}
BEGINS = {"code": "```python\n", "table": "| name | what it is | number |\n|---|---|---|\n"}
SIZES = {"paragraph": 7_000}
"""Tokens of five thousand words."""


def growth() -> dict[str, float]:
    """The ratio for every kind of text, and the milliseconds the end of a mixed reply takes."""
    figures: dict[str, float] = {}
    for kind, unit in UNITS.items():
        size = SIZES.get(kind, LENGTH)
        text = (BEGINS.get(kind, "") + unit * (size * TOKEN // len(unit) + 1))[: size * TOKEN]
        first, last, end = _cost(text)
        figures[f"grow_{kind}_ratio"] = last / first
        if kind == "mixed":
            figures["grow_first_us_per_token"] = first * 1e6 / 1000
            figures["grow_end_ms"] = end * 1000
    return figures


def _cost(text: str) -> tuple[float, float, float]:
    """CPU seconds of the first and the last thousand tokens, and of the end."""
    from sel.events import MessageView
    from tui.widgets.message import SelMessage

    message = SelMessage(MessageView(role="sel", text="", turn_id="t", state="streaming"))
    message._rows_for(100)
    tokens = [text[at : at + TOKEN] for at in range(0, len(text), TOKEN)]
    marks = {AFTER: 0.0, AFTER + 1000: 0.0, len(tokens) - 1000: 0.0}
    for number, token in enumerate(tokens):
        if number in marks:
            marks[number] = time.process_time()
        message.append(token)
    done = time.process_time()
    message.end("whole", text)
    begin, middle, late = marks.values()
    return middle - begin, done - late, time.process_time() - done
