"""What was said in a channel, in short, for somebody who may read it themselves."""

from __future__ import annotations

from collections.abc import Sequence

from bridge.commands.asked import Answer, Asked
from bridge.commands.deps import Deps
from bridge.commands.harmless import fitting
from bridge.replies.safety import safe
from sel.errors import InputRefused

MOST_MESSAGES, MOST_MINUTES = 200, 24 * 60
USUAL_MESSAGES = 50
MOST_LETTERS = 12_000
"""Characters that are handed to the mind, the newest: what a context of 4,096 tokens holds."""
LONGEST = 600
"""Characters of one message that are handed on."""


def may_read(deps: Deps, asked: Asked) -> None:
    """Raises `InputRefused` unless who asks may read what was said here, and SEL may."""
    if asked.dm:
        return
    asked.needs("read_messages")
    asked.needs("read_message_history")
    if deps.rulebook.rules(asked.channel_id, asked.parent_id).policy == "deny":
        raise InputRefused("I am not to read in this channel.")


async def summarised(deps: Deps, asked: Asked, lines: Sequence[tuple[str, str]]) -> Answer:
    """`lines` are (name, words), oldest first. Raises `SelError`."""
    may_read(deps, asked)
    kept = newest(lines)
    if not kept:
        return Answer("Nothing was said in that time.")
    text = await deps.mind.summarise(kept)
    head = f"**{len(kept)} messages, in short**" if len(kept) > 1 else "**One message, in short**"
    return Answer(f"{head}\n{fitting(safe(text).strip(), 1800)}")


def newest(lines: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """As many of the newest as are handed to the mind, oldest first, long ones cut."""
    kept: list[tuple[str, str]] = []
    room = MOST_LETTERS
    for name, words in reversed([one for one in lines if one[1].strip()]):
        cut = words if len(words) <= LONGEST else words[:LONGEST] + "…"
        room -= len(name) + len(cut) + 3
        if room < 0:
            break
        kept.append((name, cut))
    return kept[::-1]
