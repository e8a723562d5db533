"""What is done with a message, by whom it is for and what the channel allows. Pure."""

from __future__ import annotations

from typing import Literal

from bridge.book.channels import Rules
from bridge.ears.addressee import Verdict
from bridge.ears.incoming import Incoming

Deed = Literal["answer", "join", "aside", "overhear", "nothing"]
"""Answer it; put it to the mind, which may say nothing (`join`, and `aside` for what was said to
somebody else); know of it only; not even read it."""


def deed(message: Incoming, verdict: Verdict, rules: Rules) -> Deed:
    """What to do with it. Direct messages know no policy, only pauses."""
    if rules.paused:
        return "overhear"
    if message.dm:
        return "answer"
    match rules.policy:
        case "deny":
            return "nothing"
        case "quiet":
            plainly = message.mentioned or message.to_sel
            return "answer" if verdict == "to_sel" and plainly else "overhear"
        case "allow":
            return {"to_sel": "answer", "open": "join", "aside": "aside"}[verdict]  # type: ignore[return-value]
        case _:
            return "answer" if verdict == "to_sel" else "overhear"
