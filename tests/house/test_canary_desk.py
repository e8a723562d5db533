"""What is done at the desk without consent leaves no word on the disk, whatever it is."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from sel import paths as places
from sel.cli.assemble import build_brain
from sel.cli.served import ServedBrain
from sel.config.settings import Settings
from sel.errors import SelError
from sel.events import ClearChannel, Interrupt, SendMessage
from sel.memory_events import AnswerConsent
from sel.session_events import (
    ContinueReply,
    EditMessage,
    MarkSession,
    NewSession,
    OpenSession,
    Regenerate,
    RenameSession,
    StepAlternative,
    UndoChange,
)

WORDS = ("Quibblewick", "Zanthoria", "Wimblethorn", "Snorfleglop", "Ploverdale")


def holding(home: Path) -> Iterator[str]:
    for path in home.rglob("*"):
        raw = path.read_bytes() if path.is_file() else b""
        if any(word.encode() in raw or word in path.name for word in WORDS):
            yield str(path.relative_to(home))


async def say(brain: ServedBrain, text: str) -> str:
    turn = await brain.submit(SendMessage(text=text))
    async with asyncio.timeout(30):
        while brain.snapshot().channels["desk"].answering:  # noqa: ASYNC110 - no event for it here
            await asyncio.sleep(0.02)
    return turn


@pytest.mark.parametrize("answer", ["", "never"])
async def test_nothing_said_or_done_at_the_desk_is_on_disk(
    home: Path, tmp_path: Path, answer: str
) -> None:
    paths = places.find().ready()
    brain = ServedBrain(build_brain(Settings(log_level="debug"), paths, demo=True), paths)
    await brain.start()
    if answer:
        await brain.submit(AnswerConsent(answer=answer))  # type: ignore[arg-type]
    first = await say(brain, f"I live in {WORDS[0]}.")
    await brain.submit(EditMessage(turn_id=first, text=f"I live in {WORDS[1]}.", branch=False))
    await brain.submit(EditMessage(turn_id=first, role="sel", text=f"In {WORDS[2]}!"))
    again = await brain.submit(Regenerate())
    await brain.submit(Interrupt())
    await brain.submit(StepAlternative(turn_id=again, by=-1))
    with suppress(SelError):
        await brain.submit(ContinueReply())
    await brain.submit(UndoChange())
    here = brain.session().id
    await brain.submit(RenameSession(session=here, title=f"About {WORDS[3]}"))
    await brain.submit(MarkSession(session=here, pinned=True))
    await brain.submit(NewSession())
    await say(brain, f"And {WORDS[4]}, too.")
    assert (await brain.find(WORDS[0].lower())).searched
    assert WORDS[4] in await brain.exported("", "md")
    chat = tmp_path / "chat.jsonl"
    rows = ({"user_name": "You", "character_name": "Ida"}, {"is_user": True, "mes": WORDS[2]})
    chat.write_text("\n".join(map(json.dumps, rows)))
    with suppress(SelError):
        await brain.take_in(str(chat))
    await brain.submit(OpenSession(session=here))
    await brain.submit(ClearChannel())
    await brain.stop()
    assert list(holding(home)) == []
    assert not paths.sessions.exists()
